"""A recall one unit at a time, through the compiled kernels: what they get, who helps, and what they found."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

import numpy as np

from hopfield.dynamics.record import single_flips
from hopfield.dynamics.walk import Flips, Start, Walk
from hopfield.kernels.certified import Certified, certified
from hopfield.kernels.exact import Exact, assist, equipped
from hopfield.kernels.loop import Hearing, Log, advance
from hopfield.kernels.team import CAN_HELP, dismiss
from hopfield.outcome import Outcome
from hopfield.threads import helped, n_threads, share

__all__ = ["AnnealedWalk", "AsyncWalk"]

_LARGE = (
    1 << 20
)  # words of packed patterns: below it a single row is not worth more than one thread


def _log(size: int) -> Log:
    """Return a log with room for so many flips."""
    unit, heard = np.empty(size, dtype=np.int64), np.empty(size)
    old, new = np.empty(size, dtype=np.int8), np.empty(size, dtype=np.int8)
    return Log(unit, heard, old, new, np.zeros(1, dtype=np.int64))


_NO_LOG = _log(0)  # for all that are not recorded: it has no room, so nobody writes to it


class AsyncWalk(Walk):
    """Rows that move through the kernel, split among threads."""

    def __init__(self, start: Start, temperature: float, order: int) -> None:
        super().__init__(start)
        self.spins = self.moved
        self.temperature = temperature
        self.order = order  # as `visiting_order` of the kernels counts them
        self.status = np.zeros(len(self.spins), dtype=np.int64)
        self.held = start.held if np.count_nonzero(start.held) else np.zeros((1, 0), dtype=bool)
        self.coupling, self.products, self.unit = self.network.coupling.kernel(self.spins)
        self.is_certified = isinstance(self.coupling, Certified)
        self.counted = self.spins.copy() if self.is_certified else self.spins[:0]
        self.bias = self.network.kernel_bias
        self.gain = self.network.two_state.gain
        self.tolerance = self.unit * self.network.resolution / self.gain
        self.recorded: list[list[np.ndarray]] = [[] for _ in range(len(self.spins))]
        self.initial = self.spins.copy() if self.is_recorded else self.spins[:0]

    @property
    def is_running(self) -> bool:
        """Whether any row may still move."""
        return int(np.count_nonzero(self.status)) < len(self.status)

    def advance(self, n_sweeps: int) -> None:
        """Move every running row by up to n_sweeps; rows are independent, so threads share them out."""
        rows, threads = len(self.spins), n_threads()
        # a record is kept row by row, and so is what is counted; otherwise more parts than threads, as some rows
        # take longer
        n_parts = rows if self.is_recorded or self.is_certified else 8 * threads
        share(lambda part: self._advance_part(part, n_sweeps), rows, n_parts, threads)
        self.n_done += n_sweeps

    def _advance_part(self, rows: slice, n_sweeps: int) -> None:
        """Move some of the rows by up to n_sweeps."""
        self._move(self._equipped(rows.start), self.bias, rows, n_sweeps)

    def _move(
        self, kernel: tuple[Any, np.ndarray], bias: np.ndarray, rows: slice, n_sweeps: int
    ) -> None:
        """Move rows that hear one bias, and keep what changed if it is recorded."""
        log = _log(n_sweeps * self.network.n) if self.is_recorded else _NO_LOG
        held = self.held[rows] if len(self.held) > 1 else self.held
        slope = 2.0 * self.gain / (self.temperature * self.unit) if self.temperature else 0.0
        coupling, order = kernel
        hearing = Hearing(bias, held[0], self.tolerance, slope, self.order != 1)
        with self._helped(coupling, rows.start, hearing):
            moved = advance(
                coupling,
                self.spins[rows],
                self.products[rows],
                bias,
                held,
                self.tolerance,
                slope,
                self.streams[rows],
                order,
                self.order,
                n_sweeps,
                self.status[rows],
                log,
            )
        np.copyto(self.sweeps[rows], self.n_done + moved, where=moved > 0)
        if self.is_recorded:
            k = int(log.written[0])
            self.recorded[rows.start].append(
                np.stack([log.unit[:k], log.heard[:k], log.old[:k], log.new[:k]])
            )

    def energy(self, states: np.ndarray) -> Any:
        """Return the energy of the present states, (*batch, n), from the products that the kernel kept."""
        products = self.products.reshape(*states.shape[:-1], self.products.shape[1])
        counted = self.counted.reshape(states.shape) if self.is_certified else None
        return self.network.energy_from(states, products, counted)

    def _equipped(self, row: int) -> tuple[Any, np.ndarray]:
        """Return the coupling with scratch of its own, for a large single row with a team, and room for an order."""
        if isinstance(self.coupling, Certified):
            whole, words, *_, room = self.coupling
            coupling = certified(whole, words, self.counted[row], room)
            return coupling, np.empty(self.network.n, dtype=np.uint32)
        if not isinstance(self.coupling, Exact):
            return self.coupling, np.empty(self.network.n, dtype=np.uint32)
        keys, values, own, p = self.coupling[:4]
        is_large = len(self.spins) == 1 and keys.size >= _LARGE and not self.is_recorded
        coupling = equipped(keys, values, own, p, n_threads() if is_large and CAN_HELP else 1)
        return coupling, coupling.epoch.units

    def _helped(self, coupling: Any, row: int, hearing: Hearing) -> AbstractContextManager[None]:
        """Return the time in which the rest of the coupling's team helps."""
        threads = coupling.team.size if isinstance(coupling, Exact) else 1
        if threads == 1:
            return nullcontext()
        help_out = partial(assist, coupling, self.spins[row], hearing)
        return helped(threads, threads - 1, help_out, partial(dismiss, coupling.team))

    def outcomes(self) -> list[Outcome]:
        """Return how each row ended."""
        if self.temperature:
            return [Outcome.SAMPLED] * len(self.spins)
        np.copyto(self.period, 1, where=self.status == 1)
        named = (Outcome.STEP_LIMIT, Outcome.FIXED_POINT)
        return [named[status] for status in self.status.tolist()]

    def flips(self) -> list[Flips]:
        """Return what changed in each row, in order, with the energy after each change."""
        found = []
        for parts, start in zip(self.recorded, self.initial, strict=True):
            unit, heard, *spins = np.concatenate([np.empty((4, 0)), *parts], axis=1)
            index, gap = unit.astype(np.int64), self.gain * heard / self.unit
            found.append(single_flips(self.network, start, index, gap, np.array(spins, np.int8)))
        return found


class AnnealedWalk(AsyncWalk):
    """Rows that move at a temperature of its own in every sweep; a row may rest only once it stays cold."""

    def __init__(
        self,
        start: Start,
        temperature_of: Callable[[int], float],
        is_cold_from: Callable[[int], bool],
        order: int,
    ) -> None:
        super().__init__(start, temperature_of(0), order)
        self.temperature_of, self.is_cold_from = temperature_of, is_cold_from

    @property
    def is_running(self) -> bool:
        """Whether any row may still move: those at rest will, where it gets warm again."""
        return super().is_running or not self.is_cold_from(self.n_done)

    def advance(self, n_sweeps: int) -> None:
        """Move every row by up to n_sweeps, each at its temperature."""
        if not n_sweeps:
            super().advance(0)
        for _ in range(n_sweeps):
            if not self.is_running:
                break
            self.temperature = self.temperature_of(self.n_done)
            if self.temperature:
                self.status[:] = 0
            super().advance(1)
