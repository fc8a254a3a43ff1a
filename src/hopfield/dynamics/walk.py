"""What a recall in progress is: rows of states that move, and stop alone."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np

from hopfield._typing import is_number
from hopfield.errors import FitError, ParameterError
from hopfield.network import Network
from hopfield.outcome import Outcome

__all__ = ["Dynamics", "Flips", "Start", "Walk", "check_two_state", "checked_temperature"]


_COLDEST, _HOTTEST = 1e-100, 1e100  # beyond them 1/T leaves the range of floating-point numbers


def checked_temperature(temperature: Any) -> float:
    """Return the temperature, or say what is wrong with it."""
    if not (is_number(temperature) and (temperature == 0.0 or _COLDEST <= temperature <= _HOTTEST)):
        message = f"temperature must be 0 or a number from {_COLDEST:g} to {_HOTTEST:g}, got {temperature!r}"
        raise ParameterError(message)
    return float(temperature)


@dataclass(frozen=True, eq=False)
class Flips:
    """The units that changed, in order, so that any moment can be rebuilt.

    Attributes
    ----------
    unit : (k,) int array
        which unit
    field : (k,) float array
        the gap that it listened to
    value : (k,) int8 array
        its new value
    energy : (k,) float array
        the energy of the network after the change; NaN if it has none
    """

    unit: np.ndarray
    field: np.ndarray
    value: np.ndarray
    energy: np.ndarray

    def __len__(self) -> int:
        return len(self.unit)

    def replay(self, probe: object, count: int | None = None) -> np.ndarray:
        """Return the state after the first `count` changes of a probe (n,), or after all of them."""
        state = np.array(probe, dtype=np.int8)
        for unit, value in zip(self.unit[:count], self.value[:count], strict=True):
            state[unit] = value
        return state


@dataclass(frozen=True, eq=False)
class Start:
    """Where a recall begins.

    Attributes
    ----------
    network : Network
    moved : (rows, n) array, that the walk may change
        int8 spins of two-state units, float64 values of others: what `units.inner` gives
    held : (rows or 1, n) bool array: units that never change
    streams : (rows, 4) uint64 array: a random stream a row
    is_recorded : bool: whether every change is kept
    """

    network: Network
    moved: np.ndarray
    held: np.ndarray
    streams: np.ndarray
    is_recorded: bool = False


class Walk(ABC):
    """A recall in progress; `advance` until nothing runs, then `outcomes`."""

    def __init__(self, start: Start) -> None:
        rows = len(start.moved)
        self.network = start.network
        self.moved = start.moved
        self.held = start.held
        self.streams = start.streams
        self.is_recorded = start.is_recorded
        self.sweeps = np.zeros(rows, dtype=np.int64)
        self.period = np.zeros(rows, dtype=np.int64)
        self.n_done = 0

    @property
    @abstractmethod
    def is_running(self) -> bool:
        """Whether any row may still move."""

    @abstractmethod
    def advance(self, n_sweeps: int) -> None:
        """Move every running row by up to n_sweeps."""

    @property
    def states(self) -> np.ndarray:
        """The present states, (rows, n), in the units' own values."""
        return self.network.units.outer(self.moved)

    @property
    def answer(self) -> np.ndarray:
        """What the recall gives, one row each: the present states, or what these read."""
        return self.states

    def energy(self, states: np.ndarray) -> Any:
        """Return the energy of the present states, which are given in the shape of the probe, (*batch, n)."""
        return self.network.energy(states)

    @abstractmethod
    def outcomes(self) -> list[Outcome]:
        """Return how each row ended."""

    @abstractmethod
    def flips(self) -> list[Flips]:
        """Return what changed in each row, in order."""


class Dynamics(ABC):
    """Which units move together, and at what temperature."""

    @abstractmethod
    def check(self, network: Network) -> None:
        """Raise FitError, with what does fit, where this dynamics cannot move such a network."""

    def descends(self, network: Network) -> bool:
        """Return whether it is a law that the energy never rises, whatever the state; False by default."""
        return False

    @abstractmethod
    def begin(self, start: Start) -> Walk:
        """Return a walk at its start; the network has been checked."""


def check_two_state(network: Network, dynamics: str) -> None:
    """Raise FitError unless every unit has two states, so that it can be told to flip."""
    if not network.units.is_two_state:
        message = (
            f"{dynamics} moves units of two states, such as hf.Spin(), and these are {network.units!r};"
            " move them by hf.Sync(), all at once, or graded ones by hf.Flow(), in continuous time"
        )
        raise FitError(message)
