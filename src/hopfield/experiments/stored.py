"""Which network stores so many random patterns, however many they are, and what is kept of those it starts from?"""

import warnings
from typing import Any

import numpy as np

from hopfield._typing import Number
from hopfield.errors import LoadWarning
from hopfield.network import Network
from hopfield.patterns import Patterns, random
from hopfield.rules import Hebb, Rule

__all__ = ["overlaps_with", "stored"]


def stored(
    n: int, load: Number, seed: Any, rule: Rule = Hebb(), least: int = 1
) -> tuple[Patterns, Network]:
    """Return random patterns and the network that stores them; too many are what is asked for, so nothing warns.

    Parameters
    ----------
    n : int
    load : float
        p / n; p is rounded
    seed : SeedSequence
        of the patterns
    rule : Rule
    least : int
        patterns at least
    """
    xi = random(max(least, round(load * n)), n, seed=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LoadWarning)
        return xi, Network(rule(xi))


def overlaps_with(targets: np.ndarray, states: np.ndarray) -> np.ndarray:
    """Return the overlap of each state with its own target, (*batch,)."""
    return np.einsum("...n,...n->...", states, targets, dtype=np.float64) / targets.shape[-1]
