"""Has the network seen this state before, even if it can no longer recall it?"""

from typing import Any, NamedTuple

import numpy as np

from hopfield.network import Network

__all__ = ["Familiarity", "familiarity"]


class Familiarity(NamedTuple):
    """What a network makes of a state at first sight.

    Attributes
    ----------
    flips : float, or (*batch,) float array, from 0 to 1
        the initial rate of flips: the share of units that want to move, per visit of a unit
    energy : float, (*batch,) float array, or None
        of the state; None if the network has no energy
    """

    flips: Any
    energy: Any


def familiarity(network: Network, s: object) -> Familiarity:
    """Tell at first sight how familiar a state is: few flips and low energy mean that it is (hopfield1982).

    flips = (1/n) #{i : s_i gap_i < 0} for spins; unknown units want to move when they hear anything.

    A memory that is overloaded and recalls nothing is still less restless in a stored state than in a new one: at
    N = 100 with 500 memories about one unit in three wants to move instead of one in two (Gauss: Q(√(N/p)) = 0.33).
    Limits: a single value says little, as the rates of new states differ by √(1/4N) and more, and mixtures, negatives
    and states near a memory are familiar too. Compare with the rates of random states, of the same activity if the
    patterns are biased. J_ii is no part of flips; in the energy it adds the same to every state of ±1.

    Parameters
    ----------
    network : Network
    s : array_like (*batch, n)
        states of the network's units

    Returns
    -------
    Familiarity
        (flips, energy), a value each a state

    Raises
    ------
    ShapeError, PatternError
        for a state that does not fit the units

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.hopfield(xi)
    >>> seen = hf.analysis.familiarity(net, xi[0])
    >>> seen.flips, round(25 * seen.energy)
    (0.0, -312)
    >>> float(hf.analysis.familiarity(net, hf.patterns.flip(xi[0], 4, seed=0)).flips)
    0.16
    """
    states = network.units.checked(s, network.n)
    spins, gap = network.two_state.to_spins(states), network.gap(states)
    wants = np.where(np.abs(gap) <= network.resolution, spins, np.sign(gap))
    rate = np.mean(wants != spins, axis=-1)
    energy = network.energy(states) if network.has_energy else None
    return Familiarity(rate if rate.ndim else float(rate), energy)
