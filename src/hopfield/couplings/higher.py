"""Energy, field and gap from overlaps when F is not ½m²: what `OverlapCoupling` asks for higher orders."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from hopfield._typing import PerUnit
from hopfield.patterns import Patterns
from hopfield.patterns.bits import transpose
from hopfield.patterns.comparing import products as products_of
from hopfield.separation import Separation, Steps, half_gap
from hopfield.states import as_states
from hopfield.threads import n_threads, share

__all__ = ["MANY", "Higher"]

MANY = 1 << 12  # patterns from which on it pays to ask which of them can be left out
_NUMBERS = 1 << 22  # unpacked at a time


@dataclass(frozen=True, eq=False)
class Higher:
    """E(s) = -n F(m), without a matrix.

    Parameters
    ----------
    keys : Patterns
    separation : Separation
    """

    keys: Patterns
    separation: Separation

    @cached_property
    def steps(self) -> Steps:
        """D of the separation, for these patterns."""
        return self.separation.steps(self.keys.p, self.keys.n)

    @cached_property
    def packed(self) -> Any:
        """The kernels' form: what each unit is in each pattern, and the table."""
        from hopfield.kernels.separated import Separated

        table, origin, kind, unit, sharpness, rounding = self.steps
        rows = transpose(self.keys.words, self.keys.n)
        whole = Separated(rows, table, origin, kind, unit, sharpness, rounding)
        if not self.steps.is_relative or self.keys.p < MANY:
            return whole
        from hopfield.kernels.certified import certified

        return certified(whole, self.keys.words, np.empty(0, dtype=np.int8))

    def energy(self, overlaps: np.ndarray) -> Any:
        """Return -n F(m) for overlaps (*batch, p)."""
        return -self.keys.n * self.separation.potential(overlaps, self.keys.n)

    def energy_since(self, states: np.ndarray, products: np.ndarray, counted: np.ndarray) -> Any:
        """Return -n F(m), shape (*batch,), of states whose products may be those of other states, `counted`.

        Where all but the nearest patterns are lost in rounding, only the overlaps of these are brought up to date.
        """
        from hopfield.kernels.certified import certified, count_nearest

        rows, n = states.reshape(-1, self.keys.n), self.keys.n
        known, seen = products.reshape(-1, self.keys.p), counted.reshape(rows.shape)
        found = np.empty(len(rows))
        whole, words, *_, room = self.packed

        def part(which: slice) -> None:
            row = which.start
            coupling = certified(whole, words, seen[row], room)
            few = np.empty(64 * room, dtype=np.int64)
            size = count_nearest(coupling, rows[row], known[row], few)
            overlaps = few[:size]
            if not size:
                is_known = np.array_equal(seen[row], rows[row])
                anew = rows[row : row + 1]
                overlaps = known[row] if is_known else products_of(self.keys.words, anew)[0]
            found[row] = self.energy(overlaps / n)

        share(part, len(rows), len(rows), n_threads())
        return found.reshape(states.shape[:-1])[()]

    def field(self, overlaps: np.ndarray) -> PerUnit:
        """Return -∂E/∂s_i = Σ_μ ξ_i^μ ∂F/∂m_μ, shape (*batch, n)."""
        slope = self.separation.slope(overlaps, self.keys.n)
        found = np.empty((*overlaps.shape[:-1], self.keys.n))
        for units, spins in self._blocks():
            found[..., units] = slope @ spins.astype(np.float64)
        return found

    def gap(self, s: object) -> PerUnit:
        """Return ½[E(s_i = -1) - E(s_i = +1)], shape (*batch, n), for spins of which some may be unknown."""
        states = as_states(s, self.keys.n)
        rows = states.reshape(-1, self.keys.n)
        overlaps = products_of(self.keys.words, rows)
        reference = np.zeros((len(rows), 1))
        if self.steps.is_relative:
            reference = overlaps.max(axis=1, keepdims=True)
        at = (overlaps - reference).astype(np.int64) + self.steps.origin
        below, here, above = (self.steps.table[np.maximum(0, at + d)] for d in (-1, 0, 1))
        found = np.empty(rows.shape)
        for units, spins in self._blocks():
            value, is_for = rows[:, units], (spins > 0).astype(np.float64)
            high = np.where(value > 0, below @ is_for, above @ is_for)
            low = np.where(value > 0, above @ (1.0 - is_for), below @ (1.0 - is_for))
            if not value.all():
                high = np.where(value == 0, here @ is_for, high)
                low = np.where(value == 0, here @ (1.0 - is_for), low)
            found[:, units] = half_gap(self.steps, high, low, reference, self.keys.n)
        if not self.steps.is_relative:
            size = np.maximum(np.abs(below), np.abs(above)).sum(axis=1, keepdims=True)
            found[np.abs(found) <= self.steps.rounding * size / self.steps.unit] = 0.0
        return found.reshape(states.shape)

    def bend(self, start: np.ndarray, unit: np.ndarray, old: np.ndarray, new: np.ndarray) -> Any:
        """Return ½[E(+1) + E(-1)] - E(0) at each change of a unit from unknown, and 0 at the others; shape (k,)."""
        found = np.zeros(len(unit))
        last = int(np.flatnonzero(old == 0).max(initial=-1))
        counted = products_of(self.keys.words, start[None])[0]
        n = self.keys.n
        for k in range(last + 1):
            column = (self._column(int(unit[k]))).astype(np.int64)
            if old[k] == 0:
                both = self.energy(np.stack([counted + column, counted - column]) / n)
                found[k] = 0.5 * both.sum() - self.energy(counted / n)
            counted += (int(new[k]) - int(old[k])) * column
        return found

    def _column(self, i: int) -> np.ndarray:
        """Return what unit i is in each pattern, (p,) int8."""
        words = self.keys.words[:, i // 64]
        return (2 * ((words >> np.uint64(i % 64)) & np.uint64(1)).astype(np.int8) - 1).astype(
            np.int8
        )

    def _blocks(self) -> Iterator[tuple[slice, np.ndarray]]:
        """Yield (slice of units, their spins (p, units)), few enough that their floats stay small."""
        width = max(1, _NUMBERS // self.keys.p)
        for units, spins in self.keys.blocks():
            for start in range(0, spins.shape[1], width):
                stop = min(start + width, spins.shape[1])
                yield slice(units.start + start, units.start + stop), spins[:, start:stop]
