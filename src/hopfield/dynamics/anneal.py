"""One unit at a time, cooler and cooler: `Anneal`."""

from dataclasses import dataclass
from typing import Any

from hopfield.dynamics.asynchronous import ORDERS, Async
from hopfield.dynamics.walk import Dynamics, Start, Walk, check_two_state, checked_temperature
from hopfield.errors import ParameterError
from hopfield.network import Network

__all__ = ["Anneal"]


@dataclass(frozen=True)
class Anneal(Dynamics):
    """Units move one after the other as in `Async`, at a temperature that changes from sweep to sweep.

    Cooled slowly, a network comes to rest in a deeper valley than the nearest one (kirkpatrick1983, ackley1985).

    Parameters
    ----------
    schedule : sequence of float, or function of int
        the temperature of each sweep, at least 0, in the units of the energy; a function is asked for sweep 0, 1, 2, …
        After the last of a sequence its temperature stays: end with 0.0 to come to rest. `recall` runs `max_sweeps`
        sweeps in all, so let that be at least as long as the schedule.
    order : "shuffled", "random" or "sequential"
        as for `Async`

    Raises
    ------
    ParameterError
        for an empty schedule, a negative temperature or another order; what a function gives is checked as it comes

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.hopfield(xi)
    >>> cue = hf.patterns.random(1, 25, seed=4)[0]
    >>> cold = hf.recall(net, cue, seed=1)
    >>> slow = hf.recall(net, cue, hf.Anneal([2.0, 1.5, 1.0, 0.5, 0.25, 0.0]), seed=1)
    >>> slow.outcome.name, bool(slow.energy <= cold.energy)
    ('FIXED_POINT', True)
    """

    schedule: Any
    order: str = "shuffled"

    def __post_init__(self) -> None:
        Async(0.0, self.order)
        if callable(self.schedule):
            return
        try:
            steps = tuple(float(step) for step in self.schedule)
        except (TypeError, ValueError):
            steps = ()
        if not steps:
            message = (
                "schedule is one temperature a sweep, such as [2.0, 1.0, 0.0], or a function of the sweep's number,"
                f" got {self.schedule!r}"
            )
            raise ParameterError(message)
        for step in steps:
            checked_temperature(step)
        object.__setattr__(self, "schedule", steps)

    def temperature(self, sweep: int) -> float:
        """Return the temperature of a sweep, counted from 0."""
        if callable(self.schedule):
            step: Any = self.schedule(sweep)
            try:
                return checked_temperature(float(step))
            except (TypeError, ValueError) as error:
                message = f"schedule({sweep}) must give a temperature, at least 0, got {step!r}"
                raise ParameterError(message) from error
        return self.schedule[min(sweep, len(self.schedule) - 1)]

    def is_cold_from(self, sweep: int) -> bool:
        """Return whether it is known that the temperature is zero from this sweep on."""
        return not callable(self.schedule) and not any(self.schedule[sweep:] or self.schedule[-1:])

    def check(self, network: Network) -> None:
        """Raise FitError for units of real values."""
        check_two_state(network, "hf.Anneal(...)")

    def begin(self, start: Start) -> Walk:
        """Return a walk at its start."""
        from hopfield.dynamics.async_walk import AnnealedWalk

        return AnnealedWalk(start, self.temperature, self.is_cold_from, ORDERS.index(self.order))
