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

__all__ = ["Planes", "count", "fit", "make_planes", "plan", "read_back"]

_OUTLIERS = 8
_LARGEST = 64
_N_PLANES, _LOW, _TOTAL, _N_OUTLIERS = 0, 1, 2, 3
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
            best_cost, book[_N_OUTLIERS], book[_N_PLANES] = cost, n_out, needed


@inlined
def _sum_up(planes):  # O(planes · p/64)
    """Sum all overlaps."""
    book, bits, zero = planes.book, planes.bits, eight(np.int64(0))
    sums, top = zero, book[_N_PLANES] - 1
    for b in range(top, -1, -1):
        sums += sums
        for c in range(0, bits.shape[1], 8):
            sums += popcount(load(bits, b, c))
        if b == top:
            sums = zero - sums
    total = lane_sum(sums) << book[_LOW]
    for k in range(book[_N_OUTLIERS]):
        total += planes.value[k]
    book[_TOTAL] = total


@bare
def plan(products, planes, low):  # O(p · planes)
    """Write the overlaps (p,) into planes."""
    book, bits, lanes = planes.book, planes.bits, planes.lanes
    _choose_outliers(products, planes, low)
    n_planes, table = book[_N_PLANES], products.reshape((1, products.size))
    book[_LOW] = low
    lanes[:] = 0
    for mu in range(products.size):
        lanes[0, mu >> 6] |= _ONE << np.uint64(mu & 63)
    for k in range(book[_N_OUTLIERS]):
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
    _sum_up(planes)


@bare
def read_back(planes, products):  # O(p · planes)
    """Write the overlaps back as plain numbers."""
    book, bits, table = planes.book, planes.bits, products.reshape((1, products.size))
    top = book[_N_PLANES] - 1
    for first in range(0, products.size, 8):
        w, shift = first >> 6, np.uint64(first & 63)
        values = eight(np.int64(0)) - spread(bits[top, w] >> shift)
        for b in range(top - 1, -1, -1):
            values = values + values + spread(bits[b, w] >> shift)
        store_some(table, 0, first, min(8, products.size - first), values << eight(book[_LOW]))
    for k in range(book[_N_OUTLIERS]):
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
    while n_changes * (2 >> book[_LOW]) >= 1 << (needed - 2):
        needed += 1
    while book[_N_PLANES] > needed and _is_idle(bits, book[_N_PLANES] - 1):
        if not _is_idle(bits, book[_N_PLANES] - 2):
            break
        book[_N_PLANES] -= 1
    while book[_N_PLANES] < needed or not _is_idle(bits, book[_N_PLANES] - 1):
        top = book[_N_PLANES]
        for c in range(0, bits.shape[1], 8):
            store(bits, top, c, load(bits, top - 1, c))
        book[_N_PLANES] = top + 1
    return (1 << (book[_N_PLANES] - 2)) // (2 >> book[_LOW])


@inlined
def _key(keys, units, changes, k, first):
    """Return eight words of what flip k counts upwards; past the last flip ones and zeros in turn, which cancel."""
    if k >= units.size:
        return eight(np.uint64(0) if (k - units.size) % 2 else _ALL)
    row = load_some(keys, units[k], first, min(8, keys.shape[1] - first))
    return row ^ eight(np.uint64(0) if changes[k] > 0 else _ALL)


@inlined
def _count_one(planes, keys, units, changes, k):  # O(planes · p/64)
    """Take up that a unit has changed: M_μ += change · ξ^μ, change ±1 or ±2."""
    book, bits = planes.book, planes.bits
    start = abs(changes[k]) - 1 - book[_LOW]
    for c in range(0, bits.shape[1], 8):
        row, carry = _key(keys, units, changes, k, c), load(planes.lanes, 0, c)
        for b in range(start, book[_N_PLANES]):
            old = load(bits, b, c)
            store(bits, b, c, old ^ carry)
            carry &= old ^ row ^ eight(_ALL)
            if nonzero(carry) == 0:
                break


