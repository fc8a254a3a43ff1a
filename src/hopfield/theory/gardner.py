"""How many patterns can any couplings store, and with which margin?

Assumed: J has no symmetry, each unit learns for itself; p = αn random patterns with n → ∞, of mean (bias) b = ⟨ξ⟩. A
pattern is stored with margin κ if ξ_i h_i ≥ κ |J_i| for every unit, h_i = Σ_j J_ij ξ_j.

Result: couplings exist up to the load

    1/α_c(κ) = ∫_{-κ}^∞ Dt (t + κ)² = G(κ) = (1 + κ²)Φ(κ) + κφ(κ)                                 gardner1988

so that α_c(0) = 2, Cover's counting of halves. With biased patterns the mean field of a unit may be shifted by any
v, in units of the spread √(1-b²) of its field:

    1/α_c(κ, b) = min_v ½(1+b) G(κ/√(1-b²) - v) + ½(1-b) G(κ/√(1-b²) + v)

which diverges as b → ±1: few bits are stored in each pattern then.

Where it fails: κ < 0, where the space of couplings is not convex; and finite n, where the limit is rounded.
"""

from typing import Any

import numpy as np

from hopfield._typing import Values
from hopfield.theory.ranges import plain, within
from hopfield.theory.roots import root

__all__ = ["gardner_load", "gardner_margin"]

_CONVEX = "below 0 the couplings are no convex set, and the formula fails"


def gardner_load(margin: object = 0.0, bias: object = 0.0) -> Any:
    """Return the largest load that any couplings can store with a margin.                       gardner1988

    1/α = min_v ½(1+b) G(x - v) + ½(1-b) G(x + v),  x = κ/√(1-b²),  G(k) = (1 + k²)Φ(k) + kφ(k)

    Parameters
    ----------
    margin : float or array, at least 0
        κ ≤ ξ_i h_i/|J_i|
    bias : float or array, between -1 and 1
        mean of the patterns

    Returns
    -------
    float, or an array of the shape of margin and bias together
        p/n

    Raises
    ------
    ParameterError
        outside these ranges

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.gardner_load()
    2.0
    >>> round(hf.theory.gardner_load(margin=1.0), 6), round(hf.theory.gardner_load(bias=0.8), 6)
    (0.519572, 3.912902)
    """
    kappa = within("margin", margin, 0.0, has_low=True, why=_CONVEX)
    kappa, b = np.broadcast_arrays(kappa, _bias(bias))
    return plain(1 / _inverse_load(kappa, b))


def gardner_margin(load: object, bias: object = 0.0) -> Any:
    """Return the largest margin that any couplings can give to a load: the inverse of `gardner_load`. gardner1988

    Parameters
    ----------
    load : float or array, above 0 and at most gardner_load(bias=bias)
        p/n
    bias : float or array, between -1 and 1
        mean of the patterns

    Returns
    -------
    float, or an array of the shape of load and bias together
        κ

    Raises
    ------
    ParameterError
        outside these ranges

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.gardner_margin([0.5, 1.0, 2.0]).round(6).tolist()
    [1.034314, 0.470655, 0.0]
    """
    b = _bias(bias)
    largest = 1 / _inverse_load(np.zeros(b.shape), b)
    why = "beyond it no couplings store the patterns"
    alpha, b = np.broadcast_arrays(within("load", load, 0.0, largest, why=why), b)

    def excess(kappa: Values, alpha: Values, b: Values) -> Values:
        return _inverse_load(kappa, b) * alpha - 1.0

    # 1/α ≥ ½(1-|b|) G(x) and G(x) > x²
    most = np.sqrt(2 * (1 + np.abs(b)) / alpha)
    kappa = root(excess, 0.0, most, alpha, b)
    return plain(np.where(kappa < 1e-15, 0.0, kappa))


def _bias(bias: object) -> Values:
    """Return the mean of patterns that are not all alike."""
    why = "at its ends all patterns are alike"
    return within("bias", bias, -1.0, 1.0, has_high=False, why=why)


def _inverse_load(kappa: Values, b: Values) -> Values:
    """Return 1/α, at the best shift."""
    b = np.abs(b)
    x = kappa / np.sqrt((1 - b) * (1 + b))

    def slope(v: Values, x: Values, b: Values) -> Values:
        return (1 + b) * _mean(x - v) - (1 - b) * _mean(x + v)

    v = root(slope, 0.0, x + 3 + np.sqrt(2 * np.log(2 / (1 - b))), x, b)
    return (1 + b) / 2 * _square(x - v) + (1 - b) / 2 * _square(x + v)


def _mean(k: Values) -> Values:
    """Return ∫_{-k}^∞ Dt (t + k)."""
    from scipy.special import ndtr

    return k * ndtr(k) + np.exp(-(k**2) / 2) / np.sqrt(2 * np.pi)


def _square(k: Values) -> Values:
    """Return ∫_{-k}^∞ Dt (t + k)²."""
    from scipy.special import ndtr

    return (1 + k**2) * ndtr(k) + k * np.exp(-(k**2) / 2) / np.sqrt(2 * np.pi)
