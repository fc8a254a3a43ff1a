"""Which of the collective abilities of 1982 are there, with 0/1 units as the paper has them and with ±1?"""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.averages import crossing, mean_of, ratio, resampled
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.emergent import asymmetric, completion, overloaded, reciting
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan
from hopfield.experiments.retention import Retention, forgetting
from hopfield.experiments.starts import close_memories, flipped_starts, random_starts, unfamiliar

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER"]

_UNITS = {0: "0/1", -1: "±1"}  # by their lower value
_FEW = (
    "The paper has a few matrices and these differ; ours is the mean over many. Neither convention gives its number:"
    " 0/1 units with U = 0 hear half of what ±1 units hear, and the paper's lies between the two."
)
_FLUCTUATES = (
    "Normal noise with N/2 active units in each memory; their spread, ±√N/2, makes it 0.011."
)
_WORDS = "The paper has words and no number:"


def _both(name: str, *rest: object, **words: str) -> tuple[Claim, ...]:
    """Return a claim for each convention."""
    return tuple(
        Claim("hopfield1982", f"{name}, {units}", *rest, **words)  # type: ignore[arg-type]
        for units in _UNITS.values()
    )


def _one(*rest: object, **words: str) -> Claim:
    """Return a claim of this paper."""
    return Claim("hopfield1982", *rest, **words)  # type: ignore[arg-type]