@inlined
def _sum_of_three(a, b, c):
    """Return the two binary digits of a + b + c, bit by bit."""
    return a ^ b ^ c, (a & b) | (c & (a ^ b))


@inlined
def _add(bits, b, first, digit, carry):
    """Add a digit and a carry to eight words of a plane; return the carry out of it."""
    total, carry = _sum_of_three(load(bits, b, first), digit, carry)
    store(bits, b, first, total)
    return carry


@inlined
def _count_eight(planes, keys, units, changes, k):  # O(planes · p/64) for eight flips
    """Take up eight changes by ±2 at once, flips k … k + 7.

    Full adders give U, how many of the eight count up, as four binary digits; 2U - 8 is then added to the overlaps in
    steps of 2, that is, U - 4 (three digits and the sign) one plane higher.
    """
    bits, n_planes, start = planes.bits, planes.book[_N_PLANES], 2 - planes.book[_LOW]
    for c in range(0, bits.shape[1], 8):
        x = _key(keys, units, changes, k, c)
        y = _key(keys, units, changes, k + 1, c)
        z = _key(keys, units, changes, k + 2, c)
        s1, c1 = _sum_of_three(x, y, z)
        x = _key(keys, units, changes, k + 3, c)
        y = _key(keys, units, changes, k + 4, c)
        z = _key(keys, units, changes, k + 5, c)
        s2, c2 = _sum_of_three(x, y, z)
        x, y = _key(keys, units, changes, k + 6, c), _key(keys, units, changes, k + 7, c)
        s3, c3 = _sum_of_three(s1, s2, x)
        s4, c4 = s3 ^ y, s3 & y
        t1, d1 = _sum_of_three(c1, c2, c3)
        t2, d2 = t1 ^ c4, t1 & c4
        lanes, every = load(planes.lanes, 0, c), eight(_ALL)
        d3 = d1 ^ d2
        carry = eight(np.uint64(0))
        carry = _add(bits, start, c, s4 & lanes, carry)
        carry = _add(bits, start + 1, c, t2 & lanes, carry)
        carry = _add(bits, start + 2, c, (d3 ^ every) & lanes, carry)
        sign = (((d1 & d2) | d3) ^ every) & lanes
        for b in range(start + 3, n_planes):
            carry = _add(bits, b, c, sign, carry)


@inlined
def _count_outliers(planes, keys, units, changes):  # O(flips · outliers)
    """Take up the changes in the overlaps that are plain numbers."""
    for j in range(planes.book[_N_OUTLIERS]):
        w, shift = planes.which[j] >> 6, np.uint64(planes.which[j] & 63)
        for k in range(units.size):
            bit = np.int64((keys[units[k], w] >> shift) & _ONE)
            planes.value[j] += changes[k] * (2 * bit - 1)


@bare
def _ones_first(units, changes):  # O(flips)
    """Put changes by ±1, of units that were unknown, before those by ±2; return how many they are."""
    n_ones = 0
    for k in range(units.size):
        if abs(changes[k]) == 1:
            units[n_ones], units[k] = units[k], units[n_ones]
            changes[n_ones], changes[k] = changes[k], changes[n_ones]
            n_ones += 1
    return n_ones


@bare
def count(planes, keys, units, changes):  # O(flips · planes · p/64 / 8)
    """Take up the changes of these units, those by ±2 in groups of eight."""
    _count_outliers(planes, keys, units, changes)
    n_ones, n_twos = 0, units.size
    if planes.book[_LOW] == 0:
        n_ones = _ones_first(units, changes)
    n_ones += (n_twos - n_ones) % 2  # an odd one has nothing to cancel with
    for k in range(n_ones):
        _count_one(planes, keys, units, changes, k)
    for k in range(n_ones, n_twos, 8):
        _count_eight(planes, keys, units, changes, k)
    _sum_up(planes)
