"""Flips counted into the overlaps: binary counters, 64 a word, stepped eight flips at a time."""

import numpy as np

from hopfield.kernels.compiling import bare, inlined
from hopfield.kernels.lanes import eight, load, load_some, nonzero, store
from hopfield.kernels.planes import LOW, N_OUTLIERS, N_PLANES, sum_up

__all__ = ["count"]

_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_ONE = np.uint64(1)


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
    start = abs(changes[k]) - 1 - book[LOW]
    for c in range(0, bits.shape[1], 8):
        row, carry = _key(keys, units, changes, k, c), load(planes.lanes, 0, c)
        for b in range(start, book[N_PLANES]):
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
    bits, n_planes, start = planes.bits, planes.book[N_PLANES], 2 - planes.book[LOW]
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
    for j in range(planes.book[N_OUTLIERS]):
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
    if planes.book[LOW] == 0:
        n_ones = _ones_first(units, changes)
    n_ones += (n_twos - n_ones) % 2  # an odd one has nothing to cancel with
    for k in range(n_ones):
        _count_one(planes, keys, units, changes, k)
    for k in range(n_ones, n_twos, 8):
        _count_eight(planes, keys, units, changes, k)
    sum_up(planes)
