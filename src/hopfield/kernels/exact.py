"""One unit at a time, exactly, at the speed of popcounts: the loop for whole-number couplings.

Visits come in epochs of 64 and more. The fields of an epoch are computed at once, 64 units at a time, from the overlaps
at its start, by whoever of the team is free. The leader visits the units one by one, see `visits`, and at the end of
the epoch counts what flipped into the overlaps.
"""

from typing import NamedTuple

import numpy as np

from hopfield.kernels.blocks import BLOCK
from hopfield.kernels.compiling import absorbed, bare, entry, inlined
from hopfield.kernels.counting import count
from hopfield.kernels.loop import offer
from hopfield.kernels.planes import Planes, fit, make_planes, plan, read_back
from hopfield.kernels.seats import (
    HAVE_LEVELS,
    IS_FURNISHED,
    IS_RESTLESS,
    KIND,
    SIZE,
    START,
    Epoch,
    furnish,
    make_epoch,
    open_units,
    seat_of,
)
from hopfield.kernels.team import (
    LARGEST_TEAM,
    Team,
    claim,
    finish,
    is_done,
    is_over,
    join,
    new_team,
    post,
)
from hopfield.kernels.visits import any_wants_to_move, set_levels, visit_block

__all__ = ["Exact", "assist", "equipped"]

_SAMPLED = 16  # fields that tell how large fields are
_SETTLE_BLOCKS = 16  # blocks that are one part of the check
_OPEN_EPOCH, _SETTLE = 0, 1  # jobs


class Exact(NamedTuple):
    """Whole numbers: n·J = valuesᵀ keys, both as packed bits, one row a unit."""

    keys: np.ndarray  # (n, words) uint64
    values: np.ndarray  # (n, words) uint64
    own: np.ndarray  # (n,) or (1,) int64: n·J_ii, that the field has and the unit must not hear
    p: int
    planes: Planes
    epoch: Epoch
    team: Team


def equipped(keys: np.ndarray, values: np.ndarray, own: np.ndarray, p: int, size: int = 1) -> Exact:
    """Return a coupling with scratch of its own for one call of the loop, and a team of that size."""
    size = min(size, LARGEST_TEAM)
    n, n_words = keys.shape
    epoch = make_epoch(n, n_words, size)
    return Exact(keys, values, own, p, make_planes(n_words), epoch, new_team(size))


@inlined
def _open_visits(coupling, s, block):
    """Open a block of the epoch, and ask for the bits of the units that this thread will probably open next."""
    epoch = coupling.epoch
    first = epoch.job[START] + block * BLOCK
    later = first + coupling.team.size * BLOCK
    units, next_units = epoch.units[first : first + BLOCK], epoch.units[later : later + BLOCK]
    open_units(coupling, s, units, next_units, seat_of(epoch, block))


@bare
def _look(coupling, s, hearing, part, slot):
    """Look whether any unit of a part of the network wants to move."""
    epoch, seat = coupling.epoch, seat_of(coupling.epoch, slot)
    units, size = epoch.near[slot], _SETTLE_BLOCKS * BLOCK
    for start in range(part * size, min(s.size, (part + 1) * size), BLOCK):
        if epoch.job[IS_RESTLESS]:
            return
        n_units = min(BLOCK, s.size - start)
        for u in range(BLOCK):
            units[u] = start + min(u, n_units - 1)
        open_units(coupling, s, units, units[:0], seat)
        epoch.work[slot, 0] += BLOCK * seat.rows.shape[0] * coupling.planes.book[0]
        if not epoch.job[HAVE_LEVELS]:
            # nobody has drawn: this is asked at T = 0 only, where no stream is needed
            set_levels(hearing, units[:n_units], epoch.rows[slot, 0], seat.low[0], seat.high[0])
        if any_wants_to_move(seat, n_units):
            epoch.job[IS_RESTLESS] = 1


@bare
def _do_part(coupling, s, hearing, part, slot):
    """Do one part of the present job: open a block of the epoch, or look whether some units want to move."""
    if coupling.epoch.job[KIND] == _OPEN_EPOCH:
        _open_visits(coupling, s, part)
    else:
        _look(coupling, s, hearing, part, slot)


@inlined
def _begin(coupling, hearing, kind, start):
    """Write down what the next job is, and from which visit on."""
    epoch = coupling.epoch
    epoch.job[KIND], epoch.job[START], epoch.job[IS_RESTLESS] = kind, start, 0
    if not epoch.job[IS_FURNISHED]:
        furnish(coupling, hearing)


