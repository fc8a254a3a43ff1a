"""How spins become packed bits and back: unit i is bit i % 64 of word i // 64, and a set bit means +1.

Packed bits are known to `Patterns` and to the kernels, and to nobody else.
"""

import sys
from collections.abc import Iterator

import numpy as np

from hopfield.budget import check_memory
from hopfield.threads import n_threads, share

__all__ = ["WORD", "blocks", "n_words", "nearest", "pack", "products", "transpose", "unpack"]

WORD = 64
_LITTLE = np.dtype("<u8")
_BLOCK_UNITS = 1 << 16  # units that are unpacked at a time, so that memory stays small for any n
_FEW_WORDS = (
    1 << 16
)  # to compare so few words takes less time than to load Numba, or to wake a thread


def n_words(n: int) -> int:
    """Return how many 64-bit words n bits fill."""
    return -(-n // WORD)


def pack(is_set: np.ndarray) -> np.ndarray:
    """Pack the last axis of a boolean array into 64-bit words; the bits past the end are 0."""
    n = is_set.shape[-1]
    octets = np.zeros((*is_set.shape[:-1], n_words(n) * 8), dtype=np.uint8)
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
    columns = _aligned(n, n_words(len(words)))

    def part(units: slice) -> None:
        fill(words, units.start, units.stop, columns)

    share(part, n_words(n), 4 * n_threads(), n_threads())
    return columns


def _aligned(rows: int, columns: int) -> np.ndarray:
    """Return an empty uint64 array that begins a cache line, so that short rows do not straddle two."""
    line = 64 // 8
    room = np.empty(rows * columns + line, dtype=np.uint64)
    start = -room.ctypes.data // 8 % line
    return room[start : start + rows * columns].reshape(rows, columns)


def products(words: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Return the exact integers Σ_i ξ_i^μ s_i for states (rows, n) in -1, 0, +1, shape (rows, p).

    Where the state is known, agreement counts +1 and disagreement -1: known - 2·popcount((ξ ⊕ s) & known).
    """
    if len(states) * words.size < _FEW_WORDS:
        return _few_products(words, states)
    from hopfield.kernels import compare

    found, packed = np.empty((len(words), len(states)), dtype=np.int64), _packed(states)

    def part(patterns: slice) -> None:
        compare.products(words[patterns], *packed, found[patterns])

    share(part, len(words), 4 * n_threads(), n_threads())
    return np.ascontiguousarray(found.T)


def _few_products(words: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Return the products where they are few: without threads, and without Numba unless it runs already."""
    found = np.empty((len(states), len(words)), dtype=np.int64)
    if "numba" in sys.modules:
        from hopfield.kernels import spins

        spins.products(words, _plain(states), found)
        return found
    for row, state in enumerate(states):
        differing = (words ^ pack(state > 0)) & pack(state != 0)
        n_differing = np.bitwise_count(differing).sum(axis=1, dtype=np.int64)
        found[row] = np.count_nonzero(state) - 2 * n_differing
    return found


def nearest(words: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Return for each state (rows, 3): the product of largest size, its pattern, how many patterns have that size.

    Of two products of one size the positive one is taken.
    """
    is_small = len(states) * words.size < _FEW_WORDS
    if is_small and "numba" not in sys.modules:
        found = products(words, states)
        which = (2 * np.abs(found) + (found > 0)).argmax(axis=1)
        best = np.take_along_axis(found, which[:, None], axis=1)
        n_equal = np.count_nonzero(np.abs(found) == np.abs(best), axis=1)
        return np.stack([best[:, 0], which, n_equal], axis=1)
    from hopfield.kernels import compare

    packed = _packed(states)

    def part(patterns: slice) -> np.ndarray:
        best = np.empty((len(states), 3), dtype=np.int64)
        compare.nearest(words[patterns], *packed, best)
        best[:, 1] += patterns.start
        return best

    threads = 1 if is_small else n_threads()
    parts = share(part, len(words), threads, threads)
    return parts[0] if len(parts) == 1 else _nearest_of(np.stack(parts))


def _nearest_of(parts: np.ndarray) -> np.ndarray:
    """Return the nearest of all (rows, 3) from those of each part of the patterns (parts, rows, 3)."""
    sizes = np.abs(parts[:, :, 0])
    rows = np.arange(parts.shape[1])
    best = parts[(2 * sizes + (parts[:, :, 0] > 0)).argmax(axis=0), rows]
    best[:, 2] = np.where(sizes == sizes.max(axis=0), parts[:, :, 2], 0).sum(axis=0)
    return best


def _packed(states: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the signs of states (rows, n) as bits, which units are known as bits, and how many."""
    from hopfield.kernels import spins

    rows, words = len(states), n_words(states.shape[1])
    signs, known = np.empty((rows, words), np.uint64), np.empty((rows, words), np.uint64)
    n_known = np.empty(rows, np.int64)
    spins.pack(_plain(states), signs, known, n_known)
    return signs, known, n_known


def _plain(states: np.ndarray) -> np.ndarray:
    """Return states in the one layout that the kernels are compiled for: contiguous, and not read-only."""
    return states if states.flags.carray else states.copy()
