"""Units of real values, all at once: where do they come by s' = respond(field(s)), again and again?

Every state is heard before it may move, the last one too: so it is known whether it rests, what its energy is, and, for
a coupling with values, what it reads. There the last sweep moves nothing and reads.
"""

from typing import Any

import numpy as np

from hopfield.dynamics.walk import Flips, Start, Walk
from hopfield.errors import FitError, ParameterError
from hopfield.outcome import Outcome
from hopfield.units import Continuous

__all__ = ["MappedWalk"]

_UNBOUNDED = 1e100  # beyond it a few more steps leave the range of floats
_ROUNDINGS = (
    16.0  # states that differ by so many roundings of their largest value are the same, for a cycle
)


class MappedWalk(Walk):
    """Rows that move by whole states; each stops alone, at rest, in a cycle, or where numbers grow without bound."""

    def __init__(self, start: Start, tolerance: float) -> None:
        super().__init__(start)
        units = self.network.units
        if self.is_recorded or not isinstance(units, Continuous):
            message = (
                f"record keeps flips, and {units!r} does not flip but changes everywhere in each sweep; write"
                ' watch={"state": np.copy} to keep the states'
            )
            raise FitError(message)
        self.units = units
        self.tolerance = tolerance
        rows = len(self.moved)
        self.running = np.ones(rows, dtype=bool)
        self.is_unbounded = np.zeros(rows, dtype=bool)
        self.following = self.moved.copy()
        self.kept = np.full(
            self.moved.shape, np.nan
        )  # to come back to, replaced at times 1, 2, 4, …
        self.kept_at = 0
        self.last, self.last_but_one = self.kept.copy(), self.kept.copy()
        self.energies: Any = None  # of the present states, if they come with the field
        self.reading: Any = None  # what the present states read, if there is something to be read
        self._hear(np.arange(rows))
        self.kept = self.moved.copy()

    @property
    def is_running(self) -> bool:
        """Whether any row may still move, or has still to read."""
        return bool(self.running.any()) or (self.reading is not None and self.n_done == 0)

    @property
    def answer(self) -> np.ndarray:
        """The present states, or what they read."""
        return self.states if self.reading is None else self.reading

    def advance(self, n_sweeps: int) -> None:
        """Move every running row by up to n_sweeps; where values are read, the last sweep of all moves nothing."""
        n_moves = n_sweeps
        if self.reading is not None and self.n_done == 0:
            if n_sweeps == 0:
                message = (
                    "max_sweeps=0 reads nothing from the values; one sweep reads them: max_sweeps=1"
                )
                raise ParameterError(message)
            self.sweeps[:] = 1
            self.n_done, n_moves = 1, n_sweeps - 1
        for _ in range(n_moves):
            if not self.running.any():
                break
            self._step(np.flatnonzero(self.running))

    def _step(self, rows: np.ndarray) -> None:
        """Move these rows by one step, and stop those that then rest or repeat."""
        self.last_but_one[rows], self.last[rows] = self.last[rows], self.moved[rows]
        self.moved[rows] = self.following[rows]
        self.n_done += 1
        self.sweeps[rows] = self.n_done
        self._hear(rows)
        if self.n_done & (self.n_done - 1) == 0:
            self.kept, self.kept_at = self.moved.copy(), self.n_done

    def _hear(self, rows: np.ndarray) -> None:
        """Find where these rows go next, and stop those that go nowhere, back, or beyond all bounds."""
        states = self.moved[rows]
        with np.errstate(over="ignore", invalid="ignore"):
            field, energies, reading = self.network.hear(states)
            following = self.units.respond(field)
        held = self.held[rows] if len(self.held) > 1 else self.held
        following = np.where(held, states, following)
        self.following[rows] = following
        self.energies = _put(self.energies, rows, energies, len(self.moved))
        self.reading = _put(self.reading, rows, reading, len(self.moved))
        self._stop(rows, states, following)

    def _stop(self, rows: np.ndarray, states: np.ndarray, following: np.ndarray) -> None:
        """Stop those rows that rest, repeat or grow without bound."""
        here, size = (np.abs(part).max(axis=1, initial=0.0) for part in (states, following))
        grows = ~(size <= _UNBOUNDED)
        with np.errstate(invalid="ignore"):
            step = np.abs(following - states).max(axis=1, initial=0.0)
            back = np.abs(self.kept[rows] - states).max(axis=1, initial=0.0)
            back_by_two = np.abs(self.last_but_one[rows] - states).max(axis=1, initial=0.0)
        # a resolution is that of spins; the field of a matrix is as much coarser as the states are larger
        coarse = self.network.resolution * (here if self.network.coupling.is_pairwise else 1.0)
        rests = (step <= self.tolerance * size + coarse) & ~grows
        same = _ROUNDINGS * np.finfo(float).eps * here
        # a cycle of two is approached, never met: a state of long ago may be met before that of two steps ago
        is_pair = (back_by_two <= same) & ~rests & ~grows
        repeats = is_pair | ((back <= same) & ~rests & ~grows)
        self.period[rows[rests]] = 1
        self.period[rows[repeats]] = self.n_done - self.kept_at
        self.period[rows[is_pair]] = 2
        self.is_unbounded[rows[grows]] = True
        self.running[rows[rests | repeats | grows]] = False

    def energy(self, states: np.ndarray) -> Any:
        """Return the energy of the present states, as it came with their fields, or else computed."""
        with np.errstate(over="ignore", invalid="ignore"):
            if self.energies is None:
                return self.network.energy(states)
            found = self.energies.reshape(states.shape[:-1])
        return found if found.ndim else float(found)

    def outcomes(self) -> list[Outcome]:
        """Return how each row ended."""
        named = {0: Outcome.STEP_LIMIT, 1: Outcome.FIXED_POINT}
        return [
            Outcome.DIVERGED if grows else named.get(int(period), Outcome.CYCLE)
            for period, grows in zip(self.period, self.is_unbounded, strict=True)
        ]

    def flips(self) -> list[Flips]:
        """Return nothing: units of real values do not flip, and recording them is refused."""
        return []


def _put(kept: Any, rows: np.ndarray, found: Any, n_rows: int) -> Any:
    """Return what is kept of all rows with what was found for some; None if there is nothing."""
    if found is None:
        return None
    if kept is None:
        kept = np.zeros((n_rows, *found.shape[1:]))
    kept[rows] = found
    return kept
