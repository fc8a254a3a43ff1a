"""What is recalled in the benchmark, and how much of the machine may be used for it?"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle
from time import perf_counter
from typing import Any

import numpy as np

import hopfield as hf

__all__ = ["Problem", "Setting", "checked_part", "one_sweep", "problem", "recalls", "using"]

_FLIPPED = 0.2
_ORDERS = 16  # of visits, in turns


@dataclass(frozen=True)
class Setting:
    """How much is measured.

    Attributes
    ----------
    is_quick : bool
        smaller cases and fewer rounds, so that all rows together take less than a minute
    threads : int
        how many threads ours, and a baseline that can be told, may use where a row does not say one
    """

    is_quick: bool
    threads: int

    @property
    def seconds(self) -> float:
        """How long the rounds of one comparison may take."""
        return 0.5 if self.is_quick else 4.0

    def target(self, bound: float) -> float | None:
        """Return a target that holds for the full size only."""
        return None if self.is_quick else bound


@dataclass(frozen=True, eq=False)
class Problem:
    """Random patterns in a network by Hebb's rule, and the first of them with a fifth of its units flipped."""

    xi: hf.Patterns
    net: hf.Network
    cue: np.ndarray
    prepared: float  # seconds: patterns drawn, and packed for the kernel


@lru_cache(maxsize=1)  # rows of one size follow each other, and the largest takes 250 MB
def problem(n: int, p: int) -> Problem:
    """Return the problem of n units and p patterns, ready to recall.

    Parameters
    ----------
    n, p : int
    """
    start = perf_counter()
    xi = hf.patterns.random(p, n, seed=0)
    net = hf.models.hopfield(xi)
    cue = hf.patterns.flip(xi[0], _FLIPPED, seed=1)
    hf.recall(net, cue, max_sweeps=0, seed=2)
    return Problem(xi, net, cue, perf_counter() - start)


@contextmanager
def using(threads: int) -> Iterator[None]:
    """Let the library use so many threads."""
    before = os.environ.get("HOPFIELD_THREADS")
    os.environ["HOPFIELD_THREADS"] = str(threads)
    try:
        yield
    finally:
        if before is None:
            del os.environ["HOPFIELD_THREADS"]
        else:
            os.environ["HOPFIELD_THREADS"] = before


def recalls(given: Problem, threads: int, **more: Any) -> Callable[[], Any]:
    """Return a function that recalls the cue, with so many threads, each time in another order of visits.

    One order again and again would be learnt by the processor, which then foresees every flip.
    """
    seeds = cycle(range(_ORDERS))

    def run() -> Any:
        with using(threads):
            return hf.recall(given.net, given.cue, seed=next(seeds), **more)

    return run


def one_sweep(given: Problem, threads: int) -> dict[str, Callable[[], Any]]:
    """Return two contenders; the sweep is the first less the second.

    Both compute the overlaps of the cue, begin the random stream, take the energy of the answer, and check
    the cue until its first unit that wants to move. Only the first then sweeps, and checks again.
    """
    return {
        "one": recalls(given, threads, max_sweeps=1),
        "none": recalls(given, threads, max_sweeps=0),
    }


def checked_part(given: Problem) -> float:
    """Return which part of the units is checked after one sweep: all at rest, or those before the first that is not."""
    run, parts = recalls(given, 1, max_sweeps=1), []
    for _ in range(_ORDERS):
        found = run()
        if found.outcome.name == "FIXED_POINT":
            parts.append(1.0)
        else:
            wants = given.net.gap(found.state) * found.state < 0.0
            parts.append(float(np.argmax(wants)) / found.state.size)
    return float(np.mean(parts))
