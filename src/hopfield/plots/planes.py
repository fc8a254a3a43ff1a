"""How does a landscape look over two overlaps, and which way does a recall take through it?"""

from typing import TYPE_CHECKING, Any

import numpy as np

from hopfield.analysis import Landscape
from hopfield.errors import ParameterError
from hopfield.plots.style import COLOURS, INK, SEQUENTIAL, expect, halo, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["landscape"]

_LEVELS = 14
_MOST_DOTS = 20_000  # beyond, dots are pixels inside a vector graphic
_SMALL = 81  # values of an overlap, up to which each place has a mark of its own
_ROUNDING = 1e-9


def landscape(found: object, *, path: object = None, axes: "Axes | None" = None) -> "Axes":
    """Draw energy over the plane of the overlaps with two memories, and the path of a recall on it.

    What is drawn depends on `found.kind`, and the title says it: a dot for each pair of overlaps that states can have
    (`exact`); a square for each, with the lowest energy of the states there (`envelope`); or contours of the `free
    energy` for n → ∞. Dark is low.

    Parameters
    ----------
    found : Landscape
    path : array_like (moments, 2), optional
        overlaps with the two memories: of a recall that watched them found.trace["overlap"][:, [0, 1]]
    axes : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ParameterError
        for other results, or a path of another shape or outside -1 to 1

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TC")
    >>> net = hf.models.hopfield(xi)
    >>> cue = hf.patterns.flip(xi[0], 0.3, seed=1)
    >>> found = hf.recall(net, cue, watch={"overlap": xi.overlaps}, seed=0)
    >>> axes = hf.plots.landscape(hf.analysis.landscape(net), path=found.trace["overlap"])
    >>> axes.get_xlabel(), axes.get_title(loc="left")
    ('overlap with T', 'exact: all states with these overlaps')
    """
    found = expect(found, Landscape, "hf.analysis.landscape")
    steps = None if path is None else _checked(path)
    axes = tidy(axes, *(f"overlap with {label}" for label in found.labels))
    is_limit = found.kind == "free energy"
    image = _contours(axes, found) if is_limit else _dots(axes, found)
    bar = axes.figure.colorbar(image, ax=axes, label="f = e - T s, a unit" if is_limit else "E/n")
    bar.outline.set_visible(False)
    _name(axes, found)
    if steps is not None:
        _walk(axes, steps)
    axes.set_aspect("equal")
    axes.set_xlim(-1.2, 1.2)
    axes.set_ylim(-1.2, 1.2)
    axes.set_title(_title(found), loc="left", fontsize=10, color=INK)
    return axes


def _title(found: Landscape) -> str:
    """Return what is drawn, in a few words."""
    return {
        "exact": "exact: all states with these overlaps",
        "envelope": "envelope: the lowest of the states with these overlaps",
        "free energy": f"free energy, n → ∞, T = {found.temperature:g}",
    }[found.kind]


def _dots(axes: "Axes", found: Landscape) -> Any:
    """Draw a mark for each pair of overlaps that there is."""
    from matplotlib.collections import PolyCollection
    from matplotlib.transforms import AffineDeltaTransform

    rows, columns = np.nonzero(np.isfinite(found.energy))
    to_screen: Any = axes.transData
    marks = PolyCollection(
        [_outline(found)],
        array=found.energy[rows, columns],
        offsets=np.stack([found.first[rows], found.second[columns]], axis=-1),
        offset_transform=to_screen,
        transform=AffineDeltaTransform(to_screen),  # marks keep to the lattice, at any size
        rasterized=len(rows) > _MOST_DOTS,
        edgecolors="face",
        linewidths=0.1,
        cmap=SEQUENTIAL,
    )
    axes.add_collection(marks)
    return marks


def _outline(found: Landscape) -> np.ndarray:
    """Return the corners of a mark; many of them fill the plane, since every other place of the lattice is empty."""
    pitch = 2.0 / (len(found.first) - 1)
    if len(found.first) > _SMALL:
        turn, size = np.arange(4) / 4, 1.0
    elif found.kind == "envelope":
        turn, size = np.arange(4) / 4 + 0.125, 0.6 * np.sqrt(2.0)
    else:
        turn, size = np.arange(24) / 24, 0.6
    return pitch * size * np.stack([np.cos(2 * np.pi * turn), np.sin(2 * np.pi * turn)], axis=-1)


def _contours(axes: "Axes", found: Landscape) -> Any:
    """Draw filled contours, with thin lines between them."""
    plane = np.ma.masked_invalid(found.free_energy.T)
    at = found.first, found.second, plane
    image = axes.contourf(*at, levels=_LEVELS, cmap=SEQUENTIAL)
    axes.contour(*at, levels=image.levels, colors="white", linewidths=0.4, linestyles="solid")
    return image


def _name(axes: "Axes", found: Landscape) -> None:
    """Write the names of the memories and their negatives where they are, if the plane has these points."""
    look: dict[str, Any] = {"ha": "center", "va": "center", "color": INK, "weight": "bold"}
    for k, (label, plane) in enumerate(
        zip(found.labels, (found.energy, found.energy.T), strict=True)
    ):
        axis, other = (found.first, found.second) if k == 0 else (found.second, found.first)
        for sign in (1, -1):
            row = int(np.argmin(np.abs(axis - sign)))
            there = np.flatnonzero(np.isfinite(plane[row]))
            if abs(axis[row] - sign) > _ROUNDING or len(there) != 1:
                continue
            place = np.array([sign, other[there[0]]])
            x, y = place if k == 0 else place[::-1]
            name = label if sign > 0 else f"-{label}"
            offset = (13.0 * sign, 0.0) if k == 0 else (0.0, 13.0 * sign)
            axes.annotate(name, (x, y), offset, textcoords="offset points", **look)


def _walk(axes: "Axes", steps: np.ndarray) -> None:
    """Draw a path with its start and its end."""
    color = COLOURS[1]
    axes.plot(*steps.T, color=color, linewidth=2.0, path_effects=halo(4.0), zorder=4)
    ends: dict[str, Any] = {"linestyle": "", "markeredgecolor": INK, "markersize": 8, "zorder": 5}
    axes.plot(*steps[0], marker="o", markerfacecolor="white", label="start", **ends)
    star = ends | {"markersize": 14, "markeredgecolor": "white"}  # seen on the darkest ground
    axes.plot(*steps[-1], marker="*", markerfacecolor=color, label="end", **star)
    axes.legend(loc="lower left", fontsize=8)


def _checked(path: object) -> np.ndarray:
    """Return a path as floats, or say what it should be."""
    try:
        found = np.asarray(path, dtype=np.float64)
    except (TypeError, ValueError):
        found = np.empty((0, 0))
    if found.ndim != 2 or found.shape[1] != 2 or not len(found):
        message = (
            'path must be overlaps with the two memories, (moments, 2), such as found.trace["overlap"][:, [0, 1]],'
            f" got {path!r:.60}"
        )
        raise ParameterError(message)
    if not (np.abs(found) <= 1.0 + _ROUNDING).all():
        message = f"overlaps of a path lie from -1 to 1, got {found.min():g} to {found.max():g}"
        raise ParameterError(message)
    return found
