"""How deep and how wide is every valley, and how high are the passes between them?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from hopfield.analysis import Atlas, ValleyTree
from hopfield.analysis.naming import short_name
from hopfield.errors import ParameterError
from hopfield.plots.style import COLOURS, INK, expect, expect_names, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["valley_tree"]

_MOST = 200
_SLOT = 0.045  # of all states: the width that every leaf has for itself at least
_GAP = 0.012
_LEAST = 7.5  # points: room for a name that stands upright
_LYING = 30.0  # points: room for one that lies
# a colour and a hatch for each kind, so that a print without colours tells them apart
_LOOKS = {
    "stored": (COLOURS[0], ""),
    "reversed": (COLOURS[4], "///"),
    "mixture": (COLOURS[5], "\\\\\\"),
    "unknown": ("#c3cad1", "xxx"),
}


def valley_tree(
    found: object, *, names: Sequence[str] | None = None, axes: "Axes | None" = None
) -> "Axes":
    """Draw all attractors of a network as a disconnectivity graph (becker1997): valleys, and how they join.

    A leaf is an attractor: it ends at its energy, is as wide as its share of all states, and joins others at the pass
    between them, the level that single flips have to climb to. Its name is below, with that share, where there is room.

    Parameters
    ----------
    found : Atlas
        of up to 200 attractors
    names : sequence of str, optional
        of the attractors, in their order; by default what they are: T, -T, T-C+H, or ? for none of these
    axes : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ParameterError
        for other results, for names that do not fit, or for more attractors than a picture can show

    Examples
    --------
    >>> import hopfield as hf
    >>> atlas = hf.analysis.atlas(hf.models.hopfield(hf.patterns.letters("TCH")))
    >>> axes = hf.plots.valley_tree(atlas)
    >>> sorted(text.get_text().split()[0] for text in axes.texts)[-4:]
    ['H', 'T', 'T+C-H', 'T-C+H']
    """
    found = expect(found, Atlas, "hf.analysis.atlas")
    count = len(found.attractors)
    if count > _MOST:
        message = f"{count:,} attractors, and a picture shows {_MOST} at most; see Atlas.tree for all of them"
        raise ParameterError(message)
    words = _names(found) if names is None else expect_names(names, count, "the atlas")
    axes = tidy(
        axes, "attractors, each as wide as the share of all states that end there", "energy E"
    )
    middle, slot, levels = _places(found)
    _draw_branches(axes, found.tree, middle, levels)
    _draw_leaves(axes, found, middle, levels)
    bottom, top = min(levels.min(), found.tree.bottoms.min()), float(levels.max())
    room = 72 * axes.get_window_extent().width / axes.figure.dpi * slot / slot.sum()  # points
    for k, attractor in enumerate(found.attractors):
        if room[k] < _LEAST:
            continue
        is_lying = room[k] >= _LYING
        text = f"{words[k]}{chr(10) if is_lying else ' '}{100 * attractor.basin:.3g} %"
        axes.annotate(
            text,
            (middle[k], attractor.energy),
            (0, -4),
            textcoords="offset points",
            rotation=0 if is_lying else 90,
            ha="center",
            va="top",
            fontsize=8,
            color=INK,
        )
    axes.set_xlim(-_GAP, slot.sum() + _GAP)
    axes.set_ylim(bottom - 0.2 * (top - bottom), top + 0.05 * (top - bottom))
    axes.set_xticks([])
    axes.grid(visible=False, axis="x")
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return axes


def _names(found: Atlas) -> list[str]:
    """Return what the attractors are."""
    matches = [attractor.match for attractor in found.attractors]
    labels = {
        match.index: match.label
        for match in matches
        if match is not None and match.index is not None and match.label is not None
    }
    return [short_name(match, labels) for match in matches]


def _places(found: Atlas) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the middle of each leaf and branch, the room of each leaf, and where each leaf and branch ends above."""
    tree = found.tree
    basins = np.array([attractor.basin for attractor in found.attractors])
    slot = np.maximum(basins, _SLOT) + _GAP
    under = [[k] for k in range(tree.n_leaves)]
    for a, b in tree.merges.tolist():
        under.append(under[a] + under[b])
    order = under[-1]
    right = np.cumsum(slot[order])
    middle = np.empty(len(under))
    middle[order] = right - slot[order] / 2
    # the last branch ends a little above its pass; a single valley ends at the highest state
    highest = float(found.chart.energy.max())
    levels = np.full(len(under), highest)
    for k, (a, b) in enumerate(tree.merges.tolist()):
        levels[[a, b]] = tree.passes[k]
        middle[tree.n_leaves + k] = (middle[a] + middle[b]) / 2
    if len(tree.passes):
        levels[-1] = tree.passes[-1] + 0.04 * (tree.passes[-1] - tree.bottoms.min())
    return middle, slot, levels


def _draw_branches(axes: "Axes", tree: ValleyTree, middle: np.ndarray, levels: np.ndarray) -> None:
    """Draw the lines that join leaves: level at each pass, upright from pass to pass."""
    from matplotlib.collections import LineCollection

    lines = []
    for k, (a, b) in enumerate(tree.merges.tolist()):
        branch, level = tree.n_leaves + k, tree.passes[k]
        lines.append([(middle[a], level), (middle[b], level)])
        lines.append([(middle[branch], level), (middle[branch], levels[branch])])
    axes.add_collection(LineCollection(lines, colors=INK, linewidths=1.4, capstyle="projecting"))


def _draw_leaves(axes: "Axes", found: Atlas, middle: np.ndarray, levels: np.ndarray) -> None:
    """Draw each attractor from its energy up to its pass, as wide as its basin; one entry of the legend a kind."""
    kinds = [
        "unknown" if attractor.match is None else attractor.match.kind
        for attractor in found.attractors
    ]
    for kind, (color, hatch) in _LOOKS.items():
        which = [k for k, other in enumerate(kinds) if other == kind]
        if which:
            energy = np.array([found.attractors[k].energy for k in which])
            look: dict[str, Any] = {"color": color, "hatch": hatch, "edgecolor": INK}
            axes.bar(
                middle[which],
                levels[which] - energy,
                [found.attractors[k].basin for k in which],
                energy,
                linewidth=0.8,
                label=kind,
                **look,
            )
