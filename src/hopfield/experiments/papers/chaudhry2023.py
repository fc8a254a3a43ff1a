"""How long a sequence do dense memories walk through? chaudhry2023."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.crossing import mean_and_error, slope
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan
from hopfield.experiments.papers.during1998 import walking
from hopfield.experiments.wrong_bits import RARE, draw_wrong, held

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "count_wrong", "next_field", "walk_plain"]

_ROWS = 100
_PLAIN = "units that degree 1 sets unlike the linear sequence"
_TWICE = "wrong bits at twice the capacity, degree 2, n = 100"
_GROWTH = "exponent of n in the number of transitions, degree 2"
_CAPACITY = "n^d/(2(2d-1)!! ln n), the number of transitions"

_CLAIMS = (
    Claim("chaudhry2023", _PLAIN, 0.0, 0.0, "f(x) = x is the linear network", "at most"),
    *(
        Claim(
            "chaudhry2023",
            f"wrong bits per transition at the capacity, degree {degree}",
            1.0,
            0.0,
            _CAPACITY,
            "at most",
        )
        for degree in (1, 2, 3)
    ),
    Claim(
        "chaudhry2023",
        _TWICE,
        0.0159,
        0.003,
        "the Gaussian estimate of an error",
        note="Q(√(n²/3p)); the tolerance is for terms of 1/n, not in the estimate.",
    ),
    Claim("chaudhry2023", _GROWTH, 2.0, 0.1, "n^d"),
)


def next_field(xi: np.ndarray, s: np.ndarray, degree: int) -> np.ndarray:
    """Return Σ_μ ξ_i^{μ+1} f[R_i^μ/(n-1)], R_i^μ = Σ_{j≠i} ξ_j^μ s_j, f = x^d; the last pattern calls the first.

    R_i is M = ξ·s or its neighbour M ∓ 1, as ξ_i s_i is ±1: two products with a matrix, without a loop over units.

    Parameters
    ----------
    xi : (p, n) array of -1 and +1
    s : (rows, n) array of -1 and +1
    degree : int, at least 1

    Returns
    -------
    (rows, n) float array
    """
    keys, states = xi.astype(np.float64), s.astype(np.float64)
    told = np.roll(keys, -1, axis=0)
    overlaps, others = states @ keys.T, keys.shape[1] - 1
    same, unlike = ((overlaps + shift) / others for shift in (-1.0, 1.0))
    same, unlike = same**degree, unlike**degree
    return (same + unlike) @ told / 2 + states * ((same - unlike) @ (told * keys)) / 2


def count_wrong(n: int, degree: int, fill: float, seed: Any) -> dict[str, float]:
    """Return the share of bits that are wrong after one step from a pattern of the sequence.

    Parameters
    ----------
    n, degree : int
    fill : float
        transitions, in units of the capacity
    seed : SeedSequence
    """
    p = round(fill * hf.theory.dense_sequence_capacity(n, degree))
    if p < 2:
        message = f"{fill:g} of the capacity of {n} units are {p} transitions; take a larger n"
        raise hf.errors.ParameterError(message)
    xi = hf.patterns.random(p, n, seed=seed).spins
    rows = np.arange(min(p, _ROWS))
    is_wrong = next_field(xi, xi[rows], degree) * xi[(rows + 1) % p] < 0.0
    return {"wrong": float(is_wrong.mean())}


def walk_plain(n: int, load: float, seed: Any) -> dict[str, float]:
    """Return the share of units of random states that degree 1 and `hf.models.sequence` set differently."""
    patterns, drawn = seed.spawn(2)
    xi = hf.patterns.random(round(load * n), n, seed=patterns)
    states = hf.patterns.random(_ROWS, n, seed=drawn).spins
    heard = np.rint(next_field(xi.spins, states, 1) * (n - 1))  # whole numbers; 0 keeps the unit
    ours = np.where(heard == 0.0, states, np.sign(heard))
    theirs = hf.recall(walking(xi), states, hf.Sync(), max_sweeps=1).state
    return {"differ": float(np.mean(ours != theirs))}


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    is_full = scale == "full"
    units = {"n": "units", "fill": "capacities", "wrong": "share of bits"}
    samples, sizes = (20, [50, 100, 200, 400]) if is_full else (5, [50, 100, 200])
    fills = [0.5, 1.0, 2.0, 3.0]
    errors = Grid({"n": [100], "degree": [1, 2, 3], "fill": fills}, samples, seed, units)
    growth = Grid({"n": sizes, "degree": [2], "fill": [1.0, 1.5, 2.0, 2.5]}, samples, seed, units)
    plain = Grid({"n": [101], "load": [0.1, 1.0]}, samples, seed, units)
    return {
        "errors": (count_wrong, errors),
        "growth": (count_wrong, growth),
        "plain": (walk_plain, plain),
    }


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    wrong, n = data["errors"].wrong.isel(n=0), int(data["errors"].n[0])
    line = slope(*held(data["growth"].wrong.isel(degree=0), _capacity))
    found = {
        _PLAIN: Measured(float(data["plain"].differ.max()), 0.0, "Random states, loads 0.1 and 1."),
        _TWICE: Measured(*mean_and_error(wrong.sel(degree=2, fill=2.0))),
        _GROWTH: Measured(*line, f"Transitions at which {RARE:.0%} of the bits are wrong."),
    }
    for degree in (1, 2, 3):
        mean, error = mean_and_error(n * wrong.sel(degree=degree, fill=1.0))
        name = f"wrong bits per transition at the capacity, degree {degree}"
        found[name] = Measured(mean, error, f"n = {n}.")
    return found


def _capacity(n: Any) -> Any:
    """Return the capacity at degree 2."""
    return hf.theory.dense_sequence_capacity(n, 2)


def _draw(data: Data) -> "Figure":
    """Return the wrong bits against the transitions, and the transitions held against the units, theory and ours."""
    wrong, growth = data["errors"].wrong.isel(n=0), data["growth"].wrong.isel(degree=0)
    return draw_wrong(wrong, growth, _capacity, "transitions")


PAPER = Paper(
    key="chaudhry2023",
    title="Long sequence Hopfield memory",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
    note="The library has no network for sequences of degree above 1: the paper's update is computed here from its"
    " formula, and at degree 1 checked against `hf.models.sequence`. Single transitions are tested, of polynomials;"
    " not the exponential network, the generalised pseudoinverse rule, or the pictures.",
)
