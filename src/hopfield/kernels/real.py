"""One unit at a time, for real numbers: weighted overlaps, and a matrix.

What is kept up to date while units flip is the weights of the overlaps, or the fields. It is computed anew before a
state may be called settled, and after as many flips as there are units, so that rounding never adds up. Another kind
of coupling says with `listen` how it does so; the visits are written once.
"""

import inspect
from typing import Any, NamedTuple

import numpy as np
from numba.extending import overload

from hopfield.kernels.compiling import BARE, bare, inner
from hopfield.kernels.decide import levels, wants_to_move, write
from hopfield.kernels.loop import offer

__all__ = ["Full", "ask_for", "ask_for_nothing", "heard", "listen", "new_age", "refresh", "told"]

_AHEAD = 16  # visits from asking to hearing


class Full(NamedTuple):
    """A matrix, whose diagonal is never heard."""

    columns: np.ndarray  # (n, n) float32 or float64: row j is column j of J


def refresh(coupling, memory, s):
    """Compute what is kept anew."""


def heard(coupling, memory, s, i):
    """Return the field of unit i without its own part."""


def told(coupling, memory, i, change):
    """Take up that unit i changes, before it does."""


def ask_for(coupling, i):
    """Ask that what is needed to hear unit i be brought near: it is visited soon."""


def listen(kind, bodies, *, is_scan_cheap):
    """Register a kind: how its memory is opened, refreshed, heard, told and asked for.

    Whether a state is settled is seen from the fields at hand first where to hear all is cheaper than to refresh.
    The first item of a memory is its age, see `new_age`.
    """
    opened, *rest = bodies
    # Sums may be taken in any order, so that they vectorise: no decision hangs on the order, because a field
    # within the tolerance counts as zero.
    options: Any = (BARE, BARE | {"fastmath": {"reassoc"}}, BARE, BARE)
    for stub, body, option in zip((refresh, heard, told, ask_for), rest, options, strict=True):

        def choose(coupling, *_rest, body=body):
            return body if getattr(coupling, "instance_class", None) is kind else None

        choose.__signature__ = inspect.signature(body)
        overload(stub, strict=False, jit_options=option)(choose)
    offer(kind, (opened, _sweep, _settled_by_look if is_scan_cheap else _settled, _close))


@inner
def new_age():
    """Return the number of flips since the memory was computed anew, (1,) int64."""
    return np.zeros(1, dtype=np.int64)


@bare
def _renew(coupling, memory, s):
    """Compute what is kept anew, if a unit has flipped since."""
    if memory[0][0] > 0:
        refresh(coupling, memory, s)
        memory[0][0] = 0


@bare
def _visit_all(coupling, memory, s, hearing, order, stream, log):  # O(n · heard + flips · told)
    n_flips, step = 0, 0 if hearing.bias.size == 1 else 1
    any_held = hearing.held.size > 0
    for visit in range(order.size):
        i = order[visit]
        ask_for(coupling, order[min(visit + _AHEAD, order.size - 1)])
        if any_held and hearing.held[i]:
            continue
        h = heard(coupling, memory, s, i) + hearing.bias[i * step]
        low, high = levels(hearing, stream)
        if wants_to_move(h, s[i], low, high):
            new = 1 if h > high else -1
            write(log, i, h, s[i], new)
            told(coupling, memory, i, np.int64(new) - np.int64(s[i]))
            s[i] = new
            n_flips += 1
    memory[0][0] += n_flips
    if memory[0][0] >= s.size:  # at most as dear as the flips were
        _renew(coupling, memory, s)
    return n_flips


@bare
def _is_anyone_restless(coupling, memory, s, hearing):  # O(n · heard), less if found early
    step, any_held = 0 if hearing.bias.size == 1 else 1, hearing.held.size > 0
    for i in range(s.size):
        if not (any_held and hearing.held[i]):
            h = heard(coupling, memory, s, i) + hearing.bias[i * step]
            if wants_to_move(h, s[i], -hearing.tolerance, hearing.tolerance):
                return True
    return False


def _sweep(coupling, memory, s, hearing, order, stream, log):
    return _visit_all(coupling, memory, s, hearing, order, stream, log)


def _settled(coupling, memory, s, hearing):
    _renew(coupling, memory, s)
    return not _is_anyone_restless(coupling, memory, s, hearing)


def _settled_by_look(coupling, memory, s, hearing):
    # who wants to move by fields with the rounding of a few flips moves on; that nobody does is never taken from them
    if _is_anyone_restless(coupling, memory, s, hearing):
        return False
    if memory[0][0] == 0:
        return True
    _renew(coupling, memory, s)
    return not _is_anyone_restless(coupling, memory, s, hearing)


def _close(coupling, memory, products):
    return None


def _open_fields(coupling, s, products):
    memory = (new_age(), np.empty(s.size))
    refresh(coupling, memory, s)
    return memory


@bare
def _add_column(column, field, j, strength):  # O(n)
    """Tell all units but j, row j of the columns times a strength."""
    kept = field[j]
    for i in range(field.size):
        field[i] += strength * column[i]
    field[j] = kept


@bare
def _add_four_columns(
    columns, field, j, s
):  # O(4n): the fields are read and written once for four columns
    """Tell all units the columns j … j + 3, each unit all but its own."""
    a, b, c, d = float(s[j]), float(s[j + 1]), float(s[j + 2]), float(s[j + 3])
    ca, cb, cc, cd = columns[j], columns[j + 1], columns[j + 2], columns[j + 3]
    fa = field[j] + (b * cb[j] + c * cc[j] + d * cd[j])
    fb = field[j + 1] + (a * ca[j + 1] + c * cc[j + 1] + d * cd[j + 1])
    fc = field[j + 2] + (a * ca[j + 2] + b * cb[j + 2] + d * cd[j + 2])
    fd = field[j + 3] + (a * ca[j + 3] + b * cb[j + 3] + c * cc[j + 3])
    for i in range(field.size):
        field[i] += (a * ca[i] + b * cb[i]) + (c * cc[i] + d * cd[i])
    field[j], field[j + 1], field[j + 2], field[j + 3] = fa, fb, fc, fd


def _refresh_fields(coupling, memory, s):  # O(n²): one reading of the matrix
    field, j = memory[1], 0
    field[:] = 0.0
    while j + 4 <= s.size:
        _add_four_columns(coupling.columns, field, j, s)
        j += 4
    while j < s.size:
        _add_column(coupling.columns[j], field, j, float(s[j]))
        j += 1


def _heard_field(coupling, memory, s, i):  # O(1)
    return memory[1][i]


def _told_fields(coupling, memory, i, change):  # O(n)
    _add_column(coupling.columns[i], memory[1], i, float(change))


def ask_for_nothing(coupling, i):
    """Ask for nothing: what is heard is one field, or all of the patterns."""


listen(
    Full,
    (_open_fields, _refresh_fields, _heard_field, _told_fields, ask_for_nothing),
    is_scan_cheap=True,
)
