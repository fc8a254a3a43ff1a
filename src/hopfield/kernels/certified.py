"""One unit at a time, hearing the few nearest of very many patterns, where the rest provably can't turn the sign.

Weights e^{bM} differ so much that few patterns decide. The overlaps M of all are known for one state, `counted`. As
long as the spins are at a distance d from it, Σ_i |s_i - counted_i|, no overlap has moved by more than d. So what the
others can add to either side is at most Σ e^{b(M + d + 1)} over them. A unit that decides alike wherever in that range
they may lie has decided; otherwise all overlaps are brought up to date and the few are chosen anew, and if that does
not help, or has just been done, all are heard for a while. At T > 0, and where gaps are recorded, all are heard
throughout.
"""

from typing import NamedTuple

import numpy as np

from hopfield.kernels.compiling import bare, entry
from hopfield.kernels.decide import wants_to_move
from hopfield.kernels.few import pack
from hopfield.kernels.lanes import popcount
from hopfield.kernels.loop import offer, open_run, sweep
from hopfield.kernels.real import heard, new_age, told
from hopfield.kernels.separated import (
    Lanes,
    Separated,
    count,
    fill,
    for_and_against,
    half_gap,
)

__all__ = ["Certified", "certified", "count_nearest"]

_ROOM = 8  # words of 64 patterns that are heard
_PRICE = 32  # visits of all patterns that take longer than to choose the few: no sooner are they chosen again
_EPS = 2.0**-52
_LEAST = 1e-300  # bounds a weight that may have vanished from the table
_NOTHING = _EPS / 16.0  # of a sum of at least 1, lost in its rounding

# what is counted in a memory
_SIZE, _MOVED, _LEFT, _SINCE = 0, 1, 2, 3
# what is counted in a coupling: words of patterns read to hear, to take up flips, to choose; and passes over them all
_HEARD, _TOLD, _CHOSEN, _CAUGHT_UP = 0, 1, 2, 3


class Certified(NamedTuple):
    """All patterns in both forms, and for which state their overlaps are known."""

    whole: Separated
    words: np.ndarray  # (p, n/64) uint64: the patterns
    counted: np.ndarray  # (n,) int8: the spins that the products are those of
    work: np.ndarray  # (4,) int64: words of patterns read to hear, to count flips, to choose few, to count all anew
    room: int  # words of 64 patterns that are heard as long as that is enough


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
    )  # (4,) int64: how many patterns the few are, d, visits that all are heard for, visits since
    rest: (
        np.ndarray
    )  # (2,) float64: Σ e^{b(M - reference)} of those left out is at most this, and the reference


def certified(
    whole: Separated, words: np.ndarray, counted: np.ndarray, room: int = _ROOM
) -> Certified:
    """Return the kernel's form of one row: its products will be those of `counted`, which changes with them.

    Parameters
    ----------
    whole : Separated
        exponential or softmax
    words : (p, n/64) uint64 array
    counted : (n,) int8 array
    room : int
    """
    return Certified(whole, words, counted, np.zeros(4, dtype=np.int64), room)


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
def _part(coupling, memory):  # O(1)
    """Return the few patterns as a coupling of their own, and their lanes."""
    whole, part = coupling.whole, memory.part
    few = Separated(
        memory.keys,
        whole.table,
        whole.origin,
        whole.kind,
        whole.unit,
        whole.sharpness,
        whole.rounding,
    )
    return few, Lanes(
        part.age, part.products[: memory.book[_SIZE]], part.below, part.above, part.book
    )


@bare
def _gather(coupling, memory, products, n_words):  # O(n · room)
    """Copy the bits and the products of the words that were picked."""
    which, size = memory.which, 0
    for k in range(n_words):
        some = products[which[k] << 6 :]
        for b in range(
            min(64, some.size)
        ):  # only the very last word has fewer, and it is picked last
            memory.part.products[size] = some[b]
            size += 1
    for i in range(memory.keys.shape[0]):
        for k in range(n_words):
            memory.keys[i, k] = coupling.whole.keys[i, which[k]]
    memory.book[_SIZE] = size
    coupling.work[_CHOSEN] += memory.keys.shape[0] * n_words


