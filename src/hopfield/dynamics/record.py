"""What was the energy after every single change? `single_flips` rebuilds it from the gaps that units heard."""

import numpy as np

from hopfield.dynamics.walk import Flips
from hopfield.network import Network

__all__ = ["single_flips"]


def single_flips(
    network: Network, start: np.ndarray, unit: np.ndarray, gap: np.ndarray, spins: np.ndarray
) -> Flips:
    """Return changes as flips, with the energy after each.

    Parameters
    ----------
    network : Network of two-state units
    start : (n,) int8 array
        the spins before the first change
    unit : (k,) int array
        what changed, in order
    gap : (k,) float array
        what it heard when it changed
    spins : (2, k) int8 array
        what it was before and after
    """
    units, (old, new) = network.two_state, spins
    energy = np.full(len(gap), np.nan)
    if network.has_energy:
        beyond = network.coupling.beyond_gap(start, unit, old, new)
        energy = network.energy(units.from_spins(start)) + np.cumsum(beyond - (new - old) * gap)
    return Flips(unit, gap, units.from_spins(new), energy)
