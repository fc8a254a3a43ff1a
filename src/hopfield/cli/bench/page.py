"""How do the numbers of a run come into a page of the documentation, whose words are written by hand?

The page has places between `<!-- NAME -->` and `<!-- end NAME -->`; what lies between is replaced, the rest is kept.
"""

import re
from pathlib import Path
from typing import Any

from hopfield.cli.bench.machine import describe
from hopfield.cli.bench.report import in_words, notes
from hopfield.cli.writing import beside
from hopfield.errors import ParameterError

__all__ = ["check_page", "filled", "rewrite"]

_PLACES = ("machine", "numbers", "scaling")


def check_page(page: Path) -> None:
    """Refuse, before any work, a page without the places for the numbers.

    Raises
    ------
    ParameterError
        says which place is missing, or that matplotlib is
    """
    from importlib.util import find_spec

    text = page.read_text("utf-8")
    for name in _PLACES:
        if not re.search(rf"<!-- {name} -->.*<!-- end {name} -->", text, re.DOTALL):
            message = f"--write-docs {page}: it has no <!-- {name} --> ... <!-- end {name} -->"
            raise ParameterError(message)
    if find_spec("matplotlib") is None:
        message = "--write-docs draws plots with matplotlib: pip install 'hopfield[bench]'"
        raise ParameterError(message)


def rewrite(page: Path, report: dict[str, Any]) -> None:
    """Replace the numbers of a page, and the plots in images/ beside it."""
    from hopfield.cli.bench.plots import draw

    text = filled(page.read_text("utf-8"), report)
    folder = page.parent / "images"
    folder.mkdir(exist_ok=True)
    for name in ("scaling-n", "scaling-p"):
        points = _points(report, name)
        if points:
            draw(points, name[-1], folder / f"bench-{name[-1]}.svg")
    with beside(page) as file:
        file.write(text.encode())


def filled(text: str, report: dict[str, Any]) -> str:
    """Return a page with the numbers of a report in their places."""
    kind = "Quick" if report["quick"] else "Full"
    machine = (
        f"{describe(report['machine'])} Load when the run ended: {report['machine']['load']}."
        f" {kind} run of {report['seconds']:.0f} s, {report['date'][:10]}."
    )
    inside = {"machine": machine, "numbers": _numbers(report), "scaling": _scaling(report)}
    for name, body in inside.items():
        place = re.compile(rf"(<!-- {name} -->).*?(<!-- end {name} -->)", re.DOTALL)
        text = place.sub(lambda found, body=body: f"{found[1]}\n{body}\n{found[2]}", text)
    return text


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _numbers(report: dict[str, Any]) -> str:
    """Return the table of all rows but the scaling ones, and the notes."""
    rows = []
    for row in report["rows"]:
        for claim in row["claims"]:
            if row["name"].startswith("scaling") and row["n"]:
                continue
            cells = in_words(row, claim)
            rows.append((*cells[:9], f"{cells[9]} {cells[10]}".strip()))
    heads = ("row", "n", "p", "threads", "what", "ours", "against", "theirs", "result", "target")
    said = "\n".join(f"* {line}" for line in notes(report))
    return f"{_table(heads, rows)}\n\n{said}".rstrip()


def _points(report: dict[str, Any], name: str) -> list[tuple[int, float]]:
    """Return (n or p, picoseconds per multiply-add) of the rows of one name, in order."""
    rows = [row for row in report["rows"] if row["name"] == name and row["n"]]
    return sorted((row[name[-1]], row["claims"][0]["value"]) for row in rows)


def _scaling(report: dict[str, Any]) -> str:
    """Return the tables of time per multiply-add."""
    tables = []
    for name in ("scaling-n", "scaling-p"):
        rows = [row for row in report["rows"] if row["name"] == name and row["n"]]
        cells = [
            (f"{row['n']:,}", f"{row['p']:,}", in_words(row, row["claims"][0])[8])
            for row in sorted(rows, key=lambda row: (row["n"], row["p"]))
        ]
        if cells:
            tables.append(_table(("n", "p", "time per multiply-add"), cells))
    return "\n\n".join(tables) or "Not measured in this run."
