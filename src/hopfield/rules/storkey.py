"""Storkey's rule: Hebb's, less what the network would have answered already."""

from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from hopfield.couplings import DenseCoupling
from hopfield.couplings.base import Coupling
from hopfield.patterns import Patterns
from hopfield.rules.base import (
    check_matrix_fits,
    check_patterns,
    more_patterns,
    stored_as_matrix,
    warn_of_load,
)

__all__ = ["Storkey"]

_TOGETHER = 64  # patterns whose changes reach the matrix in one product


@dataclass(frozen=True)
class Storkey:
    """Pattern by pattern, J_ij += (1/n)[ξ_i ξ_j - ξ_i h_ji - h_ij ξ_j], h_ij = Σ_{k≠i,j} J_ik ξ_k.        storkey1997

    The rule is local and takes patterns one after the other, as Hebb's does, and holds n/√(2 ln n) of them instead of
    n/(2 ln n). The order of the patterns matters. J_ii = 0, and J is symmetric. The variant of later papers with
    + h_i h_j / n is another rule.

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> J = hf.rules.Storkey()(xi)
    >>> J
    DenseCoupling(n=25, float64, symmetric)
    >>> bool((J.gap(xi.spins) * xi.spins > 0).all())
    True
    """

    def __call__(self, xi: Patterns) -> DenseCoupling:
        """Return the coupling that stores these patterns, in O(n² p) by matrix products.

        Raises
        ------
        SizeError
            if matrices of n × n do not fit into memory

        Warns
        -----
        LoadWarning
            above p = n/√(2 ln n)
        """
        n = check_patterns(xi).n
        if n > 1:
            warn_of_load(xi, 1 / sqrt(2 * log(n)), "Storkey's rule", "storkey1997")
        check_matrix_fits(n, 4)
        return DenseCoupling(_stored(np.zeros((n, n)), xi))

    def extend(self, coupling: Coupling, pattern: object) -> DenseCoupling:
        """Return the coupling that stores more patterns, after those that it stores, in O(n²) each.

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
        before = stored_as_matrix(coupling, "Storkey's rule")
        xi = more_patterns(pattern, before.n)
        check_matrix_fits(before.n, 4)
        return DenseCoupling(_stored(before.dense(), xi))


def _stored(matrix: np.ndarray, xi: Patterns) -> np.ndarray:
    """Return the matrix after all patterns, many at a time: matrix products instead of a pass for each."""
    for first in range(0, xi.p, _TOGETHER):
        rows = xi[first : first + _TOGETHER].spins.astype(np.float64)
        rest, fading = _corrections(matrix, rows)
        change = (rows.T * fading[1:]) @ rest / xi.n
        matrix *= fading[0]
        matrix += change + change.T  # to the last bit symmetric
        np.fill_diagonal(matrix, 0.0)
    return matrix


def _corrections(matrix: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return ½ξ - h of each pattern, (p, n), and (p + 1,) weights at the end: that of J, and of each change.

    With h = Jξ the sums without k = i, j are h_ij = h_i - J_ij ξ_j, so that off the diagonal one pattern makes of J
    (1 + 2/n) J + (1/n)[ξ (½ξ - h)ᵀ + (½ξ - h) ξᵀ]. The diagonal of this, which must not be heard, is kept apart.
    """
    p, n = rows.shape
    growth = (1 + 2 / n) ** np.arange(p + 1)
    heard, shared = rows @ matrix, rows @ rows.T
    rest, own = np.empty_like(rows), np.zeros(n)
    for t, row in enumerate(rows):
        weights = growth[:t][::-1] / n
        now = rest[:t] @ row * weights @ rows[:t] + shared[t, :t] * weights @ rest[:t]
        rest[t] = 0.5 * row - (growth[t] * heard[t] + now - own * row)
        own = growth[1] * own + 2 / n * row * rest[t]
    return rest, growth[::-1]
