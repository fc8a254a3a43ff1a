"""Where does an equation hold, for many parameters at once?"""

from collections.abc import Callable
from typing import Any

import numpy as np

from hopfield._typing import Values

__all__ = ["climb", "lowest", "root"]

_STEPS = 100  # of Newton: from the far side of a concave function ten are plenty


def root(f: Callable[..., Any], low: Any, high: Any, *args: Any) -> Values:
    """Return where f(x, *args) = 0 between low and high, element by element, to the last bits.

    Where both ends have the same sign, the end nearer to zero is taken: a range that was checked before ends on the
    root itself there, and only rounding decides on the sign.
    """
    from scipy.optimize import elementwise

    low, high, *rest = np.broadcast_arrays(low, high, *args)
    with np.errstate(all="ignore"):
        ends = np.asarray(f(low, *rest)), np.asarray(f(high, *rest))
        found = elementwise.find_root(f, (low, high), args=tuple(rest)).x
    nearer = np.where(np.abs(ends[0]) < np.abs(ends[1]), low, high)
    return np.where(np.sign(ends[0]) * np.sign(ends[1]) > 0, nearer, found)


def climb(step: Callable[[Values], Values], start: Values) -> Values:
    """Return where Newton's steps from the start die away, element by element."""
    x, last = np.array(start, dtype=np.float64), np.inf
    for _ in range(_STEPS):
        move = step(x)
        x = x - move
        size = np.abs(move) / np.abs(x)
        # below 1e-8 steps square their size, unless nothing but rounding is left of them
        if np.all((size <= 4e-16) | ((size < 1e-8) & (size >= last))):
            break
        last = size
    return x


def lowest(f: Callable[..., Any], grid: Values, *args: Any) -> tuple[Values, Values]:
    """Return where f(x, *args) is lowest, between points of a grid that has its valley inside, and how low it is."""
    from scipy.optimize import elementwise

    rest = np.broadcast_arrays(*args)
    with np.errstate(all="ignore"):
        heights = f(grid, *(arg[..., None] for arg in rest))
        middle = np.clip(np.argmin(heights, axis=-1), 1, grid.size - 2)
        bracket = (grid[middle - 1], grid[middle], grid[middle + 1])
        found = elementwise.find_minimum(f, bracket, args=tuple(rest))
    return found.x, found.f_x
