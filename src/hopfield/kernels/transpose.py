"""From bits of patterns to bits of units: a matrix of bits, transposed 64 × 64 at a time."""

import numpy as np

from hopfield.kernels.compiling import entry, inner

__all__ = ["transpose"]

_CHUNK = 8  # words of units that are done together: one cache line of every pattern


@inner
def _turn(square):  # O(64 · 6)
    """Transpose 64 words of 64 bits in place: swap ever smaller off-diagonal squares."""
    width, mask = 32, np.uint64(0xFFFFFFFF)
    while width:
        for start in range(0, 64, 2 * width):
            for k in range(start, start + width):
                swap = ((square[k] >> np.uint64(width)) ^ square[k + width]) & mask
                square[k] ^= swap << np.uint64(width)
                square[k + width] ^= swap
        width >>= 1
        mask ^= mask << np.uint64(width)


@entry
def transpose(words, first, last, columns):  # O(n · p / 64 · 6)
    """Write the bits of units 64·first … 64·last - 1 in all patterns into columns (n, ⌈p/64⌉)."""
    p, n = words.shape[0], columns.shape[0]
    square = np.empty(64, dtype=np.uint64)
    for chunk in range(first, last, _CHUNK):
        for start in range(0, p, 64):
            for w in range(chunk, min(chunk + _CHUNK, last)):
                for mu in range(64):
                    square[mu] = words[start + mu, w] if start + mu < p else np.uint64(0)
                _turn(square)
                for u in range(min(64, n - 64 * w)):
                    columns[64 * w + u, start >> 6] = square[u]
