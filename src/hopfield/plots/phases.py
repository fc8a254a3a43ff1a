"""Where are memories, and where is there only glass? The plane of load and temperature."""

from typing import TYPE_CHECKING, Any

import numpy as np

from hopfield.errors import ParameterError
from hopfield.plots.style import COLOURS, INK, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["phase_diagram"]

_HIGHEST = 1.5
_COLUMNS = (2, 3)
# from pale to dark, so that a print without colours keeps the order: memories are the darkest
_GROUNDS = {"glass": "#f1f3f5", "metastable": "#cfe3f1", "stable": "#9dc6e4"}


def phase_diagram(
    measured: object = None, *, points: object = 121, axes: "Axes | None" = None
) -> "Axes":
    r"""Draw the phases of Hebb's rule over load and temperature, n → ∞, and measured points on them (amit1985).

    T_g, below which the spin glass is; T_M, below which memories are; T_c, below which they are the ground state; and
    T_R, the line of de Almeida and Thouless, below which symmetric replicas fail for memories. All are `hf.theory`'s.

    Parameters
    ----------
    measured : array_like (k, 2) or (k, 3), optional
        load, temperature, and the standard error of the temperature where memories were found to melt
    points : int, at least 2
        of each line
    axes : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ParameterError
        for points of another shape, or not finite

    Examples
    --------
    >>> import hopfield as hf
    >>> axes = hf.plots.phase_diagram([[0.05, 0.54, 0.02]])
    >>> [text.get_text() for text in axes.texts][-2:]
    ['memories,\nmetastable', 'memories are\nthe ground state']
    """
    seen = None if measured is None else _checked(measured)
    if isinstance(points, bool) or not isinstance(points, int | np.integer) or points < _COLUMNS[0]:
        message = f"points must be a whole number of at least 2, got {points!r}"
        raise ParameterError(message)
    axes = tidy(axes, "load α = p/n", "temperature T")
    right = 0.16 if seen is None else max(0.16, 1.1 * float(seen[:, 0].max()))
    top = _HIGHEST if seen is None else max(_HIGHEST, 1.1 * float(seen[:, 1].max()))
    _draw_lines(axes, int(points), right)
    _name(axes)
    if seen is not None:
        error = seen[:, 2] if seen.shape[1] == _COLUMNS[1] else None
        look: dict[str, Any] = {
            "color": INK,
            "fmt": "o",
            "markersize": 5,
            "capsize": 2,
            "markeredgecolor": "white",
        }
        axes.errorbar(seen[:, 0], seen[:, 1], error, label="measured", zorder=4, **look)
    axes.set_xlim(0.0, right)
    axes.set_ylim(0.0, top)
    axes.legend(frameon=False, loc="center right")
    return axes


def _draw_lines(axes: "Axes", points: int, right: float) -> None:
    """Draw the four lines and the grounds between them."""
    from hopfield import theory

    # steep at both ends: the load goes as (1 - T)² near 1, and bends back near 0
    T = 0.5 * (1 - np.cos(np.pi * np.linspace(0.0, 1.0, points)))[:-1]
    load = np.linspace(0.0, right, points)[1:]
    end = theory.critical_load()
    melting, stable = theory.critical_load(T), theory.ground_state_load(T)
    glass = theory.glass_temperature(load)
    axes.fill_between(load, glass, color=_GROUNDS["glass"], zorder=0)
    axes.fill_betweenx(T, melting, color=_GROUNDS["metastable"], zorder=0.1)
    axes.fill_betweenx(T, stable, color=_GROUNDS["stable"], zorder=0.2)
    broken = np.linspace(0.02, end, points)
    lines: list[tuple[Any, Any, str, Any, str]] = [
        (load, glass, COLOURS[2], "-.", "T_g: glass"),
        (melting, T, COLOURS[0], "-", "T_M: memories"),
        (stable, T, COLOURS[1], "--", "T_c: ground state"),
        (broken, theory.at_temperature(broken), COLOURS[6], ":", "T_R: replica symmetry"),
    ]
    for x, y, color, dash, label in lines:
        axes.plot(x, y, color=color, linestyle=dash, linewidth=1.8, label=_subscript(label))


def _subscript(label: str) -> str:
    """Return T_M as mathematics."""
    symbol, _, words = label.partition(":")
    return f"${symbol[0]}_{{{symbol[2:]}}}$:{words}"


def _name(axes: "Axes") -> None:
    """Write into each region what is there."""
    look: dict[str, Any] = {"color": INK, "ha": "center", "va": "center"}
    axes.text(0.03, 1.36, "paramagnet", **look)
    axes.text(0.115, 1.2, "spin glass", **look)
    axes.text(0.077, 0.2, "memories,\nmetastable", **look)
    axes.text(0.0235, 0.2, "memories are\nthe ground state", **look)


def _checked(measured: object) -> np.ndarray:
    """Return measured points as floats, or say what they should be."""
    try:
        found = np.asarray(measured, dtype=np.float64)
    except (TypeError, ValueError):
        found = np.empty((0, 0))
    if found.ndim != 2 or found.shape[1] not in _COLUMNS or not len(found):
        message = (
            "measured must be rows of load, temperature and, if known, its standard error: (k, 2) or (k, 3),"
            f" got {measured!r:.80}"
        )
        raise ParameterError(message)
    if not np.isfinite(found).all() or (found < 0.0).any():
        message = f"measured must be finite and not below 0, got {found.tolist()!r:.80}"
        raise ParameterError(message)
    return found
