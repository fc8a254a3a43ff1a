"""The overlaps as bit planes: whole numbers that popcounts can be taken of.

Plane b holds bit b of every overlap M_μ (two's complement, shifted right by `low` when all are even), 64 patterns
a word. Then Σ_{μ: ξ_i^μ = +1} M_μ is a sum of popcounts, one for each word and plane, and a flip counts all overlaps
up or down by carries. A few overlaps are much larger than the others, above all that of the memory being recalled:
these outliers are kept as plain numbers, so that the planes need only the bits that the crowd needs. A plane is added
when an overlap comes near the largest number that they hold, and dropped when none needs it any more.
"""

from typing import NamedTuple

import numpy as np

from hopfield.cache_lines import aligned_zeros
from hopfield.kernels.compiling import bare, inlined
from hopfield.kernels.lanes import (
    eight,
    lane_sum,
    load,
    load_some,
    nonzero,
    popcount,
    spread,
    store,
    store_some,
)

__all__ = [
    "LOW",
    "N_OUTLIERS",
    "N_PLANES",
    "Planes",
    "fit",
    "make_planes",
    "plan",
    "read_back",
    "sum_up",
]

_OUTLIERS = 8
_LARGEST = 64
N_PLANES, LOW, _TOTAL, N_OUTLIERS = 0, 1, 2, 3  # items of the book
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_ONE = np.uint64(1)


class Planes(NamedTuple):
    """Overlaps of one state."""

    bits: np.ndarray  # (64, room) uint64: plane by plane, n_planes of them in use; room is the words, rounded up to 8
    lanes: np.ndarray  # (1, room) uint64: set where a pattern is counted here, and is no outlier
    book: np.ndarray  # (4,) int64: n_planes, low, Σ M over all patterns, n_outliers
    which: np.ndarray  # (9,) int64: patterns that are outliers; one more, as scratch
    value: np.ndarray  # (9,) int64: their overlaps


def make_planes(n_words: int) -> Planes:
    """Return planes with nothing in them."""
    room = -(-n_words // 8) * 8
    return Planes(
        aligned_zeros((_LARGEST, room), np.uint64),
        aligned_zeros((1, room), np.uint64),
        np.zeros(4, dtype=np.int64),
        np.zeros(_OUTLIERS + 1, dtype=np.int64),
        np.zeros(_OUTLIERS + 1, dtype=np.int64),
    )


@bare
def _find_largest(products, which, value):  # O(p)
    """Write the largest overlaps, in falling order of size, and return how many there are room for."""
    n_kept = 0
    for mu in range(products.size):
        size = abs(products[mu])
        if n_kept == which.size and size <= abs(value[n_kept - 1]):
            continue
        n_kept = min(n_kept + 1, which.size)
        k = n_kept - 1
        while k > 0 and abs(value[k - 1]) < size:
            which[k], value[k] = which[k - 1], value[k - 1]
            k -= 1
        which[k], value[k] = mu, products[mu]
    return n_kept


@bare
def _choose_outliers(products, planes, low):  # O(p)
    """Set outliers aside, as many as make the work least."""
    book, value = planes.book, planes.value
    n_words = (products.size + 63) // 64
    n_kept = _find_largest(products, planes.which, value)
    best_cost = np.int64(0)
    for n_out in range(min(n_kept, _OUTLIERS) + 1):
        largest, needed = abs(value[n_out]) >> low if n_out < n_kept else np.int64(0), 2
        while largest >> (needed - 2):
            needed += 1
        cost = needed * n_words * 3 + n_out * 15  # instructions for eight units, flips among them
        if n_out == 0 or cost < best_cost:
            best_cost, book[N_OUTLIERS], book[N_PLANES] = cost, n_out, needed


@inlined
def sum_up(planes):  # O(planes · p/64)
    """Sum all overlaps."""
    book, bits, zero = planes.book, planes.bits, eight(np.int64(0))
    sums, top = zero, book[N_PLANES] - 1
    for b in range(top, -1, -1):
        sums += sums
        for c in range(0, bits.shape[1], 8):
            sums += popcount(load(bits, b, c))
        if b == top:
            sums = zero - sums
    total = lane_sum(sums) << book[LOW]
    for k in range(book[N_OUTLIERS]):
        total += planes.value[k]
    book[_TOTAL] = total


@bare
def plan(products, planes, low):  # O(p · planes)
    """Write the overlaps (p,) into planes."""
    book, bits, lanes = planes.book, planes.bits, planes.lanes
    _choose_outliers(products, planes, low)
    n_planes, table = book[N_PLANES], products.reshape((1, products.size))
    book[LOW] = low
    lanes[:] = 0
    for mu in range(products.size):
        lanes[0, mu >> 6] |= _ONE << np.uint64(mu & 63)
    for k in range(book[N_OUTLIERS]):
        mu = planes.which[k]
        lanes[0, mu >> 6] &= ~(_ONE << np.uint64(mu & 63))
    bits[:n_planes] = 0
    for first in range(0, products.size, 8):
        values = load_some(table, 0, first, min(8, products.size - first)) >> eight(np.int64(low))
        for b in range(n_planes):
            is_set = nonzero(values & eight(_ONE << np.uint64(b)))
            bits[b, first >> 6] |= is_set << np.uint64(first & 63)
    for b in range(n_planes):
        for w in range(lanes.shape[1]):
            bits[b, w] &= lanes[0, w]
    sum_up(planes)


@bare
def read_back(planes, products):  # O(p · planes)
    """Write the overlaps back as plain numbers."""
    book, bits, table = planes.book, planes.bits, products.reshape((1, products.size))
    top = book[N_PLANES] - 1
    for first in range(0, products.size, 8):
        w, shift = first >> 6, np.uint64(first & 63)
        values = eight(np.int64(0)) - spread(bits[top, w] >> shift)
        for b in range(top - 1, -1, -1):
            values = values + values + spread(bits[b, w] >> shift)
        store_some(table, 0, first, min(8, products.size - first), values << eight(book[LOW]))
    for k in range(book[N_OUTLIERS]):
        products[planes.which[k]] = planes.value[k]


@inlined
def _is_idle(bits, top):  # O(p/64)
    """Return whether a plane, the highest, says nothing that the one below it does not say."""
    differing = eight(np.uint64(0))
    for c in range(0, bits.shape[1], 8):
        differing |= load(bits, top, c) ^ load(bits, top - 1, c)
    return nonzero(differing) == 0


@bare
def fit(planes, n_changes):  # O(p/64)
    """Make room for that many more changes, with no more planes than it takes; return for how many there is.

    While the two highest planes are equal, no number is beyond half of what the planes hold; the other half is room.
    """
    book, bits = planes.book, planes.bits
    needed = 2
    while n_changes * (2 >> book[LOW]) >= 1 << (needed - 2):
        needed += 1
    while book[N_PLANES] > needed and _is_idle(bits, book[N_PLANES] - 1):
        if not _is_idle(bits, book[N_PLANES] - 2):
            break
        book[N_PLANES] -= 1
    while book[N_PLANES] < needed or not _is_idle(bits, book[N_PLANES] - 1):
        top = book[N_PLANES]
        for c in range(0, bits.shape[1], 8):
            store(bits, top, c, load(bits, top - 1, c))
        book[N_PLANES] = top + 1
    return (1 << (book[N_PLANES] - 2)) // (2 >> book[LOW])
