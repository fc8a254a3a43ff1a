"""What came of reproducing a paper: its claims beside our numbers, the data, and its central figure."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hopfield.experiments.claims import Finding, Verdict

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Report"]

_SIGNS = {"equals": "", "at least": "≥ ", "at most": "≤ "}


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """A paper's claims, judged.

    Attributes
    ----------
    key, title : str
    scale : "quick" or "full"
    findings : tuple of Finding
        in the order of the claims
    data : dict of xarray.Dataset
        what was measured, with units and recipe in `attrs`
    note : str
        what a reader has to know about all of it
    """

    key: str
    title: str
    scale: str
    findings: tuple[Finding, ...]
    data: Mapping[str, Any]
    draw: Callable[[Mapping[str, Any]], "Figure"]
    note: str = ""
    attrs: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        counts = {verdict: len(self.of(verdict)) for verdict in Verdict}
        shown = ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count)
        return f"Report({self.key!r}, scale={self.scale!r}: {shown})"

    def of(self, verdict: Verdict) -> tuple[Finding, ...]:
        """Return the findings with this verdict."""
        return tuple(finding for finding in self.findings if finding.verdict is verdict)

    def rows(self) -> list[dict[str, Any]]:
        """Return a plain row for each claim: name, paper, where, ours, error, tolerance, verdict, note."""
        return [_row(finding) for finding in self.findings]

    def markdown(self) -> str:
        """Return the claims as a table."""
        lines = [
            "| claim | paper | where | ours | tolerance | verdict |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        notes = []
        for row in self.rows():
            ours = "" if row["ours"] is None else _number(row["ours"], row["error"])
            mark = ""
            if row["note"]:
                notes.append(row["note"])
                mark = f" [{len(notes)}]"
            cells = (row["claim"] + mark, row["paper"], row["where"], ours)
            lines.append(f"| {' | '.join(cells)} | {row['tolerance']:g} | {row['verdict']} |")
        lines += ["", *(f"[{k}] {note}  " for k, note in enumerate(notes, 1))] if notes else []
        return "\n".join(lines) + "\n"

    def figure(self) -> "Figure":
        """Return the paper's central figure, drawn anew with our data."""
        return self.draw(self.data)

    def save(self, folder: str | Path) -> Path:
        """Write claims.json, report.md, figure.svg, figure.png and the data as Zarr into a folder; return it.

        Parameters
        ----------
        folder : path
        """
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        said = {"key": self.key, "scale": self.scale, "claims": self.rows(), **self.attrs}
        text = json.dumps(said, indent=1, ensure_ascii=False)
        (place / "claims.json").write_text(text + "\n", "utf-8")
        head = f"# {self.title}\n\n{self.note}\n\n" if self.note else f"# {self.title}\n\n"
        picture = "\n![The central figure, drawn anew](figure.svg)\n"
        (place / "report.md").write_text(head + self.markdown() + picture, "utf-8")
        figure = self.figure()
        for ending in ("svg", "png"):
            figure.savefig(place / f"figure.{ending}", dpi=150, metadata=_UNDATED[ending])
        for name, data in self.data.items():
            data.to_zarr(place / f"{name}.zarr", mode="w", consolidated=False)
        return place


_UNDATED = {"svg": {"Date": None}, "png": {}}


def _row(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data."""
    claim, found = finding.claim, finding.found
    notes = [claim.note, found.note if found else ""]
    return {
        "claim": claim.name,
        "paper": f"{_SIGNS[claim.relation]}{claim.value:g}",
        "where": claim.where,
        "ours": None if found is None else float(found.value),
        "error": None if found is None else float(found.error),
        "tolerance": claim.tolerance,
        "verdict": str(finding.verdict),
        "note": " ".join(note for note in notes if note),
    }


def _number(value: float, error: float) -> str:
    """Return a number with as many digits as its error leaves."""
    return f"{value:.4g} ± {error:.1g}" if error else f"{value:.5g}"
