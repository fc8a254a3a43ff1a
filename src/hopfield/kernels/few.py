"""Products of a few spins with a few packed patterns, where to lay them out for vectors would take longer."""

import numpy as np

from hopfield.kernels.compiling import bare, entry
from hopfield.kernels.lanes import popcount

__all__ = ["pack", "products"]


@bare
def pack(spins):  # O(64)
    """Return which of up to 64 spins are +1, and which are not 0, as bits."""
    up, known = np.uint64(0), np.uint64(0)
    for i in range(spins.size):
        up |= np.uint64(spins[i] > 0) << np.uint64(i)
        known |= np.uint64(spins[i] != 0) << np.uint64(i)
    return up, known


@entry
def products(words, states, found):  # O(rows · (n + p · n/64))
    """Write Σ_i ξ_i^μ s_i into found (rows, p) for patterns words (p, n/64) and states (rows, n)."""
    found[:] = 0
    for row in range(states.shape[0]):
        for w in range(words.shape[1]):
            up, known = pack(states[row, 64 * w : 64 * w + 64])
            n_known = np.int64(popcount(known))
            for mu in range(words.shape[0]):
                differing = np.int64(popcount((words[mu, w] ^ up) & known))
                found[row, mu] += n_known - 2 * differing
