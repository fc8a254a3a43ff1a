"""What follows from many queries and very many patterns, a block of patterns at a time: no batch × p array is made.

Sums over patterns add up block by block. A softmax carries the largest score so far and its sum relative to it, and
turns both down when a larger score comes (milakov2018). For α-entmax only those scores are kept that are above the
threshold τ of all scores seen so far: τ can only rise when more are seen, so that none of the others ever counts.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from hopfield.separation import Entmax, Separation, Softmax
from hopfield.simplex import entmax, entmax_thresholds, tsallis

__all__ = ["Heard", "SparseWeights", "hear", "scores", "sparse_weights"]

_NUMBERS = 1 << 18  # scores at a time: with their copies some megabytes, that stay in the cache
_ROWS = 256  # queries at a time
_KEPT = 1 << 17  # scores whose weight may not be zero, before queries are taken half at a time


class Heard(NamedTuple):
    """What queries make of the patterns.

    Attributes
    ----------
    potential : (rows,) float64 array
        F(m)
    told : list of (rows, d) float64 arrays
        Σ_μ F'(m)_μ times row μ of each table
    """

    potential: np.ndarray
    told: list[np.ndarray]


class SparseWeights(NamedTuple):
    """The weights of each query that are not zero, in the order of the queries.

    Attributes
    ----------
    weights : (k,) float64 array
    patterns : (k,) int array: which pattern each belongs to
    starts : (rows + 1,) int array: query r has the weights starts[r] to starts[r + 1]
    potential : (rows,) float64 array: F(m)
    """

    weights: np.ndarray
    patterns: np.ndarray
    starts: np.ndarray
    potential: np.ndarray


def hear(
    separation: Separation, keys: np.ndarray, queries: np.ndarray, tables: Sequence[np.ndarray]
) -> Heard:
    """Return F(m) and what the slopes of F tell, for m = keys·q / n.

    Parameters
    ----------
    separation : Separation
    keys : (p, n) float array
        in its type, float32 or float64, the scores are computed
    queries : (rows, n) float array
    tables : sequence of (p, d) float arrays

    Returns
    -------
    Heard
    """
    potential = np.empty(len(queries))
    told = [np.empty((len(queries), table.shape[1])) for table in tables]
    ways: Any = {Softmax: _softly, Entmax: _sparsely}
    way = ways.get(type(separation), _by_sums)
    for start in range(0, len(queries), _ROWS):
        rows = slice(start, start + _ROWS)
        potential[rows], parts = way(separation, keys, queries[rows], tables)
        for whole, part in zip(told, parts, strict=True):
            whole[rows] = part
    return Heard(potential, told)


def scores(
    keys: np.ndarray, queries: np.ndarray, factor: float
) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield (slice of patterns, factor · queries · their keys), (rows, patterns), few enough to stay small."""
    scaled = (factor * queries).astype(keys.dtype)
    width = max(64, _NUMBERS // max(1, len(queries)))
    for start in range(0, len(keys), width):
        block = slice(start, min(start + width, len(keys)))
        yield block, scaled @ keys[block].T


def _by_sums(
    separation: Separation, keys: np.ndarray, queries: np.ndarray, tables: Sequence[np.ndarray]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return F and what is told where both are sums over patterns."""
    n, potential = keys.shape[1], np.zeros(len(queries))
    told = [np.zeros((len(queries), table.shape[1])) for table in tables]
    with np.errstate(
        over="ignore", invalid="ignore"
    ):  # what grows without bound is found by the walk
        for block, m in scores(keys, queries, 1.0 / n):
            potential += separation.potential(m, n)
            slope = separation.slope(m, n)
            for k, table in enumerate(tables):
                told[k] += slope @ table[block]
    return potential, told


def _softly(
    separation: Softmax, keys: np.ndarray, queries: np.ndarray, tables: Sequence[np.ndarray]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return (1/β) ln Σ e^{βm} and what the softmax tells."""
    beta, rows = float(separation.beta), len(queries)
    largest, total = np.full((rows, 1), -np.inf, keys.dtype), np.zeros((rows, 1))
    told = [np.zeros((rows, table.shape[1])) for table in tables]
    with np.errstate(invalid="ignore"):  # inf - inf, of numbers that grew without bound
        for block, found in scores(keys, queries, beta / keys.shape[1]):
            new = np.maximum(largest, found.max(axis=1, keepdims=True))
            kept = np.exp(largest - new)
            weights = np.subtract(found, new, out=found)
            np.exp(weights, out=weights)
            total *= kept
            total += weights.sum(axis=1, keepdims=True)
            for k, table in enumerate(tables):
                told[k] *= kept
                told[k] += weights @ table[block]
            largest = new
    return (largest[:, 0] + np.log(total[:, 0])) / beta, [whole / total for whole in told]


def _sparsely(
    separation: Entmax, keys: np.ndarray, queries: np.ndarray, tables: Sequence[np.ndarray]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return F and what the few weights tell that are not zero."""
    from scipy.sparse import csr_array

    potential = np.empty(len(queries))
    told = [np.empty((len(queries), table.shape[1])) for table in tables]
    with np.errstate(invalid="ignore"):  # inf - inf, of numbers that grew without bound
        for rows, found in sparse_weights(separation, keys, queries):
            shape = (len(found.potential), len(keys))
            matrix = csr_array(
                (found.weights.astype(keys.dtype), found.patterns, found.starts), shape
            )
            lost = np.where(np.isfinite(found.potential), 0.0, np.nan)[:, None]
            potential[rows] = found.potential
            for whole, table in zip(told, tables, strict=True):
                whole[rows] = matrix @ table + lost
    return potential, told


def sparse_weights(
    separation: Entmax, keys: np.ndarray, queries: np.ndarray
) -> Iterator[tuple[slice, SparseWeights]]:
    """Yield (slice of queries, their weights of α-entmax that are not zero), in order.

    All queries come at once unless too many weights are not zero, as they are for nearly equal scores.

    Parameters
    ----------
    separation : Entmax
    keys : (p, n) float array
    queries : (rows, n) float array
    """
    waiting = [slice(0, len(queries))]
    while waiting:
        rows = waiting.pop()
        found = _kept_of(separation, keys, queries[rows])
        if found is None:
            half = (rows.start + rows.stop) // 2
            waiting += [slice(half, rows.stop), slice(rows.start, half)]
        else:
            yield rows, found.weights()


def _kept_of(separation: Entmax, keys: np.ndarray, queries: np.ndarray) -> "_Kept | None":
    """Return what is kept of all scores of some queries, or None if that is too much for more than one."""
    kept = _Kept(separation, len(queries))
    for block, found in scores(keys, queries, kept.factor / keys.shape[1]):
        kept.look(found, block.start)
        if kept.size > _KEPT and len(queries) > 1:
            return None
    return kept


class _Kept:
    """The scores that may still have a weight above zero."""

    def __init__(self, separation: Entmax, rows: int) -> None:
        self.alpha, self.beta = float(separation.alpha), float(separation.beta)
        self.factor = (self.alpha - 1.0) * self.beta  # of m, in the sums that τ is subtracted from
        self.n_rows = rows
        self.largest, self.level = np.full(rows, -np.inf), np.full(rows, -np.inf)
        self.parts: list[tuple[np.ndarray, ...]] = [
            (np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0))
        ]
        self.size, self.at_last = 0, 0

    def look(self, found: np.ndarray, start: int) -> None:
        """Keep what is above the level in (α - 1)βm of some patterns, (rows, patterns)."""
        np.maximum(self.largest, found.max(axis=1), out=self.largest)
        np.maximum(self.level, self.largest - 1.0, out=self.level)
        rows, patterns = np.nonzero(found >= self.level[:, None])
        self.parts.append(
            (rows.astype(np.int32), (patterns + start).astype(np.int32), found[rows, patterns])
        )
        self.size += len(rows)
        if self.size > 2 * self.at_last + 4 * self.n_rows:
            self._raise_level()

    def _raise_level(self) -> None:
        """Drop what is not above the threshold of all that was seen."""
        rows, patterns, found = (np.concatenate(part) for part in zip(*self.parts, strict=True))
        above = found - self.largest[rows]
        tau = entmax_thresholds(above, rows, self.n_rows, self.alpha)
        # a rounding of τ must not cost a weight: what is dropped lies below it by more
        self.level = np.maximum(self.level, self.largest + tau - 1e-9 * np.abs(tau))
        stay = found >= self.level[rows]
        self.parts = [(rows[stay], patterns[stay], found[stay])]
        self.size = self.at_last = int(np.count_nonzero(stay))

    def weights(self) -> SparseWeights:
        """Return the weights, now that all patterns were seen."""
        rows, patterns, found = (np.concatenate(part) for part in zip(*self.parts, strict=True))
        order = np.argsort(rows, kind="stable")
        rows, patterns, found = rows[order], patterns[order], found[order]
        above = found - self.largest[rows]
        weights = entmax(above, rows, self.n_rows, self.alpha)
        mean = np.bincount(rows, weights * above, self.n_rows) / (self.alpha - 1.0)
        entropy = tsallis(weights, rows, self.n_rows, self.alpha)
        potential = (self.largest / (self.alpha - 1.0) + mean + entropy) / self.beta
        counted = weights > 0.0
        counts = np.bincount(rows[counted], minlength=self.n_rows)
        starts = np.concatenate([[0], np.cumsum(counts)])
        return SparseWeights(weights[counted], patterns[counted], starts, potential)
