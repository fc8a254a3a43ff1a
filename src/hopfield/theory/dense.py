"""How many patterns do memories of higher order hold without errors?

Assumed: E = -Σ_μ F(ξ^μ·s), F = x^d or e^x, n → ∞ random patterns. A unit of a stored pattern has the signal 2d
n^{d-1} and a noise of variance 4d²(2d-3)!! p n^{d-1}, where (2d-3)!! = ⟨x^{2d-2}⟩ for a normal x (krotov2016):

    P(a bit is wrong) = Q(√(n^{d-1}/(2d-3)!! p))
    p = n^{d-1}/(2(2d-3)!! ln n)                 without errors: at d = 2 that of mceliece1987 for most patterns
    p = n^d/(2(2d-1)!! ln n)                     steps of a sequence, s ← sgn Σ ξ^{μ+1}(ξ^μ·s/n)^d     chaudhry2023
    p = e^{nI(1-2ρ)/2}                           exponential, while a share ρ of the bits is flipped   demircigil2017

with I(x) = ½[(1+x) ln(1+x) + (1-x) ln(1-x)], so that 2^{n/2} are held when nothing is flipped.

Where it fails: the Gaussian estimate is of the first step and needs p ≫ 1 and n ≫ d; F of odd d also remembers no
negatives.
"""

from typing import Any

import numpy as np

from hopfield._typing import Values
from hopfield.errors import ParameterError
from hopfield.theory.ranges import plain, whole, within

__all__ = ["dense_bit_error", "dense_capacity", "dense_sequence_capacity", "exponential_capacity"]


def dense_capacity(n: object, degree: object) -> Any:
    """Return how many patterns a dense memory holds without errors: n^{d-1}/(2(2d-3)!! ln n).      krotov2016

    Parameters
    ----------
    n : float or array, at least 2
        units
    degree : int or array of ints, at least 2
        d; 2 is Hebb's rule

    Returns
    -------
    float, or an array of the shape of n and degree together
        p

    Raises
    ------
    ParameterError
        outside these ranges, or for a number above 1.8e308

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.dense_capacity(1000, degree=[2, 3, 4]).round(3).tolist()
    [72.382, 24127.471, 4825494.243]
    """
    size, d = _sizes(n, degree)
    return _held((d - 1) * np.log(size) - _log_moment(d - 1), size)


def dense_sequence_capacity(n: object, degree: object) -> Any:
    """Return how many steps of a sequence a dense memory holds without errors: n^d/(2(2d-1)!! ln n). chaudhry2023

    Parameters
    ----------
    n : float or array, at least 2
        units
    degree : int or array of ints, at least 1
        d of f(x) = x^d; 1 is the sequence of `hf.rules.Sequence`

    Returns
    -------
    float, or an array of the shape of n and degree together
        p

    Raises
    ------
    ParameterError
        outside these ranges, or for a number above 1.8e308

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.dense_sequence_capacity(1000, degree=[1, 2]).round(3).tolist()
    [72.382, 24127.471]
    """
    size, d = _sizes(n, degree, least=1)
    return _held(d * np.log(size) - _log_moment(d), size)


def dense_bit_error(n: object, degree: object, p: object) -> Any:
    """Return the probability that a unit of a stored pattern wants to flip: Q(√(n^{d-1}/(2d-3)!! p)). krotov2016

    Parameters
    ----------
    n : float or array, at least 2
        units
    degree : int or array of ints, at least 2
        d; 2 is Hebb's rule, and `bit_error`
    p : float or array, above 0
        patterns

    Returns
    -------
    float, or an array of the shape of n, degree and p together

    Raises
    ------
    ParameterError
        outside these ranges

    Examples
    --------
    >>> import hopfield as hf
    >>> round(hf.theory.dense_bit_error(100, degree=3, p=500), 6)
    0.004912
    """
    from scipy.special import erfc

    size, d = _sizes(n, degree)
    count = within("p", p, 0.0)
    log = (d - 1) * np.log(size) - _log_moment(d - 1) - np.log(count)
    return plain(erfc(np.exp(np.minimum(log, 700) / 2) / np.sqrt(2)) / 2)


def exponential_capacity(n: object, flipped: object = 0.0) -> Any:
    """Return how many patterns an exponential memory holds: e^{nI(1-2ρ)/2}, which is 2^{n/2} for ρ = 0.  demircigil2017

    Parameters
    ----------
    n : float or array, from 2 to 2047
        units
    flipped : float or array, from 0 to below ½
        ρ: share of flipped bits that one parallel step has to correct

    Returns
    -------
    float, or an array of the shape of n and flipped together
        p

    Raises
    ------
    ParameterError
        outside these ranges; beyond 2047 units the number does not fit into a float

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.exponential_capacity(40)
    1048576.0
    >>> round(hf.theory.exponential_capacity(40, flipped=0.1))
    1574
    """
    from scipy.special import xlog1py

    why = "a larger number of patterns does not fit into a float: it is 2^(n/2)"
    size = within("n", n, 2.0, 2047.0, has_low=True, why=why)
    why = "with half of the bits flipped nothing is left of a pattern"
    x = 1 - 2 * within("flipped", flipped, 0.0, 0.5, has_low=True, has_high=False, why=why)
    bits = (xlog1py(1 + x, x) + xlog1py(1 - x, -x)) / np.log(2) / 2
    return plain(np.exp2(size * bits / 2))


def _sizes(n: object, degree: object, least: int = 2) -> tuple[Values, Values]:
    """Return n and d."""
    size = within("n", n, 2.0, has_low=True, why="ln n has to be well above 0")
    d = whole(
        "degree", degree, least, "2 is Hebb's rule" if least == 2 else "1 is a plain sequence"
    )
    return size, d


def _log_moment(k: Values) -> Values:
    """Return ln (2k-1)!!, of the 2k-th moment of a normal number: 2^k Γ(k+½)/√π."""
    from scipy.special import gammaln

    return k * np.log(2) + gammaln(k + 0.5) - gammaln(0.5)


def _held(log: Values, n: Values) -> Any:
    """Return e^log/(2 ln n), where that is a number."""
    total = log - np.log(2 * np.log(n))
    if np.any(total > 709):
        message = f"this memory holds e^{np.max(total):.0f} patterns, which is no float; take a smaller n or degree"
        raise ParameterError(message)
    return plain(np.exp(total))