_LEAST, _MOST = {"relation": "at least"}, {"relation": "at most"}
_STORED = "storage, N = 100"
_DAMAGE = "clipped, bounded and one-directional T"
_CLAIMS = (
    _one("noise σ, n = 10", 21.2, 0.5, "[(n-1)N/2]^½", note="Root mean square, in units of T."),
    _one("bit error, n = 10", 0.0091, 0.002, _STORED, note=_FLUCTUATES),
    _one("no error by Gauss, n = 10", 0.40, 0.08, _STORED, note="(1 - our bit error)^N."),
    _one("no error in simulation, n = 10", 0.6, 0.05, _STORED, note="Exactly stable, 0/1 units."),
    _one(
        "stable, n = 5", 0.95, 0.0, _STORED, **_LEAST, note=f'{_WORDS} "almost always" is ≥ 0.95.'
    ),
    *_both("fewer than 5 errors, n = 15", 0.5, 0.05, _STORED, note=_FEW),
    *_both(
        "load at which half are kept",
        0.15,
        0.01,
        "about 0.15 N",
        note="At N = 100. For large N the loads are 0.069 and 0.138 (amit1985), for any N half as large for 0/1.",
    ),
    _one("storage of ±1 by that of 0/1", 2.0, 0.2, _STORED, note="At a bit error of 1 %."),
    *_both("random starts, in a memory", 0.85, 0.05, "N = 30, n = 5", note=_FEW),
    *_both("random starts, very near one", 0.05, 0.05, "N = 30, n = 5", note="Within 3 units."),
    *_both("random starts, elsewhere", 0.10, 0.05, "N = 30, n = 5", note=_FEW),
    *_both("nearest reached from 5 flips", 0.9, 0.0, "N = 30, n = 5", **_LEAST, note=_FEW),
    *_both("nearest reached from 12 flips", 0.2, 0.05, "N = 30, n = 5"),
    _one("signal to noise, clipped by whole", 0.798, 0.02, _DAMAGE, note="(2/π)^½; n = 9, ±1."),
    _one(
        "memories, clipped by whole", 0.637, 0.05, _DAMAGE, note="2/π; at a bit error of 1 %, ±1."
    ),
    _one(
        "ordinary n that errs as clipped n = 9",
        12.0,
        2.0,
        _DAMAGE,
        note="By bit errors, 0/1 units; 2/π, the paper's own analysis, says 14.",
    ),
    _one(
        "signal to noise, one-directional by whole",
        0.707,
        0.03,
        _DAMAGE,
        note="1/√2 for large n; the synapses that are missing are noise too: 0.686 at n = 9, ±1.",
    ),
    _one(
        "at rest, one-directional",
        0.95,
        0.0,
        _DAMAGE,
        **_LEAST,
        note=f'{_WORDS} "continued to generate stable minima" is ≥ 0.95 of the recalls.',
    ),
    *_both("best bound of T", 3.0, 1.0, _DAMAGE, note="Keeps most of 100 states. ±1: 0.37 √N."),
    *_both(
        "newest five kept, T up to ±3",
        0.5,
        0.05,
        _DAMAGE,
        **_LEAST,
        note=f'{_WORDS} "retained": ≥ ½.',
    ),
    *_both("older than 20 kept, T up to ±3", 0.05, 0.0, _DAMAGE, **_MOST, note="No longer stable."),
    _one("00…0 at rest for U ≥ 0", 1.0, 0.0, "threshold and 0000", note="U from 0 to N/4."),
    _one(
        "random starts that end in 00…0, U = 0",
        0.05,
        0.0,
        "threshold and 0000",
        **_MOST,
        note=f'{_WORDS} "very seldom" is ≤ 0.05.',
    ),
    _one(
        "random starts that end in 00…0, U = N/4",
        0.5,
        0.0,
        "threshold and 0000",
        **_LEAST,
        note=f'{_WORDS} "likely" is ≥ ½; it gives no U, N/4 is half of what a memory makes its own units hear.',
    ),
    _one(
        "memories with 5 flips that end in 00…0, U = N/4",
        0.05,
        0.0,
        "threshold and 0000",
        **_MOST,
        note="Recognised as familiar, though not all are recalled well.",
    ),
    *_both("stable memories of 500", 0.0, 0.0, "N = 100, n = 500"),
    *_both(
        "new states that move more than a stored one",
        0.75,
        0.0,
        "N = 100, n = 500",
        **_LEAST,
        note=f'{_WORDS} "most of the time" is ≥ ¾, where chance is ½.',
    ),
    *_both(
        "both stable at distance 30",
        0.5,
        0.05,
        "N = 100, n = 8",
        **_LEAST,
        note=f'{_WORDS} "usually" is ≥ ½. Exactly stable: for 0/1 units other memories already disturb one of two.',
    ),
    *_both(
        "distinct, displaced at distance 20",
        0.5,
        0.05,
        "N = 100, n = 8",
        **_LEAST,
        note=f'{_WORDS} "usually" is ≥ ½.',
    ),
    *_both(
        "fused at distance 10",
        0.25,
        0.05,
        "N = 100, n = 8",
        **_LEAST,
        note=f'{_WORDS} "often" is ≥ ¼.',
    ),
    _one(
        "units that follow sgn Σ c_ij x_j",
        0.75,
        0.0,
        "a partial state X",
        **_LEAST,
        note=f'{_WORDS} "primarily" is ≥ ¾. X on 50 of 100 units, 200 correlated memories of weight 0.02, ±1.',
    ),
    *_both(
        "longest sequence",
        4.0,
        0.0,
        "nonsymmetric T",
        **_MOST,
        note="States in order, overlaps of 0.7 and more; N = 100, n = 8, the largest over samples and A.",
    ),
    *_both(
        "asymmetric random T: at rest",
        0.5,
        0.05,
        "N = 30",
        **_LEAST,
        note=f'{_WORDS} "the commonest" is ≥ ½. T_ij uniform from -1 to 1.',
    ),
    *_both(
        "asymmetric random T: behaviours seen",
        3.0,
        0.0,
        "N = 30",
        note="Rest, simple cycles and wandering. Without T_ii no unit goes to and fro alone: cycles are of two units.",
    ),
    *_both(
        "asymmetric random T: units that wander",
        7.5,
        0.0,
        "N = 30",
        **_MOST,
        note=f'{_WORDS} "a short distance" from one state is at most half of the 15 of chance.',
    ),
)


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    more = 10 if scale == "full" else 1
    low = list(_UNITS)

    def grid(samples: int, n: int = 100, **axes: list) -> Grid:
        return Grid({"n": [n], **axes}, samples * more, seed, {"n": "units", "load": "memories/n"})

    loads = [0.05, 0.09, 0.1, 0.12, 0.15, 0.2, 0.25]
    odd = [0.05, 0.09, 0.11, 0.13, 0.15]  # no sum of these is 0
    small: dict[str, Any] = {"memories": [5], "low": low}
    eight: dict[str, Any] = {"memories": [8], "low": low}
    sequences = grid(40, **eight, strength=[0.4, 0.6, 0.8, 1.0])
    weak = grid(20, features=[50], memories=[200], weight=[0.02])
    return {
        "kept": (Retention(), grid(50, load=loads, low=low)),
        "clipped": (Retention("clipped"), grid(40, load=odd, low=low)),
        "one_way": (Retention("one way"), grid(40, load=[0.05, 0.09], low=low)),
        "forgotten": (forgetting, grid(20, limit=[1, 2, 3, 4, 5], low=low, learned=[100])),
        "started": (random_starts, grid(80, 30, **small, starts=[100])),
        "flipped": (flipped_starts, grid(60, 30, **small, distance=[1, 3, 5, 8, 12])),
        "close": (close_memories, grid(120, **eight, distance=[30, 20, 10])),
        "unfamiliar": (unfamiliar, grid(40, memories=[5], threshold=[0.0, 0.25, 0.5])),
        "overloaded": (overloaded, grid(8, memories=[500], low=low)),
        "completed": (completion, weak),
        "recited": (reciting, sequences),
        "asymmetric": (asymmetric, grid(120, 30, low=low, starts=[25])),
    }


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    found = _of_storage(data)
    for low, name in _UNITS.items():
        here = {key: d.sel(low=low) for key, d in data.items() if "low" in d.dims}
        found |= {f"{claim}, {name}": ours for claim, ours in _of_units(here).items()}
    zero = data["unfamiliar"].sel(threshold=0.0)
    half = data["unfamiliar"].sel(threshold=0.5)
    return found | {
        "00…0 at rest for U ≥ 0": mean_of(data["unfamiliar"].nothing_rests),
        "random starts that end in 00…0, U = 0": mean_of(zero.new_is_nothing),
        "random starts that end in 00…0, U = N/4": mean_of(half.new_is_nothing),
        "memories with 5 flips that end in 00…0, U = N/4": mean_of(half.seen_is_nothing),
        "units that follow sgn Σ c_ij x_j": mean_of(data["completed"].follows),
    }


