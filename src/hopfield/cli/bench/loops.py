"""What are the bare loops? Popcounts over a block of 64 units and nothing else, and the sum of all words."""

from functools import cache
from typing import Any, no_type_check

import numpy as np

__all__ = ["pairs_loop", "plain_loop", "sum_loop"]

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
                        total[u] += np.int64(popcount(rows[w, u] & plane)) << b

    return plain


@cache
@no_type_check
def pairs_loop() -> Any:
    """Return the fastest that we found: two words and two planes, so that every load serves twice."""
    from numba import njit

    from hopfield.kernels.lanes import popcount

    @njit(nogil=True)
    def pairs(rows, planes, total, n_blocks):
        for _ in range(n_blocks):
            for b in range(0, planes.shape[0], 2):
                for w in range(0, planes.shape[1], 2):
                    p0, p1 = planes[b, w], planes[b, w + 1]
                    q0, q1 = planes[b + 1, w], planes[b + 1, w + 1]
                    for u in range(64):
                        first, second = rows[w, u], rows[w + 1, u]
                        ones = popcount(first & p0) + popcount(second & p1)
                        twos = popcount(first & q0) + popcount(second & q1)
                        total[u] += np.int64(ones + (twos << np.uint64(1)))

    return pairs


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
