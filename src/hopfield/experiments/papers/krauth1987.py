"""Does learning the least stable pattern again and again reach the largest margin, and in how many steps?"""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "Learned", "largest_margin", "minover", "stabilities"]

_KEY = "krauth1987"
_UNITS = 20  # each with patterns of its own
_THEORY = "Gardner's equation for the largest margin (gardner1988), n → ∞."
_CLAIMS = (
    Claim(
        _KEY,
        "margin that is reached, over the largest",
        1.0,
        0.01,
        "the theorem: 1 for c → ∞",
        note="At the largest c that was run, at load ½; the largest margin is found by quadratic programming.",
    ),
    Claim(
        _KEY,
        "the paper's upper bound, over the largest margin",
        1.0,
        1e-9,
        "the theorem: |J| n/M, M steps",
        "at least",
        note="The least of all units, loads and c.",
    ),
    Claim(
        _KEY,
        "steps, over (2c + 1) n/Δ²",
        1.0,
        0.0,
        "the proof of convergence",
        "at most",
        note="The most of all units, loads and c; Δ is the largest margin, and a step adds ξ/n.",
    ),
    Claim(_KEY, "largest margin at load ½", 1.034, 0.04, "Gardner's curve", note=_THEORY),
    Claim(_KEY, "largest margin at load 1", 0.471, 0.03, "Gardner's curve", note=_THEORY),
)


class Learned(NamedTuple):
    """What a unit learned: (units,) arrays."""

    margin: np.ndarray  # of its least stable pattern
    norm: np.ndarray  # |J|
    steps: np.ndarray


def minover(wanted: np.ndarray, c: float) -> Learned:
    """Learn the least stable pattern by 1/n, from J = 0 on, until all have ξ_i h_i ≥ c.

    Parameters
    ----------
    wanted : (units, p, n) float array
        ξ_i^μ ξ^μ, for each unit its own
    c : float
    """
    units, _, n = wanted.shape
    J = np.zeros((units, n))
    heard = np.zeros(wanted.shape[:2])
    gram = np.einsum("umj,uvj->umv", wanted, wanted) / n
    steps, rows = np.zeros(units, dtype=np.int64), np.arange(units)
    while len(rows):
        worst = heard[rows].argmin(axis=1)
        is_short = heard[rows, worst] < c
        rows, worst = rows[is_short], worst[is_short]
        J[rows] += wanted[rows, worst] / n
        heard[rows] += gram[rows, worst]
        steps[rows] += 1
    norm = np.linalg.norm(J, axis=1)
    return Learned(heard.min(axis=1) / norm, norm, steps)


def largest_margin(wanted: np.ndarray) -> float:
    """Return the largest margin that any couplings give to the rows (p, n), or 0: least |w| with rows·w ≥ 1.

    By nonnegative least squares: the residual of (rows, 1)ᵀ x = (0, …, 0, 1) is -w and 1, up to a factor.
    """
    from scipy.optimize import nnls

    count, n = wanted.shape
    system = np.vstack([wanted.T, np.ones(count)])
    goal = np.zeros(n + 1)
    goal[n] = 1.0
    x, distance = nnls(system, goal)
    if distance < 1e-9:
        return 0.0
    rest = system @ x - goal
    w = rest[:n] / -rest[n]
    return float(1.0 / np.linalg.norm(w))


def stabilities(n: int, load: float, c: float, seed: Any) -> dict[str, np.ndarray]:
    """Return the margins that are reached and the largest, the bound and the steps, of some units, (units,)."""
    xi = hf.patterns.random(_UNITS * round(load * n), n + 1, seed=seed).spins.astype(np.float64)
    wanted = (xi[:, :1] * xi[:, 1:]).reshape(_UNITS, -1, n)
    found = minover(wanted, c)
    largest = np.array([largest_margin(rows) for rows in wanted])
    return {
        "margin": found.margin,
        "largest": largest,
        "bound": found.norm * n / found.steps,
        "steps": found.steps,
        "most": (2 * c + 1) * n / largest**2,
    }


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    n, samples = (200, 40) if scale == "full" else (80, 4)
    thresholds = [0.1, 1.0, 10.0, 100.0] if scale == "full" else [0.1, 1.0, 10.0, 40.0]
    axes = {"n": [n], "load": [0.25, 0.5, 0.75, 1.0], "c": thresholds}
    units = {"n": "synapses of a unit", "load": "patterns per synapse"}
    return {"learning": (stabilities, Grid(axes, samples, seed, units))}


def _units_named(data: Data) -> Any:
    """Return what was found, with one axis for the units: a ratio is of a unit's own numbers."""
    found = data["learning"].isel(n=0)
    found = found.rename_dims({name: "unit" for name in found.dims if str(name).endswith("_0")})
    return found.transpose("load", "c", "sample", "unit")


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    found = _units_named(data)
    note = f"n = {int(found['n'])}."

    def mean(values: Any) -> Measured:
        values = values.values.ravel()
        return Measured(float(values.mean()), float(values.std() / np.sqrt(values.size)), note)

    ratio = (found.margin / found.largest).isel(c=-1).sel(load=0.5)
    measured = (
        mean(ratio),
        Measured(float((found.bound / found.largest).min()), 0.0, note),
        Measured(float((found.steps / found.most).max()), 0.0, note),
        mean(found.largest.sel(load=0.5)),
        mean(found.largest.sel(load=1.0)),
    )
    return dict(zip((claim.name for claim in _CLAIMS), measured, strict=True))


def _draw(data: Data) -> "Figure":
    """Return the margin against the load, reached and largest and by theory, and how near it comes with c."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
    hf.plots.style.tidy(left, "load p/n", "margin Δ")
    hf.plots.style.tidy(right, "c", "margin over the largest")
    found = _units_named(data)
    axes = ("sample", "unit")
    count = np.sqrt(found.margin[0, 0].size)
    kappa = np.linspace(0.0, 2.2, 120)
    ink = hf.plots.style.INK
    left.plot(hf.theory.gardner_load(kappa), kappa, color=ink, label="theory, n → ∞")
    for k in range(found.sizes["c"]):
        look = hf.plots.style.line(k) | {"linestyle": "", "capsize": 2}
        at = found.margin.isel(c=k)
        label = f"minover, c = {float(found['c'][k]):g}"
        error = at.std(axes).values / count
        left.errorbar(found["load"].values, at.mean(axes).values, error, label=label, **look)
    for k, load in enumerate(found["load"].values):
        ratio = (found.margin / found.largest).sel(load=load)
        look = hf.plots.style.line(k) | {"capsize": 2, "label": f"load {load:g}"}
        error = ratio.std(axes).values / count
        right.errorbar(found["c"].values, ratio.mean(axes).values, error, **look)
    right.axhline(1.0, color=ink, linestyle=":")
    right.set_xscale("log")
    left.set_xlim(0.0, 1.3)
    for one in (left, right):
        one.legend(frameon=False)
    return figure


PAPER = Paper(
    key=_KEY,
    title="Learning algorithms with optimal stability in neural networks",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
)
