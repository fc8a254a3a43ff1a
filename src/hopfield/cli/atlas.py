"""`hopfield atlas`: letters in a network, and every attractor that it has, with exact basins."""

from pathlib import Path
from typing import Annotated, Any

import typer

import hopfield as hf
from hopfield.cli.answer import RuleName, network
from hopfield.cli.edge import guarded, stages, telling
from hopfield.cli.gazetteer import as_csv, as_data, as_json, print_table
from hopfield.cli.writing import beside, check_place, check_plot, save_plot
from hopfield.errors import ParameterError

__all__ = ["atlas"]

_ENDINGS = {".json": as_json, ".csv": as_csv}


def atlas(
    letters: Annotated[
        str, typer.Argument(help="The letters and digits to remember, such as TCH.")
    ],
    *,
    rule: Annotated[
        RuleName, typer.Option(help="How they are stored.", case_sensitive=False)
    ] = RuleName.HEBB,
    is_json: Annotated[bool, typer.Option("--json", help="Say it as one JSON object.")] = False,
    is_csv: Annotated[bool, typer.Option("--csv", help="Say it as a table for machines.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write it here too, as .json or .csv.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(help="Draw the tree of valleys into this file.")
    ] = None,
) -> None:
    """Store 5×5 letters in a network and list every attractor, exactly: basin, radius, barrier.

    Exit code: 0 done, 2 wrong use or too many states to enumerate.
    """
    with guarded():
        if is_json and is_csv:
            message = "--json and --csv exclude each other; give one of them, and the other with -o"
            raise ParameterError(message)
        if output is not None:
            check_place(output, "--output", endings=tuple(_ENDINGS))
        if plot is not None:
            check_plot(plot)
        xi = hf.patterns.letters(letters)
        with stages(2) as begin:
            begin(f"looking at all 2^{xi.n} states")
            found = hf.analysis.atlas(network(xi, rule), xi=xi)
            begin("flooding the valleys")
            data = as_data(found, xi, rule)
        if output is not None:
            with beside(output) as file:
                file.write(_ENDINGS[output.suffix.lower()](data).encode())
        if plot is not None:
            _draw(found, data, plot)
        with telling():
            if is_json or is_csv:
                typer.echo((as_json if is_json else as_csv)(data), nl=False)
            else:
                print_table(data)


def _draw(found: hf.analysis.Atlas, data: dict[str, Any], place: Path) -> None:
    """Draw the tree of valleys into a file."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.0, 4.6), layout="constrained")
    names = [row["name"] for row in data["attractors"]]
    axes = hf.plots.valley_tree(found, names=names, axes=figure.add_subplot())
    title = f"All attractors of {' '.join(data['letters'])}, stored by the rule {data['rule']}"
    axes.set_title(title, loc="left")
    save_plot(figure, place)
