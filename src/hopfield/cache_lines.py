"""Arrays that begin a cache line: a vector register is as long as one, and what straddles two is read twice."""

import math
from typing import Any

import numpy as np

__all__ = ["aligned", "aligned_zeros"]

_LINE = 64  # bytes


def aligned(shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """Return an array with nothing written into it yet, C-contiguous, whose first byte begins a cache line."""
    n_bytes = math.prod(shape) * np.dtype(dtype).itemsize
    room = np.empty(n_bytes + _LINE, dtype=np.uint8)
    start = -room.__array_interface__["data"][0] % _LINE
    return room[start : start + n_bytes].view(dtype).reshape(shape)


def aligned_zeros(shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """Return such an array of zeros."""
    found = aligned(shape, dtype)
    found.fill(0)
    return found
