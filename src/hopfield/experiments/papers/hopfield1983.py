"""Does unlearning what the network dreams help it to remember?"""

from typing import TYPE_CHECKING

import numpy as np

import hopfield as hf
from hopfield.experiments.averages import mean_of, ratio
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.dreaming import example, unlearning
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER"]

_WHERE, _SIXTEEN = "N = 32, p = 5, ε = 0.01", "the example of 16 units"


def _claim(name: str, value: float, tolerance: float, where: str, **words: str) -> Claim:
    """Return a claim of this paper."""
    return Claim("hopfield1983", name, value, tolerance, where, **words)


_CLAIMS = (
    _claim(
        "reached, 0 dreams",
        0.57,
        0.05,
        _WHERE,
        note="Random starts that end exactly in ± a memory.",
    ),
    _claim("reached, 100 dreams", 0.76, 0.05, _WHERE),
    _claim("reached, 300 dreams", 0.84, 0.05, _WHERE),
    _claim("reached, 700 dreams", 0.0, 0.05, _WHERE, note="Too much destroys the memories."),
    _claim(
        "spread of access, 300 dreams by none",
        0.8,
        0.0,
        _WHERE,
        relation="at most",
        note="Access becomes more equal: the paper has no number, a fifth less is asked here. Standard deviation"
        " of the starts that each memory collects, by their sum.",
    ),
    _claim("overlap of the mixture with each memory", 8.0, 0.0, _SIXTEEN, note="8 of 16."),
    _claim("mixture at rest before dreams", 1.0, 0.0, _SIXTEEN),
    _claim(
        "starts that end in no memory, 180 dreams by none",
        1.0,
        0.0,
        _SIXTEEN,
        relation="at most",
        note="Mixtures are unlearned before memories: the paper has words, fewer is asked here."
        " 180 is 0.6 p/ε, as far as N = 32 gains.",
    ),
)


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    is_full = scale == "full"
    dreams = [0, 50, 100, 150, 200, 300, 400, 500, 600, 700] if is_full else [0, 100, 300, 500, 700]
    axes = {"n": [32], "memories": [5], "dreams": dreams, "strength": [0.01], "starts": [200]}
    units = {"n": "units", "reached": "part of random starts"}
    few = {"dreams": [0, 60, 120, 180, 240], "strength": [0.01], "starts": [1000]}
    return {
        "unlearned": (unlearning, Grid(axes, 1000 if is_full else 80, seed, units)),
        "example": (example, Grid(few, 200 if is_full else 20, seed)),
    }


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    random, sixteen = data["unlearned"].squeeze(drop=True), data["example"].squeeze(drop=True)
    found = {
        f"reached, {dreams} dreams": mean_of(random.reached.sel(dreams=dreams))
        for dreams in (0, 100, 300, 700)
    }
    before, after = (mean_of(random.spread.sel(dreams=dreams)) for dreams in (0, 300))
    mixed, left = (mean_of(sixteen.mixtures.sel(dreams=dreams)) for dreams in (0, 180))
    return found | {
        "spread of access, 300 dreams by none": ratio(after, before),
        "overlap of the mixture with each memory": mean_of(sixteen.shared),
        "mixture at rest before dreams": mean_of(sixteen.mixture_rests.sel(dreams=0)),
        "starts that end in no memory, 180 dreams by none": ratio(left, mixed),
    }


def _draw(data: Data) -> "Figure":
    """Return how many starts reach a memory, and how equally, as more is unlearned; and the example's access."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    axes = hf.plots.style.tidy(left, "dreams unlearned", "part of random starts")
    found = data["unlearned"].squeeze(drop=True)
    for k, name in enumerate(("reached", "spread")):
        mean = found[name].mean("sample")
        error = found[name].std("sample") / np.sqrt(found.sizes["sample"])
        label = ("reached", "spread of access")[k]
        axes.errorbar(found.dreams, mean, error, label=label, **hf.plots.style.line(k))
    axes.legend(frameon=False)
    axes.set_title("N = 32, p = 5, ε = 0.01", fontsize="medium")
    axes.set_ylim(0, 1)
    axes = hf.plots.style.tidy(right, "dreams unlearned", "random starts")
    sixteen = data["example"].squeeze(drop=True)
    for k in range(3):
        access = sixteen.access.isel(access_0=k)
        label = f"memory {k + 1}"
        axes.plot(sixteen.dreams, access.mean("sample"), label=label, **hf.plots.style.line(k))
    mixed = sixteen.mixtures.mean("sample")
    axes.plot(sixteen.dreams, mixed, label="no memory", **hf.plots.style.line(3))
    axes.set_title("16 units, three orthogonal memories", fontsize="medium")
    axes.set_ylim(0, None)
    axes.legend(frameon=False)
    return figure


PAPER = Paper(
    key="hopfield1983",
    title="'Unlearning' has a stabilizing effect in collective memories",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
)
