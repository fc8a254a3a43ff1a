"""The dense networks of ±1 units: a steeper energy over overlaps, and many more patterns."""

import warnings
from math import log
from typing import Any

import numpy as np

from hopfield.couplings import Coupling, OverlapCoupling, RealOverlapCoupling
from hopfield.errors import ScaleWarning
from hopfield.network import Network
from hopfield.patterns import Patterns
from hopfield.separation import Exponential, Power, Separation

__all__ = ["dense", "exponential"]

_ASKED = 64  # patterns that are tried as cues
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

    Warns
    -----
    ScaleWarning
        for real patterns some of which are so long that they drown the rest

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
    coupling = _coupling(xi, Power(degree, rectified))
    network = Network(coupling)
    if isinstance(coupling, RealOverlapCoupling):
        _warn_of_drowned(coupling, lambda m: (degree - 1) * np.log(np.abs(m)))
    return network


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
        for real patterns so long that an energy overflows, Σ_i |ξ_i| > n + 700, or that they drown the rest

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
    if isinstance(coupling, RealOverlapCoupling) and not _warned_of_overflow(coupling):
        _warn_of_drowned(coupling, lambda m: coupling.n * m)
    return Network(coupling)


def _warned_of_overflow(coupling: RealOverlapCoupling) -> bool:
    """Warn where e^{ξ·s - n} is more than a float can hold for some state, and return whether it is."""
    largest = float(np.abs(coupling.keys).sum(axis=1, dtype=np.float64).max())
    if largest > coupling.n + _LARGEST:
        message = (
            f"ξ·s may be {largest:.4g}, above n + {_LARGEST:g} = {coupling.n + _LARGEST:g}: energies of"
            f" -Σ e^(ξ·s - n) overflow; divide the patterns by {largest / coupling.n:.3g}"
        )
        warnings.warn(message, ScaleWarning, stacklevel=3)
    return largest > coupling.n + _LARGEST


def _warn_of_drowned(coupling: RealOverlapCoupling, log_slope: Any) -> None:
    """Warn where, for the signs of a pattern as the cue, a longer one has a hundred times its say.

    The say of pattern μ is |F'(m_μ)| Σ_i |ξ_i|. It is tried for 64 patterns, the shortest and some of all lengths, and
    warned of where it is at least a tenth of them.
    """
    keys, n = np.asarray(coupling.keys, dtype=np.float64), coupling.n
    sizes = np.abs(keys).sum(axis=1)
    places = np.linspace(0, len(keys) - 1, min(len(keys), _ASKED)).astype(int)
    asked = np.argsort(sizes)[np.unique(places)]
    overlaps = np.where(keys[asked] < 0.0, -1.0, 1.0) @ keys.T / n
    with np.errstate(divide="ignore"):
        say = log_slope(overlaps) + np.log(sizes)
    own = say[np.arange(len(asked)), asked]
    winner = say.argmax(axis=1)
    ahead = np.where(sizes[winner] > sizes[asked], say.max(axis=1) - own, -np.inf)
    drowned = np.flatnonzero(ahead > log(100.0))
    if 10 * len(drowned) >= max(1, len(asked)) and len(drowned):
        worst = drowned[ahead[drowned].argmax()]
        ratio = sizes[winner[worst]] / sizes[asked[worst]]
        message = (
            f"{len(drowned)} of {len(asked)} patterns tried are drowned by longer ones: row {winner[worst]} is"
            f" {ratio:.3g} times as long as row {asked[worst]}, and has e^{ahead[worst]:.3g} times its say where that"
            " is the cue; divide each row by the mean of its sizes"
        )
        warnings.warn(message, ScaleWarning, stacklevel=3)
