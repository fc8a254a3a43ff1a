"""The marginalist rule: every new memory counts as much, and the old ones fade."""

from dataclasses import dataclass
from math import log

import numpy as np

from hopfield._typing import Number
from hopfield.couplings import OverlapCoupling
from hopfield.couplings.base import Coupling
from hopfield.couplings.overlap import joined
from hopfield.patterns import Patterns
from hopfield.rules.base import check_patterns, more_patterns, positive, stored_as_overlaps

__all__ = ["Marginalist"]

_UNHEARD = 53 * log(2)  # a weight of e^-this of the newest is below the last bit of a sum


@dataclass(frozen=True)
class Marginalist:
    """J_ij = (1/n) Σ_k e^{-ε²k/2n} ξ_i^k ξ_j^k, J_ii = 0, where k = 0 is the newest pattern.              mezard1986

    Each pattern is learned with a strength ε times the noise of those before it, so that a network learns for ever,
    keeps the newest about 0.049 n of random patterns at best, with ε ≈ 4.1, and forgets the others. The paper's J is ε
    times ours: here the newest pattern adds ξξᵀ/n, as with Hebb.

    Parameters
    ----------
    strength : float, above 0
        ε; a larger one means fewer memories, that are clearer

    Raises
    ------
    ParameterError
        for any other strength

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> rule = hf.rules.Marginalist(strength=4.1)
    >>> rule(xi).mixing.round(3).tolist()
    [0.51, 0.714, 1.0]
    >>> rule.extend(rule(xi), hf.patterns.letters("A")).keys.labels
    ('T', 'C', 'H', 'A')
    """

    strength: Number

    def __post_init__(self) -> None:
        positive(self.strength, "strength")

    def __call__(self, xi: Patterns) -> OverlapCoupling:
        """Return the coupling that learns these patterns in their order.

        Patterns so old that their weight, below 2⁻⁵³ of the newest, would be lost in rounding are left out.
        """
        return self._faded(check_patterns(xi))

    def extend(self, coupling: Coupling, pattern: object) -> OverlapCoupling:
        """Return the coupling that has learned more, in O(n p): the patterns before fade, and the oldest may go.

        Parameters
        ----------
        coupling : OverlapCoupling
            made by this rule
        pattern : array_like (n,) of -1 and +1, or Patterns

        Raises
        ------
        ParameterError, ShapeError, PatternError
            for another kind of coupling, or a pattern that does not fit
        """
        before = stored_as_overlaps(coupling, "the marginalist rule", mixing=1)
        return self._faded(joined(before.keys, more_patterns(pattern, before.n)))

    def _faded(self, xi: Patterns) -> OverlapCoupling:
        """Return the coupling of all patterns that still count, each weighted by its age."""
        fading = float(self.strength) ** 2 / (2 * xi.n)
        kept = xi[-(1 + int(min(xi.p - 1, _UNHEARD / fading))) :]
        return OverlapCoupling(kept, mixing=np.exp(-fading * np.arange(kept.p)[::-1]))
