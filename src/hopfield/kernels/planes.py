"""The overlaps as bit planes: whole numbers that popcounts can be taken of.

Plane b holds bit b of every overlap M_μ (two's complement, shifted right by `low` when all are even), 64 patterns
a word. Then Σ_{μ: ξ_i^μ = +1} M_μ is a sum of popcounts, one for each word and plane, and a flip counts all overlaps
up or down by carries. A few overlaps are much larger than the others, above all that of the memory being recalled:
these outliers are kept as plain numbers, so that the planes need only the bits that the crowd needs.
"""

from typing import Any, NamedTuple

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

__all__ = ["Planes", "count", "make_planes", "plan", "popcount", "prefetch", "read_back"]

_OUTLIERS = 8
_LARGEST = 64
_N_PLANES, _LOW, _TOTAL, _SLACK, _N_OUTLIERS = 0, 1, 2, 3, 4


class Planes(NamedTuple):
    """Overlaps of one state."""

    bits: np.ndarray  # (64, words) uint64: plane by plane, n_planes of them in use, an even number
    lanes: np.ndarray  # (words,) uint64: set where a pattern is counted here, and is no outlier
    carry: np.ndarray  # (words,) uint64: scratch
    book: (
        np.ndarray
    )  # (5,) int64: n_planes, low, Σ M over lanes, changes left before an overflow, n_outliers
    which: np.ndarray  # (8,) int64: patterns that are outliers
    value: np.ndarray  # (8,) int64: their overlaps


def _popcount(_, word):
    """Return the number of set bits of a 64-bit word."""

    def generate(_context, builder, _signature, args):
        return builder.ctpop(args[0])

    return types.uint64(types.uint64), generate


popcount: Any = intrinsic(_popcount)


def _prefetch(_, array, row, offset):
    """Ask for the bytes of a row of a two-dimensional array, from an offset on, to be brought near."""

    def generate(context, builder, signature, args):
        view = context.make_array(signature.args[0])(context, builder, args[0])
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        start = builder.mul(args[1], cgutils.unpack_tuple(builder, view.strides)[0])
        where = builder.gep(builder.bitcast(view.data, byte), [builder.add(start, args[2])])
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        call = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(call, [where, *(word(value) for value in (0, 3, 1))])  # to read, keep, data
        return context.get_dummy_value()

    return types.void(array, types.int64, types.int64), generate


prefetch: Any = intrinsic(_prefetch)


def make_planes(n_words: int) -> Planes:
    """Return planes with nothing in them."""
    return Planes(
        np.zeros((_LARGEST, n_words), dtype=np.uint64),
        np.zeros(n_words, dtype=np.uint64),
        np.zeros(n_words, dtype=np.uint64),
        np.zeros(5, dtype=np.int64),
        np.zeros(_OUTLIERS, dtype=np.int64),
        np.zeros(_OUTLIERS, dtype=np.int64),
    )


@njit(nogil=True)
def _n_bits(largest):  # O(log)
    """Return an even number of planes that hold -largest … largest."""
    n_bits = 2
    while largest >= 1 << (n_bits - 1):
        n_bits += 2
    return n_bits


@njit(nogil=True)
def _choose_outliers(products, planes, low, n_changes):  # O(p)
    """Set the outliers aside, as many as make the work least; return the number of planes then needed."""
    which, value, book = planes.which, planes.value, planes.book
    n_words, best_cost, best = planes.lanes.size, 0, 0
    n_kept, n_planes = 0, 2
    for n_out in range(_OUTLIERS + 1):
        top, largest = -1, np.int64(0)
        for mu in range(products.size):
            size = abs(products[mu])
            is_out = False
            for k in range(n_kept):
                is_out |= which[k] == mu
            if not is_out and size >= largest:
                top, largest = mu, size
        needed = _n_bits((largest >> low) + 1 + n_changes * (2 >> low))
        cost = needed * n_words * 3 + n_out * 6  # vector instructions a unit, times 8
        if n_out == 0 or cost < best_cost:
            best_cost, best, n_planes = cost, n_out, needed
            book[_SLACK] = ((1 << (needed - 1)) - 2 - (largest >> low)) // (2 >> low)
        if n_out < _OUTLIERS and top >= 0:
            which[n_kept], value[n_kept] = top, products[top]
            n_kept += 1
    book[_N_OUTLIERS] = best
    return n_planes


@njit(nogil=True)
def plan(products, planes, low, n_changes):  # O(p · planes)
    """Write the overlaps into planes, with room for at least n_changes changes."""
    book, bits, lanes = planes.book, planes.bits, planes.lanes
    n_planes = _choose_outliers(products, planes, low, n_changes)
    book[_N_PLANES], book[_LOW], book[_TOTAL] = n_planes, low, 0
    bits[:] = 0
    lanes[:] = 0
    for mu in range(products.size):
        lanes[mu >> 6] |= np.uint64(1) << np.uint64(mu & 63)
    for k in range(book[_N_OUTLIERS]):
        mu = planes.which[k]
        lanes[mu >> 6] &= ~(np.uint64(1) << np.uint64(mu & 63))
    for mu in range(products.size):
        w, shift = mu >> 6, np.uint64(mu & 63)
        if not (lanes[w] >> shift) & np.uint64(1):
            continue
        book[_TOTAL] += products[mu]
        value = np.uint64(products[mu] >> low)
        for b in range(n_planes):
            bits[b, w] |= ((value >> np.uint64(b)) & np.uint64(1)) << shift


