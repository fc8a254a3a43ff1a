"""Is one step of a modern network attention, and does it retrieve what it stores? ramsauer2020."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.crossing import half_point, mean_and_error, slope
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan
from hopfield.random import generator

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "attend", "bound", "settle", "store"]

_CUES = 64
_KINDS = ("single", "metastable", "average")
_SAME, _ERROR = "one step unlike attention", "error of one step / its bound"
_LOW, _HIGH, _RISE = "lowest energy", "highest energy / 2M²", "largest rise of the energy"
_GROWTH = "growth of ln p per dimension, β = K = 1"
_ENDS = "cues that end at a fixed point: {}"
_KEY = "ramsauer2020"

_CLAIMS = (
    Claim(_KEY, _SAME, 0.0, 1e-12, "the update is softmax(QKᵀ/√d) V", "at most"),
    Claim(_KEY, _ERROR, 1.0, 0.0, "theorem on the error of one update", "at most"),
    Claim(_KEY, _LOW, 0.0, 1e-12, "0 ≤ E ≤ 2M²", "at least"),
    Claim(_KEY, _HIGH, 1.0, 1e-12, "0 ≤ E ≤ 2M²", "at most"),
    Claim(_KEY, _RISE, 0.0, 1e-12, "theorem on convergence", "at most"),
    *(
        Claim(_KEY, _ENDS.format(kind), 1.0, 0.05, "abstract: three kinds of fixed points")
        for kind in _KINDS
    ),
    Claim(
        _KEY,
        _GROWTH,
        0.0790,
        0.0,
        "theorem on storage: √ε c^{(d-1)/4} patterns, c ≥ 1.3718",
        "at least",
        "¼ ln 1.3718; a lower bound, that random patterns on the sphere of radius √(d-1) exceed by far. Below d = 40"
        " the theorem itself promises less than one pattern.",
    ),
)


def attend(d: int, p: int, seed: Any) -> dict[str, float]:
    """Return the largest difference between one step, with values of its own, and attention."""
    from scipy.special import softmax

    Q, K, V = (generator(part).normal(size=(p, d)) for part in seed.spawn(3))
    beta = 1 / np.sqrt(d)
    step = hf.recall(hf.models.modern(K, beta, values=V), Q, hf.Sync(), max_sweeps=1).state
    return {"difference": float(np.abs(step - softmax(beta * Q @ K.T, axis=1) @ V).max())}


def bound(d: int, p: int, beta: float, seed: Any) -> dict[str, float]:
    """Return the error of one step in units of its bound, the range of the energy in units of 2M², and its rise."""
    drawn, noise, anywhere = seed.spawn(3)
    X = _on_sphere(p, d, drawn)
    net = hf.models.modern(X, beta)
    near = X + 0.05 * _on_sphere(p, d, noise)
    step = hf.recall(net, near, hf.Sync(), max_sweeps=1).state
    fixed = hf.recall(net, X, hf.Sync()).state
    products = X @ X.T - 2 * np.eye(p)  # without themselves
    far = np.maximum(*(np.linalg.norm(states - X, axis=1) for states in (near, fixed)))
    most = hf.theory.modern_error(1.0 - products.max(axis=1), p, beta, 1.0, far)
    inside = _on_sphere(1000, d, anywhere) * generator(anywhere).random((1000, 1))
    walk = hf.recall(net, inside, hf.Sync(), watch={"energy": net.energy}).trace["energy"]
    return {
        "error": float((np.linalg.norm(step - X, axis=1) / most).max()),
        "low": float(walk.min() / 2),
        "high": float(walk.max() / 2),
        "rise": float(np.diff(walk, axis=0).max()),
    }


def settle(d: int, beta: float, seed: Any) -> dict[str, float]:
    """Return the share of patterns, four alike in each of four groups, whose recall ends at each kind of fixed point.

    A metastable end counts if the four of its group have 90 % of the weight and no fewer, a single one if it is its
    own pattern.
    """
    centres, noise = seed.spawn(2)
    X = np.repeat(_on_sphere(4, d, centres), 4, axis=0) + 0.15 * _on_sphere(16, d, noise)
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    net = hf.models.modern(X, beta)
    seen = hf.analysis.attention(net, hf.recall(net, X, hf.Sync(), max_sweeps=500).state)
    own = np.arange(16)
    members = np.sort(seen.members, axis=1)[:, -4:] // 4
    is_group = (members == own[:, None] // 4).all(axis=1) & ((seen.members >= 0).sum(axis=1) == 4)
    return {
        "single": float(np.mean((seen.kind == "single") & (seen.index == own))),
        "metastable": float(np.mean((seen.kind == "metastable") & is_group)),
        "average": float(np.mean(seen.kind == "average")),
    }


def store(d: int, rate: float, seed: Any) -> dict[str, float]:
    """Return the share of e^{rate d} random patterns, of length √(d-1), that one step at β = 1 leaves in place."""
    p = round(np.exp(rate * d))
    if p < 2:
        message = (
            f"e^({rate:g} d) is less than 2 patterns at d = {d}; take d of at least {1 / rate:.0f}"
        )
        raise hf.errors.ParameterError(message)
    radius = np.sqrt(d - 1.0)
    X = radius * _on_sphere(p, d, seed)
    cues = X[:_CUES]
    step = hf.recall(hf.models.modern(X, 1.0), cues, hf.Sync(), max_sweeps=1).state
    return {"stored": float(np.mean(np.linalg.norm(step - cues, axis=1) < 0.1 * radius))}


def _on_sphere(count: int, d: int, seed: Any) -> np.ndarray:
    """Return random points at the distance 1, (count, d)."""
    found = generator(seed).normal(size=(count, d))
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    is_full = scale == "full"
    samples, largest = (20, [8, 10, 12, 14, 16, 18, 20]) if is_full else (8, [8, 10, 12, 14, 16])
    heat = [0.1, 1.0, 4.0, 16.0, 64.0, 256.0, 1024.0, 4096.0]
    units = {"d": "dimensions", "p": "patterns", "beta": "1/energy", "rate": "ln p/d"}
    rates = [round(0.3 + 0.02 * k, 2) for k in range(15)]
    bounds = Grid({"d": [32], "p": [100], "beta": [2.0, 8.0, 32.0]}, samples, seed, units)
    return {
        "attention": (attend, Grid({"d": [16, 64], "p": [200]}, samples, seed, units)),
        "bounds": (bound, bounds),
        "kinds": (settle, Grid({"d": [64], "beta": heat}, samples, seed, units)),
        "storage": (store, Grid({"d": largest, "rate": rates}, 2 * samples, seed, units)),
    }


def _held(data: Data) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the dimensions, ln of the patterns of which half are stored, and its error."""
    stored = data["storage"].stored
    d = stored["d"].values
    found = np.array([half_point(stored["rate"].values, stored.sel(d=k).values) for k in d])
    return d, d * found[:, 0], d * found[:, 1]


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    bounds = data["bounds"]
    found = {
        _SAME: Measured(float(data["attention"].difference.max())),
        _ERROR: Measured(float(bounds.error.max()), 0.0, "The largest of all, β = 2, 8 and 32."),
        _LOW: Measured(float(bounds.low.min())),
        _HIGH: Measured(float(bounds.high.max())),
        _RISE: Measured(float(bounds.rise.max())),
        _GROWTH: Measured(*slope(*_held(data))),
    }
    for kind in _KINDS:
        share = data["kinds"][kind].isel(d=0)
        best = share["beta"].values[share.mean("sample").argmax("beta").item()]
        value = mean_and_error(share.sel(beta=best))
        found[_ENDS.format(kind)] = Measured(*value, f"β = {best:g}.")
    return found


