"""Hebb's rule: what fires together, wires together."""

from dataclasses import dataclass, replace

import numpy as np

from hopfield.couplings import OverlapCoupling
from hopfield.couplings.base import Coupling
from hopfield.couplings.overlap import joined
from hopfield.errors import ParameterError
from hopfield.patterns import Patterns
from hopfield.rules.base import check_patterns, more_patterns, stored_as_overlaps, warn_of_load

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

    def extend(self, coupling: Coupling, pattern: object) -> OverlapCoupling:
        """Return the coupling that stores more patterns, after those that it stores, in O(n p) bits.

        Parameters
        ----------
        coupling : OverlapCoupling
            made by this rule
        pattern : array_like (n,) of -1 and +1, or Patterns

        Raises
        ------
        ParameterError, ShapeError, PatternError
            for another kind of coupling, or a pattern that does not fit

        Warns
        -----
        LoadWarning
            above p = 0.138 n

        Examples
        --------
        >>> import hopfield as hf
        >>> rule = hf.rules.Hebb()
        >>> more = rule.extend(rule(hf.patterns.letters("TC")), hf.patterns.letters("H"))
        >>> more.keys.labels
        ('T', 'C', 'H')
        """
        before = stored_as_overlaps(coupling, "Hebb's rule", mixing=0)
        xi = joined(before.keys, more_patterns(pattern, before.n))
        return replace(self(xi), diagonal=before.diagonal)

    def forget(self, coupling: Coupling, pattern: object) -> OverlapCoupling:
        """Return the coupling without a pattern, as if it had never been stored: J - ξξᵀ/n, exactly.

        Parameters
        ----------
        coupling : OverlapCoupling
            made by this rule
        pattern : array_like (n,) of -1 and +1, or Patterns
            of several equal ones the last is forgotten; its negative is another pattern

        Raises
        ------
        ParameterError
            for another kind of coupling, a pattern that is not stored, or the only one
        ShapeError, PatternError
            for a pattern that does not fit

        Examples
        --------
        >>> import hopfield as hf
        >>> xi = hf.patterns.letters("TCH")
        >>> rule = hf.rules.Hebb()
        >>> rule.forget(rule(xi), xi[1]).keys.labels
        ('T', 'H')
        """
        before = stored_as_overlaps(coupling, "Hebb's rule", mixing=0)
        left = list(range(before.keys.p))
        for words in more_patterns(pattern, before.n).words:
            equal = [k for k in left if np.array_equal(before.keys.words[k], words)]
            if not equal:
                message = f"the pattern is not one of the {len(left)} stored; only what is stored can be forgotten"
                raise ParameterError(message)
            left.remove(equal[-1])
        if not left:
            message = "no pattern would be left, and a coupling stores at least one"
            raise ParameterError(message)
        return replace(before, keys=before.keys[left])
