"""A recall block by block: each block hears the others as they are now."""

import numpy as np

from hopfield.dynamics.record import single_flips
from hopfield.dynamics.walk import Flips, Start, Walk
from hopfield.outcome import Outcome

__all__ = ["BlockWalk"]


class BlockWalk(Walk):
    """Rows that move by blocks; at T = 0 a row rests when a whole sweep, or a look at all gaps, moved nothing."""

    def __init__(self, start: Start, temperature: float, blocks: list[slice | np.ndarray]) -> None:
        super().__init__(start)
        self.temperature = temperature
        self.blocks = blocks
        self.running = np.ones(len(self.moved), dtype=bool)
        self.initial = self.moved.copy() if self.is_recorded else self.moved[:0]
        self.recorded: list[tuple[np.ndarray, ...]] = []

    @property
    def is_running(self) -> bool:
        """Whether any row may still move."""
        return bool(self.running.any())

    def advance(self, n_sweeps: int) -> None:
        """Move every running row by up to n_sweeps."""
        for _ in range(n_sweeps):
            if not self.is_running:
                break
            self._sweep(np.flatnonzero(self.running))
        else:
            self._look_ahead()

    def _sweep(self, rows: np.ndarray) -> None:
        """Move all blocks of these rows once, and stop those that rest."""
        spins, streams = self.moved[rows], self.streams[rows]
        has_moved = np.zeros(len(rows), dtype=bool)
        for units in self.blocks:
            before, gap = spins[:, units], self._gap(spins, units)
            after = self._after(before, gap, streams)
            held = self.held[:, units]
            after = np.where(held[rows] if len(held) > 1 else held, before, after)
            has_moved |= (after != before).any(axis=1)
            if self.is_recorded:
                self._write(rows, units, gap, before, after)
            spins[:, units] = after
        self.moved[rows], self.streams[rows] = spins, streams
        self.n_done += 1
        if self.temperature:
            self.sweeps[rows] = self.n_done
            return
        self.sweeps[rows[has_moved]] = self.n_done
        self._rest(rows[~has_moved])

    def _gap(self, spins: np.ndarray, units: slice | np.ndarray) -> np.ndarray:
        """Return the gaps of some units, (rows, units)."""
        field = self.network.coupling.gap_of(spins, units) + self.network.bias[units]
        return self.network.two_state.gain * field

    def _after(self, before: np.ndarray, gap: np.ndarray, streams: np.ndarray) -> np.ndarray:
        """Return what units become that hear these gaps: at T > 0 by Glauber's rule, each row from its own stream."""
        if not self.temperature:
            is_tie = np.abs(gap) <= self.network.resolution
            return np.where(is_tie, before, np.sign(gap)).astype(np.int8)
        from hopfield.kernels.chance import fill_uniform

        chance = np.empty(gap.shape)
        fill_uniform(streams, chance)
        with np.errstate(over="ignore"):
            is_high = chance * (1.0 + np.exp(-2.0 * gap / self.temperature)) < 1.0
        return np.where(is_high, 1, -1).astype(np.int8)

    def _rest(self, rows: np.ndarray) -> None:
        """Stop rows in which no unit wants to move."""
        self.period[rows] = 1
        self.running[rows] = False

    def _look_ahead(self) -> None:
        """Say of rows whose sweeps ran out whether they rest."""
        rows = np.flatnonzero(self.running)
        if self.temperature or not len(rows):
            return
        spins, every = self.moved[rows], slice(0, self.network.n)
        after = self._after(spins, self._gap(spins, every), self.streams[rows])
        held = self.held[rows] if len(self.held) > 1 else self.held
        self._rest(rows[((after == spins) | held).all(axis=1)])

    def _write(self, rows: np.ndarray, units: slice | np.ndarray, *heard: np.ndarray) -> None:
        """Write down what changed: row, unit, gap, old and new spin, from (gap, old, new) of some rows and units."""
        row, at = np.nonzero(heard[1] != heard[2])
        unit = np.arange(self.network.n)[units][at]
        self.recorded.append((rows[row], unit, *(array[row, at] for array in heard)))

    def outcomes(self) -> list[Outcome]:
        """Return how each row ended."""
        if self.temperature:
            return [Outcome.SAMPLED] * len(self.moved)
        named = (Outcome.STEP_LIMIT, Outcome.FIXED_POINT)
        return [named[period] for period in self.period.tolist()]

    def flips(self) -> list[Flips]:
        """Return what changed in each row, unit by unit: as none of a block hears another, each has its energy."""
        empty = tuple(np.empty(0, kind) for kind in (int, int, float, np.int8, np.int8))
        row, unit, gap, old, new = map(np.concatenate, zip(empty, *self.recorded, strict=True))
        found = []
        for which, start in enumerate(self.initial):
            mine = row == which
            spins = np.stack([old[mine], new[mine]])
            found.append(single_flips(self.network, start, unit[mine], gap[mine], spins))
        return found
