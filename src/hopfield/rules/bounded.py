"""Bounded couplings: a memory that learns for ever, because what can't grow forgets."""

from dataclasses import dataclass

import numpy as np

from hopfield._typing import Number
from hopfield.couplings import DenseCoupling
from hopfield.couplings.base import Coupling
from hopfield.patterns import Patterns
from hopfield.rules.base import (
    check_matrix_fits,
    check_patterns,
    more_patterns,
    positive,
    stored_as_matrix,
)
from hopfield.threads import n_threads, share

__all__ = ["Bounded"]

_ROWS = 16  # of the matrix in one call of a kernel


@dataclass(frozen=True)
class Bounded:
    """Pattern by pattern, J_ij ← J_ij + ξ_i ξ_j / n, cut off at ± limit/n; J_ii = 0.                        parisi1986

    A network with Hebb's couplings stores too much and then recalls nothing; with bounds it keeps the newest patterns,
    whatever came before. The best limit for random patterns is about 0.37 √n.

    Parameters
    ----------
    limit : float, above 0
        in units of what one pattern adds

    Raises
    ------
    ParameterError
        for any other limit

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> J = hf.rules.Bounded(limit=2)(xi)
    >>> float(25 * abs(J.dense()).max())
    2.0
    """

    limit: Number

    def __post_init__(self) -> None:
        positive(self.limit, "limit")

    def __call__(self, xi: Patterns) -> DenseCoupling:
        """Return the coupling that learns these patterns in their order.

        Raises
        ------
        SizeError
            if matrices of n × n do not fit into memory
        """
        n = check_patterns(xi).n
        check_matrix_fits(n, 3)
        return self._learned(np.zeros((n, n)), xi)

    def extend(self, coupling: Coupling, pattern: object) -> DenseCoupling:
        """Return the coupling that has learned more patterns, in O(n²) each.

        Parameters
        ----------
        coupling : DenseCoupling
            made by this rule
        pattern : array_like (n,) of -1 and +1, or Patterns

        Raises
        ------
        ParameterError, ShapeError, PatternError
            for another kind of coupling, or a pattern that does not fit
        """
        before = stored_as_matrix(coupling, "the rule of bounded couplings")
        xi = more_patterns(pattern, before.n)
        check_matrix_fits(before.n, 3)
        return self._learned(before.n * before.dense(), xi)

    def _learned(self, counts: np.ndarray, xi: Patterns) -> DenseCoupling:
        """Return the coupling from n J before these patterns, which is written over; threads share the units."""
        from hopfield.kernels.learn import bounded

        spins, limit = xi.spins, float(self.limit)

        def part(units: slice) -> None:
            bounded(counts[units], spins[:, units], spins, limit)

        share(part, xi.n, -(-xi.n // _ROWS), n_threads())
        np.fill_diagonal(counts, 0.0)
        counts /= xi.n
        return DenseCoupling(counts)
