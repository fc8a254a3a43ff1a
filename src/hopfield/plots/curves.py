"""How does a measured share depend on what was given? Curves with error bars."""

from typing import TYPE_CHECKING

import numpy as np

from hopfield._typing import Number
from hopfield.analysis import Basin, Capacity
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


def basin(found: Basin, *, label: str | None = None, axes: "Axes | None" = None) -> "Axes":
    """Draw the share of cues that are recalled against their overlap with what was stored: how wide a basin is.

    A dotted line marks where half are recalled. Calls with the same axes add curves.

    Parameters
    ----------
    found : Basin
    label : str, optional
    axes : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> import hopfield as hf
    >>> import numpy as np
    >>> curve = np.array([[0.2, 0.4, 0.6], [0.3, 0.8, 1.0], [0.0, 0.6, 1.0], [0.0, 0.1, 0.0]])
    >>> hf.plots.basin(hf.analysis.Basin(*curve)).get_xlabel()
    'overlap of the cue'
    """
    axes = tidy(axes, "overlap of the cue", "share of cues recalled")
    look = line(len(axes.containers))
    axes.errorbar(found.overlaps, found.recalled, found.error, label=label, capsize=2, **look)
    _mark(axes, found.half, None)
    axes.set_ylim(-0.03, 1.03)
    if label is not None:
        axes.legend(frameon=False)
    return axes


def _mark(axes: "Axes", place: Number | None, label: str | None) -> None:
    """Draw a vertical line with a name."""
    if place is not None:
        axes.axvline(float(place), color=INK, linewidth=1.0, linestyle=(0, (2, 2)), label=label)
