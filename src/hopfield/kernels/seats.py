"""Where the units of an epoch wait for their visits: their bits, what they hear, and from which field on they move."""

from typing import NamedTuple

import numpy as np

from hopfield.cache_lines import aligned
from hopfield.kernels.blocks import BLOCK, fields, gather
from hopfield.kernels.compiling import bare, inlined
from hopfield.kernels.lanes import eight, store
from hopfield.kernels.visits import are_levels_one, set_levels

__all__ = [
    "HAVE_LEVELS",
    "IS_FURNISHED",
    "IS_RESTLESS",
    "KIND",
    "SIZE",
    "START",
    "Epoch",
    "Seat",
    "furnish",
    "make_epoch",
    "open_units",
    "seat_of",
]

_LARGEST_EPOCH = 32  # blocks
# What the team does, from which visit on, whether some unit wants to move; whether all seats have their levels, and
# what is one for all; how many blocks the next epoch has:
KIND, START, IS_RESTLESS, HAVE_LEVELS, IS_FURNISHED, SIZE = 0, 1, 2, 3, 4, 5


class Seat(NamedTuple):
    """What is known of the 64 units of a block."""

    rows: np.ndarray  # (words, 64) uint64: their bits, side by side
    field: np.ndarray  # (1, 64) int64: n·Σ_j J_ij s_j
    own: np.ndarray  # (1, 64) int64: n·J_ii, that the field has and the unit does not hear
    spin: np.ndarray  # (1, 64) int64
    low: np.ndarray  # (1, 64) int64: a lower field makes them -1
    high: np.ndarray  # (1, 64) int64: a higher field makes them +1


class Epoch(NamedTuple):
    """Scratch for the visits of an epoch, shared by the threads of a recall."""

    units: (
        np.ndarray
    )  # (n + some,) uint32: in which order all are visited; and the last again, to fill a block
    rows: np.ndarray  # (blocks, words, 64) uint64
    seats: np.ndarray  # (blocks, 5, 64) int64: field, own, spin, low, high
    flips: np.ndarray  # (2, blocks · 64 + 2) int64: units that changed, in order, and by how much; then one by nothing
    work: (
        np.ndarray
    )  # (blocks, 3) int64, a row for each thread: words of fields; of corrections; flips
    job: np.ndarray  # (6,) int64: see below
    near: np.ndarray  # (blocks, 64) uint32: whom a thread looks at


def make_epoch(n: int, n_words: int, size: int) -> Epoch:
    """Return scratch for the epochs of one call of the loop, for so many units, words of patterns, and threads."""
    blocks = min(_LARGEST_EPOCH, (1 << 15) // (n_words * BLOCK), -(-n // BLOCK))
    blocks = max(blocks, 1, size)
    return Epoch(
        np.empty(n + (1 + size) * BLOCK, dtype=np.uint32),
        aligned((blocks, n_words, BLOCK), np.uint64),
        aligned((blocks, 5, BLOCK), np.int64),
        np.zeros((2, blocks * BLOCK + 2), dtype=np.int64),
        np.zeros((blocks, 3), dtype=np.int64),
        np.zeros(6, dtype=np.int64),
        np.zeros((blocks, BLOCK), dtype=np.uint32),
    )


@inlined
def seat_of(epoch, block):
    """Return where the units of a block sit."""
    seats = epoch.seats[block]
    return Seat(epoch.rows[block], seats[0:1], seats[1:2], seats[2:3], seats[3:4], seats[4:5])


@inlined
def open_units(coupling, s, units, next_units, seat):  # O(64 · planes · p/64)
    """Compute the fields of 64 units."""
    gather(coupling.values, units, next_units, seat.rows)
    fields(seat.rows, coupling.planes, seat.field)
    for u in range(BLOCK):
        seat.spin[0, u] = s[units[u]]
    if coupling.own.size > 1:
        for u in range(BLOCK):
            seat.own[0, u] = coupling.own[units[u]]


@bare
def furnish(coupling, hearing):  # O(blocks · 64)
    """Write what is one for all units into all seats: n·J_ii, and the levels."""
    epoch, one_level = coupling.epoch, are_levels_one(hearing)
    first = seat_of(epoch, 0)
    low, high = first.low[0], first.high[0]
    if one_level:
        set_levels(hearing, epoch.near[0], epoch.rows[0, 0], low, high)
    for block in range(epoch.seats.shape[0]):
        seat = seat_of(epoch, block)
        for u in range(0, BLOCK, 8):
            store(seat.own, 0, u, eight(coupling.own[0]))
            store(seat.low, 0, u, eight(low[0]))
            store(seat.high, 0, u, eight(high[0]))
    epoch.job[IS_FURNISHED] = 1
    epoch.job[HAVE_LEVELS] = one_level
