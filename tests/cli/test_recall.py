"""Does `hopfield recall` give back the picture, and say truthfully what it gave?"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import hopfield as hf
from hopfield.cli import sheet as sheets
from hopfield.cli.damage import lost_pixels, parse_damage

FIELDS = {
    "found": bool,
    "kind": str,
    "picture": str | None,
    "also": list,
    "exact": bool,
    "bits_different": int | None,
    "overlap": float,
    "members": list,
    "outcome": str,
    "sweeps": int,
    "energy_before": float | None,
    "energy_after": float | None,
    "seconds": float,
    "rule": str,
    "units": int,
    "memories": int,
    "skipped": list,
    "output": str | None,
    "sheet": str | None,
}


def said(done) -> dict:
    """What a command with --json said, and nothing else on stdout."""
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return json.loads(done.stdout)


def here() -> list[str]:
    """What lies in the folder of the test."""
    return sorted(path.name for path in Path().iterdir())


def pixels(path: str | Path) -> np.ndarray:
    return np.asarray(Image.open(path))


@pytest.mark.parametrize("rule", ["projection", "hebb"])
@pytest.mark.parametrize(
    "damage", ["flip:0.45", "half", "centre", "corner", "half:unknown", "erase:0.9"]
)
def test_no_damage_keeps_a_picture_from_coming_back(hopfield, rule, damage):
    line = f"recall photos/harbour.png --from photos --rule {rule} --damage {damage} -o out.png"
    done = hopfield(f"{line} --json")
    found = said(done)
    assert done.exit_code == 0
    assert (found["found"], found["picture"], found["exact"]) == (True, "harbour.png", True)
    assert np.array_equal(pixels("out.png"), pixels("photos/harbour.png"))


@pytest.mark.parametrize("ending", [".png", ".bmp", ".tif", ".tiff", ".PNG"])
def test_no_format_of_the_output_loses_a_bit(hopfield, ending):
    done = hopfield(f"recall photos/cat.png --from photos -o out{ending} --no-sheet")
    assert done.exit_code == 0
    assert np.array_equal(pixels(f"out{ending}"), pixels("photos/cat.png"))
    assert here() == [f"out{ending}", "photos"]


def test_json_never_lacks_a_field_or_says_anything_else(hopfield):
    for damage in ("flip:0.4", "flip:1", "half"):
        found = said(hopfield(f"recall photos/cat.png --from photos --damage {damage} --json"))
        assert list(found) == list(FIELDS)
        assert [k for k, kind in FIELDS.items() if not isinstance(found[k], kind)] == []
    assert found["units"] == 48 * 32 * 3 * 8
    assert found["energy_after"] < found["energy_before"]
    assert (found["memories"], found["rule"], found["outcome"]) == (3, "projection", "FIXED_POINT")


def test_the_table_never_hides_what_was_found(hopfield):
    done = hopfield("recall photos/cat.png --from photos --damage flip:0.45")
    lines = dict(line.split(maxsplit=1) for line in done.stdout.strip().splitlines())
    assert list(lines) == ["picture", "exact", "outcome", "sweeps", "energy", "seconds", "network"]
    assert lines["picture"].strip() == "cat.png"
    assert lines["exact"].strip() == "yes: all 36,864 bits"
    assert done.stderr == ""


def test_the_negative_is_never_called_by_the_name_of_the_picture(hopfield):
    done = hopfield("recall photos/cat.png --from photos --damage flip:1")
    assert done.exit_code == 1
    assert "none: the negative of cat.png" in done.stdout
    found = said(hopfield("recall photos/cat.png --from photos --damage flip:1 --json"))
    assert (found["kind"], found["found"], found["picture"]) == ("reversed", False, None)
    assert found["members"] == [{"picture": "cat.png", "sign": -1}]


def mixture_cue() -> None:
    """Write mixture.png: the majority of the three pictures, bit by bit."""
    xi = hf.patterns.images("photos")
    votes = np.sign(xi.spins.astype(int).sum(axis=0)).astype(np.int8)
    hf.patterns.to_image(votes, xi.shape).save("mixture.png")


def test_a_mixture_is_never_called_by_one_name(hopfield):
    mixture_cue()
    done = hopfield("recall mixture.png --from photos --rule hebb --json")
    found = said(done)
    assert done.exit_code == 1
    assert (found["kind"], found["picture"]) == ("mixture", None)
    assert {(m["picture"], m["sign"]) for m in found["members"]} == {
        ("cat.png", 1),
        ("forest.png", 1),
        ("harbour.png", 1),
    }
    shown = hopfield("recall mixture.png --from photos --rule hebb").stdout
    assert "none: a mixture of 3 pictures, + " in shown


def test_an_unknown_state_never_gets_a_name(hopfield):
    # six pictures that share half of their pixels: seed 0; Hebb's rule finds what they share
    rng = np.random.default_rng(0)
    shared = rng.integers(0, 256, (32, 48), dtype=np.uint8)
    Path("alike").mkdir()
    for k in range(6):
        own = rng.integers(0, 256, (32, 48), dtype=np.uint8)
        Image.fromarray(np.where(rng.random((32, 48)) < 0.5, shared, own)).save(f"alike/{k}.png")
    line = "recall alike/0.png --from alike --damage flip:0.3"
    done = hopfield(f"{line} --rule hebb --json")
    assert done.exit_code == 1
    found = said(done)
    assert (found["kind"], found["picture"], found["also"]) == ("unknown", None, [])
    assert (found["bits_different"], found["members"]) == (None, [])
    assert "none: not a stored picture" in hopfield(f"{line} --rule hebb").stdout
    assert said(hopfield(f"{line} --json"))["picture"] == "0.png"


def test_the_mask_never_touches_what_is_dark_in_it(hopfield):
    mask = Image.new("L", (48, 32), 0)
    mask.paste(255, (0, 16, 48, 32))
    mask.save("mask.png")
    broken = pixels("photos/cat.png").copy()
    broken[16:] = 77
    Image.fromarray(broken).save("broken.png")
    done = hopfield("recall broken.png --from photos --missing mask.png -o out.png --json")
    found = said(done)
    # what the mask leaves is the upper half of the cat, as --damage half:unknown leaves it
    twin = hopfield("recall photos/cat.png --from photos --damage half:unknown --json")
    assert (done.exit_code, found["picture"], found["exact"]) == (0, "cat.png", True)
    assert found["energy_before"] == said(twin)["energy_before"]


def test_a_mask_over_a_cue_of_another_size_never_slips(hopfield):
    # both are cut to a square in the middle; the mask is bright left of it only
    wide = Image.new("L", (96, 32), 0)
    wide.paste(255, (0, 0, 32, 32))
    wide.save("mask.png")
    line = "recall photos/cat.png --from photos --size 32 --missing mask.png"
    done = hopfield(line)
    assert done.exit_code == 0
    assert "nothing is missing" in done.stderr


def test_the_same_seed_never_gives_two_answers(hopfield):
    line = "recall photos/cat.png --from photos --damage flip:0.49 --json --seed"
    one, same, other = (said(hopfield(f"{line} {seed}")) for seed in (7, 7, 8))
    for found in (one, same, other):
        del found["seconds"]
    assert one == same
    assert one["energy_before"] != other["energy_before"]


@pytest.mark.parametrize("spec", ["half", "centre", "corner"])
@pytest.mark.parametrize("shape", [(32, 48, 3), (8, 8), (1, 1), (7, 5)])
def test_damage_never_reaches_what_it_should_leave(spec, shape):
    n = 8 * int(np.prod(shape))
    state = hf.patterns.random(1, n, seed=3)[0]
    kept = ~np.repeat(lost_pixels(spec, shape).reshape(-1), n // (shape[0] * shape[1]))
    noisy = parse_damage(spec)(state, shape, 1)
    unknown = parse_damage(f"{spec}:unknown")(state, shape, 1)
    assert np.array_equal(noisy[kept], state[kept])
    assert np.array_equal(unknown[kept], state[kept])
    assert not (noisy == 0).any()
    assert (unknown[~kept] == 0).all()
    if shape == (32, 48, 3):
        share = {"half": 0.5, "centre": 0.25, "corner": 0.25}[spec]
        assert kept.mean() == share
        # seed 1: a fair coin over 18,432 bits and more; 1e-6 is 4.9 standard deviations
        wrong = (noisy != state)[~kept]
        assert abs(wrong.mean() - 0.5) < 4.9 * 0.5 / wrong.size**0.5


@pytest.mark.parametrize(
    "line",
    [
        "recall photos/cat.png --from photos -o out.png --damage half",
        "recall photos/cat.png --from photos --sheet out.sheet.png --damage flip:1",
        "recall photos/cat.png --from photos --sheet out.sheet.png --size 300x10",
    ],
)
def test_the_contact_sheet_is_never_blank(hopfield, line):
    hopfield(line)
    sheet = pixels("out.sheet.png").astype(int)
    assert sheet.shape[2] == 3
    assert 900 <= sheet.shape[1] <= 1300
    columns = np.array_split(sheet, 4, axis=1)
    assert all(column.std() > 10 for column in columns)


def test_a_sheet_of_nothing_found_never_shows_a_stored_picture(hopfield):
    mixture_cue()
    done = hopfield("recall mixture.png --from photos --rule hebb --sheet s.png --json")
    assert said(done)["kind"] == "mixture"
    sheet = pixels("s.png")
    stored = sheet[178:330, 50:280]
    blank = (stored == stored[0, 0]).all(axis=-1)
    assert blank.mean() > 0.95  # the rest is two words


@pytest.mark.parametrize(
    ("modes", "cue", "units"),
    [
        (["L", "L", "L"], "L", 48 * 32 * 8),
        (["L", "L", "L"], "RGB", 48 * 32 * 8),
        (["RGB", "RGB", "RGB"], "RGB", 48 * 32 * 24),
        (["L", "RGB", "L"], "L", 48 * 32 * 24),
    ],
)
def test_no_folder_of_grey_or_colour_is_mistaken(hopfield, modes, cue, units):
    for name, mode in zip(["cat", "harbour", "forest"], modes, strict=True):
        Image.open(f"photos/{name}.png").convert(mode).save(f"photos/{name}.png")
    stored = Image.open("photos/cat.png")
    (stored if stored.mode == cue else Image.merge("RGB", [stored] * 3)).save("cue.png")
    done = hopfield("recall cue.png --from photos --damage half -o out.png --json")
    found = said(done)
    assert (found["units"], found["picture"], found["exact"]) == (units, "cat.png", True)
    assert pixels("out.png").ndim == (2 if units == 48 * 32 * 8 else 3)
    assert ("turned to grey" in done.stderr) == (cue == "RGB" and "RGB" not in modes)


def test_size_never_swaps_width_and_height(hopfield):
    found = said(hopfield("recall photos/cat.png --from photos --size 20x10 -o out.png --json"))
    assert found["units"] == 20 * 10 * 24
    assert pixels("out.png").shape == (10, 20, 3)


def test_help_never_loads_what_only_the_work_needs(separately):
    code = (
        "import atexit, sys\n"
        "heavy = {'numba', 'scipy', 'matplotlib', 'skimage', 'PIL'}\n"
        "atexit.register(lambda: print('LOADED', sorted(heavy & set(sys.modules))))"
    )
    done = separately(code, "--help")
    assert done.returncode == 0
    assert "LOADED []" in done.stdout
    assert "recall" in done.stdout


def test_the_version_is_never_another(hopfield):
    assert hopfield("--version").stdout == f"hopfield {hf.__version__}\n"


# --- what surrounds it ----------------------------------------------------------------------------


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of Bash, in which hopfield is the command."""
    code = "from hopfield.cli import main; main()"
    return subprocess.run(
        ["bash", "-c", f'hopfield() {{ "{sys.executable}" -c "{code}" "$@"; }}\n{line}'],
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.skipif(shutil.which("bash") is None, reason="no Bash")
@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("recall photos/cat.png --from photos --size 48x32 | true", "0 0"),
        ("recall photos/cat.png --from photos --size 48x32 --json | true", "0 0"),
        ("recall photos/cat.png --from photos --size 48x32 --damage flip:1 2>&- | true", "1 0"),
        ("recall nowhere.png --from photos --size 48x32 2>&-", "2"),
        ("recall nowhere.png --from photos --size 48x32 2>&1 | true", "2 0"),
    ],
)
def test_a_reader_that_left_never_changes_the_exit_code(photos, line, codes):
    done = shell(f"hopfield {line}\necho codes ${{PIPESTATUS[@]}}")
    assert done.stdout.splitlines()[-1] == f"codes {codes}"
    assert done.stderr == ""


