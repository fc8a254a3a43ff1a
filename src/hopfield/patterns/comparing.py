"""How much do states agree with packed patterns, and which pattern is the nearest?

Where a state is known, agreement counts +1 and disagreement -1: known - 2·popcount((ξ ⊕ s) & known).
"""

import sys
from collections.abc import Iterator

import numpy as np

from hopfield.patterns.bits import WORD, pack
from hopfield.patterns.lines import as_lines
from hopfield.threads import n_threads, share

__all__ = ["nearest", "products"]

_FEW_WORDS = 1 << 16  # to compare so few words takes less time than to load Numba
_DEEP_WORDS = (
    1 << 12
)  # of a pattern at a time: of eight patterns they stay in the cache for the next state
_NO_EDGES = np.zeros((10, 0), dtype=np.int64)  # of sizes: all products are wanted
_STATE_WORDS = 1 << 14  # of all states at a time: they stay in the cache for the next patterns


def products(words: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Return the exact integers Σ_i ξ_i^μ s_i for states (rows, n) in -1, 0, +1, shape (rows, p)."""
    p = len(words)
    if len(states) * words.size < _FEW_WORDS:
        return _few_products(words, states)
    found = np.zeros((len(states), -(-p // 8) * 8), dtype=np.int64)
    add = _add_products if words.shape[1] < _DEEP_WORDS else _add_deep_products
    for rows in _row_blocks(words, states):
        add(words, states[rows], found[rows])
    return found if found.shape[1] == p else np.ascontiguousarray(found[:, :p])


def nearest(words: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Return for each state (rows, 3): the product of largest size, its pattern, how many patterns have that size.

    Of two products of one size the positive one is taken, and of several equal ones the first.
    """
    best = np.empty((len(states), 3), dtype=np.int64)
    is_few = len(states) * words.size < _FEW_WORDS
    for rows in [slice(None)] if is_few else _row_blocks(words, states):
        if is_few or words.shape[1] >= _DEEP_WORDS:
            best[rows] = _largest(products(words, states[rows]))
        else:
            best[rows] = _nearest(words, states[rows])
    return best


def _row_blocks(words: np.ndarray, states: np.ndarray) -> Iterator[slice]:
    """Yield slices of states that are done together, so that memory stays small for any batch."""
    height = max(8, _STATE_WORDS // max(1, words.shape[1]) // 8 * 8)
    return (slice(start, start + height) for start in range(0, len(states), height))


def _few_products(words: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Return the products, by a kernel only if one has been needed before: Numba takes long to start."""
    found = np.empty((len(states), len(words)), dtype=np.int64)
    if "hopfield.kernels" in sys.modules:
        from hopfield.kernels import few

        few.products(words, np.array(states, order="C"), found)
        return found
    for row, (signs, known) in enumerate(zip(pack(states > 0), pack(states), strict=True)):
        n_differing = np.bitwise_count((words ^ signs) & known).sum(axis=1, dtype=np.int64)
        found[row] = np.count_nonzero(states[row]) - 2 * n_differing
    return found


def _add_products(words: np.ndarray, states: np.ndarray, found: np.ndarray) -> None:
    """Add products to what was found; threads share the patterns."""
    from hopfield.kernels.compare import compare

    lines, is_few, n_known = as_lines(states)
    found += n_known[:, None]

    def part(tiles: slice) -> None:
        ends = 0, words.shape[1], tiles.start, tiles.stop
        compare(words, *ends, lines, is_few, _NO_EDGES, found)

    threads = n_threads()
    share(part, found.shape[1] // 8, 4 * threads, threads)


def _add_deep_products(words: np.ndarray, states: np.ndarray, found: np.ndarray) -> None:
    """Add products to what was found; threads share the units, and turn them into bits themselves."""
    from hopfield.kernels.compare import compare

    def part(span: slice) -> np.ndarray:
        mine = np.zeros_like(found)
        for first in range(span.start, span.stop, _DEEP_WORDS):
            last = min(first + _DEEP_WORDS, span.stop)
            lines, is_few, n_known = as_lines(states[:, WORD * first : WORD * last])
            mine += n_known[:, None]
            compare(words, first, last, 0, found.shape[1] // 8, lines, is_few, _NO_EDGES, mine)
        return mine

    threads = n_threads()
    for mine in share(part, words.shape[1], threads, threads):
        found += mine


def _nearest(words: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Return the nearest patterns; threads share the patterns, and the best of what each found is taken."""
    from hopfield.kernels.compare import compare

    lines, is_few, n_known = as_lines(states)

    def part(tiles: slice) -> np.ndarray:
        edges = np.zeros((10, -(-len(states) // 8) * 8), dtype=np.int64)
        edges[0, : len(states)], edges[1, : len(states)] = n_known + 1, -1  # nothing lies within
        best = np.zeros((len(states), 3), dtype=np.int64)
        compare(words, 0, words.shape[1], tiles.start, tiles.stop, lines, is_few, edges, best)
        return best

    threads = n_threads()
    parts = np.stack(share(part, -(-len(words) // 8), threads, threads))
    sizes = np.abs(parts[:, :, 0])
    rows = np.arange(len(states))
    best = parts[(2 * sizes + (parts[:, :, 0] > 0)).argmax(axis=0), rows]
    best[:, 2] = np.where(sizes == sizes.max(axis=0), parts[:, :, 2], 0).sum(axis=0)
    return best


def _largest(found: np.ndarray) -> np.ndarray:
    """Return the nearest patterns, from all products."""
    which = (2 * np.abs(found) + (found > 0)).argmax(axis=1)
    best = np.take_along_axis(found, which[:, None], axis=1)
    n_equal = np.count_nonzero(np.abs(found) == np.abs(best), axis=1)
    return np.stack([best[:, 0], which, n_equal], axis=1)
