"""One unit at a time: the loop over visits, and what a unit hears in each form of J.

A coupling is a NamedTuple of arrays; `open_memory`, `refresh`, `heard` and `told` have one body for each, chosen by the
compiler from the type (static dispatch), so the loop is written once. The memory is what is kept up to date while units
flip: the overlaps, or the fields. `heard` is the field without the unit's own part, in the kernel's own unit.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numba.extending import overload

from hopfield.kernels.chance import below, shuffled, uniform

__all__ = ["Exact", "Full", "Log", "Weighted", "advance", "heard", "open_memory", "refresh", "told"]

_SHUFFLED, _WITH_REPLACEMENT = 0, 1  # 2 is sequential
_RUNNING, _SETTLED = 0, 1


class Exact(NamedTuple):
    """Whole numbers: n·J = valuesᵀ keys, both as packed bits, one row a unit."""

    keys: np.ndarray  # (n, words) uint64
    values: np.ndarray  # (n, words) uint64
    own: np.ndarray  # (n,) int64: n·J_ii, that the field has and the unit must not hear


class Weighted(NamedTuple):
    """Real weights: J = valuesᵀ A keys / n."""

    keys: np.ndarray  # (n, words) uint64
    values: np.ndarray  # (n, words) uint64
    columns: np.ndarray  # (p, p) float64: row ν is column ν of A / n
    own: np.ndarray  # (n,) float64: J_ii


class Full(NamedTuple):
    """A matrix: J without its diagonal."""

    columns: np.ndarray  # (n, n) float: row j is column j of J


class Log(NamedTuple):
    """Where flips are written, in order."""

    unit: np.ndarray
    heard: np.ndarray
    old: np.ndarray
    new: np.ndarray
    written: np.ndarray  # (1,) int64; nothing is written past the end of the others


def open_memory(coupling, products):
    """Return what is kept up to date while units flip."""


def refresh(coupling, memory, s):
    """Compute it anew, so that rounding never adds up."""


def heard(coupling, memory, s, i):
    """Return the field of unit i without its own part."""


def told(coupling, memory, i, change):
    """Take up that unit i has changed."""


def _is(coupling, kind):
    """Whether a Numba type is this NamedTuple."""
    return getattr(coupling, "instance_class", None) is kind


@overload(open_memory)
def _open_memory(coupling, products):
    if _is(coupling, Exact):
        return lambda coupling, products: (products, products)
    if _is(coupling, Weighted):
        return lambda coupling, products: (products, np.empty(products.size))
    return lambda coupling, products: (products, np.empty(coupling.columns.shape[0]))


@overload(refresh)
def _refresh(coupling, memory, s):
    if _is(coupling, Exact):
        return lambda coupling, memory, s: None

    def weighted(
        coupling, memory, s
    ):  # O(p²): from the exact overlaps, so that rounding never adds up
        products, weights = memory
        weights[:] = 0.0
        for nu in range(products.size):
            for mu in range(products.size):
                weights[mu] += coupling.columns[nu, mu] * products[nu]

    def full(coupling, memory, s):  # O(n²)
        field = memory[1]
        field[:] = 0.0
        for j in range(s.size):
            for i in range(s.size):
                field[i] += coupling.columns[j, i] * s[j]

    return weighted if _is(coupling, Weighted) else full


# Sums may be taken in any order, so that they vectorise: no decision hangs on the order, because a field
# within `tolerance` counts as zero.
@overload(heard, jit_options={"fastmath": {"reassoc"}})
def _heard(coupling, memory, s, i):
    def exact(coupling, memory, s, i):  # O(p)
        products, total = memory[0], np.int64(0)
        for mu in range(products.size):
            bit = (coupling.values[i, mu >> 6] >> np.uint64(mu & 63)) & np.uint64(1)
            total += products[mu] if bit else -products[mu]
        return float(total - coupling.own[i] * s[i])

    def weighted(coupling, memory, s, i):  # O(p)
        weights, total = memory[1], 0.0
        for mu in range(weights.size):
            bit = (coupling.values[i, mu >> 6] >> np.uint64(mu & 63)) & np.uint64(1)
            total += weights[mu] if bit else -weights[mu]
        return total - coupling.own[i] * s[i]

    if _is(coupling, Full):
        return lambda coupling, memory, s, i: memory[1][i]
    return exact if _is(coupling, Exact) else weighted


@overload(told)
def _told(coupling, memory, i, change):
    def exact(coupling, memory, i, change):  # O(p)
        products = memory[0]
        for mu in range(products.size):
            bit = (coupling.keys[i, mu >> 6] >> np.uint64(mu & 63)) & np.uint64(1)
            products[mu] += change if bit else -change

    def weighted(coupling, memory, i, change):  # O(p²)
        products, weights = memory
        for nu in range(products.size):
            bit = (coupling.keys[i, nu >> 6] >> np.uint64(nu & 63)) & np.uint64(1)
            signed = change if bit else -change
            products[nu] += signed
            for mu in range(products.size):
                weights[mu] += coupling.columns[nu, mu] * signed

    def full(coupling, memory, i, change):  # O(n)
        field = memory[1]
        for j in range(field.size):
            field[j] += coupling.columns[i, j] * change

    if _is(coupling, Full):
        return full
    return exact if _is(coupling, Exact) else weighted


@njit(cache=True, nogil=True)
def _order(kind, stream, order):  # O(n)
    """Fill the visiting order of one sweep."""
    if kind == _SHUFFLED:
        shuffled(stream, order)
    elif kind == _WITH_REPLACEMENT:
        for visit in range(order.size):
            order[visit] = below(stream, order.size)
    else:
        for visit in range(order.size):
            order[visit] = visit


@njit(cache=True, nogil=True)
def _new_value(h, old, tolerance, slope, stream):  # O(1)
    """Return what a unit that hears h becomes; slope is 2β in the kernel's unit, 0.0 for T = 0."""
    if slope > 0.0:  # Glauber: P(+1) = 1 / (1 + e^{-2βh})
        return 1 if uniform(stream) * (1.0 + np.exp(-slope * h)) < 1.0 else -1
    if h > tolerance:
        return 1
    return -1 if h < -tolerance else old


