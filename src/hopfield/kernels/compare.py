"""Products of states with packed patterns: popcounts of where they differ, eight patterns at a time.

Of many states the lanes of a vector are eight states, which meet one word of a pattern; of a few they are eight words
of one state, which meet eight words of a pattern. Both take as long as the popcounts, or as one read of the patterns.
"""

import numpy as np

from hopfield.kernels.compiling import bare, entry
from hopfield.kernels.lanes import above, eight, load, prefetch, store
from hopfield.kernels.squares import (
    differing_across,
    differing_along,
    load_square,
    row_or,
    row_sum,
    rows_of,
    store_square,
    turned,
)

__all__ = ["compare"]


_AHEAD = 64  # patterns from asking for their words to meeting them
_SHORT = 64  # words: longer rows are foreseen by the processor itself


@bare
def _ask_for(words, mu, first, last):  # O(n/64)
    """Ask that the words of eight patterns be brought near: where there is little to compute, memory is what lasts."""
    for row in range(mu, mu + 8):
        for offset in range(8 * first, 8 * last, 64):
            prefetch(words, row, offset)


@bare
def _keep(best, edges, row, stop, mu, end):  # O(64), rarely
    """Take up patterns from mu to end for states from row to stop; some may be as near as the best one so far."""
    for r in range(row, stop):
        product, which, count = best[r, 0], best[r, 1], best[r, 2]
        n_known = edges[0, r] + edges[1, r]
        for at in range(mu, end):
            new = n_known - 2 * edges[2 + r - row, at - mu]
            larger = abs(new) - abs(product)
            if larger > 0 or count == 0:
                product, which, count = new, at, 1
            elif larger == 0:
                count += 1
                if new > product:  # of two of one size the positive one
                    product, which = new, at
        best[r, 0], best[r, 1], best[r, 2] = product, which, count
        edges[0, r] = (n_known - abs(product) + 2) >> 1
        edges[1, r] = n_known - edges[0, r]


@entry
def compare(words, first, last, begin, end, lines, is_few, edges, found):
    # O(rows · p · n/64), one pass over the patterns
    """Let patterns 8·begin … 8·end - 1, their words first … last - 1, meet states in `hopfield.patterns.lines`.

    Without edges, twice the number of units that differ is taken from found (rows, p and more, a multiple of 8).
    With edges (10, rows and more, a multiple of 8), found (rows, 3) takes up the product of largest size, its
    pattern and how many have that size. A state's two edges add up to the number of units that it knows; where
    fewer units differ than the one says or more than the other, the size is at least the largest so far. The rest
    of the edges is scratch.
    """
    rows, is_all = found.shape[0], edges.shape[1] == 0
    for mu in range(8 * begin, 8 * end, 8):
        left = words.shape[0] - mu
        past = mu + (left if left < 8 else 8)  # noqa: FURB136 - min() takes Numba long to compile
        for group in range(lines.shape[0] >> 1):
            row = group if is_few else 8 * group
            if is_few:
                if group == 0 and last - first <= _SHORT:
                    _ask_for(words, mu + _AHEAD, first, last)
                n = row_sum(turned(differing_along(words, mu, first, last - 8, lines, 2 * row)))
                if is_all:
                    store(found, row, mu, load(found, row, mu) - n - n)
                elif above(eight(edges[0, row]), n) | above(n, eight(edges[1, row])):
                    store(edges, 2, 0, n)
                    _keep(found, edges, row, row + 1, mu, past)
                continue
            m = differing_across(words, mu, first, last, lines, 2 * group)
            if is_all:
                store_square(found, row, mu, load_square(found, row, mu) - turned(m + m))
                continue
            low, high = rows_of(load(edges, 0, row)), rows_of(load(edges, 1, row))
            if above(eight(np.int64(0)), row_or((m - low) | (high - m))):
                store_square(edges, 2, 0, turned(m))
                stop = row + 8 if row + 8 < rows else rows  # noqa: FURB136 - as above
                _keep(found, edges, row, stop, mu, past)
