"""Does `hopfield reproduce` say what the report says, keep it, and refuse what makes no sense?"""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

pytest.importorskip("xarray", reason="the command needs the experiments extra")
pytest.importorskip("matplotlib", reason="the figure needs the plots extra")

import hopfield as hf
from hopfield.cli import app
from hopfield.experiments import Claim, Grid, Measured
from hopfield.experiments.papers import paper
from measures import noise

CLAIMS = (
    Claim("kanter1987", "a mean", 0.1, 5.0, "abstract", note="By hand."),
    Claim("kanter1987", "something far", 99.0, 1.0, "p. [1]"),
    Claim("kanter1987", "something else", 1.0, 1.0, "p. 2"),
)


def _plan(scale, seed):
    grid = Grid({"load": [0.1], "rule": ["hebb"]}, 3 if scale == "quick" else 5, seed)
    return {"drawn": (noise, grid)}


def _compare(data):
    mean = Measured(float(data["drawn"].time.mean()), 0.01)
    return {"a mean": mean, "something far": mean}


@pytest.fixture
def hopfield(tmp_path, monkeypatch):
    """Run a command line where one paper is small."""
    small = replace(paper("kanter1987"), claims=CLAIMS, plan=_plan, compare=_compare, draw=_draw)
    for name in ("hopfield.experiments.reproduce", "hopfield.cli.reproduce"):
        module = sys.modules[name]
        found = lambda key: small if key == "kanter1987" else paper(key)  # noqa: E731
        monkeypatch.setattr(module, "paper", found)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda line: CliRunner().invoke(app, line.split())


def _draw(data):
    import matplotlib.pyplot as plt

    return plt.figure()


def test_without_a_key_the_papers_are_listed(hopfield):
    done = hopfield("reproduce")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == [*hf.experiments.papers()]
    listed = json.loads(hopfield("reproduce --json").stdout)["papers"]
    assert [one["key"] for one in listed] == [*hf.experiments.papers()]
    assert all(one["title"] and one["claims"] > 0 for one in listed)


def test_json_and_table_say_what_the_report_says(hopfield):
    said = json.loads(hopfield("reproduce kanter1987 --jobs 1 --json").stdout)
    assert said["claims"][0]["verdict"] == "holds"
    assert [row["verdict"] for row in said["claims"]] == [
        "holds",
        "does not hold",
        "not testable here",
    ]
    assert (said["key"], said["scale"], said["seed"]) == ("kanter1987", "quick", 0)
    shown = hopfield("reproduce kanter1987 --jobs 1").stdout
    for words in ("a mean (1)", "does not hold", "p. [1]", "(1) By hand.", "± 0.01", "(quick)"):
        assert words in shown
    full = json.loads(hopfield("reproduce kanter1987 --jobs 1 --full --seed 4 --json").stdout)
    assert (full["scale"], full["seed"]) == ("full", 4)
    assert full["claims"][0]["ours"] != said["claims"][0]["ours"]


def test_a_folder_gets_report_figure_and_data_and_is_run_on_from(hopfield):
    first = hopfield("reproduce kanter1987 --jobs 1 -o out --json")
    names = {"claims.json", "report.md", "figure.svg", "figure.png", "drawn.zarr", "runs"}
    assert {path.name for path in Path("out").iterdir()} == names
    assert json.loads(Path("out/claims.json").read_text()) == json.loads(first.stdout)
    store = Path("out/runs/kanter1987-quick-drawn.zarr")
    assert hf.experiments.load(store).time.shape == (1, 1, 3)
    before = {path: path.stat().st_mtime_ns for path in (store / "time").rglob("*")}
    assert hopfield("reproduce kanter1987 --jobs 1 -o out --json").stdout == first.stdout
    assert {path: path.stat().st_mtime_ns for path in (store / "time").rglob("*")} == before
    done = hopfield("reproduce kanter1987 --jobs 1 -o out --seed 1")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "seed is 1, the store has 0" in done.stderr


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nobody1900 -o out", "no paper 'nobody1900' can be reproduced here; there are "),
        ("kanter1987 -o nowhere/out", "does not exist"),
        ("kanter1987 -o mine", "it is a file"),
        ("kanter1987 --engine tcp://127.0.0.1:1", "no Dask scheduler answers"),
    ],
)
def test_no_call_that_makes_no_sense_begins(hopfield, line, words):
    Path("mine").write_text("mine")
    done = hopfield(f"reproduce {line}")
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.startswith("hopfield: ")
    assert [path.name for path in Path().iterdir()] == ["mine"]


def test_what_is_not_installed_is_named(hopfield, monkeypatch):
    def absent(*_args, **_options):
        raise ModuleNotFoundError("no", name="zarr")

    monkeypatch.setattr(hf.experiments, "reproduce", absent)
    done = hopfield("reproduce kanter1987")
    assert done.exit_code == 2
    assert "zarr is not installed: pip install 'hopfield[experiments]'" in done.stderr
