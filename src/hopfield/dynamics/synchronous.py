"""All units at once: `Sync`, with cycles found and named."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hopfield._typing import is_number
from hopfield.couplings import DelayedCoupling, RealOverlapCoupling
from hopfield.dynamics.mapped import MappedWalk
from hopfield.dynamics.walk import (
    Dynamics,
    Flips,
    Start,
    Walk,
    checked_temperature,
)
from hopfield.errors import FitError, ParameterError
from hopfield.network import Network
from hopfield.outcome import Outcome
from hopfield.separation import Entmax, Softmax
from hopfield.units import Linear

__all__ = ["Sync", "SyncWalk"]


@dataclass(frozen=True)
class Sync(Dynamics):
    """All units move together, each by its gap in the state before, or, of real values, to what it hears there.

    Spins with symmetric couplings end in a fixed point or in a cycle of two states (goles1985); asymmetric couplings
    can have longer cycles. T > 0 is Little's dynamics, whose stationary distribution is not e^{-E/T} (little1974).

    Units of real values take s' = respond(field(s)), at T = 0 only. One sweep of a modern network is attention, and its
    energy never rises, see `hf.models.modern`; other networks can cycle or diverge.

    Parameters
    ----------
    temperature : float, at least 0
    tolerance : float, from 0 to below 1
        units of real values rest where none would move by more than this times the largest of them, and by more than
        rounding can make of nothing (`Network.resolution`). Spins rest where none would flip, whatever this is.

    Raises
    ------
    ParameterError
        for a negative temperature, or another tolerance

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> ferromagnet = hf.Network(hf.couplings.DenseCoupling(np.array([[0.0, 1.0], [1.0, 0.0]])))
    >>> found = hf.recall(ferromagnet, [1, -1], hf.Sync())
    >>> found.outcome.name, found.period
    ('CYCLE', 2)
    """

    temperature: Any = 0.0
    tolerance: Any = 1e-9

    def __post_init__(self) -> None:
        checked_temperature(self.temperature)
        if not (is_number(self.tolerance) and 0.0 <= self.tolerance < 1.0):
            message = f"tolerance must be a number from 0 to below 1, got {self.tolerance!r}"
            raise ParameterError(message)

    def check(self, network: Network) -> None:
        """Raise FitError for units of real values at T > 0."""
        if self.temperature and not network.units.is_two_state:
            message = (
                f"hf.Sync(temperature={self.temperature!r}) draws one of two states, and these units are"
                f" {network.units!r}: they move at T = 0 only, by hf.Sync()"
            )
            raise FitError(message)

    def descends(self, network: Network) -> bool:
        """Return whether the energy never rises: of linear units that hear a modern network, sparse or not."""
        coupling = network.coupling
        return (
            isinstance(network.units, Linear)
            and isinstance(coupling, RealOverlapCoupling)
            and isinstance(
                coupling.separation, Softmax | Entmax
            )  # F is convex: s' minimises a bound
        )

    def begin(self, start: Start) -> Walk:
        """Return a walk at its start."""
        from hopfield.dynamics.delayed_walk import DelayedSyncWalk

        coupling = start.network.coupling
        if not start.network.units.is_two_state:
            return MappedWalk(start, float(self.tolerance))
        if isinstance(coupling, DelayedCoupling):
            return DelayedSyncWalk(start, coupling, float(self.temperature))
        return SyncWalk(start, float(self.temperature))


class SyncWalk(Walk):
    """Rows that move by whole states; a cycle shows when a kept state comes back (brent1980)."""

    def __init__(self, start: Start, temperature: float) -> None:
        super().__init__(start)
        self.spins = self.moved
        self.temperature = temperature
        self.running = np.ones(len(self.spins), dtype=bool)
        self.kept = self.spins.copy()  # the state to come back to, replaced at times 1, 2, 4, 8, …
        self.kept_at = 0
        self.before: list[np.ndarray] = [self.spins.copy()] if self.is_recorded else []
        self.gaps: list[np.ndarray] = []

    @property
    def is_running(self) -> bool:
        """Whether any row may still move."""
        return bool(self.running.any())

    def advance(self, n_sweeps: int) -> None:
        """Move every running row by up to n_sweeps."""
        for _ in range(n_sweeps):
            if not self.is_running:
                break
            self._step(np.flatnonzero(self.running))
        else:
            self._look_ahead()

    def _next(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the next spins of these rows and the gaps that they listened to."""
        spins = self.spins[rows]
        gap = self._gap(rows)
        moved = np.where(np.abs(gap) <= self.network.resolution, spins, np.sign(gap)).astype(
            np.int8
        )
        held = self.held[rows] if len(self.held) > 1 else self.held
        return np.where(held, spins, moved), gap

    def _gap(self, rows: np.ndarray) -> np.ndarray:
        """Return the gap of the spins of these rows, of which some may be unknown."""
        return self.network.two_state.gain * (self._field(rows) + self.network.bias)

    def _field(self, rows: np.ndarray) -> np.ndarray:
        """Return what these rows hear but for thresholds."""
        return self.network.coupling.gap(self.spins[rows])

    def _was_still(self, rows: np.ndarray) -> np.ndarray:
        """Return which of these rows hear nothing but their present state: without a delay all of them."""
        return np.ones(len(rows), dtype=bool)

    def _remember(self) -> None:
        """Remember the present state, where a later one will hear it."""

    def _came_back(self, rows: np.ndarray) -> np.ndarray:
        """Return which of these rows hear the past that they did when their state was kept: without a delay all."""
        return np.ones(len(rows), dtype=bool)

    def _keep(self) -> None:
        """Keep the present state to come back to."""
        self.kept, self.kept_at = self.spins.copy(), self.n_done

    def _sampled(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return spins drawn by Glauber's rule from these rows' own streams, and the gaps."""
        from hopfield.kernels.chance import fill_uniform

        spins = self.spins[rows]
        gap = self._gap(rows)
        chance = np.empty(spins.shape)
        streams = self.streams[rows]
        fill_uniform(streams, chance)
        self.streams[rows] = streams
        with np.errstate(over="ignore"):
            is_high = chance * (1.0 + np.exp(-2.0 * gap / self.temperature)) < 1.0
        held = self.held[rows] if len(self.held) > 1 else self.held
        return np.where(held, spins, np.where(is_high, 1, -1).astype(np.int8)), gap

    def _step(self, rows: np.ndarray) -> None:
        """Move these rows by one step, and stop those that rest or repeat."""
        following, gap = self._sampled(rows) if self.temperature else self._next(rows)
        stays = (following == self.spins[rows]).all(axis=1)
        rests = stays & self._was_still(rows)
        self._remember()
        self.spins[rows] = following
        self.n_done += 1
        if self.is_recorded:
            self.before.append(self.spins.copy())
            recorded = np.zeros(self.spins.shape)
            recorded[rows] = gap
            self.gaps.append(recorded)
        if self.temperature:
            self.sweeps[rows] = self.n_done
            return
        self.sweeps[rows[~stays]] = self.n_done
        repeats = (following == self.kept[rows]).all(axis=1) & self._came_back(rows) & ~rests
        self.period[rows[rests]] = 1
        self.period[rows[repeats]] = self.n_done - self.kept_at
        self.running[rows[rests | repeats]] = False
        if self.n_done & (self.n_done - 1) == 0:
            self._keep()

    def _look_ahead(self) -> None:
        """Say of rows whose sweeps ran out whether they rest: no unit wants to move."""
        rows = np.flatnonzero(self.running)
        if self.temperature or not len(rows):
            return
        rests = (self._next(rows)[0] == self.spins[rows]).all(axis=1) & self._was_still(rows)
        self.period[rows[rests]] = 1
        self.running[rows[rests]] = False

    def outcomes(self) -> list[Outcome]:
        """Return how each row ended."""
        if self.temperature:
            return [Outcome.SAMPLED] * len(self.spins)
        named = {0: Outcome.STEP_LIMIT, 1: Outcome.FIXED_POINT}
        return [named.get(int(period), Outcome.CYCLE) for period in self.period]

    def flips(self) -> list[Flips]:
        """Return what changed in each row, units of one step in order, all with the energy after that step."""
        found = []
        units = self.network.two_state
        for row in range(len(self.spins)):
            parts: list[tuple[np.ndarray, ...]] = []
            for old, new, gap in zip(self.before, self.before[1:], self.gaps, strict=False):
                unit = np.flatnonzero(old[row] != new[row])
                state = units.from_spins(new[row])
                energy = self.network.energy(state) if self.network.has_energy else np.nan
                parts.append((unit, gap[row, unit], state[unit], np.full(len(unit), energy)))
            joined = (
                [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else []
            )
            found.append(Flips(*joined) if joined else _NO_FLIPS)
        return found


_NO_FLIPS = Flips(np.empty(0, np.int64), np.empty(0), np.empty(0, np.int8), np.empty(0))
