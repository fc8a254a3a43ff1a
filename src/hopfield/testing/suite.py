"""Every law that applies to a network and a dynamics, in one call: `obeys`."""

from collections.abc import Callable

import numpy as np

from hopfield._typing import Seed
from hopfield.couplings import RealOverlapCoupling
from hopfield.dynamics import Anneal, Async, Dynamics
from hopfield.errors import FitError, NoEnergyError
from hopfield.network import Network
from hopfield.outcome import Outcome
from hopfield.recall import Recall, recall
from hopfield.testing import laws

__all__ = ["answers_truthfully", "has_an_energy_or_says_why_not", "holds_what_is_clamped", "obeys"]


def obeys(network: Network, dynamics: Dynamics, probes: np.ndarray, seed: Seed = 0) -> list[str]:
    """Hold a network and a dynamics to every law that applies to them.

    Parameters
    ----------
    network : Network
    dynamics : Dynamics
    probes : (rows, n) array
        different states that fit the units
    seed : int, SeedSequence, Generator or None

    Returns
    -------
    list of str
        the laws that were tried, by name

    Raises
    ------
    FitError
        if this dynamics cannot move this network, or it reads values instead of giving a state
    LawViolationError
        if a law does not hold

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> tried = hf.testing.obeys(hf.models.hopfield(xi), hf.Async(), xi.spins)
    >>> "energy_never_rises" in tried, "answers_truthfully" in tried
    (True, True)
    """
    dynamics.check(network)
    coupling = network.coupling
    if isinstance(coupling, RealOverlapCoupling) and coupling.values is not None:
        message = "what is read from values is no state, and no law speaks of it; try hf.models.modern(X, beta) without"
        raise FitError(message)
    tried: list[str] = []

    def hold(law: Callable[..., None], *given: object) -> None:
        law(*given)
        tried.append(law.__name__)

    hold(has_an_energy_or_says_why_not, network, probes)
    if network.coupling.is_pairwise:
        hold(laws.field_is_dense_times_state, network.coupling, probes)
    if network.has_energy and network.units.is_two_state:
        hold(laws.gap_is_half_the_energy_difference, network, probes[0])
    if network.has_energy and not network.units.is_two_state:
        hold(laws.field_is_the_slope_of_the_energy, network, probes[0])
    hold(laws.probe_is_untouched, network, probes[0], dynamics)
    hold(laws.rows_stand_alone, network, probes, dynamics)
    hold(answers_truthfully, network, dynamics, probes[0], seed)
    hold(holds_what_is_clamped, network, dynamics, probes[0], seed)
    if dynamics.descends(network):
        hold(laws.energy_never_rises, network, probes[0], dynamics, seed)
    return tried


def has_an_energy_or_says_why_not(network: Network, states: np.ndarray) -> None:
    """A network has an energy, one number a state, or raises NoEnergyError with words that help."""
    if network.has_energy:
        energies = np.asarray(network.energy(states))
        laws.require(energies.shape == states.shape[:-1], "one energy a state", got=energies.shape)
        laws.require(np.isfinite(energies).all(), "energies are finite", energies=energies)
        return
    try:
        network.energy(states)
    except NoEnergyError as error:
        laws.require("not symmetric" in str(error), "the error says why", said=str(error))
    else:
        laws.require(None, "without an energy, energy raises")


def answers_truthfully(
    network: Network, dynamics: Dynamics, probe: np.ndarray, seed: Seed = 0
) -> None:
    """The outcome is what happens when one goes on: a fixed point stays, a cycle comes back, and the seed decides."""
    found = recall(network, probe, dynamics, max_sweeps=200, seed=seed)
    again = recall(network, probe, dynamics, max_sweeps=200, seed=seed)
    laws.require(np.array_equal(found.state, again.state), "the same seed, the same answer")
    laws.require(isinstance(found.outcome, Outcome), "an outcome is one", got=found.outcome)
    if network.has_energy:
        energy = network.energy(found.state)
        scale = max(1.0, abs(energy))
        laws.require(abs(found.energy - energy) <= 1e-9 * scale, "the energy is that of the state")
    if network.coupling.has_delay:
        return  # a state alone does not say what comes next
    if found.outcome is Outcome.FIXED_POINT:
        _stays(network, dynamics, found)
    if found.outcome is Outcome.CYCLE:
        after = recall(network, found.state, dynamics, max_sweeps=int(found.period)).state
        laws.require(laws.is_same(after, found.state), "a cycle comes back", period=found.period)


def _stays(network: Network, dynamics: Dynamics, found: Recall) -> None:
    """Require that a fixed point is one, for the units and for the dynamics."""
    state = found.state
    if network.units.is_two_state:
        gap, spins = network.gap(state), network.two_state.to_spins(state)
        content = (gap * spins >= 0.0) | (np.abs(gap) <= network.resolution)
        laws.require(
            content.all(), "no unit wants to move", gap=gap[~content], spins=spins[~content]
        )
    cold = Async() if isinstance(dynamics, Anneal) else dynamics  # which would warm it up again
    later = recall(network, state, cold, max_sweeps=5, seed=1)
    laws.require(laws.is_same(later.state, state), "a fixed point stays")
    laws.require(later.outcome is Outcome.FIXED_POINT, "and is one", outcome=later.outcome)


def holds_what_is_clamped(
    network: Network, dynamics: Dynamics, probe: np.ndarray, seed: Seed = 0
) -> None:
    """A clamped unit has the probe's value at every moment."""
    clamp = np.zeros(network.n, dtype=bool)
    clamp[::2] = True
    watch = {"held": lambda states: states[..., clamp]}
    found = recall(network, probe, dynamics, max_sweeps=5, clamp=clamp, watch=watch, seed=seed)
    for held in found.trace["held"]:
        laws.require(
            laws.is_same(held, np.asarray(probe)[clamp].astype(held.dtype)), "clamped units stay"
        )
