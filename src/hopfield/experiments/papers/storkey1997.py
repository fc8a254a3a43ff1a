"""Can a local rule hold more than Hebb's without a wrong bit? n/√(2 ln n) patterns: storkey1997."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan
from hopfield.experiments.samples import averaged
from hopfield.experiments.stored import stored
from hopfield.plots.style import INK, line, tidy
from hopfield.rules import Hebb, Storkey

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "stable_share"]

_SIZE = "The capacity is that of n → ∞."
_CLAIMS = (
    Claim("storkey1997", "share stable at n/√(2 ln n)", 1.0, 0.1, "abstract", "at least", _SIZE),
    Claim("storkey1997", "of Hebb's rule there", 0.0, 0.03, "abstract", "at most"),
    Claim(
        "storkey1997",
        "patterns held, over those of Hebb's rule",
        1.0,
        0.0,
        "abstract",
        "at least",
        "Half of the patterns are fixed points at that number.",
    ),
)
_RULES = {"hebb": Hebb(), "storkey": Storkey()}


def stable_share(rule: str, n: int, multiple: float, seed: Any) -> dict[str, float]:
    """Return the share of p = multiple · n/√(2 ln n) patterns that are fixed points."""
    load = multiple * hf.theory.storkey_load(n)
    xi, net = stored(n, load, seed, _RULES[rule])
    is_fixed = (net.gap(xi.spins) * xi.spins >= 0).all(axis=1)
    return {"share": float(is_fixed.mean())}


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    sizes, samples = ([250, 1000, 3000], 12) if scale == "full" else ([125, 250, 500], 12)
    axes = {
        "rule": list(_RULES),
        "n": sizes,
        "multiple": [0.15, 0.25, 0.35, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0],
    }
    units = {"n": "units", "multiple": "n/√(2 ln n) patterns"}
    return {"share": (stable_share, Grid(axes, samples, seed, units))}


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    largest = data["share"].share.isel(n=-1)
    note = f"n = {int(largest['n']):,}."
    half = {rule: _half(largest.sel(rule=rule)) for rule in _RULES}
    return {
        "share stable at n/√(2 ln n)": averaged(largest.sel(rule="storkey", multiple=1.0), note),
        "of Hebb's rule there": averaged(largest.sel(rule="hebb", multiple=1.0), note),
        "patterns held, over those of Hebb's rule": averaged(half["storkey"] / half["hebb"], note),
    }


def _half(share: Any) -> np.ndarray:
    """Return where each sample's share falls through one half, (sample,); by lines between the loads."""
    values = np.minimum.accumulate(share.transpose("sample", "multiple").values, axis=1)
    at = share["multiple"].values
    return np.array([np.interp(-0.5, -row, at) for row in values])


def _draw(data: Data) -> "Figure":
    """Return the share of stable patterns against their number, by either rule."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(6.5, 4), layout="constrained")
    tidy(axes, "patterns, in n/√(2 ln n)", "share of patterns that are fixed points")
    names = {"hebb": "Hebb", "storkey": "Storkey"}
    for k, (rule, name) in enumerate(names.items()):
        for size, n in enumerate(data["share"]["n"].values):
            found = data["share"].share.sel(rule=rule, n=n)
            error = found.std("sample", ddof=1) / np.sqrt(found.sizes["sample"])
            look = line(k) | {"marker": line(size)["marker"]}
            label = f"{name}, n = {n:,}"
            axes.errorbar(found["multiple"], found.mean("sample"), error, label=label, **look)
    axes.axvline(1.0, color=INK, linestyle=":", label="capacity, n → ∞")
    axes.legend(frameon=False)
    return figure


PAPER = Paper(
    key="storkey1997",
    title="Increasing the capacity of a Hopfield network without sacrificing functionality",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
)
