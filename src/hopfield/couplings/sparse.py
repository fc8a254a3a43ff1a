"""Couplings given as a matrix J of which most entries are zero."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from hopfield._typing import OneEach, PerUnit
from hopfield.couplings.base import Coupling
from hopfield.couplings.dense import DenseCoupling
from hopfield.errors import PatternError, ShapeError

__all__ = ["SparseCoupling"]


@dataclass(frozen=True, eq=False, repr=False)
class SparseCoupling(Coupling):
    """Couplings as a sparse n × n matrix, taken as it is given, diagonal included.

    A flip costs as much as the unit has listeners, and memory holds the entries only: diluted networks of a million
    units fit.

    Parameters
    ----------
    matrix : any SciPy sparse matrix or array, or array_like, shape (n, n)
        J[i, j] is the effect of j on i; float32 is kept, all else becomes float64. Fields are summed in float64. It is
        copied as a CSR array, with entries that are given twice added up, and without stored zeros.

    Raises
    ------
    ShapeError
        for a matrix that is not square
    PatternError
        for NaN or infinity, or entries that are not real numbers

    Examples
    --------
    >>> import hopfield as hf
    >>> from scipy import sparse
    >>> ring = sparse.diags_array([1.0, 1.0], offsets=[-1, 1], shape=(5, 5))
    >>> coupling = hf.couplings.SparseCoupling(ring)
    >>> coupling
    SparseCoupling(n=5, entries=8, float64, symmetric)
    >>> coupling.field([1, 1, -1, 1, 1]).tolist()
    [1.0, 0.0, 2.0, 0.0, 1.0]
    """

    matrix: Any

    def __post_init__(self) -> None:
        from scipy.sparse import csr_array, issparse

        given = self.matrix if issparse(self.matrix) else np.asarray(self.matrix)
        if given.ndim != 2 or given.shape[0] != given.shape[1] or not given.shape[0]:
            message = f"J must be a square matrix (n, n), got the shape {given.shape}"
            raise ShapeError(message)
        if given.dtype.kind not in "biuf":
            message = f"J must hold real numbers, got type {given.dtype}"
            raise PatternError(message)
        kind = np.float32 if given.dtype == np.float32 else np.float64
        matrix = csr_array(given, dtype=kind, copy=True)
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        if not np.isfinite(matrix.data).all():
            n_bad = int((~np.isfinite(matrix.data)).sum())
            message = f"J holds {n_bad} entries that are NaN or infinite"
            raise PatternError(message)
        for array in (matrix.data, matrix.indices, matrix.indptr):
            array.flags.writeable = False
        object.__setattr__(self, "matrix", matrix)

    def __repr__(self) -> str:
        kind = "symmetric" if self.is_symmetric else "asymmetric"
        return f"SparseCoupling(n={self.n}, entries={self.matrix.nnz}, {self.matrix.dtype}, {kind})"

    @property
    def n(self) -> int:
        """The number of units."""
        return self.matrix.shape[0]

    def _is_symmetric(self) -> bool:
        """Whether J equals its transpose within rounding."""
        if not self.matrix.nnz:
            return True
        tolerance = (
            8 * float(np.finfo(self.matrix.dtype).eps) * float(np.abs(self.matrix.data).max())
        )
        difference = (self.matrix - self.matrix.T).tocsr().data
        return bool(np.abs(difference).max(initial=0.0) <= tolerance)

    def _self_coupling(self) -> OneEach:
        """J_ii, shape (n,)."""
        return self.matrix.diagonal().astype(np.float64)

    def _resolution(self) -> float:
        """4 d ε max_i Σ_j |J_ij| bounds the rounding of a field that d units add to, more than once if they flip."""
        sums = np.abs(self.matrix).sum(axis=1, dtype=np.float64)
        degree = int(np.diff(self.matrix.indptr).max())
        return 4 * degree * float(np.finfo(float).eps) * float(np.max(sums))

    def _field(self, states: np.ndarray) -> PerUnit:
        rows = states.reshape(-1, self.n).astype(np.float64)
        return np.ascontiguousarray((self.matrix @ rows.T).T).reshape(states.shape)

    def gap_of(self, states: np.ndarray, units: slice | np.ndarray) -> PerUnit:
        """Return the gap of some units, from their rows of J only."""
        rows = states.reshape(-1, self.n).astype(np.float64)
        found = (self.matrix[units] @ rows.T).T - self.self_coupling[units] * rows[:, units]
        return found.reshape(*states.shape[:-1], found.shape[-1])

    def _energy(self, states: np.ndarray) -> np.ndarray | np.floating:
        return -0.5 * np.sum(states * self._field(states), axis=-1)

    def _dense(self) -> np.ndarray:
        return self.matrix.toarray().astype(np.float64)

    @cached_property
    def _kernel(self) -> Any:
        """The kernels' form of J: its columns without the diagonal, that is, the rows of the transpose."""
        from hopfield.kernels.sparse import Sparse

        columns = self.matrix.T.tocsr().tocoo()
        is_other = columns.row != columns.col
        listeners = columns.col[is_other].astype(np.int32)
        starts = np.zeros(self.n + 1, dtype=np.int64)
        np.cumsum(np.bincount(columns.row[is_other], minlength=self.n), out=starts[1:])
        return Sparse(starts, listeners, columns.data[is_other])

    def kernel(self, spins: np.ndarray) -> tuple[Any, np.ndarray, float]:
        """Return (columns of J, no products, 1.0)."""
        return self._kernel, np.zeros((len(spins), 0), dtype=np.int64), self.unit

    def _plus(self, other: Coupling) -> Coupling:
        if isinstance(other, SparseCoupling):
            return SparseCoupling(self.matrix + other.matrix)
        return DenseCoupling(self.dense() + other.dense())

    def _times(self, factor: float) -> "SparseCoupling":
        return SparseCoupling(self.matrix * factor)
