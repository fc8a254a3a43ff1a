"""Do delayed synapses set the time for which each pattern of a sequence lasts? kleinfeld1986."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.couplings.delayed import DelayedCoupling
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.crossing import half_point, mean_and_error, slope
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "moves_on", "shown", "timed"]

_STEPS = 120
_SHOWN = 5
_TIME = "sweeps that a pattern lasts, per sweep of delay"
_ORDER, _STRENGTH = "visits in order, {}", "least strength of the slow synapses"
_WORDS = {False: "one by one", True: "all at once"}

_CLAIMS = (
    Claim("kleinfeld1986", _TIME, 1.0, 0.05, "the delay sets the time of each state"),
    *(
        Claim("kleinfeld1986", _ORDER.format(moves), 1.0, 0.0, "abstract: sequences are generated")
        for moves in _WORDS.values()
    ),
    Claim(
        "kleinfeld1986",
        _STRENGTH,
        1.0,
        0.06,
        "from the field of a unit: λ > 1",
        note="For orthogonal patterns, which add no noise; the tolerance is for the missing self-couplings, p/n.",
    ),
)


def timed(n: int, delay: int, together: bool, seed: Any) -> dict[str, float]:
    """Return the sweeps from pattern to pattern, and the share of visits that are in order.

    Parameters
    ----------
    n, delay : int
    together : bool
        whether units move all at once, or one by one
    seed : SeedSequence
    """
    drawn, moved = seed.spawn(2)
    xi = hf.patterns.random(8, n, seed=drawn)
    net = hf.models.sequence(xi, delay=delay, strength=2.0)
    dynamics = hf.Sync() if together else hf.Async()
    told = hf.analysis.recite(net, xi, dynamics=dynamics, steps=_STEPS, seed=moved)
    here = np.flatnonzero(told.patterns >= 0)
    arrivals = here[np.r_[True, np.diff(told.patterns[here]) != 0]]
    if len(arrivals) < 3:
        return {"period": float(_STEPS), "in_order": 0.0}
    return {
        # the first pattern was put there
        "period": float(np.diff(arrivals[1:]).mean()),
        "in_order": told.n_in_order / len(told.visits),
    }


def moves_on(n: int, strength: float, seed: Any) -> dict[str, bool]:
    """Return whether the second of eight orthogonal patterns follows the first, for any strength above 0.

    Parameters
    ----------
    n : int
        a multiple of 8
    strength : float
        λ; `hf.rules.Delayed` refuses those up to 1, so that this coupling is put together here
    seed : SeedSequence
    """
    xi = hf.patterns.hadamard(8, n)
    fast, slow = hf.couplings.OverlapCoupling(xi), hf.rules.Sequence()(xi)
    net = hf.Network(DelayedCoupling(fast, strength * slow, 4))
    told = hf.analysis.recite(net, xi, dynamics=hf.Async(), steps=20, seed=seed)
    return {"stays": told.visits[:2] != (0, 1)}


def shown(n: int, delay: int, seed: Any) -> dict[str, Any]:
    """Return the overlaps with all of five patterns after each sweep, (sweeps, 5)."""
    drawn, moved = seed.spawn(2)
    xi = hf.patterns.random(_SHOWN, n, seed=drawn)
    net = hf.models.sequence(xi, delay=delay, strength=2.0)
    told = hf.analysis.recite(net, xi, dynamics=hf.Async(), steps=45, seed=moved)
    return {"overlap": told.overlaps}


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    n, samples = (2000, 20) if scale == "full" else (400, 5)
    units = {"n": "units", "delay": "sweeps", "period": "sweeps", "strength": "of fast synapses"}
    times = {"n": [n], "delay": [2, 4, 6, 8, 12], "together": [False, True]}
    strengths = [0.8, 0.9, 0.94, 0.97, 1.0, 1.03, 1.06, 1.1, 1.2]
    return {
        "times": (timed, Grid(times, samples, seed, units)),
        "strengths": (
            moves_on,
            Grid({"n": [512], "strength": strengths}, 2 * samples, seed, units),
        ),
        "shown": (shown, Grid({"n": [n], "delay": [8]}, 1, seed, units)),
    }


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    times, stays = data["times"].isel(n=0), data["strengths"].stays.isel(n=0)
    periods = times.period.sel(together=False)
    error = periods.std("sample", ddof=1) / np.sqrt(periods.sizes["sample"])
    line = slope(periods["delay"], periods.mean("sample"), error)
    transit = float((periods.mean("sample") - periods["delay"]).mean())
    note = f"n = {int(times.n)}, one by one; {transit:.2f} sweeps of transit more."
    found = {
        _TIME: Measured(*line, note),
        _STRENGTH: Measured(*half_point(stays["strength"].values, stays.values), "n = 512."),
    }
    for together, words in _WORDS.items():
        share = times.in_order.sel(together=together)
        found[_ORDER.format(words)] = Measured(*mean_and_error(share))
    return found


def _draw(data: Data) -> "Figure":
    """Return the overlaps of a walk, sweep by sweep, and the time from pattern to pattern against the delay."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(
        1, 2, figsize=(9, 3.6), layout="constrained", width_ratios=[3, 2]
    )
    style = hf.plots.style
    walk = data["shown"].overlap.isel(n=0, delay=0, sample=0).values
    axes = style.tidy(left, "sweep", "overlap, delay 8, one by one")
    for k in range(_SHOWN):
        how: dict[str, Any] = style.line(k) | {"marker": ""}
        axes.plot(walk[:, k], label=f"pattern {k + 1}", **how)
    axes.legend(frameon=False, ncols=5, loc="upper center", bbox_to_anchor=(0.5, 1.16), fontsize=8)
    axes = style.tidy(right, "delay, sweeps", "sweeps from pattern to pattern")
    periods = data["times"].period.isel(n=0)
    delays = periods["delay"].values
    axes.plot(delays, delays, color=style.INK, linestyle=":", label="the delay")
    axes.plot(delays, delays + 1, color=style.INK, label="delay and one sweep")
    for k, (together, words) in enumerate(_WORDS.items()):
        some = periods.sel(together=together)
        drawn = style.line(k) | {"linestyle": "", "markersize": 9 - 4 * k}
        axes.errorbar(delays, some.mean("sample"), some.std("sample"), label=words, **drawn)
    axes.legend(frameon=False, loc="upper left")
    return figure


PAPER = Paper(
    key="kleinfeld1986",
    title="Sequential state generation by model neural networks",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
)
