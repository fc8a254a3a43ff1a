"""`hopfield recall`: a folder of pictures and one of them damaged; the whole one comes back, if it does."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import hopfield as hf
from hopfield._typing import State
from hopfield.cli.answer import Answer, RuleName, answers, network
from hopfield.cli.cue import missing, parse_size, read_cue, shape_of
from hopfield.cli.damage import ACCEPTED, parse_damage
from hopfield.cli.edge import FOUND, NOT_FOUND, SOME_SKIPPED, guarded, notice, stages, telling
from hopfield.cli.report import Report, show
from hopfield.cli.sheet import COLUMNS, Panel, contact_sheet, recalled_panel
from hopfield.cli.writing import check_place, save_picture
from hopfield.errors import ParameterError
from hopfield.patterns.pictures import picture_files

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["recall"]

_Shape = tuple[int, ...]


def recall(
    cue: Annotated[Path, typer.Argument(help="The picture to complete.")],
    *,
    folder: Annotated[Path, typer.Option("--from", help="The folder of pictures to remember.")],
    size: Annotated[
        str, typer.Option(help="A side or WIDTHxHEIGHT: all are brought to it.")
    ] = "256",
    rule: Annotated[
        RuleName, typer.Option(help="How they are stored.", case_sensitive=False)
    ] = RuleName.PROJECTION,
    mask: Annotated[
        Path | None, typer.Option("--missing", help="A picture: bright is what is missing.")
    ] = None,
    damage: Annotated[str | None, typer.Option(help=f"Damage the cue first: {ACCEPTED}.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the damage and of the order of visits.")] = 0,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write the recalled picture here.")
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option(help="Write the contact sheet here; with -o beside it.")
    ] = None,
    no_sheet: Annotated[bool, typer.Option("--no-sheet", help="Write no contact sheet.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse a cue of another size.")] = False,
    is_json: Annotated[bool, typer.Option("--json", help="Say it as one JSON object.")] = False,
    max_sweeps: Annotated[int, typer.Option(min=1, help="Give up after so many sweeps.")] = 100,
) -> None:
    """Complete a damaged picture from a folder of pictures, and say truthfully what was found.

    Exit code: 0 found, 1 not found, 2 wrong use, 3 found but some pictures could not be read.
    """
    with guarded():
        height_width = parse_size(size)
        spoil = _spoiling(damage, mask, seed)
        sheet = _sheet_place(output, sheet, no_sheet=no_sheet)
        files = picture_files(folder)
        _check_places(output, sheet, [cue, *([mask] if mask else []), *files], folder)
        with stages(4 if sheet else 3) as begin:
            begin("reading pictures")
            xi = hf.patterns.images(folder, size=height_width)
            given = spoil(read_cue(cue, shape_of(xi), is_strict=strict), shape_of(xi))
            begin(f"recalling from {xi.p:,} pictures")
            sought = partial(_answer, xi, given, seed=seed, max_sweeps=max_sweeps)
            answer = sought(rule)
            begin("writing")
            if output is not None:
                save_picture(hf.patterns.to_image(answer.state, xi.shape), output)
            if sheet is not None:
                begin("drawing the contact sheet")
                both = {name: answer if name is rule else sought(name) for name in RuleName}
                shown = Panel(
                    hf.patterns.to_image(given, xi.shape), cue.name, more=_how(damage, mask)
                )
                save_picture(_drawn(xi, shown, both, rule), sheet)
        skipped = tuple(file.name for file in files if file.name not in (xi.labels or ()))
        with telling():
            show(Report(xi, answer, rule, skipped, output, sheet), is_json=is_json)
        if answer.match.kind != "stored":
            raise typer.Exit(NOT_FOUND)
        raise typer.Exit(SOME_SKIPPED if skipped else FOUND)


def _spoiling(damage: str | None, mask: Path | None, seed: int) -> Callable[[State, _Shape], State]:
    """Return what is done to the cue before it is given to the network."""
    if damage is not None and mask is not None:
        message = "--damage and --missing exclude each other; give one of them"
        raise ParameterError(message)
    if damage is not None:
        return partial(parse_damage(damage), seed=seed)
    if mask is not None:
        return partial(missing, path=mask)
    return lambda state, _shape: state


def _sheet_place(output: Path | None, sheet: Path | None, *, no_sheet: bool) -> Path | None:
    """Return where the contact sheet goes: where it was asked for, beside the output, or nowhere."""
    if no_sheet and sheet is not None:
        message = "--sheet and --no-sheet exclude each other; give one of them"
        raise ParameterError(message)
    if no_sheet or sheet is not None or output is None or not output.name:
        return sheet  # a place without a name, such as ".", is refused with the output
    stem = output.stem if output.suffix.lower() == ".png" else output.name
    return output.with_name(f"{stem}.sheet.png")


def _check_places(
    output: Path | None, sheet: Path | None, taken: Sequence[Path], folder: Path
) -> None:
    """Refuse places that must not be written to, before any work is done."""
    if output is not None:
        check_place(output, "--output", taken, is_exact=True)
    if sheet is not None:
        check_place(sheet, "--sheet", [*taken, *([output] if output else [])])
    for place in (output, sheet):
        if place is not None and place.parent.samefile(folder):
            notice(f"{place} lies among the stored pictures and will be one of them next time")


def _answer(xi: hf.Patterns, given: State, rule: RuleName, *, seed: int, max_sweeps: int) -> Answer:
    """Return what a network with this rule answers to the cue."""
    return answers(network(xi, rule), xi, given[None], seed=seed, max_sweeps=max_sweeps)[0]


def _how(damage: str | None, mask: Path | None) -> str:
    """Return what was done to the cue, in words; nothing if nothing was."""
    if damage is not None:
        return parse_damage(damage).in_words
    return f"without {mask.name}" if mask is not None else ""


def _drawn(xi: hf.Patterns, given: Panel, both: dict[RuleName, Answer], rule: RuleName) -> "Image":
    """Return the contact sheet of one recall."""
    shape, labels = shape_of(xi), xi.labels or ()
    # what the asked rule found comes first; a stored picture is shown only if one of them found it
    indices = [both[name].match.index for name in sorted(RuleName, key=lambda name: name != rule)]
    index = next((k for k in indices if k is not None), None)
    stored = Panel(None, "none was found")
    if index is not None:
        stored = Panel(hf.patterns.to_image(xi[index], shape), labels[index])
    row = [
        stored,
        given,
        *(recalled_panel(both[name], xi, index) for name in (RuleName.HEBB, RuleName.PROJECTION)),
    ]
    subtitle = f"{xi.n:,} units: every bit of a picture is one. {xi.p:,} stored."
    columns = COLUMNS if given.more else tuple("Cue" if c == "Damaged" else c for c in COLUMNS)
    return contact_sheet([row], columns, "Recalled from a fragment", subtitle)
