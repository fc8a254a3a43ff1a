"""How did a recall go, sweep by sweep?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hopfield.errors import ParameterError
from hopfield.plots.style import INK, expect, expect_names, line, tidy
from hopfield.recall import Recall

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["trace"]

_ENERGY = "energy"


def trace(
    found: object, *, labels: Sequence[str] | None = None, axes: "Axes | None" = None
) -> "Axes":
    """Draw what a recall watched against the sweeps, a line each; "energy" has an axis of its own on the right.

    Parameters
    ----------
    found : Recall
        made with watch={"overlap": xi.overlaps, "energy": net.energy} or the like
    labels : sequence of str, optional
        of the entries of a watched array, such as the names of the patterns
    axes : Axes, optional

    Returns
    -------
    Axes
        those of the overlaps

    Raises
    ------
    ParameterError
        if nothing was watched, the labels do not fit, or it is no Recall

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.hopfield(xi)
    >>> watch = {"overlap": xi.overlaps, "energy": net.energy}
    >>> found = hf.recall(net, hf.patterns.flip(xi[0], 0.3, seed=1), watch=watch, seed=0)
    >>> axes = hf.plots.trace(found, labels=xi.labels)
    >>> [text.get_text() for text in axes.get_legend().get_texts()]
    ['T', 'C', 'H', 'energy']
    """
    from matplotlib.ticker import MaxNLocator

    found = expect(found, Recall, "hf.recall")
    if not found.trace:
        message = (
            'nothing was watched; recall with watch={"overlap": xi.overlaps, "energy": net.energy}'
        )
        raise ParameterError(message)
    others = [name for name in found.trace if name != _ENERGY]
    axes = tidy(axes, "sweep", ", ".join(others) or _ENERGY)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    lines = []
    for name in others:
        for what, curve in _curves(name, found.trace[name], labels):
            lines += axes.plot(curve, label=what, **line(len(lines)))
    if _ENERGY in found.trace:
        beside = axes
        if others:
            beside = axes.twinx()
            beside.set_ylabel(_ENERGY, color=INK)
            beside.spines["top"].set_visible(False)
        for what, curve in _curves(_ENERGY, found.trace[_ENERGY], None):
            lines += beside.plot(curve, label=what, **line(len(lines)))
    axes.legend(handles=lines, frameon=False)
    return axes


def _curves(
    name: str, watched: np.ndarray, labels: Sequence[str] | None
) -> list[tuple[str, np.ndarray]]:
    """Return the curves of one watched thing, with their names."""
    if watched.ndim == 1:
        return [(name, watched)]
    columns = watched.reshape(len(watched), -1).T
    numbered = [f"{name} {k}" for k in range(len(columns))]
    names = numbered if labels is None else expect_names(labels, len(columns), name)
    return list(zip(names, columns, strict=True))
