"""What does the user see at the edge: exit codes, one-line notices and errors, a progress bar?"""

import io
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import typer

from hopfield.errors import (
    DependenceWarning,
    HopfieldError,
    LoadWarning,
    PictureWarning,
    SizeError,
)

__all__ = [
    "FOUND",
    "INTERRUPTED",
    "NOT_FOUND",
    "SOME_SKIPPED",
    "WRONG_USE",
    "close_streams",
    "guarded",
    "interrupted",
    "notice",
    "open_streams",
    "stages",
    "telling",
]

FOUND, NOT_FOUND, WRONG_USE, SOME_SKIPPED = 0, 1, 2, 3
INTERRUPTED = 130  # 128 + SIGINT, as shells count

_OURS = (DependenceWarning, LoadWarning, PictureWarning)


def open_streams() -> None:
    """Let stdout and stderr take any text: what their encoding lacks is escaped, a closed one swallows it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the shell, as with 2>&-
            nothing = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open to the end
            setattr(sys, name, nothing)
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _turn_off(stream: Any) -> None:
    """Let a stream lead nowhere, because its reader left; else Python fails once more when it flushes at exit."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def close_streams() -> None:
    """Write out what is left, for whoever still listens: it changes no exit code that nobody does."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            _turn_off(stream)


def notice(text: object) -> None:
    """Say something in one line on stderr, so that stdout holds results only."""
    try:
        typer.echo("hopfield: " + " ".join(str(text).split()), err=True)
    except OSError:  # nobody listens: that changes no outcome
        _turn_off(sys.stderr)


def interrupted() -> int:
    """Say that the user interrupted us; return the exit code for it."""
    notice("interrupted; nothing half-written was left behind")
    return INTERRUPTED


@contextmanager
def telling() -> Iterator[None]:
    """Say the results on stdout in the body; a reader that left, as `head` does, changes no exit code."""
    try:
        yield
        sys.stdout.flush()
    except SystemExit:  # Rich makes this of a closed pipe, after it has turned stdout into nothing
        return
    except OSError as error:
        _turn_off(sys.stdout)
        if not isinstance(error, BrokenPipeError):
            raise


@contextmanager
def _heard() -> Iterator[None]:
    """Turn the warnings of the library into notices; those of others stay what they are."""
    with warnings.catch_warnings():
        others = warnings.showwarning

        def show(message: Any, category: type[Warning], *place: Any, **more: Any) -> None:
            if issubclass(category, _OURS):
                notice(message)
            else:
                others(message, category, *place, **more)

        for category in _OURS:
            warnings.simplefilter("always", category)
        warnings.showwarning = show
        yield


@contextmanager
def guarded() -> Iterator[None]:
    """Run the body of a command: what goes wrong becomes one line and an exit code, never a traceback."""
    try:
        with _heard():
            yield
    except KeyboardInterrupt:
        raise typer.Exit(interrupted()) from None
    except (
        SizeError
    ) as error:  # it says how much, and what to do; other lacks of memory say nothing
        notice(error)
        raise typer.Exit(WRONG_USE) from None
    except MemoryError:
        notice("not enough memory; give a smaller --size")
        raise typer.Exit(WRONG_USE) from None
    except BrokenPipeError:  # the reader of our output left, as `head` does: Typer ends quietly
        raise
    except OSError as error:
        notice(f"{error.filename}: {error.strerror}" if error.filename else error)
        raise typer.Exit(WRONG_USE) from None
    except HopfieldError as error:
        notice(error)
        raise typer.Exit(WRONG_USE) from None


@contextmanager
def stages(total: int) -> Iterator[Callable[[str], None]]:
    """Yield a function that begins the next of some stages; a bar on stderr shows it, if that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    hidden = not sys.stderr.isatty()
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=total, completed=-1, visible=False)

        def begin(what: str) -> None:
            bar.update(task, description=what, advance=1, visible=True)

        yield begin
