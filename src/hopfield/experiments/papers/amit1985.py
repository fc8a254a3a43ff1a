"""Can a network recall, though the number of its memories grows with its size? Up to a load of 0.14: amit1985."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan
from hopfield.experiments.phase_diagram import draw_phases, warm_overlap
from hopfield.experiments.recall_curves import Size, breakdown, plan_curves, said
from hopfield.experiments.samples import averaged, bars, distance
from hopfield.experiments.stored import overlaps_with, stored
from hopfield.plots.style import INK, line, tidy

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "depths"]

_CLAIMS = (
    Claim(
        "amit1985",
        "critical load",
        0.14,
        0.005,
        "abstract",
        note="Finite networks seem to hold more: half points of several sizes, extrapolated.",
    ),
    Claim("amit1985", "overlap at load 0.05, T = 0", 0.99999, 0.0003, "m = erf(m/√(2αr))"),
    Claim("amit1985", "overlap at load 0.05, T = 0.3", 0.991165, 0.0005, "equations for m, q, r"),
    Claim("amit1985", "overlap at load 0.02, T = 0.6", 0.879290, 0.0005, "equations for m, q, r"),
    Claim(
        "amit1985",
        "load up to which memories are ground states",
        0.05,
        0.01,
        "abstract",
        note="Annealing ends a little above the lowest state of the spin glass, so ours lies a little high.",
    ),
)
_WARM = {"overlap at load 0.05, T = 0.3": (0.05, 0.3), "overlap at load 0.02, T = 0.6": (0.02, 0.6)}


def depths(n: int, load: float, sweeps: int, seed: Any) -> dict[str, float]:
    """Return the energy of a unit in memories, and in the deepest of 16 states that annealing from chaos finds.

    Those that end near a memory or a mixture (overlap ½ or more with one) do not count; "glass" is not a number if none
    is left. "left" is the overlap of the memories, at rest, with what was stored.
    """
    for_xi, for_start, for_recall, for_cooling = seed.spawn(4)
    xi, net = stored(n, load, for_xi)
    cue = xi.spins[:16]
    memory = hf.recall(net, cue, seed=for_recall)
    start = hf.patterns.random(16, n, seed=for_start).spins
    cooling = hf.Anneal(np.append(np.linspace(1.3, 0.02, sweeps), 0.0))
    found = hf.recall(net, start, cooling, max_sweeps=2 * sweeps, seed=for_cooling)
    is_glass = np.abs(xi.overlaps(found.state)).max(axis=-1) < 0.5
    glass = found.energy[is_glass].min() / n if is_glass.any() else np.nan
    left = overlaps_with(cue, memory.state).mean()
    return {"memory": float(memory.energy.mean() / n), "glass": float(glass), "left": float(left)}


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    is_full = scale == "full"
    sizes = [
        Size(500, [0.13, 0.15, 0.165, 0.18, 0.2, 0.23], 16),
        Size(2000, [0.13, 0.145, 0.155, 0.165, 0.18], 16),
    ]
    if is_full:
        sizes.append(Size(8000, [0.13, 0.14, 0.145, 0.15, 0.155, 0.165], 16))
    units = {"n": "units", "load": "patterns per unit", "T": "field of one memory"}
    warm_n, samples, sweeps = (10_000, 24, 200) if is_full else (4000, 8, 80)
    deep_n, cooling = (6000, 1000) if is_full else (2000, 200)
    how = {"n": [warm_n], "sweeps": [sweeps]}
    warm = {
        f"warm-{k}": (warm_overlap, Grid(how | {"load": [load], "T": [T]}, samples, seed, units))
        for k, (load, T) in enumerate(_WARM.values())
    }
    deep = {"n": [deep_n], "load": [0.03, 0.04, 0.05, 0.06, 0.075], "sweeps": [cooling]}
    plane = {"n": [4000 if is_full else 1000], "sweeps": [60]}
    plane |= {"load": [0.02, 0.05, 0.08, 0.11, 0.145], "T": [0.1, 0.3, 0.5, 0.8]}
    return {
        **plan_curves(sizes, seed),
        **warm,
        "depths": (depths, Grid(deep, 8 if is_full else 4, seed, units)),
        "phases": (warm_overlap, Grid(plane, 2, seed, units)),
    }


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    found = {"critical load": said(breakdown(data))}
    for k, (name, (load, T)) in enumerate(_WARM.items()):
        one = data[f"warm-{k}"]
        mean = averaged(one.overlap)
        sigmas = distance(mean, hf.theory.retrieval_overlap(load, T))
        note = f"n = {int(one['n'][0]):,}; {sigmas:+.1f} standard errors from the theory."
        found[name] = averaged(one.overlap, note)
    deep = data["depths"].isel(n=0, sweeps=0)
    n = f"n = {int(deep['n']):,}"
    found["overlap at load 0.05, T = 0"] = averaged(deep.left.sel(load=0.05), f"{n}.")
    found["load up to which memories are ground states"] = averaged(
        [_crossing(deep.isel(sample=k)) for k in range(deep.sizes["sample"])],
        f"{n}, {int(deep['sweeps'])} sweeps of cooling; memories as deep as what that finds.",
    )
    return found


def _crossing(deep: Any) -> float:
    """Return the load at which the spin glass becomes as deep as memories, by a line through one sample's energies."""
    above = (deep.glass - deep.memory).values
    known = np.isfinite(above)
    slope, start = np.polyfit(deep["load"].values[known], above[known], 1)
    return float(-start / slope)


def _draw(data: Data) -> "Figure":
    """Return the phase diagram with what networks do at its points, and the energies that memories compete with."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(10.5, 4), layout="constrained")
    draw_phases(left, data["phases"])
    tidy(right, "load p/n", "energy of a unit")
    deep = data["depths"].isel(n=0, sweeps=0)
    load = np.linspace(0.02, 0.085, 60)
    for k, (name, phase, label) in enumerate(
        (("memory", "retrieval", "memories"), ("glass", "spin_glass", "spin glass"))
    ):
        right.plot(load, hf.theory.energy(load, phase=phase), color=line(k)["color"])
        bars(right, deep[name], k, f"{label}, n = {int(deep['n']):,}")
    right.plot([], [], color=INK, label="theory, n → ∞")
    right.axvline(hf.theory.ground_state_load(), color=INK, linestyle=":", linewidth=1)
    right.legend(frameon=False)
    return figure


PAPER = Paper(
    key="amit1985",
    title="Storing infinite numbers of patterns in a spin-glass model of neural networks",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
)
