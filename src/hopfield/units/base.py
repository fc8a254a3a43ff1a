"""What all neurons have in common, and what those of two states have."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import numpy as np

from hopfield._typing import OneEach, PerUnit, States

__all__ = ["Continuous", "TwoState", "Units"]


class Units(ABC):
    """What a neuron does with its field, and the energy that it has of its own."""

    @property
    @abstractmethod
    def is_two_state(self) -> bool:
        """Whether a unit has two values, and so a gap of energy between them."""

    @abstractmethod
    def checked(self, values: object, n: int, what: str = "state") -> np.ndarray:
        """Return values as states of n units, (*batch, n); raise PatternError or ShapeError for anything else."""

    @abstractmethod
    def inner(self, states: np.ndarray) -> np.ndarray:
        """Return what a dynamics moves: the spins of two-state units, the values of others; shape (*batch, n)."""

    @abstractmethod
    def outer(self, moved: np.ndarray) -> np.ndarray:
        """Return the states of what a dynamics moves: the inverse of `inner`."""

    @abstractmethod
    def energy(self, states: np.ndarray) -> Any:
        """Return the units' own energy, shape (*batch,) or 0.0, beside those of couplings and thresholds."""


class TwoState(Units):
    """Neurons that listen to half their energy gap: the dynamics moves spins, and the units say how these hear."""

    @property
    def is_two_state(self) -> bool:
        """True."""
        return True

    @property
    @abstractmethod
    def gain(self) -> float:
        """The gap is this times (field of the spins + bias)."""

    def inner(self, states: np.ndarray) -> np.ndarray:
        """Return the spins of these states."""
        return self.to_spins(states)

    def outer(self, moved: np.ndarray) -> np.ndarray:
        """Return the states of these spins."""
        return self.from_spins(moved)

    def energy(self, states: np.ndarray) -> Any:
        """Return 0.0: a two-state neuron has no energy of its own."""
        return 0.0

    @abstractmethod
    def to_spins(self, states: States) -> States:
        """Return the spins of these states."""

    @abstractmethod
    def from_spins(self, spins: States) -> States:
        """Return the states of these spins."""

    @abstractmethod
    def bias(self, theta: OneEach, row_sums: Callable[[], OneEach]) -> PerUnit:
        """Return what is added to the field of the spins."""

    @abstractmethod
    def products(self, products: np.ndarray, sums: Callable[[], np.ndarray]) -> np.ndarray:
        """Return the products of the states from those of their spins."""

    @abstractmethod
    def gap(self, field: PerUnit, diagonal: Any, theta: OneEach) -> PerUnit:
        """Return ½[E(low) - E(high)] from the field without the self term."""


class Continuous(Units):
    """Neurons whose values are real numbers: they respond to the whole field, and have an energy of their own."""

    @property
    def is_two_state(self) -> bool:
        """False."""
        return False

    @abstractmethod
    def respond(self, field: PerUnit) -> PerUnit:
        """Return the values that units come to when they hear this field and nothing else changes, (*batch, n).

        There the derivative of coupling, thresholds and own energy is zero.
        """

    def inner(self, states: np.ndarray) -> np.ndarray:
        """Return the states themselves."""
        return states

    def outer(self, moved: np.ndarray) -> np.ndarray:
        """Return the states themselves."""
        return moved
