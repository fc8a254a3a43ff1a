"""How many patterns does Hebb's rule hold without a single wrong bit: mceliece1987."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan
from hopfield.experiments.samples import averaged, bars
from hopfield.experiments.stored import stored
from hopfield.plots.style import INK, line, tidy

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "exact"]

_SLOW = "The share of patterns that lack a bit there falls only as 1/√(4π ln n): the tolerance."
_CLAIMS = (
    Claim("mceliece1987", "share exact at n/(2 ln n)", 1.0, 0.12, "abstract", "at least", _SLOW),
    Claim("mceliece1987", "share exact at n/ln n", 0.0, 0.03, "abstract", "at most"),
    Claim("mceliece1987", "all exact at n/(4 ln n)", 1.0, 0.03, "abstract", "at least"),
    Claim("mceliece1987", "all exact at n/(2 ln n)", 0.0, 0.03, "abstract", "at most"),
)
_PLACES = {
    "share exact at n/(2 ln n)": ("share", 0.5),
    "share exact at n/ln n": ("share", 1.0),
    "all exact at n/(4 ln n)": ("all", 0.25),
    "all exact at n/(2 ln n)": ("all", 0.5),
}


def exact(n: int, multiple: float, seed: Any) -> dict[str, float]:
    """Return the share of p = multiple · n/ln n patterns that are fixed points, and whether all of them are."""
    xi, net = stored(n, multiple / np.log(n), seed)
    # a unit that hears nothing keeps its state
    is_fixed = (net.gap(xi.spins) * xi.spins >= 0).all(axis=1)
    return {"share": float(is_fixed.mean()), "all": float(is_fixed.all())}


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    sizes, samples = ([1000, 4000, 16_000], 100) if scale == "full" else ([250, 1000, 4000], 24)
    axes = {"n": sizes, "multiple": [0.125, 0.25, 0.375, 0.5, 0.75, 1.0]}
    units = {"n": "units", "multiple": "n/ln n patterns"}
    return {"exact": (exact, Grid(axes, samples, seed, units))}


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    largest = data["exact"].isel(n=-1)
    note = f"n = {int(largest['n']):,}."
    return {
        name: averaged(largest[what].sel(multiple=at), note) for name, (what, at) in _PLACES.items()
    }


def _draw(data: Data) -> "Figure":
    """Return the share of exact patterns, and how often all are, against the number of patterns."""
    import matplotlib.pyplot as plt

    figure, both = plt.subplots(1, 2, figsize=(10, 4), layout="constrained", sharex=True)
    found = data["exact"]
    multiple = np.linspace(0.1, 1.05, 200)
    words = {"share": "share of patterns without an error", "all": "networks without any error"}
    for axes, (what, label) in zip(both, words.items(), strict=True):
        tidy(axes, "patterns, in n/ln n", label)
        for k, n in enumerate(found["n"].values):
            one = (1 - hf.theory.bit_error(multiple / np.log(n))) ** n
            p = multiple * n / np.log(n)
            theory = one if what == "share" else one**p
            axes.plot(multiple, theory, color=line(k)["color"], linestyle=line(k)["linestyle"])
            bars(axes, found[what].sel(n=n), k, f"n = {n:,}")
        axes.axvline(0.5 if what == "share" else 0.25, color=INK, linestyle=":", label="capacity")
        axes.plot([], [], color=INK, label="independent bits")
        axes.legend(frameon=False)
    return figure


PAPER = Paper(
    key="mceliece1987",
    title="The capacity of the Hopfield associative memory",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
    note="The capacities are those of n → ∞; ours are at the sizes that the figure shows.",
)
