"""How are couplings with a delay run? The walk remembers the states of the last sweeps, row by row."""

from dataclasses import replace

import numpy as np

from hopfield.couplings import DelayedCoupling
from hopfield.dynamics.async_walk import AsyncWalk
from hopfield.dynamics.synchronous import SyncWalk
from hopfield.dynamics.walk import Start
from hopfield.network import Network

__all__ = ["DelayedAsyncWalk", "DelayedSyncWalk"]


class _Past:
    """The states with which the last τ sweeps began, and what the slow couplings make of the oldest."""

    def __init__(self, network: Network, coupling: DelayedCoupling, rows: int) -> None:
        silent = network.two_state.to_spins(np.zeros((rows, network.n), dtype=np.int8))
        self.later = coupling.later
        self.states = np.repeat(silent[None], coupling.delay, axis=0)
        self.heard, self.late = silent, self.later.field(silent)

    def add(self, spins: np.ndarray) -> None:
        """Remember these as the newest, (rows, n), and forget the oldest."""
        self.states = np.concatenate([spins[None], self.states[:-1]])

    def field(self, rows: np.ndarray) -> np.ndarray:
        """Return Σ_j J'_ij s_j(t - τ) of these rows, shape (rows, n); only where that state is another is it new."""
        oldest = self.states[-1]
        new = rows[(oldest[rows] != self.heard[rows]).any(axis=1)]
        if len(new):
            self.late[new], self.heard = self.later.field(oldest[new]), oldest
        return self.late[rows]

    def are(self, spins: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return of which rows all remembered states are these, (rows, n), or those of another past."""
        return (self.states[:, rows] == spins).all(axis=(0, 2))


class DelayedAsyncWalk(AsyncWalk):
    """Rows that move one unit at a time, each sweep with the bias that its own past gives it."""

    def __init__(
        self, start: Start, coupling: DelayedCoupling, temperature: float, order: int
    ) -> None:
        fast = replace(start.network, coupling=coupling.now)
        super().__init__(replace(start, network=fast), temperature, order)
        self.network = start.network
        self.delay, self.past = coupling.delay, _Past(start.network, coupling, len(self.spins))
        self.tolerance = self.unit * self.network.resolution / self.gain
        self.row_bias = np.empty(self.spins.shape)

    def _advance_part(self, rows: slice, n_sweeps: int) -> None:
        """Move some of the rows, each by its own bias: thresholds and past."""
        kernel = self._equipped(rows.start)
        for row in range(rows.start, rows.stop):
            if not self.status[row]:
                self._move(kernel, self.row_bias[row], slice(row, row + 1), n_sweeps)

    def advance(self, n_sweeps: int) -> None:
        """Move every running row by up to n_sweeps.

        A row rests for good once no unit wants to move and what it hears of the past has been its present state: one
        that does not move in this sweep may in the next, when it hears another past.
        """
        for _ in range(n_sweeps):
            rows = np.flatnonzero(self.status == 0)
            if not len(rows):
                break
            late = self.past.field(rows)
            self.row_bias[rows] = self.network.kernel_bias + self.unit * late
            self.past.add(self.spins)
            super().advance(1)
            has_moved = self.n_done - self.sweeps <= self.delay
            self.status[has_moved] = 0


class DelayedSyncWalk(SyncWalk):
    """Rows that move by whole states; a cycle is one of states and of all that is remembered."""

    def __init__(self, start: Start, coupling: DelayedCoupling, temperature: float) -> None:
        super().__init__(start, temperature)
        self.coupling = coupling
        self.past = _Past(start.network, coupling, len(self.spins))
        self.kept_past = self.past.states

    def _field(self, rows: np.ndarray) -> np.ndarray:
        """Return what these rows hear but for thresholds: now and later."""
        return self.coupling.now.gap(self.spins[rows]) + self.past.field(rows)

    def _was_still(self, rows: np.ndarray) -> np.ndarray:
        """Return which of these rows have been what they are for as long as is remembered."""
        return self.past.are(self.spins[rows], rows)

    def _remember(self) -> None:
        """Remember the present state."""
        self.past.add(self.spins)

    def _came_back(self, rows: np.ndarray) -> np.ndarray:
        """Return which of these rows remember what they did when their state was kept."""
        return self.past.are(self.kept_past[:, rows], rows)

    def _keep(self) -> None:
        """Keep the present state and past to come back to."""
        super()._keep()
        self.kept_past = self.past.states
