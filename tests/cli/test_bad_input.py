"""Does bad input get a clear error, and is nothing ever lost?"""

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

import hopfield as hf
from hopfield.cli import app

RECALL = "recall photos/cat.png --from photos"


def refused(done) -> str:
    """What a command said when it refused, in one line, before it said anything else."""
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stderr.startswith("hopfield: ")
    return done.stderr


def here() -> list[str]:
    """What lies in the folder of the test."""
    return sorted(path.name for path in Path().iterdir())


def noise(seed: int, mode: str = "RGB") -> Image.Image:
    shape = (32, 48, 3) if mode == "RGB" else (32, 48)
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8))


# --- values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([[0, 1, 1]], "got values {0, 1}; for bits use Patterns.from_bits"),
        ([[-1.0, float("nan")]], "NaN"),
        ([[-1, 2]], "{-1, 2}"),
    ],
)
def test_no_value_but_plus_and_minus_one_is_stored(values, words):
    with pytest.raises(hf.errors.PatternError) as error:
        hf.Patterns(values)
    assert words in str(error.value)


def test_no_probe_of_another_length_is_recalled():
    network = hf.models.hopfield(hf.patterns.letters("TCH"))
    with pytest.raises(hf.errors.ShapeError, match="24 units, the network has 25"):
        hf.recall(network, np.ones(24, dtype=np.int8))


# --- folders and pictures -------------------------------------------------------------------------


def test_an_empty_folder_is_never_a_network(hopfield):
    Path("empty").mkdir()
    said = refused(hopfield("recall photos/cat.png --from empty"))
    assert "no readable picture among 0 files in empty" in said


@pytest.mark.parametrize("folder", ["nowhere", "photos/cat.png"])
def test_what_is_no_folder_is_never_searched(hopfield, folder):
    assert f"expected a folder of pictures, {folder}" in refused(
        hopfield(f"recall photos/cat.png --from {folder}")
    )


