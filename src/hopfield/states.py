"""What may pass as a state: an array of -1, 0 and +1, or of real numbers, whose last axis is the units."""

import numpy as np

from hopfield._typing import States
from hopfield.errors import PatternError, ShapeError

__all__ = ["as_real_rows", "as_reals", "as_states", "describe_values", "holds_only"]

_SHOWN = 5


def describe_values(array: np.ndarray) -> str:
    """Return the distinct values of an array as text, a few of them, NaN included."""
    values = np.unique(array)
    shown = ", ".join(f"{value:g}" for value in values[:_SHOWN])
    more = f", … ({len(values)} different)" if len(values) > _SHOWN else ""
    return "{" + shown + more + "}"


def holds_only(array: np.ndarray, low: int, high: int) -> bool:
    """Return whether an array of numbers holds only the whole ones from low, at most 0, to high; NaN is none."""
    if array.dtype.kind in "iu":
        return bool(low <= array.min(initial=0) and array.max(initial=0) <= high)
    return bool(np.logical_or.reduce([array == value for value in range(low, high + 1)]).all())


def as_states(values: object, n: int | None = None, what: str = "state") -> States:
    """Return values as int8 spins, 0 for unknown; the caller's array itself if it is one already.

    Parameters
    ----------
    values : array_like, shape (*batch, n)
        numbers -1, 0 and +1
    n : int or None
        the number of units that is expected
    what : str
        how the array is called in an error

    Raises
    ------
    PatternError
        for any other value, NaN among them
    ShapeError
        for another number of units
    """
    array = np.asarray(values)
    if array.ndim == 0:
        message = f"{what} must be an array with the units along its last axis, got {values!r}"
        raise ShapeError(message)
    if array.dtype.kind not in "iuf":
        message = (
            f"{what} holds values of type {array.dtype}, expected numbers -1, 0 (unknown) and +1;"
            " for bits use 2*bits - 1"
        )
        raise PatternError(message)
    if n is not None and array.shape[-1] != n:
        message = f"{what} has {array.shape[-1]} units, the network has {n}"
        raise ShapeError(message)
    if not holds_only(array, -1, 1):
        wrong = describe_values(array[~np.isin(array, (-1, 0, 1))])
        message = f"{what} holds {wrong}, expected only -1, 0 (unknown) and +1"
        raise PatternError(message)
    return array.astype(np.int8, copy=False)


def as_reals(values: object, n: int, what: str = "state") -> np.ndarray:
    """Return values as float64, (*batch, n); the caller's array itself if it is one already.

    Raises
    ------
    ShapeError
        for another number of units
    PatternError
        for what is not a finite number
    """
    array = np.asarray(values)
    if array.ndim == 0 or array.shape[-1] != n:
        size = array.shape[-1] if array.ndim else "no"
        message = f"{what} has {size} units, the network has {n}"
        raise ShapeError(message)
    if array.dtype.kind not in "iuf":
        message = f"{what} holds values of type {array.dtype}, expected real numbers"
        raise PatternError(message)
    if not np.isfinite(array).all():
        n_wrong = int(array.size - np.count_nonzero(np.isfinite(array)))
        message = f"{what} holds NaN or infinity in {n_wrong} of {array.size} places, expected finite numbers"
        raise PatternError(message)
    return array.astype(np.float64, copy=False)


def as_real_rows(values: object, what: str = "patterns") -> np.ndarray:
    """Return patterns of real numbers as an array (p, n) of its own that can't be written to.

    float32 stays float32, all else becomes float64.

    Raises
    ------
    ShapeError
        for what is not a table of at least one row and one column, such as rows of different lengths
    PatternError
        for what is not a finite number
    """
    try:
        given = np.asarray(values)
    except ValueError:
        given = None
    if given is None or given.dtype == object:
        message = (
            f"{what} must be real numbers in rows of the same length, (p, n), got rows that are not"
        )
        raise ShapeError(message)
    if given.ndim != 2 or not given.size:
        hint = "; a single pattern is X[None]" if given.ndim == 1 else ""
        message = (
            f"{what} must have the shape (p, n) with p and n at least 1, got {given.shape}{hint}"
        )
        raise ShapeError(message)
    if given.dtype.kind not in "iuf":
        message = f"{what} hold values of type {given.dtype}, expected real numbers"
        raise PatternError(message)
    kind = np.float32 if given.dtype == np.float32 else np.float64
    rows = np.array(given, dtype=kind, order="C")
    if not np.isfinite(rows).all():
        wrong = np.flatnonzero(~np.isfinite(rows).all(axis=1))
        message = (
            f"{what} hold NaN or infinity in {len(wrong)} of {len(rows)} rows, the first of them row {wrong[0]};"
            " expected finite numbers"
        )
        raise PatternError(message)
    rows.flags.writeable = False
    return rows
