"""Couplings given as a matrix J, every entry of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from hopfield._typing import OneEach, PerUnit
from hopfield.couplings.base import Coupling
from hopfield.errors import PatternError, ShapeError

__all__ = ["DenseCoupling"]

_TILE = 256
_NUMBERS = 1 << 22  # entries of J that are taken at a time


@dataclass(frozen=True, eq=False, repr=False)
class DenseCoupling(Coupling):
    """Couplings as an n × n matrix, taken as it is given, diagonal included.

    Parameters
    ----------
    matrix : array_like, shape (n, n)
        J[i, j] is the effect of j on i; float32 is kept, all else becomes float64. Fields are summed in float64.

    Raises
    ------
    ShapeError
        for a matrix that is not square
    PatternError
        for NaN or infinity

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> J = np.array([[0.0, 1.0], [1.0, 0.0]])
    >>> hf.couplings.DenseCoupling(J).energy([1, 1])
    -1.0
    """

    matrix: np.ndarray

    def __post_init__(self) -> None:
        given = np.asarray(self.matrix)
        if given.ndim != 2 or given.shape[0] != given.shape[1] or not given.size:
            message = f"J must be a square matrix (n, n), got the shape {given.shape}"
            raise ShapeError(message)
        if given.dtype.kind not in "biuf":
            message = f"J must hold real numbers, got type {given.dtype}"
            raise PatternError(message)
        kind = np.float32 if given.dtype == np.float32 else np.float64
        matrix = np.array(given, dtype=kind, order="C")
        if not np.isfinite(matrix).all():
            message = (
                f"J holds {int((~np.isfinite(matrix)).sum())} entries that are NaN or infinite"
            )
            raise PatternError(message)
        matrix.flags.writeable = False
        object.__setattr__(self, "matrix", matrix)

    def __repr__(self) -> str:
        kind = "symmetric" if self.is_symmetric else "asymmetric"
        return f"DenseCoupling(n={self.n}, {self.matrix.dtype}, {kind})"

    @property
    def n(self) -> int:
        """The number of units."""
        return len(self.matrix)

    @cached_property
    def _asymmetry(self) -> float:
        """max_ij |J_ij - J_ji|, tile by tile: J and its transpose are never in the cache at once."""
        matrix, largest = self.matrix, 0.0
        for i in range(0, self.n, _TILE):
            for j in range(0, i + 1, _TILE):
                here, there = (
                    matrix[i : i + _TILE, j : j + _TILE],
                    matrix[j : j + _TILE, i : i + _TILE],
                )
                largest = max(largest, float(np.abs(here - there.T).max()))
        return largest

    def _is_symmetric(self) -> bool:
        """Whether J equals its transpose within rounding."""
        largest = max(float(self.matrix.max()), -float(self.matrix.min()))
        return self._asymmetry <= 8 * float(np.finfo(self.matrix.dtype).eps) * largest

    def _self_coupling(self) -> OneEach:
        """J_ii, shape (n,)."""
        return np.diag(self.matrix).astype(np.float64)

    def _resolution(self) -> float:
        """n ε max_i Σ_j |J_ij| bounds the rounding of a field."""
        sums = (np.abs(rows).sum(axis=1, dtype=np.float64).max() for _, rows in self._rows())
        largest = float(max(sums))
        return self.n * float(np.finfo(float).eps) * largest

    def _field(self, states: np.ndarray) -> PerUnit:
        given = states.astype(np.float64)
        if self.matrix.dtype == np.float64:
            return given @ self.matrix.T
        found = np.empty(states.shape)
        for units, rows in self._rows():
            found[..., units] = given @ rows.T.astype(np.float64)
        return found

    def gap_of(self, states: np.ndarray, units: slice | np.ndarray) -> PerUnit:
        """Return the gap of some units, from their rows of J only."""
        rows = self.matrix[units].astype(np.float64)
        return states.astype(np.float64) @ rows.T - self.self_coupling[units] * states[..., units]

    def _rows(self) -> Iterator[tuple[slice, np.ndarray]]:
        """Yield (slice of units, their rows of J), so that a copy of them in float64 stays small."""
        width = max(1, _NUMBERS // self.n)
        for start in range(0, self.n, width):
            units = slice(start, min(start + width, self.n))
            yield units, self.matrix[units]

    def _energy(self, states: np.ndarray) -> np.ndarray | np.floating:
        return -0.5 * np.sum(states * self._field(states), axis=-1)

    def _dense(self) -> np.ndarray:
        return self.matrix.astype(np.float64)

    @cached_property
    def _kernel(self) -> Any:
        """The kernels' form of J: its columns as contiguous rows, which a symmetric J has already."""
        from hopfield.kernels.real import Full

        if self._asymmetry == 0.0:
            return Full(self.matrix)
        columns = np.array(self.matrix.T, order="C")
        columns.flags.writeable = False
        return Full(columns)

    def kernel(self, spins: np.ndarray) -> tuple[Any, np.ndarray, float]:
        """Return (columns of J, no products, 1.0)."""
        return self._kernel, np.zeros((len(spins), 0), dtype=np.int64), self.unit

    def _plus(self, other: Coupling) -> "DenseCoupling":
        return DenseCoupling(self.dense() + other.dense())

    def _times(self, factor: float) -> "DenseCoupling":
        return DenseCoupling(self.matrix * factor)
