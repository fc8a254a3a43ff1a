"""What does unlearning do to the ways into memories, and to mixtures?"""

import warnings
from typing import Any

import numpy as np

import hopfield as hf
from hopfield.couplings import DenseCoupling
from hopfield.errors import LoadWarning
from hopfield.random import generator

__all__ = ["EXAMPLE", "example", "unlearning"]

_ROWS = ("++++----++-+-+--", "++++------+-+-++", "++--++--+--++--+")
_MIXTURE = "++++----+--++--+"
EXAMPLE = hf.Patterns([[1 if sign == "+" else -1 for sign in row] for row in _ROWS])


def _network(xi: hf.Patterns, dreams: int, strength: float, seed: Any) -> hf.Network:
    """Return Hebb's network after so many dreams."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LoadWarning)  # too many dreams are part of the question
        rule = hf.rules.Unlearning(dreams, strength, seed=seed) if dreams else hf.rules.Hebb()
        return hf.Network(DenseCoupling(rule(xi).dense()))


def _access(net: hf.Network, xi: hf.Patterns, starts: int, seed: Any) -> np.ndarray:
    """Return the part of random starts that each memory, or its negative, collects: (p,)."""
    spins = hf.patterns.random(starts, xi.n, seed=seed).spins
    ends = hf.recall(net, spins, hf.Async(order="random"), seed=seed).state
    return (np.abs(xi.overlaps(ends)) == 1.0).mean(axis=0)


def unlearning(
    *, n: int, memories: int, dreams: int, strength: float, starts: int, seed: Any
) -> dict[str, float]:
    """Dream, unlearn, and see which part of random starts each of some random memories collects.

    The memories and the starts hang on the sample, not on the number of dreams.
    """
    chance = generator(seed)
    xi = hf.patterns.random(memories, n, seed=chance)
    access = _access(_network(xi, dreams, strength, chance), xi, starts, chance)
    total = float(access.sum())
    return {"reached": total, "spread": float(access.std() / total) if total else np.nan}


def example(dreams: int, strength: float, starts: int, seed: Any) -> dict[str, Any]:
    """Let the paper's 16 units dream, and see how often starts end in its memories, and whether mixtures rest."""
    chance = generator(seed)
    net = _network(EXAMPLE, dreams, strength, chance)
    mixture = np.array([1 if sign == "+" else -1 for sign in _MIXTURE], dtype=np.int8)
    access = _access(net, EXAMPLE, starts, chance)
    return {
        "access": access,
        "mixtures": float(1.0 - access.sum()),
        "mixture_rests": float((net.gap(mixture) * mixture > 0).all()),
        "shared": 16.0 * EXAMPLE.overlaps(mixture),
    }
