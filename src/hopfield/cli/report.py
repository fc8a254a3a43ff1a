"""How is a recall reported: a short table for people, one JSON object for machines?"""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

import hopfield as hf
from hopfield.cli.answer import Answer, in_words

__all__ = ["Report", "as_json", "show"]


@dataclass(frozen=True, eq=False)
class Report:
    """All that is said about one recall.

    Attributes
    ----------
    xi : Patterns
        labelled by file name
    answer : Answer
    rule : str
    skipped : tuple of str
        files that could not be read
    output, sheet : Path or None
        what was written
    """

    xi: hf.Patterns
    answer: Answer
    rule: str
    skipped: tuple[str, ...] = ()
    output: Path | None = None
    sheet: Path | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """What the pictures are called."""
        return self.xi.labels or ()


def _number(value: float) -> float | None:
    """Return a number that JSON can hold."""
    return float(value) if math.isfinite(value) else None


def as_json(report: Report) -> str:
    """Return the report as one JSON object; it names a picture only if it was found."""
    answer, match, labels = report.answer, report.answer.match, report.labels
    is_found = match.kind == "stored"
    signed = list(zip(match.members, match.signs, strict=True))
    if match.kind == "reversed" and match.index is not None:
        signed = [(match.index, -1)]
    found: dict[str, Any] = {
        "found": is_found,
        "kind": match.kind,
        "picture": match.label if is_found else None,
        "also": [labels[k] for k in match.same] if is_found else [],
        "exact": answer.is_exact,
        "bits_different": answer.n_different if is_found else None,
        "overlap": _number(match.overlap),
        "members": [{"picture": labels[k], "sign": sign} for k, sign in signed],
        "outcome": answer.outcome.name,
        "sweeps": answer.sweeps,
        "energy_before": _number(answer.energies[0]),
        "energy_after": _number(answer.energies[1]),
        "seconds": _number(answer.seconds),
        "rule": report.rule,
        "units": report.xi.n,
        "memories": report.xi.p,
        "skipped": list(report.skipped),
        "output": None if report.output is None else str(report.output),
        "sheet": None if report.sheet is None else str(report.sheet),
    }
    return json.dumps(found, allow_nan=False)  # ASCII: any file name survives any pipe


def _lines(report: Report) -> list[tuple[str, str]]:
    """Return the lines of the table."""
    answer, n = report.answer, report.xi.n
    if answer.match.kind != "stored":
        exact = "no"
    elif answer.n_different:
        exact = f"no: {answer.n_different:,} of {n:,} bits differ"
    else:
        exact = f"yes: all {n:,} bits"
    noun = "memory" if report.xi.p == 1 else "memories"
    lines = [
        ("picture", in_words(answer.match, report.labels)),
        ("exact", exact),
        ("outcome", f"{answer.outcome.name.replace('_', ' ').lower()}: {answer.outcome.value}"),
        ("sweeps", f"{answer.sweeps:,}"),
        ("energy", f"{answer.energies[0]:,.1f} before, {answer.energies[1]:,.1f} after"),
        ("seconds", f"{answer.seconds:.3f}"),
        ("network", f"{report.rule}, {n:,} units, {report.xi.p:,} {noun}"),
    ]
    written = (
        ("skipped", ", ".join(report.skipped)),
        ("output", report.output),
        ("sheet", report.sheet),
    )
    return lines + [(name, str(value)) for name, value in written if value]


def _print_table(report: Report) -> None:
    """Print the report as a short table."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    shown.add_column(style="dim", no_wrap=True)
    shown.add_column(overflow="fold")
    for name, value in _lines(report):
        # a file may be called [bold].png, hence Text, or have bytes that are no UTF-8
        shown.add_row(name, Text(value.encode("utf-8", "backslashreplace").decode()))
    Console().print(shown)


def show(report: Report, *, is_json: bool) -> None:
    """Say it on stdout, for people or for machines."""
    if is_json:
        typer.echo(as_json(report))
    else:
        _print_table(report)