def test_a_broken_picture_never_stops_the_others_nor_goes_unsaid(hopfield):
    whole = Path("photos/harbour.png").read_bytes()
    Path("photos/truncated.png").write_bytes(whole[: len(whole) // 2])
    Path("photos/words.png").write_text("this is no picture\n")
    Path("photos/notes.txt").write_text("and this is not called one\n")
    done = hopfield(f"{RECALL} --damage half")
    assert done.exit_code == 3
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == [
        "skipped photos/truncated.png",
        "skipped photos/words.png",
    ]
    assert "truncated.png, words.png" in done.stdout
    assert "cat.png" in done.stdout
    assert "notes" not in done.output


def test_a_broken_picture_never_makes_a_failure_a_success(hopfield):
    Path("photos/words.png").write_text("this is no picture\n")
    assert hopfield(f"{RECALL} --damage flip:1").exit_code == 1


def test_a_folder_of_broken_pictures_only_is_never_a_network(hopfield):
    Path("bad").mkdir()
    Path("bad/a.png").write_text("no picture")
    done = hopfield("recall photos/cat.png --from bad")
    assert done.exit_code == 2
    assert "skipped bad/a.png" in done.stderr
    assert "no readable picture among 1 files in bad" in done.stderr


@pytest.mark.parametrize("kind", ["absent", "text", "truncated", "folder"])
def test_a_cue_that_cannot_be_read_is_never_recalled(hopfield, kind):
    whole = Path("photos/cat.png").read_bytes()
    if kind == "folder":
        Path("cue.png").mkdir()
    elif kind != "absent":
        Path("cue.png").write_bytes(b"no picture" if kind == "text" else whole[:1000])
    said = refused(hopfield("recall cue.png --from photos -o out.png"))
    assert ("expected a picture, cue.png is a folder" if kind == "folder" else "cue.png") in said
    assert not Path("out.png").exists()


def test_a_picture_bomb_is_never_unpacked(hopfield, monkeypatch):
    Image.new("RGB", (100, 100)).save("photos/bomb.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 3000)
    done = hopfield(f"{RECALL} --damage half")
    assert done.exit_code == 3
    assert "skipped photos/bomb.png: more than the 3,000 pixels" in done.stderr
    assert "bomb.png: more than" in hopfield("recall photos/bomb.png --from photos").stderr
    assert hopfield("recall photos/bomb.png --from photos").exit_code == 2
    assert "more than the 3,000" in refused(hopfield(f"{RECALL} --size 100"))


def test_a_cue_of_another_size_is_never_resized_in_silence(hopfield):
    Image.open("photos/cat.png").resize((96, 64), Image.Resampling.NEAREST).save("large.png")
    done = hopfield("recall large.png --from photos")
    assert done.exit_code == 0
    notice = "hopfield: large.png is 96×64, the stored pictures are 48×32: resized\n"
    assert done.stderr == notice
    said = refused(hopfield("recall large.png --from photos --strict"))
    assert "large.png is 96×64, the stored pictures are 48×32; give --size 96x64" in said
    assert hopfield(f"{RECALL} --strict").stderr == ""


def test_two_names_of_one_picture_never_become_one(hopfield):
    Path("photos/copy.png").write_bytes(Path("photos/cat.png").read_bytes())
    done = hopfield("recall photos/copy.png --from photos --damage half")
    assert done.exit_code == 0
    assert "cat.png (the same picture as copy.png)" in done.stdout
    assert "1 (copy.png) repeats 0 (cat.png)" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("rule", ["projection", "hebb"])
def test_one_picture_only_is_never_lost(hopfield, rule):
    Path("one").mkdir()
    noise(5).save("one/only.png")
    done = hopfield(f"recall one/only.png --from one --damage flip:0.4 --rule {rule} -o out.png")
    assert done.exit_code == 0
    assert "only.png" in done.stdout
    assert np.array_equal(np.asarray(Image.open("out.png")), np.asarray(Image.open("one/only.png")))


@pytest.mark.parametrize("rule", ["projection", "hebb"])
def test_more_pictures_than_units_are_never_stored_in_silence(hopfield, rule):
    Path("many").mkdir()
    for seed in range(12):
        noise(seed, "L").save(f"many/{seed:02}.png")
    done = hopfield(f"recall many/00.png --from many --size 1 --rule {rule}")
    assert done.exit_code in (0, 1)
    assert "hopfield: " in done.stderr
    assert "Traceback" not in done.output
    assert "8 units" in done.stdout


# --- options --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spec", ["hole", "flip", "flip:", "flip:2", "flip:nan", "flip:-0.1", "half:noise", "half:", "1"]
)
def test_a_damage_that_is_none_never_passes_without_the_list_of_those_that_are(hopfield, spec):
    said = refused(hopfield(f"{RECALL} --damage {spec}"))
    assert all(word in said for word in ("flip:F", "erase:F", "half", "centre", "corner", spec))
    assert "for example --damage flip:0.45" in said


@pytest.mark.parametrize("size", ["0", "12x0", "x", "256x", "-4", "1e3", "99999x99999"])
def test_a_size_that_is_none_is_never_guessed(hopfield, size):
    assert "--size" in hopfield(f"{RECALL} --size {size}").stderr
    assert hopfield(f"{RECALL} --size {size}").exit_code == 2


@pytest.mark.parametrize(
    "options",
    [
        "--rule hopf",
        "--seed -1",
        "--seed x",
        "--max-sweeps 0",
        "--damage half --missing photos/cat.png",
        "--sheet s.png --no-sheet",
        "--nothing",
    ],
)
def test_options_that_do_not_fit_never_start_the_work(hopfield, options):
    done = hopfield(f"{RECALL} {options}")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert here() == ["photos"]


def test_a_mask_never_hides_everything_nor_nothing_in_silence(hopfield):
    Image.new("L", (48, 32), 255).save("white.png")
    Image.new("L", (48, 32), 127).save("dark.png")
    assert "all is missing" in refused(hopfield(f"{RECALL} --missing white.png"))
    done = hopfield(f"{RECALL} --missing dark.png")
    assert done.exit_code == 0
    assert "nothing is missing" in done.stderr
    assert "nowhere.png" in refused(hopfield(f"{RECALL} --missing nowhere.png"))


# --- outputs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("-o nowhere/out.png", "the folder nowhere does not exist"),
        ("--sheet nowhere/s.png", "the folder nowhere does not exist"),
        ("-o photos/cat.png", "it would overwrite photos/cat.png"),
        ("-o photos/forest.png", "it would overwrite photos/forest.png"),
        ("-o ./photos/../photos/forest.png", "it would overwrite photos/forest.png"),
        ("--sheet photos/cat.png", "it would overwrite photos/cat.png"),
        ("--missing mask.png -o mask.png", "it would overwrite mask.png"),
        ("-o same.png --sheet same.png", "it would overwrite same.png"),
        ("-o linked.png", "it would overwrite photos/cat.png"),
        ("-o hard.png", "it would overwrite photos/cat.png"),
        ("-o folder.png", "it is a folder"),
        ("-o out.jpg", ".jpg loses bits"),
        ("-o out.webp", ".webp loses bits"),
        ("-o out", "names no format"),
        ("-o out.xyz", "names no format"),
        ("-o out.gif", ".gif is not accepted, since it may not keep every bit; write one of .png"),
        ("--sheet s.gif", ".gif is not accepted; write one of .png, .bmp, .tif, .tiff, .jpg"),
        ("-o .", "--output .: it is a folder"),
        ("-o ..", "--output ..: it is a folder"),
        (f"-o {'n' * 300}.png", f"--output {'n' * 300}.png: File name too long"),
        (f"-o {'n' * 247}.png", f"--sheet {'n' * 247}.sheet.png: File name too long"),
        ("--sheet s.xyz", "names no format"),
    ],
)
def test_no_place_that_is_taken_or_wrong_is_written_to(hopfield, options, words):
    Image.new("L", (48, 32), 0).save("mask.png")
    Path("folder.png").mkdir()
    Path("linked.png").symlink_to(Path("photos/cat.png").resolve())
    Path("hard.png").hardlink_to("photos/cat.png")
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    assert words in refused(hopfield(f"{RECALL} {options}"))
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_an_empty_output_never_ends_in_a_traceback(photos):
    done = CliRunner().invoke(app, [*RECALL.split(), "-o", ""])
    assert "it is a folder; name a file" in refused(done)


