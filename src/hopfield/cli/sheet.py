"""How does a recall look: a contact sheet with a row a picture, and columns stored, damaged, Hebb, projection."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopfield.cli.answer import Answer, caption
from hopfield.patterns import Patterns, to_image

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

__all__ = ["COLUMNS", "Panel", "contact_sheet", "recalled_panel"]

COLUMNS = ("Stored", "Damaged", "Hebb's rule", "Projection rule")

_PANEL = 256  # the longest side of a shown picture
_NARROWEST = 200  # so that a caption has room under a narrow picture
_MARGIN, _GAP, _TITLE, _HEADING, _CAPTION, _LINE = 44, 20, 96, 34, 46, 20
_PAPER, _INK, _QUIET, _EDGE, _BLANK = "#fbfaf7", "#1c1c1e", "#6a6a6e", "#d9d6cf", "#f0ede6"
_GOOD, _BAD = "#2f7d4f", "#b4472d"


@dataclass(frozen=True, eq=False)
class Panel:
    """One picture of the sheet with its caption.

    Parameters
    ----------
    picture : PIL.Image.Image or None
        None leaves the place blank
    caption : str
    is_good : bool or None
        a green or a red dot before the caption, or none
    more : str
        a second line of the caption
    """

    picture: "Image | None"
    caption: str
    is_good: bool | None = None
    more: str = ""


def recalled_panel(answer: Answer, xi: Patterns, asked: int | None) -> Panel:
    """Return the panel of a recalled state, with what it is; green only if it is the picture asked for, bit for bit."""
    is_good = answer.is_exact and asked in (answer.match.index, *answer.match.same)
    picture = to_image(answer.state, xi.shape)
    return Panel(picture, caption(answer, xi.labels or (), asked), is_good=is_good)


def contact_sheet(
    rows: Sequence[Sequence[Panel]], columns: Sequence[str], title: str, subtitle: str
) -> "Image":
    """Draw rows of panels under the names of their columns.

    Parameters
    ----------
    rows : sequence of rows of Panel
        the pictures are of one size
    columns : sequence of str
    title, subtitle : str

    Returns
    -------
    PIL.Image.Image
    """
    from PIL import Image, ImageDraw

    shown = [[_fitted(panel.picture) for panel in row] for row in rows]
    sizes = [picture.size for row in shown for picture in row if picture is not None]
    wide, high = sizes[0] if sizes else (_PANEL, _PANEL)
    step = max(wide, _NARROWEST) + _GAP
    width = 2 * _MARGIN + len(columns) * step - _GAP
    top = _MARGIN + _TITLE + _HEADING
    two_lines = any(panel.more for row in rows for panel in row)
    under = _CAPTION + (_LINE if two_lines else 0)
    height = top + len(rows) * (high + under) + _MARGIN - _CAPTION // 2
    sheet = Image.new("RGB", (width, height), _PAPER)
    pen, room = ImageDraw.Draw(sheet), width - 2 * _MARGIN
    _write(pen, (_MARGIN, _MARGIN - 8), title, size=32, ink=_INK, room=room)
    _write(pen, (_MARGIN, _MARGIN + 40), subtitle, size=17, ink=_QUIET, room=room)
    for column, name in enumerate(columns):
        corner = (_MARGIN + column * step, top - _HEADING)
        _write(pen, corner, name, size=19, ink=_INK, room=step - _GAP)
    for row, (panels, pictures) in enumerate(zip(rows, shown, strict=True)):
        for column, (panel, picture) in enumerate(zip(panels, pictures, strict=True)):
            corner = (_MARGIN + column * step, top + row * (high + under))
            if picture is not None:
                sheet.paste(picture, corner)
            _frame(pen, corner, (wide, high), is_blank=picture is None)
            _caption(pen, (corner[0], corner[1] + high + 9), panel, step - _GAP)
    return sheet


def _fitted(picture: "Image | None") -> "Image | None":
    """Return a picture as large as a panel: small ones by whole pixels, large ones resampled."""
    from PIL import Image

    if picture is None:
        return None
    longest = max(picture.size)
    scale = _PANEL // longest if longest <= _PANEL else _PANEL / longest
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    method = Image.Resampling.NEAREST if scale >= 1 else Image.Resampling.LANCZOS
    return picture.convert("RGB").resize(size, method)


def _font(size: int) -> "FreeTypeFont | ImageFont":
    """Return the typeface inside Pillow, so that a sheet looks alike everywhere."""
    from PIL import ImageFont

    return ImageFont.load_default(size=size)


def _drawable(text: str, font: "FreeTypeFont | ImageFont") -> str:
    """Return the text with … for every run of letters that the typeface does not have."""
    plain = unicodedata.normalize("NFC", text.replace("×", "x").replace("−", "-"))
    shown = "".join(letter if _has(font, letter) else "…" for letter in plain)
    return re.sub("…{2,}", "…", shown)


def _has(font: "FreeTypeFont | ImageFont", letter: str) -> bool:
    """Return whether a typeface has a letter: one that it lacks looks like the one that nothing has."""
    if letter.isascii():
        return letter.isprintable()
    try:
        return _as_drawn(font, letter) != _as_drawn(font, "\uffff")
    except UnicodeError:  # Pillow without FreeType, or a byte of a file name that is no letter
        return False


def _as_drawn(font: "FreeTypeFont | ImageFont", letter: str) -> bytes:
    """Return what a letter looks like, so that letters can be compared."""
    from PIL import Image, ImageDraw

    paper = Image.new("L", (64, 64))
    ImageDraw.Draw(paper).text((8, 8), letter, fill=255, font=font)
    return paper.tobytes()


def _write(
    pen: "ImageDraw", corner: tuple[int, int], text: str, *, size: int, ink: str, room: int
) -> None:
    """Write one line, cut with … where the room ends."""
    font = _font(size)
    line = _drawable(text, font)
    while line and font.getlength(line) > room:
        line = line.rstrip("…")[:-1].rstrip() + "…" if len(line) > 1 else ""
    pen.text(corner, line, fill=ink, font=font)


def _frame(
    pen: "ImageDraw", corner: tuple[int, int], size: tuple[int, int], *, is_blank: bool
) -> None:
    """Draw the thin edge around a picture, or the empty place of one that is not there."""
    left, top = corner
    box = (left - 1, top - 1, left + size[0], top + size[1])
    pen.rectangle(box, outline=_EDGE, fill=_BLANK if is_blank else None)
    if is_blank and size[1] >= 40:
        middle = (left + size[0] // 2, top + size[1] // 2)
        pen.text(middle, "no picture", fill=_QUIET, font=_font(17), anchor="mm")


def _caption(pen: "ImageDraw", corner: tuple[int, int], panel: Panel, room: int) -> None:
    """Write the caption under a picture, after its dot."""
    left, top = corner
    if panel.is_good is not None:
        pen.ellipse((left, top + 5, left + 9, top + 14), fill=_GOOD if panel.is_good else _BAD)
        left, room = left + 17, room - 17
    ink = _QUIET if panel.is_good is None else _INK
    _write(pen, (left, top), panel.caption, size=16, ink=ink, room=room)
    _write(pen, (left, top + _LINE), panel.more, size=16, ink=_QUIET, room=room)
