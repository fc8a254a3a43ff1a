"""What do all plots look like?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from hopfield.errors import ParameterError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "COLOURS",
    "DASHES",
    "DIVERGING",
    "HALO",
    "INK",
    "MARKERS",
    "PALE",
    "SEQUENTIAL",
    "expect",
    "expect_names",
    "halo",
    "line",
    "tidy",
]

_Found = TypeVar("_Found")

INK = "#1f2933"
PALE = "#d5dbe1"
HALO = "#ffffff"  # round what must be seen on any ground

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
    axes.grid(color=PALE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(colors=INK)
    return axes


def halo(width: float = 3.0) -> list[Any]:
    """Return what puts a white rim round a line, so that it is seen on dark and on pale: path_effects.

    Examples
    --------
    >>> import hopfield as hf
    >>> len(hf.plots.style.halo())
    2
    """
    from matplotlib.patheffects import Normal, Stroke

    return [Stroke(linewidth=width, foreground=HALO), Normal()]


def expect(found: object, kind: type[_Found], maker: str) -> _Found:
    """Return a result that is what a plot draws, or say what it should be.

    Parameters
    ----------
    found : object
    kind : type
        what is drawn
    maker : str
        what makes it

    Raises
    ------
    ParameterError
        for anything else
    """
    if isinstance(found, kind):
        return found
    message = f"expected {kind.__name__}, as {maker} returns it, got {type(found).__name__}"
    raise ParameterError(message)


def expect_names(names: Sequence[str], count: int, what: str) -> list[str]:
    """Return names, one for each thing, or say how many there should be.

    Raises
    ------
    ParameterError
        for more or fewer
    """
    if len(names) != count:
        message = f"{what} has {count:,} entries and there are {len(names):,} labels"
        raise ParameterError(message)
    return list(names)
