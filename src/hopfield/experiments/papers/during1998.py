"""How long a sequence is followed, all units at once, and how near must its start be? during1998."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.crossing import half_point, mean_and_error
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "STEPS", "WALK", "follow", "last", "walking"]

STEPS = 60  # from a pattern itself
WALK = 25  # from a distance
_ROWS = 4
_ALIVE = 0.6
_LOAD = 0.2  # of the walks from a distance
_FAR, _FIRST = [0.25, 0.5, 0.6], 5  # starts and steps that are compared with the recursion
_CYCLE, _START = "overlap on the limit cycle at load 0.2", "least start at load 0.2"
_GAP = "mean distance from the recursion, 5 steps"

_CLAIMS = (
    Claim(
        "during1998",
        "critical load",
        0.269,
        0.015,
        "abstract",
        note="A finite network rounds the limit; the tolerance is for that.",
    ),
    Claim("during1998", _CYCLE, 0.9663, 0.005, "from the equations of the limit cycle"),
    Claim("during1998", _START, 0.385, 0.03, "from the recursion: its lower fixed point"),
    Claim(
        "during1998",
        _GAP,
        0.0,
        0.015,
        "the recursion of overlap and noise",
        "at most",
        "0 for n → ∞; a mean over samples at n units is within about 1/√n of it.",
    ),
)


def walking(xi: hf.Patterns) -> hf.Network:
    """Return `hf.models.sequence(xi)`, without the warning: loads above the critical one are asked for here.

    Parameters
    ----------
    xi : Patterns
    """
    return hf.Network(hf.couplings.OverlapCoupling(xi, values=xi[[*range(1, xi.p), 0]]))


def last(n: int, load: float, seed: Any) -> dict[str, float]:
    """Return the overlap with the pattern due after many steps from the pattern itself, and whether it is followed.

    Parameters
    ----------
    n : int
    load : float
        patterns per unit; more than STEPS patterns
    seed : SeedSequence
    """
    xi, first, cues = _starts(n, load, 1.0, seed)
    if xi.p <= STEPS:
        least = int(np.ceil((STEPS + 1) / load))
        message = f"a walk of {STEPS} steps needs more patterns than {xi.p}: n of at least {least} at load {load}"
        raise hf.errors.ParameterError(message)
    end = hf.recall(walking(xi), cues, hf.Sync(), max_sweeps=STEPS).state
    due = xi.overlaps(end)[np.arange(_ROWS), (first + STEPS) % xi.p]
    return {"overlap": float(due.mean()), "alive": float(np.mean(due >= _ALIVE))}


def follow(n: int, load: float, start: float, seed: Any) -> dict[str, Any]:
    """Return the overlaps with the patterns in their turn, step by step, and the share that has come to them.

    Parameters
    ----------
    n : int
    load : float
        patterns per unit
    start : float
        the overlap with the first pattern
    seed : SeedSequence
    """
    xi, first, cues = _starts(n, load, start, seed)
    found = hf.recall(
        walking(xi), cues, hf.Sync(), max_sweeps=WALK, watch={"overlaps": xi.overlaps}
    )
    seen = found.trace["overlaps"]  # shorter than the walk if all rows have come to rest
    moments = np.arange(WALK + 1)[:, None]
    due = (first + moments) % xi.p
    overlaps = seen[np.minimum(moments, len(seen) - 1), np.arange(_ROWS), due]
    return {"overlap": overlaps.mean(axis=1), "alive": float(np.mean(overlaps[-1] >= _ALIVE))}


def _starts(n: int, load: float, start: float, seed: Any) -> tuple[Any, np.ndarray, np.ndarray]:
    """Return random patterns, some of their places, and states that overlap with them."""
    patterns, chosen, flips = seed.spawn(3)
    xi = hf.patterns.random(round(load * n), n, seed=patterns)
    first = np.random.default_rng(chosen).choice(xi.p, _ROWS, replace=False)
    return xi, first, hf.patterns.flip(xi[first].spins, (1.0 - start) / 2.0, seed=flips)


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    sizes, samples = ([1000, 4000, 16000], 12) if scale == "full" else ([500, 1000], 6)
    units = {"n": "units", "load": "patterns per unit", "start": "overlap"}
    loads = [0.2, 0.23, 0.25, 0.26, 0.27, 0.28, 0.29, 0.31]
    starts = [0.25, 0.3, 0.34, 0.38, 0.42, 0.46, 0.5, 0.6]
    held = Grid({"n": sizes, "load": loads}, samples, seed, units)
    away = Grid({"n": sizes[-1:], "load": [_LOAD], "start": starts}, samples, seed, units)
    return {"held": (last, held), "away": (follow, away)}


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    held, away = data["held"].isel(n=-1), data["away"].isel(n=0, load=0)
    n = int(data["held"].n[-1])
    note = f"n = {n}, {STEPS} steps."
    critical = half_point(held["load"].values, held.alive.values)
    least = half_point(-away["start"].values[::-1], away.alive.values[::-1])
    far = away.overlap.sel(start=_FAR)[..., : _FIRST + 1]
    theory = hf.theory.sequence_walk(_FAR, _LOAD, _FIRST)
    gap = np.abs(far.mean("sample").values - theory)
    error = float(far.std("sample", ddof=1).mean()) / np.sqrt(far.sizes["sample"])
    return {
        "critical load": Measured(*critical, f"{note} Where half of the walks are still followed."),
        _CYCLE: Measured(*mean_and_error(held.overlap.sel(load=_LOAD)), note),
        _START: Measured(-least[0], least[1], note),
        _GAP: Measured(float(gap[:, 1:].mean()), error, f"n = {n}, from overlaps of {_FAR}."),
    }


def _draw(data: Data) -> "Figure":
    """Return the overlap on the limit cycle against the load, and walks from several starts; theory and ours."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    style = hf.plots.style
    axes = style.tidy(left, "load p/n", f"overlap after {STEPS} steps")
    loads = np.linspace(0.15, hf.theory.sequence_load(), 200)
    axes.plot(loads, hf.theory.sequence_overlap(loads), color=style.INK, label="theory, n → ∞")
    axes.axvline(loads[-1], color=style.INK, linestyle=":")
    for k, n in enumerate(data["held"].n.values):
        end = data["held"].overlap.sel(n=n)
        error = end.std("sample") / np.sqrt(end.sizes["sample"])
        axes.errorbar(end["load"], end.mean("sample"), error, label=f"n = {n}", **style.line(k))
    axes.legend(frameon=False, loc="lower left")
    axes = style.tidy(right, "step", f"overlap with the pattern due, load {_LOAD:g}")
    away, steps = data["away"].isel(n=0, load=0), 20
    theory = hf.theory.sequence_walk(away["start"].values, _LOAD, steps)
    for k, start in enumerate((0.25, 0.34, 0.42, 0.6)):
        found = away.overlap.sel(start=start)[:, : steps + 1]
        error = found.std("sample") / np.sqrt(found.sizes["sample"])
        shown: dict[str, Any] = style.line(k) | {"linestyle": ""}
        axes.plot(theory[away["start"].values == start][0], color=shown["color"])
        axes.errorbar(range(steps + 1), found.mean("sample"), error, **shown)
    axes.plot([], [], color=style.INK, label="recursion")
    axes.plot([], [], color=style.INK, linestyle="", marker="o", label=f"n = {int(away.n)}, mean")
    axes.set_ylim(0, 1.02)
    axes.set_xticks(range(0, steps + 1, 5))
    axes.legend(frameon=False, loc="center right")
    return figure


PAPER = Paper(
    key="during1998",
    title="Phase diagram and storage capacity of sequence processing neural networks",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
)
