"""The laws that any coupling, network or dynamics must obey, as functions that raise where one is broken.

Use them on your own couplings and rules: each takes plain objects and returns nothing if the law holds.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from hopfield._typing import Seed
from hopfield.analysis import trajectory
from hopfield.couplings import Coupling
from hopfield.dynamics import Async, Dynamics, Sync
from hopfield.dynamics.course import continuous_units
from hopfield.errors import FitError, HopfieldError
from hopfield.network import Network
from hopfield.outcome import Outcome
from hopfield.patterns import Patterns
from hopfield.random import generator
from hopfield.recall import recall
from hopfield.rules import Rule
from hopfield.units import Continuous

__all__ = [
    "LawViolationError",
    "energy_falls_along_the_flow",
    "energy_never_rises",
    "field_is_dense_times_state",
    "field_is_the_slope_of_the_energy",
    "gap_is_half_the_energy_difference",
    "gauge_changes_nothing",
    "is_same",
    "negative_mirrors",
    "probe_is_untouched",
    "random_states",
    "relabelling_changes_nothing",
    "require",
    "rows_stand_alone",
    "synchronous_cycles_are_short",
    "ties_keep_the_state",
]


class LawViolationError(HopfieldError, AssertionError):
    """A law does not hold; the message has the numbers."""


def require(holds: object, law: str, **numbers: object) -> None:
    """Raise LawViolationError, with the numbers, unless the law holds."""
    if not holds:
        shown = ", ".join(f"{name} = {value!r}" for name, value in numbers.items())
        message = f"broken law: {law} ({shown})" if shown else f"broken law: {law}"
        raise LawViolationError(message)


def _close(found: object, expected: object, scale: float = 1.0) -> bool:
    """Return whether two arrays agree to twelve digits of a scale."""
    a, b = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    return bool(np.all(np.abs(a - b) <= 1e-12 * max(1.0, scale, float(np.abs(b).max(initial=0.0)))))


def is_same(state: np.ndarray, other: np.ndarray) -> bool:
    """Return whether two states are one: to the last unit for two-state units, within 1e-6 for real values."""
    if state.dtype == np.int8:
        return bool(np.array_equal(state, other))
    size = max(1.0, float(np.abs(other).max(initial=0.0)))
    return bool(np.abs(state - other).max(initial=0.0) <= 1e-6 * size)


def field_is_dense_times_state(coupling: Coupling, s: np.ndarray) -> None:
    """h = J s, with J the matrix that `dense()` shows; and, where there is an energy, E = -½ s·J s."""
    matrix = coupling.dense()
    expected = np.asarray(s, dtype=float) @ matrix.T
    require(_close(coupling.field(s), expected, np.abs(matrix).sum()), "field = J s")
    if coupling.is_symmetric:
        energy = -0.5 * np.sum(s * expected, axis=-1)
        require(
            _close(coupling.energy(s), energy, coupling.n * np.abs(matrix).max()), "E = -½ s·J s"
        )


def gap_is_half_the_energy_difference(network: Network, state: np.ndarray) -> None:
    """gap_i = ½[E(unit i low) - E(unit i high)], by computing both energies, for every unit."""
    low, high = (
        int(value) for value in network.two_state.from_spins(np.array([-1, 1], dtype=np.int8))
    )
    gap = network.gap(state)
    for i in range(network.n):
        below, above = state.copy(), state.copy()
        below[i], above[i] = low, high
        half = 0.5 * (network.energy(below) - network.energy(above))
        require(
            _close(gap[i], half, abs(network.energy(below))),
            "gap = half the energy difference",
            unit=i,
            gap=float(gap[i]),
            half=half,
        )


def field_is_the_slope_of_the_energy(network: Network, state: np.ndarray) -> None:
    """field = -∂(E + θ·s)/∂s, and a unit at rest has it as the slope of its own energy: by central differences."""
    units, step = network.units, 1e-6
    if not isinstance(units, Continuous):
        message = f"{units!r} has no slope of its energy; for two states hold the gap to its law"
        raise FitError(message)
    around = step * np.eye(network.n)

    def slope(energy: Callable[[np.ndarray], Any], at: np.ndarray) -> np.ndarray:
        return (energy(at + around) - energy(at - around)) / (2 * step)

    inside = 0.9 * np.asarray(state, dtype=np.float64)
    field = network.field(inside)
    found = -slope(lambda states: network.energy(states) - units.energy(states), inside)
    scale = max(1.0, float(np.abs(field).max()), abs(float(network.energy(inside))))
    require(np.abs(found - field).max() <= 1e-7 * scale, "field = -dE/ds", slope=found, field=field)
    small = field / (2.0 * scale)
    own = slope(units.energy, units.respond(small))
    require(np.abs(own - small).max() <= 1e-6, "a unit at rest hears its slope", slope=own)


def energy_never_rises(
    network: Network, probe: np.ndarray, dynamics: Dynamics | None = None, seed: Seed = 0
) -> None:
    """At T = 0 no change raises the energy, and the recorded energies are those of the states.

    For units of real values, whose changes are not recorded, it holds from sweep to sweep.
    """
    dynamics = Async() if dynamics is None else dynamics
    is_recorded = network.units.is_two_state
    watch = {"energy": network.energy}
    found = recall(network, probe, dynamics, record=is_recorded, watch=watch, seed=seed)
    energies = [network.energy(probe), *(found.flips.energy if is_recorded else [])]
    _falls(np.asarray(found.trace["energy"], dtype=np.float64))
    _falls(np.asarray(energies, dtype=np.float64))
    # units that move together have one energy, that of the state in which all of them have moved
    steps = range(1, len(energies)) if isinstance(dynamics, Async) else [len(energies) - 1]
    for step in steps if is_recorded else []:
        now = network.energy(found.flips.replay(probe, step))
        scale = max(1.0, float(np.abs(energies).max()))
        is_right = abs(now - energies[step]) <= 1e-10 * scale
        require(is_right, "recorded energy", step=step, recorded=energies[step], recomputed=now)


def _falls(energies: np.ndarray) -> None:
    """Require that no energy is above the one before."""
    scale = max(1.0, float(np.abs(energies).max()))
    for step, (before, after) in enumerate(pairwise(energies.tolist())):
        is_lower = after <= before + 1e-10 * scale
        require(is_lower, "energy never rises", step=step, before=before, after=after)


def energy_falls_along_the_flow(
    network: Network, probe: np.ndarray, n_moments: int = 50, duration: float = 5.0
) -> None:
    """With symmetric couplings the energy of units of real values never rises from moment to moment (hopfield1984).

    A rise is told from the errors of the integration, 1e-6 of u, by the size of the energies along the way.
    """
    unit = continuous_units(network, "the flow").membrane.time_constant
    moments = np.linspace(0.0, duration * unit, n_moments + 1)
    energies = network.energy(trajectory(network, probe, moments))
    allowed = 1e-5 * float(np.abs(energies).max()) + 1e-12
    for step, (before, after) in enumerate(pairwise(energies)):
        require(after <= before + allowed, "energy falls", step=step, before=before, after=after)


def gauge_changes_nothing(rule: Rule, xi: Patterns, state: np.ndarray, signs: np.ndarray) -> None:
    """ξ_i → ε_i ξ_i and s_i → ε_i s_i leave every energy as it is and turn the gaps."""
    plain = Network(rule(xi))
    turned = Network(rule(Patterns(xi.spins * signs)))
    if plain.has_energy:
        require(_close(plain.energy(state), turned.energy(state * signs), xi.n), "gauge: energy")
    require(_close(plain.gap(state) * signs, turned.gap(state * signs), xi.p), "gauge: gap")


def relabelling_changes_nothing(
    rule: Rule, xi: Patterns, state: np.ndarray, order: np.ndarray
) -> None:
    """The same permutation of the units of patterns and state leaves energy and gaps as they are."""
    plain = Network(rule(xi))
    moved = Network(rule(Patterns(xi.spins[:, order])))
    if plain.has_energy:
        require(_close(plain.energy(state), moved.energy(state[order]), xi.n), "labels: energy")
    require(_close(plain.gap(state)[order], moved.gap(state[order]), xi.p), "labels: gap")


def negative_mirrors(network: Network, probe: np.ndarray, dynamics: Dynamics) -> None:
    """Without thresholds -s has the energy of s; and in a fixed order its recall is the negative of that of s."""
    if network.has_energy:
        require(_close(network.energy(-probe), network.energy(probe)), "E(-s) = E(s)")
    found, mirrored = recall(network, probe, dynamics), recall(network, -probe, dynamics)
    require(np.array_equal(found.state, -mirrored.state), "recall(-s) = -recall(s)")


def ties_keep_the_state(network: Network, state: np.ndarray) -> None:
    """A state all of whose gaps are zero is a fixed point, unit by unit, for every dynamics."""
    require((np.abs(network.gap(state)) <= network.resolution).all(), "all gaps are zero")
    for dynamics in (Async(), Async(order="random"), Async(order="sequential"), Sync()):
        found = recall(network, state, dynamics, seed=0)
        require(np.array_equal(found.state, state), "a tie keeps the state", dynamics=dynamics)
        require(found.outcome is Outcome.FIXED_POINT, "a tie is at rest", outcome=found.outcome)


def probe_is_untouched(network: Network, probe: np.ndarray, dynamics: Dynamics) -> None:
    """A recall never changes the array that it was given."""
    before = probe.copy()
    found = recall(network, probe, dynamics, seed=0)
    require(np.array_equal(probe, before), "the probe is as it was")
    require(not np.shares_memory(found.state, probe), "the answer is an array of its own")


def rows_stand_alone(
    network: Network, probes: np.ndarray, dynamics: Dynamics, seed: int = 0
) -> None:
    """Each row of a batch (rows different) ends as it does alone, in the same number of sweeps.

    Units of real values come to rest within a tolerance, and sums of another order may take them there a sweep sooner.
    """
    slack = 0 if network.units.is_two_state else 1
    together = recall(network, probes, dynamics, max_sweeps=20, seed=seed)
    for row, probe in enumerate(probes):
        alone = recall(network, probe, dynamics, max_sweeps=20, seed=seed)
        require(is_same(alone.state, together.state[row]), "rows stand alone", row=row)
        is_same_time = abs(alone.sweeps - together.sweeps[row]) <= slack
        require(is_same_time, "rows stop alone", row=row)
        require(alone.outcome is together.outcome[row], "rows end alone", row=row)


def synchronous_cycles_are_short(network: Network, probe: np.ndarray) -> None:
    """With symmetric couplings a parallel recall ends in a fixed point or a cycle of two (goles1985)."""
    found = recall(network, probe, Sync(), max_sweeps=10_000)
    require(found.period in (1, 2), "period is 1 or 2", period=found.period)
    if found.period == 2:  # the state that it came to is two steps from itself and not one
        one = recall(network, found.state, Sync(), max_sweeps=1).state
        two = recall(network, one, Sync(), max_sweeps=1).state
        require(not np.array_equal(one, found.state), "a cycle moves")
        require(np.array_equal(two, found.state), "a cycle of two comes back")


def random_states(n: int, rows: int, seed: Seed = 0) -> np.ndarray:
    """Return random spins, (rows, n) int8, for trying a law."""
    return generator(seed).choice(np.array([-1, 1], dtype=np.int8), size=(rows, n))
