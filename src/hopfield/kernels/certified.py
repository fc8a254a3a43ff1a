"""One unit at a time, hearing the few nearest of very many patterns, where the others provably can't turn the sign.

What is left out adds something from 0 to a known bound to either side. A unit that decides alike wherever in that
range it may lie has decided. Otherwise all overlaps are brought up to date and the few are chosen anew; and if that
does not help, or has just been done, all patterns are heard for a while. At T > 0, and where gaps are recorded, all
are heard throughout.
"""

from typing import NamedTuple

import numpy as np

from hopfield.kernels.choosing import (
    HEARD,
    LEFT,
    MOVED,
    SINCE,
    TOLD,
    catch_up,
    choose_few,
    mark,
    new_few,
    others,
    part_of,
)
from hopfield.kernels.compiling import bare, entry
from hopfield.kernels.decide import wants_to_move
from hopfield.kernels.loop import offer, open_run, sweep
from hopfield.kernels.real import heard, told
from hopfield.kernels.separated import Separated, fill, for_and_against, half_gap

__all__ = ["Certified", "certified", "count_nearest"]

_ROOM = 8  # words of 64 patterns that are heard
_PRICE = 32  # visits of all patterns that take longer than to choose the few: no sooner are they chosen again
_EPS = 2.0**-52
_NOTHING = _EPS / 16.0  # of a sum of at least 1, lost in its rounding


class Certified(NamedTuple):
    """All patterns in both forms, and for which state their overlaps are known."""

    whole: Separated
    words: np.ndarray  # (p, n/64) uint64: the patterns
    counted: np.ndarray  # (n,) int8: the spins that the products are those of
    work: np.ndarray  # (4,) int64: words of patterns read to hear, to count flips, to choose few, to count all anew
    room: int  # words of 64 patterns that are heard as long as that is enough


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
def _hear_all(coupling, memory, s):  # O(p)
    """Hear all patterns from now on, until choosing few has been paid for."""
    catch_up(coupling, memory, s)
    fill(coupling.whole, memory.lanes)
    memory.book[LEFT] = _price(coupling)


@bare
def _price(coupling):  # O(1)
    """Return for how many visits of all patterns the few can be chosen."""
    n, words = coupling.whole.keys.shape
    return _PRICE + n * coupling.room // (2 * words)


@bare
def _range(coupling, memory, s, i):  # O(64 · room)
    """Return the least and the most that a unit may hear; nothing certain is (-inf, inf)."""
    few, part = part_of(coupling, memory)
    coupling.work[HEARD] += memory.keys.shape[1]
    high, low = for_and_against(few, part, s, i)
    reference, p = part.book[0], memory.lanes.products.size
    rest = others(coupling, memory, part, 1)
    if not rest <= high + low:
        return -np.inf, np.inf
    # wide enough for how sums of p terms and exponentials of up to ±745 are rounded, here and where all are heard
    slack = (4 * p + 1024) * _EPS
    less, more = 1.0 - slack, 1.0 + slack
    least = half_gap(few, high * less, (low + rest) * more, reference, 0.0, s.size)
    most = half_gap(few, (high + rest) * more, low * less, reference, 0.0, s.size)
    return least, most


@bare
def _certain(coupling, memory, s, i, hearing, bias):  # O(64 · room)
    """Return what a unit becomes whatever the rest may be, or 2 if that is not certain."""
    memory.book[SINCE] += 1
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
    is_paid = memory.book[SINCE] >= _price(coupling)
    new = _certain(coupling, memory, s, i, hearing, bias)
    if new == 2 and is_paid and memory.book[MOVED] > 0:
        catch_up(coupling, memory, s)
        choose_few(coupling, memory, s)
        new = _certain(coupling, memory, s, i, hearing, bias)
    if new == 2:
        _hear_all(coupling, memory, s)
    return new


@bare
def _becomes(coupling, memory, s, i, hearing, bias):
    """Return what a unit becomes that is visited at T = 0."""
    book = memory.book
    if book[LEFT] > 0:
        book[LEFT] -= 1
        if book[LEFT] == 0:
            choose_few(coupling, memory, s)
    if book[LEFT] == 0:
        new = _by_few(coupling, memory, s, i, hearing, bias)
        if new != 2:
            return new
    coupling.work[HEARD] += coupling.whole.keys.shape[1]
    h = heard(coupling.whole, memory.lanes, s, i) + bias
    if wants_to_move(h, s[i], -hearing.tolerance, hearing.tolerance):
        return np.int64(1 if h > 0.0 else -1)
    return np.int64(s[i])


@bare
def _flip(coupling, memory, s, i, new):  # O(64 · room), or O(p) while all are heard
    """Let a unit change, and keep up to date what is heard."""
    change, counted = new - np.int64(s[i]), coupling.counted
    if memory.book[LEFT] > 0:
        told(coupling.whole, memory.lanes, i, change)
        counted[i] = new
        coupling.work[TOLD] += coupling.whole.keys.shape[1]
    else:
        few, part = part_of(coupling, memory)
        told(few, part, i, change)
        was, now = np.int64(s[i]) - counted[i], new - counted[i]
        memory.book[MOVED] += abs(now) - abs(was)
        coupling.work[TOLD] += memory.keys.shape[1]
    s[i] = new


def _open(coupling, s, products):
    memory = new_few(coupling, products)
    choose_few(coupling, memory, s)
    return memory


def _sweep(coupling, memory, s, hearing, order, stream, log):
    if hearing.slope > 0.0 or log.unit.size > 0:  # gaps themselves are wanted, not only signs
        if memory.book[LEFT] == 0:
            _hear_all(coupling, memory, s)
        n_flips = sweep(coupling.whole, memory.lanes, s, hearing, order, stream, log)
        mark(coupling.counted, s)
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
    part = part_of(coupling, memory)[1]
    if not others(coupling, memory, part, 0) <= _NOTHING:
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
