"""Can a local rule hold more than Hebb's without a wrong bit? n/√(2 ln n) patterns: storkey1997."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan
from hopfield.experiments.samples import averaged
from hopfield.experiments.stored import stored
from hopfield.plots.style import INK, line, tidy
from hopfield.rules import Hebb, Rule, Storkey

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "StableShare"]

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


@dataclass(frozen=True)
class StableShare:
    """The share of p = multiple · n/√(2 ln n) patterns that are fixed points.

    Parameters
    ----------
    rule : Rule
    """

    rule: Rule

    def __call__(self, n: int, multiple: float, seed: Any) -> dict[str, float]:
        """Return it for one network."""
        xi, net = stored(n, multiple * hf.theory.storkey_load(n), seed, self.rule)
        # a unit that hears nothing keeps its state
        is_fixed = (net.gap(xi.spins) * xi.spins >= 0).all(axis=1)
        return {"share": float(is_fixed.mean())}


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    sizes, samples = ([250, 1000, 3000], 12) if scale == "full" else ([125, 250, 500], 12)
    axes = {"n": sizes, "multiple": [0.15, 0.25, 0.35, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0]}
    units = {"n": "units", "multiple": "n/√(2 ln n) patterns"}
    grid = Grid(axes, samples, seed, units)
    return {name: (StableShare(rule), grid) for name, rule in _RULES.items()}


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    largest = {name: data[name].share.isel(n=-1) for name in _RULES}
    note = f"n = {int(largest['hebb']['n']):,}."
    half = {name: _half(share) for name, share in largest.items()}
    return {
        "share stable at n/√(2 ln n)": averaged(largest["storkey"].sel(multiple=1.0), note),
        "of Hebb's rule there": averaged(largest["hebb"].sel(multiple=1.0), note),
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
        for size, n in enumerate(data[rule]["n"].values):
            found = data[rule].share.sel(n=n)
            error = found.std("sample", ddof=1) / np.sqrt(found.sizes["sample"])
            look: dict[str, Any] = line(k) | {"marker": line(size)["marker"]}
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
