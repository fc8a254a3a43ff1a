"""How many patterns are free of errors when the energy is a power of the overlaps? krotov2016."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.crossing import mean_and_error, slope
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan
from hopfield.experiments.wrong_bits import RARE, draw_wrong, held

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "compare_degree_two", "count_wrong"]

_ROWS = 50
_SAME = "decisions at degree 2 unlike Hopfield's"
_TWICE = "wrong bits at twice the capacity, degree 3, n = 100"
_GROWTH = "exponent of n in the number of patterns, degree 3"
_CAPACITY = "n^{d-1}/(2(2d-3)!! ln n), the number without errors"

_CLAIMS = (
    Claim("krotov2016", _SAME, 0.0, 0.0, "degree 2 is Hopfield's model", "at most"),
    *(
        Claim(
            "krotov2016",
            f"wrong bits per pattern at the capacity, degree {degree}",
            1.0,
            0.0,
            _CAPACITY,
            "at most",
        )
        for degree in (2, 3, 4)
    ),
    Claim(
        "krotov2016",
        _TWICE,
        0.0159,
        0.003,
        "the Gaussian estimate of an error",
        note="Q(√(n²/3p)); the tolerance is for terms of 1/n, not in the estimate.",
    ),
    Claim("krotov2016", _GROWTH, 2.0, 0.1, "n^{d-1}"),
)


def count_wrong(n: int, degree: int, fill: float, seed: Any) -> dict[str, float]:
    """Return the share of bits of stored patterns that want to flip, and of patterns without any.

    Parameters
    ----------
    n, degree : int
    fill : float
        patterns stored, in units of the capacity without errors
    seed : SeedSequence
    """
    p = round(fill * hf.theory.dense_capacity(n, degree))
    if p < 2:
        message = f"{fill:g} of the capacity of {n} units are {p} patterns; take a larger n"
        raise hf.errors.ParameterError(message)
    xi = hf.patterns.random(p, n, seed=seed)
    states = xi[: min(p, _ROWS)].spins
    is_wrong = hf.models.dense(xi, degree).gap(states) * states < 0.0
    return {"wrong": float(is_wrong.mean()), "clean": float(1.0 - is_wrong.any(axis=1).mean())}


def compare_degree_two(n: int, load: float, seed: Any) -> dict[str, float]:
    """Return the share of units of random states that degree 2 and Hopfield's network would set differently."""
    patterns, drawn = seed.spawn(2)
    xi = hf.patterns.random(round(load * n), n, seed=patterns)
    states = hf.patterns.random(_ROWS, n, seed=drawn).spins
    plain = hf.Network(hf.couplings.OverlapCoupling(xi))  # Hebb's couplings, whatever the load
    first, second = (
        hf.recall(network, states, hf.Sync(), max_sweeps=1).state
        for network in (hf.models.dense(xi, degree=2), plain)
    )
    return {"differ": float(np.mean(first != second))}


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    is_full = scale == "full"
    units = {"n": "units", "fill": "capacities without errors", "wrong": "share of bits"}
    fills = [0.5, 1.0, 2.0, 3.0]
    samples, sizes = (20, [50, 100, 200, 400]) if is_full else (5, [50, 100, 200])
    errors = Grid({"n": [100], "degree": [2, 3, 4], "fill": fills}, samples, seed, units)
    growth = Grid({"n": sizes, "degree": [3], "fill": [1.0, 1.5, 2.0, 2.5]}, samples, seed, units)
    same = Grid({"n": [101], "load": [0.1, 1.0]}, samples, seed, units)
    return {
        "errors": (count_wrong, errors),
        "growth": (count_wrong, growth),
        "same": (compare_degree_two, same),
    }


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    wrong = data["errors"].wrong.isel(n=0)
    n = int(data["errors"].n[0])
    found = {
        _SAME: Measured(float(data["same"].differ.max()), 0.0, "Random states, loads 0.1 and 1."),
        _TWICE: Measured(*mean_and_error(wrong.sel(degree=3, fill=2.0))),
        _GROWTH: Measured(
            *slope(*held(data["growth"].wrong.isel(degree=0), _capacity)),
            f"Patterns at which {RARE:.0%} of the bits are wrong.",
        ),
    }
    for degree in (2, 3, 4):
        mean, error = mean_and_error(n * wrong.sel(degree=degree, fill=1.0))
        name = f"wrong bits per pattern at the capacity, degree {degree}"
        found[name] = Measured(mean, error, f"n = {n}.")
    return found


def _capacity(n: Any) -> Any:
    """Return the capacity at degree 3."""
    return hf.theory.dense_capacity(n, 3)


def _draw(data: Data) -> "Figure":
    """Return the wrong bits against the patterns, and the patterns held against the units, theory and ours."""
    wrong, growth = data["errors"].wrong.isel(n=0), data["growth"].wrong.isel(degree=0)
    return draw_wrong(wrong, growth, _capacity, "patterns")


PAPER = Paper(
    key="krotov2016",
    title="Dense associative memory for pattern recognition",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
    note="What the paper says of storage. Its classifier of handwritten digits, and the features that it finds, need"
    " that data and are not tested here.",
)
