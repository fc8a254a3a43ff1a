"""How is an atlas said: a table for people, one JSON object or lines of CSV for machines?"""

import csv
import io
import json
from typing import Any

import hopfield as hf
from hopfield.analysis.naming import short_name
from hopfield.cli.answer import RuleName

__all__ = ["as_csv", "as_data", "as_json", "print_table"]

_Data = dict[str, Any]

_COLUMNS = ("kind", "name", "energy", "basin", "radius", "barrier", "states", "pattern")


def as_data(atlas: hf.analysis.Atlas, xi: hf.Patterns, rule: RuleName) -> _Data:
    """Return an atlas of letters as data that JSON can hold."""
    labels, tree = xi.labels or (), atlas.tree
    return {
        "letters": list(labels),
        "rule": str(rule),
        "units": xi.n,
        "states": atlas.n_states,
        "macrostates": atlas.n_macrostates,
        "attractors": [_row(atlas, k, labels) for k in range(len(atlas.attractors))],
        "tree": {"merges": tree.merges.tolist(), "passes": tree.passes.tolist()},
    }


def _row(atlas: hf.analysis.Atlas, k: int, labels: tuple[str, ...]) -> _Data:
    """Return all that is said about one attractor."""
    attractor, tree = atlas.attractors[k], atlas.tree
    match = attractor.match
    passes = tree.passes[(tree.merges == k).any(axis=1)]
    return {
        "kind": "unknown" if match is None else match.kind,
        "name": short_name(match, dict(enumerate(labels))),
        "energy": attractor.energy,
        "basin": attractor.basin,
        "radius": attractor.radius,
        "barrier": float(passes[0]) - attractor.energy if len(passes) else None,
        "states": attractor.n_states,
        "pattern": "".join(".#"[int(value > 0)] for value in attractor.state),
        "recall": atlas.recall_probability(k).tolist(),
    }


def as_json(data: _Data) -> str:
    """Return the data as one JSON object."""
    return json.dumps(data, allow_nan=False) + "\n"


def as_csv(data: _Data) -> str:
    """Return the attractors as comma-separated values, with a line of names."""
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(data["attractors"])
    return text.getvalue()


def print_table(data: _Data) -> None:
    """Print the attractors as a table."""
    from rich.console import Console
    from rich.table import Table

    console, rows = Console(), data["attractors"]
    console.print(
        f"{data['states']:,} states in {data['macrostates']:,} macrostates; {len(rows):,} attractors\n",
        highlight=False,
    )
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("attractor", "kind"):
        table.add_column(name, no_wrap=True)
    for name in ("E·n", "basin", "radius", "barrier·n", "half recalled"):
        table.add_column(name, justify="right")
    for row in rows:
        barrier = "" if row["barrier"] is None else f"{data['units'] * row['barrier']:,.1f}"
        table.add_row(
            row["name"],
            row["kind"],
            f"{data['units'] * row['energy']:,.1f}",
            f"{100 * row['basin']:.2f} %",
            str(row["radius"]),
            barrier,
            str(_half(row["recall"])),
        )
    console.print(table)


def _half(recall: list[float]) -> int:
    """Return the largest number of flips up to which half of the states come back."""
    return next((k for k, chance in enumerate(recall) if chance < 0.5), len(recall)) - 1
