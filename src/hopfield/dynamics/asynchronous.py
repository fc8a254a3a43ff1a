"""One unit at a time: `Async`, the dynamics of 1982."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from hopfield._typing import Number
from hopfield.dynamics.walk import Dynamics, Flips, Start, Walk, checked_temperature
from hopfield.errors import ParameterError
from hopfield.outcome import Outcome
from hopfield.threads import n_threads, share

__all__ = ["Async"]

_LARGE = (
    1 << 20
)  # words of packed patterns: below it a single row is not worth more than one thread
_ORDERS = ("shuffled", "random", "sequential")


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

    temperature: Number = 0.0
    order: str = "shuffled"

    def __post_init__(self) -> None:
        checked_temperature(self.temperature)
        if self.order not in _ORDERS:
            message = f"order is one of {', '.join(_ORDERS)}, got {self.order!r}"
            raise ParameterError(message)

    def begin(self, start: Start) -> Walk:
        """Return a walk at its start."""
        return _AsyncWalk(self, start)


class _AsyncWalk(Walk):
    """Rows that move through the kernel, split among threads."""

    def __init__(self, dynamics: Async, start: Start) -> None:
        super().__init__(start)
        self.temperature = float(dynamics.temperature)
        self.order = _ORDERS.index(dynamics.order)
        self.status = np.zeros(len(self.spins), dtype=np.int64)
        self.held = start.held if start.held.any() else np.zeros((1, 0), dtype=bool)
        self.coupling, self.products, self.unit = self.network.coupling.kernel(self.spins)
        self.bias = self._bias_in_kernel_unit()
        self.gain = self.network.units.gain
        self.tolerance = self.unit * self.network.resolution / self.gain
        self.recorded: list[list[np.ndarray]] = [[] for _ in self.spins]
        self.initial = self.spins.copy() if self.is_recorded else self.spins[:0]

    def _bias_in_kernel_unit(self) -> np.ndarray:
        """Return the bias where fields are whole numbers, itself whole wherever it is so within rounding."""
        bias = self.unit * self.network.bias
        if (bias == bias[0]).all():
            bias = bias[:1].copy()
        if self.unit == 1.0:
            return bias
        # n·(Σ_j J_ij - 2θ_i) is the difference of two products, each rounded: it is whole where they were
        scale = np.maximum(
            1.0, np.abs(bias) + 2 * self.unit * np.abs(self.network.thresholds[: len(bias)])
        )
        whole = np.rint(bias)
        return np.where(np.abs(bias - whole) <= 64 * np.finfo(float).eps * scale, whole, bias)

    @property
    def is_running(self) -> bool:
        """Whether any row may still move."""
        return bool((self.status == 0).any())

    def advance(self, n_sweeps: int) -> None:
        """Move every running row by up to n_sweeps; rows are independent, so threads share them out."""
        rows, threads = len(self.spins), n_threads()
        # a record is kept row by row; otherwise more parts than threads, as some rows take longer
        n_parts = rows if self.is_recorded else 8 * threads
        share(lambda part: self._advance_part(part, n_sweeps), rows, n_parts, threads)
        self.n_done += n_sweeps

    def _advance_part(self, rows: slice, n_sweeps: int) -> None:
        """Move some of the rows, and keep what changed if it is recorded."""
        from hopfield.kernels.loop import Log, advance

        size = n_sweeps * self.network.n if self.is_recorded else 0
        log = Log(
            np.empty(size, dtype=np.int64),
            np.empty(size),
            np.empty(size, dtype=np.int8),
            np.empty(size, dtype=np.int8),
            np.zeros(1, dtype=np.int64),
        )
        held = self.held[rows] if len(self.held) > 1 else self.held
        slope = 2.0 * self.gain / (self.temperature * self.unit) if self.temperature else 0.0
        with self._equipped(rows, held[0], slope) as (coupling, order):
            moved = advance(
                coupling,
                self.spins[rows],
                self.products[rows],
                self.bias,
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
        self.sweeps[rows] = np.where(moved > 0, self.n_done + moved, self.sweeps[rows])
        if self.is_recorded:
            k = int(log.written[0])
            self.recorded[rows.start].append(
                np.stack([log.unit[:k], log.heard[:k], log.old[:k], log.new[:k]])
            )

    @contextmanager
    def _equipped(self, rows: slice, held: np.ndarray, slope: float) -> Iterator[Any]:
        """Give the coupling with scratch of its own, and room for an order; a large single row also has helpers."""
        from hopfield.kernels.exact import Exact, assist, equipped
        from hopfield.kernels.loop import Hearing
        from hopfield.kernels.team import CAN_HELP, dismiss

        if not isinstance(self.coupling, Exact):
            yield self.coupling, np.empty(self.network.n, dtype=np.uint32)
            return
        keys, values, own, p = self.coupling[:4]
        is_large = len(self.spins) == 1 and keys.size >= _LARGE and not self.is_recorded
        coupling = equipped(keys, values, own, p, n_threads() if is_large and CAN_HELP else 1)
        helpers = range(1, coupling.team.size)
        if not helpers:
            yield coupling, coupling.epoch.units
            return
        hearing = Hearing(self.bias, held, self.tolerance, slope, self.order != 1)
        with ThreadPoolExecutor(len(helpers)) as pool:
            try:
                for slot in helpers:
                    pool.submit(assist, coupling, self.spins[rows.start], hearing, slot)
                yield coupling, coupling.epoch.units
            finally:
                dismiss(coupling.team)

    def outcomes(self) -> list[Outcome]:
        """Return how each row ended."""
        if self.temperature:
            return [Outcome.SAMPLED] * len(self.spins)
        self.period[self.status == 1] = 1
        return [Outcome.FIXED_POINT if done else Outcome.STEP_LIMIT for done in self.status]

    def flips(self) -> list[Flips]:
        """Return what changed in each row, in order, with the energy after each change."""
        found = []
        units = self.network.units
        for parts, start in zip(self.recorded, self.initial, strict=True):
            unit, heard, old, new = np.concatenate([np.empty((4, 0)), *parts], axis=1)
            index, value = unit.astype(np.int64), new.astype(np.int8)
            gap = self.gain * heard / self.unit
            energy = np.full(len(gap), np.nan)
            if self.network.has_energy:
                beyond = self.network.coupling.beyond_gap(start, index, old.astype(np.int8), value)
                change = beyond - (new - old) * gap
                energy = self.network.energy(units.from_spins(start)) + np.cumsum(change)
            found.append(Flips(index, gap, units.from_spins(value), energy))
        return found
