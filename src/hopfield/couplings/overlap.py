"""Couplings through overlaps: J = (1/n) valuesᵀ A keys, never formed."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from hopfield._typing import OneEach, PerUnit
from hopfield.couplings.base import Coupling
from hopfield.couplings.dense import DenseCoupling
from hopfield.couplings.higher import Higher
from hopfield.errors import ParameterError, ShapeError
from hopfield.patterns import Patterns
from hopfield.patterns.bits import transpose
from hopfield.patterns.comparing import products
from hopfield.separation import Linear, Separation

__all__ = ["OverlapCoupling", "check_exact", "joined"]

_BLOCK = 1 << 16  # units


@dataclass(frozen=True, eq=False, repr=False)
class OverlapCoupling(Coupling):
    """The low-rank coupling that covers most of the literature: h = valuesᵀ A m with m = keys·s / n.

    Parameters
    ----------
    keys : Patterns
        what a state is compared with
    values : Patterns, optional
        what the units are told: by default the keys. Other values make J asymmetric.
    separation : Separation
        F in E(s) = -n F(m): Linear() by default. Any other has no matrix, and takes neither other values, nor a
        mixing, nor a diagonal; its gap is that of the energy and not its slope.
    mixing : array, optional
        A: absent (the identity), (p,) weights of the patterns, or (p, p)
    diagonal : bool
        whether J_ii is kept; without it dense(), energy and field have J_ii = 0. The gap never has it.

    Raises
    ------
    ShapeError
        if values or mixing do not fit the keys
    ParameterError
        if they are given together with a separation of higher order, or are not finite

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> coupling = hf.couplings.OverlapCoupling(xi)
    >>> round(25 * coupling.energy(xi[0]))
    -312
    >>> coupling
    OverlapCoupling(n=25, p=3, symmetric)
    """

    keys: Patterns
    values: Patterns | None = None
    separation: Separation = field(default_factory=Linear)
    mixing: np.ndarray | None = None
    diagonal: bool = False

    def __post_init__(self) -> None:
        if self.values is not None and (self.values.p, self.values.n) != (self.keys.p, self.keys.n):
            message = f"values {self.values!r} do not pair with keys {self.keys!r}"
            raise ShapeError(message)
        if not self.is_pairwise:
            self._check_higher()
        if self.mixing is None:
            return
        mixing = np.array(self.mixing, dtype=np.float64)
        p = self.keys.p
        if mixing.shape not in ((p,), (p, p)):
            message = f"mixing must have the shape ({p},) or ({p}, {p}), got {mixing.shape}"
            raise ShapeError(message)
        if not np.isfinite(mixing).all():
            message = "mixing holds NaN or infinity, expected finite weights"
            raise ParameterError(message)
        mixing.flags.writeable = False
        object.__setattr__(self, "mixing", mixing)

    def _check_higher(self) -> None:
        """Refuse what only couplings with a matrix can have."""
        other_values = self.values is not None and not np.array_equal(
            self.values.words, self.keys.words
        )
        asked = {"other values": other_values, "a mixing": self.mixing is not None}
        asked["a diagonal"] = self.diagonal
        for what, is_given in asked.items():
            if is_given:
                message = f"{self.separation!r} can't have {what}: only separation=Linear() has a matrix to put it in"
                raise ParameterError(message)
        self._higher.steps  # noqa: B018  so that a parameter that does not suit n is refused now and not at recall

    def __repr__(self) -> str:
        if not self.is_pairwise:
            return f"OverlapCoupling(n={self.n}, p={self.keys.p}, {self.separation!r})"
        kind = "symmetric" if self.is_symmetric else "asymmetric"
        mixing = "" if self.mixing is None else f", mixing={self.mixing.shape}"
        return f"OverlapCoupling(n={self.n}, p={self.keys.p}{mixing}, {kind})"

    @property
    def n(self) -> int:
        """The number of units."""
        return self.keys.n

    @property
    def is_pairwise(self) -> bool:
        """Whether the separation is linear, so that there is a matrix J."""
        return isinstance(self.separation, Linear)

    @property
    def unit(self) -> float:
        """What a field of 1 is in the numbers of the kernels: n for patterns without weights, and else 1.0."""
        return float(self.n) if self.is_pairwise and self.mixing is None else 1.0

    @cached_property
    def _higher(self) -> Higher:
        """What takes the place of J for a separation that is not linear."""
        return Higher(self.keys, self.separation)

    def _is_symmetric(self) -> bool:
        """Whether values are the keys and A is symmetric."""
        if self.values is not None and not np.array_equal(self.values.words, self.keys.words):
            return False
        if self.mixing is None or self.mixing.ndim == 1:
            return True
        scale = np.abs(self.mixing).max()
        return bool(np.allclose(self.mixing, self.mixing.T, rtol=0.0, atol=1e-12 * scale))

    @cached_property
    def told(self) -> Patterns:
        """The patterns that the units are told."""
        return self.keys if self.values is None else self.values

    @cached_property
    def mixing_matrix(self) -> np.ndarray:
        """A as a full (p, p) matrix."""
        if self.mixing is None:
            return np.eye(self.keys.p)
        return np.diag(self.mixing) if self.mixing.ndim == 1 else self.mixing

    @cached_property
    def raw_diagonal(self) -> OneEach:
        """(1/n) Σ_μν values_i^μ A_μν keys_i^ν, shape (n,), whether it is kept or not."""
        p, n = self.keys.p, self.n
        if self.values is None and (self.mixing is None or self.mixing.ndim == 1):
            trace = p if self.mixing is None else float(self.mixing.sum())
            return np.full(n, trace / n)
        found = np.empty(n)
        for (units, told), (_, keys) in zip(self.told.blocks(), self.keys.blocks(), strict=True):
            mixed = self._weighted(keys.astype(np.float64).T)  # (units, p)
            found[units] = np.einsum("pu,up->u", told.astype(np.float64), mixed) / n
        return found

    def _self_coupling(self) -> OneEach:
        """J_ii, shape (n,); zeros unless the diagonal is kept."""
        return self.raw_diagonal if self.diagonal else np.zeros(self.n)

    def _resolution(self) -> float:
        """Return 4 p ε ‖A‖_∞, above what rounding makes of a weighted field; fields of whole numbers are exact.

        Gaps of higher order whose terms cancel within rounding are computed as 0.0 themselves: their sizes differ by
        so many orders of magnitude between states that no one number would do.
        """
        if self.mixing is None:
            return 0.0
        p = self.keys.p
        return float(4 * p * np.finfo(float).eps * np.abs(self.mixing_matrix).sum(axis=1).max())

    def _products(self, states: np.ndarray) -> np.ndarray:
        """Return keys·s, shape (*batch, p): by popcount for int8 spins, by matrix product for other numbers."""
        rows = states.reshape(-1, self.n)
        if states.dtype == np.int8:
            found = products(self.keys.words, rows).astype(np.float64)
        else:
            found = np.zeros((len(rows), self.keys.p))
            for units, keys in self.keys.blocks():
                found += rows[:, units].astype(np.float64) @ keys.astype(np.float64).T
        return found.reshape(*states.shape[:-1], self.keys.p)

    def _weighted(self, overlaps: np.ndarray) -> np.ndarray:
        """Return A m along the last axis."""
        if self.mixing is None:
            return overlaps
        return overlaps * self.mixing if self.mixing.ndim == 1 else overlaps @ self.mixing.T

    def _field(self, states: np.ndarray) -> PerUnit:
        if not self.is_pairwise:
            return self._higher.field(self._products(states) / self.n)
        weights = self._weighted(self._products(states))
        found = np.empty(states.shape, dtype=np.float64)
        for units, told in self.told.blocks():
            found[..., units] = weights @ told.astype(np.float64)
        if not self.diagonal:
            found -= self.n * self.raw_diagonal * states
        return found / self.n

    def _gap(self, states: np.ndarray) -> PerUnit:
        return super()._gap(states) if self.is_pairwise else self._higher.gap(states)

    def beyond_gap(
        self, start: np.ndarray, unit: np.ndarray, old: np.ndarray, new: np.ndarray
    ) -> np.ndarray:
        """Return what each change adds to the energy beyond -(new - old)·gap, shape (k,)."""
        if self.is_pairwise:
            return super().beyond_gap(start, unit, old, new)
        return self._higher.bend(start, unit, old, new)

    def _energy(self, states: np.ndarray) -> np.ndarray | np.floating:
        return self.energy_from(states, self._products(states))

    def energy_from(
        self, states: np.ndarray, products: np.ndarray, counted: np.ndarray | None = None
    ) -> Any:
        """Return E(s), shape (*batch,), for states (*batch, n) whose products, or those of `counted`, are at hand."""
        if counted is not None:
            return self._higher.energy_since(states, products, counted)
        found = products.astype(np.float64, copy=False)
        if not self.is_pairwise:
            return self._higher.energy(found / self.n)
        energies = -0.5 * (found * self._weighted(found)).sum(axis=-1) / self.n
        return energies if self.diagonal else energies + 0.5 * self._own_energy(states)

    @cached_property
    def _trace(self) -> float:
        """Σ_i J_ii, whether it is kept or not."""
        return float(self.raw_diagonal.sum())

    def _own_energy(self, states: np.ndarray) -> Any:
        """Return Σ_i J_ii s_i², what J without its diagonal leaves out; little by little, squares take 8 bytes each."""
        if states.dtype == np.int8 and np.count_nonzero(states) == states.size:
            return self._trace
        total = np.zeros(states.shape[:-1])
        for start in range(0, self.n, _BLOCK):
            units = slice(start, start + _BLOCK)
            total += np.square(states[..., units], dtype=np.float64) @ self.raw_diagonal[units]
        return total

    def dense(self) -> np.ndarray:
        """Return J as an (n, n) float array.

        Raises
        ------
        ParameterError
            if it would take more than 8 GiB, or if the separation is not linear and there is none
        """
        if not self.is_pairwise:
            message = f"{self.separation!r} has no matrix J: its field is not linear; use field(s) or gap(s)"
            raise ParameterError(message)
        return super().dense()

    def _dense(self) -> np.ndarray:
        told, keys = self.told.spins.astype(np.float64), self.keys.spins.astype(np.float64)
        matrix = told.T @ (self.mixing_matrix @ keys) / self.n
        if not self.diagonal:
            np.fill_diagonal(matrix, 0.0)
        return matrix

    @cached_property
    def _kernel(self) -> Any:
        """The kernels' form of J: what each unit is in each pattern, one row of packed bits a unit."""
        from hopfield.kernels.exact import equipped
        from hopfield.kernels.weighted import weighted

        keys = transpose(self.keys.words, self.n)
        told = keys if self.values is None else transpose(self.values.words, self.n)
        if self.mixing is None:
            check_exact(self.keys.p, self.n)
            own = np.rint(self.n * self.raw_diagonal).astype(np.int64)
            return equipped(keys, told, own[:1] if self.values is None else own, self.keys.p)
        return weighted(keys, told, self.mixing_matrix / self.n, self.raw_diagonal)

    def kernel(self, spins: np.ndarray) -> tuple[Any, np.ndarray, float]:
        """Return (packed J, exact products of the spins, n for exact integers or 1.0 for weights)."""
        form = self._kernel if self.is_pairwise else self._higher.packed
        return form, products(self.keys.words, spins), self.unit

    def _plus(self, other: Coupling) -> Coupling:
        if not self.is_pairwise or not other.is_pairwise:
            return self._add_higher(other)
        if not isinstance(other, OverlapCoupling) or other.diagonal != self.diagonal:
            return DenseCoupling(self.dense() + other.dense())
        p, q = self.keys.p, other.keys.p
        mixing = np.zeros((p + q, p + q))
        mixing[:p, :p], mixing[p:, p:] = self.mixing_matrix, other.mixing_matrix
        if self.mixing is None and other.mixing is None:
            mixing = None
        elif all(matrix is None or matrix.ndim == 1 for matrix in (self.mixing, other.mixing)):
            mixing = np.diag(mixing)
        values = None
        if self.values is not None or other.values is not None:
            values = joined(self.told, other.told)
        keys = joined(self.keys, other.keys)
        return OverlapCoupling(keys, values, self.separation, mixing, self.diagonal)

    def _add_higher(self, other: Coupling) -> "OverlapCoupling":
        """Return one memory of the patterns of both, where that has the sum of their energies."""
        if not isinstance(other, OverlapCoupling) or other.separation != self.separation:
            message = f"{self!r} and {other!r} can't be added: they have not the same separation, and no matrices"
            raise ParameterError(message)
        if not self.separation.is_additive:
            message = (
                f"{self.separation!r} is no sum over patterns; store all patterns in one coupling"
            )
            raise ParameterError(message)
        return OverlapCoupling(joined(self.keys, other.keys), separation=self.separation)

    def _times(self, factor: float) -> "OverlapCoupling":
        if not self.is_pairwise:
            message = f"{self.separation!r} can't be multiplied; divide temperature and theta by {factor!r} instead"
            raise ParameterError(message)
        mixing = np.ones(self.keys.p) if self.mixing is None else self.mixing
        return OverlapCoupling(
            self.keys, self.values, self.separation, factor * mixing, self.diagonal
        )


def check_exact(p: int, n: int) -> None:
    """Refuse sizes at which whole numbers might be rounded; no others are ever formed.

    |M_μ| ≤ n and |Σ_μ ξ_i^μ M_μ| ≤ p·n; what flips can change of it, and all sums on the way, are at most 4 p·n. The
    kernel counts in 64 bits and compares with thresholds that are floats, exact up to 2^53.

    Raises
    ------
    ParameterError
        from p·n = 2^51 on: the patterns alone would take 280 TB
    """
    if 4 * p * n >= 1 << 53:
        message = f"{p:,} patterns of {n:,} units: sums of up to p·n = {p * n:.2g} are exact up to 2.2e15 only"
        raise ParameterError(message)


def joined(first: Patterns, second: Patterns) -> Patterns:
    """Return the patterns of both, one set after the other."""
    labels = None
    if first.labels is not None and second.labels is not None:
        labels = first.labels + second.labels
    words = np.concatenate([first.words, second.words])
    return Patterns.from_words(words, first.n, labels, first.shape)
