"""Spins as they come, a byte each: into packed bits, or, where they are few, against packed patterns at once."""

import numpy as np
from numba import njit

from hopfield.kernels import compiling, sources
from hopfield.kernels.lanes import popcount

__all__ = ["pack", "products"]


@njit(nogil=True)
def _pack_row(state, signs, known):  # O(n/8)
    """Write which spins are +1, and which are not 0, as bits; return how many are not 0."""
    n_known = 0
    for w in range(signs.size):
        up, seen, spins = np.uint64(0), np.uint64(0), state[w * 64 : w * 64 + 64]
        for i in range(spins.size):
            up |= np.uint64(spins[i] > 0) << np.uint64(i)
            seen |= np.uint64(spins[i] != 0) << np.uint64(i)
        signs[w], known[w] = up, seen
        n_known += np.int64(popcount(seen))
    return n_known


def _compiled(stamp):
    """Return the entry points; the stamp names the sources that they were compiled from, see `sources`."""

    @compiling.entry
    def pack(states, signs, known, n_known):  # O(rows · n/8)
        """Write the signs of states (rows, n) and which units are known as bits (rows, words), and how many (rows,)."""
        for row in range(states.shape[0] if stamp >= 0 else 0):
            n_known[row] = _pack_row(states[row], signs[row], known[row])

    @compiling.entry
    def products(words, states, found):  # O(rows · (n/8 + p · n/64))
        """Write Σ_i ξ_i^μ s_i into found (rows, p) for states (rows, n), without threads and with little to prepare."""
        n_words = words.shape[1]
        signs, known = np.empty(n_words, dtype=np.uint64), np.empty(n_words, dtype=np.uint64)
        for row in range(states.shape[0] if stamp >= 0 else 0):
            n_known = _pack_row(states[row], signs, known)
            for mu in range(words.shape[0]):
                n_differing = np.uint64(0)
                for w in range(n_words):
                    n_differing += popcount((words[mu, w] ^ signs[w]) & known[w])
                found[row, mu] = n_known - 2 * np.int64(n_differing)

    return pack, products


pack, products = _compiled(sources.stamp())
