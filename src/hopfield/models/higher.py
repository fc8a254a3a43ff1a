"""The dense networks of ±1 units: a steeper energy over overlaps, and many more patterns."""

from hopfield.couplings import OverlapCoupling
from hopfield.network import Network
from hopfield.patterns import Patterns
from hopfield.separation import Exponential, Power

__all__ = ["dense", "exponential"]


def dense(xi: Patterns, degree: int = 3, rectified: bool = False) -> Network:
    """Return the dense associative memory of ±1 units (krotov2016).

    E = -(n/k) Σ_μ m_μᵏ, m_μ = ξ^μ·s / n: the paper's -Σ (ξ·s)ᵏ divided by k nᵏ⁻¹. Each unit takes the value of lower
    energy. k = 2 decides exactly as Hopfield's network; random patterns have no errors up to about
    p = nᵏ⁻¹ / (2 (2k-3)!! ln n), and for finite n the transition is gradual. There is no matrix J.

    Parameters
    ----------
    xi : Patterns
        (p, n)
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

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCHXLO")
    >>> net = hf.models.dense(xi, degree=4)
    >>> found = hf.recall(net, hf.patterns.flip(xi[5], 0.16, seed=1), seed=0)
    >>> xi.match(found.state).label
    'O'
    """
    return Network(OverlapCoupling(xi, separation=Power(degree, rectified)))


def exponential(xi: Patterns) -> Network:
    """Return the memory of exponential capacity, of ±1 units (demircigil2017).

    E = -Σ_μ e^{n (m_μ - 1)}, m_μ = ξ^μ·s / n: the paper's -Σ e^{ξ·s} times e^{-n}. Up to about 2^{n/2} random patterns
    are fixed points; the field hears the nearest pattern only, so this is a nearest-neighbour search unless several
    are about equally near. Far from all patterns the energy is below what a float can hold and reads 0.0.

    Among many patterns a recall by `Async` at T = 0 leaves out those that are certain not to turn any sign, and takes
    little longer than to compare all of them with the probe.

    Parameters
    ----------
    xi : Patterns
        (p, n)

    Returns
    -------
    Network of n units

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCHXLO")
    >>> net = hf.models.exponential(xi)
    >>> found = hf.recall(net, hf.patterns.flip(xi[4], 0.16, seed=1), seed=0)
    >>> xi.match(found.state).label
    'L'
    """
    return Network(OverlapCoupling(xi, separation=Exponential()))