def test_a_name_as_long_as_any_may_be_is_never_too_long_for_us(hopfield):
    name = "n" * 251 + ".png"
    assert hopfield(f"{RECALL} --no-sheet -o {name}").exit_code == 0
    assert Path(name).exists()


def test_the_cue_itself_is_never_overwritten(hopfield):
    noise(1).save("cue.png")
    before = Path("cue.png").read_bytes()
    assert "it would overwrite cue.png" in refused(
        hopfield("recall cue.png --from photos -o cue.png")
    )
    noise(1).save("x.sheet.png")
    said = refused(hopfield("recall x.sheet.png --from photos -o x.png"))
    assert "it would overwrite x.sheet.png" in said
    assert Path("cue.png").read_bytes() == before


def test_an_output_among_the_stored_pictures_never_goes_unsaid(hopfield):
    done = hopfield(f"{RECALL} -o photos/new.png --no-sheet")
    assert done.exit_code == 0
    assert "photos/new.png lies among the stored pictures" in done.stderr


def test_an_old_output_is_never_lost_before_the_new_one_is_whole(hopfield, monkeypatch):
    Path("out.png").write_text("old")

    def save(self, file, **options):
        file.write(b"half of a pic")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Image.Image, "save", save)
    said = refused(hopfield(f"{RECALL} -o out.png"))
    assert said == "hopfield: out.png: No space left on device\n"
    assert Path("out.png").read_text() == "old"
    assert here() == ["out.png", "photos"]


def test_an_output_never_replaces_a_link_or_its_rights(hopfield):
    Path("real.png").write_text("old")
    Path("link.png").symlink_to("real.png")
    assert hopfield(f"{RECALL} -o link.png --no-sheet").exit_code == 0
    assert Path("link.png").is_symlink()
    assert Path("real.png").read_bytes().startswith(b"\x89PNG")
    Path("touched").touch()
    assert Path("real.png").stat().st_mode == Path("touched").stat().st_mode


# --- Ctrl-C ---------------------------------------------------------------------------------------

STRUCK = """
import signal
def struck(*args, **options):
    for argument in args:
        if hasattr(argument, "write"):
            argument.write(b"half of a picture")
            argument.flush()
    signal.raise_signal(signal.SIGINT)  # to this thread: another may take a kill while this one pauses
"""
MOMENTS = {
    "while it reads": "import hopfield as hf; hf.patterns.images = struck",
    "while it recalls": "import hopfield as hf; hf.recall = struck",
    "while it writes": "from PIL import Image; Image.Image.save = struck",
}


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_never_leaves_half_a_file_or_a_traceback(separately, moment):
    Path("out.png").write_text("old")
    done = separately(STRUCK + MOMENTS[moment], f"{RECALL} --size 48x32 -o out.png")
    assert done.returncode == 130
    assert done.stderr == "hopfield: interrupted; nothing half-written was left behind\n"
    assert done.stdout == ""
    assert Path("out.png").read_text() == "old"
    assert here() == ["out.png", "photos"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_ctrl_c_before_a_command_begins_never_gives_a_traceback(separately):
    start = "import hopfield.cli\nhopfield.cli.open_streams = struck"
    done = separately(STRUCK + start, "--help")
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "hopfield: interrupted; nothing half-written was left behind\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_ctrl_c_in_the_demo_never_leaves_half_a_file(separately):
    pytest.importorskip("skimage", reason="the photographs come with scikit-image")
    done = separately(STRUCK + MOMENTS["while it writes"], "demo --size 16 --pictures 2 -o d")
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert list(Path("d").iterdir()) == []
