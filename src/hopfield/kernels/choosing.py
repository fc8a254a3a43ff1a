"""Which few of very many patterns are heard, and what can those that are left out weigh at most?

Weights e^{bM} differ so much that few patterns decide. The overlaps M of all are known for one state, `counted`. As
long as the spins are at a distance d from it, Σ_i |s_i - counted_i|, no overlap has moved by more than d: those left
out weigh at most Σ e^{b(M + d)}, as they were counted. That is bounded by the largest overlap of every 64 patterns.
"""

from typing import NamedTuple

import numpy as np

from hopfield.kernels.compiling import bare, inner
from hopfield.kernels.few import pack
from hopfield.kernels.lanes import popcount
from hopfield.kernels.real import new_age
from hopfield.kernels.separated import Lanes, Separated, count, fill

__all__ = [
    "CAUGHT_UP",
    "CHOSEN",
    "HEARD",
    "LEFT",
    "MOVED",
    "SINCE",
    "TOLD",
    "Few",
    "catch_up",
    "choose_few",
    "mark",
    "new_few",
    "others",
    "part_of",
]

_LEAST = 1e-300  # bounds a weight that may have vanished from the table

# in the book of a memory
_SIZE, MOVED, LEFT, SINCE = 0, 1, 2, 3
# in the work of a coupling
HEARD, TOLD, CHOSEN, CAUGHT_UP = 0, 1, 2, 3


class Few(NamedTuple):
    """What is kept up to date while units flip."""

    lanes: Lanes  # of all patterns, while all are heard
    part: Lanes  # of the few
    keys: np.ndarray  # (n, room) uint64: what each unit is in the few
    which: np.ndarray  # (room,) int64: the words of 64 patterns that they are
    tops: np.ndarray  # (words,) int64: the largest product of every 64 patterns
    levels: np.ndarray  # (2n + 1,) int64: how many words that are left out have which top, from -n
    bits: np.ndarray  # (2, n/64) uint64: scratch
    book: (
        np.ndarray
    )  # (4,) int64: patterns in the few; d; visits to hear all for; visits since the choice
    rest: (
        np.ndarray
    )  # (2,) float64: a bound of Σ e^{b(M - reference)} of those left out, and the reference


@inner
def new_few(coupling, products):
    """Return room for what is kept up to date."""
    (n, words), room = coupling.whole.keys.shape, coupling.room
    # pages of these two are taken only where all patterns are heard
    below, above = np.empty((words, 64)), np.empty((words, 64))
    below[words - 1], above[words - 1] = 0.0, 0.0
    few = np.empty(64 * room, dtype=np.int64), np.zeros((room, 64)), np.zeros((room, 64))
    return Few(
        Lanes(new_age(), products, below, above, np.empty(2)),
        Lanes(new_age(), few[0], few[1], few[2], np.empty(2)),
        np.zeros((n, room), dtype=np.uint64),
        np.empty(room, dtype=np.int64),
        np.empty(words, dtype=np.int64),
        np.empty(2 * n + 1, dtype=np.int64),
        np.empty((2, coupling.words.shape[1]), dtype=np.uint64),
        np.zeros(4, dtype=np.int64),
        np.empty(2),
    )


@bare
def _rank(memory, products):  # O(p)
    """Note the largest product of every 64 patterns, and how many have which."""
    tops, levels = memory.tops, memory.levels
    levels[:] = 0
    for w in range(tops.size):
        some = products[w << 6 :]
        top = some[0]
        for b in range(1, min(64, some.size)):
            top = max(top, some[b])
        tops[w] = top
        levels[top + (levels.size >> 1)] += 1


@bare
def _pick(memory):  # O(n + p/64)
    """Pick the words with the largest tops; leave in levels those of the others."""
    tops, levels, which = memory.tops, memory.levels, memory.which
    left, level = min(which.size, tops.size), levels.size - 1
    while left > levels[level]:
        left -= levels[level]
        levels[level] = 0
        level -= 1
    levels[level] -= left
    least, k = level - (levels.size >> 1), 0
    for w in range(tops.size):
        if tops[w] > least or (tops[w] == least and left > 0):
            which[k] = w
            k += 1
            left -= np.int64(tops[w] == least)
    return k


