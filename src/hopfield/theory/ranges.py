"""Is a number inside the range of its equation, and what is said when it is not?"""

from typing import Any

import numpy as np

from hopfield.errors import ParameterError

__all__ = ["plain", "whole", "within"]


def within(
    name: str,
    value: object,
    low: Any = -np.inf,
    high: Any = np.inf,
    *,
    has_low: bool = False,
    has_high: bool = True,
    why: str = "",
) -> np.ndarray:
    """Return a value as floats, or say which range was expected, what came and why.

    Parameters
    ----------
    name : str
        what the argument is called
    value : array_like of real numbers
    low, high : float, or arrays that broadcast with the value
        the ends of the range
    has_low, has_high : bool
        whether the ends belong to it
    why : str
        what is wrong outside, and what to do
    """
    x = _real(name, value)
    with np.errstate(invalid="ignore"):
        above = np.asarray(x >= low) if has_low else np.asarray(x > low)
        below = np.asarray(x <= high) if has_high else np.asarray(x < high)
    good = above & below & np.isfinite(x)
    if good.all():
        return x
    shape = np.shape(good)
    first = np.unravel_index(int(np.argmin(good)), shape)
    got, least, most = (float(np.broadcast_to(v, shape)[first]) for v in (x, low, high))
    ends = []
    if np.isfinite(least):
        ends.append(f"{'at least' if has_low else 'above'} {least:.10g}")
    if np.isfinite(most):
        ends.append(f"{'at most' if has_high else 'below'} {most:.10g}")
    wanted = " and ".join(ends) or "a finite number"
    raise ParameterError(f"{name} must be {wanted}, got {got:.10g}" + (f"; {why}" if why else ""))


def whole(name: str, value: object, low: float, why: str = "", step: int = 1) -> np.ndarray:
    """Return a value as whole floats from low on, in steps, or say what was expected."""
    x = within(name, value, low, has_low=True, why=why)
    wrong = (x - low) % step != 0
    if np.any(wrong):
        kind = "a whole number" if step == 1 else f"{low:g} plus a multiple of {step}"
        got = float(x[wrong].flat[0])
        raise ParameterError(f"{name} must be {kind}, got {got:.10g}" + (f"; {why}" if why else ""))
    return x


def plain(x: Any) -> Any:
    """Return a float for one number, and an array for an array."""
    array = np.asarray(x, dtype=np.float64)
    return array if array.ndim else float(array)


def _real(name: str, value: object) -> np.ndarray:
    """Return a value as an array of floats."""
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        array = np.empty(0, dtype=object)
    if array.dtype.kind not in "iuf":
        raise ParameterError(
            f"{name} must be a real number, or an array of them, got {value!r:.60}"
        )
    return array.astype(np.float64)
