"""How are the rows said in words: in a table on the terminal, and cell by cell?"""

from typing import Any

from hopfield.cli.bench.machine import describe

__all__ = ["in_words", "notes", "print_report", "seconds"]

_SCALES = ((1.0, "s", 1), (1e-3, "ms", 1e3), (1e-6, "µs", 1e6))


def seconds(time: dict[str, float] | None) -> str:
    """Return the median of some times in the unit that suits it."""
    if time is None:
        return ""
    value = time["median"]
    for least, unit, factor in _SCALES:
        if abs(value) >= least:
            return f"{value * factor:.3g} {unit}"
    return f"{value * 1e9:.3g} ns"


def _number(value: float | None) -> str:
    """Return a number with as many digits as mean something."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def in_words(row: dict[str, Any], claim: dict[str, Any]) -> tuple[str, ...]:
    """Return the cells of a claim: row, n, p, threads, what, ours, against, theirs, result, target, verdict.

    Parameters
    ----------
    row, claim : dict
        as in the JSON file
    """
    bounds = (("≥", claim["at_least"]), ("≤", claim["at_most"]))
    target = " ".join(f"{sign} {bound:g} {claim['unit']}" for sign, bound in bounds if bound)
    result = f"{_number(claim['value'])} {claim['unit']}"
    if claim["of_min"] is not None:
        result += f" (min {_number(claim['of_min'])})"
    counts = (f"{row[key]:,}" if row[key] else "" for key in ("n", "p"))
    times = (seconds(claim["ours"]), claim["against"], seconds(claim["theirs"]))
    return (
        row["name"],
        *counts,
        str(row["threads"]),
        claim["what"],
        *times,
        result,
        target,
        claim["verdict"],
    )


def notes(report: dict[str, Any]) -> list[str]:
    """Return what one must know to read the numbers, and what was not measured, a line each."""
    said = []
    for row in report["rows"]:
        said += [f"{row['name']}: {row['notes']}"] if row["notes"] else []
        said += [f"{row['name']}: not measured: {row['absent']}"] if row["absent"] else []
    return said


def print_report(report: dict[str, Any]) -> None:
    """Print the machine, the table, and the notes."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    kind = "quick" if report["quick"] else "full"
    console.print(f"{describe(report['machine'])}\nA {kind} run, {report['seconds']:.0f} s.\n")
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold")
    heads = ("row", "n", "p", "thr.", "what", "ours", "against", "theirs", "result", "target", "")
    for head in heads:
        table.add_column(head, overflow="fold", no_wrap=head in {"row", "n", "p", "ours", "theirs"})
    for row in report["rows"]:
        for claim in row["claims"]:
            table.add_row(*in_words(row, claim))
    console.print(table)
    for line in notes(report):
        console.print(line, highlight=False)
