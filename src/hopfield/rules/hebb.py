"""Hebb's rule: what fires together, wires together."""

from dataclasses import dataclass

from hopfield.couplings import OverlapCoupling
from hopfield.patterns import Patterns
from hopfield.rules.base import check_patterns, warn_of_load

__all__ = ["Hebb"]

_CRITICAL_LOAD = 0.138  # amit1985: above it no state near a random memory is stable


@dataclass(frozen=True)
class Hebb:
    """Each pattern adds ξξᵀ/n: J_ij = (1/n) Σ_μ ξ_i^μ ξ_j^μ, J_ii = 0.                       hopfield1982, eq. 2

    Random patterns are recalled up to p = 0.138 n with at most 1.6 % of errors (amit1985), and without any up to
    p ≈ n / (4 ln n) (mceliece1987). Patterns that resemble each other, such as photographs, disturb each other much
    earlier; `PseudoInverse` does not mind.

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> hf.rules.Hebb()(xi)
    OverlapCoupling(n=25, p=3, symmetric)
    """

    def __call__(self, xi: Patterns) -> OverlapCoupling:
        """Return the coupling that stores these patterns.

        Warns
        -----
        LoadWarning
            above p = 0.138 n
        """
        warn_of_load(
            check_patterns(xi), _CRITICAL_LOAD, "Hebb's rule for random patterns", "amit1985"
        )
        return OverlapCoupling(xi)
