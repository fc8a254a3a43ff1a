"""At which loads and temperatures is a memory kept? The plane of theory, with what networks do at its points.

Near the line where memories end a network of any size that fits leaves them sooner or later, so points there say
little.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.paper import Data
from hopfield.experiments.stored import overlaps_with, stored
from hopfield.plots.style import COLOURS, DASHES, INK, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_phases", "warm_overlap"]


def warm_overlap(n: int, load: float, T: float, sweeps: int, seed: Any) -> dict[str, float]:
    """Return the overlap that Glauber dynamics keeps with the pattern it starts from.

    A mean over the later half of the sweeps, and over 16 patterns.

    Parameters
    ----------
    n : int
    load : float
    T : float
    sweeps : int
    seed : SeedSequence

    Returns
    -------
    dict
        "overlap"
    """
    for_xi, for_recall = seed.spawn(2)
    xi, net = stored(n, load, for_xi)
    cue = xi.spins[:16]
    watch = {"kept": partial(overlaps_with, cue)}
    found = hf.recall(net, cue, hf.Async(T), max_sweeps=sweeps, watch=watch, seed=for_recall)
    return {"overlap": float(found.trace["kept"][sweeps // 2 + 1 :].mean())}


def draw_phases(axes: "Axes", data: Data) -> "Axes":
    """Draw T_g, T_M and T_c against the load, and points as full as the overlap that was kept there.

    Parameters
    ----------
    axes : Axes
    data : dataset of `warm_overlap`, over load and T
    """
    tidy(axes, "load p/n", "temperature T")
    load = np.linspace(1e-4, 0.16, 150)
    lines = (
        ("T_g: paramagnet above", hf.theory.glass_temperature, 0.16),
        ("T_M: memories below", hf.theory.retrieval_temperature, 0.1379),
        ("T_c: ground states below", hf.theory.ground_state_temperature, 0.0518),
    )
    for k, (label, theory, last) in enumerate(lines):
        at = np.append(load[load < last], last)
        axes.plot(at, theory(at), color=COLOURS[k], linestyle=DASHES[k], label=label)
    kept = data["overlap"].mean(("n", "sweeps", "sample"))
    x, y = np.meshgrid(kept["load"], kept["T"], indexing="ij")
    face = axes.scatter(
        x, y, c=kept.transpose("load", "T"), cmap="Greys", vmin=0, vmax=1, edgecolors=INK, zorder=3
    )
    axes.figure.colorbar(face, ax=axes, label="overlap kept")
    axes.set_ylim(0, 1.85)
    axes.legend(frameon=False, fontsize="small", loc="upper right")
    return axes