def _of_storage(data: Data) -> dict[str, Measured]:
    """Return what was found of storage and of damage, where one convention or their ratio is meant."""
    kept, clipped, one_way = (
        data[name].squeeze(drop=True) for name in ("kept", "clipped", "one_way")
    )
    ten, five = kept.sel(low=0, load=0.1), kept.sel(low=0, load=0.05)
    nine = [d.sel(low=-1, load=0.09) for d in (clipped, one_way, kept)]
    spin, clipped_spin = kept.sel(low=-1), clipped.sel(low=-1)
    return {
        "noise σ, n = 10": resampled(lambda d: float(np.sqrt(d.noise.mean())), ten),
        "bit error, n = 10": mean_of(ten.bit_error),
        "no error by Gauss, n = 10": resampled(
            lambda d: float((1 - d.bit_error.mean()) ** 100), ten
        ),
        "no error in simulation, n = 10": mean_of(ten.exact),
        "stable, n = 5": mean_of(five.exact),
        "storage of ±1 by that of 0/1": ratio(
            resampled(_load_of, spin), resampled(_load_of, kept.sel(low=0))
        ),
        "signal to noise, clipped by whole": ratio(
            resampled(_strength, nine[0]), resampled(_strength, nine[2])
        ),
        "signal to noise, one-directional by whole": ratio(
            resampled(_strength, nine[1]), resampled(_strength, nine[2])
        ),
        "memories, clipped by whole": ratio(
            resampled(_load_of, clipped_spin), resampled(_load_of, spin)
        ),
        "ordinary n that errs as clipped n = 9": _ordinary(kept.sel(low=0), clipped.sel(low=0)),
        "at rest, one-directional": mean_of(one_way.rests.sel(load=0.05)),
    }


def _load_of(data: Data) -> float:
    """Return the load at a bit error of 1 %."""
    error = data["bit_error"].mean("sample")
    return crossing(error["load"].values, np.log(error.values + 1e-9), np.log(0.01))


def _strength(data: Data) -> float:
    """Return the signal to noise."""
    signal, square = float(data["signal"].mean()), float(data["square"].mean())
    return signal / np.sqrt(square - signal**2)


def _ordinary(whole: Data, clipped: Data) -> Measured:
    """Return the number of memories at which whole synapses err as clipped ones do with nine."""
    error = whole["bit_error"].mean("sample")
    level = mean_of(clipped["bit_error"].sel(load=0.09))
    at = [level.value, level.value + level.error]
    logs = np.log(error.values + 1e-9)
    n, more = (100 * crossing(error["load"].values, logs, np.log(x)) for x in at)
    return Measured(n, abs(more - n))