@bare
def _bound(coupling, memory, reference):  # O(n)
    """Bound what all the others weigh: 64 times the most of each word."""
    levels, table = memory.levels, coupling.whole.table
    total, last = 0.0, coupling.whole.origin - reference - (levels.size >> 1)
    for level in range(levels.size):
        if levels[level] > 0:
            total += 64.0 * levels[level] * max(_LEAST, table[max(0, level + last)])
    memory.rest[0], memory.rest[1] = total, reference


@bare
def part_of(coupling, memory):  # O(1)
    """Return the few patterns as a coupling of their own, and their lanes."""
    whole, part = coupling.whole, memory.part
    table, origin, kind, unit = whole.table, whole.origin, whole.kind, whole.unit
    few = Separated(memory.keys, table, origin, kind, unit, whole.sharpness, whole.rounding)
    products = part.products[: memory.book[_SIZE]]
    return few, Lanes(part.age, products, part.below, part.above, part.book)


@bare
def _gather(coupling, memory, products, n_words):  # O(n · room)
    """Copy the bits and the products of the words that were picked."""
    which, size = memory.which, 0
    for k in range(n_words):
        some = products[which[k] << 6 :]
        for b in range(min(64, some.size)):  # only the last word of all has fewer, and comes last
            memory.part.products[size] = some[b]
            size += 1
    for i in range(memory.keys.shape[0]):
        for k in range(n_words):
            memory.keys[i, k] = coupling.whole.keys[i, which[k]]
    memory.book[_SIZE] = size
    coupling.work[CHOSEN] += memory.keys.shape[0] * n_words


@bare
def choose_few(coupling, memory, s):  # O(p + n · room)
    """Choose the few by the products that are known, and take up how the spins have moved since."""
    products, counted = memory.lanes.products, coupling.counted
    _rank(memory, products)
    n_words = _pick(memory)
    _gather(coupling, memory, products, n_words)
    few, part = part_of(coupling, memory)
    reference, moved = part.products[0], np.int64(0)
    for k in range(part.products.size):
        reference = max(reference, part.products[k])
    _bound(coupling, memory, reference)
    for i in range(s.size):
        change = np.int64(s[i]) - np.int64(counted[i])
        if change != 0:
            count(memory.keys[i], part.products, change)
            moved += abs(change)
    part.below[:], part.above[:] = 0.0, 0.0
    fill(few, part)
    memory.book[MOVED], memory.book[SINCE] = moved, 0


@bare
def _count_all(coupling, memory, products, s):  # O(p · n/64)
    """Compute all products, by one pass over the patterns."""
    words, up, known, n_known = coupling.words, memory.bits[0], memory.bits[1], np.int64(0)
    for w in range(up.size):
        up[w], known[w] = pack(s[64 * w : 64 * w + 64])
        n_known += np.int64(popcount(known[w]))
    for mu in range(products.size):
        differing = np.int64(0)
        for w in range(up.size):
            differing += np.int64(popcount((words[mu, w] ^ up[w]) & known[w]))
        products[mu] = n_known - 2 * differing
    coupling.work[CAUGHT_UP] += words.size


@bare
def mark(counted, s):  # O(n)
    """Note that the products are those of the present spins."""
    for i in range(s.size):
        counted[i] = s[i]


@bare
def catch_up(coupling, memory, s):  # O(p · the fewer of changes and n/64)
    """Bring all products up to date."""
    products, counted, n_changed = memory.lanes.products, coupling.counted, 0
    for i in range(s.size):
        n_changed += s[i] != counted[i]
    if n_changed > coupling.words.shape[1]:
        _count_all(coupling, memory, products, s)
    elif n_changed > 0:
        for i in range(s.size):
            if s[i] != counted[i]:
                row = coupling.whole.keys[i]
                count(row, products, np.int64(s[i]) - np.int64(counted[i]))
                coupling.work[TOLD] += row.size
    mark(counted, s)
    memory.book[MOVED] = 0


@bare
def others(coupling, memory, part, more):  # O(1)
    """Bound what all the others weigh now, relative to the nearest, if each overlap were larger by so much more."""
    if memory.rest[0] == 0.0:
        return 0.0  # whatever it is multiplied by
    grown = memory.book[MOVED] + more + memory.rest[1] - part.book[0]
    return memory.rest[0] * np.exp(coupling.whole.sharpness * grown)
