"""How long a sequence can a network hold, and from how near must it start?

Assumed: all units move at once at T = 0, J_ij = (1/n) Σ_μ ξ_i^{μ+1} ξ_j^μ, p = αn random patterns in a ring, n → ∞. J
is not symmetric: a unit never hears what it did before, so the noise is Gaussian at each step and the recursion of
during1998 is exact:

    m' = erf(m/√(2αr)),  r' = 1 + rχ²,  χ = √(2/(παr)) e^{-m²/2αr},  r = 1 at the start

m is the overlap with the pattern whose turn it is. Both depend on the step before through y = m/√(2αr) alone:

    y' = erf(y)/√(2α + (4/π) e^{-2y²})

rises with y, so that a walk goes up or down to the next fixed point. These have

    α(y) = erf²(y)(1-χ²)/2y²,  χ = (2/√π) y e^{-y²}/erf(y),  r = 1/(1-χ²)

whose maximum is the largest load, 0.2691, about twice that of memories which stand still. The larger of two solutions
is the limit cycle; the smaller one, y_u, is the edge of its basin, and a walk holds if it starts from m > y_u √(2α).

Where it fails: finite n rounds the limit; and one unit after the other, instead of all at once, is another dynamics.
"""

from functools import cache
from typing import Any

import numpy as np

from hopfield._typing import Values
from hopfield.theory.mean_field import stiffness
from hopfield.theory.ranges import plain, whole, within
from hopfield.theory.roots import root

__all__ = ["sequence_load", "sequence_overlap", "sequence_start", "sequence_walk"]

_LOST = "beyond it no sequence is followed"


def sequence_load() -> float:
    """Return the largest load at which a sequence is followed for ever, all units at once, at T = 0.   during1998

    Returns
    -------
    float
        p/n

    Examples
    --------
    >>> import hopfield as hf
    >>> f"{hf.theory.sequence_load():.6f}"
    '0.269062'
    """
    return float(_load(np.array(_best())))


def sequence_overlap(load: object) -> Any:
    """Return the overlap on the limit cycle with the pattern whose turn it is.                  during1998

    m = erf(m/√(2αr)), r = 1/(1-χ²), χ = √(2/(παr)) e^{-m²/2αr}

    Parameters
    ----------
    load : float or array, above 0 and at most sequence_load()
        p/n

    Returns
    -------
    float, or an array of the shape of load

    Raises
    ------
    ParameterError
        for any other load

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.sequence_overlap([0.1, 0.2]).round(6).tolist()
    [0.998405, 0.966326]
    """
    from scipy.special import erf

    return plain(erf(_cycle(within("load", load, 0.0, sequence_load(), why=_LOST))))


def sequence_walk(overlap: object, load: object, steps: object) -> Values:
    """Return the overlaps with the patterns in their turn, step by step from a start.            during1998

    m' = erf(m/√(2αr)), r' = 1 + rχ², r = 1 at the start. Its first step is that of ordinary memories, `parallel_step`.

    Parameters
    ----------
    overlap : float or array, from -1 to 1
        with the pattern that it starts from; the rest of the start is random
    load : float or array, above 0
        p/n
    steps : int, at least 0
        how many

    Returns
    -------
    (..., steps + 1) float array
        the start is the first

    Raises
    ------
    ParameterError
        outside these ranges

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.sequence_walk([0.3, 0.5], load=0.2, steps=4).round(3).tolist()
    [[0.3, 0.498, 0.477, 0.455, 0.43], [0.5, 0.736, 0.766, 0.802, 0.843]]
    """
    m = within("overlap", overlap, -1.0, 1.0, has_low=True)
    m, alpha = np.broadcast_arrays(m, within("load", load, 0.0))
    count = int(whole("steps", steps, 0))
    r, walk = np.ones(m.shape), [m]
    for _ in range(count):
        m, r = _next(m, r, alpha)
        walk.append(m)
    return np.stack(walk, axis=-1)


def sequence_start(load: object) -> Any:
    """Return the overlap from which on a start ends on the limit cycle: the edge of its basin.      during1998

    m = y_u √(2α), where y_u is the smaller solution of α(y) = erf²(y)(1-χ²)/2y².

    Parameters
    ----------
    load : float or array, above 0 and at most sequence_load()
        p/n

    Returns
    -------
    float, or an array of the shape of load

    Raises
    ------
    ParameterError
        for any other load

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.sequence_start([0.1, 0.2]).round(6).tolist()
    [0.16759, 0.385295]
    """
    alpha = within("load", load, 0.0, sequence_load(), why=_LOST)
    # α(y) = (8/3π) y² at small y
    y = root(lambda y, a: _load(y) / a - 1.0, 0.1 * np.sqrt(alpha), _best(), alpha)
    return plain(y * np.sqrt(2 * alpha))


def _next(m: Values, r: Values, alpha: Values) -> tuple[Values, Values]:
    """Return overlap and noise after one more step."""
    from scipy.special import erf

    noise = 2 * alpha * r
    return erf(m / np.sqrt(noise)), 1 + r * 4 / (np.pi * noise) * np.exp(-2 * m**2 / noise)


def _load(y: Values) -> Values:
    """Return α(y); 1 - χ² = w(2 - w), with w = 1 - χ."""
    from scipy.special import erf

    w = stiffness(y)
    return (erf(y) / y) ** 2 * w * (2 - w) / 2


@cache
def _best() -> float:
    """Return the y of the largest load: (1-χ²)² = 2χ²(2y² - 1 + χ)."""

    def slope(y: Values) -> Values:
        chi = 1 - stiffness(y)
        return (1 - chi) ** 2 * (1 + chi) - chi**2 * (2 * y**2 - 1 + chi)

    return float(root(slope, 0.5, 1.5))


def _cycle(alpha: Values) -> Values:
    """Return the y of the limit cycle."""
    best = _best()
    return root(lambda y, a: _load(y) / a - 1.0, best, best + 1 / np.sqrt(2 * alpha), alpha)
