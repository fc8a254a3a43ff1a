"""Couplings through overlaps with patterns of real numbers: the modern networks, and the dense ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from hopfield._typing import Number, OneEach, PerUnit
from hopfield.couplings.base import Coupling, as_real_states
from hopfield.couplings.half_gaps import HalfGaps
from hopfield.couplings.streamed import hear
from hopfield.errors import FitError, ParameterError, ShapeError
from hopfield.separation import Linear, Separation
from hopfield.states import as_real_rows, as_states

__all__ = ["RealOverlapCoupling"]

_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False, repr=False)
class RealOverlapCoupling(Coupling):
    """Patterns of real numbers, heard through a separation: E(s) = -n F(m), h = Σ_μ F'(m)_μ x_μ, m = keys·s / n.

    With `Softmax` and linear units it is the modern network, whose step is attention; with `Entmax` the sparse one; and
    with `Power` or `Exponential` and spins a dense one. The overlaps of a batch are computed for a block of patterns at
    a time, so that besides the patterns a recall needs some megabytes, however many they are.

    Parameters
    ----------
    keys : array_like (p, n) of real numbers
        what a state is compared with. float32 is kept and computed in, all else becomes float64.
    values : array_like (p, d), optional
        what is read instead of the keys. States move among the keys, and energy and field are those of the keys; the
        values are only read, in the last sweep of a recall: `Recall.state` is then Σ_μ F'(m)_μ values_μ, (*batch, d).
    separation : Separation
        F, any but Linear(). As m = keys·s / n, its β is n times the one that multiplies keys·s.
    constant : float
        is added to the energy, which moves nothing

    Raises
    ------
    ShapeError
        for patterns of unequal length, none at all, or values that do not pair with the keys
    PatternError
        for NaN or infinity
    ParameterError
        for a separation that is none, or linear: that has a matrix, DenseCoupling(X.T @ X / n)

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> X = hf.patterns.letters("TCH").spins / 5.0  # rows of length 1
    >>> coupling = hf.couplings.RealOverlapCoupling(
    ...     X, separation=hf.separation.Softmax(beta=25 * 20)
    ... )
    >>> bool(np.allclose(coupling.field(X[0]), X[0], atol=1e-6))
    True
    >>> coupling
    RealOverlapCoupling(n=25, p=3, Softmax(beta=500))
    """

    keys: Any
    values: Any = None
    separation: Any = None
    constant: Number = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", as_real_rows(self.keys, "patterns"))
        if not isinstance(self.separation, Separation) or isinstance(self.separation, Linear):
            message = (
                f"separation must be Softmax(beta), Entmax(alpha, beta), Power(degree) or Exponential(),"
                f" got {self.separation!r}; for a linear one write DenseCoupling(X.T @ X / n)"
            )
            raise ParameterError(message)
        if not np.isfinite(self.constant):
            message = f"constant must be a finite number, got {self.constant!r}"
            raise ParameterError(message)
        if self.values is None:
            return
        values = as_real_rows(self.values, "values")
        if len(values) != len(self.keys):
            message = f"{len(values)} values do not pair with {len(self.keys)} keys: expected one row for each"
            raise ShapeError(message)
        values = values.astype(self.keys.dtype, copy=False)
        values.flags.writeable = False
        object.__setattr__(self, "values", values)

    def __repr__(self) -> str:
        kind = "" if self.keys.dtype == np.float64 else f", {self.keys.dtype}"
        values = "" if self.values is None else f", values={self.values.shape}"
        return f"RealOverlapCoupling(n={self.n}, p={len(self.keys)}{values}, {self.separation!r}{kind})"

    @property
    def n(self) -> int:
        """The number of units."""
        return self.keys.shape[1]

    @property
    def p(self) -> int:
        """The number of patterns."""
        return self.keys.shape[0]

    @property
    def is_pairwise(self) -> bool:
        """False: there is no matrix J."""
        return False

    def _is_symmetric(self) -> bool:
        """Whether there is an energy: that of the keys, always; values are read and move nothing."""
        return True

    def _self_coupling(self) -> OneEach:
        """Zeros: the gap is that of the energy, and needs no diagonal to be left out."""
        return np.zeros(self.n)

    @cached_property
    def largest_norm(self) -> float:
        """M, the largest Euclidean length of a key."""
        squares = np.einsum("pi,pi->p", self.keys, self.keys, dtype=np.float64)
        return float(np.sqrt(squares.max()))

    def _resolution(self) -> float:
        """Return 4 ε (1 + β M²) max|X|, β as in F, for weights that sum to 1: so far scores of states of length M err.

        For sums over patterns 0.0: gaps that are zero within rounding are computed as 0.0 themselves, as their sizes
        differ by so many orders of magnitude between states that no one number would do.
        """
        if self.separation.is_additive:
            return 0.0
        eps = float(np.finfo(self.keys.dtype).eps)
        scores = float(self.separation.beta) * self.largest_norm**2
        return 4.0 * eps * (1.0 + scores) * float(np.abs(self.keys).max())

    def _heard(self, states: np.ndarray, tables: Sequence[np.ndarray]) -> tuple[Any, list[Any]]:
        """Return the energies and what the states are told from each table, in the shape of the batch."""
        batch = states.shape[:-1]
        found = hear(self.separation, self.keys, states.reshape(-1, self.n), tables)
        energies = self.constant - self.n * found.potential
        return energies.reshape(batch), [part.reshape(*batch, part.shape[1]) for part in found.told]

    def hear(self, states: np.ndarray) -> tuple[PerUnit, Any, Any]:
        """Return the field of checked states, their energies, and what they read from the values, if there are any."""
        tables = (self.keys,) if self.values is None else (self.keys, self.values)
        energies, told = self._heard(states, tables)
        return told[0], energies, None if self.values is None else told[1]

    def read(self, s: object) -> np.ndarray:
        """Return Σ_μ F'(m)_μ values_μ, shape (*batch, d), for states (*batch, n): of the keys if there are no values.

        With a softmax it is attention, softmax(β s keysᵀ) values, without the checks of a recall.

        Raises
        ------
        ShapeError, PatternError
            for a state that does not fit
        """
        table = self.keys if self.values is None else self.values
        return self._heard(as_real_states(s, self.n), (table,))[1][0]

    def _field(self, states: np.ndarray) -> PerUnit:
        return self._heard(states, (self.keys,))[1][0]

    def _energy(self, states: np.ndarray) -> np.ndarray | np.floating:
        return np.asarray(self._heard(states, ())[0])

    def _dense(self) -> np.ndarray:
        message = (
            f"{self.separation!r} has no matrix J: its field is not linear; use field(s) or gap(s)"
        )
        raise ParameterError(message)

    @cached_property
    def _half_gaps(self) -> HalfGaps:
        """How spins hear these patterns."""
        self.check_two_state()
        return HalfGaps(self.keys, self.separation)

    def check_two_state(self) -> None:
        """Raise FitError where there are values, or a separation that spins can't hear."""
        if self.values is not None:
            message = "values are read by units of real values: take hf.Linear(), or leave the values out for hf.Spin()"
            raise FitError(message)
        HalfGaps(self.keys, self.separation).check()

    def _gap(self, states: np.ndarray) -> PerUnit:
        """Return ½[E(s_i = -1) - E(s_i = +1)] for spins of which some may be unknown, (*batch, n)."""
        return self._half_gaps(as_states(states, self.n))

    def kernel(self, spins: np.ndarray) -> tuple[Any, np.ndarray, float]:
        """Return (patterns and how they count, no products, 1.0)."""
        return self._half_gaps.packed, np.zeros((len(spins), 0), dtype=np.int64), self.unit

    def beyond_gap(
        self, start: np.ndarray, unit: np.ndarray, old: np.ndarray, new: np.ndarray
    ) -> np.ndarray:
        """Return what each change adds to the energy beyond -(new - old)·gap, shape (k,): 0 but for unknown spins."""
        found, state = np.zeros(len(unit)), start.astype(np.float64)
        for k in range(int(np.flatnonzero(old == 0).max(initial=-1)) + 1):
            if old[k] == 0:
                three = np.tile(state, (3, 1))
                three[:, unit[k]] = (1.0, -1.0, 0.0)
                energies = np.asarray(self._energy(three))
                found[k] = 0.5 * (energies[0] + energies[1]) - energies[2]
            state[unit[k]] = new[k]
        return found

    def _adds_up(self, other: "RealOverlapCoupling") -> bool:
        """Whether one memory of the patterns of both has the sum of their energies."""
        return self.separation.is_additive and other.separation == self.separation

    def _plus(self, other: Coupling) -> "RealOverlapCoupling":
        if not isinstance(other, RealOverlapCoupling) or not self._adds_up(other):
            message = f"{self!r} and {other!r} can't be added; store all patterns in one coupling"
            raise ParameterError(message)
        if self.values is not None or other.values is not None:
            message = "couplings with values can't be added; give the keys and values of both to one coupling"
            raise ParameterError(message)
        keys = np.concatenate([self.keys, other.keys])
        return RealOverlapCoupling(
            keys, None, self.separation, float(self.constant) + float(other.constant)
        )

    def _times(self, factor: float) -> "RealOverlapCoupling":
        message = f"{self.separation!r} can't be multiplied; divide temperature and theta by {factor!r} instead"
        raise ParameterError(message)
