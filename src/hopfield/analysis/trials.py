"""Does a disturbed pattern come back? One batch of recalls from one distance: the measure of basins and damage."""

from math import sqrt
from typing import Any, NamedTuple

import numpy as np

from hopfield._typing import Number
from hopfield.dynamics import Dynamics
from hopfield.errors import ParameterError, PatternError, ShapeError
from hopfield.network import Network
from hopfield.patterns import Patterns, flip
from hopfield.recall import recall

__all__ = ["Trial", "as_curve", "check_fit", "try_recall", "whole_number"]


class Trial(NamedTuple):
    """What became of the starts at one distance."""

    start: float  # their overlap, to the unit
    final: float  # the mean overlap in the end
    share: float  # of those that end as their pattern
    error: float  # the standard error of the share


def check_fit(network: Network, xi: Any) -> None:
    """Refuse patterns of another number of units, and what are not Patterns."""
    if not isinstance(xi, Patterns):
        message = (
            f"expected hopfield.Patterns, got {type(xi).__name__}; wrap the array: hf.Patterns(x)"
        )
        raise PatternError(message)
    if xi.n != network.n:
        message = f"patterns have {xi.n} units, the network has {network.n}"
        raise ShapeError(message)


def whole_number(value: Any, what: str, least: int = 1) -> int:
    """Return a whole number, or say what is wrong with it."""
    is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not is_whole or value < least:
        message = f"{what} must be a whole number of at least {least}, got {value!r}"
        raise ParameterError(message)
    return int(value)


def as_curve(values: Any, what: str, least: float, largest: float) -> np.ndarray:
    """Return a list of finite numbers as a float array (k,), or say what is wrong with it."""
    try:
        found = np.atleast_1d(np.asarray(values, dtype=np.float64))
    except (TypeError, ValueError):
        found = np.empty(0)
    inside = (found >= least) & (found <= largest) & np.isfinite(found)
    if found.ndim != 1 or not found.size or not inside.all():
        message = (
            f"{what} are one or more finite numbers from {least:g} to {largest:g}, got {values!r}"
        )
        raise ParameterError(message)
    return found


def try_recall(
    network: Network,
    xi: Patterns,
    overlap: Number,
    *,
    samples: int,
    dynamics: Dynamics | None,
    rng: np.random.Generator,
) -> Trial:
    """Flip units of stored patterns until their overlap is this, to the unit, and recall all as one batch.

    Patterns take turns, in random order, so that with samples = p each is tried once.
    """
    turns = -(-samples // xi.p)
    which = np.concatenate([rng.permutation(xi.p) for _ in range(turns)])[:samples]
    targets = xi[which.tolist()].spins
    n_flipped = round(0.5 * (1.0 - float(overlap)) * xi.n)
    probes = network.two_state.from_spins(flip(targets, n_flipped, seed=rng))
    states = network.two_state.to_spins(recall(network, probes, dynamics, seed=rng).state)
    is_found = [
        match.kind == "stored" and (match.index == k or k in match.same)
        for match, k in zip(xi.match(states), which, strict=True)
    ]
    share = float(np.mean(is_found))
    return Trial(
        start=(xi.n - 2 * n_flipped) / xi.n,
        final=float(np.mean(states * targets, dtype=np.float64)),
        share=share,
        error=sqrt(share * (1.0 - share) / samples),
    )
