"""One unit at a time, for separations of higher order: how a sum over overlaps would change, from tables.

With R_μ = Σ_{j≠i} ξ_j^μ s_j a unit hears Σ_μ ξ_i^μ D(R_μ), where D is half the step of n·F from (R - 1)/n to (R + 1)/n
(krotov2016). R_μ is M_μ - 1 or M_μ + 1, so both steps are kept for each pattern and a unit only chooses between
them by its bits. Overlaps are whole numbers, D is a table: nothing is rounded that adds up.

Exponential steps are kept relative to the largest overlap, so that neither they nor their sums overflow.
"""

from typing import NamedTuple

import numpy as np

from hopfield.kernels.compiling import bare, summed
from hopfield.kernels.real import ask_for_nothing, listen, new_age

__all__ = ["Lanes", "Separated", "count", "fill", "for_and_against", "half_gap"]

_SUM, _EXPONENTIAL = 0, 1  # 2 is softmax
_TINY = 2.2250738585072014e-308


class Separated(NamedTuple):
    """Patterns, and how much each counts at each overlap."""

    keys: np.ndarray  # (n, words) uint64: what each unit is in each pattern, packed
    table: np.ndarray  # float64: D at R - reference + origin; anything further below is the first
    origin: int
    kind: int  # 0: the sum over unit is the gap; 1: the sum times e^{reference - n} sinh 1 is; 2: softmax
    unit: float
    sharpness: float  # what multiplies R in the exponent of kind 2
    rounding: float  # a sum up to this times the sum of sizes is zero; 0.0 for whole numbers


class Lanes(NamedTuple):
    """What is kept up to date while units flip."""

    age: np.ndarray
    products: np.ndarray  # (p,) int64: M
    below: np.ndarray  # (words, 64) float64: D(M - 1), and 0 past the last pattern
    above: np.ndarray  # (words, 64) float64: D(M + 1)
    book: np.ndarray  # (2,) float64: the reference, and what rounding can make of zero for kind 0


@bare
def _look_up(coupling, lanes, reference):  # O(p)
    """Look up both steps of every pattern."""
    table, last = coupling.table, coupling.origin - reference
    for w in range(lanes.below.shape[0]):
        products, below, above = lanes.products[w << 6 :], lanes.below[w], lanes.above[w]
        for b in range(min(64, products.size)):
            at = products[b] + last
            below[b], above[b] = table[max(0, at - 1)], table[max(0, at + 1)]


@bare
def fill(coupling, lanes):  # O(p)
    """Look up both steps of every pattern, relative to the largest overlap if they are exponential."""
    products, reference, size = lanes.products, np.int64(0), 0.0
    if coupling.kind != _SUM:
        reference = products[0]
        for mu in range(1, products.size):
            reference = max(reference, products[mu])
    _look_up(coupling, lanes, reference)
    if coupling.kind == _SUM and coupling.rounding > 0.0:
        for mu in range(products.size):
            w, b = mu >> 6, mu & 63
            size += max(abs(lanes.below[w, b]), abs(lanes.above[w, b]))
    lanes.book[0], lanes.book[1] = reference, coupling.rounding * size


# Sums may be taken in any order: whole numbers are exact, others are zero within `rounding`.
@summed
def _choose(row, first, second):  # O(p)
    """Return the sum of first where the bit is set, and of second where it is not."""
    high, low = 0.0, 0.0
    for w in range(row.size):
        word = row[w]
        for b in range(64):
            bit = float(np.int32(word >> np.uint64(b)) & np.int32(1))
            high += bit * first[w, b]
            low += (1.0 - bit) * second[w, b]
    return high, low


@bare
def _choose_unknown(coupling, lanes, i):  # O(p)
    """Return the two sums for a unit that has no value yet: R = M."""
    high, low = 0.0, 0.0
    for mu in range(lanes.products.size):
        at = max(0, lanes.products[mu] - np.int64(lanes.book[0]) + coupling.origin)
        if (coupling.keys[i, mu >> 6] >> np.uint64(mu & 63)) & np.uint64(1):
            high += coupling.table[at]
        else:
            low += coupling.table[at]
    return high, low


@bare
def for_and_against(coupling, lanes, s, i):  # O(p)
    """Return the sums over the patterns that have unit i up and over those that have it down."""
    row, below, above = coupling.keys[i], lanes.below, lanes.above
    if s[i] == 0:
        return _choose_unknown(coupling, lanes, i)
    if s[i] > 0:
        return _choose(row, below, above)
    return _choose(row, above, below)


@bare
def half_gap(coupling, high, low, reference, noise, n):  # O(1)
    """Return half the energy gap from the sums of the patterns for and against."""
    total = high - low
    if coupling.kind == _SUM:
        return 0.0 if abs(total) <= noise else total / coupling.unit
    if abs(total) <= coupling.rounding * (high + low):
        return 0.0
    if coupling.kind == _EXPONENTIAL:
        h = total * np.sinh(1.0) * np.exp(reference - n)
        if abs(h) < _TINY:  # too small for a float: the sign stays right
            return _TINY if total > 0.0 else -_TINY
        return h
    twice = 2.0 * coupling.sharpness
    most, least = max(high, low), min(high, low)
    h = np.log1p((most - least) * -np.expm1(-twice) / (least + np.exp(-twice) * most)) / twice
    return h if total > 0.0 else -h


def _open(coupling, s, products):
    size = (coupling.keys.shape[1], 64)
    lanes = Lanes(new_age(), products, np.zeros(size), np.zeros(size), np.empty(2))
    fill(coupling, lanes)
    return lanes


def _refresh(coupling, memory, s):
    return None


def _heard(coupling, memory, s, i):  # O(p)
    high, low = for_and_against(coupling, memory, s, i)
    return half_gap(coupling, high, low, memory.book[0], memory.book[1], s.size)


@bare
def count(row, products, change):  # O(p)
    """Take a unit's change into the overlaps, from what it is in each pattern."""
    for w in range(row.size):
        word, some = row[w], products[min(w << 6, products.size) :]
        for b in range(min(64, some.size)):
            bit = np.int64((word >> np.uint64(b)) & np.uint64(1))
            some[b] += change * (2 * bit - 1)


def _told(coupling, memory, i, change):  # O(p)
    count(coupling.keys[i], memory.products, change)
    fill(coupling, memory)


listen(Separated, (_open, _refresh, _heard, _told, ask_for_nothing), is_scan_cheap=False)
