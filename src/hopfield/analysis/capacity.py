"""How many patterns does a rule hold, at each size?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hopfield._typing import Number, Real, Seed
from hopfield.analysis.retrieval import Retrieval
from hopfield.errors import ParameterError, ShapeError
from hopfield.random import named
from hopfield.rules import Rule

__all__ = ["Capacity", "capacity"]


@dataclass(frozen=True, eq=False)
class Capacity:
    """Recall against load, for networks of some sizes.

    Attributes
    ----------
    n : (sizes,) int array
    loads : (loads,) float array: p / n, rising
    retrieved : (sizes, loads, samples) float array
        the share of cues that were recalled, in each network
    overlap : (sizes, loads, samples) float array
        their mean overlap with what was stored
    """

    n: Any
    loads: Any
    retrieved: Any
    overlap: Any

    def __post_init__(self) -> None:
        for name in ("n", "loads", "retrieved", "overlap"):
            kind = np.int64 if name == "n" else np.float64
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=kind))
        shape = (len(self.n), len(self.loads))
        if not self.retrieved.shape[:2] == self.overlap.shape[:2] == shape:
            message = f"{shape[0]} sizes and {shape[1]} loads need arrays (sizes, loads, samples)"
            raise ShapeError(message)
        if (np.diff(self.loads) <= 0).any():
            message = f"loads must rise, got {self.loads.tolist()}"
            raise ParameterError(message)

    @property
    def fraction(self) -> Real:
        """The share of memories that are recalled, (sizes, loads)."""
        return self.retrieved.mean(axis=-1)

    @property
    def fraction_error(self) -> Real:
        """The standard error of `fraction` over the samples; NaN for a single one."""
        return _error(self.retrieved)

    @property
    def mean_overlap(self) -> Real:
        """The mean overlap of what is recalled with what was stored, (sizes, loads)."""
        return self.overlap.mean(axis=-1)

    @property
    def overlap_error(self) -> Real:
        """The standard error of `mean_overlap` over the samples; NaN for a single one."""
        return _error(self.overlap)


def _error(values: np.ndarray) -> Real:
    """Return the standard error over the last axis."""
    count = values.shape[-1]
    if count < 2:
        return np.full(values.shape[:-1], np.nan)
    return values.std(axis=-1, ddof=1) / np.sqrt(count)


def capacity(
    rule: Rule,
    n: Any,
    loads: Sequence[Number] | np.ndarray,
    *,
    samples: int = 10,
    start: Number = 1.0,
    cues: int = 16,
    max_sweeps: int = 100,
    seed: Seed = None,
) -> Capacity:
    """Measure the share of random patterns that a rule recalls, against the load p/n.

    A network of n units falls off its capacity over a range of loads of about n^{-1/2}, so a small one seems to hold
    more: `transition` says where half are recalled at each n, and what that tends to. Above its capacity Hebb's rule
    leaves an overlap of about 0.35, not 0 (amit1985).

    The same seed gives the same numbers as `hf.experiments.run(Retrieval(rule), Grid({"n": …, "load": …}), …)`, which
    can be interrupted and runs on several processes.

    Parameters
    ----------
    rule : Rule
        for ±1 units, such as hf.rules.Hebb()
    n : int or sequence of int
        units
    loads : sequence of float
        p / n, rising
    samples : int
        networks, of new random patterns, for each n and load
    start : float, above 0 up to 1
        the overlap of a cue with its pattern
    cues : int
        patterns that are recalled in each network
    max_sweeps : int
    seed : int, SeedSequence, Generator or None

    Returns
    -------
    Capacity

    Raises
    ------
    ParameterError
        for a number outside its range

    Examples
    --------
    >>> import hopfield as hf
    >>> found = hf.analysis.capacity(hf.rules.Hebb(), 400, [0.05, 0.15, 0.3], samples=4, seed=0)
    >>> found.fraction.round(1).tolist()
    [[1.0, 0.8, 0.0]]
    """
    measure = Retrieval(rule, start, cues, max_sweeps)
    if isinstance(samples, bool) or not isinstance(samples, int | np.integer) or samples < 1:
        message = f"samples must be a whole number of at least 1, got {samples!r}"
        raise ParameterError(message)
    root = seed if isinstance(seed, int | np.integer | np.random.SeedSequence) else named(seed)
    sizes, at = np.atleast_1d(np.asarray(n)), np.asarray(loads, dtype=np.float64)
    found = [
        measure(int(size), float(load), named(root, n=int(size), load=float(load), sample=sample))
        for size in sizes
        for load in at
        for sample in range(samples)
    ]
    shape = (len(sizes), len(at), samples)
    retrieved, overlap = (
        np.array([one[name] for one in found]).reshape(shape) for name in ("retrieved", "overlap")
    )
    return Capacity(sizes, at, retrieved, overlap)
