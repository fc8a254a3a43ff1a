"""How does a measured share depend on what was given? Curves with error bars."""

from typing import TYPE_CHECKING, Any

import numpy as np

from hopfield._typing import Number
from hopfield.analysis import Capacity
from hopfield.errors import ShapeError
from hopfield.plots.style import INK, line, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["basin", "capacity"]


def capacity(
    found: Capacity, *, theory: Number | None = None, axes: "Axes | None" = None
) -> "Axes":
    """Draw the share of memories recalled against the load, a line a size, with standard errors.

    Parameters
    ----------
    found : Capacity
    theory : float, optional
        a load to mark, such as 0.138 for Hebb's rule (amit1985)
    axes : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> import hopfield as hf
    >>> found = hf.analysis.capacity(hf.rules.Hebb(), [100, 200], [0.1, 0.2], samples=2, seed=0)
    >>> axes = hf.plots.capacity(found, theory=0.138)
    >>> axes.get_xlabel()
    'load p/n'
    """
    axes = tidy(axes, "load p/n", "share of memories recalled")
    for k, (n, share, error) in enumerate(
        zip(found.n, found.fraction, found.fraction_error, strict=True)
    ):
        axes.errorbar(
            found.loads, share, np.nan_to_num(error), label=f"n = {n:,}", capsize=2, **line(k)
        )
    _mark(axes, theory, "theory, n → ∞")
    axes.set_ylim(-0.03, 1.03)
    axes.legend(frameon=False)
    return axes


def basin(
    overlaps: object,
    recalled: object,
    *,
    error: object = None,
    radius: Number | None = None,
    label: str | None = None,
    axes: "Axes | None" = None,
) -> "Axes":
    """Draw the share of cues that are recalled against their overlap with what was stored: how wide a basin is.

    Calls with the same axes add lines.

    Parameters
    ----------
    overlaps, recalled : array_like (k,)
    error : array_like (k,), optional
        standard errors of `recalled`
    radius : float, optional
        an overlap to mark
    label : str, optional
    axes : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ShapeError
        for arrays of different lengths

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.plots.basin([0.2, 0.4, 0.6], [0.0, 0.6, 1.0], radius=0.38).get_xlabel()
    'overlap of the cue'
    """
    x, y = np.asarray(overlaps, dtype=np.float64), np.asarray(recalled, dtype=np.float64)
    bars: Any = None if error is None else np.asarray(error, dtype=np.float64)
    if x.ndim != 1 or x.shape != y.shape or (bars is not None and bars.shape != x.shape):
        message = f"overlaps, recalled and error need one length, got shapes {x.shape}, {y.shape}, {np.shape(bars)}"
        raise ShapeError(message)
    axes = tidy(axes, "overlap of the cue", "share of cues recalled")
    axes.errorbar(x, y, bars, label=label, capsize=2, **line(len(axes.containers)))
    _mark(axes, radius, "half recalled")
    axes.set_ylim(-0.03, 1.03)
    if label is not None:
        axes.legend(frameon=False)
    return axes


def _mark(axes: "Axes", place: Number | None, label: str) -> None:
    """Draw a vertical line with a name."""
    if place is not None:
        axes.axvline(float(place), color=INK, linewidth=1.0, linestyle=(0, (2, 2)), label=label)
