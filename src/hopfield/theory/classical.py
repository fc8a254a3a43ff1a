"""What do simple counts of signal and noise say: errors of single bits, patterns without any error, the first step?

Assumed: random patterns, Hebb's rule with J_ii = 0. In a stored pattern the field of a unit has the signal 1 and the
noise √α of p - 1 others, as good as normal for large n; a state of overlap m₀ has the signal m₀ and the same noise:

    P(a bit is wrong) = Q(1/√α)                   hopfield1982, for 0/1 units Q(1/√(2α)): quiet units are not heard
    m₁ = erf(m₀/√(2α))                           after one parallel step

Patterns with no wrong bit at all, as n → ∞:

    p = n/(2 ln n) for nearly every pattern, n/(4 ln n) for all of them                          mceliece1987
    p = n/√(2 ln n) with Storkey's rule, where other patterns disturb less                       storkey1997

Where it fails: after the first step state and noise are correlated, and errors may grow (mean_field); the capacities
are asymptotic, and a factor of 1 + O(ln ln n/ln n) is not covered.
"""

from typing import Any

import numpy as np

from hopfield.errors import ParameterError
from hopfield.theory.ranges import plain, within

__all__ = ["bit_error", "parallel_step", "perfect_recall_load", "storkey_load"]

_SMALL = "ln n has to be well above 0"


def bit_error(load: object, units: str = "spin") -> Any:
    """Return the probability that a unit of a stored pattern wants to flip at first sight.       hopfield1982

    Q(1/√α) for units of ±1; Q(1/√(2α)) for those of 0 and 1 with threshold 0, which hear only the half that fires.

    Parameters
    ----------
    load : float or array, above 0
        p/n; for few patterns (p-1)/n
    units : "spin" or "binary"
        ±1, or 0 and 1

    Returns
    -------
    float, or an array of the shape of load

    Raises
    ------
    ParameterError
        for any other load or word

    Examples
    --------
    >>> import hopfield as hf
    >>> round(hf.theory.bit_error(0.138), 6), round(hf.theory.bit_error(0.09, units="binary"), 4)
    (0.003552, 0.0092)
    """
    from scipy.special import erfc

    alpha = within("load", load, 0.0)
    if units not in ("spin", "binary"):
        raise ParameterError(f"units must be 'spin' or 'binary', got {units!r}")
    return plain(erfc(1 / np.sqrt((2 if units == "spin" else 4) * alpha)) / 2)


def parallel_step(overlap: object, load: object) -> Any:
    """Return the overlap after one parallel step at T = 0: m₁ = erf(m₀/√(2α)).                    kinzel1985

    Exact for random starts as n → ∞; the steps after it need more than m.

    Parameters
    ----------
    overlap : float or array, from -1 to 1
        m₀, of the start with a pattern
    load : float or array, above 0
        p/n

    Returns
    -------
    float, or an array of the shape of overlap and load together

    Raises
    ------
    ParameterError
        outside these ranges

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.parallel_step([0.2, 0.5], load=0.1).round(6).tolist()
    [0.472911, 0.886154]
    """
    from scipy.special import erf

    m = within("overlap", overlap, -1.0, 1.0, has_low=True)
    return plain(erf(m / np.sqrt(2 * within("load", load, 0.0))))


def perfect_recall_load(n: object, all: bool = True) -> Any:
    """Return the load up to which patterns have no wrong bit: 1/(4 ln n), or 1/(2 ln n) for most.  mceliece1987

    Parameters
    ----------
    n : float or array, at least 2
        units
    all : bool
        whether all patterns must be right together, or nearly each by itself

    Returns
    -------
    float, or an array of the shape of n
        p/n

    Raises
    ------
    ParameterError
        for any other n

    Examples
    --------
    >>> import hopfield as hf
    >>> (
    ...     round(hf.theory.perfect_recall_load(1000), 6),
    ...     round(hf.theory.perfect_recall_load(1000, all=False), 6),
    ... )
    (0.036191, 0.072382)
    """
    size = within("n", n, 2.0, has_low=True, why=_SMALL)
    return plain(1 / ((4 if all else 2) * np.log(size)))


def storkey_load(n: object) -> Any:
    """Return the load up to which Storkey's rule holds patterns without a wrong bit: 1/√(2 ln n).   storkey1997

    Parameters
    ----------
    n : float or array, at least 2
        units

    Returns
    -------
    float, or an array of the shape of n
        p/n

    Raises
    ------
    ParameterError
        for any other n

    Examples
    --------
    >>> import hopfield as hf
    >>> round(hf.theory.storkey_load(1000), 6)
    0.26904
    """
    return plain(1 / np.sqrt(2 * np.log(within("n", n, 2.0, has_low=True, why=_SMALL))))
