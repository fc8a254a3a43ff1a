"""At which load does recall break down, by curves that are measured at several sizes?

A network of n units loses its memories over a range of loads of about n^{-1/2}, so every size has loads of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from hopfield.analysis import Capacity, Retrieval, Transition, transition
from hopfield.experiments.claims import Measured
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Plan
from hopfield.plots.style import INK, line, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Size", "breakdown", "curves", "draw_curves", "plan_curves", "said"]

_UNITS = {"n": "units", "load": "patterns per unit", "retrieved": "share of the cues"}


class Size(NamedTuple):
    """How one size is measured.

    Attributes
    ----------
    n : int
    loads : sequence of float, rising, from where more than half is recalled to where less is
    samples : int
    """

    n: int
    loads: Sequence[float]
    samples: int


def plan_curves(
    sizes: Sequence[Size],
    seed: int,
    measure: Callable[..., Any] = Retrieval(),
    name: str = "recall",
    extra: Mapping[str, Any] | None = None,
) -> Plan:
    """Return a grid a size: "recall-500" and so on.

    Parameters
    ----------
    sizes : sequence of Size
    seed : int
    measure : function of n, load and the extra axes
        to "retrieved" and "overlap"
    name : str
    extra : mapping of name to value, optional
        other axes, of one value each
    """
    held = {key: [value] for key, value in (extra or {}).items()}
    return {
        f"{name}-{n}": (
            measure,
            Grid({"n": [n], "load": list(loads), **held}, samples, seed, _UNITS),
        )
        for n, loads, samples in sizes
    }


def curves(data: Data, name: str = "recall") -> tuple[Capacity, ...]:
    """Return what was measured at each size, the smallest first."""
    found = [data[key] for key in data if key.rpartition("-")[0] == name]
    made = []
    for one in sorted(found, key=lambda one: int(one["n"][0])):
        extra = [dim for dim in one.retrieved.dims if dim not in ("n", "load", "sample")]
        arrays = one.squeeze(extra, drop=True).transpose("n", "load", "sample")
        parts = (arrays[part].values for part in ("n", "load", "retrieved", "overlap"))
        made.append(Capacity(*parts))
    return tuple(made)


def breakdown(data: Data, name: str = "recall") -> Transition:
    """Return where half of the memories are recalled, extrapolated to n → ∞."""
    return transition(*curves(data, name))


def said(where: Transition) -> Measured:
    """Return the extrapolated load, and what it comes from."""
    halves = zip(where.n, where.half, where.half_error, strict=True)
    parts = ", ".join(f"{half:.4f} ± {error:.4f} (n = {n:,})" for n, half, error in halves)
    return Measured(where.load, where.load_error, f"Half are recalled at {parts}; line in n^-½.")


def draw_curves(axes: "Axes", found: Sequence[Capacity], what: str = "retrieved") -> "Axes":
    """Draw a curve a size, with standard errors over the samples.

    Parameters
    ----------
    axes : Axes
    found : sequence of Capacity
        of one size each
    what : "retrieved" or "overlap"
    """
    words = {"retrieved": "share of memories recalled", "overlap": "overlap m"}
    tidy(axes, "load p/n", words[what])
    for k, one in enumerate(found):
        is_share = what == "retrieved"
        mean = one.fraction[0] if is_share else one.mean_overlap[0]
        error = one.fraction_error[0] if is_share else one.overlap_error[0]
        axes.errorbar(one.loads, mean, error, label=f"n = {one.n[0]:,}", capsize=2, **line(k))
    axes.axhline(0.0, color=INK, linewidth=0.6)
    return axes
