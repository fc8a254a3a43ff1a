"""Random numbers inside kernels: xoshiro256++ on an explicit state of four words.

The generator is that of blackman2021; whole numbers below a bound are drawn by multiplication and rejection
(lemire2019), so that every number is equally likely.
"""

import numpy as np

from hopfield.kernels.compiling import bare, entry

__all__ = ["below", "draw", "fill_uniform", "shuffled", "uniform", "visiting_order"]

_SHUFFLED, _WITH_REPLACEMENT = 0, 1  # 2 is sequential


@bare
def draw(state):  # O(1)
    """Return 64 random bits and advance the state, a (4,) uint64 array."""
    s0, s1, s2, s3 = state[0], state[1], state[2], state[3]
    total = s0 + s3
    found = ((total << np.uint64(23)) | (total >> np.uint64(41))) + s0
    shifted = s1 << np.uint64(17)
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 << np.uint64(45)) | (s3 >> np.uint64(19))
    state[0], state[1], state[2], state[3] = s0, s1, s2, s3
    return found


@bare
def uniform(state):  # O(1)
    """Return a float from 0 (included) to 1 (excluded): the upper 53 bits."""
    return float(draw(state) >> np.uint64(11)) * 2.0**-53


@bare
def below(state, bound):  # O(1)
    """Return a whole number from 0 to bound - 1, each equally likely; bound is at most 2³²."""
    size = np.uint64(bound)
    mask = np.uint64(0xFFFFFFFF)
    product = (draw(state) >> np.uint64(32)) * size
    if (
        product & mask
    ) < size:  # only then can it be one of the few to reject, and the division is due
        threshold = np.uint64((0x100000000 - bound) % bound)
        while (product & mask) < threshold:
            product = (draw(state) >> np.uint64(32)) * size
    return np.int64(product >> np.uint64(32))


@bare
def shuffled(state, order):  # O(n)
    """Fill order with a random permutation of 0 … n-1 (Fisher and Yates, inside out)."""
    for i in range(order.size):
        j = below(state, i + 1)
        order[i] = order[j]
        order[j] = i


@bare
def visiting_order(kind, state, order):  # O(n)
    """Fill the units of one sweep in the order of their visits."""
    if kind == _SHUFFLED:
        shuffled(state, order)
    elif kind == _WITH_REPLACEMENT:
        for visit in range(order.size):
            order[visit] = below(state, order.size)
    else:
        for visit in range(order.size):
            order[visit] = visit


@entry
def fill_uniform(states, found):  # O(rows · n)
    """Fill found (rows, n) with uniform numbers, each row from its own state (rows, 4)."""
    for row in range(found.shape[0]):
        for i in range(found.shape[1]):
            found[row, i] = uniform(states[row])
