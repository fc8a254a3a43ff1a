"""Which patterns does a state resemble, or attend to, now and as time goes on?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from hopfield.analysis import Attention
from hopfield.errors import ParameterError
from hopfield.patterns import Patterns
from hopfield.plots.style import DIVERGING, INK, PALE, SEQUENTIAL, expect, expect_names, line, tidy
from hopfield.recall import Recall

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["attention", "overlaps"]

_NAMED = 6  # lines of their own; as many as there are clear looks, one left
_WRITTEN = 12  # patterns and states, up to which numbers are written into the squares
_DARK = 0.6  # from this size on, a square is dark
_WIDE = 0.06  # of a bar, for a name inside


def overlaps(
    found: object, xi: object, *, labels: Sequence[str] | None = None, axes: "Axes | None" = None
) -> "Axes":
    """Draw the overlaps m = ξ s/n with patterns: of a recall against the sweeps, of states as a table of colours.

    Of a recall the six patterns that are nearest in the end have lines of their own, in the order of the patterns; the
    others are pale.

    Parameters
    ----------
    found : Recall, or array_like (n,) or (k, n)
        a recall that watched them: hf.recall(..., watch={"overlap": xi.overlaps}); or states
    xi : Patterns
        with which
    labels : sequence of str, optional
        of the patterns; by default their own, or numbers
    axes : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ParameterError
        for a recall that did not watch its overlaps with these patterns, or labels that do not fit
    ShapeError, PatternError
        for states that do not fit the patterns

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.hopfield(xi)
    >>> cue = hf.patterns.flip(xi[0], 0.3, seed=1)
    >>> found = hf.recall(net, cue, watch={"overlap": xi.overlaps}, seed=0)
    >>> axes = hf.plots.overlaps(found, xi)
    >>> [text.get_text() for text in axes.get_legend().get_texts()]
    ['T', 'C', 'H']
    >>> [text.get_text() for text in hf.plots.overlaps(xi[1], xi).texts]
    ['0.20', '1.00', '0.04']
    """
    xi = expect(xi, Patterns, "hf.patterns.letters or hf.Patterns(array)")
    own = xi.labels or tuple(str(k) for k in range(xi.p))
    names = list(own) if labels is None else expect_names(labels, xi.p, "xi")
    if isinstance(found, Recall):
        return _lines(_watched(found, xi), names, axes)
    return _table(np.atleast_2d(xi.overlaps(np.asarray(found))), names, axes)


def _watched(found: Recall, xi: Patterns) -> np.ndarray:
    """Return the overlaps that a recall watched, (moments, rows, p)."""
    seen = found.trace.get("overlap")
    if seen is None or seen.ndim < 2 or seen.shape[-1] != xi.p:
        message = (
            f"the recall did not watch its overlaps with these {xi.p:,} patterns; recall with"
            ' watch={"overlap": xi.overlaps}, or give its state'
        )
        raise ParameterError(message)
    return seen.reshape(len(seen), -1, xi.p)


def _lines(seen: np.ndarray, names: list[str], axes: "Axes | None") -> "Axes":
    """Draw overlaps against the sweeps, a look a pattern and a line a row of the batch."""
    from matplotlib.ticker import MaxNLocator

    axes = tidy(axes, "sweep", "overlap")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    nearest = np.argsort(-np.abs(seen[-1]).max(axis=0), kind="stable")[:_NAMED]
    others = np.setdiff1d(np.arange(len(names)), nearest)
    pale: list[Any] = []
    for k in others.tolist():
        pale += axes.plot(seen[:, :, k], color=PALE, linewidth=1.0, zorder=1)
    handles = []
    for rank, k in enumerate(np.sort(nearest).tolist()):
        drawn = axes.plot(seen[:, :, k], **line(rank))
        drawn[0].set_label(names[k])
        handles.append(drawn[0])
    if pale:
        pale[0].set_label(f"{len(others):,} others")
        handles.append(pale[0])
    axes.set_ylim(min(-0.05, 1.05 * float(seen.min())), 1.05)
    axes.legend(handles=handles, frameon=False)
    return axes


def _table(m: np.ndarray, names: list[str], axes: "Axes | None") -> "Axes":
    """Draw overlaps as squares, a row a state, with numbers where there is room."""
    axes = tidy(axes, "pattern", "state")
    axes.grid(visible=False)
    image = axes.imshow(m, cmap=DIVERGING, vmin=-1, vmax=1, interpolation="nearest", aspect="auto")
    axes.figure.colorbar(image, ax=axes, label="overlap")
    if max(m.shape) <= _WRITTEN:
        axes.set_xticks(range(m.shape[1]), names)
        axes.set_yticks(range(m.shape[0]))
        for (row, column), value in np.ndenumerate(m):
            color = "white" if abs(value) > _DARK else INK
            axes.text(column, row, f"{value:.2f}", ha="center", va="center", color=color)
    return axes


def attention(
    found: object, *, labels: Sequence[str] | None = None, axes: "Axes | None" = None
) -> "Axes":
    """Draw how states share out their attention: a bar a state, a stretch a pattern, the heaviest first.

    What is left to 1, of patterns beyond 90 % of the weight, is hatched.

    Parameters
    ----------
    found : Attention
        of one state or of a batch
    labels : sequence of str, optional
        of all patterns; by default their numbers
    axes : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ParameterError
        for other results, or too few labels

    Examples
    --------
    >>> import hopfield as hf
    >>> X = hf.patterns.letters("TCH").spins / 5.0
    >>> net = hf.models.modern(X, beta=1.0)
    >>> found = hf.analysis.attention(net, hf.recall(net, X[1], hf.Sync()).state)
    >>> axes = hf.plots.attention(found, labels="TCH")
    >>> [text.get_text() for text in axes.texts]
    ['C', 'T', 'H']
    """
    found = expect(found, Attention, "hf.analysis.attention")
    width = found.members.shape[-1]
    members, weights = found.members.reshape(-1, width), found.weights.reshape(-1, width)
    if labels is not None and members.max(initial=-1) >= len(labels):
        message = f"there are {len(labels):,} labels, and pattern {members.max():,} is attended to"
        raise ParameterError(message)
    axes = tidy(axes, "weight", "state")
    axes.grid(visible=False, axis="y")
    rows, left = np.arange(len(members)), np.zeros(len(members))
    shades = _shades(int((weights > 0.0).any(axis=0).sum()))
    for rank in range(width):
        share = weights[:, rank]
        if not share.any():
            break
        axes.barh(rows, share, left=left, color=shades[rank], edgecolor="white", linewidth=1.0)
        for row in np.flatnonzero(share >= _WIDE).tolist():
            k = int(members[row, rank])
            word = str(k) if labels is None else labels[k]
            color = "white" if np.dot(shades[rank][:3], [0.3, 0.59, 0.11]) < 0.5 else INK
            axes.text(left[row] + share[row] / 2, row, word, ha="center", va="center", color=color)
        left = left + share
    look: dict[str, Any] = {"color": "white", "edgecolor": PALE, "hatch": "///"}
    axes.barh(rows, np.maximum(1.0 - left, 0.0), left=left, **look)
    kinds = np.ravel(found.kind).tolist()
    axes.set_yticks(rows, [f"{row}: {kind}" for row, kind in zip(rows, kinds, strict=True)])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0.0, 1.0)
    return axes


def _shades(count: int) -> np.ndarray:
    """Return colours from dark to pale, (count, 4)."""
    from matplotlib import colormaps

    return colormaps[SEQUENTIAL](np.linspace(0.1, 0.9, max(count, 2)))
