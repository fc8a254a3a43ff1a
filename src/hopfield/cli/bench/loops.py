"""What are the bare loops? Popcounts over a block of 64 units and nothing else, and the sum of all words."""

from functools import cache
from typing import Any, no_type_check

import numpy as np

__all__ = ["plain_loop", "planned", "sum_loop", "vector_loop"]

# Compiled when first asked for. no_type_check: the type checks of the tests would wrap what Numba compiles.


@cache
@no_type_check
def plain_loop() -> Any:
    """Return the loop as one writes it first: a word, a plane, 64 units."""
    from numba import njit

    from hopfield.kernels.lanes import popcount

    @njit(nogil=True)
    def plain(rows, planes, total, n_blocks):
        for _ in range(n_blocks):
            for w in range(planes.shape[1]):
                for b in range(planes.shape[0]):
                    plane = planes[b, w]
                    for u in range(64):
                        total[0, u] += np.int64(popcount(rows[w, u] & plane)) << b

    return plain


@cache
@no_type_check
def vector_loop() -> Any:
    """Return the fastest that we found: eight units a vector, all 64 at once, from the highest plane down."""
    from numba import njit

    from hopfield.kernels.lanes import eight, load, popcount, store

    @njit(nogil=True)
    def vectors(rows, planes, total, n_blocks):
        for _ in range(n_blocks):
            for u in range(0, 64, 32):
                zero = eight(np.int64(0))
                a, b, c, d = zero, zero, zero, zero
                for k in range(planes.shape[0] - 1, -1, -1):
                    a, b, c, d = a + a, b + b, c + c, d + d
                    for w in range(planes.shape[1]):
                        plane = eight(planes[k, w])
                        a += popcount(load(rows, w, u) & plane)
                        b += popcount(load(rows, w, u + 8) & plane)
                        c += popcount(load(rows, w, u + 16) & plane)
                        d += popcount(load(rows, w, u + 24) & plane)
                for k, found in enumerate((a, b, c, d)):
                    store(total, 0, u + 8 * k, load(total, 0, u + 8 * k) + found)

    return vectors


@cache
@no_type_check
def sum_loop() -> Any:
    """Return the sum of words."""
    from numba import njit

    @njit(nogil=True)
    def total(words):
        found = np.uint64(0)
        for word in words:
            found += word
        return found

    return total


@cache
@no_type_check
def planned() -> Any:
    """Return what writes overlaps into bit planes, with room for the flips of a block, as a recall does."""
    from numba import njit

    from hopfield.kernels.planes import fit, plan

    @njit(nogil=True)
    def write(products, planes, low):
        plan(products, planes, low)
        fit(planes, 64)

    return write
