"""Which units of a network are interchangeable, so that only their number counts?

Units with the same column of ξ up to sign, and the same threshold with that sign, can be swapped (after turning the
spins of those whose sign is -1: the gauge) without changing any energy. In a matrix J those can be swapped whose rows
are the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, reduce
from math import comb, log, prod
from typing import Any

import numpy as np

from hopfield._typing import OneEach
from hopfield.couplings import OverlapCoupling
from hopfield.errors import SizeError
from hopfield.network import Network

__all__ = ["Classes", "check_size", "classes_of"]

_LARGEST = 1 << 25  # macrostates: all states of 25 units
_MOST = 25  # classes, as each has at least two counts
_DOUBTFUL_BITS = 26.0  # of the logarithm, whose rounding decides nothing
_SAID_BITS = 50.0
_LARGEST_MATRIX = 1 << 12
_ROUNDING = 64 * float(np.finfo(float).eps)


@dataclass(frozen=True, eq=False)
class Classes:
    """Units sorted into classes of interchangeable ones.

    Parameters
    ----------
    labels : (n,) int array, from 0 to the number of classes - 1
        the class of each unit
    gauge : (n,) int8 array of ±1
        a unit is up if its spin is this
    """

    labels: np.ndarray
    gauge: np.ndarray

    @cached_property
    def sizes(self) -> np.ndarray:
        """How many units each class has, (classes,) int64."""
        return np.bincount(self.labels)

    @cached_property
    def strides(self) -> np.ndarray:
        """What one more unit of a class adds to the number of a macrostate, (classes,) int64."""
        return np.concatenate([[1], np.cumprod(self.sizes[:-1] + 1)]).astype(np.int64)

    @property
    def n_macrostates(self) -> int:
        """How many counts there are, Π (n_c + 1)."""
        return prod(int(size) + 1 for size in self.sizes)

    @cached_property
    def first(self) -> np.ndarray:
        """The first unit of each class, (classes,) int64."""
        return np.unique(self.labels, return_index=True)[1]

    @cached_property
    def _rank(self) -> np.ndarray:
        """The place of each unit in its class, (n,) int64."""
        order = np.argsort(self.labels, kind="stable")
        starts = np.cumsum(self.sizes) - self.sizes
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order)) - starts[self.labels[order]]
        return rank

    def counts(self, index: np.ndarray) -> np.ndarray:
        """Return how many units of each class are up, (*batch, classes), in macrostates of these numbers."""
        return (np.asarray(index)[..., None] // self.strides) % (self.sizes + 1)

    def spins(self, index: np.ndarray) -> np.ndarray:
        """Return a state of each macrostate, (*batch, n) int8 ±1: the first units of each class are up."""
        is_up = self._rank < self.counts(index)[..., self.labels]
        return np.where(is_up, self.gauge, -self.gauge).astype(np.int8)

    def number(self, spins: np.ndarray) -> int:
        """Return the number of the macrostate to which a state (n,) belongs."""
        n_up = np.bincount(self.labels[spins == self.gauge], minlength=len(self.sizes))
        return int(n_up @ self.strides)

    def split(self, spins: np.ndarray) -> "Classes":
        """Return classes in none of which units of this state (n,) differ: it is the only one of its macrostate."""
        is_up = (spins == self.gauge).astype(np.int64)
        labels = np.unique(2 * self.labels + is_up, return_inverse=True)[1]
        return Classes(labels.reshape(-1), self.gauge)

    def log_multiplicity(self) -> np.ndarray:
        """Return the logarithm of the number of states of each macrostate, (macrostates,)."""
        return _grid(np.add, [[log(comb(n, k)) for k in range(n + 1)] for n in self.sizes.tolist()])

    def share(self) -> np.ndarray:
        """Return which share of all states each macrostate is, (macrostates,)."""
        one_class = ([comb(n, k) / (1 << n) for k in range(n + 1)] for n in self.sizes.tolist())
        return _grid(np.multiply, list(one_class))

    def distance(self, home: np.ndarray) -> np.ndarray:
        """Return in how many units each macrostate differs from the one of these counts, where all of a class agree."""
        pairs = zip(self.sizes.tolist(), home.tolist(), strict=True)
        return _grid(np.add, [np.abs(np.arange(n + 1) - k) for n, k in pairs])

    def moments(self, start: int, stop: int) -> np.ndarray:
        """Return the sums of the spins of some classes, (counts of these, classes) float64."""
        sizes = self.sizes[start:stop]
        strides = np.concatenate([[1], np.cumprod(sizes + 1)]).astype(np.int64)
        index = np.arange(strides[-1])[:, None]
        return (2 * ((index // strides[:-1]) % (sizes + 1)) - sizes).astype(np.float64)


def _grid(function: Callable[..., np.ndarray], values: list[Any]) -> np.ndarray:
    """Return a function of one value a class at all macrostates, in their order: the first class counts fastest."""
    columns = [np.array(value) for value in values]
    return reduce(lambda found, column: function(column[:, None], found).ravel(), columns)


def classes_of(network: Network) -> Classes:
    """Return the classes of a network of two-state units.

    Raises
    ------
    SizeError
        for a matrix of so many different units that they make more macrostates than are enumerated
    """
    bias = network.bias
    if isinstance(network.coupling, OverlapCoupling):
        resolution = network.resolution / network.two_state.gain
        return _by_columns(network.coupling, bias, resolution)
    return _by_rows(network, bias)


def check_size(classes: Classes) -> None:
    """Refuse classes that make more macrostates than are enumerated.

    Raises
    ------
    SizeError
        it says how many
    """
    sizes = classes.sizes
    bits = float(np.log2(sizes + 1).sum())
    if bits > _DOUBTFUL_BITS or classes.n_macrostates > _LARGEST:
        count = f"{classes.n_macrostates:,}" if bits < _SAID_BITS else f"about 2^{bits:.0f}"
        message = (
            f"{sizes.sum():,} units in {len(sizes):,} classes make {count} macrostates, more"
            f" than {_LARGEST:,}; take fewer patterns or units, or hf.analysis.attractors, which samples"
        )
        raise SizeError(message)


def _by_columns(coupling: OverlapCoupling, bias: OneEach, resolution: float) -> Classes:
    """Return the classes of units that are the same in all patterns, up to a sign."""
    parts = [coupling.keys.spins] + ([] if coupling.values is None else [coupling.values.spins])
    columns = np.concatenate(parts)
    gauge = columns[0]
    step = 4 * max(resolution, _ROUNDING * float(np.abs(bias).max()))
    level = np.rint(gauge * bias / step) if step > 0.0 else np.zeros(len(gauge))
    bits = np.packbits(columns * gauge > 0, axis=0).T
    level = np.unique(level, return_inverse=True)[1].reshape(-1, 1).astype("<i8").view(np.uint8)
    rows = np.concatenate([bits, level], axis=1)
    labels = np.unique(rows, axis=0, return_inverse=True)[1]
    return Classes(labels.reshape(-1), gauge)


def _by_rows(network: Network, bias: OneEach) -> Classes:
    """Return the classes of units whose rows of J are the same, up to a sign; each is compared with the first ones."""
    n = network.n
    if n > _LARGEST_MATRIX:
        raise SizeError(_too_many(n))
    rows = np.column_stack([network.coupling.dense(), bias])
    tolerance = _ROUNDING * float(np.abs(rows).max())
    first: list[int] = []
    labels, gauge = np.zeros(n, dtype=np.int64), np.ones(n, dtype=np.int8)
    for i in range(n):
        labels[i], gauge[i] = next(
            (
                (c, sign)
                for c, j in enumerate(first)
                for sign in (1, -1)
                if _are_alike(rows, i, j, sign, tolerance)
            ),
            (len(first), 1),
        )
        if labels[i] == len(first):
            first.append(i)
        if len(first) > _MOST:
            raise SizeError(_too_many(n))
    return Classes(labels, gauge)


def _too_many(n: int) -> str:
    """Return why a matrix of n units has no atlas."""
    return (
        f"{n:,} units, hardly any two of which are interchangeable, have up to 2^{n} states, more than"
        f" {_LARGEST:,}; take at most {_MOST} units, or hf.analysis.attractors, which samples"
    )


def _are_alike(rows: np.ndarray, i: int, j: int, sign: int, tolerance: float) -> bool:
    """Return whether units i and j can be swapped, one of them turned if the sign is -1."""
    different = np.abs(rows[i] - sign * rows[j])
    different[[i, j]] = 0.0  # what they do to each other, which both ways is the same
    return bool(different.max() <= tolerance)
