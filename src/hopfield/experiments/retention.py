"""How well are stored states kept, by 0/1 units and by ±1, by whole synapses and by damaged ones?"""

from dataclasses import dataclass
from typing import Any

import numpy as np

import hopfield as hf
from hopfield.couplings import Coupling, OverlapCoupling, damage
from hopfield.random import generator

__all__ = ["Retention", "forgetting", "heard", "wrong_units"]

_EDGES = np.array([0, 1, 2, 3, 4, 5, 10, 20, 30, 40, 50, 101])  # per cent of wrong units
_BAD = 0.05  # of the units: the paper counts fewer than 5 errors of 100 as remembered


def heard(coupling: Coupling, low: int, threshold: float = 0.0) -> hf.Network:
    """Return the network of units 0 and 1, U = 0 as in the paper, or of ±1: low is the smaller value, 0 or -1."""
    return hf.Network(coupling, hf.Spin() if low else hf.Binary(), threshold)


def wrong_units(net: hf.Network, xi: hf.Patterns, seed: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return in how many units each pattern is left once it rests, and whether it rests: (p,) each."""
    probe = net.two_state.from_spins(xi.spins)
    found = hf.recall(net, probe, hf.Async(order="random"), seed=seed)
    wrong = (net.two_state.to_spins(found.state) != xi.spins).sum(axis=1)
    return wrong, found.period == 1


@dataclass(frozen=True)
class Retention:
    """Start random patterns in themselves, and see what the network makes of them.

    Parameters
    ----------
    synapses : "whole", "clipped" or "one way"
    """

    synapses: str = "whole"

    def __call__(self, n: int, load: float, low: int, seed: Any) -> dict[str, Any]:
        """Return shares of units and of patterns, and what is heard, n times as large: see `heard` for low."""
        chance = generator(seed)
        xi = hf.patterns.random(round(load * n), n, seed=chance)
        coupling: Coupling = OverlapCoupling(xi)
        if self.synapses == "clipped":
            coupling = damage.clip(coupling)
        if self.synapses == "one way":
            coupling = damage.one_way(coupling, seed=chance)
        net = heard(coupling, low)
        states = net.two_state.from_spins(xi.spins)
        signs = xi.spins * net.field(states)
        own = (n - 1) if low else states.sum(axis=1, keepdims=True) - states
        wrong, rests = wrong_units(net, xi, chance)
        return {
            "bit_error": float(np.mean(hf.analysis.familiarity(net, states).flips)),
            "exact": float(np.mean((wrong == 0) & rests)),
            "kept": float(np.mean(wrong < _BAD * n)),
            "rests": float(np.mean(rests)),
            "noise": float(np.mean((n * signs - own) ** 2)),
            "signal": float(np.mean(signs)),
            "square": float(np.mean(signs**2)),
            "wrong": np.histogram(100.0 * wrong / n, _EDGES)[0] / xi.p,
        }


def forgetting(n: int, limit: int, low: int, learned: int, seed: Any) -> dict[str, np.ndarray]:
    """Learn pattern after pattern in synapses that are cut off, and see which are still kept, the newest first."""
    chance = generator(seed)
    xi = hf.patterns.random(learned, n, seed=chance)
    wrong, _ = wrong_units(heard(hf.rules.Bounded(limit)(xi), low), xi, chance)
    return {"kept": (wrong < _BAD * n)[::-1].astype(float)}
