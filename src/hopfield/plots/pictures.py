"""How do patterns look, and the couplings between units?"""

from typing import TYPE_CHECKING

import numpy as np

from hopfield.couplings import Coupling
from hopfield.errors import ParameterError, ShapeError
from hopfield.patterns import Patterns
from hopfield.plots.style import DIVERGING, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["patterns", "weights"]


def patterns(
    states: object,
    *,
    shape: tuple[int, int] | None = None,
    columns: int = 8,
    axes: "Axes | None" = None,
) -> "Axes":
    """Draw patterns or states as small pictures, row by row: dark is +1, light is -1, grey is unknown.

    Parameters
    ----------
    states : Patterns, or array_like (n,) or (k, n)
    shape : (rows, columns), optional
        of one picture; by default that of the patterns
    columns : int, at least 1
        how many pictures stand in a row
    axes : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ShapeError
        for a shape that is not known or does not fit

    Examples
    --------
    >>> import hopfield as hf
    >>> axes = hf.plots.patterns(hf.patterns.letters("TCH"))
    >>> [text.get_text() for text in axes.texts]
    ['T', 'C', 'H']
    """
    own = states if isinstance(states, Patterns) else None
    rows = np.atleast_2d(np.asarray(states) if own is None else own.spins)
    shape = shape or (own.shape if own is not None and own.shape and len(own.shape) == 2 else None)
    if shape is None or rows.ndim != 2 or shape[0] * shape[1] != rows.shape[1]:
        message = f"states of {rows.shape[-1]} units need the shape of a picture, rows × columns; got {shape}"
        raise ShapeError(message)
    if columns < 1:
        message = f"columns must be at least 1, got {columns}"
        raise ParameterError(message)
    high, wide = shape
    columns = min(columns, len(rows))
    canvas = np.full((-(-len(rows) // columns) * (high + 2), columns * (wide + 1) - 1), np.nan)
    axes = tidy(axes)
    for k, row in enumerate(rows):
        top, left = (k // columns) * (high + 2) + 1, (k % columns) * (wide + 1)
        canvas[top : top + high, left : left + wide] = row.reshape(shape)
        if own is not None and own.labels:
            axes.text(left + wide / 2 - 0.5, top - 1, own.labels[k], ha="center", va="center")
    # -1 is not quite white, so that a picture ends where it ends
    axes.imshow(canvas, cmap="gray_r", vmin=-1.2, vmax=1, interpolation="nearest")
    axes.set_axis_off()
    return axes


def weights(couplings: object, *, axes: "Axes | None" = None) -> "Axes":
    """Draw a matrix J as colours, with a bar that says how strong they are; zero is white.

    Parameters
    ----------
    couplings : Coupling or array_like (n, n)
        J[i, j] is the effect of j on i
    axes : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ShapeError
        for what is no square matrix

    Examples
    --------
    >>> import hopfield as hf
    >>> net = hf.models.hopfield(hf.patterns.letters("TCH"))
    >>> hf.plots.weights(net.coupling).get_xlabel()
    'from unit j'
    """
    J = np.asarray(
        couplings.dense() if isinstance(couplings, Coupling) else couplings, dtype=np.float64
    )
    if J.ndim != 2 or J.shape[0] != J.shape[1]:
        message = f"couplings are a matrix (n, n), got the shape {J.shape}"
        raise ShapeError(message)
    axes = tidy(axes, "from unit j", "to unit i")
    axes.grid(visible=False)
    largest = float(np.abs(J).max(initial=0.0)) or 1.0
    image = axes.imshow(J, cmap=DIVERGING, vmin=-largest, vmax=largest, interpolation="nearest")
    axes.figure.colorbar(image, ax=axes, label="J")
    return axes
