"""Pictures as patterns: 8 bits a channel in Gray code, every bit a unit, and back without loss.

In Gray code two neighbouring brightnesses differ in one bit, g = v ⊕ (v >> 1) (gray1953), so that a small change of the
picture is a small change of the pattern. Unit order: row, column, channel, bit, the most significant bit first.
"""

import warnings
from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hopfield._typing import Number
from hopfield.errors import ParameterError, PictureError, PictureWarning, ShapeError
from hopfield.patterns import bits
from hopfield.patterns.packed import Patterns
from hopfield.states import as_states

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["from_gray", "images", "picture_files", "read_picture", "to_gray", "to_image"]

_UNKNOWN = 128  # how a pixel is shown of which a bit is unknown
_CHANNELS = {"grey": "L", "colour": "RGB"}
# Pillow knows their endings, but decodes them only with another program, or not at all
_ELSEWHERE = {"BUFR", "EPS", "GRIB", "HDF5", "MPEG", "WMF"}


def to_gray(picture: np.ndarray) -> np.ndarray:
    """Return the spins of a picture: uint8 of any shape to int8 ±1 of 8 times the size, flat."""
    coded = picture ^ (picture >> 1)
    spins = np.unpackbits(coded.reshape(-1).astype(np.uint8)).view(np.int8)
    return spins * np.int8(2) - np.int8(1)


def from_gray(spins: np.ndarray) -> np.ndarray:
    """Return the bytes whose spins these are, flat uint8; 128 where a bit is unknown (0)."""
    coded = np.packbits(spins > 0)
    for shift in (1, 2, 4):
        coded ^= coded >> shift
    coded[(spins == 0).reshape(-1, 8).any(axis=1)] = _UNKNOWN
    return coded


def picture_files(folder: str | PathLike[str]) -> list[Path]:
    """Return the files of a folder that are called like a picture (.png, .jpg, …), by name; not of its subfolders.

    Raises
    ------
    PictureError
        for a path that is no folder
    """
    from PIL import Image

    place = Path(folder)
    if not place.is_dir():
        message = f"expected a folder of pictures, {place} is {'a file' if place.exists() else 'not there'}"
        raise PictureError(message)
    formats = Image.registered_extensions()
    readable = {*Image.OPEN, "MPO"} - _ELSEWHERE  # MPO is read by the reader of JPEG
    return sorted(
        file
        for file in place.iterdir()
        if not file.is_dir()  # a link that leads nowhere stays, so that it is named when skipped
        and formats.get(file.suffix.lower()) in readable
        and not file.name.startswith(".")
    )


def _size(size: object) -> tuple[int, int] | None:
    """Return (height, width) from what `size=` may be."""
    if size is None:
        return None
    sides = (size, size) if np.ndim(size) == 0 else tuple(size)  # type: ignore[arg-type]
    whole = all(isinstance(side, int | np.integer) and not isinstance(side, bool) for side in sides)
    if len(sides) != 2 or not whole or min(sides) < 1:  # type: ignore[type-var]
        message = f"size is a side or (height, width) in pixels, at least 1, got {size!r}"
        raise ParameterError(message)
    return int(sides[0]), int(sides[1])  # type: ignore[call-overload]


def _decoded(path: str | PathLike[str]) -> "Image":
    """Return the first frame of a picture, upright, 8 bits a channel; raise PictureError for anything else."""
    from PIL import Image, ImageOps

    if Path(path).is_dir():
        message = f"expected a picture, {path} is a folder"
        raise PictureError(message)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(path) as opened:
                opened.load()
                picture = ImageOps.exif_transpose(opened)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            message = f"{path}: more than the {Image.MAX_IMAGE_PIXELS:,} pixels that are accepted"
            raise PictureError(message) from error
        except FileNotFoundError as error:
            is_link = Path(path).is_symlink()
            message = f"{path}: {'the link leads nowhere' if is_link else 'there is no such file'}"
            raise PictureError(message) from error
        except PermissionError as error:
            message = f"{path}: can't be read: permission denied"
            raise PictureError(message) from error
        except Exception as error:  # a broken file reaches us as anything: AVIF as RuntimeError
            reason = str(error).replace(f" '{path}'", "").replace(" file", "")
            message = f"{path}: not a readable picture ({reason or type(error).__name__})"
            raise PictureError(message) from error
    return _in_bytes(picture)


def _in_bytes(picture: "Image") -> "Image":
    """Return a picture of 8 bits a channel; 16 and 32 bits are scaled, since Pillow would cut them off."""
    from PIL import Image

    if not picture.mode.startswith(("I", "F")):
        return picture
    values = np.asarray(picture, dtype=np.float64)
    top = 65535.0 if picture.mode.startswith("I") else max(float(values.max()), 1e-300)
    scaled = np.clip(np.nan_to_num(values) / top, 0.0, 1.0) * 255.0
    return Image.fromarray(scaled.round().astype(np.uint8))


def _is_grey(picture: "Image") -> bool:
    """Return whether a picture has no colour channels."""
    return picture.mode in {"1", "L", "LA", "La"}


def _fitted(picture: "Image", size: tuple[int, int] | None, kind: str) -> np.ndarray:
    """Return the bytes of a picture in one size and kind: scaled to cover the size, the overhang cut evenly."""
    from PIL import Image, ImageOps

    if picture.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in picture.info:
        above = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", above.size, "white"), above)
    converted = picture.convert(_CHANNELS[kind])
    if size is not None and converted.size != size[::-1]:
        converted = ImageOps.fit(converted, (size[1], size[0]), method=Image.Resampling.LANCZOS)
    return np.asarray(converted)


