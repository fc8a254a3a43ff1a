"""What every coupling can do: energy, field and gap of a state, the full matrix, sums and multiples."""

from abc import ABC, abstractmethod
from functools import cached_property
from numbers import Real
from typing import Any

import numpy as np

from hopfield._typing import Number, OneEach, PerUnit
from hopfield.errors import NoEnergyError, ParameterError, ShapeError
from hopfield.states import as_reals, holds_only

__all__ = ["Coupling", "as_real_states"]

_LARGEST_MATRIX = 8 << 30  # bytes


def as_real_states(values: object, n: int, what: str = "state") -> np.ndarray:
    """Return values as a real array (*batch, n): int8 -1, 0, +1 stay int8, all else becomes float64.

    Raises
    ------
    ShapeError
        for another number of units
    PatternError
        for what is not a finite number
    """
    array = np.asarray(values)
    if array.dtype == np.int8 and array.shape[-1:] == (n,) and holds_only(array, -1, 1):
        return array
    return as_reals(array, n, what)


class Coupling(ABC):
    """How neurons act on each other: J_ij, the effect of j on i.

    E(s) = -½ Σ_ij J_ij s_i s_j for symmetric J; field h_i = Σ_j J_ij s_j = -∂E/∂s_i; and the gap of unit i is the
    field without its own part, Σ_{j≠i} J_ij s_j, which for spins is half the energy that the flip would cost.
    """

    @property
    @abstractmethod
    def n(self) -> int:
        """The number of units."""

    @cached_property
    def is_symmetric(self) -> bool:
        """Whether J_ij = J_ji, so that there is an energy."""
        return self._is_symmetric()

    @property
    def is_pairwise(self) -> bool:
        """Whether there is a matrix J: the field is linear in the state."""
        return True

    @property
    def has_delay(self) -> bool:
        """Whether a part of the field hears the past, so that a state alone does not say what comes next."""
        return False

    @property
    def layers(self) -> tuple[int, ...]:
        """How many units each layer has, none of which acts on another of its layer; () where none are known."""
        return ()

    @property
    def unit(self) -> float:
        """What a field of 1 is in the numbers of the kernels: n where these are whole, and else 1.0."""
        return 1.0

    @cached_property
    def self_coupling(self) -> OneEach:
        """J_ii, shape (n,); zero where the coupling leaves its diagonal out."""
        return self._self_coupling()

    @cached_property
    def resolution(self) -> float:
        """The largest field that rounding alone can make of an exact zero; 0.0 for exact integers."""
        return self._resolution()

    @abstractmethod
    def _is_symmetric(self) -> bool:
        """Find out whether J equals its transpose."""

    @abstractmethod
    def _self_coupling(self) -> OneEach:
        """Find J_ii."""

    @abstractmethod
    def _resolution(self) -> float:
        """Bound the rounding of a field."""

    @abstractmethod
    def _field(self, states: np.ndarray) -> PerUnit:
        """Return Σ_j J_ij s_j for checked states."""

    def _gap(self, states: np.ndarray) -> PerUnit:
        """Return the field without the self term, for checked states."""
        return self._field(states) - self.self_coupling * states

    @abstractmethod
    def _energy(self, states: np.ndarray) -> np.ndarray | np.floating:
        """Return -½ Σ_ij J_ij s_i s_j for checked states."""

    @abstractmethod
    def _dense(self) -> np.ndarray:
        """Return J, when it is known to fit."""

    @abstractmethod
    def kernel(self, spins: np.ndarray) -> tuple[Any, np.ndarray, float]:
        """Return what the kernels need: (their form of J, products of the spins, `unit`)."""

    def energy(self, s: object) -> Any:
        """Return E(s) = -½ Σ_ij J_ij s_i s_j.

        Parameters
        ----------
        s : array_like (*batch, n) of numbers

        Returns
        -------
        float, or (*batch,) float array

        Raises
        ------
        NoEnergyError
            if J is not symmetric
        ShapeError, PatternError
            for a state that does not fit
        """
        if not self.is_symmetric:
            message = "these couplings are not symmetric and have no energy; watch overlaps instead"
            raise NoEnergyError(message)
        energies = self._energy(as_real_states(s, self.n))
        return float(energies) if energies.ndim == 0 else energies

    def energy_from(
        self, states: np.ndarray, products: np.ndarray, counted: np.ndarray | None = None
    ) -> Any:
        """Return E(s), shape (*batch,), for int8 states (*batch, n) whose products are at hand.

        Kernels that leave out patterns may know the products of earlier states, `counted`, instead.
        """
        return self._energy(states)

    def field(self, s: object) -> PerUnit:
        """Return h_i = Σ_j J_ij s_j, shape (*batch, n), for states (*batch, n) of numbers."""
        return self._field(as_real_states(s, self.n))

    def check_two_state(self) -> None:  # noqa: B027  most couplings have nothing to refuse
        """Raise FitError, with what does fit, where units of two states can't hear this coupling."""

    def hear(self, states: np.ndarray) -> tuple[PerUnit, Any, Any]:
        """Return the field of checked states, and what comes with it, or None: their energies, and what they read.

        Parameters
        ----------
        states : (rows, n) array

        Returns
        -------
        tuple of (rows, n) array, (rows,) array or None, (rows, d) array or None
        """
        return self._field(states), None, None

    def gap(self, s: object) -> PerUnit:
        """Return Σ_{j≠i} J_ij s_j, shape (*batch, n): for spins ½[E(s_i=-1) - E(s_i=+1)], whatever J_ii is."""
        return self._gap(as_real_states(s, self.n))

    def gap_of(self, states: np.ndarray, units: slice | np.ndarray) -> PerUnit:
        """Return the gap of some units, (*batch, units), for checked states (*batch, n) of numbers."""
        return self._gap(states)[..., units]

    def beyond_gap(
        self, start: np.ndarray, unit: np.ndarray, old: np.ndarray, new: np.ndarray
    ) -> np.ndarray:
        """Return what each change adds to the energy beyond -(new - old)·gap: 0 but for spins that were unknown.

        An unknown spin, s_i = 0, has no self energy yet: -½ J_ii (new² - old²).

        Parameters
        ----------
        start : (n,) int8 array
            the spins before the first change
        unit : (k,) int array
            what changed, in order
        old : (k,) array
        new : (k,) array

        Returns
        -------
        (k,) float array
        """
        return -0.5 * self.self_coupling[unit] * (new**2 - old**2)

    def dense(self) -> np.ndarray:
        """Return J as an (n, n) float array.

        Raises
        ------
        ParameterError
            if it would take more than 8 GiB
        """
        size = 8 * self.n**2
        if size > _LARGEST_MATRIX:
            message = (
                f"J of {self.n} units takes {size / 2**30:.1f} GiB, more than {_LARGEST_MATRIX >> 30};"
                " recall does not need it"
            )
            raise ParameterError(message)
        return self._dense()

    @abstractmethod
    def _plus(self, other: "Coupling") -> "Coupling":
        """Return the coupling J + J', of one size."""

    @abstractmethod
    def _times(self, factor: float) -> "Coupling":
        """Return the coupling factor · J."""

    __array_ufunc__ = None  # an array times a coupling is an error, not an array of couplings

    def __add__(self, other: "Coupling") -> "Coupling":
        if not isinstance(other, Coupling):
            return NotImplemented
        if other.n != self.n:
            message = f"couplings of {self.n} and {other.n} units can't be added"
            raise ShapeError(message)
        if other.has_delay and not self.has_delay:
            return other._plus(self)  # only it knows what a delay is
        return self._plus(other)

    def __radd__(self, other: object) -> "Coupling":
        return self if isinstance(other, int) and other == 0 else NotImplemented  # for sum()

    def __sub__(self, other: "Coupling") -> "Coupling":
        return self + -other if isinstance(other, Coupling) else NotImplemented

    def __neg__(self) -> "Coupling":
        return self * -1.0

    def __mul__(self, factor: Number) -> "Coupling":
        if isinstance(factor, bool) or not isinstance(factor, Real):
            return NotImplemented
        if not np.isfinite(factor):
            message = f"couplings can be multiplied by finite numbers, got {factor!r}"
            raise ParameterError(message)
        return self._times(float(factor))

    def __rmul__(self, factor: Number) -> "Coupling":
        return self * factor

    def __truediv__(self, divisor: Number) -> "Coupling":
        return self * (1.0 / divisor) if isinstance(divisor, Real) else NotImplemented
