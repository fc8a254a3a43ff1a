"""How does the time per multiply-add look against n, and against p?"""

from collections.abc import Sequence
from pathlib import Path

from hopfield.cli.writing import beside

__all__ = ["draw"]

_INK, _LINE, _PALE = "#1f2933", "#0b5fa5", "#d5dbe1"
_NAMES = {"n": "units n", "p": "patterns p"}


def draw(points: Sequence[tuple[int, float]], letter: str, place: Path) -> None:
    """Write a plot, as SVG, of picoseconds per multiply-add.

    Parameters
    ----------
    points : sequence of (n or p, picoseconds)
    letter : "n" or "p"
    place : Path
    """
    import matplotlib as mpl  # pyright: ignore[reportMissingImports]  # an extra
    from matplotlib.figure import Figure  # pyright: ignore[reportMissingImports]

    # the same numbers give the same file
    with mpl.rc_context({"svg.hashsalt": "hopfield", "font.size": 11, "text.color": _INK}):
        figure = Figure(figsize=(6.4, 3.6), layout="constrained")
        axes = figure.add_subplot()
        sizes, times = zip(*points, strict=True)
        axes.plot(sizes, times, "o-", color=_LINE, linewidth=2)
        for size, time in points:
            axes.annotate(
                f"{time:.0f}" if time >= 10 else f"{time:.1f}",
                (size, time),
                textcoords="offset points",
                xytext=(0, 8),
                ha="center",
                color=_INK,
            )
        axes.set_xscale("log")
        axes.set_ylim(0, 1.35 * max(times))
        axes.set_xlabel(_NAMES[letter], color=_INK)
        axes.set_ylabel("picoseconds per multiply-add", color=_INK)
        axes.set_title("One asynchronous sweep, one thread", color=_INK, loc="left")
        axes.grid(color=_PALE, linewidth=0.8)
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(colors=_INK)
        with beside(place) as file:
            figure.savefig(file, format="svg", facecolor="white", metadata={"Date": None})
