"""The visits of a block: eight units at a time, and each hears what those before it have become.

A flip changes any other field by at most 2p. While the fields of eight units are all further from their levels than
the flips since they were computed could move them, the eight are decided as they stand. Otherwise these flips are
taken into the eight fields first, by popcounts over p bits each. Then nothing moves before the first of the
eight that wants to; it flips, the fields after it are told, and so on. So every decision is that of the field
at that very moment.
"""

import numpy as np
from numba import njit

from hopfield.kernels.blocks import BLOCK, told
from hopfield.kernels.decide import levels, write
from hopfield.kernels.lanes import above, eight, load, popcount, store

__all__ = ["any_wants_to_move", "are_levels_one", "set_levels", "visit_block"]

_FAR = 1 << 60  # no field comes so far
_ONE = np.uint64(1)


@njit(nogil=True)
def are_levels_one(hearing):
    """Return whether all units have the same levels at all times."""
    return hearing.slope == 0.0 and hearing.bias.size == 1 and hearing.held.size == 0


@njit(nogil=True)
def _whole(level):
    """Return a level as a whole number that can be compared and added to."""
    return np.int64(min(max(level, -float(_FAR)), float(_FAR)))


@njit(nogil=True)
def set_levels(hearing, units, stream, low, high):  # O(64)
    """Write between which whole numbers the units stay as they are; a held one always does."""
    step, any_held = 0 if hearing.bias.size == 1 else 1, hearing.held.size > 0
    for u in range(units.size):
        i = units[u]
        if any_held and hearing.held[i]:
            low[u], high[u] = -_FAR, _FAR
            continue
        below, beyond = levels(hearing, stream)
        bias = hearing.bias[i * step]
        low[u], high[u] = _whole(np.ceil(below - bias)), _whole(np.floor(beyond - bias))


@njit(nogil=True)
def _movers(h, spin, low, high):
    """Return which of eight units want to move, as bits."""
    zero = eight(np.int64(0))
    upwards = above(h, high) & ~above(spin, zero)
    return upwards | (above(low, h) & ~above(zero, spin))


@njit(nogil=True)
def any_wants_to_move(seat, n_units):  # O(64)
    """Return whether any of these units wants to move."""
    for u in range(0, n_units, 8):
        spin = load(seat.spin, 0, u)
        h = load(seat.field, 0, u) - load(seat.own, 0, u) * spin
        if _movers(h, spin, load(seat.low, 0, u), load(seat.high, 0, u)) & _first(n_units - u):
            return True
    return False


@njit(nogil=True)
def _first(n):
    """Return that many bits, at most eight."""
    return (_ONE << np.uint64(min(8, n))) - _ONE


@njit(nogil=True)
def _take(coupling, seat, u, field, flips, first, last):  # O(flips · p/64)
    """Return eight fields with the flips first … last - 1 taken into them."""
    for k in range(first, last):
        heard = told(seat.rows, u, coupling.keys[flips[0, k]], coupling.p)
        field += eight(flips[1, k]) * heard
    return field


@njit(nogil=True)
def _spins(s, units, u, seat):
    """Return what eight units are now: where units are drawn, one of them may have been visited a moment ago."""
    for later in range(u, min(u + 8, units.size)):
        seat.spin[0, later] = s[units[later]]
    return load(seat.spin, 0, u)


@njit(nogil=True)
def visit_block(coupling, seat, units, s, hearing, log, flips, n_flips, work):
    # O(64 + flips · p/64)
    """Visit up to 64 units in order; return how many flips the epoch has then."""
    for u in range(0, units.size, 8):
        n_flips = _visit_eight(coupling, seat, units, u, s, hearing, log, flips, n_flips, work)
    return n_flips


@njit(nogil=True)
def _visit_eight(coupling, seat, units, u, s, hearing, log, flips, n_flips, work):
    left, low, high = _first(units.size - u), load(seat.low, 0, u), load(seat.high, 0, u)
    spin = load(seat.spin, 0, u) if hearing.once else _spins(s, units, u, seat)
    own, field = load(seat.own, 0, u), load(seat.field, 0, u)
    is_recorded = log.unit.size > 0
    is_near = is_recorded or not hearing.once
    if not is_near:
        h, reach = field - own * spin, eight(2 * coupling.p * (n_flips + 7))
        is_near = ((above(h, high + reach) | above(low - reach, h)) & left) != left
    if is_near:
        field = _take(coupling, seat, u, field, flips, 0, n_flips)
        work[1] += n_flips
    while True:
        h = field - own * spin
        movers = _movers(h, spin, low, high) & left
        if movers == 0:
            return n_flips
        upto = movers ^ (movers - _ONE)  # the first that wants to move, and those before it
        left &= ~upto
        at = u + np.int64(popcount(upto)) - 1
        unit, old = units[at], s[units[at]]
        new = 1 if (above(h, high) >> np.uint64(at - u)) & _ONE else -1
        if is_recorded:
            store(seat.field, 0, u, h)
            bias = hearing.bias[unit if hearing.bias.size > 1 else 0]
            write(log, unit, seat.field[0, at] + bias, old, new)
        flips[0, n_flips], flips[1, n_flips] = unit, new - old
        s[unit] = new
        n_flips += 1
        if is_near and left:
            field = _take(coupling, seat, u, field, flips, n_flips - 1, n_flips)
            work[1] += 1
            if not hearing.once:
                spin = _spins(s, units, u, seat)