@inlined
def _next_size(coupling, blocks, n_flips, n_visits):  # O(64)
    """Return for how many blocks the fields will do.

    While the flips of an epoch move fields less than half way to zero, most units are decided as they stand. Where
    they move them more, each block hears of the flips of all before it, and that must cost less than to begin anew.
    """
    epoch, n_words = coupling.epoch, coupling.keys.shape[1]
    largest = min(2 * blocks, epoch.seats.shape[0])
    if n_flips == 0:
        return largest
    distance = np.int64(0)
    for u in range(_SAMPLED):
        distance += abs(epoch.seats[0, 0, u])
    flip_rate = n_flips / n_visits
    bearable = 0.5 * distance / _SAMPLED / (2.0 * coupling.p) / flip_rate / BLOCK
    cheap = np.sqrt((1.5 + 0.15 * n_words) / (flip_rate * n_words))
    return max(1, min(largest, np.int64(max(bearable, cheap))))


def _open_run(coupling, s, products):
    low = 1 - s.size % 2
    for i in range(s.size):
        if s[i] == 0:
            low = 0
    plan(products, coupling.planes, low)
    coupling.epoch.job[SIZE] = 1
    return 0


@bare
def _wait_for(coupling, s, block):
    """Wait until a block of the epoch is open, and open others meanwhile."""
    while not is_done(coupling.team, block):
        part = claim(coupling.team)
        if part >= 0:
            _open_visits(coupling, s, part)
            finish(coupling.team, part)


@bare
def _call_off(team, n_parts):
    """See to it that no part of a job is begun any more, and none is under way."""
    part = claim(team)
    while part >= 0:
        finish(team, part)
        part = claim(team)
    join(team, n_parts)


@absorbed
def _epoch(coupling, s, hearing, stream, log, start, n_blocks):
    """Visit the units of up to so many blocks, as long as the planes have room; return (visits, flips)."""
    epoch, team = coupling.epoch, coupling.team
    n_flips, stop = 0, min(s.size, start + n_blocks * BLOCK)
    room, epoch.flips[1, 0] = fit(coupling.planes, BLOCK), 0
    _begin(coupling, hearing, _OPEN_EPOCH, start)
    is_shared = team.size > 1 and n_blocks > 1
    if is_shared:
        post(team, n_blocks)
    for block in range(n_blocks):
        if is_shared:
            _wait_for(coupling, s, block)
        else:
            _open_visits(coupling, s, block)
        epoch.work[0, 0] += BLOCK * coupling.keys.shape[1] * coupling.planes.book[0]
        seat, first = seat_of(epoch, block), start + block * BLOCK
        units = epoch.units[first : min(stop, first + BLOCK)]
        if not epoch.job[HAVE_LEVELS]:
            set_levels(hearing, units, stream, seat.low[0], seat.high[0])
        n_flips = visit_block(
            coupling, seat, units, s, hearing, log, epoch.flips, n_flips, epoch.work[0]
        )
        if n_flips + BLOCK > room:
            stop = min(stop, first + BLOCK)
            break
    if is_shared:
        _call_off(team, n_blocks)
    return stop - start, n_flips


def _sweep(coupling, memory, s, hearing, order, stream, log):
    epoch, n_flips, n, start = coupling.epoch, 0, order.size, 0
    epoch.units[n:] = order[n - 1]
    while start < n:
        n_blocks = min(epoch.job[SIZE], (n - start + BLOCK - 1) // BLOCK)
        visits, flips = _epoch(coupling, s, hearing, stream, log, start, n_blocks)
        count(coupling.planes, coupling.keys, epoch.flips[0, :flips], epoch.flips[1, :flips])
        epoch.job[SIZE] = _next_size(coupling, n_blocks, flips, visits)
        n_flips += flips
        start += visits
    return n_flips


def _is_settled(coupling, memory, s, hearing):
    # O(n · planes · p/64), in order of memory: faster than a sweep
    size, team = _SETTLE_BLOCKS * BLOCK, coupling.team
    n_parts = (s.size + size - 1) // size
    _begin(coupling, hearing, _SETTLE, 0)
    if team.size == 1:
        for part in range(n_parts):
            _look(coupling, s, hearing, part, 0)
        return coupling.epoch.job[IS_RESTLESS] == 0
    post(team, n_parts)
    part = claim(team)
    while part >= 0:
        _look(coupling, s, hearing, part, 0)
        finish(team, part)
        part = claim(team)
    join(team, n_parts)
    return coupling.epoch.job[IS_RESTLESS] == 0


def _close_run(coupling, memory, products):
    read_back(coupling.planes, products)


offer(Exact, (_open_run, _sweep, _is_settled, _close_run))


@entry
def assist(coupling, s, hearing, slot):
    """Help the leader, who is in `advance`, until he says that it is over; return how many parts were done."""
    patience, n_parts = 0, 0
    while not is_over(coupling.team, patience):
        part = claim(coupling.team)
        if part < 0:
            patience += 1
            continue
        patience = 0
        _do_part(coupling, s, hearing, part, slot)
        finish(coupling.team, part)
        n_parts += 1
    return n_parts
