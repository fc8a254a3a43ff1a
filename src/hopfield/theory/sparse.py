"""How many sparse patterns can a network hold, with the best threshold?

Assumed: patterns η ∈ {0, 1} with P(1) = a, units S ∈ {0, 1} at T = 0 that fire if h > θ, and the covariance rule
J_ij = (1/na(1-a)) Σ_μ (η_i-a)(η_j-a), J_ii = 0, n → ∞ (tsodyks1988). The field of a unit is (η-a)m + σz + ΓS:

    f₁ = Φ(t₁), f₀ = Φ(-t₀)      share of firing units where η = 1, and where η = 0
    t₁ = ((1-a)m - ϑ)/σ,  t₀ = (am + ϑ)/σ,  m = f₁ - f₀
    σ² = αq/(1-U)²,  q = af₁ + (1-a)f₀,  U = [aφ(t₁) + (1-a)φ(t₀)]/σ

ΓS, Γ = αU/(1-U), is what a unit hears of itself by way of the others. Of the two states that it may hold itself in,
the one with the lower energy counts: it moves the threshold, θ = ϑ + Γ/2, and drops out where the best θ is taken.

Result: m/σ = t₁ + t₀, so that the load is explicit,

    √α = [m/(t₁+t₀) - aφ(t₁) - (1-a)φ(t₀)]/√q

and its maximum over t₁ and t₀ is the critical load with the best threshold. It tends to 1/(2a|ln a|) for a → 0,
extremely slowly: at a = 0.01 it is 4.37, not 10.86. At a = ½ it is 0.0691, and with ϑ = 0 just half that of units
±1, as quiet units are not heard.

Where it fails: symmetric replicas; one threshold for all units; a fixed number of firing units would do a little
better.
"""

from typing import Any, NamedTuple

import numpy as np

from hopfield._typing import Values
from hopfield.theory.ranges import plain, within

__all__ = ["SparseOptimum", "sparse_load", "sparse_optimum"]

_STARTS = [(2.2, 1.3), (2.0, 2.2), (1.0, 2.4), (0.7, 3.0), (0.8, 4.3), (1.0, 6.0), (1.2, 9.0)]


class SparseOptimum(NamedTuple):
    """Where sparse patterns are held at the largest load: floats, or arrays of the shape of the activity.

    Attributes
    ----------
    load : p/n
    threshold : θ, where J has the covariance rule's normalisation 1/(n a(1-a))
    firing : share of the units of a pattern that fire when it is recalled, f₁
    false : share of the other units that fire, f₀
    """

    load: Any
    threshold: Any
    firing: Any
    false: Any


def sparse_load(activity: object) -> Any:
    """Return the critical load of patterns of 0 and 1 with the covariance rule and the best threshold, at T = 0.

    The maximum over t₁, t₀ of [m/(t₁+t₀) - aφ(t₁) - (1-a)φ(t₀)]²/q                              tsodyks1988

    Parameters
    ----------
    activity : float or array, from 1e-12 to below 1
        a: share of 1 in the patterns

    Returns
    -------
    float, or an array of the shape of the activity
        p/n

    Raises
    ------
    ParameterError
        for any other activity

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.sparse_load([0.5, 0.1, 0.01]).round(6).tolist()
    [0.069068, 0.440967, 4.367703]
    """
    return sparse_optimum(activity).load


def sparse_optimum(activity: object) -> SparseOptimum:
    """Return the critical load, and the threshold and the firing there.                         tsodyks1988

    Parameters
    ----------
    activity : float or array, from 1e-12 to below 1
        a: share of 1 in the patterns

    Returns
    -------
    SparseOptimum

    Raises
    ------
    ParameterError
        for any other activity

    Examples
    --------
    >>> import hopfield as hf
    >>> [round(value, 4) for value in hf.theory.sparse_optimum(0.01)]
    [4.3677, 0.68, 0.7325, 0.0011]
    """
    why = "it is the share of 1 in the patterns"
    a = within("activity", activity, 1e-12, 1.0, has_low=True, has_high=False, why=why)
    found = np.array([_best(x) for x in a.ravel()]).reshape(*a.shape, 4)
    return SparseOptimum(*(plain(found[..., i]) for i in range(4)))


def _best(a: float) -> tuple[float, float, float, float]:
    """Return the optimum of one activity: the highest of the hills that the starts lead to."""
    from scipy.optimize import minimize
    from scipy.special import ndtr

    tops = [minimize(_loss, start, (a,), jac=True, method="BFGS") for start in _STARTS]
    t1, t0 = min(tops, key=lambda top: top.fun).x
    for _ in range(3):  # Newton, as the hill is climbed to half the digits only
        h = 1e-5
        slopes = [
            _loss(np.array(t), a)[1]
            for t in ((t1 + h, t0), (t1 - h, t0), (t1, t0 + h), (t1, t0 - h))
        ]
        bend = np.array([slopes[0] - slopes[1], slopes[2] - slopes[3]]) / (2 * h)
        t1, t0 = np.array([t1, t0]) - np.linalg.solve(bend, _loss(np.array([t1, t0]), a)[1])
    load = float(np.exp(-_loss(np.array([t1, t0]), a)[0]))
    firing, false = float(ndtr(t1)), float(ndtr(-t0))
    sigma = (firing - false) / (t1 + t0)
    U = (a * _bell(t1) + (1 - a) * _bell(t0)) / sigma
    threshold = (1 - a) * (firing - false) - t1 * sigma + load * U / (1 - U) / 2
    return load, float(threshold), firing, false


def _loss(t: Values, a: float) -> tuple[float, Values]:
    """Return -ln α and its gradient; far from any memory, where α(t) does not exist, a steep wall."""
    from scipy.special import ndtr

    t1, t0 = t
    bell1, bell0, firing, false = _bell(t1), _bell(t0), ndtr(t1), ndtr(-t0)
    m, q, s = firing - false, a * firing + (1 - a) * false, t1 + t0
    root = m / s - a * bell1 - (1 - a) * bell0
    if s <= 0 or root <= 0:
        return np.inf, np.zeros(2)
    up = np.array(
        [bell1 / s - m / s**2 + a * t1 * bell1, bell0 / s - m / s**2 + (1 - a) * t0 * bell0]
    )
    down = np.array([a * bell1, -(1 - a) * bell0])
    return float(np.log(q) - 2 * np.log(root)), down / q - 2 * up / root


def _bell(x: Any) -> Any:
    """Return the normal density."""
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
