"""Which states does a network of few memories have at a temperature? Memories and mixtures of them: amit1985pra."""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan
from hopfield.experiments.samples import averaged
from hopfield.experiments.stored import overlaps_with
from hopfield.plots.style import line, tidy

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "mixture", "parallel"]

_EVEN = "A mixture of two leaves half of the units without a field; it falls into one memory."
_CLAIMS = (
    Claim("amit1985pra", "overlap of a memory at T = 0.5", 0.957504, 0.003, "m = tanh(m/T)"),
    Claim("amit1985pra", "the same in Little's model, less ours", 0.0, 0.003, "abstract"),
    Claim("amit1985pra", "overlap of mixtures of three, T = 0", 0.5, 0.005, "m = ⟨|X|⟩/k"),
    Claim("amit1985pra", "energy of mixtures of three, T = 0", -0.375, 0.005, "E = -k m²/2"),
    Claim("amit1985pra", "overlap of mixtures of five, T = 0", 0.375, 0.005, "m = ⟨|X|⟩/k"),
    Claim("amit1985pra", "energy of mixtures of five, T = 0", -0.3516, 0.005, "E = -k m²/2"),
    Claim("amit1985pra", "mixtures of two that stay, T = 0.1", 0.0, 0.0, "stability", note=_EVEN),
    Claim(
        "amit1985pra",
        "temperature below which mixtures are stable",
        0.46,
        0.02,
        "abstract",
        note="Mixtures of three. Networks leave them about n^{-1/3} below: n = 10⁵ is needed.",
    ),
)
_ROWS = 4
_LARGE = 100_000  # units; smaller networks leave a mixture well below its end, by about n^{-1/3}
_LEAST = 0.2  # a mixture wanders by less than that near its end, and falls by 0.8 into one memory


