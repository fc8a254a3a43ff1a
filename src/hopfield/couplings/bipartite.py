"""Couplings of two layers that act on each other only, and the one with a matrix between them."""

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from hopfield._typing import OneEach, PerUnit
from hopfield.couplings.base import Coupling, as_real_states
from hopfield.couplings.dense import DenseCoupling
from hopfield.errors import ParameterError, PatternError, ShapeError

__all__ = ["BipartiteCoupling", "TwoLayers", "as_biases"]


class TwoLayers(Coupling):
    """Couplings without any inside a layer, so J = [[0, M], [Mᵀ, 0]] and E(x, y) = -xᵀMy; J is never formed.

    The first n_x units of a state are the first layer, the n_y after them the second.
    """

    @property
    @abstractmethod
    def layers(self) -> tuple[int, int]:
        """How many units each of the two layers has."""

    @abstractmethod
    def _towards_first(self, second: np.ndarray) -> np.ndarray:
        """Return M y, (*batch, n_x)."""

    @abstractmethod
    def _towards_second(self, first: np.ndarray) -> np.ndarray:
        """Return Mᵀx, (*batch, n_y)."""

    @property
    def n(self) -> int:
        """The number of units, n_x + n_y."""
        return sum(self.layers)

    def split(self, s: object) -> tuple[np.ndarray, np.ndarray]:
        """Return the two layers of states (*batch, n): (*batch, n_x) and (*batch, n_y).

        `np.concatenate([x, y], axis=-1)` joins them again.

        Raises
        ------
        ShapeError, PatternError
            for a state that does not fit
        """
        return self._split(as_real_states(s, self.n))

    def _split(self, states: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the two layers of checked states, as views."""
        n_first = self.layers[0]
        return states[..., :n_first], states[..., n_first:]

    def _is_symmetric(self) -> bool:
        """True: what one layer hears of the other, it tells it."""
        return True

    def _self_coupling(self) -> OneEach:
        """Zeros, shape (n,)."""
        return np.zeros(self.n)

    def _field(self, states: np.ndarray) -> PerUnit:
        first, second = self._split(states)
        return np.concatenate([self._towards_first(second), self._towards_second(first)], axis=-1)

    def gap_of(self, states: np.ndarray, units: slice | np.ndarray) -> PerUnit:
        """Return the gap of some units, for checked states; of a whole layer at half the cost of all."""
        n_first, (first, second) = self.layers[0], self._split(states)
        if isinstance(units, slice) and units == slice(0, n_first):
            return self._towards_first(second)
        if isinstance(units, slice) and units == slice(n_first, self.n):
            return self._towards_second(first)
        return super().gap_of(states, units)


@dataclass(frozen=True, eq=False, repr=False)
class BipartiteCoupling(TwoLayers):
    """Two layers and a matrix between them: J = [[0, M], [Mᵀ, 0]], E(x, y) = -xᵀMy   kosko1988, smolensky1986

    It holds M twice, as the rows that either layer tells the other, and never (n_x + n_y)² numbers.

    Parameters
    ----------
    weights : array_like, shape (n_x, n_y)
        M, real numbers: M[i, j] couples unit i of the first layer with unit j of the second

    Raises
    ------
    ShapeError
        for what is not a matrix with at least one row and one column
    PatternError
        for NaN, infinity or what is no real number

    Examples
    --------
    >>> import hopfield as hf
    >>> coupling = hf.couplings.BipartiteCoupling([[1.0, -1.0], [0.5, 0.0], [0.0, 2.0]])
    >>> coupling
    BipartiteCoupling(layers=(3, 2))
    >>> coupling.energy([1, 1, -1, 1, -1])
    -4.5
    >>> first, second = coupling.split([1, 1, -1, 1, -1])
    >>> second.tolist()
    [1.0, -1.0]
    """

    weights: Any

    def __post_init__(self) -> None:
        given = np.asarray(self.weights)
        if given.ndim != 2 or not given.size:
            message = (
                f"weights between two layers are a matrix (n_x, n_y), got the shape {given.shape}"
            )
            raise ShapeError(message)
        if given.dtype.kind not in "biuf":
            message = f"weights must hold real numbers, got type {given.dtype}"
            raise PatternError(message)
        weights = np.array(given, dtype=np.float64, order="C")
        if not np.isfinite(weights).all():
            n_bad = int((~np.isfinite(weights)).sum())
            message = (
                f"weights hold {n_bad} entries that are NaN or infinite, expected finite numbers"
            )
            raise PatternError(message)
        weights.flags.writeable = False
        object.__setattr__(self, "weights", weights)

    def __repr__(self) -> str:
        return f"BipartiteCoupling(layers={self.layers})"

    @property
    def layers(self) -> tuple[int, int]:
        """How many units each of the two layers has."""
        return self.weights.shape

    def _resolution(self) -> float:
        """4 d ε max Σ |M| bounds the rounding of a field that d units add to, more than once if they flip."""
        size = np.abs(self.weights)
        largest = max(float(size.sum(axis=0).max()), float(size.sum(axis=1).max()))
        return 4 * max(self.layers) * float(np.finfo(float).eps) * largest

    def _towards_first(self, second: np.ndarray) -> np.ndarray:
        return second.astype(np.float64) @ self.weights.T

    def _towards_second(self, first: np.ndarray) -> np.ndarray:
        return first.astype(np.float64) @ self.weights

    def _energy(self, states: np.ndarray) -> np.ndarray | np.floating:
        first, second = self._split(states)
        return -np.sum(second * self._towards_second(first), axis=-1)

    def _dense(self) -> np.ndarray:
        n_x, n_y = self.layers
        corner = np.zeros((n_x, n_x)), np.zeros((n_y, n_y))
        return np.block([[corner[0], self.weights], [self.weights.T, corner[1]]])

    @cached_property
    def _kernel(self) -> Any:
        """The kernels' form: M and its transpose, both as contiguous rows."""
        from hopfield.kernels.bipartite import Bipartite

        transposed = np.array(self.weights.T, order="C")
        transposed.flags.writeable = False
        return Bipartite(self.weights, transposed)

    def kernel(self, spins: np.ndarray) -> tuple[Any, np.ndarray, float]:
        """Return (M and its transpose, no products, 1.0)."""
        return self._kernel, np.zeros((len(spins), 0), dtype=np.int64), self.unit

    def _plus(self, other: Coupling) -> Coupling:
        if isinstance(other, BipartiteCoupling) and other.layers == self.layers:
            return BipartiteCoupling(self.weights + other.weights)
        return DenseCoupling(self.dense() + other.dense())

    def _times(self, factor: float) -> "BipartiteCoupling":
        return BipartiteCoupling(self.weights * factor)


def as_biases(layers: tuple[int, int], **given: Any) -> list[OneEach]:
    """Return the biases of two layers, (n_x,) and (n_y,), each one number or one a unit.

    Raises
    ------
    ParameterError
        for what is not finite
    ShapeError
        for another length
    """
    found = []
    for (name, bias), size in zip(given.items(), layers, strict=True):
        array = np.asarray(bias)
        if array.dtype.kind not in "biuf" or not np.isfinite(array).all():
            message = f"{name} must be finite numbers, got {bias!r}"
            raise ParameterError(message)
        if array.shape not in ((), (size,)):
            message = f"{name} is one number or {size}, one a unit, got the shape {array.shape}"
            raise ShapeError(message)
        found.append(np.broadcast_to(array.astype(np.float64), (size,)))
    return found