@bare
def _choose_few(coupling, memory, s):  # O(p + n · room)
    """Choose the few by the products that are known, and take up how the spins have moved since."""
    products, counted = memory.lanes.products, coupling.counted
    _rank(memory, products)
    n_words = _pick(memory)
    _gather(coupling, memory, products, n_words)
    few, part = _part(coupling, memory)
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
    memory.book[_MOVED], memory.book[_SINCE] = moved, 0


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
    coupling.work[_CAUGHT_UP] += words.size


@bare
def _mark(counted, s):  # O(n)
    """Note that the products are those of the present spins."""
    for i in range(s.size):
        counted[i] = s[i]


@bare
def _catch_up(coupling, memory, s):  # O(p · the fewer of changes and n/64)
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
                coupling.work[_TOLD] += row.size
    _mark(counted, s)
    memory.book[_MOVED] = 0


@bare
def _hear_all(coupling, memory, s):  # O(p)
    """Hear all patterns from now on, until choosing few has been paid for."""
    _catch_up(coupling, memory, s)
    fill(coupling.whole, memory.lanes)
    memory.book[_LEFT] = _price(coupling)


@bare
def _price(coupling):  # O(1)
    """Return for how many visits of all patterns the few can be chosen."""
    n, words = coupling.whole.keys.shape
    return _PRICE + n * coupling.room // (2 * words)


@bare
def _rest(coupling, memory, part, more):  # O(1)
    """Bound what all the others weigh now, relative to the nearest, if each overlap were larger by so much more."""
    if memory.rest[0] == 0.0:
        return 0.0  # whatever it is multiplied by
    grown = memory.book[_MOVED] + more + memory.rest[1] - part.book[0]
    return memory.rest[0] * np.exp(coupling.whole.sharpness * grown)


@bare
def _range(coupling, memory, s, i):  # O(64 · room)
    """Return the least and the most that a unit may hear; nothing certain is (-inf, inf)."""
    few, part = _part(coupling, memory)
    coupling.work[_HEARD] += memory.keys.shape[1]
    high, low = for_and_against(few, part, s, i)
    reference, p = part.book[0], memory.lanes.products.size
    rest = _rest(coupling, memory, part, 1)
    if not rest <= high + low:
        return -np.inf, np.inf
    # wide enough for what p sums and some functions of them are rounded by, here and where all are heard
    slack = (4 * p + 64) * _EPS
    less, more = 1.0 - slack, 1.0 + slack
    least = half_gap(few, high * less, (low + rest) * more, reference, 0.0, s.size)
    most = half_gap(few, (high + rest) * more, low * less, reference, 0.0, s.size)
    return least, most


@bare
def _certain(coupling, memory, s, i, hearing, bias):  # O(64 · room)
    """Return what a unit becomes whatever the rest may be, or 2 if that is not certain."""
    memory.book[_SINCE] += 1
    least, most = _range(coupling, memory, s, i)
    least, most = least + bias, most + bias
    if least > hearing.tolerance:
        return np.int64(1)
    if most < -hearing.tolerance:
        return np.int64(-1)
    if least >= -hearing.tolerance and most <= hearing.tolerance:
        return np.int64(s[i])
    return np.int64(2)


@bare
def _by_few(coupling, memory, s, i, hearing, bias):  # O(64 · room), at times O(p)
    """Return what a unit becomes, or 2 and hear all patterns from now on."""
    is_paid = memory.book[_SINCE] >= _price(coupling)
    new = _certain(coupling, memory, s, i, hearing, bias)
    if new == 2 and is_paid and memory.book[_MOVED] > 0:
        _catch_up(coupling, memory, s)
        _choose_few(coupling, memory, s)
        new = _certain(coupling, memory, s, i, hearing, bias)
    if new == 2:
        _hear_all(coupling, memory, s)
    return new


