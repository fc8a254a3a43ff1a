"""Couplings of two layers that hold pairs of patterns, and never form a matrix."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from hopfield.couplings.base import Coupling
from hopfield.couplings.bipartite import BipartiteCoupling, TwoLayers
from hopfield.couplings.dense import DenseCoupling
from hopfield.couplings.overlap import OverlapCoupling, joined
from hopfield.errors import ParameterError, ShapeError
from hopfield.patterns import Patterns
from hopfield.patterns.bits import pack
from hopfield.patterns.comparing import products

__all__ = ["PairCoupling"]


@dataclass(frozen=True, eq=False, repr=False)
class PairCoupling(TwoLayers):
    """Two layers that hold pairs of patterns: M = (1/n) Σ_μ w_μ x^μ y^μᵀ, n = n_x + n_y, never formed.      kosko1988

    Memory is that of the packed patterns. One flip costs O(p), because with the patterns x ⊕ y and x ⊕ -y of all n
    units (x⊕y)(x⊕y)ᵀ - (x⊕-y)(x⊕-y)ᵀ = 2 [[0, xyᵀ], [yxᵀ, 0]]: the kernels of `OverlapCoupling` move it, in whole
    numbers where there are no weights.

    Parameters
    ----------
    x : Patterns
        (p, n_x), of the first layer
    y : Patterns
        (p, n_y), of the second: y[k] belongs to x[k]
    weights : array_like, shape (p,), optional
        w: how strongly each pair is held, by default 1

    Raises
    ------
    ShapeError
        for another number of patterns in y, or of weights
    ParameterError
        for what are not patterns, or weights that are not finite

    Examples
    --------
    >>> import hopfield as hf
    >>> x, y = hf.patterns.letters("TCH"), hf.patterns.hadamard(3, 8)
    >>> hf.couplings.PairCoupling(x, y)
    PairCoupling(layers=(25, 8), p=3)
    """

    x: Any
    y: Any
    weights: Any = None

    def __post_init__(self) -> None:
        for name, layer in (("x", self.x), ("y", self.y)):
            if not isinstance(layer, Patterns):
                message = (
                    f"{name} must be Patterns of one layer, such as hf.Patterns(array),"
                    f" got {type(layer).__name__}"
                )
                raise ParameterError(message)
        if self.x.p != self.y.p:
            message = (
                f"each pattern of x belongs to one of y: got {self.x.p} of x and {self.y.p} of y"
            )
            raise ShapeError(message)
        if self.weights is None:
            return
        weights = np.array(self.weights, dtype=np.float64)
        if weights.shape != (self.x.p,):
            message = f"weights have the shape ({self.x.p},), one a pair, got {weights.shape}"
            raise ShapeError(message)
        if not np.isfinite(weights).all():
            message = "weights hold NaN or infinity, expected finite numbers"
            raise ParameterError(message)
        weights.flags.writeable = False
        object.__setattr__(self, "weights", weights)

    def __repr__(self) -> str:
        weighted = "" if self.weights is None else ", weighted"
        return f"PairCoupling(layers={self.layers}, p={self.x.p}{weighted})"

    @property
    def layers(self) -> tuple[int, int]:
        """How many units each of the two layers has."""
        return self.x.n, self.y.n

    @property
    def unit(self) -> float:
        """What a field of 1 is in the numbers of the kernels: 2n without weights, and else 1.0."""
        return 2.0 * self.n if self.weights is None else 1.0

    @cached_property
    def strengths(self) -> np.ndarray:
        """What each product of overlaps is multiplied with: w / n, shape (p,)."""
        return (np.ones(self.x.p) if self.weights is None else self.weights) / self.n

    def _resolution(self) -> float:
        """0.0 without weights, when all sums are whole; else 8 ε Σ |w|, p times what a sum of p terms may lose."""
        if self.weights is None:
            return 0.0
        return float(8 * self.x.p * np.finfo(float).eps * np.abs(self.weights).sum())

    def _told(self, told: Patterns, heard: np.ndarray) -> np.ndarray:
        """Return Σ_μ (w_μ / n) told_i^μ heard_μ; whole sums are divided last, so that they are exact."""
        weights = heard if self.weights is None else heard * self.strengths
        found = np.empty((*heard.shape[:-1], told.n))
        for units, spins in told.blocks():
            found[..., units] = weights @ spins.astype(np.float64)
        return found / self.n if self.weights is None else found

    def _towards_first(self, second: np.ndarray) -> np.ndarray:
        return self._told(self.x, _products(self.y, second))

    def _towards_second(self, first: np.ndarray) -> np.ndarray:
        return self._told(self.y, _products(self.x, first))

    def _energy(self, states: np.ndarray) -> np.ndarray | np.floating:
        first, second = self._split(states)
        return -(_products(self.x, first) * _products(self.y, second)) @ self.strengths

    def _dense(self) -> np.ndarray:
        between = (self.x.spins.T * self.strengths) @ self.y.spins.astype(np.float64)
        return BipartiteCoupling(between).dense()

    @cached_property
    def _as_overlaps(self) -> OverlapCoupling:
        """The same J times 2n / unit, as overlaps with x ⊕ y and x ⊕ -y."""
        same, opposite = (_side_by_side(self.x, self.y, 1, sign) for sign in (1, -1))
        keys = joined(same, opposite)
        if self.weights is None:
            return OverlapCoupling(keys, joined(same, _side_by_side(self.x, self.y, -1, 1)))
        return OverlapCoupling(keys, mixing=0.5 * np.concatenate([self.weights, -self.weights]))

    def kernel(self, spins: np.ndarray) -> tuple[Any, np.ndarray, float]:
        """Return (packed J, exact products of the spins with x ⊕ y and x ⊕ -y, `unit`)."""
        form, counted, _ = self._as_overlaps.kernel(spins)
        return form, counted, self.unit

    def _plus(self, other: Coupling) -> Coupling:
        if not isinstance(other, PairCoupling) or other.layers != self.layers:
            return DenseCoupling(self.dense() + other.dense())
        weights = None
        if self.weights is not None or other.weights is not None:
            weights = self.n * np.concatenate([self.strengths, other.strengths])
        return PairCoupling(joined(self.x, other.x), joined(self.y, other.y), weights)

    def _times(self, factor: float) -> "PairCoupling":
        return PairCoupling(self.x, self.y, factor * self.n * self.strengths)


def _products(patterns: Patterns, states: np.ndarray) -> np.ndarray:
    """Return ξ·s, shape (*batch, p): by popcount for int8 spins, by matrix product for other numbers."""
    rows = states.reshape(-1, patterns.n)
    if states.dtype == np.int8:
        found = products(patterns.words, rows).astype(np.float64)
    else:
        found = np.zeros((len(rows), patterns.p))
        for units, spins in patterns.blocks():
            found += rows[:, units].astype(np.float64) @ spins.astype(np.float64).T
    return found.reshape(*states.shape[:-1], patterns.p)


def _side_by_side(x: Patterns, y: Patterns, sign_x: int, sign_y: int) -> Patterns:
    """Return the patterns sign_x·x ⊕ sign_y·y, one after the other: no more than one is ever unpacked."""
    pairs = (np.concatenate([sign_x * x[k], sign_y * y[k]]) for k in range(x.p))
    return Patterns.from_words(np.stack([pack(pair > 0) for pair in pairs]), x.n + y.n)
