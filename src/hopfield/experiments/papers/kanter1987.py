"""Up to which load does the projection rule recall without errors, and what does a unit's ear for itself cost?"""

from typing import TYPE_CHECKING, Any

import numpy as np

import hopfield as hf
from hopfield.experiments.claims import Claim, Measured
from hopfield.experiments.crossing import half_load
from hopfield.experiments.grid import Grid
from hopfield.experiments.paper import Data, Paper, Plan

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PAPER", "recalled", "settled"]

_KEY = "kanter1987"
_OVERLAPS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # of the starts; then one wrong bit
_CUES = 20
_STEPS = 50

_CLAIMS = (
    Claim(
        _KEY, "stored patterns that are fixed points at load 0.95", 1.0, 0.0, "abstract: capacity 1"
    ),
    Claim(
        _KEY,
        "load at which one wrong bit is no longer put right, no self-coupling",
        1.0,
        0.15,
        "abstract: capacity 1",
        note="The tolerance is for n = 200: the margin 1 - α must exceed twice the largest of the n couplings to the"
        " wrong bit, of spread √(α(1 - α)/n), so that half are put right at about 1/(1 + 4z²/n), z ≈ 3.",
    ),
    Claim(
        _KEY,
        "the same, with self-coupling",
        0.5,
        0.03,
        "from its couplings: W_ii = α",
        note="A wrong bit hears (1 - 2 W_ii) times its right value, and so W_ii < ½ decides.",
    ),
    Claim(
        _KEY, "mean self-coupling W_ii at load ½", 0.5, 1e-6, "from its couplings: W² = W, trace p"
    ),
    Claim(
        _KEY,
        "margin at load ½",
        1.0,
        0.02,
        "from its couplings: W² = W",
        note="√((1 - α)/α), as (1 - W_ii)/|W_i|.",
    ),
    Claim(
        _KEY,
        "energy per unit of any state that was reached, above the patterns'",
        0.0,
        1e-9,
        "abstract: global minima",
        "at least",
    ),
    Claim(
        _KEY,
        "basin at load 0.3, gain without self-coupling",
        0.0,
        0.0,
        "abstract: a substantial increase",
        "at least",
        note="How much farther off, in overlap, a start may be of which half are recalled.",
    ),
)


