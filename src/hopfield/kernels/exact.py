"""One unit at a time, exactly, at the speed of popcounts: the loop for whole-number couplings.

Visits come in epochs of 64 and more. The fields of an epoch are computed at once, 64 units at a time, from the overlaps
at its start. The units are then visited one by one. A flip changes any other field by at most 2p, so a unit whose
field is further from its threshold than 2p times the flips since then is decided as it stands; for any other the
flips are first taken into its block's fields, one popcount over p bits each. So every decision is that of the field
at that very moment, and most cost nothing beyond their share of the epoch.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from hopfield.kernels import compiling, sources
from hopfield.kernels.decide import OPEN, chance_of_visit, new_value, wants_to_move, write
from hopfield.kernels.loop import offer
from hopfield.kernels.planes import Planes, count, make_planes, plan, popcount, prefetch, read_back
from hopfield.kernels.team import Team, claim, finish, is_over, join, post

__all__ = ["BLOCK", "Epoch", "Exact", "Run", "assist", "equipped", "fields_of_block", "gather"]

BLOCK = 64
_LARGEST_EPOCH = 32  # blocks
_SETTLE_BLOCKS = 16  # blocks that are one part of the check
_OPEN_EPOCH, _SETTLE = 0, 1  # jobs


class Epoch(NamedTuple):
    """Scratch for the visits of an epoch, shared by the threads of a recall."""

    units: np.ndarray  # (blocks · 64,) uint32: who is visited
    rows: np.ndarray  # (blocks, words, 64) uint64: the bits of the units, transposed
    field: np.ndarray  # (blocks, 64) int64: what they hear, without their own part
    spare: np.ndarray  # (64,) int64
    flipped: np.ndarray  # (blocks · 64,) int64: units that changed, in order
    change: np.ndarray  # (blocks · 64,) int64: by how much
    up: np.ndarray  # (8, words) uint64
    digits: np.ndarray  # (4, words) uint64
    work: np.ndarray  # (2,) int64: words of fields, words of corrections
    job: (
        np.ndarray
    )  # (3,) int64: what the team does, how many visits there are, whether some unit wants to move


class Exact(NamedTuple):
    """Whole numbers: n·J = valuesᵀ keys, both as packed bits, one row a unit."""

    keys: np.ndarray  # (n, words) uint64
    values: np.ndarray  # (n, words) uint64
    own: np.ndarray  # (n,) or (1,) int64: n·J_ii, that the field has and the unit must not hear
    p: int
    planes: Planes
    epoch: Epoch
    team: Team


class Run(NamedTuple):
    """What belongs to one row of a batch."""

    products: np.ndarray  # (p,) int64: the overlaps when they were last written into planes
    low: int  # 1 if all overlaps are and stay even
    size: np.ndarray  # (1,) int64: blocks in the next epoch


def equipped(keys: np.ndarray, values: np.ndarray, own: np.ndarray, p: int, size: int = 1) -> Exact:
    """Return a coupling with scratch of its own for one call of the loop, and a team of that size."""
    n, n_words = keys.shape
    blocks = min(_LARGEST_EPOCH, (1 << 15) // (n_words * BLOCK), -(-n // BLOCK))
    blocks = max(blocks, 1, size)
    epoch = Epoch(
        np.zeros(blocks * BLOCK, dtype=np.uint32),
        np.zeros((blocks, n_words, BLOCK), dtype=np.uint64),
        np.zeros((blocks, BLOCK), dtype=np.int64),
        np.zeros(BLOCK, dtype=np.int64),
        np.zeros(blocks * BLOCK, dtype=np.int64),
        np.zeros(blocks * BLOCK, dtype=np.int64),
        np.zeros((8, n_words), dtype=np.uint64),
        np.zeros((4, n_words), dtype=np.uint64),
        np.zeros(2, dtype=np.int64),
        np.zeros(3, dtype=np.int64),
    )
    team = Team(np.zeros(24, dtype=np.int64), size)
    return Exact(keys, values, own, p, make_planes(n_words), epoch, team)


@njit(nogil=True)
def gather(values, units, rows):  # O(64 · p/64)
    """Transpose the bits of up to 64 units: rows[w, u] is word w of unit u."""
    for u in range(units.size):
        row = values[units[u]]
        for w in range(row.size):
            rows[w, u] = row[w]


@njit(nogil=True)
def _add_planes(rows, low, high, first, last, total, weight):
    """total[u] += weight-signed popcounts of rows with two planes, for words first … last - 1."""
    w = first
    while w + 4 <= last:
        p0, p1, p2, p3 = low[w], low[w + 1], low[w + 2], low[w + 3]
        q0, q1, q2, q3 = high[w], high[w + 1], high[w + 2], high[w + 3]
        for u in range(BLOCK):
            t0, t1, t2, t3 = rows[w, u], rows[w + 1, u], rows[w + 2, u], rows[w + 3, u]
            ones = (popcount(t0 & p0) + popcount(t1 & p1)) + (popcount(t2 & p2) + popcount(t3 & p3))
            twos = (popcount(t0 & q0) + popcount(t1 & q1)) + (popcount(t2 & q2) + popcount(t3 & q3))
            total[u] += np.int64(ones) + weight * np.int64(twos)
        w += 4
    while w < last:
        p0, q0 = low[w], high[w]
        for u in range(BLOCK):
            ones, twos = popcount(rows[w, u] & p0), popcount(rows[w, u] & q0)
            total[u] += np.int64(ones) + weight * np.int64(twos)
        w += 1


@njit(nogil=True)
def fields_of_block(rows, planes, total):  # O(64 · planes · p/64)
    """Write Σ_μ ξ_i^μ M_μ of 64 units, from their transposed bits."""
    n_planes, low = planes.book[0], planes.book[1]
    n_words = planes.lanes.size
    total[:] = 0
    for b in range(n_planes - 2, -1, -2):
        for u in range(BLOCK):
            total[u] *= 4
        weight = np.int64(-2) if b == n_planes - 2 else np.int64(2)  # the highest plane is the sign
        _add_planes(rows, planes.bits[b], planes.bits[b + 1], 0, n_words, total, weight)
    for u in range(BLOCK):
        total[u] = (total[u] << (low + 1)) - planes.book[2]
    for k in range(planes.book[4]):
        w, shift, value = planes.which[k] >> 6, np.uint64(planes.which[k] & 63), planes.value[k]
        for u in range(BLOCK):
            bit = np.int64((rows[w, u] >> shift) & np.uint64(1))
            total[u] += (2 * bit - 1) * value


@njit(nogil=True)
def _open(coupling, planes, s, units, rows, field):
    """Compute what up to 64 units hear, without their own part."""
    gather(coupling.values, units, rows)
    fields_of_block(rows, planes, field)
    step = 0 if coupling.own.size == 1 else 1
    for u in range(units.size):
        field[u] -= coupling.own[units[u] * step] * s[units[u]]


@njit(nogil=True)
def _correct(coupling, rows, field, spare, unit, change):  # O(64 · p/64)
    """Take a flip into the fields of a block: field_i += change · Σ_μ values_i^μ keys_j^μ.

    All 64 of them, also those visited already: a loop of fixed length is twice as fast as half of it.
    """
    key = coupling.keys[unit]
    spare[:] = 0
    w = 0
    while w + 4 <= key.size:
        k0, k1, k2, k3 = key[w], key[w + 1], key[w + 2], key[w + 3]
        for u in range(BLOCK):
            first = popcount(rows[w, u] ^ k0) + popcount(rows[w + 1, u] ^ k1)
            second = popcount(rows[w + 2, u] ^ k2) + popcount(rows[w + 3, u] ^ k3)
            spare[u] += np.int64(first + second)
        w += 4
    while w < key.size:
        k0 = key[w]
        for u in range(BLOCK):
            spare[u] += np.int64(popcount(rows[w, u] ^ k0))
        w += 1
    for u in range(BLOCK):
        field[u] += change * (coupling.p - 2 * spare[u])


@njit(nogil=True)
def _catch_up(coupling, epoch, block, units, once, first, last):
    """Take flips first … last - 1 of the epoch into the fields of a block."""
    step = 0 if coupling.own.size == 1 else 1
    for k in range(first, last):
        unit, change = epoch.flipped[k], epoch.change[k]
        _correct(coupling, epoch.rows[block], epoch.field[block], epoch.spare, unit, change)
        if once:
            continue
        for later in range(units.size):  # drawn twice in an epoch: a unit does not hear itself
            if units[later] == unit:
                epoch.field[block, later] -= change * coupling.own[unit * step]
    epoch.work[1] += (last - first) * coupling.keys.shape[1] * BLOCK


@njit(nogil=True)
def _visit_block(coupling, epoch, block, units, s, hearing, stream, log, n_flips):
    """Visit up to 64 units in order; return how many flips the epoch has then."""
    taken = 0  # flips of the epoch that this block's fields have
    step, any_held = 0 if hearing.bias.size == 1 else 1, hearing.held.size > 0
    for u in range(units.size):
        i = units[u]
        if any_held and hearing.held[i]:
            continue
        chance = chance_of_visit(hearing, stream)
        margin = 2.0 * coupling.p * (n_flips - taken)
        if log.unit.size and n_flips > taken:
            margin = np.inf  # a record wants the field itself
        h = epoch.field[block, u] + hearing.bias[i * step]
        new = new_value(h, margin, s[i], hearing, chance)
        if new == OPEN:
            _catch_up(coupling, epoch, block, units, hearing.once, taken, n_flips)
            taken = n_flips
            h = epoch.field[block, u] + hearing.bias[i * step]
            new = new_value(h, 0.0, s[i], hearing, chance)
        if new != s[i]:
            write(log, i, h, s[i], new)
            epoch.flipped[n_flips], epoch.change[n_flips] = i, np.int64(new) - np.int64(s[i])
            s[i] = new
            n_flips += 1
    return n_flips


@njit(nogil=True)
def _fit(planes, products, low, needed):  # O(p · planes) when it has to
    """Make room in the planes for that many more changes."""
    if planes.book[0] == 0:
        plan(products, planes, low, 4 * needed)
    elif planes.book[3] < needed:
        read_back(planes, products)
        plan(products, planes, low, 4 * needed)


@njit(nogil=True)
def _next_size(epoch, blocks, n_flips, n_visits, p):  # O(visits)
    """Return for how many blocks the fields will do: flips of an epoch should move them less than half way to zero."""
    largest = min(2 * blocks, epoch.field.shape[0])
    if n_flips == 0:
        return largest
    distance = 0.0
    for block in range((n_visits + BLOCK - 1) // BLOCK):
        for u in range(BLOCK):
            distance += abs(epoch.field[block, u])
    typical = distance / (BLOCK * ((n_visits + BLOCK - 1) // BLOCK))
    n_bearable = 0.5 * typical / (2.0 * p)
    return max(1, min(largest, int(n_bearable * n_visits / n_flips) // BLOCK))


@njit(nogil=True)
def _do_part(coupling, s, hearing, part, slot):
    """Do one part of the present job: open a block of the epoch, or look whether some units want to move."""
    epoch = coupling.epoch
    if epoch.job[0] == _OPEN_EPOCH:
        first, stop = part * BLOCK, epoch.job[1]
        later = first + coupling.team.size * BLOCK
        for visit in range(later, min(stop, later + BLOCK)):
            for offset in range(0, 8 * coupling.values.shape[1], 64):
                prefetch(coupling.values, np.int64(epoch.units[visit]), offset)
        units = epoch.units[first : min(stop, first + BLOCK)]
        _open(coupling, coupling.planes, s, units, epoch.rows[part], epoch.field[part])
        return
    size = _SETTLE_BLOCKS * BLOCK
    for start in range(part * size, min(s.size, (part + 1) * size), BLOCK):
        if epoch.job[2]:
            return
        units = np.arange(start, min(s.size, start + BLOCK))
        _open(coupling, coupling.planes, s, units, epoch.rows[slot], epoch.field[slot])
        if _any_wants_to_move(epoch.field[slot], units, s, hearing):
            epoch.job[2] = 1


@njit(nogil=True)
def _any_wants_to_move(field, units, s, hearing):
    step, any_held = 0 if hearing.bias.size == 1 else 1, hearing.held.size > 0
    for u in range(units.size):
        i = units[u]
        if not (any_held and hearing.held[i]) and wants_to_move(
            field[u] + hearing.bias[i * step], s[i], hearing
        ):
            return True
    return False


@njit(nogil=True)
def _do_job(coupling, s, hearing, kind, n_visits, n_parts):
    """Do all parts of a job, with whoever of the team is free."""
    job, team = coupling.epoch.job, coupling.team
    job[0], job[1], job[2] = kind, n_visits, 0
    coupling.epoch.work[0] += n_visits * coupling.keys.shape[1] * coupling.planes.book[0]
    if team.size == 1:
        for part in range(n_parts):
            _do_part(coupling, s, hearing, part, 0)
        return
    post(team, n_parts)
    part = claim(team)
    while part >= 0:
        _do_part(coupling, s, hearing, part, 0)
        finish(team)
        part = claim(team)
    join(team, n_parts)


def _open_run(coupling, s, products):
    low = 1 - s.size % 2
    for i in range(s.size):
        if s[i] == 0:
            low = 0
    coupling.planes.book[0] = 0
    _fit(coupling.planes, products, low, BLOCK)
    return Run(products, low, np.ones(1, dtype=np.int64))


def _sweep(coupling, memory, s, hearing, order, stream, log):
    planes, epoch = coupling.planes, coupling.epoch
    n_flips, n, start = 0, order.size, 0
    while start < n:
        n_visits = min(n - start, memory.size[0] * BLOCK)
        n_blocks = (n_visits + BLOCK - 1) // BLOCK
        _fit(planes, memory.products, memory.low, n_visits)
        epoch.units[:n_visits] = order[start : start + n_visits]
        _do_job(coupling, s, hearing, _OPEN_EPOCH, n_visits, n_blocks)
        flips = 0
        for block in range(n_blocks):
            units = epoch.units[block * BLOCK : min(n_visits, (block + 1) * BLOCK)]
            flips = _visit_block(coupling, epoch, block, units, s, hearing, stream, log, flips)
        flipped, change = epoch.flipped[:flips], epoch.change[:flips]
        count(planes, coupling.keys, flipped, change, epoch.up, epoch.digits)
        memory.size[0] = _next_size(epoch, memory.size[0], flips, n_visits, coupling.p)
        n_flips += flips
        start += n_visits
    return n_flips


def _is_settled(
    coupling, memory, s, hearing
):  # O(n · planes · p/64), in order of memory: faster than a sweep
    size = _SETTLE_BLOCKS * BLOCK
    _do_job(coupling, s, hearing, _SETTLE, s.size, (s.size + size - 1) // size)
    return coupling.epoch.job[2] == 0


def _close_run(coupling, memory, products):
    read_back(coupling.planes, products)


offer(Exact, (_open_run, _sweep, _is_settled, _close_run))


def _compiled(stamp):
    """Return the entry point; the stamp names the sources that it was compiled from, see `sources`."""

    @compiling.entry
    def assist(coupling, s, hearing, slot):
        """Help the leader, who is in `advance`, until he says that it is over; return how many parts were done."""
        patience, n_parts = 0, 0
        while stamp >= 0 and not is_over(coupling.team, patience):
            part = claim(coupling.team)
            if part < 0:
                patience += 1
                continue
            patience = 0
            _do_part(coupling, s, hearing, part, slot)
            finish(coupling.team)
            n_parts += 1
        return n_parts

    return assist


assist = _compiled(sources.stamp())