def mixture(n: int, k: int, T: float, sweeps: int, seed: Any) -> dict[str, float]:
    """Return what becomes of the symmetric mixture of k of 7 memories.

    "overlap", the mean over members and over 4 runs, at T > 0 over the last quarter of the sweeps too; "spread", how
    far the largest of a run lies above the least; "energy" of a unit in the end.
    """
    for_xi, for_ties, for_recall = seed.spawn(3)
    xi = hf.patterns.random(7, n, seed=for_xi)
    members = xi.spins[:k]
    ties = hf.patterns.random(_ROWS, n, seed=for_ties).spins
    total = members.sum(axis=0)
    cue = np.where(total, np.sign(total), ties).astype(np.int8)

    def overlaps(state: np.ndarray) -> np.ndarray:
        return xi.overlaps(state)[..., :k]

    net = hf.models.hopfield(xi)
    found = hf.recall(
        net, cue, hf.Async(T), max_sweeps=sweeps, watch={"m": overlaps}, seed=for_recall
    )
    late = found.trace["m"][-(1 + sweeps // 4) :].mean(axis=0)
    return {
        "overlap": float(late.mean()),
        "spread": float(np.ptp(late, axis=-1).mean()),
        "kept": float(np.mean(np.ptp(late, axis=-1) < _LEAST)),
        # the self terms that J_ii = 0 takes out are those of few memories, p/2n
        "energy": float(found.energy.mean() / n - xi.p / (2 * n)),
    }


def parallel(n: int, T: float, sweeps: int, seed: Any) -> dict[str, float]:
    """Return the overlap with a memory of 7, of 4 runs that move all units together, as in little1974."""
    for_xi, for_recall = seed.spawn(2)
    xi = hf.patterns.random(7, n, seed=for_xi)
    cue = np.tile(xi[0], (_ROWS, 1))
    watch = {"m": lambda state: overlaps_with(cue, state)}
    net = hf.models.hopfield(xi)
    found = hf.recall(net, cue, hf.Sync(T), max_sweeps=sweeps, watch=watch, seed=for_recall)
    return {"overlap": float(found.trace["m"][sweeps // 2 :].mean())}


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    n, sweeps, samples = (100_000, 2000, 6) if scale == "full" else (10_000, 250, 3)
    units = {"n": "units", "k": "memories", "T": "field of one memory"}
    short = {"n": [n], "sweeps": [60]}
    warm = short | {"k": [1, 3, 5], "T": [0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9]}
    hot = {"n": [n], "k": [3], "T": [0.26, 0.32, 0.38, 0.42, 0.46, 0.5], "sweeps": [sweeps]}
    return {
        "warm": (mixture, Grid(warm, samples, seed, units)),
        "pairs": (mixture, Grid(short | {"k": [2], "T": [0.1]}, samples, seed, units)),
        "melting": (mixture, Grid(hot, samples, seed, units)),
        "parallel": (parallel, Grid(short | {"T": [0.5]}, samples, seed, units)),
    }


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    warm = data["warm"].isel(n=0, sweeps=0)
    cold = warm.sel(T=0.0)
    n = f"n = {int(warm['n']):,}."
    memory = warm.overlap.sel(k=1, T=0.5)
    together = data["parallel"].overlap.isel(n=0, sweeps=0, T=0)
    found = {
        "overlap of a memory at T = 0.5": averaged(memory, n),
        "the same in Little's model, less ours": averaged(together.values - memory.values, n),
        "mixtures of two that stay, T = 0.1": averaged(data["pairs"].kept, n),
    }
    if int(warm["n"]) >= _LARGE:
        found["temperature below which mixtures are stable"] = _melting(data["melting"])
    for k, word in ((3, "three"), (5, "five")):
        found[f"overlap of mixtures of {word}, T = 0"] = averaged(cold.overlap.sel(k=k), n)
        found[f"energy of mixtures of {word}, T = 0"] = averaged(cold.energy.sel(k=k), n)
    return found


def _melting(data: Any) -> Measured:
    """Return the temperature at which half of the mixtures are left, by samples."""
    kept = data.kept.isel(n=0, sweeps=0, k=0).transpose("sample", "T").values
    falling = np.minimum.accumulate(kept, axis=1)
    halves = [np.interp(-0.5, -row, data["T"].values) for row in falling]
    note = f"n = {int(data['n'][0]):,}, {int(data['sweeps'][0])} sweeps."
    return averaged(halves, note)


def _draw(data: Data) -> "Figure":
    """Return the overlaps of memories and mixtures against the temperature, and how many mixtures stay."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    tidy(left, "temperature T", "overlap with each member")
    warm = data["warm"].isel(n=0, sweeps=0)
    for look, k in enumerate(warm["k"].values):
        end = hf.theory.mixture_temperature(k)
        T = np.linspace(0.0, end * (1 - 1e-6), 120)
        left.plot(T, hf.theory.mixture_overlap(k, T), color=line(look)["color"])
        found = warm.sel(k=k)
        stays = found["T"].values < end
        mean, error = found.overlap.mean("sample"), found.overlap.std("sample", ddof=1)
        style: dict[str, Any] = line(look) | {"linestyle": ""}
        label = "memory" if k == 1 else f"mixture of {k}"
        left.errorbar(found["T"][stays], mean[stays], error[stays], label=label, **style)
    left.legend(frameon=False, title="lines: theory")
    tidy(right, "temperature T", "mixtures of three that stay")
    kept = data["melting"].kept.isel(n=0, sweeps=0, k=0)
    label = f"n = {int(data['melting']['n'][0]):,}"
    right.errorbar(
        kept["T"], kept.mean("sample"), kept.std("sample", ddof=1), label=label, **line(1)
    )
    right.axvline(hf.theory.mixture_temperature(3), color="k", linestyle=":", label="theory")
    right.legend(frameon=False)
    return figure


PAPER = Paper(
    key="amit1985pra",
    title="Spin-glass models of neural networks",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
)
