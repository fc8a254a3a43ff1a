"""What came of reproducing a paper: its claims beside our numbers, the data, and its central figure."""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor, isfinite, log10
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hopfield.experiments.claims import Finding, Verdict

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Report", "in_words", "titled"]

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
    draw : function of the data
        gives the figure
    note : str
        what a reader has to know about all of it
    attrs : dict
        the seed, and the machine with its versions
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
        """Return a plain row for each claim: claim, paper, where, ours, error, tolerance, verdict, note.

        `ours` and `error` are None where nothing was found; the other numbers are floats, and `paper` is a text.
        """
        return [_row(finding) for finding in self.findings]

    def notes(self) -> list[str]:
        """Return what the rows have to say, each once."""
        return list(dict.fromkeys(row["note"] for row in self.rows() if row["note"]))

    def as_data(self) -> dict[str, Any]:
        """Return all but the measurements as plain data: key, title, scale, claims, note, seed, machine."""
        said = {"key": self.key, "title": self.title, "scale": self.scale}
        return {**said, "claims": self.rows(), "note": self.note, **self.attrs}

    def markdown(self) -> str:
        """Return the claims as a table, with the notes below it."""
        head = ("claim", "paper", "where", "ours", "tolerance", "verdict")
        lines, notes = [_line(head), _line(["---"] * len(head))], self.notes()
        for row in self.rows():
            cells = (titled(row, notes), row["paper"], row["where"], in_words(row))
            lines.append(_line([*cells, f"{row['tolerance']:g}", row["verdict"]]))
        below = [f"{k}. {note}" for k, note in enumerate(notes, 1)]
        return "\n".join([*lines, *([""] if notes else []), *below]) + "\n"

    def figure(self) -> "Figure":
        """Return the paper's central figure, drawn anew with our data."""
        return self.draw(self.data)

    def save(self, folder: str | Path) -> Path:
        """Write claims.json, report.md, figure.svg, figure.png and the data as Zarr into a folder; return it.

        What is there of an older report is replaced, once all of the new one is written.

        Parameters
        ----------
        folder : path
        """
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=place, prefix=".") as hidden:
            self._write(Path(hidden))
            for made in Path(hidden).iterdir():
                if (place / made.name).is_dir():
                    shutil.rmtree(place / made.name)
                made.replace(place / made.name)
        return place

    def _write(self, place: Path) -> None:
        """Write all files."""
        text = json.dumps(self.as_data(), indent=1, ensure_ascii=False, allow_nan=False)
        (place / "claims.json").write_text(text + "\n", "utf-8")
        head = f"# {self.title}\n\n" + (f"{self.note}\n\n" if self.note else "")
        picture = "\n![The central figure, drawn anew](figure.svg)\n"
        (place / "report.md").write_text(head + self.markdown() + picture, "utf-8")
        self.draw_into(place / "figure.svg", place / "figure.png")
        for name, data in self.data.items():
            # strings of a fixed width have no place in the Zarr standard
            words = {
                axis: at.astype(object) for axis, at in data.coords.items() if at.dtype.kind == "U"
            }
            kept = data.assign_coords(words)
            kept.to_zarr(place / f"{name}.zarr", mode="w", consolidated=False)

    def draw_into(self, *files: Path) -> None:
        """Write the figure into files, as .svg or .png: the same bytes for the same data.

        Parameters
        ----------
        files : paths
        """
        import matplotlib as mpl
        import matplotlib.pyplot as plt

        # letters as letters: a third of the size of letters as curves
        look: dict[Any, Any] = {
            "svg.hashsalt": self.key,
            "svg.fonttype": "none",
            "path.simplify_threshold": 0.5,
        }
        with mpl.rc_context(look):
            figure = self.figure()
            try:
                for file in files:
                    figure.savefig(file, dpi=150, facecolor="white", metadata=_UNDATED[file.suffix])
            finally:
                plt.close(figure)


_UNDATED = {".svg": {"Date": None}, ".png": {"Software": None}}


def _line(cells: Sequence[str]) -> str:
    """Return a line of a table in Markdown."""
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def titled(row: Mapping[str, Any], notes: Sequence[str]) -> str:
    """Return what is claimed, with the number of its note.

    Parameters
    ----------
    row : dict
        of `Report.rows`
    notes : sequence of str
        of `Report.notes`
    """
    mark = f" ({notes.index(row['note']) + 1})" if row["note"] else ""
    return row["claim"] + mark


def _finite(value: float) -> float | None:
    """Return a number that JSON can hold."""
    return float(value) if isfinite(value) else None


def _row(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data."""
    claim, found = finding.claim, finding.found
    return {
        "claim": claim.name,
        "paper": f"{_SIGNS[claim.relation]}{claim.value:g}",
        "where": claim.where,
        "ours": None if found is None else _finite(found.value),
        "error": None if found is None else _finite(found.error),
        "tolerance": float(claim.tolerance),
        "verdict": str(finding.verdict),
        "note": finding.note,
    }


def in_words(row: Mapping[str, Any]) -> str:
    """Return ours of a row with its error, with as many digits as the error leaves; nothing for nothing.

    Parameters
    ----------
    row : dict
        of `Report.rows`
    """
    value, error = row["ours"], row["error"]
    if value is None:
        return ""
    if not error or error < 1e-9 * abs(value):  # the rounding of equal values
        return f"{value:.5g}"
    digits = max(0, -floor(log10(error)))
    if digits > 5:
        return f"{value:.5g} ± {error:.0e}"
    return f"{value:.{digits}f} ± {error:.{digits}f}"
