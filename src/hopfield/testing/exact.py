"""Small networks, exactly: every state, its energy, and Boltzmann's probabilities."""

import numpy as np

from hopfield.errors import ParameterError
from hopfield.network import Network

__all__ = ["all_states", "boltzmann", "fixed_points"]

_LARGEST = 20


def all_states(n: int) -> np.ndarray:
    """Return all 2ⁿ states, (2ⁿ, n) int8 ±1; state k has +1 where bit i of k is set.

    Raises
    ------
    ParameterError
        for n outside 1 to 20
    """
    if not 1 <= n <= _LARGEST:
        message = f"all states are listed for 1 to {_LARGEST} units, got {n}"
        raise ParameterError(message)
    numbers = np.arange(2**n)[:, None]
    return (2 * ((numbers >> np.arange(n)) & 1) - 1).astype(np.int8)


def boltzmann(network: Network, temperature: float) -> np.ndarray:
    """Return P(s) = e^{-E(s)/T} / Z for all 2ⁿ states, in the order of `all_states`."""
    energies = network.energy(network.two_state.from_spins(all_states(network.n)))
    weights = np.exp(-(energies - energies.min()) / temperature)
    return weights / weights.sum()


def fixed_points(network: Network) -> np.ndarray:
    """Return all states in which no unit wants to move, (k, n) int8 ±1 (or 0/1 for binary units)."""
    spins = all_states(network.n)
    states = network.two_state.from_spins(spins)
    gap = network.gap(states)
    content = (gap * spins >= 0) | (np.abs(gap) <= network.resolution)
    return states[content.all(axis=1)]
