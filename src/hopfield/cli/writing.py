"""Where may a file be written, and how is it never half-written?

A file is written beside its place and renamed into it: at any moment there is the old one, the new one, or none.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from hopfield.errors import ParameterError

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["beside", "check_folder", "check_place", "save_picture"]

_LOSSLESS = {".png": "PNG", ".bmp": "BMP", ".tif": "TIFF", ".tiff": "TIFF"}
_LOSSY = {".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}


def check_place(path: Path, what: str, taken: Iterable[Path], *, is_exact: bool = False) -> None:
    """Refuse, before any work, a place where a picture can't or must not be written.

    Parameters
    ----------
    path : Path
    what : str
        the option, for the message
    taken : iterable of Path
        files that must not be overwritten
    is_exact : bool
        whether every bit must survive, so that only lossless formats are accepted

    Raises
    ------
    ParameterError
        says what is wrong with the place
    """
    ending, exact = path.suffix.lower(), ", ".join(_LOSSLESS)
    reason = ""
    if is_exact and ending in _LOSSY:
        reason = f"{ending} loses bits, and the recalled picture is exact; write one of {exact}"
    elif ending not in _LOSSLESS | _LOSSY:
        reason = f"the ending {ending!r} names no format; write one of {exact}"
    elif path.is_dir():
        reason = "it is a folder; name a file"
    elif not path.parent.is_dir():
        reason = f"the folder {path.parent} does not exist; make it first"
    elif not os.access(path.parent, os.W_OK):
        reason = f"the folder {path.parent} can't be written to"
    else:
        same = next((other for other in taken if _is_same(path, other)), None)
        if same is not None:
            reason = f"it would overwrite {same}; name another file"
    if reason:
        message = f"{what} {path}: {reason}"
        raise ParameterError(message)


def check_folder(path: Path, what: str) -> None:
    """Refuse a folder that can be neither made nor written to.

    Raises
    ------
    ParameterError
        says what is wrong with it
    """
    reason = ""
    if path.exists() and not path.is_dir():
        reason = "it is a file; name a folder"
    elif not path.parent.is_dir():
        reason = f"the folder {path.parent} does not exist; make it first"
    elif not os.access(path if path.exists() else path.parent, os.W_OK):
        reason = "it can't be written to"
    if reason:
        message = f"{what} {path}: {reason}"
        raise ParameterError(message)


def _is_same(path: Path, other: Path) -> bool:
    """Return whether two paths lead to one file, through links too."""
    if path.exists() and other.exists():
        return path.samefile(other)
    return path.resolve() == other.resolve()


@contextmanager
def beside(path: Path) -> Iterator[IO[bytes]]:
    """Yield a new file beside the place, renamed into it at the end; on any exception it is removed."""
    place = path.resolve()  # a link stays a link
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    finally:  # after the rename there is nothing to remove; Ctrl-C comes here too
        part.unlink(missing_ok=True)


def save_picture(picture: "Image", path: Path) -> None:
    """Write a picture in the format of its ending."""
    with beside(path) as file:
        picture.save(file, format=(_LOSSLESS | _LOSSY)[path.suffix.lower()])
