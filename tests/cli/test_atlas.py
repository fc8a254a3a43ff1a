"""Does `hopfield atlas` say what the atlas says, and refuse what it can't?"""

import csv
import io
import json
from pathlib import Path

import pytest

import hopfield as hf


def said(done):
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_table_is_that_of_the_exact_numbers(hopfield):
    lines = said(hopfield("atlas TCH")).splitlines()
    assert lines[0] == "33,554,432 states in 2,240 macrostates; 10 attractors"
    rows = [line.split() for line in lines[3:]]
    assert [row[0] for row in rows][:6] == ["T", "C", "H", "-T", "-C", "-H"]
    assert rows[0] == ["T", "stored", "-312.0", "14.37", "%", "1", "28.0", "9"]
    assert {row[1] for row in rows[6:]} == {"mixture"}


def test_json_csv_and_files_say_the_same(hopfield):
    data = json.loads(said(hopfield("atlas tch --json -o out.csv")))
    lines = said(hopfield("atlas TCH --csv -o out.json"))
    assert json.loads(Path("out.json").read_text("utf-8")) == data
    assert Path("out.csv").read_text("utf-8") == lines
    rows = list(csv.DictReader(io.StringIO(lines)))
    exact = hf.analysis.atlas(hf.models.hopfield(hf.patterns.letters("TCH")))
    for row, one, attractor in zip(rows, data["attractors"], exact.attractors, strict=True):
        assert float(row["basin"]) == one["basin"] == attractor.basin
        assert int(row["radius"]) == one["radius"] == attractor.radius
        assert row["name"] == one["name"]
    assert (data["states"], data["macrostates"], data["rule"]) == (2**25, 2240, "hebb")
    assert data["attractors"][1]["recall"] == exact.recall_probability(1).tolist()
    assert data["attractors"][0]["pattern"] == "#####..#....#....#....#.."
    others = [exact.barrier("T", k) for k in range(1, 10)]
    assert data["attractors"][0]["barrier"] == pytest.approx(min(others))
    assert len(data["tree"]["merges"]) == len(data["tree"]["passes"]) == 9


def test_a_single_letter_and_the_projection_rule_work_too(hopfield):
    found = json.loads(said(hopfield("atlas X --rule projection --json")))
    assert [(a["name"], a["basin"]) for a in found["attractors"]] == [
        ("X", pytest.approx(0.5)),
        ("-X", pytest.approx(0.5)),
    ]
    assert found["macrostates"] == 26
    assert "1 flip" not in said(hopfield("atlas X"))


def test_many_letters_are_said_to_be_too_many_and_still_listed(hopfield):
    done = hopfield("atlas ABCDE --csv")
    assert "load p/n = 5/25" in done.stderr
    assert len(said(done).splitlines()) == 7


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("atlas TÄ", "no glyph for Ä; there are A to Z and 0 to 9"),
        ("atlas TCH --json --csv", "exclude each other"),
        ("atlas TCH -o out.txt", "write one of .json, .csv"),
        ("atlas TCH -o nowhere/out.csv", "the folder nowhere does not exist"),
        ("atlas TCH -o photos", "it is a folder"),
    ],
)
def test_wrong_use_is_refused_in_one_line(hopfield, line, words):
    done = hopfield(line)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_what_is_too_large_says_how_large_and_not_to_take_smaller_pictures(hopfield, monkeypatch):
    def refuse(*_args: object, **_words: object) -> None:
        message = "10 macrostates, more than 9"
        raise hf.errors.SizeError(message)

    monkeypatch.setattr(hf.analysis, "atlas", refuse)
    done = hopfield("atlas TCH")
    assert (done.exit_code, done.stderr) == (2, "hopfield: 10 macrostates, more than 9\n")


def test_the_tree_of_valleys_is_drawn_with_the_names_of_the_table(hopfield):
    pytest.importorskip("matplotlib", reason="plots need the plots extra")
    rows = csv.DictReader(io.StringIO(said(hopfield("atlas TCH --csv --plot tree.svg"))))
    drawn = Path("tree.svg").read_text("utf-8")
    for row in rows:
        assert f"<!-- {row['name']} " in drawn  # the text of a word, beside its outlines
    assert hopfield("atlas TCH --plot tree.PNG").exit_code == 0
    assert Path("tree.PNG").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("place", "words"), [("t.xyz", "names no format"), ("nowhere/t.png", "does not exist")]
)
def test_no_tree_is_begun_that_could_not_be_kept(hopfield, place, words):
    pytest.importorskip("matplotlib", reason="plots need the plots extra")
    done = hopfield(f"atlas TCH --plot {place}")
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
