"""Where are real photographs? In the wheel of scikit-image, whose code is not needed to read them."""

from importlib.util import find_spec
from pathlib import Path

from hopfield.errors import PictureError

__all__ = ["photographs"]

_ENDINGS = {".png", ".jpg"}


def photographs() -> list[Path]:
    """Return the photographs that scikit-image ships, by name, without its two chessboards.

    Raises
    ------
    PictureError
        if scikit-image is not installed
    """
    spec = find_spec("skimage")  # looks, but does not import
    places = spec.submodule_search_locations if spec is not None else None
    folders = [Path(place) / "data" for place in places or ()]
    files = sorted(
        file
        for folder in folders
        if folder.is_dir()
        for file in folder.iterdir()
        if file.suffix in _ENDINGS and not file.name.startswith("chessboard_")
    )
    if not files:
        message = "the demo's photographs come with scikit-image: pip install 'hopfield[demo]'"
        raise PictureError(message)
    return files