@pytest.mark.skipif(shutil.which("bash") is None, reason="no Bash")
def test_no_file_name_breaks_a_stdout_of_ascii(photos):
    Path("photos/cat.png").rename("photos/Kätzchen.png")
    done = shell("hopfield recall photos/Kätzchen.png --from photos --size 48x32 --damage half")
    assert (done.returncode, done.stderr) == (0, "")
    assert r"K\xe4tzchen.png" in done.stdout


def test_no_other_spelling_of_a_word_is_refused(hopfield):
    line = "recall photos/cat.png --from photos --json"
    said_of = [
        said(hopfield(f"{line} --rule {rule} --damage {damage}"))
        for rule, damage in (("hebb", "centre"), ("HEBB", "center"))
    ]
    for found in said_of:
        del found["seconds"]
    assert said_of[0] == said_of[1]
    assert parse_damage("center:unknown") == parse_damage("centre:unknown")


def test_two_outputs_never_share_a_sheet(hopfield):
    for name in ("out.png", "out.tiff", "out.bmp"):
        assert hopfield(f"recall photos/cat.png --from photos -o {name}").exit_code == 0
    sheets = ["out.bmp.sheet.png", "out.sheet.png", "out.tiff.sheet.png"]
    assert [name for name in here() if "sheet" in name] == sheets


