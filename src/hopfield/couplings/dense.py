"""Couplings given as a matrix J, every entry of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from hopfield._typing import OneEach, PerUnit
from hopfield.couplings.base import Coupling
from hopfield.errors import PatternError, ShapeError

__all__ = ["DenseCoupling"]


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
        matrix = np.array(given, dtype=np.float32 if given.dtype == np.float32 else np.float64)
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

    def _is_symmetric(self) -> bool:
        """Whether J equals its transpose within rounding."""
        scale = float(np.abs(self.matrix).max())
        tolerance = 8 * float(np.finfo(self.matrix.dtype).eps) * scale
        return bool(np.allclose(self.matrix, self.matrix.T, rtol=0.0, atol=tolerance))

    def _self_coupling(self) -> OneEach:
        """J_ii, shape (n,)."""
        return np.diag(self.matrix).astype(np.float64)

    def _resolution(self) -> float:
        """n ε max_i Σ_j |J_ij| bounds the rounding of a field."""
        largest = float(np.abs(self.matrix).sum(axis=1, dtype=np.float64).max())
        return self.n * float(np.finfo(float).eps) * largest

    def _field(self, states: np.ndarray) -> PerUnit:
        return states.astype(np.float64) @ self.matrix.T.astype(np.float64, copy=False)

    def _energy(self, states: np.ndarray) -> np.ndarray | np.floating:
        return -0.5 * np.sum(states * self._field(states), axis=-1)

    def _dense(self) -> np.ndarray:
        return self.matrix.astype(np.float64)

    @cached_property
    def _kernel(self) -> Any:
        """The kernels' form of J: its columns as contiguous rows, and no diagonal."""
        from hopfield.kernels.real import Full

        columns = np.array(self.matrix.T, order="C")
        np.fill_diagonal(columns, 0.0)
        return Full(columns)

    def kernel(self, spins: np.ndarray) -> tuple[Any, np.ndarray, float]:
        """Return (columns of J, no products, 1.0)."""
        return self._kernel, np.zeros((len(spins), 0), dtype=np.int64), 1.0

    def __add__(self, other: Coupling) -> "DenseCoupling":
        self._check_partner(other)
        return DenseCoupling(self.dense() + other.dense())

    def __mul__(self, factor: float) -> "DenseCoupling":
        return DenseCoupling(self.matrix * factor)
