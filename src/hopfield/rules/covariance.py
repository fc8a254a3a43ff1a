"""The covariance rule: sparse patterns, in which few units are active."""

from dataclasses import dataclass
from numbers import Real

import numpy as np

from hopfield._typing import Number
from hopfield.couplings import OverlapCoupling
from hopfield.couplings.overlap import joined
from hopfield.errors import ParameterError
from hopfield.patterns import Patterns
from hopfield.rules.base import check_patterns

__all__ = ["Covariance"]


@dataclass(frozen=True)
class Covariance:
    """J_ij = (1/(n a(1-a))) Σ_μ (η_i^μ - a)(η_j^μ - a), J_ii = 0, η ∈ {0, 1} of mean a.                tsodyks1988

    η is (1 + ξ)/2 of the patterns ξ = ±1, and the network's units are hf.Binary(). In pattern η, if alone, an active
    unit hears about 1 - a, and a silent one -a: a threshold of ½ - a lies between. For few active units the capacity
    tends to 1/(2a |ln a|), very slowly. With a = ½ it is Hebb's rule.

    Parameters
    ----------
    activity : float, above 0 and below 1
        a, the share of active units; `random(p, n, bias=2 * a - 1)` draws such patterns

    Raises
    ------
    ParameterError
        for any other activity

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.random(50, 1000, bias=2 * 0.05 - 1, seed=0)
    >>> J = hf.rules.Covariance(activity=0.05)(xi)
    >>> net = hf.Network(J, hf.Binary(), theta=0.45)
    >>> found = hf.recall(net, net.units.from_spins(xi[0]), seed=0)
    >>> found.outcome.name, xi.match(net.units.to_spins(found.state)).index
    ('FIXED_POINT', 0)
    """

    activity: Number

    def __post_init__(self) -> None:
        a = self.activity
        if isinstance(a, bool) or not isinstance(a, Real) or not 0.0 < float(a) < 1.0:
            message = f"activity must be a number above 0 and below 1, got {a!r}"
            raise ParameterError(message)

    def __call__(self, xi: Patterns) -> OverlapCoupling:
        """Return the coupling that stores these patterns. Its keys are the patterns and, last, one of +1 only.

        With b = 1 - 2a it is η - a = ½(ξ + b), so that J is made of ξξᵀ, of ξ with a row of ones, and of ones.
        """
        p, a = check_patterns(xi).p, float(self.activity)
        b = 1 - 2 * a
        mixing = np.eye(p + 1)
        mixing[-1, :-1] = mixing[:-1, -1] = b
        mixing[-1, -1] = p * b * b
        ones = Patterns(np.ones((1, xi.n), dtype=np.int8))
        return OverlapCoupling(joined(xi, ones), mixing=mixing / (4 * a * (1 - a)))
