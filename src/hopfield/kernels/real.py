"""One unit at a time, for real numbers: weighted overlaps, and a matrix.

The memory is the weights of the overlaps, or the fields, and is computed anew from exact overlaps, or from the state,
after each sweep, so that rounding never adds up.
"""

import inspect
from typing import NamedTuple

import numpy as np
from numba import njit
from numba.extending import overload

from hopfield.kernels.decide import chance_of_visit, new_value, wants_to_move, write
from hopfield.kernels.loop import offer

__all__ = ["Full", "Weighted", "heard", "refresh", "told"]


class Weighted(NamedTuple):
    """Real weights: J = valuesᵀ A keys / n."""

    keys: np.ndarray  # (n, words) uint64: what each unit is in each pattern, packed
    values: np.ndarray  # (n, words) uint64
    columns: np.ndarray  # (p, p) float64: row ν is column ν of A / n
    own: np.ndarray  # (n,) float64: J_ii, that the field has and the unit must not hear


class Full(NamedTuple):
    """A matrix: J without its diagonal."""

    columns: np.ndarray  # (n, n) float: row j is column j of J


def refresh(coupling, memory, s):
    """Compute the weights, or the fields, anew."""


def heard(coupling, memory, s, i):
    """Return the field of unit i without its own part."""


def told(coupling, memory, i, change):
    """Take up that unit i has changed."""


def _choose(stub, weighted, full, **options):
    """Register the bodies of a stub for the two kinds."""

    def choose(coupling, *_rest):
        return {Weighted: weighted, Full: full}.get(getattr(coupling, "instance_class", None))

    choose.__signature__ = inspect.signature(weighted)
    overload(stub, strict=False, **options)(choose)


def _refresh_weights(coupling, memory, s):  # O(p²)
    products, weights = memory
    weights[:] = 0.0
    for nu in range(products.size):
        for mu in range(products.size):
            weights[mu] += coupling.columns[nu, mu] * products[nu]


def _refresh_fields(coupling, memory, s):  # O(n²)
    field = memory[1]
    field[:] = 0.0
    for j in range(s.size):
        for i in range(s.size):
            field[i] += coupling.columns[j, i] * s[j]


def _heard_weights(coupling, memory, s, i):  # O(p)
    weights, total = memory[1], 0.0
    for mu in range(weights.size):
        bit = (coupling.values[i, mu >> 6] >> np.uint64(mu & 63)) & np.uint64(1)
        total += weights[mu] if bit else -weights[mu]
    return total - coupling.own[i] * s[i]


def _heard_field(coupling, memory, s, i):  # O(1)
    return memory[1][i]


def _told_weights(coupling, memory, i, change):  # O(p²)
    products, weights = memory
    for nu in range(products.size):
        bit = (coupling.keys[i, nu >> 6] >> np.uint64(nu & 63)) & np.uint64(1)
        signed = change if bit else -change
        products[nu] += signed
        for mu in range(products.size):
            weights[mu] += coupling.columns[nu, mu] * signed


def _told_fields(coupling, memory, i, change):  # O(n)
    field = memory[1]
    for j in range(field.size):
        field[j] += coupling.columns[i, j] * change


_choose(refresh, _refresh_weights, _refresh_fields)
# Sums may be taken in any order, so that they vectorise: no decision hangs on the order, because a field
# within `tolerance` counts as zero.
_choose(heard, _heard_weights, _heard_field, jit_options={"fastmath": {"reassoc"}})
_choose(told, _told_weights, _told_fields)


def _open_weights(coupling, s, products):
    memory = (products, np.empty(products.size))
    refresh(coupling, memory, s)
    return memory


def _open_fields(coupling, s, products):
    memory = (products, np.empty(s.size))
    refresh(coupling, memory, s)
    return memory


@njit(nogil=True)
def _visit_all(
    coupling, memory, s, hearing, order, stream, log
):  # O(n·p), or O(n), and what each flip costs
    n_flips, step = 0, 0 if hearing.bias.size == 1 else 1
    any_held = hearing.held.size > 0
    for visit in range(order.size):
        i = order[visit]
        if any_held and hearing.held[i]:
            continue
        h = heard(coupling, memory, s, i) + hearing.bias[i * step]
        new = new_value(h, 0.0, s[i], hearing, chance_of_visit(hearing, stream))
        if new != s[i]:
            write(log, i, h, s[i], new)
            told(coupling, memory, i, np.int64(new) - np.int64(s[i]))
            s[i] = new
            n_flips += 1
    refresh(coupling, memory, s)
    return n_flips


def _sweep(coupling, memory, s, hearing, order, stream, log):
    return _visit_all(coupling, memory, s, hearing, order, stream, log)


def _settled(coupling, memory, s, hearing):  # O(n·p), less if a unit wants to move early
    step, any_held = 0 if hearing.bias.size == 1 else 1, hearing.held.size > 0
    for i in range(s.size):
        if not (any_held and hearing.held[i]):
            h = heard(coupling, memory, s, i) + hearing.bias[i * step]
            if wants_to_move(h, s[i], hearing):
                return False
    return True


def _close(coupling, memory, products):
    return None


offer(Weighted, (_open_weights, _sweep, _settled, _close))
offer(Full, (_open_fields, _sweep, _settled, _close))