def read_picture(
    path: str | PathLike[str], size: object = None, kind: str | None = None
) -> np.ndarray:
    """Return a picture file as bytes, (height, width) for grey or (height, width, 3) for colour.

    Parameters
    ----------
    path : str or path
    size : int or (height, width), optional
        scaled to cover this size, the overhang cut off evenly; None keeps the picture as it is
    kind : "grey", "colour" or None
        None takes what the file has; transparent parts lie on white

    Raises
    ------
    PictureError
        for a file that is missing, unreadable, truncated, or larger than Pillow's limit for picture bombs
    ParameterError
        for a size or kind that is none
    """
    if kind not in (None, *_CHANNELS):
        message = f"kind is 'grey', 'colour' or None, got {kind!r}"
        raise ParameterError(message)
    shape = _size(size)
    picture = _decoded(path)
    return _fitted(picture, shape, kind or ("grey" if _is_grey(picture) else "colour"))


def _readable(
    paths: Iterable[str | PathLike[str]], kind: str | None
) -> Iterator[tuple[Path, "Image", str]]:
    """Yield the pictures that can be read, with their kind; warn, naming it, about each that can't."""
    for path in paths:
        try:
            picture = _decoded(path)
        except PictureError as error:
            warnings.warn(f"skipped {error}", PictureWarning, stacklevel=4)
            continue
        yield Path(path), picture, kind or ("grey" if _is_grey(picture) else "colour")


def images(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    size: object = None,
    kind: str | None = None,
) -> Patterns:
    """Return pictures as patterns: Gray-coded bit planes, every bit a unit.

    Parameters
    ----------
    paths : folder, or sequence of files
        of a folder every file that is called like a picture, by name
    size : int or (height, width), optional
        all pictures are scaled to cover it and the overhang is cut; None asks that they have one size already
    kind : "grey", "colour" or None
        None: colour if any of them has colour

    Returns
    -------
    Patterns
        n = 8 · height · width · channels, labelled by file name, with the display shape (height, width) or
        (height, width, 3); `to_image` gives back each picture bit for bit

    Raises
    ------
    PictureError
        for an empty folder, if no picture could be read, or if sizes differ and none was asked for
    ParameterError
        for a size or kind that is none

    Warns
    -----
    PictureWarning
        names each file that was skipped because it could not be read
    """
    if kind not in (None, *_CHANNELS):
        message = f"kind is 'grey', 'colour' or None, got {kind!r}"
        raise ParameterError(message)
    shape = _size(size)
    files = picture_files(paths) if isinstance(paths, str | PathLike) else list(paths)
    read = [
        (path, _fitted(picture, shape, found), found)
        for path, picture, found in _readable(files, kind)
    ]
    if not read:
        where = f" in {paths}" if isinstance(paths, str | PathLike) else ""
        message = f"no readable picture among {len(files):,} files{where}"
        raise PictureError(message)
    if any(found == "colour" for _, _, found in read):
        read = [(path, _coloured(picture), "colour") for path, picture, _ in read]
    shown = read[0][1].shape
    for path, picture, _ in read:
        if picture.shape != shown:
            message = (
                f"{path} is {_sides(picture)}, {read[0][0]} is {_sides(read[0][1])};"
                " give size= to bring them to one size"
            )
            raise PictureError(message)
    words = np.stack([bits.pack(to_gray(picture) > 0) for _, picture, _ in read])
    n = 8 * int(np.prod(shown))
    return Patterns.from_words(words, n, [path.name for path, _, _ in read], shown)


def _coloured(picture: np.ndarray) -> np.ndarray:
    """Return a picture with three channels; grey has three equal ones."""
    return np.stack([picture] * 3, axis=-1) if picture.ndim == 2 else picture


def _sides(picture: np.ndarray) -> str:
    """Return the size of a picture in words."""
    return f"{picture.shape[1]}×{picture.shape[0]}"


def to_image(s: object, shape: object, scale: Number = 1) -> "Image":
    """Return a state as a Pillow picture.

    Parameters
    ----------
    s : array_like (n,) of -1, 0, +1
    shape : (height, width) or (height, width, 3)
        with n = height · width, +1 is black, -1 white, unknown (0) grey; with 8 units a channel (patterns of
        `images`) they are decoded, and a channel of which a bit is unknown has the value 128
    scale : int
        the side of a unit or pixel in the picture

    Returns
    -------
    PIL.Image.Image

    Raises
    ------
    ShapeError
        for a shape that does not fit the number of units

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> hf.patterns.to_image(xi[0], xi.shape, scale=20).size
    (100, 100)
    """
    from PIL import Image

    state = as_states(s)
    shown: tuple[Any, ...] = tuple(shape) if np.ndim(shape) else ()  # type: ignore[arg-type]
    n_values = int(np.prod(shown)) if shown else 0
    flat = len(shown) == 2 or (len(shown) == 3 and shown[2] == 3)
    if state.ndim != 1 or not flat or state.size not in (n_values, 8 * n_values):
        message = (
            "a picture needs one state (n,) and a shape (height, width) or (height, width, 3) with n or n/8"
            f" values, got {state.shape} and {shape!r}"
        )
        raise ShapeError(message)
    if state.size == n_values:
        ink = np.array([_UNKNOWN, 0, 255], dtype=np.uint8)  # indexed by the state, -1 is the last
        values = ink[state]
    else:
        values = from_gray(state)
    picture = Image.fromarray(values.reshape(shown))
    if scale != 1:
        sides = (picture.width * int(scale), picture.height * int(scale))
        picture = picture.resize(sides, Image.Resampling.NEAREST)
    return picture