@pytest.mark.parametrize(
    ("options", "column", "more"),
    [
        ("", "Cue", ""),
        ("--damage centre:unknown", "Damaged", "central quarter left, rest unknown"),
        ("--missing photos/forest.png", "Damaged", "without forest.png"),
    ],
)
def test_the_sheet_never_hides_how_the_cue_was_damaged(
    hopfield, monkeypatch, options, column, more
):
    drawn = []
    draw = sheets.contact_sheet
    module = sys.modules["hopfield.cli.recall"]
    monkeypatch.setattr(module, "contact_sheet", lambda *a: drawn.append(a) or draw(*a))
    assert hopfield(f"recall photos/cat.png --from photos --sheet s.png {options}").exit_code == 0
    (((_, cue, *_),), columns, *_) = drawn[0]
    assert (columns[1], cue.caption, cue.more) == (column, "cat.png", more)


def test_no_letter_that_cannot_be_drawn_becomes_a_question_mark():
    font = sheets._font(16)
    assert sheets._drawable("cat ± 1.png", font) == "cat ± 1.png"
    assert sheets._drawable("猫と犬 2.png", font) == "… 2.png"
    assert "?" not in sheets._drawable("\udcff é.png", font)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no rusage there")
def test_recall_over_24_photographs_never_takes_more_than_a_gigabyte(tmp_path):
    from hopfield.cli.photographs import photographs

    (tmp_path / "photos").mkdir()
    for file in photographs():
        (tmp_path / "photos" / file.name).write_bytes(file.read_bytes())
    words = [
        "recall",
        "photos/chelsea.png",
        "--from",
        "photos",
        "--damage",
        "half",
        "-o",
        "out.png",
        "--json",
    ]
    code = "from hopfield.cli import main; main()"
    # a child's peak begins as that of its parent, so a small process, and not this one, has to be the parent
    watch = (
        "import json, resource, subprocess, sys;"
        " done = subprocess.run(sys.argv[1:], capture_output=True, text=True);"
        " peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss;"
        " print(json.dumps([done.returncode, peak, done.stdout]))"
    )
    run = [sys.executable, "-c", watch, sys.executable, "-c", code, *words]
    said = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    status, used, printed = json.loads(said)
    found, peak = json.loads(printed), used * (1 if sys.platform == "darwin" else 1024)
    assert (status, found["picture"]) == (0, "chelsea.png")
    assert (found["memories"], found["units"], found["exact"]) == (24, 1_572_864, True)
    assert peak <= 1e9, f"{peak / 1e6:.0f} MB"
