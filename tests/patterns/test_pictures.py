"""Do pictures come back byte for byte, and are broken ones named?"""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

import hopfield as hf
from hopfield.errors import ParameterError, PatternError, PictureError, PictureWarning, ShapeError
from hopfield.patterns.pictures import from_gray, picture_files, read_picture, to_gray


def save(path, array, **options):
    Image.fromarray(array).save(path, **options)
    return path


def noise(*shape, seed=0):
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


@given(hnp.arrays(np.uint8, hnp.array_shapes(min_dims=1, max_dims=3)))
def test_gray_code_loses_nothing(picture):
    spins = to_gray(picture)
    assert spins.size == 8 * picture.size
    assert from_gray(spins).tolist() == picture.reshape(-1).tolist()


def test_neighbouring_brightnesses_differ_in_one_unit():
    spins = to_gray(np.arange(256, dtype=np.uint8)).reshape(256, 8)
    assert ((spins[1:] != spins[:-1]).sum(axis=1) == 1).all()


@pytest.mark.parametrize("shape", [(5, 7), (16, 16, 3), (1, 1), (33, 9, 3)])
def test_a_picture_comes_back_byte_for_byte(tmp_path, shape):
    picture = noise(*shape)
    save(tmp_path / "a.png", picture)
    xi = hf.patterns.images([tmp_path / "a.png"])
    assert (xi.n, xi.shape, xi.labels) == (8 * picture.size, shape, ("a.png",))
    assert np.array_equal(np.asarray(hf.patterns.to_image(xi[0], xi.shape)), picture)


@given(st.integers(1, 40), st.integers(1, 40))
def test_any_size_can_be_asked_for(height, width):
    with TemporaryDirectory() as folder:
        file = save(Path(folder) / "a.png", noise(12, 20, 3))
        assert read_picture(file, size=(height, width)).shape == (height, width, 3)


def test_a_folder_is_read_by_name_and_one_colour_picture_makes_all_colour(tmp_path):
    save(tmp_path / "b.png", noise(6, 6))
    save(tmp_path / "a.png", noise(9, 6, 3))
    (tmp_path / "notes.txt").write_text("not a picture, and not called one")
    xi = hf.patterns.images(tmp_path, size=6)
    assert (xi.labels, xi.shape) == (("a.png", "b.png"), (6, 6, 3))
    grey = hf.patterns.images(tmp_path, size=6, kind="grey")
    assert grey.shape == (6, 6)
    assert np.array_equal(np.asarray(hf.patterns.to_image(grey[1], grey.shape)), noise(6, 6))


def test_a_wide_picture_is_cut_and_not_squeezed(tmp_path):
    picture = np.zeros((10, 30), dtype=np.uint8)
    picture[:, 10:20] = 255
    save(tmp_path / "wide.png", picture)
    assert (read_picture(tmp_path / "wide.png", size=10) == 255).all()


def test_transparent_parts_lie_on_white_and_16_bits_are_scaled(tmp_path):
    clear = np.zeros((4, 4, 4), dtype=np.uint8)
    save(tmp_path / "clear.png", clear)
    assert (read_picture(tmp_path / "clear.png") == 255).all()
    save(tmp_path / "deep.png", np.full((4, 4), 32768, dtype=np.uint16))
    assert set(read_picture(tmp_path / "deep.png").reshape(-1).tolist()) == {128}


def test_a_picture_taken_sideways_stands_upright(tmp_path):
    picture = Image.fromarray(noise(4, 8))
    turned = picture.getexif()
    turned[0x0112] = 6  # the camera was turned by 90 degrees
    picture.save(tmp_path / "turned.jpg", exif=turned)
    assert read_picture(tmp_path / "turned.jpg").shape == (8, 4)


def test_broken_pictures_are_named_and_skipped(tmp_path):
    save(tmp_path / "good.png", noise(8, 8))
    whole = (tmp_path / "good.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.png").write_text("this is no picture")
    (tmp_path / "empty.jpg").write_bytes(b"")
    with pytest.warns(PictureWarning) as caught:
        xi = hf.patterns.images(tmp_path)
    assert xi.labels == ("good.png",)
    named = " ".join(str(warning.message) for warning in caught)
    assert all(name in named for name in ("cut.png", "text.png", "empty.jpg"))
    assert len(caught) == 3


