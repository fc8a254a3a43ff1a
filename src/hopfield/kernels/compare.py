"""Overlaps of states with packed patterns: popcounts, a pattern at a time against all states."""

import numpy as np
from numba import njit

from hopfield.kernels import compiling, sources
from hopfield.kernels.lanes import popcount

__all__ = ["nearest", "products"]


@njit(nogil=True)
def _n_differing(pattern, signs, known):  # O(n/64)
    """Return in how many known units a pattern and a state differ."""
    total = np.uint64(0)
    for w in range(pattern.size):
        total += popcount((pattern[w] ^ signs[w]) & known[w])
    return np.int64(total)


def _compiled(stamp):
    """Return the entry points; the stamp names the sources that they were compiled from, see `sources`."""

    @compiling.entry
    def products(
        words, signs, known, n_known, found
    ):  # O(rows · p · n/64), one pass over the patterns
        """Write Σ_i ξ_i^μ s_i into found (p, rows) for states packed as signs and known (rows, words)."""
        for mu in range(words.shape[0] if stamp >= 0 else 0):
            for row in range(signs.shape[0]):
                found[mu, row] = n_known[row] - 2 * _n_differing(words[mu], signs[row], known[row])

    @compiling.entry
    def nearest(
        words, signs, known, n_known, best
    ):  # O(rows · p · n/64), one pass over the patterns
        """Write into best (rows, 3): the product of largest size, its pattern, and how many have that size."""
        best[:, 0], best[:, 1], best[:, 2] = 0, 0, 0
        for mu in range(words.shape[0] if stamp >= 0 else 0):
            for row in range(signs.shape[0]):
                product = n_known[row] - 2 * _n_differing(words[mu], signs[row], known[row])
                if abs(product) > abs(best[row, 0]) or mu == 0:
                    best[row, 0], best[row, 1], best[row, 2] = product, mu, 1
                elif abs(product) == abs(best[row, 0]):
                    best[row, 2] += 1
                    if product > best[row, 0]:  # of two of one size the positive one
                        best[row, 0], best[row, 1] = product, mu

    return products, nearest


products, nearest = _compiled(sources.stamp())
