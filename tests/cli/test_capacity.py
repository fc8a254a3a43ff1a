"""Does `hopfield capacity` say what was measured, run on where it was interrupted, and refuse what makes no sense?"""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

pytest.importorskip("xarray", reason="the command needs the experiments extra")

import hopfield as hf
from hopfield.cli import app
from hopfield.cli.capacity import parse_loads
from hopfield.errors import ParameterError

SMALL = "capacity -n 60 -n 100 --loads 0.05:0.45:3 --samples 3 --cues 4 --jobs 1"


@pytest.fixture
def hopfield(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda line: CliRunner().invoke(app, line.split())


def test_json_and_csv_say_what_the_library_finds(hopfield):
    expected = hf.analysis.capacity(
        hf.rules.Hebb(), [60, 100], [0.05, 0.25, 0.45], samples=3, cues=4, seed=0
    )
    where = hf.analysis.transition(expected)
    said = json.loads(hopfield(f"{SMALL} --json").stdout)
    assert [row["fraction"] for row in said["curves"]] == expected.fraction.ravel().tolist()
    assert [half["load"] for half in said["transition"]["half"]] == where.half.tolist()
    assert said["transition"]["load"] == where.load
    assert (said["rule"], said["samples"], said["theory"]) == ("hebb", 3, hf.theory.critical_load())
    rows = list(csv.DictReader(io.StringIO(hopfield(f"{SMALL} --csv").stdout)))
    assert [float(row["mean_overlap"]) for row in rows] == expected.mean_overlap.ravel().tolist()
    assert [int(row["n"]) for row in rows] == [60, 60, 60, 100, 100, 100]


def test_a_table_has_a_column_a_size_and_says_where_it_breaks_down(hopfield):
    done = hopfield(SMALL)
    assert done.exit_code == 0
    assert done.stdout.split("\n")[0].split() == ["load", "n", "=", "60", "n", "=", "100"]
    for words in ("half recalled at n = 60:", "n → ∞:", "theory, n → ∞: 0.1379"):
        assert words in done.stdout


def test_a_store_is_run_on_from_and_not_mixed(hopfield):
    first = hopfield(f"{SMALL} -o results.zarr --json")
    chunk = Path("results.zarr/done/c/1/2/1")
    chunk.unlink()
    assert int(hf.experiments.load("results.zarr", partial=True).finished.sum()) == 17
    before = {path: path.stat().st_mtime_ns for path in Path("results.zarr/overlap").rglob("*/*")}
    assert hopfield(f"{SMALL} -o results.zarr --json").stdout == first.stdout
    changed = {path for path, when in before.items() if path.stat().st_mtime_ns != when}
    assert changed <= {Path("results.zarr/overlap/c/1/2"), Path("results.zarr/overlap/c/1/2/1")}
    done = hopfield(f"{SMALL} -o results.zarr --seed 1")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "seed is 1, the store has 0" in done.stderr


def test_curves_on_one_side_are_shown_and_the_transition_is_not_made_up(hopfield):
    done = hopfield("capacity -n 60 --loads 0.02,0.05 --samples 2 --jobs 1 --json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["transition"] is None
    assert "hopfield: no transition" in done.stderr


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_plot_is_drawn_in_the_format_of_its_ending(hopfield, ending):
    pytest.importorskip("matplotlib", reason="plots need the plots extra")
    assert hopfield(f"{SMALL} --plot curves.{ending}").exit_code == 0
    start = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending]
    assert Path(f"curves.{ending}").read_bytes().startswith(start)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--loads 0.2:0.1:3", "--loads takes FROM:TO:COUNT"),
        ("--loads 0:0.1:3", "--loads takes"),
        ("--loads nan,1", "--loads takes"),
        ("--loads a", "--loads takes"),
        ("--json --csv", "exclude each other"),
        ("--start 0", "start is the overlap"),
        ("--plot c.xyz", "names no format"),
        ("--plot nowhere/c.png", "does not exist"),
        ("-o .", "another place"),
    ],
)
def test_no_call_that_makes_no_sense_begins(hopfield, options, words):
    Path("mine").write_text("mine")
    done = hopfield(f"capacity -n 60 --jobs 1 {options}")
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.startswith("hopfield: ")


def test_loads_are_read_as_they_are_written():
    assert parse_loads("0.12:0.15:4") == [0.12, 0.13, 0.14, 0.15]
    assert parse_loads("0.1,0.2") == [0.1, 0.2]
    assert np.allclose(parse_loads("1e-1:0.2:11"), np.linspace(0.1, 0.2, 11))
    with pytest.raises(ParameterError):
        parse_loads("0.1:0.2")