@bare
def _becomes(coupling, memory, s, i, hearing, bias):
    """Return what a unit becomes that is visited at T = 0."""
    book = memory.book
    if book[_LEFT] > 0:
        book[_LEFT] -= 1
        if book[_LEFT] == 0:
            _choose_few(coupling, memory, s)
    if book[_LEFT] == 0:
        new = _by_few(coupling, memory, s, i, hearing, bias)
        if new != 2:
            return new
    coupling.work[_HEARD] += coupling.whole.keys.shape[1]
    h = heard(coupling.whole, memory.lanes, s, i) + bias
    if wants_to_move(h, s[i], -hearing.tolerance, hearing.tolerance):
        return np.int64(1 if h > 0.0 else -1)
    return np.int64(s[i])


@bare
def _flip(coupling, memory, s, i, new):  # O(64 · room), or O(p) while all are heard
    """Let a unit change, and keep up to date what is heard."""
    change, counted = new - np.int64(s[i]), coupling.counted
    if memory.book[_LEFT] > 0:
        told(coupling.whole, memory.lanes, i, change)
        counted[i] = new
        coupling.work[_TOLD] += coupling.whole.keys.shape[1]
    else:
        few, part = _part(coupling, memory)
        told(few, part, i, change)
        was, now = np.int64(s[i]) - counted[i], new - counted[i]
        memory.book[_MOVED] += abs(now) - abs(was)
        coupling.work[_TOLD] += memory.keys.shape[1]
    s[i] = new


def _open(coupling, s, products):
    (n, words), room = coupling.whole.keys.shape, coupling.room
    # pages of these two are taken only where all patterns are heard
    lanes = Lanes(new_age(), products, np.empty((words, 64)), np.empty((words, 64)), np.empty(2))
    lanes.below[words - 1], lanes.above[words - 1] = 0.0, 0.0
    size = (room, 64)
    part = Lanes(
        new_age(),
        np.empty(64 * room, dtype=np.int64),
        np.zeros(size),
        np.zeros(size),
        np.empty(2),
    )
    memory = Few(
        lanes,
        part,
        np.zeros((n, room), dtype=np.uint64),
        np.empty(room, dtype=np.int64),
        np.empty(words, dtype=np.int64),
        np.empty(2 * n + 1, dtype=np.int64),
        np.empty((2, coupling.words.shape[1]), dtype=np.uint64),
        np.zeros(4, dtype=np.int64),
        np.empty(2),
    )
    _choose_few(coupling, memory, s)
    return memory


def _sweep(coupling, memory, s, hearing, order, stream, log):
    if hearing.slope > 0.0 or log.unit.size > 0:  # gaps themselves are wanted, not only signs
        if memory.book[_LEFT] == 0:
            _hear_all(coupling, memory, s)
        n_flips = sweep(coupling.whole, memory.lanes, s, hearing, order, stream, log)
        _mark(coupling.counted, s)
        return n_flips
    n_flips, step = 0, 0 if hearing.bias.size == 1 else 1
    any_held = hearing.held.size > 0
    for visit in range(order.size):
        i = np.int64(order[visit])
        if any_held and hearing.held[i]:
            continue
        new = _becomes(coupling, memory, s, i, hearing, hearing.bias[i * step])
        if new != s[i]:
            _flip(coupling, memory, s, i, new)
            n_flips += 1
    return n_flips


def _settled(coupling, memory, s, hearing):
    step, any_held = 0 if hearing.bias.size == 1 else 1, hearing.held.size > 0
    for i in range(s.size):
        is_free = not (any_held and hearing.held[i])
        if is_free and _becomes(coupling, memory, s, i, hearing, hearing.bias[i * step]) != s[i]:
            return False
    return True


def _close(coupling, memory, products):
    return None


offer(Certified, (_open, _sweep, _settled, _close))


@bare
def _copy_if_enough(coupling, memory, found):  # O(64 · room)
    """Write the products of the few into found and return how many, or 0 if the rest is more than rounding."""
    part = _part(coupling, memory)[1]
    if not _rest(coupling, memory, part, 0) <= _NOTHING:
        return 0
    for k in range(part.products.size):
        found[k] = part.products[k]
    return part.products.size


@entry
def count_nearest(coupling, s, products, found):  # O(p + n · room)
    """Write the products of the few nearest patterns into found; return how many they are, or 0 if the rest matters.

    The rest does not matter if it is lost in the rounding of Σ e^{bM}.
    """
    memory = open_run(coupling, s, products)
    return _copy_if_enough(coupling, memory, found)