@pytest.mark.parametrize("error", [RuntimeError("Failed to decode frame 0"), KeyError("codec")])
def test_no_way_of_being_broken_stops_the_other_pictures(tmp_path, monkeypatch, error):
    save(tmp_path / "good.png", noise(8, 8))
    (tmp_path / "bad.avif").write_bytes(
        b"as Pillow's plugin for AVIF does, which not every one has"
    )
    opens = Image.open

    def breaks(path):
        if Path(path).suffix == ".avif":
            raise error
        return opens(path)

    monkeypatch.setattr(Image, "open", breaks)
    monkeypatch.setattr(Image, "registered_extensions", lambda: {".png": "PNG", ".avif": "PNG"})
    with pytest.warns(PictureWarning, match=r"skipped .*bad\.avif: not a readable picture"):
        assert hf.patterns.images(tmp_path).labels == ("good.png",)


def test_only_what_can_be_read_is_a_picture_of_a_folder(tmp_path):
    save(tmp_path / "good.png", noise(8, 8))
    (tmp_path / "two.mpo").write_bytes(b"read by the reader of JPEG")
    for ending in ("pdf", "eps", "ps", "wmf", "emf", "mpg", "h5", "grib", "palm", "txt"):
        (tmp_path / f"other.{ending}").write_bytes(b"needs another program, or is only written")
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "gone.png").symlink_to(tmp_path / "nowhere.png")
    found = [file.name for file in picture_files(tmp_path)]
    assert found == ["gone.png", "good.png", "two.mpo"]


def test_what_keeps_a_picture_from_being_read_is_said(tmp_path, monkeypatch):
    (tmp_path / "gone.png").symlink_to(tmp_path / "nowhere.png")
    with pytest.raises(PictureError, match=r"gone\.png: the link leads nowhere"):
        read_picture(tmp_path / "gone.png")
    with pytest.raises(PictureError, match=r"expected a picture, .* is a folder"):
        read_picture(tmp_path)

    def locked(path):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(Image, "open", locked)  # the rights of a file do not bind root
    with pytest.raises(PictureError, match=r"a\.png: can't be read: permission denied"):
        read_picture(tmp_path / "a.png")


def test_a_picture_bomb_is_refused(tmp_path, monkeypatch):
    save(tmp_path / "bomb.png", noise(40, 40))
    for limit in (1_000, 100):  # Pillow warns above the limit and refuses above twice the limit
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", limit)
        with pytest.raises(PictureError, match=f"bomb.png: more than the {limit:,} pixels"):
            read_picture(tmp_path / "bomb.png")


def test_nothing_to_read_is_an_error(tmp_path):
    with pytest.raises(PictureError, match="no readable picture among 0 files"):
        hf.patterns.images(tmp_path)
    with pytest.raises(PictureError, match="not there"):
        hf.patterns.images(tmp_path / "nowhere")
    with pytest.raises(PictureError, match="no such file"):
        read_picture(tmp_path / "nothing.png")
    (tmp_path / "only.png").write_text("no")
    with pytest.warns(PictureWarning), pytest.raises(PictureError, match="among 1 files"):
        hf.patterns.images(tmp_path)


def test_different_sizes_need_a_size(tmp_path):
    save(tmp_path / "a.png", noise(6, 6))
    save(tmp_path / "b.png", noise(6, 7))
    with pytest.raises(PictureError, match=r"b\.png is 7×6, .*a.png is 6×6; give size="):
        hf.patterns.images(tmp_path)


@pytest.mark.parametrize("size", [0, -3, (4,), (4, 0), 2.5, "big", True])
def test_a_size_that_is_none_is_refused(tmp_path, size):
    save(tmp_path / "a.png", noise(6, 6))
    with pytest.raises(ParameterError, match="size is"):
        hf.patterns.images(tmp_path, size=size)


def test_a_kind_that_is_none_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="kind is"):
        hf.patterns.images(tmp_path, kind="sepia")


def test_unknown_units_are_shown_grey():
    letter = hf.patterns.letters("T")
    shown = hf.patterns.to_image(hf.patterns.erase(letter[0], [True] * 5 + [False] * 20), (5, 5))
    assert np.asarray(shown)[:2].tolist() == [[128] * 5, [255, 255, 0, 255, 255]]
    spins = to_gray(np.array([[7, 9]], dtype=np.uint8))
    spins[3] = 0
    assert np.asarray(hf.patterns.to_image(spins, (1, 2))).tolist() == [[128, 9]]


def test_a_shape_that_does_not_fit_is_refused():
    letter = hf.patterns.letters("T")[0]
    for shape in ((5, 4), (25,), None, (5, 5, 2)):
        with pytest.raises(ShapeError, match="height, width"):
            hf.patterns.to_image(letter, shape)
    with pytest.raises(PatternError, match=r"\{3\}"):
        hf.patterns.to_image([3] * 25, (5, 5))
