"""How is a capacity reported: a table for people, JSON or CSV for machines?"""

import csv
import json
import math
import sys
from dataclasses import dataclass
from typing import Any

import typer

import hopfield as hf

__all__ = ["Found", "as_data", "show"]


@dataclass(frozen=True, eq=False)
class Found:
    """What was found about one rule.

    Attributes
    ----------
    rule : str
    curves : Capacity
    where : Transition or None
        None if the curves do not show it
    theory : float or None
        the critical load, where one is known
    """

    rule: str
    curves: hf.analysis.Capacity
    where: hf.analysis.Transition | None
    theory: float | None


def _number(value: Any) -> float | None:
    """Return a number that JSON can hold."""
    return float(value) if math.isfinite(value) else None


def _rows(curves: hf.analysis.Capacity) -> list[dict[str, Any]]:
    """Return a row for each n and load."""
    parts = ("fraction", "fraction_error", "mean_overlap", "overlap_error")
    columns = {name: getattr(curves, name) for name in parts}
    return [
        {"n": int(n), "load": float(load)}
        | {name: _number(column[i, j]) for name, column in columns.items()}
        for i, n in enumerate(curves.n)
        for j, load in enumerate(curves.loads)
    ]


def as_data(found: Found) -> dict[str, Any]:
    """Return all that was found as plain data; what is not known is null."""
    where, transition = found.where, None
    if where is not None:
        sizes = zip(where.n, where.half, where.half_error, strict=True)
        transition = {
            "half": [
                {"n": int(n), "load": float(half), "error": _number(error)}
                for n, half, error in sizes
            ],
            "load": _number(where.load),
            "error": _number(where.load_error),
            "exponent": where.exponent,
        }
    return {
        "rule": found.rule,
        "samples": int(found.curves.retrieved.shape[-1]),
        "curves": _rows(found.curves),
        "transition": transition,
        "theory": found.theory,
    }


def show(found: Found, form: str) -> None:
    """Say it on stdout, as "table", "json" or "csv"."""
    if form == "json":
        typer.echo(json.dumps(as_data(found), allow_nan=False))
    elif form == "csv":
        rows = _rows(found.curves)
        writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        _print(found)


def _with_error(value: float, error: float | None) -> str:
    """Return a number with its error, if it has one."""
    return f"{value:.3f}" if error is None else f"{value:.3f} ± {error:.3f}"


def _print(found: Found) -> None:
    """Print the curves as a table, a column a size, and where they break down."""
    from rich.console import Console
    from rich.table import Table

    console, curves = Console(), found.curves
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("load", justify="right")
    for n in curves.n:
        table.add_column(f"n = {n:,}", justify="right")
    rows = _rows(curves)
    for j, load in enumerate(curves.loads):
        at = rows[j :: len(curves.loads)]
        table.add_row(f"{load:.4g}", *(_with_error(r["fraction"], r["fraction_error"]) for r in at))
    console.print(table)
    if found.where is not None:
        _print_transition(found.where, console)
    if found.theory is not None:
        console.print(f"theory, n → ∞: {found.theory:.4g}", highlight=False)


def _print_transition(where: hf.analysis.Transition, console: Any) -> None:
    """Print where half of the memories are recalled."""
    for n, half, error in zip(where.n, where.half, where.half_error, strict=True):
        console.print(f"half recalled at n = {n:,}: {half:.4f} ± {error:.4f}", highlight=False)
    if math.isfinite(where.load):
        console.print(f"n → ∞: {where.load:.4f} ± {where.load_error:.4f}", highlight=False)