@njit(nogil=True)
def read_back(planes, products):  # O(p · planes)
    """Write the overlaps back as plain numbers."""
    book, bits = planes.book, planes.bits
    n_planes = book[_N_PLANES]
    for mu in range(products.size):
        w, shift, value = mu >> 6, np.uint64(mu & 63), np.int64(0)
        for b in range(n_planes):
            bit = np.int64((bits[b, w] >> shift) & np.uint64(1))
            value += -(bit << b) if b == n_planes - 1 else bit << b
        products[mu] = value << book[_LOW]
    for k in range(book[_N_OUTLIERS]):
        products[planes.which[k]] = planes.value[k]


@njit(nogil=True)
def _count_one(planes, row, change):  # O(planes · p/64)
    """Take up that a unit, whose key is this row of bits, has changed: M_μ += change · ξ^μ, change ±1 or ±2."""
    book, bits, carry = planes.book, planes.bits, planes.carry
    turned = np.uint64(0) if change > 0 else ~np.uint64(0)
    for w in range(row.size):
        carry[w] = planes.lanes[w]
    for b in range(abs(change) - 1 - book[_LOW], book[_N_PLANES]):
        alive = np.uint64(0)
        for w in range(row.size):
            old = bits[b, w]
            bits[b, w] = old ^ carry[w]
            carry[w] &= ~(old ^ row[w] ^ turned)
            alive |= carry[w]
        if not alive:
            break


@njit(nogil=True)
def _count_eight(planes, up, digits):  # O(planes · p/64) for eight flips
    """Take up eight changes by ±2 at once; up[k] has a bit where flip k counts upwards.

    Full adders give U, how many of the eight count up, as four binary digits; 2U - 8 is then added to the overlaps in
    steps of 2, that is, U - 4 (three digits and the sign) one plane higher.
    """
    bits, carry, lanes = planes.bits, planes.carry, planes.lanes
    for w in range(lanes.size):
        a, b, c, d, e, f, g, h = (
            up[0, w],
            up[1, w],
            up[2, w],
            up[3, w],
            up[4, w],
            up[5, w],
            up[6, w],
            up[7, w],
        )
        s1, c1 = a ^ b ^ c, (a & b) | (c & (a ^ b))
        s2, c2 = d ^ e ^ f, (d & e) | (f & (d ^ e))
        s3, c3 = s1 ^ s2 ^ g, (s1 & s2) | (g & (s1 ^ s2))
        c4 = s3 & h
        t1, d1 = c1 ^ c2 ^ c3, (c1 & c2) | (c3 & (c1 ^ c2))
        d2 = t1 & c4
        digits[0, w] = (s3 ^ h) & lanes[w]
        digits[1, w] = (t1 ^ c4) & lanes[w]
        digits[2, w] = ~(d1 ^ d2) & lanes[w]
        digits[3, w] = ~((d1 & d2) ^ (d1 ^ d2)) & lanes[w]
        carry[w] = np.uint64(0)
    start = 2 - planes.book[_LOW]
    for b in range(start, planes.book[_N_PLANES]):
        digit = digits[min(b - start, 3)]
        for w in range(lanes.size):
            old, more = bits[b, w], digit[w]
            bits[b, w] = old ^ more ^ carry[w]
            carry[w] = (old & more) | (carry[w] & (old ^ more))


@njit(nogil=True)
def count(planes, keys, units, changes, up, digits):  # O(flips · planes · p/64 / 8)
    """Take up the changes of these units, in groups of eight; a group is filled up with pairs that cancel."""
    book, filled = planes.book, 0
    for k in range(units.size):
        row, change = keys[units[k]], changes[k]
        for j in range(book[_N_OUTLIERS]):
            mu = planes.which[j]
            bit = (row[mu >> 6] >> np.uint64(mu & 63)) & np.uint64(1)
            planes.value[j] += change if bit else -change
        if abs(change) == 1:
            _count_one(planes, row, change)
            continue
        turned = np.uint64(0) if change > 0 else ~np.uint64(0)
        for w in range(row.size):
            up[filled, w] = row[w] ^ turned
        filled += 1
        if filled == 8:
            _count_eight(planes, up, digits)
            filled = 0
    if filled % 2:  # the odd one goes alone
        filled -= 1
        _count_one(planes, up[filled], 2)
    if filled:
        for k in range(filled, 8):  # pairs of up and down cancel
            up[k] = np.uint64(0) if k % 2 else ~np.uint64(0)
        _count_eight(planes, up, digits)
    book[_SLACK] -= units.size
    book[_TOTAL] = 0
    for b in range(book[_N_PLANES]):
        n_set = np.int64(0)
        for w in range(planes.lanes.size):
            n_set += np.int64(popcount(planes.bits[b, w]))
        book[_TOTAL] += -(n_set << b) if b == book[_N_PLANES] - 1 else n_set << b
    book[_TOTAL] <<= book[_LOW]
