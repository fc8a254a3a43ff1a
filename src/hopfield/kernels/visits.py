"""The visits of a block: eight units at a time, and each hears what those before it have become.

A flip changes any other field by at most 2p. While the fields of eight units are all further from their levels than
the flips since they were computed could move them, the eight are decided as they stand. Otherwise these flips are
taken into the eight fields first, by popcounts over p bits each. Then nothing moves before the first of the
eight that wants to; it flips, the fields after it are told, and so on. So every decision is that of the field
at that very moment.
"""

import numpy as np

from hopfield.kernels.blocks import told
from hopfield.kernels.compiling import absorbed, bare, inlined
from hopfield.kernels.decide import levels, write
from hopfield.kernels.lanes import above, eight, load, popcount, store

__all__ = ["any_wants_to_move", "are_levels_one", "set_levels", "visit_block"]

_FAR = np.int64(1 << 60)  # no field comes so far
_ONE = np.uint64(1)


@bare
def are_levels_one(hearing):
    """Return whether all units have the same levels at all times."""
    return hearing.slope == 0.0 and hearing.bias.size == 1 and hearing.held.size == 0


@bare
def _whole(level):
    """Return a level as a whole number that can be compared and added to."""
    return np.int64(min(max(level, -float(_FAR)), float(_FAR)))


@bare
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
        whole = np.floor(
            bias
        )  # a level near 0 must not be lost in a large bias: on which side it is, decides ties
        rest = bias - whole
        low[u] = _whole(np.ceil(below - rest) - whole)
        high[u] = _whole(np.floor(beyond - rest) - whole)


@inlined
def _movers(h, spin, low, high):
    """Return which of eight units want to move, as bits."""
    zero = eight(np.int64(0))
    upwards = above(h, high) & ~above(spin, zero)
    return upwards | (above(low, h) & ~above(zero, spin))


@bare
def any_wants_to_move(seat, n_units):  # O(64)
    """Return whether any of these units wants to move."""
    for u in range(0, n_units, 8):
        spin = load(seat.spin, 0, u)
        h = load(seat.field, 0, u) - load(seat.own, 0, u) * spin
        if _movers(h, spin, load(seat.low, 0, u), load(seat.high, 0, u)) & _first(n_units - u):
            return True
    return False


@inlined
def _first(n):
    """Return that many bits, at most eight."""
    return (_ONE << np.uint64(min(8, n))) - _ONE


@absorbed
def _take(coupling, seat, u, field, flips, n_flips):  # O(flips · p/64)
    """Return eight fields with the first flips taken into them, in pairs; past the last one is a change of nothing."""
    keys, rows = coupling.keys, seat.rows
    for k in range(0, n_flips, 2):
        one, two = flips[0, k], flips[0, k + 1]
        first, second = eight(np.int64(0)), eight(np.int64(0))
        for w in range(rows.shape[0]):
            bits = load(rows, w, u)
            first += popcount(bits ^ eight(keys[one, w]))
            second += popcount(bits ^ eight(keys[two, w]))
        field += eight(flips[1, k]) * (eight(coupling.p) - first - first)
        field += eight(flips[1, k + 1]) * (eight(coupling.p) - second - second)
    return field


@bare
def _spins(s, units, u, seat):
    """Return what eight units are now: where units are drawn, one of them may have been visited a moment ago."""
    for later in range(u, min(u + 8, units.size)):
        seat.spin[0, later] = s[units[later]]
    return load(seat.spin, 0, u)


@inlined
def _flip(units, at, is_up, s, flips, n_flips):  # O(1)
    """Turn a unit, and write it down for the others."""
    unit = units[at]
    new = np.int64(1) if is_up else np.int64(-1)
    flips[0, n_flips], flips[1, n_flips], flips[1, n_flips + 1] = unit, new - s[unit], 0
    s[unit] = new


@inlined
def _upto(movers):
    """Return the lowest bit that is set, and all below it."""
    return movers ^ (movers - _ONE)


@absorbed
def _visit_far(units, u, movers, upwards, s, flips, n_flips):  # O(8)
    """Turn all of eight units that want to move: none of them comes near enough to another's to matter."""
    while movers:
        at = np.int64(popcount(_upto(movers))) - 1
        movers &= movers - _ONE
        _flip(units, u + at, (upwards >> np.uint64(at)) & _ONE, s, flips, n_flips)
        n_flips += 1
    return n_flips


@absorbed
def _visit_near(coupling, seat, units, u, s, hearing, log, flips, n_flips):  # O(flips · 8 · p/64)
    """Turn one after the other of eight units, and let those after it hear of it."""
    low, high, own = load(seat.low, 0, u), load(seat.high, 0, u), load(seat.own, 0, u)
    field = _take(coupling, seat, u, load(seat.field, 0, u), flips, n_flips)
    spin, left = load(seat.spin, 0, u), _first(units.size - u)
    while True:
        h = field - own * spin
        movers = _movers(h, spin, low, high) & left
        if movers == 0:
            return n_flips
        left &= ~_upto(movers)
        at = u + np.int64(popcount(_upto(movers))) - 1
        is_up = (above(h, high) >> np.uint64(at - u)) & _ONE
        if log.unit.size:
            unit = units[at]
            store(seat.field, 0, u, h)
            heard = seat.field[0, at] + hearing.bias[unit if hearing.bias.size > 1 else 0]
            write(log, unit, heard, s[unit], 1 if is_up else -1)
        _flip(units, at, is_up, s, flips, n_flips)
        n_flips += 1
        if left:
            unit, change = flips[0, n_flips - 1], flips[1, n_flips - 1]
            field += eight(change) * told(seat.rows, u, coupling.keys, unit, coupling.p)
            if not hearing.once:
                spin = _spins(s, units, u, seat)


@absorbed
def visit_block(coupling, seat, units, s, hearing, log, flips, n_flips, work):
    # O(64 + flips · p/64)
    """Visit up to 64 units in order; return how many flips the epoch has then."""
    all_near = log.unit.size > 0 or not hearing.once
    for u in range(0, units.size, 8):
        if not hearing.once:
            _spins(s, units, u, seat)
        low, high, spin = load(seat.low, 0, u), load(seat.high, 0, u), load(seat.spin, 0, u)
        h, some = load(seat.field, 0, u) - load(seat.own, 0, u) * spin, _first(units.size - u)
        some &= above(eight(_FAR), high) | above(
            low, eight(-_FAR)
        )  # who is held is near to nothing
        reach, before = eight(2 * coupling.p * (n_flips + 7)), n_flips
        if all_near or (above(h, high + reach) | above(low - reach, h)) & some != some:
            n_flips = _visit_near(coupling, seat, units, u, s, hearing, log, flips, n_flips)
            work[1] += 8 * n_flips * seat.rows.shape[0]
        else:
            movers = _movers(h, spin, low, high) & some
            n_flips = _visit_far(units, u, movers, above(h, high), s, flips, n_flips)
        work[2] += n_flips - before
    return n_flips
