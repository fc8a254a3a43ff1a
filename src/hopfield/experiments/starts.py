"""Where do starts end: random ones, memories with flipped units, and memories that are close to each other?"""

from typing import Any

import numpy as np

import hopfield as hf
from hopfield.couplings import OverlapCoupling
from hopfield.experiments.retention import heard, wrong_units
from hopfield.random import generator

__all__ = ["close_memories", "flipped_starts", "random_starts", "unfamiliar"]

_NEAR = 0.1  # of the units: very near a memory
_WALK = hf.Async(order="random")


def _ends(net: hf.Network, spins: np.ndarray, seed: Any) -> np.ndarray:
    """Return the spins in which starts end."""
    found = hf.recall(net, net.two_state.from_spins(spins), _WALK, seed=seed)
    return net.two_state.to_spins(found.state)


def _distances(spins: np.ndarray, xi: hf.Patterns) -> np.ndarray:
    """Return in how many units states differ from each pattern, (*batch, p)."""
    return np.rint(0.5 * xi.n * (1.0 - xi.overlaps(spins))).astype(int)


def random_starts(n: int, memories: int, low: int, starts: int, seed: Any) -> dict[str, float]:
    """Return which part of random starts ends in a memory or its negative, very near one, and elsewhere."""
    chance = generator(seed)
    xi = hf.patterns.random(memories, n, seed=chance)
    spins = hf.patterns.random(starts, n, seed=chance).spins
    apart = _distances(_ends(heard(OverlapCoupling(xi), low), spins, chance), xi)
    least = np.minimum(apart, n - apart).min(axis=1)
    memory, near = np.mean(least == 0), np.mean((least > 0) & (least <= _NEAR * n))
    return {"memory": float(memory), "near": float(near), "other": float(1.0 - memory - near)}


def flipped_starts(n: int, memories: int, low: int, distance: int, seed: Any) -> dict[str, float]:
    """Flip units of memories, and return how often the memory that is then the nearest is reached."""
    chance = generator(seed)
    xi = hf.patterns.random(memories, n, seed=chance)
    spins = hf.patterns.flip(np.tile(xi.spins, (20, 1)), distance, seed=chance)
    before = _distances(spins, xi)
    after = _distances(_ends(heard(OverlapCoupling(xi), low), spins, chance), xi)
    nearest = before.argmin(axis=1)
    return {"reached": float(np.mean(after[np.arange(len(after)), nearest] == 0))}


def close_memories(n: int, memories: int, low: int, distance: int, seed: Any) -> dict[str, float]:
    """Store a memory close to another, start in both, and say whether both stay, part or fuse."""
    chance = generator(seed)
    others = hf.patterns.random(memories - 1, n, seed=chance).spins
    close = hf.patterns.flip(others[:1], distance, seed=chance)
    xi = hf.Patterns(np.concatenate([others, close]))
    pair = xi.spins[[0, -1]]
    ends = _ends(heard(OverlapCoupling(xi), low), pair, chance)
    both_stay = bool((ends == pair).all())
    fused = bool((ends[0] == ends[1]).all())
    return {
        "both_stay": float(both_stay),
        "displaced": float(not fused and not both_stay),
        "fused": float(fused),
    }


def unfamiliar(n: int, memories: int, threshold: float, seed: Any) -> dict[str, float]:
    """Give 0/1 units a uniform threshold, and see when 00…0 is the answer.

    The threshold is a part of N/2, what a memory makes its own units hear.
    """
    chance = generator(seed)
    xi = hf.patterns.random(memories, n, seed=chance)
    net = heard(OverlapCoupling(xi), 0, 0.5 * threshold)
    new = _ends(net, hf.patterns.random(100, n, seed=chance).spins, chance)
    cues = hf.patterns.flip(np.tile(xi.spins, (10, 1)), 0.05, seed=chance)
    seen = _ends(net, cues, chance)
    still = hf.recall(net, np.zeros(n, dtype=np.int8), _WALK, seed=chance).state
    wrong, _ = wrong_units(net, xi, chance)
    return {
        "new_is_nothing": float(np.mean((new == -1).all(axis=1))),
        "seen_is_nothing": float(np.mean((seen == -1).all(axis=1))),
        "nothing_rests": float(not still.any()),
        "memory_kept": float(np.mean(wrong < 0.05 * n)),
    }
