"""Do neurons with a graded response compute as two-state ones do?"""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.averages import mean_of, resampled
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.graded import contours, minima, two_units
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER"]

_HIGH = [200.0, 400.0, 800.0, 1600.0]
_LOW = 0.3  # times the largest eigenvalue of T it is below 1


def _claim(name: str, value: float, tolerance: float, where: str, **words: str) -> Claim:
    """Return a claim of this paper."""
    return Claim("hopfield1984", name, value, tolerance, where, **words)


_PAIR = "two units, T = 1, λ = 1.4"
_CLAIMS = (
    _claim(
        "λTR at which the origin loses stability",
        1.0,
        0.01,
        "two units",
        note="Half way between the last loop gain from which flows come back and the first from which they leave.",
    ),
    _claim(
        "V₁ = V₂ at the minima",
        0.5729,
        0.001,
        f"{_PAIR}; from V = (2/π) atan(πλV/2)",
        note="Absolute values where flows from the edge end.",
    ),
    _claim("minima of the two units", 2.0, 0.0, _PAIR, note="Different ends of twelve flows."),
    _claim(
        "two-state stable states with a minimum beside them",
        1.0,
        0.0,
        "high gain",
        note="n = 20, p = 3, λ = 1600: a flow from beside the corner rests beside it.",
    ),
    _claim(
        "minima beside a two-state stable state",
        1.0,
        0.0,
        "high gain",
        note="Ends of flows from inside the cube.",
    ),
    _claim(
        "exponent of the integral term in the gain",
        -1.0,
        0.02,
        "1/λ in the energy",
        note="Energy at the minima less that of two states, λ from 200 to 1600.",
    ),
    _claim(
        "largest V at rest, low gain",
        0.0,
        0.001,
        "low gain",
        note="λ R times the largest eigenvalue of T is below 1: the origin alone is stable.",
    ),
    _claim(
        "largest rise of the energy on the way",
        0.0,
        1e-8,
        "dE/dt ≤ 0",
        relation="at most",
        note="From a time constant to the next, all flows at all gains; rounding is 1e-8.",
    ),
)


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    is_full = scale == "full"
    step = 0.005 if is_full else 0.01
    loops = np.round(np.arange(0.955, 1.06, 0.01 if not is_full else step), 4).tolist()
    pair = {"loop": loops, "resistance": [0.5, 2.0]}
    many = {"n": [20], "memories": [3], "gain": [_LOW, *_HIGH]}
    units = {"loop": "λTR", "gain": "λ"}
    return {
        "pair": (two_units, Grid(pair, 1, seed, units)),
        "contours": (contours, Grid({"gain": [1.4], "points": [99]}, 1, seed, units)),
        "many": (minima, Grid(many, 40 if is_full else 4, seed, units)),
    }


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    pair, many = data["pair"], data["many"].squeeze(drop=True)
    two = data["contours"].squeeze(drop=True)
    ends, high = two.end.values, many.sel(gain=_HIGH)
    kinds = len(np.unique(ends.round(3), axis=0))
    stable = pair.left.mean(["resistance", "sample"])
    last = float(pair.loop.values[stable.values == 0.0].max())
    first = float(pair.loop.values[stable.values == 1.0].min())
    rise = max(float(many.rise.max()), float(two.rise.max()))
    return {
        "λTR at which the origin loses stability": Measured(
            0.5 * (last + first), 0.5 * abs(first - last)
        ),
        "V₁ = V₂ at the minima": Measured(float(np.abs(ends).mean()), float(np.abs(ends).std())),
        "minima of the two units": Measured(float(kinds)),
        "two-state stable states with a minimum beside them": mean_of(
            many.corner_has_minimum.sel(gain=_HIGH[-1])
        ),
        "minima beside a two-state stable state": mean_of(
            many.minimum_has_corner.sel(gain=_HIGH[-1])
        ),
        "exponent of the integral term in the gain": resampled(_exponent, high),
        "largest V at rest, low gain": Measured(float(many["size"].sel(gain=_LOW).max())),
        "largest rise of the energy on the way": Measured(rise),
    }


def _exponent(data: Data) -> float:
    """Return the slope of the integral term over the gain, both in logarithms."""
    mean = data["integral"].mean("sample")
    return float(np.polyfit(np.log(mean.gain.values), np.log(mean.values), 1)[0])


def _draw(data: Data) -> "Figure":
    """Return the paper's map of the two units' energy, with flows on it, and the integral term over the gain."""
    import matplotlib.pyplot as plt

    style = hf.plots.style
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
    axes = style.tidy(left, "V₁", "V₂")
    two = data["contours"].squeeze(drop=True)
    axis, energy = two["axis"].values, two["energy"].values
    levels = np.quantile(energy, np.linspace(0.0, 0.95, 16))
    axes.contour(axis, axis, energy.T, levels=levels, cmap=style.SEQUENTIAL, linewidths=0.9)
    path = two["path"].values
    axes.plot(path[..., 0], path[..., 1], color=style.COLOURS[1], linewidth=0.9)
    axes.plot(*two["end"].values.T, "o", color=style.INK)
    axes.set_aspect("equal")
    axes.set_title("Two units, λ = 1.4: energy, and flows to rest", fontsize="medium")
    axes = style.tidy(right, "gain λ", "E at rest less that of two states")
    found = data["many"].squeeze(drop=True).sel(gain=_HIGH).integral
    gain = found.gain.values
    look: dict[str, Any] = style.line(0) | {"linestyle": ""}
    axes.errorbar(gain, found.mean("sample"), found.std("sample"), label="n = 20, p = 3", **look)
    axes.plot(gain, 20 * np.log(2) / gain, color=style.INK, label="n ln 2 / λ, at the corners")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(gain, [f"{x:g}" for x in gain])
    axes.xaxis.minorticks_off()
    axes.legend(frameon=False)
    return figure


PAPER = Paper(
    key="hopfield1984",
    title="Neurons with graded response have collective computational properties like those of two-state neurons",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
)
