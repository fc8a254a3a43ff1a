"""How many of the newest patterns does a network keep that learns for ever?

Assumed: patterns come one after the other, n → ∞, T = 0; the age of a pattern is u = k/n. Of a pattern of age u, J
still has the weight λ(u) times ξξᵀ/n. Each pattern answers with λC to the noise of the others, so that the field has

    σ² = ∫du λ²/(1-λC)² + Δ²,  C = √(2/π) e^{-y²}/σ,  y = λ(u)m/√2σ,  m = erf(y)                   mezard1986

Given y, C is one root, and λ(u) = √2σ y/erf(y): the oldest pattern still recalled has the y where λ is lowest.

marginalist   λ = e^{-ε²u/2}, Δ = 0: σ² = (2/ε²)[ln(1-C) + C/(1-C)]/C²                                mezard1986
bounded       each J_ij, in steps of 1/n, walks between walls at ±b/√n, and steps beyond are ignored (parisi1986).
              A step is remembered until the walk first hits a wall: λ is the share not yet absorbed,
              Σ_{odd j} 8/(π²j²) e^{-j²π²u/8b²}.
              What else J varies by, Δ² = b²/3 - ∫λ² du, is noise without a pattern: J is uniform between its walls.

Result: at best, with ε = 4.108 and b = 0.355, 0.0490 and 0.0405 of n are kept: a third of what a network learns that
stops in time.

Where it fails: bounds of a few steps, b√n, as the walk is then no diffusion (whole steps act as b + 1/(2√n)); and
what J varies by without a pattern, Δ², is taken as noise that does not depend on the patterns.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from hopfield._typing import Values
from hopfield.theory.ranges import plain, within
from hopfield.theory.roots import lowest, root, summit

__all__ = ["bounded_limit", "bounded_load", "marginalist_load", "marginalist_strength"]

_GRID = np.linspace(0.4, 8.0, 77)
_FADED = (
    "such a network remembers nothing, as each pattern is weaker than the noise of those before"
)


def marginalist_load(strength: object = None) -> Any:
    """Return how many of the newest patterns a marginalist memory recalls, at T = 0.             mezard1986

    J_ij = (1/n) Σ_k e^{-ε²k/2n} ξ_i^k ξ_j^k, as made by the rule `Marginalist`.

    Parameters
    ----------
    strength : float or array from 2.465 to 1000, or None
        ε; None is the best one, `marginalist_strength`

    Returns
    -------
    float, or an array of the shape of the strength
        p/n

    Raises
    ------
    ParameterError
        for any other strength; below that range nothing is remembered

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.marginalist_load([3.0, 4.0, 5.0]).round(6).tolist()
    [0.034813, 0.048889, 0.04613]
    >>> round(hf.theory.marginalist_load(), 6)
    0.048958
    """
    if strength is None:
        return _best_strength()[1]
    epsilon = within("strength", strength, _weakest(), 1000.0, has_low=True, why=_FADED)
    return plain(_fading(epsilon))


def marginalist_strength() -> float:
    """Return the strength ε with which a marginalist memory recalls the most patterns.           mezard1986

    Returns
    -------
    float

    Examples
    --------
    >>> import hopfield as hf
    >>> round(hf.theory.marginalist_strength(), 4)
    4.1081
    """
    return _best_strength()[0]


def bounded_load(limit: object = None) -> Any:
    """Return how many of the newest patterns are recalled by couplings with bounds, at T = 0.    parisi1986

    Parameters
    ----------
    limit : float or array from 0.01 to 0.755, or None
        b: the bound of a coupling, in √n times the step of one pattern; None is the best one, `bounded_limit`

    Returns
    -------
    float, or an array of the shape of the limit
        p/n

    Raises
    ------
    ParameterError
        for any other limit; above that range nothing is remembered

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.bounded_load([0.2, 0.37, 0.5]).round(6).tolist()
    [0.028317, 0.040344, 0.029982]
    """
    if limit is None:
        return _best_limit()[1]
    b = within("limit", limit, 0.01, _widest(), has_low=True, why=_FADED)
    return plain(_walled(b))


def bounded_limit() -> float:
    """Return the bound, in √n times the step of one pattern, with which the most patterns are recalled. parisi1986

    Returns
    -------
    float

    Examples
    --------
    >>> import hopfield as hf
    >>> round(hf.theory.bounded_limit(), 3)
    0.355
    """
    return _best_limit()[0]


def _noise(y: Values, scale: Values, spread: Callable[[Values], Values]) -> Any:
    """Return λ of the pattern with this y, where σ² = scale · spread(C)/C², and scale · spread(C) = (2/π) e^{-2y²}."""
    from scipy.special import erf

    def excess(C: Values, y: Values, scale: Values) -> Values:
        return np.log(scale * spread(C)) - np.log(2 / np.pi) + 2 * y**2

    C = root(excess, 1e-40, 1 - 1e-9, y, scale)
    # without a C below 1 no network has this y
    is_real = np.abs(excess(C, y, scale)) < 1e-6
    return np.where(is_real, 2 / np.sqrt(np.pi) * y * np.exp(-(y**2)) / (C * erf(y)), np.inf)


def _faded_spread(C: Values) -> Values:
    """Return ln(1-C) + C/(1-C), by its series where that cancels."""
    small = np.minimum(C, 0.01)
    series = small**2 * sum((j + 1) / (j + 2) * small**j for j in range(9))
    return np.where(C < 0.01, series, np.log1p(-C) + C / (1 - C))


def _fading(epsilon: Values) -> Values:
    """Return the largest age that is recalled: -(2/ε²) ln λ; negative where λ > 1, of no pattern."""

    def weight(y: Values, epsilon: Values) -> Values:
        return _noise(y, 2 / epsilon**2, _faded_spread)

    return -2 / epsilon**2 * np.log(lowest(weight, _GRID, epsilon)[1])


@cache
def _weakest() -> float:
    """Return the strength at which the newest pattern is just strong enough."""
    return float(np.sqrt(2 / _loudest(_faded_spread)))


def _loudest(spread: Callable[[Values], Values]) -> float:
    """Return the largest scale of noise that λ = 1 bears, where C = (2/√π) y e^{-y²}/erf(y)."""
    from scipy.special import erf

    def quiet(y: Values) -> Values:
        return -np.exp(-2 * y**2) / spread(2 / np.sqrt(np.pi) * y * np.exp(-(y**2)) / erf(y))

    return -2 / np.pi * float(lowest(quiet, _GRID)[1])


@cache
def _best_strength() -> tuple[float, float]:
    """Return the best strength, and the load there."""
    scale, load = _best(_faded_spread, lambda kept: -np.log(kept))
    return summit(_fading, float(np.sqrt(2 / scale))), load


def _best(
    spread: Callable[[Values], Values], age: Callable[[Values], Values]
) -> tuple[float, float]:
    """Return the scale of noise with the largest load, and that load.

    Given y and C, scale and λ are explicit, and so is the load, scale times the age of λ: it is largest over both.
    """
    from scipy.special import erf

    def scale(C: Values, y: Values) -> Values:
        return 2 / np.pi * np.exp(-2 * y**2) / spread(C)

    def lost(C: Values, y: Values) -> Values:
        kept = 2 / np.sqrt(np.pi) * y * np.exp(-(y**2)) / (C * erf(y))
        return -scale(C, y) * age(np.minimum(kept, 1.0))

    grid = np.linspace(0.02, 0.9, 45)
    y, load = lowest(lambda y: lowest(lost, grid, y)[1], _GRID)
    return float(scale(lowest(lost, grid, y)[0], y)), -float(load)


def _unabsorbed(v: Values) -> Values:
    """Return Σ_{odd j} 8/(π²j²) e^{-j²π²v/8}, with v = u/b², for small v by reflections at the walls."""
    from scipy.special import erfc

    v = np.asarray(v, dtype=np.float64)
    early, late = np.minimum(v, 0.5)[..., None], np.maximum(v, 0.5)[..., None]
    width = np.sqrt(early / 2) + 1e-150
    n = np.arange(1, 7)
    images = np.exp(-((n / width) ** 2)) / np.sqrt(np.pi) - n / width * erfc(n / width)
    walls = 1 / np.sqrt(np.pi) + 2 * images @ (-1.0) ** n
    j = 2 * n - 1
    series = np.exp(-((j * np.pi) ** 2) * late / 8) @ (8 / (np.pi * j) ** 2)
    return np.where(v < 0.5, 1 - 2 * width[..., 0] * walls, series)


@cache
def _ages() -> tuple[Values, Values]:
    """Return weights of an integral over v, and λ there; v = s² with points dense at 0, where λ falls as √v."""
    x, w = np.polynomial.legendre.leggauss(120)
    x, w = (x + 1) / 2, w / 2
    s = 4.5 * x**2
    return w * 9.0 * x * 2 * s, _unabsorbed(s**2)


def _walled_spread(C: Values) -> Values:
    """Return C² (∫dv λ²/(1-λC)² + 1/3 - ∫dv λ²)."""
    weights, kept = _ages()
    heard = (kept / (1 - kept * C[..., None])) ** 2 - kept**2
    return C**2 * (heard @ weights + 1 / 3)


def _walled(b: Values) -> Values:
    """Return the largest age that is recalled."""

    def weight(y: Values, b: Values) -> Values:
        return _noise(y, b**2, _walled_spread)

    least = lowest(weight, _GRID, b)[1]
    return b**2 * _age(least)


def _age(kept: Values) -> Values:
    """Return the v at which this share is not yet absorbed."""
    return root(lambda v, kept: _unabsorbed(v) - kept, 0.0, 40.0, kept)


@cache
def _widest() -> float:
    """Return the bound at which the newest pattern is just strong enough."""
    return float(np.sqrt(_loudest(_walled_spread)))


@cache
def _best_limit() -> tuple[float, float]:
    """Return the best bound, and the load there."""
    scale, load = _best(_walled_spread, _age)
    return summit(_walled, float(np.sqrt(scale))), load
