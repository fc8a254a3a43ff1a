"""`hopfield atlas`: letters in a network, and every attractor that it has, with exact basins."""

from pathlib import Path
from typing import Annotated

import typer

import hopfield as hf
from hopfield.cli.answer import RuleName, network
from hopfield.cli.edge import guarded, stages, telling
from hopfield.cli.gazetteer import as_csv, as_data, as_json, print_table
from hopfield.cli.writing import beside, check_place
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
        xi = hf.patterns.letters(letters)
        with stages(2) as begin:
            begin(f"looking at all 2^{xi.n} states")
            found = hf.analysis.atlas(network(xi, rule), xi=xi)
            begin("flooding the valleys")
            data = as_data(found, xi, rule)
        if output is not None:
            with beside(output) as file:
                file.write(_ENDINGS[output.suffix.lower()](data).encode())
        with telling():
            if is_json or is_csv:
                typer.echo((as_json if is_json else as_csv)(data), nl=False)
            else:
                print_table(data)
