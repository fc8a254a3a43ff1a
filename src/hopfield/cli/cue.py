"""What is the network given: the cue, read in the size and kind of the stored pictures, and what of it is missing?"""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hopfield._typing import State
from hopfield.cli.edge import notice
from hopfield.errors import ParameterError, PictureError
from hopfield.patterns import Patterns, erase, read_picture, to_gray

__all__ = ["missing", "parse_size", "read_cue", "shape_of"]


def parse_size(text: str) -> tuple[int, int]:
    """Return (height, width) from a side or from WxH, width first as people write it.

    Raises
    ------
    ParameterError
        for what is no size, and for more pixels than Pillow accepts in a picture
    """
    from PIL import Image

    found = re.fullmatch(r"([1-9][0-9]{0,6})(?:[xX×]([1-9][0-9]{0,6}))?", text.strip())
    if found is None:
        message = (
            f"--size takes a side or WIDTHxHEIGHT in pixels, such as 256 or 320x240; got {text!r}"
        )
        raise ParameterError(message)
    width = int(found[1])
    height = int(found[2] or width)
    if Image.MAX_IMAGE_PIXELS is not None and height * width > Image.MAX_IMAGE_PIXELS:
        accepted = f"{Image.MAX_IMAGE_PIXELS:,} that are accepted"
        message = f"--size {text} is {height * width:,} pixels, more than the {accepted}"
        raise ParameterError(message)
    return height, width


def shape_of(xi: Patterns) -> tuple[int, ...]:
    """Return the display shape, which pictures always have."""
    return xi.shape or ()


def read_cue(path: Path, shape: Sequence[int], *, is_strict: bool) -> State:
    """Return the cue as a state of pictures of this display shape.

    Raises
    ------
    PictureError
        for an unreadable file, and with is_strict for one of another size
    """
    wanted = tuple(shape)
    as_it_is = read_picture(path)
    if as_it_is.shape == wanted:
        return to_gray(as_it_is)
    height, width = as_it_is.shape[:2]
    if (height, width) != wanted[:2]:
        sizes = f"{path} is {width}×{height}, the stored pictures are {wanted[1]}×{wanted[0]}"
        if is_strict:
            message = f"{sizes}; give --size {width}x{height}, or leave out --strict"
            raise PictureError(message)
        notice(f"{sizes}: resized")
    is_colour = len(wanted) == 3
    if as_it_is.ndim == 3 and not is_colour:
        notice(f"{path} has colour, the stored pictures have none: turned to grey")
    kind = "colour" if is_colour else "grey"
    return to_gray(read_picture(path, size=wanted[:2], kind=kind))


def missing(state: State, shape: Sequence[int], path: Path) -> State:
    """Return the cue with every pixel unknown that is bright (above 127) in a mask.

    Raises
    ------
    PictureError
        for an unreadable mask, or one that leaves nothing
    """
    from PIL import Image, ImageOps

    bright = (read_picture(path, kind="grey") > 127).astype(np.uint8)
    # cut as the cue is cut, so that a mask drawn over the cue stays over it
    fitted = ImageOps.fit(
        Image.fromarray(bright), (shape[1], shape[0]), method=Image.Resampling.NEAREST
    )
    lost = np.asarray(fitted) > 0
    if lost.all():
        message = f"{path} is bright everywhere, so all is missing; bright marks what is missing, dark what is known"
        raise PictureError(message)
    if not lost.any():
        notice(f"{path} is dark everywhere, so nothing is missing")
    return erase(state, np.repeat(lost.reshape(-1), state.size // lost.size))
