"""How spins become packed bits and back: unit i is bit i % 64 of word i // 64, and a set bit means +1.

Packed bits are known to `Patterns` and to the kernels, and to nobody else.
"""

from collections.abc import Iterator

import numpy as np

__all__ = ["WORD", "blocks", "n_words", "pack", "products", "transpose", "unpack"]

WORD = 64
_BLOCK_UNITS = 1 << 16  # units that are unpacked at a time, so that memory stays small for any n
_BLOCK_BYTES = (
    1 << 20
)  # packed patterns that are compared at a time, so that they stay in the cache


def n_words(n: int) -> int:
    """Return how many 64-bit words n bits fill."""
    return -(-n // WORD)


def pack(is_set: np.ndarray) -> np.ndarray:
    """Pack the last axis of a boolean array into 64-bit words; the bits past the end are 0."""
    n = is_set.shape[-1]
    octets = np.zeros((*is_set.shape[:-1], n_words(n) * 8), dtype=np.uint8)
    octets[..., : -(-n // 8)] = np.packbits(is_set, axis=-1, bitorder="little")
    return octets.view("<u8").astype(np.uint64, copy=False)


def unpack(words: np.ndarray, n: int) -> np.ndarray:
    """Return the first n bits of every row of words as spins, int8 -1 and +1."""
    octets = np.ascontiguousarray(words).astype("<u8", copy=False).view(np.uint8)
    spins = np.unpackbits(octets, axis=-1, count=n, bitorder="little").view(np.int8)
    spins *= 2
    spins -= 1
    return spins


def blocks(words: np.ndarray, n: int) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield (slice of units, their spins in every pattern), a block of units at a time."""
    for start in range(0, n, _BLOCK_UNITS):
        stop = min(start + _BLOCK_UNITS, n)
        yield (
            slice(start, stop),
            unpack(words[..., start // WORD : n_words(stop)], stop - start),
        )


def transpose(words: np.ndarray, n: int) -> np.ndarray:
    """Turn (p, words of n bits) into (n, words of p bits): row i is what unit i is in each pattern."""
    p = len(words)
    columns = np.empty((n, n_words(p)), dtype=np.uint64)
    for units, spins in blocks(words, n):
        columns[units] = pack(np.ascontiguousarray(spins.T) > 0)
    return columns


def products(words: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Return the exact integers Σ_i ξ_i^μ s_i for states (rows, n) in -1, 0, +1, shape (rows, p).

    Where the state is known, agreement counts +1 and disagreement -1: known - 2·popcount((ξ ⊕ s) & known).
    """
    found = np.empty((len(states), len(words)), dtype=np.int64)
    n_kept = max(1, _BLOCK_BYTES // (8 * max(1, words.shape[1])))
    many, few = min(n_kept, len(words)), max(1, n_kept // max(1, len(words)))  # patterns, rows
    for row in range(0, len(states), few):
        some = states[row : row + few]
        signs, known = pack(some > 0)[:, None], pack(some != 0)[:, None]
        n_known = np.bitwise_count(known).sum(axis=2, dtype=np.int64)
        for start in range(0, len(words), many):
            differing = (words[start : start + many] ^ signs) & known
            n_differing = np.bitwise_count(differing).sum(axis=2, dtype=np.int64)
            found[row : row + few, start : start + many] = n_known - 2 * n_differing
    return found
