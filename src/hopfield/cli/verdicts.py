"""How are papers, and a report of one, shown to people?"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from hopfield.experiments import Verdict
from hopfield.experiments.report import in_words, titled

if TYPE_CHECKING:
    from hopfield.experiments import Paper, Report

__all__ = ["print_papers", "print_report"]

_STYLES = {
    str(Verdict.HOLDS): "green",
    str(Verdict.FAILS): "bold red",
    str(Verdict.UNTESTED): "yellow",
}


def _table(*columns: str) -> Any:
    """Return an empty table."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in columns:
        table.add_column(name, justify="right" if name in ("paper", "claims") else "left")
    return table


def print_papers(papers: Iterable["Paper"]) -> None:
    """Print the papers that can be reproduced, a line each.

    Parameters
    ----------
    papers : iterable of Paper
    """
    from rich.console import Console

    table = _table("key", "claims", "title")
    for one in papers:
        table.add_row(one.key, str(len(one.claims)), one.title)
    Console().print(table)


def print_report(report: "Report") -> None:
    """Print the claims of a paper with the verdicts, and the notes below.

    Parameters
    ----------
    report : Report
    """
    from rich.console import Console
    from rich.text import Text

    console = Console()
    console.print(f"{report.key}: {report.title} ({report.scale})", highlight=False, markup=False)
    table = _table("claim", "paper", "ours", "tolerance", "verdict", "where")
    rows, notes = report.rows(), report.notes()
    for row in rows:
        verdict = Text(row["verdict"], _STYLES[row["verdict"]])
        cells = (titled(row, notes), row["paper"], in_words(row), f"{row['tolerance']:g}")
        table.add_row(*map(Text, cells), verdict, Text(row["where"]))
    console.print(table)
    for k, note in enumerate(notes, 1):
        console.print(f"({k}) {note}", highlight=False, markup=False)
    if report.note:
        console.print(report.note, highlight=False, markup=False)