def _least(d: Any) -> Any:
    """Return √ε c^{(d-1)/4}, c = b/W(e^{a + ln b}), a = 2(1 + ln(2βK²ε(d-1)))/(d-1), b = 2K²β/5, at β = K = 1."""
    from scipy.special import lambertw

    chance, b = 0.001, 0.4
    a = 2 * (1 + np.log(2 * chance * (d - 1))) / (d - 1)
    return np.sqrt(chance) * (b / lambertw(b * np.exp(a)).real) ** ((d - 1) / 4)


def _draw(data: Data) -> "Figure":
    """Return where recalls end, against β, and the patterns that are stored, against the dimension."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    style = hf.plots.style
    axes = style.tidy(left, "β, patterns of length 1", "recalls that end so")
    words = ("at a single pattern", "metastable: at their group", "at the average of all")
    for k, kind in enumerate(_KINDS):
        share = data["kinds"][kind].isel(d=0)
        error = share.std("sample") / np.sqrt(share.sizes["sample"])
        axes.errorbar(share["beta"], share.mean("sample"), error, label=words[k], **style.line(k))
    axes.set_xscale("log")
    axes.set_ylim(-0.03, 1.45)
    axes.legend(frameon=False, loc="upper center")
    axes = style.tidy(right, "dimension d", "patterns stored, β = K = 1")
    d, logs, errors = _held(data)
    counts = np.exp(logs)
    axes.errorbar(d, counts, counts * errors, label="ours: half are stored", **style.line(0))
    axes.plot(d, _least(d), color=style.INK, label="theorem, at least (ε = 0.001)")
    axes.set_yscale("log")
    axes.legend(frameon=False)
    return figure


PAPER = Paper(
    key="ramsauer2020",
    title="Hopfield networks is all you need",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
    note="What the paper says of the network itself; its layers in classifiers, and their benchmarks, need that data"
    " and are not tested here.",
)
