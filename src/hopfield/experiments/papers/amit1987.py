"""How well does a network recall near its saturation, and where does it break down: amit1987."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.analysis import Retrieval
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan
from hopfield.experiments.phase_diagram import draw_phases, warm_overlap
from hopfield.experiments.recall_curves import (
    Size,
    breakdown,
    curves,
    draw_curves,
    plan_curves,
    said,
)
from hopfield.experiments.samples import averaged
from hopfield.experiments.stored import overlaps_with, stored
from hopfield.plots.style import INK, tidy

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "line_slopes", "mixed", "resting"]

_CLAIMS = (
    Claim(
        "amit1987",
        "critical load",
        0.138,
        0.003,
        "T = 0, symmetric replicas",
        note="A dynamics at T = 0 rests in any local minimum: it ends a little above the load of theory.",
    ),
    Claim("amit1987", "overlap at load 0.1", 0.998, 0.0005, "m = erf(m/√(2αr))"),
    Claim(
        "amit1987",
        "wrong bits at load 0.138",
        0.015,
        0.0015,
        "abstract",
        "at most",
        "The equations give 1.6 % at the critical load itself.",
    ),
    Claim(
        "amit1987",
        "overlap left at load 0.2",
        0.33,
        0.03,
        "what remains above the critical load, 0.3 to 0.36",
        note="Networks of about a thousand units have that much; it falls with the size.",
    ),
    Claim(
        "amit1987",
        "load up to which mixtures of three exist",
        0.03,
        0.003,
        "abstract",
    ),
    Claim("amit1987", "(1 - T_M)/√α as α → 0", 1.95, 0.02, "phase diagram"),
    Claim("amit1987", "(1 - T_c)/√α as α → 0", 2.6, 0.02, "phase diagram"),
)


def resting(n: int, load: float, seed: Any) -> dict[str, float]:
    """Return where the dynamics at T = 0 rests that starts at a pattern.

    "overlap", the mean of 16, and "wrong", the share of wrong bits of those that stay near (not a number: none do).
    """
    for_xi, for_recall = seed.spawn(2)
    xi, net = stored(n, load, for_xi)
    cue = xi.spins[:16]
    m = overlaps_with(cue, hf.recall(net, cue, max_sweeps=200, seed=for_recall).state)
    kept = m[m > 0.9]
    wrong = (1 - kept.mean()) / 2 if kept.size else np.nan
    return {"overlap": float(m.mean()), "wrong": float(wrong)}


def mixed(n: int, load: float, seed: Any) -> dict[str, float]:
    """Return the share of mixtures of three, of 16, that rest with an overlap of ½ ± 0.1 with each of its members.

    "overlap" is the mean over members.
    """
    for_xi, for_triples, for_recall = seed.spawn(3)
    xi, net = stored(n, load, for_xi, least=3)
    chance = np.random.default_rng(for_triples).random((16, xi.p))
    members = xi.spins[np.argsort(chance, axis=1)[:, :3]]
    cue = np.sign(members.sum(axis=1)).astype(np.int8)
    m = overlaps_with(members, hf.recall(net, cue, seed=for_recall).state[:, None])
    stays = (np.abs(m - 0.5) < 0.1).all(axis=1)
    return {"retrieved": float(stays.mean()), "overlap": float(m.mean())}


def line_slopes(load: float, seed: Any) -> dict[str, float]:  # noqa: ARG001 - solved, not sampled
    """Return (1 - T)/√α of the lines of the phase diagram, from the equations solved anew."""
    lines = {"T_M": hf.theory.retrieval_temperature, "T_c": hf.theory.ground_state_temperature}
    return {name: float((1 - line(load)) / np.sqrt(load)) for name, line in lines.items()}


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    is_full = scale == "full"
    sizes = [
        Size(500, [0.13, 0.15, 0.165, 0.18, 0.2, 0.23], 12),
        Size(1000, [0.13, 0.145, 0.155, 0.165, 0.18, 0.2], 12),
        Size(2000, [0.13, 0.145, 0.155, 0.165, 0.18], 12),
    ]
    triples = [
        Size(n, loads, 12)
        for n, loads in (
            (1000, [0.02, 0.03, 0.035, 0.04, 0.045, 0.06]),
            (4000, [0.02, 0.0275, 0.03, 0.0325, 0.035, 0.045]),
        )
    ]
    units = {"n": "units", "load": "patterns per unit", "T": "field of one memory"}
    rest_n, phase_n, samples = (20_000, 4000, 8) if is_full else (4000, 1000, 4)
    if is_full:
        triples.append(Size(16_000, [0.02, 0.0275, 0.029, 0.03, 0.0315, 0.0325, 0.035], 12))
    phases = {"n": [phase_n], "load": [0.02, 0.05, 0.08, 0.11, 0.145], "T": [0.1, 0.3, 0.5, 0.8]}
    rest = Grid({"n": [rest_n], "load": [0.03, 0.06, 0.1, 0.138, 0.2]}, samples, seed, units)
    slopes = Grid({"load": [1e-6]}, 1, seed, units)
    return {
        **plan_curves(sizes, seed),
        **(_large(seed) if is_full else {}),
        **plan_curves(triples, seed, mixed, "mixtures"),
        "rest": (resting, rest),
        "phases": (warm_overlap, Grid(phases | {"sweeps": [60]}, 2, seed, units)),
        "slopes": (line_slopes, slopes),
    }


def _large(seed: int) -> Plan:
    """Return the sizes from which the transition is extrapolated in full: 35 networks of 10⁵ units in minutes."""
    loads = [0.12, 0.135, 0.1375, 0.14, 0.1425, 0.145, 0.15]
    return {
        **plan_curves([Size(10_000, [0.13, 0.14, 0.1425, 0.145, 0.1475, 0.15, 0.16], 20)], seed),
        **plan_curves([Size(100_000, loads, 5)], seed, Retrieval(cues=8)),
    }


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    rest = data["rest"].isel(n=0)
    n = f"n = {int(rest['n']):,}"
    slopes = data["slopes"].isel(load=0, sample=0)
    solved = "The equations, solved anew at α = 10⁻⁶."
    return {
        "critical load": said(breakdown(_extrapolated(data))),
        "overlap at load 0.1": averaged(rest.overlap.sel(load=0.1), f"{n}."),
        "wrong bits at load 0.138": averaged(
            rest.wrong.sel(load=0.138), f"{n}, of those that stay."
        ),
        "overlap left at load 0.2": averaged(rest.overlap.sel(load=0.2), f"{n}."),
        "load up to which mixtures of three exist": said(breakdown(data, "mixtures")),
        "(1 - T_M)/√α as α → 0": Measured(float(slopes["T_M"]), note=solved),
        "(1 - T_c)/√α as α → 0": Measured(float(slopes["T_c"]), note=solved),
    }


def _extrapolated(data: Data) -> Data:
    """Return the sizes that are extrapolated: in full those a decade apart."""
    names = ("recall-1000", "recall-10000", "recall-100000")
    return {name: data[name] for name in names} if names[-1] in data else data


def _draw(data: Data) -> "Figure":
    """Return the overlap at T = 0 against the load, where half are recalled against the size, and the phases."""
    import matplotlib.pyplot as plt

    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(14, 4), layout="constrained")
    load = np.linspace(0.005, hf.theory.critical_load(), 200)
    left.plot(load, hf.theory.retrieval_overlap(load), color=INK, label="theory, n → ∞")
    draw_curves(left, curves(data), "overlap")
    left.set_ylim(0, 1.03)
    rest = data["rest"].isel(n=0)
    left.plot(
        rest["load"], rest.overlap.mean("sample"), "x", color=INK, label=f"n = {int(rest['n']):,}"
    )
    left.legend(frameon=False, fontsize="small", loc="lower left")
    where = breakdown(_extrapolated(data))
    every = breakdown(data)
    tidy(middle, "1/√n", "load at which half are recalled")
    x = np.array([0.0, 1.05 * every.n.min() ** -0.5])
    middle.plot(x, where.load + where.slope * x, color=INK, linewidth=1, label="line in 1/√n")
    middle.errorbar(every.n**-0.5, every.half, every.half_error, fmt="o", capsize=2, label="ours")
    middle.errorbar([0], [where.load], [where.load_error], fmt="s", capsize=2, label="extrapolated")
    middle.axhline(
        hf.theory.critical_load(), color=INK, linestyle=":", label="theory, critical load"
    )
    middle.legend(frameon=False, fontsize="small")
    draw_phases(right, data["phases"])
    return figure


PAPER = Paper(
    key="amit1987",
    title="Statistical mechanics of neural networks near saturation",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
)
