"""The projection rule: every stored pattern is a fixed point, however much the patterns resemble each other."""

import warnings
from dataclasses import dataclass

import numpy as np

from hopfield.couplings import OverlapCoupling
from hopfield.couplings.base import Coupling
from hopfield.couplings.overlap import joined
from hopfield.errors import DependenceWarning, LoadWarning
from hopfield.patterns import Patterns
from hopfield.rules.base import check_patterns, more_patterns, stored_as_overlaps

__all__ = ["PseudoInverse"]

_SHOWN = 8
_TOLERANCE = (
    1e-10  # squared distance to the span of the others, relative to the pattern's own length, 1
)


@dataclass(frozen=True)
class PseudoInverse:
    """Project on the span of the patterns: W = (1/n) Σ_μν ξ^μ (C⁻¹)_μν ξ^νᵀ, C = ξξᵀ/n.         personnaz1985

    W ξ^μ = ξ^μ for every pattern, so it is stable with the margin 1 - W_ii; and W² = W. It works up to p = n linearly
    independent patterns, with fair basins well below that (kanter1987). Also called the projection rule.

    Parameters
    ----------
    diagonal : bool
        whether W_ii is kept in dense(), energy and field; the gap of a unit never has it

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> W = hf.rules.PseudoInverse(diagonal=True)(xi)
    >>> bool((abs(W.field(xi.spins) - xi.spins) < 1e-12).all())
    True
    """

    diagonal: bool = False

    def __call__(self, xi: Patterns) -> OverlapCoupling:
        """Return the coupling that stores these patterns.

        A pattern that repeats another, or is a combination of others, is left out of the sum: the span, and so W, is
        the same without it, and it is recalled all the same.

        Warns
        -----
        DependenceWarning
            names the patterns that were left out
        LoadWarning
            if the patterns span all states: then W is the identity and nothing can be corrected
        """
        check_patterns(xi)
        correlation = xi.gram() / xi.n
        kept = _independent(correlation)
        if len(kept) < xi.p:
            left_out = sorted(set(range(xi.p)) - set(kept.tolist()))
            warnings.warn(_described(xi, left_out), DependenceWarning, stacklevel=2)
        _warn_if_full(len(kept), xi.n)
        inverse = np.linalg.inv(correlation[np.ix_(kept, kept)])
        keys = xi if len(kept) == xi.p else xi[kept]
        return OverlapCoupling(keys, mixing=0.5 * (inverse + inverse.T), diagonal=self.diagonal)

    def extend(self, coupling: Coupling, pattern: object) -> OverlapCoupling:
        """Return the coupling that stores more patterns, in O(n p) each: C⁻¹ gets a row and a column, bordered.

        With c = ξ^μ·ξ/n for the patterns stored, v = C⁻¹c and d = 1 - c·v, the squared distance of ξ to their span,
        the new inverse is C⁻¹ + vvᵀ/d with the border -v/d and the corner 1/d.

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
        DependenceWarning
            for a pattern that adds nothing, being a combination of those stored
        LoadWarning
            if the patterns now span all states

        Examples
        --------
        >>> import hopfield as hf
        >>> xi = hf.patterns.letters("TCH")
        >>> rule = hf.rules.PseudoInverse()
        >>> more = rule.extend(rule(xi[:2]), xi[2])
        >>> bool((abs(more.dense() - rule(xi).dense()) < 1e-12).all())
        True
        """
        before = stored_as_overlaps(coupling, "the projection rule", mixing=2)
        keys, inverse = before.keys, before.mixing_matrix
        xi = more_patterns(pattern, before.n)
        for k in range(xi.p):
            inverse, is_new = _bordered(inverse, keys.products(xi[k]) / keys.n)
            if is_new:
                keys = joined(keys, xi[[k]])
                continue
            message = f"pattern {_name(xi, k)} is a combination of those stored and adds nothing"
            warnings.warn(message, DependenceWarning, stacklevel=2)
        _warn_if_full(keys.p, keys.n)
        return OverlapCoupling(keys, mixing=inverse, diagonal=self.diagonal)


def _warn_if_full(rank: int, n: int) -> None:
    """Warn if W is the identity."""
    if rank == n:
        message = (
            f"{rank} patterns span all states of {n} units: W is the identity and corrects nothing"
        )
        warnings.warn(message, LoadWarning, stacklevel=3)


def _bordered(inverse: np.ndarray, shared: np.ndarray) -> tuple[np.ndarray, bool]:
    """Return the inverse with one pattern more, whose overlaps with the others are given, and whether it is new."""
    v = inverse @ shared
    distance = 1.0 - float(shared @ v)
    if distance <= _TOLERANCE:
        return inverse, False
    larger = np.empty((len(v) + 1, len(v) + 1))
    larger[:-1, :-1] = inverse + np.outer(v, v / distance)
    larger[:-1, -1] = larger[-1, :-1] = -v / distance
    larger[-1, -1] = 1.0 / distance
    return larger, True


def _independent(correlation: np.ndarray) -> np.ndarray:
    """Return the indices of the patterns that are no combination of earlier ones.

    Cholesky's factor, pattern by pattern: the pivot is the squared distance to the span of those before.
    """
    p = len(correlation)
    try:
        pivots = np.diag(np.linalg.cholesky(correlation)) ** 2
        if pivots.min() > _TOLERANCE:
            return np.arange(p)
    except np.linalg.LinAlgError:
        pass  # dependent: find out which
    kept: list[int] = []
    factor = np.zeros((p, p))  # row k: pattern k in the orthonormal frame of those kept
    for k in range(p):
        row, size = factor[k], len(kept)
        for rank, j in enumerate(kept):
            row[rank] = (correlation[k, j] - factor[j, :rank] @ row[:rank]) / factor[j, rank]
        distance = correlation[k, k] - row[:size] @ row[:size]
        if distance > _TOLERANCE:
            row[size] = np.sqrt(distance)
            kept.append(k)
    return np.array(kept)


def _described(xi: Patterns, left_out: list[int]) -> str:
    """Return the sentence that names dependent patterns, and of repeated ones also the original."""
    names = []
    for k in left_out[:_SHOWN]:
        equal = [j for j in range(k) if np.array_equal(xi.words[j], xi.words[k])]
        name = _name(xi, k)
        names.append(f"{name} repeats {_name(xi, equal[0])}" if equal else name)
    more = f" and {len(left_out) - _SHOWN} more" if len(left_out) > _SHOWN else ""
    return (
        f"{len(left_out)} of {xi.p} patterns are combinations of others and add nothing: "
        f"{', '.join(names)}{more}"
    )


def _name(xi: Patterns, k: int) -> str:
    """Return how a pattern is called: its number and its label."""
    return f"{k} ({xi.labels[k]})" if xi.labels else str(k)
