"""How does a measured share depend on what was given? Curves with error bars, and what theory says of them."""

from typing import TYPE_CHECKING, Any

import numpy as np

from hopfield.analysis import Basin, Capacity, FaultTolerance, Generalisation, Transition
from hopfield.errors import ParameterError
from hopfield.plots.style import INK, PALE, expect, line, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["basin", "capacity", "fault_tolerance", "generalisation"]

_DAMAGE = {
    "silence": "share of units that died",
    "dilute": "share of synapses that were cut",
    "clip": "threshold of the three levels, in rms(J)",
    "noise": "noise on the synapses, in rms(J)",
}


def capacity(
    found: object,
    *,
    theory: object = None,
    transition: object = None,
    is_overlap: bool = False,
    axes: "Axes | None" = None,
) -> "Axes":
    """Draw the share of memories recalled against the load, a line a size, with standard errors.

    Parameters
    ----------
    found : Capacity
    theory : float or (x, y), optional
        a load to mark, such as hf.theory.critical_load() for Hebb's rule, or a curve
    transition : Transition, optional
        where half are recalled for n → ∞, to be marked with its standard error
    is_overlap : bool
        draw the mean overlap of what is recalled instead of the share
    axes : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ParameterError
        for other results, or a theory that is neither

    Examples
    --------
    >>> import hopfield as hf
    >>> found = hf.analysis.capacity(hf.rules.Hebb(), [100, 200], [0.1, 0.2], samples=2, seed=0)
    >>> axes = hf.plots.capacity(found, theory=hf.theory.critical_load())
    >>> axes.get_xlabel()
    'load p/n'
    """
    found = expect(found, Capacity, "hf.analysis.capacity")
    what = "mean overlap in the end" if is_overlap else "share of memories recalled"
    axes = tidy(axes, "load p/n", what)
    columns = found.fraction, found.fraction_error
    if is_overlap:
        columns = found.mean_overlap, found.overlap_error
    for k, (n, share, error) in enumerate(zip(found.n, *columns, strict=True)):
        axes.errorbar(
            found.loads, share, np.nan_to_num(error), label=f"n = {n:,}", capsize=2, **line(k)
        )
    if transition is not None:
        _limit(axes, expect(transition, Transition, "hf.analysis.transition"))
    _theory(axes, theory, "theory, n → ∞")
    axes.set_ylim(-0.03, 1.03)
    axes.legend(frameon=False)
    return axes


def basin(
    found: object,
    *,
    label: str | None = None,
    theory: object = None,
    axes: "Axes | None" = None,
) -> "Axes":
    """Draw the share of cues that are recalled against their overlap with what was stored: how wide a basin is.

    A dotted line marks where half are recalled. Calls with the same axes add curves.

    Parameters
    ----------
    found : Basin
    label : str, optional
    theory : float or (x, y), optional
        an overlap to mark, such as hf.theory.sequence_start(load) for sequences, or a curve
    axes : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ParameterError
        for other results, or a theory that is neither

    Examples
    --------
    >>> import hopfield as hf
    >>> import numpy as np
    >>> curve = np.array([[0.2, 0.4, 0.6], [0.3, 0.8, 1.0], [0.0, 0.6, 1.0], [0.0, 0.1, 0.0]])
    >>> hf.plots.basin(hf.analysis.Basin(*curve)).get_xlabel()
    'overlap of the cue'
    """
    found = expect(found, Basin, "hf.analysis.basin")
    axes = tidy(axes, "overlap of the cue", "share of cues recalled")
    look = line(len(axes.containers))
    axes.errorbar(found.overlaps, found.recalled, found.error, label=label, capsize=2, **look)
    if found.half is not None:
        dots = {"color": look["color"], "linewidth": 1.0, "linestyle": (0, (1, 2))}
        axes.axvline(found.half, **dots)
    _theory(axes, theory, "theory, n → ∞")
    axes.set_ylim(-0.03, 1.03)
    if label is not None or theory is not None:
        axes.legend(frameon=False)
    return axes