@njit(cache=True, nogil=True)
def _sweep(coupling, memory, s, bias, held, order, tolerance, slope, stream, log):
    """Visit the units in order; return how many changed.  # O(n·p), and what each flip costs."""
    n_flips = 0
    for visit in range(order.size):
        i = order[visit]
        if held[i]:
            continue
        h = heard(coupling, memory, s, i) + bias[i]
        new = _new_value(h, s[i], tolerance, slope, stream)
        if new == s[i]:
            continue
        if log.written[0] < log.unit.size:
            at = log.written[0]
            log.unit[at], log.heard[at], log.old[at], log.new[at] = i, h, s[i], new
            log.written[0] += 1
        told(coupling, memory, i, np.int64(new) - np.int64(s[i]))
        s[i] = new
        n_flips += 1
    return n_flips


@njit(cache=True, nogil=True)
def _is_settled(
    coupling, memory, s, bias, held, tolerance
):  # O(n·p), less if a unit wants to move early
    """Whether no unit wants to move; in order of memory, which is faster than a sweep."""
    for i in range(s.size):
        if not held[i]:
            h = heard(coupling, memory, s, i) + bias[i]
            if (h > tolerance and s[i] != 1) or (h < -tolerance and s[i] != -1):
                return False
    return True


@njit(cache=True, nogil=True)
def advance(
    coupling, s, products, bias, held, streams, order_kind, tolerance, slope, n_sweeps, status, log
):
    """Move every row that is still running by up to n_sweeps; return how many sweeps brought a change, by row.

    A row at T = 0 stops as soon as no unit wants to move, which is checked from exact overlaps and not inferred.
    """
    n_rows, n = s.shape
    moved = np.zeros(n_rows, dtype=np.int64)
    order = np.empty(n, dtype=np.uint32)
    for row in range(n_rows):
        if status[row] != _RUNNING:
            continue
        stream, fixed = streams[row], held[row % held.shape[0]]
        memory = open_memory(coupling, products[row])
        refresh(coupling, memory, s[row])
        for sweep in range(n_sweeps + 1):
            if slope == 0.0 and _is_settled(coupling, memory, s[row], bias, fixed, tolerance):
                status[row] = _SETTLED
                break
            if sweep == n_sweeps:
                break
            _order(order_kind, stream, order)
            n_flips = _sweep(
                coupling, memory, s[row], bias, fixed, order, tolerance, slope, stream, log
            )
            refresh(coupling, memory, s[row])
            moved[row] = sweep + 1 if n_flips or slope > 0.0 else moved[row]
    return moved
