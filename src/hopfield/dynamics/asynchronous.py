"""One unit at a time: `Async`, the dynamics of 1982."""

from dataclasses import dataclass
from typing import Any

from hopfield.couplings import DelayedCoupling
from hopfield.dynamics.walk import Dynamics, Start, Walk, check_two_state, checked_temperature
from hopfield.errors import ParameterError
from hopfield.network import Network

__all__ = ["ORDERS", "Async"]

ORDERS = ("shuffled", "random", "sequential")


@dataclass(frozen=True)
class Async(Dynamics):
    """Units move one after the other, each by its gap at that moment.

    At T = 0 a unit takes the sign of its gap, and keeps its value if the gap is zero; with symmetric couplings the
    energy never rises (hopfield1982). At T > 0 it is +1 with the probability 1/(1 + e^{-2·gap/T}), which samples
    e^{-E/T} (glauber1963).

    Parameters
    ----------
    temperature : float, at least 0
        in the units of the energy
    order : "shuffled", "random" or "sequential"
        each unit once a sweep in random order; n draws with replacement, as in 1982; or 0 to n-1

    Raises
    ------
    ParameterError
        for a negative temperature or another order

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.Async(temperature=0.5)
    Async(temperature=0.5, order='shuffled')
    """

    temperature: Any = 0.0
    order: str = "shuffled"

    def __post_init__(self) -> None:
        checked_temperature(self.temperature)
        if self.order not in ORDERS:
            message = f"order is one of {', '.join(ORDERS)}, got {self.order!r}"
            raise ParameterError(message)

    def check(self, network: Network) -> None:
        """Raise FitError for units of real values."""
        check_two_state(network, "hf.Async(...)")

    def descends(self, network: Network) -> bool:
        """Return whether it is T = 0 and there is an energy: then every flip lowers it."""
        return not self.temperature and network.has_energy

    def begin(self, start: Start) -> Walk:
        """Return a walk at its start."""
        from hopfield.dynamics.async_walk import AsyncWalk
        from hopfield.dynamics.delayed_walk import DelayedAsyncWalk

        coupling = start.network.coupling
        if isinstance(coupling, DelayedCoupling):
            order = ORDERS.index(self.order)
            return DelayedAsyncWalk(start, coupling, float(self.temperature), order)
        return AsyncWalk(start, float(self.temperature), ORDERS.index(self.order))
