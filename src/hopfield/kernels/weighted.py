"""One unit at a time, for real weights on overlaps: what is kept is A M / n, that each unit's bits are summed over.

A flip of unit j changes it by the sum of ± the columns of A, with the signs of j's bits. Where p is small, such sums
over eight columns at a time are looked up by the eight bits.
"""

from typing import NamedTuple

import numpy as np

from hopfield.cache_lines import aligned_zeros
from hopfield.kernels.lanes import (
    eight,
    load,
    load_some,
    prefetch,
    real_add,
    real_eight,
    real_mul,
    real_sum,
    spread,
    store,
    store_some,
)
from hopfield.kernels.real import listen, new_age, refresh

__all__ = ["Weighted", "weighted"]

_TABLED = 96  # patterns; the sums then take 256·p² bytes, up to 2.4 MB


class Weighted(NamedTuple):
    """Real weights: J = valuesᵀ A keys / n."""

    keys: np.ndarray  # (n, words) uint64: what each unit is in each pattern, packed
    values: np.ndarray  # (n, words) uint64
    columns: np.ndarray  # (p, room) float64: row ν is column ν of A / n; room is p, rounded up to 8
    sums: np.ndarray  # (256·p/8, room) float64: row 256·k + b sums ± the columns 8k … 8k + 7 by the bits of b; or none
    own: np.ndarray  # (n,) float64: J_ii, that the field has and the unit must not hear


def weighted(keys: np.ndarray, values: np.ndarray, mixing: np.ndarray, own: np.ndarray) -> Weighted:
    """Return the kernel's form of a coupling.

    Parameters
    ----------
    keys, values : (n, words) uint64 array
    mixing : (p, p) float array
        A / n
    own : (n,) float array
    """
    p, room = len(mixing), -(-len(mixing) // 8) * 8
    columns = aligned_zeros((p, room), np.float64)
    columns[:, :p] = mixing.T
    sums = aligned_zeros((32 * room if p <= _TABLED else 0, room), np.float64)
    signs = 2.0 * (np.arange(256)[:, None] >> np.arange(8) & 1) - 1.0
    for k in range(len(sums) // 256):
        eight_of_them = columns[8 * k : 8 * k + 8]
        sums[256 * k : 256 * k + 256] = signs[:, : len(eight_of_them)] @ eight_of_them
    return Weighted(keys, values, columns, sums, own)


def _open(coupling, s, products):
    memory = (
        new_age(),
        products.reshape((1, products.size)),
        np.zeros((1, coupling.columns.shape[1])),
    )
    refresh(coupling, memory, s)
    return memory


def _refresh(coupling, memory, s):  # O(p²)
    _, products, weights = memory
    weights[:] = 0.0
    for nu in range(products.size):
        for mu in range(weights.size):
            weights[0, mu] += coupling.columns[nu, mu] * products[0, nu]


def _heard(coupling, memory, s, i):  # O(p)
    values, weights = coupling.values, memory[2]
    total, last = eight(np.int64(0)), eight(np.int64(63))
    for c in range(0, weights.shape[1], 8):
        is_down = ~(values[i, c >> 6] >> np.uint64(c & 63))
        total = real_add(total, load(weights, 0, c) ^ (spread(is_down) << last))
    return real_sum(total) - coupling.own[i] * s[i]


def _told(coupling, memory, i, change):  # O(p²/8), or O(p²) without the sums
    keys, sums, columns = coupling.keys, coupling.sums, coupling.columns
    _, products, weights = memory
    for c in range(0, columns.shape[1], 8):
        bits, n_left = keys[i, c >> 6] >> np.uint64(c & 63), min(8, products.size - c)
        up = spread(bits)
        step = eight(change) * (up + up - eight(np.int64(1)))
        store_some(products, 0, c, n_left, load_some(products, 0, c, n_left) + step)
    step = real_eight(float(change))
    for c in range(0, columns.shape[1], 8):
        total = load(weights, 0, c)
        if sums.shape[0]:
            for k in range(columns.shape[1] >> 3):
                byte = np.int64(keys[i, k >> 3] >> np.uint64(8 * (k & 7))) & 255
                total = real_add(total, real_mul(step, load(sums, 256 * k + byte, c)))
        else:
            for nu in range(products.size):
                up = np.int64(keys[i, nu >> 6] >> np.uint64(nu & 63)) & 1
                signed = real_eight(float(change * (2 * up - 1)))
                total = real_add(total, real_mul(signed, load(columns, nu, c)))
        store(weights, 0, c, total)


def _ask_for(coupling, i):
    prefetch(coupling.values, np.int64(i), 0)
    prefetch(coupling.own, np.int64(i), 0)


listen(Weighted, (_open, _refresh, _heard, _told, _ask_for), is_scan_cheap=False)
