"""Does `hopfield demo` bring every photograph back, and count truthfully what Hebb's rule does instead?"""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from hopfield.cli import app
from hopfield.cli import photographs as shipped
from hopfield.cli.trial import KINDS

pytest.importorskip("skimage", reason="the photographs come with scikit-image")


def small(hopfield, more: str = "") -> tuple:
    done = hopfield(f"demo --size 32 --pictures 6 --json {more}")
    assert done.exit_code == 0, done.output
    return done, json.loads(done.stdout)


def test_no_small_photograph_fails_to_come_back(hopfield):
    _, report = small(hopfield)
    assert (report["memories"], report["units"]) == (6, 32 * 32 * 24)
    damages = [row["damage"] for row in report["damages"]]
    assert damages == ["flip:0.45", "half", "centre", "half:unknown"]
    assert [row["projection"]["exact"] for row in report["damages"]] == [6, 6, 6, 6]


def test_no_recall_goes_uncounted(hopfield):
    _, report = small(hopfield)
    for row in report["damages"]:
        for rule in ("projection", "hebb"):
            assert sum(row[rule][kind] for kind in KINDS) == 6
            assert row[rule]["seconds"] > 0


def test_the_report_is_never_another_than_what_is_said(hopfield):
    _, report = small(hopfield, "--output here")
    assert json.loads(Path("here/report.json").read_text()) == report
    assert report["contact_sheet"] == str(Path("here") / "contact-sheet.png")
    assert report["matrix_bytes"] == 8 * (32 * 32 * 24) ** 2
    assert sorted(path.name for path in Path("here").iterdir()) == [
        "contact-sheet.png",
        "report.json",
    ]


def test_the_contact_sheet_never_lacks_a_row(hopfield):
    small(hopfield)
    sheet = np.asarray(Image.open("hopfield-demo/contact-sheet.png")).astype(float)
    height, width = sheet.shape[:2]
    assert 1000 <= width <= 1200
    assert height > 6 * 256
    for column in range(4):
        left = 44 + 276 * column
        band = sheet[174 : height - 44, left : left + 256]
        assert all(row.std() > 20 for row in np.array_split(band, 6))


def test_the_last_lines_never_fail_to_say_where_the_picture_is(hopfield):
    done = hopfield("demo --size 32 --pictures 2")
    last = done.stdout.strip().splitlines()[-1]
    assert last == f"The picture is {Path('hopfield-demo') / 'contact-sheet.png'}"
    assert Path("hopfield-demo/contact-sheet.png").exists()
    assert "projection: exact" in done.stdout
    assert "2 of 2" in done.stdout


def test_the_same_seed_never_gives_two_reports(hopfield):
    reports = [small(hopfield)[1] for _ in range(2)]
    for report in reports:
        for row in report["damages"]:
            del row["projection"]["seconds"], row["hebb"]["seconds"]
    assert reports[0] == reports[1]


def test_no_chessboard_is_taken_for_a_photograph():
    files = shipped.photographs()
    assert len(files) == 24
    assert not any("chessboard" in file.name for file in files)


def test_photographs_are_never_found_by_importing_their_library(separately):
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('LOADED', 'skimage' in sys.modules, file=sys.stderr))"
    )
    done = separately(code, "demo --size 16 --pictures 1 --json")
    assert done.returncode == 0, done.stderr
    assert "LOADED False" in done.stderr


def test_a_missing_wheel_never_goes_without_the_remedy(hopfield, monkeypatch):
    monkeypatch.setattr(shipped, "find_spec", lambda name: None)
    done = hopfield("demo")
    assert done.exit_code == 2
    assert "pip install 'hopfield[demo]'" in done.stderr
    assert not Path("hopfield-demo").exists()


@pytest.mark.parametrize("place", ["photos/cat.png", "nowhere/deep", "n" * 300, "taken"])
def test_a_folder_that_cannot_be_made_is_never_found_out_too_late(hopfield, place):
    Path("taken/report.json").mkdir(parents=True)
    done = hopfield(f"demo --output {place}")
    assert done.exit_code == 2
    assert f"--output {place}" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_an_empty_name_never_fills_the_folder_that_one_is_in(photos):
    before = sorted(path.name for path in Path().iterdir())
    done = CliRunner().invoke(app, ["demo", "-o", "", "--size", "16", "--pictures", "1"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "hopfield: --output is empty; name a folder, such as hopfield-demo\n"
    assert sorted(path.name for path in Path().iterdir()) == before


def test_more_photographs_than_there_are_never_pass_unsaid(hopfield):
    done = hopfield("demo --pictures 99")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "hopfield: --pictures 99: there are only 24; leave it out to use all\n"


@pytest.mark.slow
def test_no_photograph_of_full_size_fails_to_come_back_and_hebb_never_says_a_wrong_name(hopfield):
    done = hopfield("demo --json")
    report = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (report["memories"], report["units"]) == (24, 1_572_864)
    for row in report["damages"]:
        assert row["projection"]["exact"] == 24
        assert row["hebb"]["wrong_name"] == 0
        assert 5 <= row["hebb"]["exact"] <= 12  # about a third, whatever the damage
