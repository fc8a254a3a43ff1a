"""What do cut and clipped synapses cost? They act as static noise: sompolinsky1986pra."""

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.couplings.damage import clip, dilute
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.paper import Data, Paper, Plan
from hopfield.experiments.recall_curves import (
    Size,
    breakdown,
    curves,
    draw_curves,
    plan_curves,
    said,
)
from hopfield.experiments.stored import overlaps_with, stored
from hopfield.plots.style import INK, tidy

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "clipped", "cut"]

_HIGH = "A dynamics at T = 0 rests in any local minimum: it ends a little above the load of theory."
_CLAIMS = (
    Claim("sompolinsky1986pra", "critical load, half cut", 0.0865, 0.004, "T = 0", note=_HIGH),
    Claim("sompolinsky1986pra", "critical load, 70 % cut", 0.0610, 0.004, "from α_c(c)"),
    Claim("sompolinsky1986pra", "critical load, clipped", 0.102, 0.004, "T = 0", note=_HIGH),
)
_KEPT = {"critical load, half cut": ("half", 0.5), "critical load, 70 % cut": ("third", 0.3)}
_STAYS = 0.75  # between what is left beyond the transition, and 0.9 at it


def cut(n: int, load: float, kept: float, seed: Any) -> dict[str, float]:
    """Return what is kept of patterns when a share of the synapses is left, both directions together."""
    for_xi, for_cut, for_recall = seed.spawn(3)
    xi, net = stored(n, load, for_xi)
    hurt = hf.Network(dilute(net.coupling, kept, seed=for_cut))
    return _recalled(hurt, xi, for_recall)


def clipped(n: int, load: float, seed: Any) -> dict[str, float]:
    """Return what is kept of patterns when synapses are reduced to their signs."""
    for_xi, for_recall = seed.spawn(2)
    xi, net = stored(n, load, for_xi)
    return _recalled(hf.Network(clip(net.coupling)), xi, for_recall)


def _recalled(net: hf.Network, xi: hf.Patterns, seed: Any) -> dict[str, float]:
    """Return the share of 16 patterns that are left at rest near themselves, and their mean overlap."""
    cue = xi.spins[:16]
    m = overlaps_with(cue, hf.recall(net, cue, seed=seed).state)
    return {"retrieved": float(np.mean(m > _STAYS)), "overlap": float(m.mean())}


def _sizes(theory: float, *, is_full: bool) -> list[Size]:
    """Return loads around the transition of each size; larger ones fall off within less."""
    width = np.array([0.9, 1.0, 1.08, 1.16, 1.26, 1.4, 1.7, 2.3]) - 1
    small = [(500, width, 16), (1000, 0.8 * width, 12)]
    large = [(2000, 0.6 * width, 12), (4000, 0.45 * width, 8)]
    return [Size(n, (theory * (1 + at)).tolist(), s) for n, at, s in small + large * is_full]


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured; theory only says around which loads."""
    sizes = partial(_sizes, is_full=scale == "full")
    plan = dict(plan_curves(sizes(hf.theory.clipped_load()), seed, clipped, "clipped"))
    for name, kept in _KEPT.values():
        loads = sizes(hf.theory.dilution_load(kept))
        plan |= plan_curves(loads, seed, cut, name, {"kept": kept})
    return plan


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    found = {name: said(breakdown(data, short)) for name, (short, _) in _KEPT.items()}
    return found | {"critical load, clipped": said(breakdown(data, "clipped"))}


def _draw(data: Data) -> "Figure":
    """Return the critical load against the share of synapses that is left, and recall with clipped ones."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    tidy(left, "share of synapses that is left, c", "critical load p/n")
    kept = np.linspace(0.01, 1.0, 100)
    left.plot(kept, hf.theory.dilution_load(kept), color=INK, label="theory, cut")
    left.plot(kept, 2 * kept / np.pi, color=INK, linestyle=":", label="2c/π")
    for k, (name, at) in enumerate(_KEPT.values()):
        where = breakdown(data, name)
        look: dict[str, Any] = {"fmt": "o", "capsize": 3, "color": "#0072b2"}
        label = None if k else "ours, n → ∞"
        left.errorbar([at], [where.load], [where.load_error], label=label, **look)
        left.plot(
            [at] * len(where.n),
            where.half,
            "_",
            color="#d55e00",
            label=None if k else "ours, each n",
        )
    left.set_ylim(0, 0.2)
    left.legend(frameon=False)
    draw_curves(right, curves(data, "clipped"))
    right.axvline(hf.theory.clipped_load(), color=INK, linestyle=":", label="theory, clipped")
    right.legend(frameon=False)
    return figure


PAPER = Paper(
    key="sompolinsky1986pra",
    title="Neural networks with nonlinear synapses and a static noise",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
    note="The transition is extrapolated from sizes up to n = 4,000 in full; the quick sizes tell too little.",
)
