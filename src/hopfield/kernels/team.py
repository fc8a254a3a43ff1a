"""How threads share the work inside one recall: the leader posts a job of many parts, and whoever is free takes one.

One 64-bit word holds the number of the job, how many parts it has, and the next part that is free. A part is
claimed by an atomic addition, so nobody waits for a helper that does not run: the leader then does all parts himself.
He waits only for parts that a helper has begun.
"""

import sys
from typing import Any, NamedTuple

import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from hopfield.kernels.compiling import bare

__all__ = [
    "CAN_HELP",
    "LARGEST_TEAM",
    "Team",
    "claim",
    "dismiss",
    "finish",
    "is_done",
    "is_over",
    "join",
    "new_team",
    "post",
]

CAN_HELP = sys.platform != "win32"  # there a waiting thread has no sched_yield to give way with

_CLAIM, _DONE, _OVER = 0, 8, 16  # words of `meeting`, each on a cache line of its own
_NUMBER, _PARTS = 48, 24  # bits of the claim word: job << 48 | parts << 24 | next part
_MASK = (1 << 24) - 1
_PATIENCE = 2_000
_NOTED = 64  # parts of which it is written down that they are done
LARGEST_TEAM = _NOTED  # an epoch has as many blocks as the team has threads, and each is waited for


class Team(NamedTuple):
    """What the threads of one recall share."""

    meeting: np.ndarray  # (24,) int64: the claim word, how many parts are done, whether it is over
    done: np.ndarray  # (64,) int64: in which job a part was done last
    size: int  # threads, the leader among them


def new_team(size: int) -> Team:
    """Return a team that has nothing to do yet."""
    return Team(np.zeros(24, dtype=np.int64), np.zeros(_NOTED, dtype=np.int64), size)


def dismiss(team: Team) -> None:
    """Send the helpers home."""
    team.meeting[_OVER] = 1


def _where(context, builder, kind, array, index):
    """Return the address of an element."""
    return cgutils.get_item_pointer(
        context, builder, kind, context.make_array(kind)(context, builder, array), [index]
    )


def _atomic_load(_, array, index):
    """Return array[index], never older than what was stored before it."""

    def generate(context, builder, signature, args):
        where = _where(context, builder, signature.args[0], args[0], args[1])
        return builder.load_atomic(where, "seq_cst", 8)

    return types.int64(array, types.intp), generate


def _atomic_store(_, array, index, value):
    """Write array[index], after everything written before."""

    def generate(context, builder, signature, args):
        where = _where(context, builder, signature.args[0], args[0], args[1])
        builder.store_atomic(args[2], where, "seq_cst", 8)
        return context.get_dummy_value()

    return types.void(array, types.intp, types.int64), generate


def _atomic_add(_, array, index, value):
    """Add to array[index] and return what it was."""

    def generate(context, builder, signature, args):
        where = _where(context, builder, signature.args[0], args[0], args[1])
        return builder.atomic_rmw("add", where, args[2], "seq_cst")

    return types.int64(array, types.intp, types.int64), generate


_load: Any = intrinsic(_atomic_load)
_store: Any = intrinsic(_atomic_store)
_add: Any = intrinsic(_atomic_add)
_give_way: Any = types.ExternalFunction("sched_yield", types.int32()) if CAN_HELP else None


@bare
def post(team, n_parts):
    """Offer a job of so many parts; what it is must have been written before."""
    number = (_load(team.meeting, _CLAIM) >> _NUMBER) + 1
    for part in range(min(n_parts, team.done.size)):  # numbers come again, after 32,768 jobs
        _store(team.done, part, -1)
    _store(team.meeting, _DONE, 0)
    _store(team.meeting, _CLAIM, ((number & 0x7FFF) << _NUMBER) | (n_parts << _PARTS))


@bare
def claim(team):
    """Return a part of the present job that is now the caller's, or -1."""
    word = _load(team.meeting, _CLAIM)
    if (word & _MASK) >= ((word >> _PARTS) & _MASK):
        return -1
    word = _add(team.meeting, _CLAIM, 1)
    part = word & _MASK
    return part if part < ((word >> _PARTS) & _MASK) else -1


@bare
def finish(team, part):
    """Say that a claimed part is done."""
    if part < team.done.size:
        _store(team.done, part, _load(team.meeting, _CLAIM) >> _NUMBER)
    _add(team.meeting, _DONE, 1)


@bare
def is_done(team, part):
    """Return whether a part, one of the first 64, of the present job is done."""
    return _load(team.done, part) == _load(team.meeting, _CLAIM) >> _NUMBER


@bare
def join(team, n_parts):
    """Wait until all parts are done, begun ones by helpers among them."""
    patience = 0
    while _load(team.meeting, _DONE) < n_parts:
        patience += 1
        if patience > _PATIENCE:
            _give_way()


@bare
def is_over(team, patience):
    """Return whether the leader has sent the helpers home; give way if he has had nothing to do for a while."""
    if patience > _PATIENCE:
        _give_way()
    return _load(team.meeting, _OVER) != 0
