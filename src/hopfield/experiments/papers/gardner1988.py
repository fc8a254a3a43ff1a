"""How many random patterns can any couplings store? Two a synapse, more of biased ones, fewer with a margin."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.crossing import half_load
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["PAPER", "is_separable", "margins"]

_KEY = "gardner1988"
_BIAS = 0.8
_LARGE = 160  # synapses, where biased patterns are within a few percent of the limit
_MARGIN = 0.7  # asked for at load ½: the largest is 1.03, and few units of 150 have less than 0.8

_EQUATION = "the equation for α(κ)"
_STOP = "The learning stops within 1 % of the largest margin."
_CLAIMS = (
    Claim(_KEY, "critical load", 2.0, 0.03, "abstract"),
    Claim(_KEY, "critical load, patterns of mean 0.8: larger", 2.0, 0.0, "abstract", "at least"),
    Claim(
        _KEY,
        "critical load, patterns of mean 0.8",
        3.913,
        0.2,
        "the equation for α(κ, m)",
        note=f"The limit is approached slowly, from below: this needs n of {_LARGE} at least, the full scale.",
    ),
    Claim(_KEY, "largest margin at load ½", 1.034, 0.02, _EQUATION, note=_STOP),
    Claim(_KEY, "largest margin at load 1", 0.471, 0.015, _EQUATION, note=_STOP),
    Claim(
        _KEY,
        f"units that learn a margin of {_MARGIN} at load ½",
        1.0,
        0.0,
        "abstract",
        note="The learning converges wherever couplings with that margin exist.",
    ),
)


def is_separable(n: int, load: float, bias: float, seed: Any) -> dict[str, bool]:
    """Return whether a unit with n synapses can store its bits of random patterns, by linear programming."""
    from scipy.optimize import linprog

    count = round(load * n)
    xi = hf.patterns.random(count, n + 1, bias, seed).spins.astype(float)
    wanted = -xi[:, :1] * xi[:, 1:]  # ξ_0 (w·ξ) ≥ 1
    found = linprog(
        np.zeros(n), A_ub=wanted, b_ub=-np.ones(count), bounds=(None, None), method="highs"
    )
    return {"separable": found.status == 0}


def margins(n: int, load: float, seed: Any) -> dict[str, float]:
    """Return the largest margin of a unit with n synapses, and who learns a given one: means over a network."""
    xi = hf.patterns.random(round(load * n), n + 1, seed=seed)
    best = hf.Network(hf.rules.Perceptron()(xi))
    taught = hf.Network(hf.rules.Perceptron(margin=_MARGIN if load <= 0.5 else 0.0)(xi))
    least = hf.analysis.stability(taught, xi).min(axis=0)
    return {
        "margin": float(hf.analysis.stability(best, xi).min(axis=0).mean()),
        "learned": float(np.mean(least >= _MARGIN * (1 - 1e-9))),
    }


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    is_full = scale == "full"
    n, samples = (_LARGE, 200) if is_full else (40, 120)
    units = {"n": "synapses of a unit", "load": "patterns per synapse"}
    loads = [1.7, 1.85, 2.0, 2.15, 2.3]
    more = [3.3, 3.6, 3.9, 4.2, 4.5] if is_full else [2.0, 2.6, 3.2, 3.8, 4.4]
    sizes = [100, 200, 400] if is_full else [150]
    return {
        "storage": (
            is_separable,
            Grid({"n": [n], "load": loads, "bias": [0.0]}, samples, seed, units),
        ),
        "biased": (
            is_separable,
            Grid(
                {"n": [n], "load": more, "bias": [_BIAS]},
                samples // 3 if not is_full else samples,
                seed,
                units,
            ),
        ),
        "margin": (margins, Grid({"n": sizes, "load": [0.25, 0.5, 1.0]}, 4, seed, units)),
    }


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    found = data["margin"].isel(n=-1)
    n, size = int(data["storage"]["n"][0]), int(found["n"])

    def mean(name: str, load: float) -> Measured:
        values = found[name].sel(load=load)
        error = float(values.std(ddof=1) / np.sqrt(values.size))
        return Measured(float(values.mean()), error, f"n = {size}.")

    exact = "at random points one half can be taught at exactly 2, for every n (cover1965)"
    biased = half_load(data["biased"].separable.isel(bias=0), f"Half of the units, n = {n}.")
    measured = {
        "critical load": half_load(
            data["storage"].separable.isel(bias=0), f"Half of the units, n = {n}; {exact}."
        ),
        "critical load, patterns of mean 0.8: larger": biased,
        "largest margin at load ½": mean("margin", 0.5),
        "largest margin at load 1": mean("margin", 1.0),
        f"units that learn a margin of {_MARGIN} at load ½": mean("learned", 0.5),
    }
    return measured | ({"critical load, patterns of mean 0.8": biased} if n >= _LARGE else {})


def _draw(data: Data) -> "Figure":
    """Return the margin that a load leaves, theory and ours, and the share of units that can be taught."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
    _draw_margins(hf.plots.style.tidy(left, "load p/n", "largest margin κ"), data["margin"].margin)
    axes = hf.plots.style.tidy(right, "load p/n", "share of units that can be taught")
    for k, (name, mean) in enumerate([("storage", 0.0), ("biased", _BIAS)]):
        share = data[name].separable.isel(n=0, bias=0).astype(float)
        error = share.std("sample") / np.sqrt(share.sizes["sample"])
        look = hf.plots.style.line(k) | {"capsize": 2, "label": f"ours, mean {mean:g}"}
        axes.errorbar(share["load"].values, share.mean("sample").values, error.values, **look)
        label = "critical load, theory" if k == 0 else None
        critical = hf.theory.gardner_load(bias=mean)
        axes.axvline(critical, color=hf.plots.style.INK, linestyle=":", label=label)
    axes.set_ylim(-0.03, 1.03)
    axes.set_xlim(1.5, 6.0)
    axes.legend(frameon=False)
    return figure


def _draw_margins(axes: "Axes", margin: Any) -> None:
    """Draw the largest margin against the load, theory and ours."""
    kappa = np.linspace(0.0, 2.2, 120)
    axes.plot(hf.theory.gardner_load(kappa), kappa, color=hf.plots.style.INK, label="theory, n → ∞")
    for k, n in enumerate(margin["n"].values):
        found = margin.sel(n=n)
        error = found.std("sample") / np.sqrt(found.sizes["sample"])
        look = hf.plots.style.line(k) | {"linestyle": "", "label": f"ours, n = {n}", "capsize": 2}
        axes.errorbar(found["load"].values, found.mean("sample").values, error.values, **look)
    axes.set_xlim(0.0, 2.05)
    axes.legend(frameon=False)


PAPER = Paper(
    key=_KEY,
    title="The space of interactions in neural network models",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
)
