"""`hopfield demo`: real photographs, damaged beyond recognition four ways, come back bit for bit."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import hopfield as hf
from hopfield.cli.answer import RuleName
from hopfield.cli.cue import parse_size, shape_of
from hopfield.cli.damage import Damage
from hopfield.cli.edge import FOUND, NOT_FOUND, guarded, stages, telling
from hopfield.cli.photographs import photographs
from hopfield.cli.sheet import COLUMNS, Panel, contact_sheet, recalled_panel
from hopfield.cli.trial import DAMAGES, Tally, n_batches, trials
from hopfield.cli.writing import beside, check_folder, save_picture
from hopfield.errors import ParameterError
from hopfield.patterns import to_image

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["demo"]

_SHOWN = ("chelsea", "astronaut", "hubble_deep_field", "rocket", "coffee", "retina")

_WRITTEN = ("contact-sheet.png", "report.json")

_LINES = (
    ("projection", "exact", "projection: exact"),
    ("hebb", "exact", "Hebb: exact"),
    ("hebb", "with_errors", "  a few bits differ"),
    ("hebb", "mixture", "  a mixture"),
    ("hebb", "reversed", "  a negative"),
    ("hebb", "unknown", "  no stored picture"),
    ("hebb", "wrong_name", "  a wrong name"),
    ("projection", "seconds", "projection: seconds"),
    ("hebb", "seconds", "Hebb: seconds"),
)

_Tallies = dict[tuple[str, str], Tally]
_Rows = dict[int, dict[str, Panel]]


def demo(
    output: Annotated[
        str, typer.Option("--output", "-o", help="The folder for the contact sheet and report.")
    ] = "hopfield-demo",
    size: Annotated[str, typer.Option(help="A side or WIDTHxHEIGHT of the pictures.")] = "256",
    pictures: Annotated[
        int | None, typer.Option(min=1, help="Use the first so many photographs only.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the damage and of the order of visits.")] = 0,
    is_json: Annotated[bool, typer.Option("--json", help="Say it as one JSON object.")] = False,
) -> None:
    """Recall 24 photographs, each from four kinds of heavy damage, by two rules.

    Exit code: 0 if the projection rule recalls every picture bit for bit, 1 if not, 2 wrong use.
    """
    with guarded():
        height_width = parse_size(size)
        folder = _folder(output)
        files = _files(pictures)
        xi = hf.patterns.images(files, size=height_width, kind="colour")
        with stages(n_batches(xi)) as begin:
            tallies, rows = _run(xi, seed, begin)
        folder.mkdir(exist_ok=True)
        place, numbers = (folder / name for name in _WRITTEN)
        save_picture(_drawn(xi, rows), place)
        report: dict[str, Any] = _report(xi, tallies, seed) | {"contact_sheet": str(place)}
        with beside(numbers) as file:
            file.write((json.dumps(report, indent=2) + "\n").encode())
        with telling():
            if is_json:
                typer.echo(json.dumps(report))
            else:
                _print_report(report)
                typer.echo(f"\nThe numbers are in {numbers}\nThe picture is {place}")
        is_exact = all(row["projection"]["exact"] == xi.p for row in report["damages"])
        raise typer.Exit(FOUND if is_exact else NOT_FOUND)


def _folder(output: str) -> Path:
    """Return the folder for what is written; refuse one that is none, before any work."""
    if not output:  # else it would be the folder that the user happens to be in
        message = "--output is empty; name a folder, such as hopfield-demo"
        raise ParameterError(message)
    check_folder(Path(output), "--output", _WRITTEN)
    return Path(output)


def _files(wanted: int | None) -> list[Path]:
    """Return the first so many photographs, or all."""
    files = photographs()
    if wanted is not None and wanted > len(files):
        message = f"--pictures {wanted:,}: there are only {len(files)}; leave it out to use all"
        raise ParameterError(message)
    return files[:wanted]


def _chosen(xi: hf.Patterns) -> dict[int, Damage]:
    """Return which pictures the sheet shows, a row each, and how each is damaged there."""
    names = [Path(label).stem for label in xi.labels or ()]
    chosen = [names.index(name) for name in _SHOWN if name in names]
    chosen += [k for k in range(xi.p) if k not in chosen]
    return {k: DAMAGES[row % len(DAMAGES)] for row, k in enumerate(chosen[: len(_SHOWN)])}


def _run(xi: hf.Patterns, seed: int, begin: Callable[[str], None]) -> tuple[_Tallies, _Rows]:
    """Return what came of all trials, counted, and the rows of the sheet."""
    tallies: _Tallies = {(str(damage), rule): Tally() for damage in DAMAGES for rule in RuleName}
    shown, shape = _chosen(xi), shape_of(xi)
    rows: _Rows = {k: {} for k in shown}
    for trial in trials(xi, seed, begin):
        tallies[str(trial.damage), trial.rule].add(trial)
        k = trial.index
        if shown.get(k) == trial.damage:
            name = (xi.labels or ())[k]
            rows[k]["stored"] = Panel(to_image(xi[k], shape), Path(name).stem.replace("_", " "))
            rows[k]["damaged"] = Panel(to_image(trial.cue, shape), trial.damage.in_words)
            rows[k][trial.rule] = recalled_panel(trial.answer, xi, k)
    return tallies, rows


def _drawn(xi: hf.Patterns, rows: _Rows) -> "Image":
    """Return the contact sheet of the demo."""
    order = ("stored", "damaged", RuleName.HEBB, RuleName.PROJECTION)
    panels = [[row[column] for column in order] for row in rows.values()]
    title = f"{xi.p} photographs in one network, recalled from a fragment"
    subtitle = f"{xi.n:,} units: every bit of a picture is one. Photographs: scikit-image"
    return contact_sheet(panels, COLUMNS, title, subtitle)


def _report(xi: hf.Patterns, tallies: _Tallies, seed: int) -> dict[str, Any]:
    """Return the numbers of the demo as data."""
    height, width = shape_of(xi)[:2]
    return {
        "units": xi.n,
        "memories": xi.p,
        "width": width,
        "height": height,
        "seed": seed,
        "matrix_bytes": 8 * xi.n**2,
        "patterns_bytes": int(xi.words.nbytes),
        "pictures": list(xi.labels or ()),
        "damages": [
            {"damage": str(damage), "in_words": damage.in_words}
            | {str(rule): tallies[str(damage), rule].as_data() for rule in RuleName}
            for damage in DAMAGES
        ],
    }


def _print_report(report: dict[str, Any]) -> None:
    """Print the numbers of the demo as a table, a column a damage."""
    from rich.console import Console
    from rich.table import Table

    console, p, rows = Console(), report["memories"], report["damages"]
    console.print(_sizes(report) + "\n", highlight=False)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(no_wrap=True)
    for row in rows:
        table.add_column(row["in_words"], justify="right", max_width=12)
    for rule, kind, words in _LINES:
        found = [row[rule][kind] for row in rows]
        of = f" of {p}" if kind == "exact" else ""
        table.add_row(words, *(f"{x:.2f}" if kind == "seconds" else f"{x}{of}" for x in found))
    console.print(table)


def _sizes(report: dict[str, Any]) -> str:
    """Return how large the network is, in a sentence or two."""
    return (
        f"{report['memories']} photographs, {report['units']:,} units: every bit of a picture is one."
        f" The patterns take {_bytes(report['patterns_bytes'])};"
        f" the matrix J would take {_bytes(report['matrix_bytes'])} and is never formed."
    )


def _bytes(count: int) -> str:
    """Return a number of bytes in the unit that suits it."""
    for unit, size in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if count >= size:
            return f"{count / size:.1f} {unit}"
    return f"{count / 1e3:.1f} kB"