def fault_tolerance(
    found: object, *, label: str | None = None, axes: "Axes | None" = None
) -> "Axes":
    """Draw the share of cues that a damaged network still recalls against the damage, with standard errors.

    Calls with the same axes add curves.

    Parameters
    ----------
    found : FaultTolerance
    label : str, optional
    axes : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ParameterError
        for other results, or another kind of damage than the axes have already

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.hopfield(xi)
    >>> found = hf.analysis.fault_tolerance(net, xi, "dilute", [0.0, 0.5, 0.9], seed=0)
    >>> hf.plots.fault_tolerance(found).get_xlabel()
    'share of synapses that were cut'
    """
    found = expect(found, FaultTolerance, "hf.analysis.fault_tolerance")
    what = _DAMAGE[found.fault]
    if axes is not None and axes.containers and axes.get_xlabel() != what:
        message = f"the axes show {axes.get_xlabel()!r}, and this is {what!r}; take other axes"
        raise ParameterError(message)
    axes = tidy(axes, what, "share of cues recalled")
    order = np.argsort(found.amounts, kind="stable")
    x, y, error = (part[order] for part in (found.amounts, found.recalled, found.error))
    axes.errorbar(x, y, error, label=label, capsize=2, **line(len(axes.containers)))
    axes.set_ylim(-0.03, 1.03)
    if label is not None:
        axes.legend(frameon=False)
    return axes


def generalisation(found: object, *, axes: "Axes | None" = None) -> "Axes":
    """Draw what a network knows of prototypes that it was never shown, against the number of their instances.

    Parameters
    ----------
    found : Generalisation
    axes : Axes, optional

    Returns
    -------
    Axes
        with the mean overlap with the prototype, the share of recalls that end there, and of prototypes at rest

    Raises
    ------
    ParameterError
        for other results

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.random(2, 200, seed=0)
    >>> axes = hf.plots.generalisation(hf.analysis.generalisation(xi, [1, 12], 0.2, seed=0))
    >>> [text.get_text() for text in axes.get_legend().get_texts()]
    ['overlap with the prototype', 'ends as the prototype', 'prototypes at rest']
    """
    from matplotlib.ticker import MaxNLocator

    found = expect(found, Generalisation, "hf.analysis.generalisation")
    axes = tidy(axes, "instances shown of each prototype", "mean, or share")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    order = np.argsort(found.instances, kind="stable")
    names = ("overlap with the prototype", "ends as the prototype", "prototypes at rest")
    for k, (name, curve) in enumerate(
        zip(names, (found.overlaps, found.found, found.stable), strict=True)
    ):
        axes.plot(found.instances[order], curve[order], label=name, **line(k))
    axes.set_ylim(min(-0.03, float(found.overlaps.min()) - 0.03), 1.03)
    axes.legend(frameon=False)
    return axes


def _limit(axes: "Axes", where: Transition) -> None:
    """Mark where the measured transition tends to, with its standard error; nothing for a single size."""
    if np.isfinite(where.load):
        span = where.load - where.load_error, where.load + where.load_error
        axes.axvspan(*span, facecolor=PALE, zorder=0)
        label = f"measured, n → ∞: {where.load:.4f} ± {where.load_error:.4f}"
        axes.axvline(where.load, color=INK, linewidth=1.0, label=label)


def _theory(axes: "Axes", theory: Any, label: str) -> None:
    """Draw a vertical line at a number, or a curve, with a name."""
    if theory is None:
        return
    look = {"color": INK, "linewidth": 1.2, "linestyle": (0, (3, 2)), "label": label, "zorder": 3}
    if isinstance(theory, int | float | np.number):
        axes.axvline(float(theory), **look)
        return
    try:
        x, y = (np.asarray(part, dtype=np.float64) for part in theory)
    except (TypeError, ValueError):
        x, y = np.empty(0), np.empty(1)
    if x.ndim != 1 or x.shape != y.shape:
        message = (
            f"theory is a number to mark, or the two arrays (x, y) of a curve, got {theory!r:.80}"
        )
        raise ParameterError(message)
    axes.plot(x, y, **look)
