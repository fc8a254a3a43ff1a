"""Do bounds on the couplings make a memory forget the old and keep the new? parisi1986."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.crossing import mean_and_error
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan
from hopfield.random import generator

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "kept", "newest"]

_AGES = 0.15  # patterns per unit that are asked for, from the newest on
_BINS = 30  # ages, evenly spaced
_RECALLED = 0.85  # the overlap of what is recalled: others fall to less than 0.5
_NO_BOUND = 1000.0
_NEW, _FREE = "newest patterns recalled, after 3n", "the same without bounds"
_OLD = "patterns of age 0.1 n to 0.15 n recalled"
_BEST, _LOAD = "best bound / √n", "patterns kept / n at the best bound"

_CLAIMS = (
    Claim("parisi1986", _NEW, 1.0, 0.05, "abstract: only the most recent ones are recalled"),
    Claim("parisi1986", _OLD, 0.0, 0.02, "abstract: old patterns are forgotten"),
    Claim("parisi1986", _FREE, 0.0, 0.05, "abstract: the confusion of Hopfield's model"),
    Claim(
        "parisi1986",
        _BEST,
        0.36,
        0.05,
        "the best choice of the bound",
        note="0.355 by `hf.theory.bounded_limit`; the top is flat, and loads within a tenth of the best reach 0.08 to"
        " either side.",
    ),
    Claim("parisi1986", _LOAD, 0.04, 0.005, "the capacity at that bound"),
)


def kept(n: int, limit: float, load: float, seed: Any) -> dict[str, Any]:
    """Return how many of the newest patterns are recalled, per unit, and which of some ages are.

    Parameters
    ----------
    n : int
    limit : float
        the bound, in √n times what one pattern adds
    load : float
        patterns learned one after the other, per unit
    seed : SeedSequence
    """
    drawn, moved = seed.spawn(2)
    xi = hf.patterns.random(round(load * n), n, seed=drawn)
    ages = (np.arange(_BINS) * _AGES * n / _BINS).astype(int)
    if not _BINS <= _AGES * n <= xi.p:
        message = f"{_BINS} ages up to {_AGES:g} n need n of at least {_BINS / _AGES:g} and a load of {_AGES:g}"
        raise hf.errors.ParameterError(message)
    network = hf.Network(hf.rules.Bounded(limit * np.sqrt(n))(xi))
    stored = xi[xi.p - 1 - ages].spins
    end = hf.recall(network, stored, seed=moved).state
    is_recalled = np.einsum("kn,kn->k", end, stored, dtype=np.float64) >= _RECALLED * n
    return {"kept": float(_AGES * is_recalled.mean()), "recalled": is_recalled}


def newest(n: int, limit: float, load: float, seed: Any) -> dict[str, float]:
    """Return the share of the newest hundredth of n patterns that is recalled; the arguments are those of `kept`."""
    drawn, moved = seed.spawn(2)
    xi = hf.patterns.random(round(load * n), n, seed=drawn)
    network = hf.Network(hf.rules.Bounded(limit * np.sqrt(n))(xi))
    stored = xi[-max(1, n // 100) :].spins
    end = hf.recall(network, stored, seed=moved).state
    overlaps = np.einsum("kn,kn->k", end, stored, dtype=np.float64) / n
    return {"recalled": float(np.mean(overlaps >= _RECALLED))}


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    is_full = scale == "full"
    units = {"n": "units", "limit": "√n steps", "load": "patterns per unit"}
    sizes, samples = ([400, 1600, 3600], 8) if is_full else ([200, 400, 800], 6)
    limits = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5]
    ages = Grid({"n": sizes, "limit": limits, "load": [1.0]}, samples, seed, units)
    loads = [0.05, 0.1, 0.2, 0.4, 1.0, 3.0]
    axes = {"n": [400], "limit": [0.35, _NO_BOUND], "load": loads}
    return {"ages": (kept, ages), "learning": (newest, Grid(axes, samples, seed, units))}


def _best(counts: np.ndarray, limits: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return the best bound, and the load there for n → ∞, (2, rows), of counts (rows, sizes, limits).

    One parabola in the bound for all sizes, and what is added at finite n is as 1/√n.
    """
    bounds, small = np.meshgrid(limits, 1 / np.sqrt(sizes))
    design = np.stack([np.ones_like(bounds), bounds, bounds**2, small], axis=-1).reshape(-1, 4)
    a, b, c, _ = np.linalg.lstsq(design, counts.reshape(len(counts), -1).T, rcond=None)[0]
    return np.stack([-b / (2 * c), a - b * b / (4 * c)])


