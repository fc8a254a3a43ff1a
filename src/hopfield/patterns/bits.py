"""How spins become packed bits and back: unit i is bit i % 64 of word i // 64, and a set bit means +1.

Packed bits are known to `Patterns` and to the kernels, and to nobody else.
"""

from collections.abc import Iterator

import numpy as np

from hopfield.budget import check_memory
from hopfield.cache_lines import aligned, aligned_zeros
from hopfield.threads import n_threads, share

__all__ = ["WORD", "blocks", "n_words", "pack", "transpose", "unpack"]

WORD = 64
_LITTLE = np.dtype("<u8")
_BLOCK_UNITS = 1 << 16  # units that are unpacked at a time, so that memory stays small for any n


def n_words(n: int) -> int:
    """Return how many 64-bit words n bits fill."""
    return -(-n // WORD)


def pack(is_set: np.ndarray) -> np.ndarray:
    """Pack what is not zero along the last axis of an array into 64-bit words; the bits past the end are 0."""
    n = is_set.shape[-1]
    octets = aligned_zeros((*is_set.shape[:-1], n_words(n) * 8), np.uint8)
    octets[..., : -(-n // 8)] = np.packbits(is_set, axis=-1, bitorder="little")
    return octets.view(_LITTLE).astype(np.uint64, copy=False)


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
    from hopfield.kernels.transpose import transpose as fill

    check_memory(
        8 * n * n_words(len(words)), f"{len(words):,} patterns of {n:,} units, unit by unit,"
    )
    columns = aligned((n, n_words(len(words))), np.uint64)  # short rows straddle no two lines

    def part(units: slice) -> None:
        fill(words, units.start, units.stop, columns)

    share(part, n_words(n), 4 * n_threads(), n_threads())
    return columns
