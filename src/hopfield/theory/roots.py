"""Where does an equation hold, for many parameters at once?"""

from collections.abc import Callable
from typing import Any

import numpy as np

from hopfield._typing import Values

__all__ = ["climb", "lowest", "root", "spent", "summit"]

_ROUNDING = 1e-11
_STEPS = 100  # of Newton: from the far side of a concave function ten are plenty


def root(f: Callable[..., Any], low: Any, high: Any, *args: Any) -> Values:
    """Return where f(x, *args) = 0 between low and high, element by element, to the last bits.

    A range may end on the root itself, where rounding decides on the sign: that end is taken. Otherwise nan says that
    there is no root.
    """
    from scipy.optimize import elementwise

    low, high, *rest = np.broadcast_arrays(low, high, *args)
    with np.errstate(all="ignore"):
        ends = np.asarray(f(low, *rest)), np.asarray(f(high, *rest))
        found = elementwise.find_root(f, (low, high), args=tuple(rest)).x
    size = np.abs(ends)
    at_end = np.where(size[0] < size[1], low, high)
    is_missing = (np.sign(ends[0]) * np.sign(ends[1]) > 0) & (np.min(size, axis=0) < _ROUNDING)
    return np.where(is_missing, at_end, found)


def climb(step: Callable[[Values], Values], start: Values) -> Values:
    """Return where Newton's steps from the start die away, element by element."""
    x = np.array(start, dtype=np.float64)
    last, is_done = np.full(x.shape, np.inf), np.zeros(x.shape, dtype=bool)
    for _ in range(_STEPS):
        move = step(x)
        x = np.where(is_done, x, x - move)
        is_done |= spent(np.abs(move / x), last)
        if is_done.all():
            break
        last = np.abs(move / x)
    return x


def spent(size: Values, last: Values) -> Values:
    """Return where Newton's steps, relative to their root, are lost in rounding: they should square, but grow."""
    return (size <= 4e-16) | ((size < 1e-7) & (size >= last)) | np.isnan(size)


def lowest(f: Callable[..., Any], grid: Values, *args: Any) -> tuple[Values, Values]:
    """Return where f(x, *args) is lowest, between points of a grid that has its valley inside, and how low it is."""
    from scipy.optimize import elementwise

    rest = np.broadcast_arrays(*args)
    with np.errstate(all="ignore"):
        heights = f(grid, *(arg[..., None] for arg in rest))
        middle = np.clip(np.argmin(heights, axis=-1), 1, grid.size - 2)
        bracket = (grid[middle - 1], grid[middle], grid[middle + 1])
        found = elementwise.find_minimum(f, bracket, args=tuple(rest))
    # on a plateau, or at an end of the grid, there is no valley to go down
    flat = np.take_along_axis(heights, middle[..., None], axis=-1)[..., 0]
    is_lower = found.f_x <= flat
    return np.where(is_lower, found.x, grid[middle]), np.where(is_lower, found.f_x, flat)


def summit(f: Callable[..., Any], near: float) -> float:
    """Return where f is largest to more digits than comparing its values can tell: the root of a fitted slope."""
    x = near * (1 + 0.03 * np.cos(np.pi * np.arange(13) / 12))
    slope = np.polynomial.Chebyshev.fit(x, f(x), 8).deriv()
    return float(root(slope, x[-2], x[1]))
