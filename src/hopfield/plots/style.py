"""What do all plots look like?"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["COLOURS", "DASHES", "DIVERGING", "INK", "MARKERS", "SEQUENTIAL", "line", "tidy"]

INK = "#1f2933"
_PALE = "#d5dbe1"

# By Okabe and Ito: told apart with any kind of colour blindness; the yellow, too pale in print, is left out.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000")
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (1, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")

DIVERGING = "PuOr"  # symmetric, for signs
SEQUENTIAL = "cividis"  # lightness rises evenly


def line(k: int) -> dict[str, Any]:
    """Return how the k-th line of a plot is drawn: a colour, a dash and a marker of its own, as keywords of `plot`.

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.plots.style.line(1)["linestyle"]
    '--'
    """
    return {
        "color": COLOURS[k % len(COLOURS)],
        "linestyle": DASHES[k % len(DASHES)],
        "marker": MARKERS[k % len(MARKERS)],
        "linewidth": 1.6,
        "markersize": 4.5,
    }


def tidy(axes: "Axes | None", x: str = "", y: str = "") -> "Axes":
    """Return the axes, or new ones, with labels, a pale grid and no frame.

    Parameters
    ----------
    axes : Axes or None
        None: of a new figure
    x, y : str
        what is drawn, with units
    """
    if axes is None:
        import matplotlib.pyplot as plt

        axes = plt.subplots(layout="constrained")[1]
    axes.set_xlabel(x, color=INK)
    axes.set_ylabel(y, color=INK)
    axes.grid(color=_PALE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=INK)
    return axes
