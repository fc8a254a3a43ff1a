"""Where may a file be written, and how is it never half-written?

A file is written beside its place and renamed into it: at any moment there is the old one, the new one, or none.
"""

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from hopfield.errors import ParameterError, PictureError

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL.Image import Image

__all__ = ["beside", "check_folder", "check_place", "check_plot", "save_picture", "save_plot"]

_LOSSLESS = {".png": "PNG", ".bmp": "BMP", ".tif": "TIFF", ".tiff": "TIFF"}
_LOSSY = {".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}


def check_place(
    path: Path,
    what: str,
    taken: Iterable[Path] = (),
    *,
    is_exact: bool = False,
    endings: Sequence[str] = (),
) -> None:
    """Refuse, before any work, a place where a picture, or what has these endings, can't or must not be written.

    Parameters
    ----------
    path : Path
    what : str
        the option, for the message
    taken : iterable of Path
        files that must not be overwritten
    is_exact : bool
        whether every bit must survive, so that only lossless formats are accepted
    endings : sequence of str, optional
        what the file may end in, if it is no picture

    Raises
    ------
    ParameterError
        says what is wrong with the place
    """
    try:
        reason = _against_place(path, taken, is_exact=is_exact, endings=endings)
    except OSError as error:  # the system says no to the bare question: the name is too long
        reason = f"{error.strerror}; give another name"
    if reason:
        message = f"{what} {path}: {reason}"
        raise ParameterError(message)


def _against_place(
    path: Path, taken: Iterable[Path], *, is_exact: bool, endings: Sequence[str]
) -> str:
    """Return why nothing can be written there, or nothing."""
    if path.is_dir():
        return "it is a folder; name a file"
    if endings and path.suffix.lower() not in endings:
        return f"the ending {path.suffix!r} names no format; write one of {', '.join(endings)}"
    if not endings and (against := _against_ending(path.suffix.lower(), is_exact=is_exact)):
        return against
    if not path.parent.is_dir():
        return f"the folder {path.parent} does not exist; make it first"
    if not os.access(path.parent, os.W_OK):
        return f"the folder {path.parent} can't be written to"
    same = next((other for other in taken if _is_same(path, other)), None)
    return "" if same is None else f"it would overwrite {same}; name another file"


def _against_ending(ending: str, *, is_exact: bool) -> str:
    """Return why no picture is written with this ending, or nothing."""
    from PIL import Image

    accepted = _LOSSLESS if is_exact else _LOSSLESS | _LOSSY
    if ending in accepted:
        return ""
    write = f"write one of {', '.join(accepted)}"
    if ending in _LOSSY:
        return f"{ending} loses bits, and the recalled picture is exact; {write}"
    if ending in Image.registered_extensions():
        why = ", since it may not keep every bit" if is_exact else ""
        return f"{ending} is not accepted{why}; {write}"
    return f"the ending {ending!r} names no format; {write}"


def check_folder(path: Path, what: str, files: Iterable[str] = ()) -> None:
    """Refuse a folder that can be neither made nor written to, or where a folder is called like one of the files.

    Raises
    ------
    ParameterError
        says what is wrong with it
    """
    try:
        reason = _against_folder(path, files)
    except OSError as error:
        reason = f"{error.strerror}; give another name"
    if reason:
        message = f"{what} {path}: {reason}"
        raise ParameterError(message)


def _against_folder(path: Path, files: Iterable[str]) -> str:
    """Return why the files can't be written into a folder, or nothing."""
    if path.exists() and not path.is_dir():
        return "it is a file; name a folder"
    if not path.parent.is_dir():
        return f"the folder {path.parent} does not exist; make it first"
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return "it can't be written to"
    folder = next((path / name for name in files if (path / name).is_dir()), None)
    return (
        "" if folder is None else f"{folder} is a folder, and a file would go there; name another"
    )


def _is_same(path: Path, other: Path) -> bool:
    """Return whether two paths lead to one file, through links too."""
    if path.exists() and other.exists():
        return path.samefile(other)
    return path.resolve() == other.resolve()


@contextmanager
def beside(path: Path) -> Iterator[IO[bytes]]:
    """Yield a new file beside the place, renamed into it at the end; on any exception it is removed."""
    place = path.resolve()  # a link stays a link
    part = place.with_name(f".{secrets.token_hex(8)}.part")  # no longer than any name may be
    try:
        with part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    except OSError as error:  # it may name the part, or nothing: the user knows the place only
        reason = error.strerror or str(error)
        raise OSError(error.errno, reason, str(path)) from error
    finally:  # after the rename there is nothing to remove; Ctrl-C comes here too
        part.unlink(missing_ok=True)


def save_picture(picture: "Image", path: Path) -> None:
    """Write a picture in the format of its ending."""
    with beside(path) as file:
        picture.save(file, format=(_LOSSLESS | _LOSSY)[path.suffix.lower()])


def check_plot(place: Path) -> None:
    """Refuse, before any work, a plot that could not be drawn: --plot.

    Raises
    ------
    ParameterError
        says what is wrong with the place, or what to install
    PictureError
        for an ending that names no format
    """
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError:
        raise ParameterError("matplotlib is not installed: pip install 'hopfield[plots]'") from None
    formats = Figure().canvas.get_supported_filetypes()
    if place.suffix.lower().removeprefix(".") not in formats:
        message = (
            f"--plot {place}: the ending names no format; write one of {', '.join(sorted(formats))}"
        )
        raise PictureError(message)
    check_place(place, "--plot", endings=[place.suffix.lower()])


def save_plot(figure: "Figure", place: Path) -> None:
    """Write a figure in the format of its ending."""
    with beside(place) as file:
        figure.savefig(file, format=place.suffix.lower().removeprefix("."), dpi=200)
