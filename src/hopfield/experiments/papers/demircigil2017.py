"""Does a memory with an exponential energy hold 2^{n/2} patterns, and mend them? demircigil2017."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.crossing import half_point, mean_and_error, slope
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "are_fixed", "are_mended"]

_CUES = 100
_EXPONENT = "exponent c of 2^{cn} patterns, all fixed points"
_MENDED = "cues with {:.0%} of the bits flipped that one step mends"
_FLIPPED = (0.1, 0.2)

_CLAIMS = (
    Claim(
        "demircigil2017",
        _EXPONENT,
        0.5,
        0.06,
        "theorem on the exponential model: e^{cn ln 2} for every c < ½",
        note="At finite n the share of networks without a fault falls through ½ near 2^{n/2}/√(0.7n), as two of the"
        " patterns come to differ in one bit: a slope of ½ - 0.7/n, which is what the tolerance is for.",
    ),
    *(
        Claim(
            "demircigil2017",
            _MENDED.format(flipped),
            1.0,
            0.02,
            "the same theorem: e^{an} patterns, a < I(1-2ρ)/2",
            note="Patterns at the bound, p = e^{nI/2}.",
        )
        for flipped in _FLIPPED
    ),
)


def are_fixed(n: int, excess: float, seed: Any) -> dict[str, Any]:
    """Return whether all patterns are fixed points, and the share that are.

    Parameters
    ----------
    n : int
    excess : float
        log₂ p - n/2
    seed : SeedSequence
    """
    p = round(2.0 ** (n / 2 + excess))
    if p < 2:
        message = (
            f"2^({n}/2 {excess:+g}) is less than 2 patterns; take n of at least {2 - 2 * excess:g}"
        )
        raise hf.errors.ParameterError(message)
    drawn, moved = seed.spawn(2)
    xi = hf.patterns.random(p, n, seed=drawn)
    end = hf.recall(hf.models.exponential(xi), xi.spins, max_sweeps=1, seed=moved).state
    is_fixed = (end == xi.spins).all(axis=1)
    return {"all_fixed": bool(is_fixed.all()), "fixed": float(is_fixed.mean())}


def are_mended(n: int, flipped: float, seed: Any) -> dict[str, float]:
    """Return the share of cues that are their pattern after one parallel step, at the theorem's number of patterns.

    Parameters
    ----------
    n : int
    flipped : float
        share of the bits
    seed : SeedSequence
    """
    drawn, turned = seed.spawn(2)
    xi = hf.patterns.random(round(hf.theory.exponential_capacity(n, flipped)), n, seed=drawn)
    stored = xi[: min(xi.p, _CUES)].spins
    cues = hf.patterns.flip(stored, flipped, seed=turned)
    end = hf.recall(hf.models.exponential(xi), cues, hf.Sync(), max_sweeps=1).state
    return {"mended": float((end == stored).all(axis=1).mean())}


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    is_full = scale == "full"
    units = {"n": "units", "excess": "log₂ of patterns / 2^{n/2}", "flipped": "share of bits"}
    sizes, samples = ([12, 14, 16, 18, 20, 22, 24, 26], 200) if is_full else ([12, 15, 18, 21], 24)
    excess = [-4.0, -3.0, -2.5, -2.0, -1.5, -1.0, 0.0]
    longer = [20, 40, 60, 80] if is_full else [20, 40, 60]
    return {
        "fixed": (are_fixed, Grid({"n": sizes, "excess": excess}, samples, seed, units)),
        "mended": (are_mended, Grid({"n": longer, "flipped": _FLIPPED}, 6, seed, units)),
    }


def _halves(data: Data) -> np.ndarray:
    """Return log₂ of the patterns at which half of the networks have no fault, with its error, (sizes, 2)."""
    fixed = data["fixed"].all_fixed
    found = [half_point(fixed["excess"].values, fixed.sel(n=n).values) for n in fixed["n"].values]
    return np.array(found) + np.stack([fixed["n"].values / 2, 0 * fixed["n"].values], axis=1)


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    sizes, halves = data["fixed"].n.values, _halves(data)
    mended = data["mended"].mended.isel(n=-1)
    found = {
        _EXPONENT: Measured(
            *slope(sizes, halves[:, 0], halves[:, 1]), f"Slope from n = {sizes[0]} to {sizes[-1]}."
        )
    }
    for flipped in _FLIPPED:
        value = mean_and_error(mended.sel(flipped=flipped))
        found[_MENDED.format(flipped)] = Measured(*value, f"n = {int(mended['n'])}.")
    return found


def _draw(data: Data) -> "Figure":
    """Return the patterns that are all fixed against the units, and the share of cues that one step mends."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    style, sizes, halves = hf.plots.style, data["fixed"].n.values, _halves(data)
    axes = style.tidy(left, "units n", "patterns, all of them fixed points")
    axes.plot(sizes, 2.0 ** (sizes / 2), color=style.INK, label="theorem, $2^{n/2}$")
    counts = 2.0 ** halves[:, 0]
    pairs = np.sqrt(2 * np.log(2) * 2.0**sizes / sizes)
    axes.plot(sizes, pairs, color=style.INK, linestyle=":", label="two patterns 1 bit apart")
    errors = counts * np.log(2) * halves[:, 1]
    axes.errorbar(sizes, counts, errors, label="ours", **style.line(0) | {"linestyle": ""})
    hebb = hf.theory.perfect_recall_load(sizes) * sizes
    axes.plot(sizes, hebb, color=style.COLOURS[1], linestyle="--", label="Hebb, all exact")
    axes.set_yscale("log")
    axes.legend(frameon=False)
    axes = style.tidy(right, "units n", "cues mended by one step")
    mended = data["mended"].mended
    for k, flipped in enumerate(mended["flipped"].values):
        some = mended.sel(flipped=flipped)
        error = some.std("sample") / np.sqrt(some.sizes["sample"])
        words = f"{flipped:.0%} flipped, $e^{{nI/2}}$ patterns"
        axes.errorbar(some["n"], some.mean("sample"), error, label=words, **style.line(k))
    axes.set_ylim(0.0, 1.03)
    axes.legend(frameon=False, loc="lower right")
    return figure


PAPER = Paper(
    key="demircigil2017",
    title="On a model of associative memory with huge storage capacity",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
)
