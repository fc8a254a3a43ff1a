"""How many random patterns can any couplings store? Two a unit, and fewer with a margin: gardner1988."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "best_margin", "is_separable"]

_CLAIMS = (
    Claim("gardner1988", "critical load", 2.0, 0.05, "eq. 33"),
    Claim("gardner1988", "best margin at load ½", 0.9657, 0.03, "eq. 32, κ(½)", note="κ from 1/α."),
)


def is_separable(n: int, load: float, seed: Any) -> dict[str, bool]:
    """Return whether one unit of n can store its bits of random patterns, by linear programming."""
    from scipy.optimize import linprog

    xi = hf.patterns.random(round(load * n), n, seed=seed).spins.astype(np.float64)
    wanted = -xi[:, :1] * xi[:, 1:]  # ξ_0 (w·ξ) ≥ 1
    found = linprog(
        np.zeros(n - 1), A_ub=wanted, b_ub=-np.ones(len(xi)), bounds=(None, None), method="highs"
    )
    return {"separable": found.status == 0}


def best_margin(n: int, load: float, seed: Any) -> dict[str, float]:
    """Return the largest margin of a unit, the mean over all units of a network."""
    xi = hf.patterns.random(round(load * n), n, seed=seed)
    net = hf.Network(hf.rules.Perceptron()(xi))
    return {"margin": float(hf.analysis.stability(net, xi).min(axis=0).mean())}


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    is_full = scale == "full"
    n, samples = (400, 400) if is_full else (80, 60)
    loads = [1.6, 1.8, 1.9, 2.0, 2.1, 2.2, 2.4]
    units = {"n": "units", "load": "patterns per unit"}
    sizes = [200, 800] if is_full else [200]
    margins = Grid({"n": sizes, "load": [0.25, 0.5, 1.0]}, samples=4, seed=seed, units=units)
    return {
        "storage": (is_separable, Grid({"n": [n], "load": loads}, samples, seed, units)),
        "margin": (best_margin, margins),
    }


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    share = data["storage"].separable.mean("sample").isel(n=0)
    half, error = _half_point(share["load"].values, share.values, data["storage"].sizes["sample"])
    margin = data["margin"].margin.sel(load=0.5).isel(n=-1)
    n = int(data["storage"].n[0])
    note = f"n = {n}, where half of the units can be taught; exactly 2 at every n (cover1965)."
    return {
        "critical load": Measured(half, error, note),
        "best margin at load ½": Measured(
            float(margin.mean()), float(margin.std(ddof=1) / np.sqrt(margin.size)), "n = 200 up."
        ),
    }


def _half_point(loads: np.ndarray, share: np.ndarray, samples: int) -> tuple[float, float]:
    """Return where a falling share, fitted by a line near ½, crosses ½, and its standard error."""
    near = (share > 0.05) & (share < 0.95)
    spread = np.sqrt(np.maximum(share * (1 - share), 0.05) / samples)[near]
    line, cov = np.polyfit(loads[near], share[near] - 0.5, 1, w=1 / spread, cov="unscaled")
    half = -line[1] / line[0]
    slope = np.array([-half, -1.0]) / line[0]
    return float(half), float(np.sqrt(slope @ cov @ slope))


def _draw(data: Data) -> "Figure":
    """Return the margin that a load leaves, theory and ours, and the share of units that can be taught."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    axes = hf.plots.style.tidy(left, "load p/n", "largest margin κ")
    kappa = np.linspace(0.0, 2.5, 120)
    axes.plot(hf.theory.gardner_load(kappa), kappa, color=hf.plots.style.INK, label="theory")
    for k, n in enumerate(data["margin"].n.values):
        found = data["margin"].margin.sel(n=n)
        axes.errorbar(
            found.load,
            found.mean("sample"),
            found.std("sample"),
            label=f"n = {n}",
            **hf.plots.style.line(k) | {"linestyle": ""},
        )
    axes.legend(frameon=False)
    axes = hf.plots.style.tidy(right, "load p/n", "units that can be taught")
    share = data["storage"].separable.mean("sample")
    for k, n in enumerate(share.n.values):
        axes.plot(share["load"], share.sel(n=n), label=f"n = {n}", **hf.plots.style.line(k))
    axes.axvline(2.0, color=hf.plots.style.INK, linestyle=":", label="theory")
    axes.legend(frameon=False)
    return figure


PAPER = Paper(
    key="gardner1988",
    title="The space of interactions in neural network models",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
)