def settled(J: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Return where rows end if all units move at once, each by all that J says, of itself too: s ← sgn J s.

    Rows that go to and fro between two states stay as they are then.
    """
    states = states.astype(np.float64)
    before, rows = states.copy(), np.arange(len(states))
    for _ in range(_STEPS):
        here = states[rows]
        heard = here @ J
        moved = np.where(np.abs(heard) < 1e-12, here, np.sign(heard))
        still = (moved == here).all(axis=-1) | (moved == before[rows]).all(axis=-1)
        rows, moved = rows[~still], moved[~still]
        if not len(rows):
            break
        before[rows], states[rows] = states[rows], moved
    return states.astype(np.int8)


def recalled(n: int, load: float, seed: Any) -> dict[str, Any]:
    """Return which starts are recalled without an error, (starts,), with self-coupling and without it.

    The last start has one wrong bit. Recall is with all units at once, which can't cycle with self-coupling.
    """
    of_patterns, of_starts = seed.spawn(2)
    xi = hf.patterns.random(round(load * n), n, seed=of_patterns)
    rng = np.random.default_rng(of_starts)
    n_wrong = [*(round(n * (1 - m) / 2) for m in _OVERLAPS), 1]
    targets = xi.spins[rng.integers(xi.p, size=(len(n_wrong), _CUES))]
    starts = np.concatenate(
        [hf.patterns.flip(some, k, seed=rng) for some, k in zip(targets, n_wrong, strict=True)]
    )
    found: dict[str, Any] = {"above": np.inf}
    kept = hf.rules.PseudoInverse(diagonal=True)(xi)
    for name, coupling in [("kept", kept), ("dropped", hf.rules.PseudoInverse()(xi))]:
        ends = settled(coupling.dense(), starts)
        is_right = (ends.reshape(targets.shape) == targets).all(axis=-1)
        found[name] = is_right.mean(axis=-1)
        found["above"] = min(found["above"], float(kept.energy(ends).min()) / n + 0.5)
    net = hf.Network(hf.rules.PseudoInverse()(xi))
    margins = hf.analysis.stability(net, xi)
    fixed = (margins > 0).all(axis=-1).mean()
    return found | {"fixed": fixed, "margin": margins.mean(), "own": kept.self_coupling.mean()}


def _plan(scale: str, seed: int) -> Plan:
    """Return what is measured."""
    n, samples = (1000, 10) if scale == "full" else (200, 6)
    loads = [0.1, 0.2, 0.3, 0.4, 0.46, 0.48, 0.5, 0.52, 0.54, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95]
    units = {"n": "units", "load": "patterns per unit", "above": "energy per unit"}
    return {"recall": (recalled, Grid({"n": [n], "load": loads}, samples, seed, units))}


def _half_overlap(shares: np.ndarray) -> np.ndarray:
    """Return the starting overlap at which half are recalled, (rows,), from shares (rows, starts); NaN if none is.

    By a straight line between two starts, from above: nearer starts that fail by chance don't count.
    """
    overlaps = np.array([*_OVERLAPS, 1.0])  # of the last, nearly
    is_below = shares < 0.5
    last = shares.shape[1] - 1 - np.argmax(is_below[:, ::-1], axis=1)
    rows = np.arange(len(shares))
    after = np.minimum(last + 1, shares.shape[1] - 1)
    low, high = shares[rows, last], shares[rows, after]
    part = (0.5 - low) / np.where(high > low, high - low, 1.0)
    half = overlaps[last] + part * (overlaps[after] - overlaps[last])
    half = np.where(is_below.any(axis=1), half, overlaps[0])
    return np.where(is_below[:, -1], np.nan, half)


def _compare(data: Data) -> dict[str, Measured]:
    """Return what was found."""
    found = data["recall"].isel(n=0)
    size = f"n = {int(found['n'])}"

    def mean(name: str, load: float) -> Measured:
        values = found[name].sel(load=load)
        error = float(values.std(ddof=1) / np.sqrt(values.size))
        return Measured(float(values.mean()), error, f"{size}.")

    one = data["recall"].isel(kept_0=-1, dropped_0=-1)
    at = found.sel(load=0.3)
    gain = _half_overlap(at.kept.values) - _half_overlap(at.dropped.values)
    error = float(gain.std(ddof=1) / np.sqrt(gain.size))
    measured = (
        mean("fixed", 0.95),
        half_load(one.dropped, f"{size}."),
        half_load(one.kept, f"{size}."),
        mean("own", 0.5),
        mean("margin", 0.5),
        Measured(float(found.above.min()), 0.0, f"Of all recalls, {size}."),
        Measured(float(gain.mean()), error, f"{size}, all units at once."),
    )
    return dict(zip((claim.name for claim in _CLAIMS), measured, strict=True))


def _draw(data: Data) -> "Figure":
    """Return how wide the basins are, with self-coupling and without, and the share of single errors put right."""
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
    hf.plots.style.tidy(left, "load p/n", "starting overlap recalled by half")
    hf.plots.style.tidy(right, "load p/n", "share of single wrong bits put right")
    found = data["recall"].isel(n=0).transpose("load", "sample", ...)
    loads, root = found["load"].values, np.sqrt(found.sizes["sample"])
    names = [("dropped", "W_ii = 0"), ("kept", "W_ii kept")]
    for k, (name, label) in enumerate(names):
        look = hf.plots.style.line(k) | {"capsize": 2, "label": f"ours, {label}"}
        shares = found[name].values
        halves = np.stack([_half_overlap(row) for row in shares])
        is_known = np.isfinite(halves).all(axis=1)
        halves = halves[is_known]
        left.errorbar(loads[is_known], halves.mean(axis=1), halves.std(axis=1) / root, **look)
        ones = shares[:, :, -1]
        right.errorbar(loads, ones.mean(axis=1), ones.std(axis=1) / root, **look)
    for axes in (left, right):
        for place in (0.5, 1.0):
            label = "theory, n → ∞" if place == 1.0 else None
            axes.axvline(place, color=hf.plots.style.INK, linestyle=":", label=label)
        axes.set_ylim(-0.03, 1.03)
        axes.set_xlim(0.0, 1.03)
    left.legend(frameon=False, loc="lower right")
    return figure


PAPER = Paper(
    key=_KEY,
    title="Associative recall of memory without errors",
    claims=_CLAIMS,
    plan=_plan,
    compare=_compare,
    draw=_draw,
    note="The dynamics moves all units at once, with self-coupling and without, so that the two differ in it alone.",
)
