"""`hopfield capacity`: how many patterns a rule holds, for networks of some sizes and for n → ∞."""

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

import hopfield as hf
from hopfield.cli.edge import FOUND, guarded, notice, telling
from hopfield.cli.loads import Found, show
from hopfield.cli.writing import check_plot, save_plot
from hopfield.errors import ParameterError

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Rules", "capacity", "parse_loads"]


class Rules(StrEnum):
    """The rules whose capacity can be asked for by name."""

    HEBB = "hebb"
    PROJECTION = "projection"
    STORKEY = "storkey"
    PERCEPTRON = "perceptron"
    FLOW = "flow"

    def rule(self) -> hf.rules.Rule:
        """Return the rule with its default parameters."""
        made = {
            Rules.HEBB: hf.rules.Hebb,
            Rules.PROJECTION: hf.rules.PseudoInverse,
            Rules.STORKEY: hf.rules.Storkey,
            Rules.PERCEPTRON: hf.rules.Perceptron,
            Rules.FLOW: hf.rules.MinimumProbabilityFlow,
        }
        return made[self]()


_THEORY = {Rules.HEBB: hf.theory.critical_load}  # at T = 0, replica symmetric: amit1985


def capacity(
    *,
    rule: Annotated[
        Rules, typer.Option(help="How patterns are stored.", case_sensitive=False)
    ] = Rules.HEBB,
    n: Annotated[
        list[int] | None, typer.Option("-n", min=2, help="Units; may be repeated.")
    ] = None,
    loads: Annotated[
        str, typer.Option(help="FROM:TO:COUNT or a list with commas, in patterns per unit.")
    ] = "0.1:0.2:11",
    samples: Annotated[int, typer.Option(min=1, help="Networks for each n and load.")] = 20,
    cues: Annotated[int, typer.Option(min=1, help="Patterns recalled in each network.")] = 16,
    start: Annotated[float, typer.Option(help="The overlap of a cue with its pattern.")] = 1.0,
    max_sweeps: Annotated[int, typer.Option(min=1, help="Take a recall as it stands then.")] = 100,
    seed: Annotated[int, typer.Option(min=0, help="Of the patterns and the order of visits.")] = 0,
    store: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Keep results in this Zarr folder; run on from it."),
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="Draw the curves into this file.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; default: processors.")] = None,
    engine: Annotated[
        str | None, typer.Option(help='"dask", or the address of a Dask scheduler.')
    ] = None,
    is_json: Annotated[bool, typer.Option("--json", help="Say it as one JSON object.")] = False,
    is_csv: Annotated[bool, typer.Option("--csv", help="Say the curves as CSV.")] = False,
) -> None:
    """Measure the share of random patterns that a rule recalls against the load p/n, and where it breaks down.

    With -o it may be interrupted at any moment: the same command then runs on. Exit code: 0 measured, 2 wrong use.
    """
    with guarded():
        if is_json and is_csv:
            raise ParameterError("--json and --csv exclude each other; give one of them")
        if plot is not None:
            check_plot(plot)
        axes = {"n": sorted({*(n or [1000])}), "load": parse_loads(loads)}
        units = {"n": "units", "load": "patterns per unit"}
        grid = hf.experiments.Grid(axes, samples, seed, units)
        measure = hf.analysis.Retrieval(rule.rule(), start, cues, max_sweeps)
        data = _measured(measure, grid, store, engine, jobs)
        found = _found(rule, data, seed)
        if plot is not None:
            _draw(found, plot)
        with telling():
            show(found, "json" if is_json else "csv" if is_csv else "table")
        raise typer.Exit(FOUND)


def parse_loads(text: str) -> list[float]:
    """Return loads from FROM:TO:COUNT, both ends included, or from a list with commas, rising."""
    try:
        if match := re.fullmatch(r"([^:,]+):([^:,]+):(\d+)", text):
            found = np.linspace(float(match[1]), float(match[2]), int(match[3])).round(12).tolist()
        else:
            found = [float(word) for word in text.split(",")]
    except ValueError:
        found = []
    if not found or min(found) <= 0.0 or sorted({*found}) != found or not np.isfinite(found).all():
        message = f"--loads takes FROM:TO:COUNT, such as 0.12:0.15:7, or 0.1,0.14,0.2: above 0 and rising; got {text!r}"
        raise ParameterError(message)
    return found


def _measured(
    measure: hf.analysis.Retrieval,
    grid: hf.experiments.Grid,
    store: Path | None,
    engine: str | None,
    jobs: int | None,
) -> "xr.Dataset":
    """Return the results; say what to install if the libraries for it are absent."""
    try:
        return hf.experiments.run(measure, grid, store=store, engine=engine, n_jobs=jobs)
    except ModuleNotFoundError as error:
        message = f"{error.name} is not installed: pip install 'hopfield[experiments]'"
        raise ParameterError(message) from None


def _found(rule: Rules, data: "xr.Dataset", seed: int) -> Found:
    """Return the curves, and the transition if they show one."""
    order = ("n", "load", "sample")
    curves = hf.analysis.Capacity(
        data["n"].values,
        data["load"].values,
        data["retrieved"].transpose(*order).values,
        data["overlap"].transpose(*order).values,
    )
    try:
        where = hf.analysis.transition(curves, seed=seed)
    except ParameterError as error:
        notice(f"no transition: {error}")
        where = None
    theory = _THEORY[rule]() if rule in _THEORY else None
    return Found(str(rule), curves, where, theory)


def _draw(found: Found, place: Path) -> None:
    """Draw the curves into a file."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.4, 4.2), layout="constrained")
    axes = figure.add_subplot()
    hf.plots.capacity(found.curves, theory=found.theory, transition=found.where, axes=axes)
    axes.set_title(f"Random patterns, stored by the rule {found.rule}", loc="left")
    save_plot(figure, place)