def _half(data: Data) -> float:
    """Return the load at which half are kept."""
    kept = data["kept"].mean("sample")
    return crossing(kept["load"].values, kept.values, 0.5)


def _of_units(data: Data) -> dict[str, Measured]:
    """Return what was found with one convention."""
    kept, started = data["kept"].squeeze(drop=True), data["started"]
    by_age = data["forgotten"].kept.squeeze(drop=True)
    close, flipped = data["close"], data["flipped"]
    moved, walks = data["asymmetric"], data["recited"].in_order
    seen = [bool(moved[name].max() > 0) for name in ("rests", "goes_round", "wanders")]
    return {
        "fewer than 5 errors, n = 15": mean_of(kept.kept.sel(load=0.15)),
        "load at which half are kept": resampled(_half, kept),
        "random starts, in a memory": mean_of(started.memory),
        "random starts, very near one": mean_of(started.near),
        "random starts, elsewhere": mean_of(started.other),
        "nearest reached from 5 flips": mean_of(flipped.sel(distance=5).reached),
        "nearest reached from 12 flips": mean_of(flipped.sel(distance=12).reached),
        "best bound of T": resampled(_best_bound, data["forgotten"].squeeze(drop=True)),
        "newest five kept, T up to ±3": mean_of(by_age.sel(limit=3)[..., :5]),
        "older than 20 kept, T up to ±3": mean_of(by_age.sel(limit=3)[..., 20:]),
        "stable memories of 500": mean_of(data["overloaded"].stable),
        "new states that move more than a stored one": mean_of(data["overloaded"].told),
        "both stable at distance 30": mean_of(close.both_stay.sel(distance=30)),
        "distinct, displaced at distance 20": mean_of(close.displaced.sel(distance=20)),
        "fused at distance 10": mean_of(close.fused.sel(distance=10)),
        "longest sequence": Measured(float(walks.max())),
        "asymmetric random T: at rest": mean_of(moved.rests),
        "asymmetric random T: behaviours seen": Measured(float(sum(seen))),
        "asymmetric random T: units that wander": mean_of(moved.apart),
    }


def _best_bound(data: Data) -> float:
    """Return the bound with which most states are kept."""
    total = data["kept"].mean("sample").sum("kept_0")
    return float(total["limit"][int(np.argmax(total.values))])


def _draw(data: Data) -> "Figure":
    """Return the paper's Fig. 2: how many units of a memory are wrong in the end, at n = 5, 10 and 15."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(3, 1, figsize=(6, 7), sharex=True, layout="constrained")
    for load, panel in zip((0.05, 0.1, 0.15), panels, strict=True):
        label = "wrong units of 100 at rest" if load == 0.15 else ""
        axes = hf.plots.style.tidy(panel, label, "part of memories")
        for k, (low, name) in enumerate(_UNITS.items()):
            found = data["kept"].wrong.sel(load=load, low=low).squeeze(drop=True)
            look = hf.plots.style.line(k)
            spread = found.std("sample") / np.sqrt(found.sizes["sample"])
            axes.bar(
                np.arange(len(_BINS)) + 0.4 * (k - 0.5),
                found.mean("sample"),
                0.38,
                yerr=spread,
                color=look["color"],
                ecolor=hf.plots.style.INK,
                hatch=("", "///")[k],
                edgecolor="white",
                label=f"units {name}",
            )
        axes.set_title(f"n = {round(100 * load)} memories, N = 100", fontsize="medium")
        axes.set_ylim(0, 1)
    panels[-1].set_xticks(range(len(_BINS)), _BINS)
    panels[0].legend(frameon=False)
    return figure


_BINS = ("0", "1", "2", "3", "4", "5–9", "10–19", "20–29", "30–39", "40–49", "50 up")

PAPER = Paper(
    key="hopfield1982",
    title="Neural networks and physical systems with emergent collective computational abilities",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
    note=(
        "The paper's units are 0 and 1 with U = 0; ±1 units, which it recommends, are measured beside them. Three of"
        " its claims do not reproduce with either: what n = 15, random starts and five flips at N = 30 give. The"
        " paper's own numbers come from a few matrices, and lie between the two conventions."
    ),
)