def _extrapolated(ages: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the best bound and the load there for n → ∞, (2,), and their standard errors from resampled networks."""
    counts = np.moveaxis(ages.kept.values, -1, 0)  # (sample, n, limit)
    drawn = generator(0).integers(len(counts), size=(400, len(counts)))
    axes = (ages["limit"].values, ages.n.values)
    again = _best(counts[drawn].mean(axis=1), *axes)
    return _best(counts.mean(axis=0)[None], *axes)[:, 0], again.std(axis=1)


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    ages, learning = data["ages"].isel(load=0), data["learning"].recalled.isel(n=0)
    best, errors = _extrapolated(ages)
    sizes = ages.n.values
    last = learning.sel(load=learning["load"].values[-1])
    small, large = f"n = {int(learning.n)}.", f"n = {sizes[-1]}."
    old = ages.recalled.isel(n=-1).sel(limit=0.35)[:, 2 * _BINS // 3 :].mean("recalled_0")
    infinite = f"n → ∞ from {', '.join(str(n) for n in sizes)}, what is added at finite n as 1/√n."
    return {
        _NEW: Measured(*mean_and_error(last.sel(limit=0.35)), small),
        _FREE: Measured(*mean_and_error(last.sel(limit=_NO_BOUND)), small),
        _OLD: Measured(*mean_and_error(old), large),
        _BEST: Measured(float(best[0]), float(errors[0]), infinite),
        _LOAD: Measured(float(best[1]), float(errors[1]), infinite),
    }


def _draw(data: Data) -> "Figure":
    """Return the patterns kept against the bound, with theory, and what learning on does with and without bounds."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    style, counts = hf.plots.style, data["ages"].kept.isel(load=0)
    axes = style.tidy(left, "bound / √n, in steps of one pattern", "newest patterns recalled / n")
    bounds = np.linspace(0.1, 0.7, 60)
    axes.plot(bounds, hf.theory.bounded_load(bounds), color=style.INK, label="theory, n → ∞")
    for k, n in enumerate(counts["n"].values):
        some = counts.sel(n=n)
        error = some.std("sample") / np.sqrt(some.sizes["sample"])
        shown = style.line(k) | {"linestyle": ""}
        axes.errorbar(some["limit"], some.mean("sample"), error, label=f"n = {n}", **shown)
    best, errors = _extrapolated(data["ages"].isel(load=0))
    shown = {"color": style.INK, "marker": "*", "markersize": 11}
    axes.errorbar(*best, errors[1], errors[0], label="ours, n → ∞, at its best", **shown)
    axes.set_ylim(bottom=0.0)
    axes.legend(frameon=False, loc="lower center")
    axes = style.tidy(right, "patterns learned / n", "newest patterns recalled, share")
    learning = data["learning"].recalled.isel(n=0)
    for k, limit in enumerate(learning["limit"].values):
        some = learning.sel(limit=limit)
        words = "no bound" if limit == _NO_BOUND else f"bound {limit:g} √n"
        error = some.std("sample") / np.sqrt(some.sizes["sample"])
        axes.errorbar(some["load"], some.mean("sample"), error, label=words, **style.line(k))
    axes.set_xscale("log")
    axes.set_ylim(-0.03, 1.03)
    axes.legend(frameon=False)
    return figure


PAPER = Paper(
    key="parisi1986",
    title="A memory which forgets",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
)
