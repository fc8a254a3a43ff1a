"""The command line: `hopfield recall`, `demo`, `atlas`, `capacity`, `reproduce`, `bench`; one file or folder a command.

Start-up is light: only the body of a command loads what it works with.
"""

import sys
from typing import Annotated

import typer

import hopfield
from hopfield.cli import atlas, bench, capacity, demo, recall, reproduce
from hopfield.cli.edge import close_streams, interrupted, open_streams

__all__ = ["app", "main"]

app = typer.Typer(
    name="hopfield",
    help="Associative memory: give it a fragment, get the whole.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("recall")(recall.recall)
app.command("demo")(demo.demo)
app.command("atlas")(atlas.atlas)
app.command("capacity")(capacity.capacity)
app.command("reproduce")(reproduce.reproduce)
app.command("bench")(bench.bench)


def _version(is_asked: bool) -> bool:
    """Say the version and stop, if that is asked."""
    if is_asked:
        typer.echo(f"hopfield {hopfield.__version__}")
        raise typer.Exit
    return is_asked


@app.callback()
def _hopfield(
    version: Annotated[
        bool,
        typer.Option("--version", help="Say the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Associative memory: give it a fragment, get the whole."""


def main() -> None:
    """Run the command line; the console script."""
    try:
        open_streams()
        app(prog_name="hopfield")
    except KeyboardInterrupt:  # before a command began to guard itself, or after it ended
        sys.exit(interrupted())
    finally:
        close_streams()
