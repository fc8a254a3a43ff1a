"""The dense networks of ±1 units: a steeper energy over overlaps, and many more patterns."""

import warnings
from typing import Any

import numpy as np

from hopfield.couplings import Coupling, OverlapCoupling, RealOverlapCoupling
from hopfield.errors import ScaleWarning
from hopfield.network import Network
from hopfield.patterns import Patterns
from hopfield.separation import Exponential, Power, Separation

__all__ = ["dense", "exponential"]

_LARGEST = 700.0  # e^700 is nearly the largest float


def dense(xi: Any, degree: int = 3, rectified: bool = False) -> Network:
    """Return the dense associative memory of ±1 units (krotov2016).

    E = -(n/k) Σ_μ m_μᵏ, m_μ = ξ^μ·s / n: the paper's -Σ (ξ·s)ᵏ divided by k nᵏ⁻¹. Each unit takes the value of lower
    energy. k = 2 decides exactly as Hopfield's network; random patterns have no errors up to about
    p = nᵏ⁻¹ / (2 (2k-3)!! ln n), and for finite n the transition is gradual. There is no matrix J.

    Parameters
    ----------
    xi : Patterns, or array_like (p, n) of real numbers
        an array of -1 and +1 moves alike, and much faster as hf.Patterns(xi)
    degree : int, at least 2
        k; an odd one tells a pattern from its negative
    rectified : bool
        whether only positive overlaps count, F(m) = max(m, 0)ᵏ / k

    Returns
    -------
    Network of n units

    Raises
    ------
    ParameterError
        for a degree below 2, or so large that (1/n)ᵏ is below what a float can hold
    ShapeError, PatternError
        for real patterns of unequal length, none at all, or NaN

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCHXLO")
    >>> net = hf.models.dense(xi, degree=4)
    >>> found = hf.recall(net, hf.patterns.flip(xi[5], 0.16, seed=1), seed=0)
    >>> xi.match(found.state).label
    'O'
    >>> real = 0.8 * xi.spins + 0.1  # any numbers
    >>> found = hf.recall(
    ...     hf.models.dense(real, degree=4), hf.patterns.flip(xi[5], 0.16, seed=1), seed=0
    ... )
    >>> xi.match(found.state).label
    'O'
    """
    return Network(_coupling(xi, Power(degree, rectified)))


def _coupling(xi: Any, separation: Separation) -> Coupling:
    """Return the coupling of packed patterns, or of real ones."""
    if isinstance(xi, Patterns):
        return OverlapCoupling(xi, separation=separation)
    return RealOverlapCoupling(xi, separation=separation)


def exponential(xi: Any) -> Network:
    """Return the memory of exponential capacity, of ±1 units (demircigil2017).

    E = -Σ_μ e^{n (m_μ - 1)}, m_μ = ξ^μ·s / n: the paper's -Σ e^{ξ·s} times e^{-n}. Up to about 2^{n/2} random patterns
    are fixed points; the field hears the nearest pattern only, so this is a nearest-neighbour search unless several
    are about equally near. Far from all patterns the energy is below what a float can hold and reads 0.0; near real
    patterns with ξ·s above n + 709 it is above it and reads -inf, while the gaps keep their signs.

    Among many patterns a recall by `Async` at T = 0 leaves out those that are certain not to turn any sign, and takes
    little longer than to compare all of them with the probe.

    Parameters
    ----------
    xi : Patterns, or array_like (p, n) of real numbers
        an array of -1 and +1 moves alike, and much faster as hf.Patterns(xi)

    Returns
    -------
    Network of n units

    Raises
    ------
    ShapeError, PatternError
        for real patterns of unequal length, none at all, or NaN

    Warns
    -----
    ScaleWarning
        for real patterns so long that an energy overflows: Σ_i |ξ_i| > n + 700

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCHXLO")
    >>> net = hf.models.exponential(xi)
    >>> found = hf.recall(net, hf.patterns.flip(xi[4], 0.16, seed=1), seed=0)
    >>> xi.match(found.state).label
    'L'
    """
    coupling = _coupling(xi, Exponential())
    if isinstance(coupling, RealOverlapCoupling):
        _warn_of_overflow(coupling)
    return Network(coupling)


def _warn_of_overflow(coupling: RealOverlapCoupling) -> None:
    """Warn where e^{ξ·s - n} is more than a float can hold for some state."""
    largest = float(np.abs(coupling.keys).sum(axis=1, dtype=np.float64).max())
    if largest > coupling.n + _LARGEST:
        message = (
            f"ξ·s may be {largest:.4g}, above n + {_LARGEST:g} = {coupling.n + _LARGEST:g}: energies of"
            f" -Σ e^(ξ·s - n) overflow; divide the patterns by {largest / coupling.n:.3g}"
        )
        warnings.warn(message, ScaleWarning, stacklevel=3)
