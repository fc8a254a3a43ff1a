"""How many threads, and how work is shared among them."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np

from hopfield.errors import ParameterError

__all__ = ["n_threads", "share"]


def n_threads() -> int:
    """Return how many threads a call may use: HOPFIELD_THREADS, or else the processors of this process.

    Raises
    ------
    ParameterError
        if HOPFIELD_THREADS is set to anything but a whole number of at least 1
    """
    asked = os.environ.get("HOPFIELD_THREADS", "")
    if asked:
        if not asked.isdecimal() or int(asked) < 1:
            message = f"HOPFIELD_THREADS must be a whole number of at least 1, got {asked!r}"
            raise ParameterError(message)
        return int(asked)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share(work: Callable[[slice], Any], size: int, n_parts: int, threads: int) -> list[Any]:
    """Return work(slice) for slices that divide range(size) into n_parts, done by that many threads, in order."""
    bounds = np.linspace(0, size, max(1, min(n_parts, size)) + 1).astype(int)
    parts = [slice(int(a), int(b)) for a, b in pairwise(bounds)]
    if threads <= 1 or len(parts) == 1:
        return [work(part) for part in parts]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, parts))
