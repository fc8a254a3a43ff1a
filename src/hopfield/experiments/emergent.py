"""What else do random synapses and overloaded memories do: wander, categorise, recite, know what they have seen?"""

from typing import Any

import numpy as np

import hopfield as hf
from hopfield.couplings import DenseCoupling, OverlapCoupling
from hopfield.experiments.retention import heard
from hopfield.random import generator

__all__ = ["asymmetric", "completion", "overloaded", "reciting"]

_MOMENTS = 120  # sweeps over which a state that does not rest is watched
_ALIKE = 0.7  # the overlap from which a state is near a pattern


def overloaded(n: int, memories: int, low: int, seed: Any) -> dict[str, float]:
    """Store far too much, and compare the first flips of stored states with those of new ones."""
    chance = generator(seed)
    xi = hf.patterns.random(memories, n, seed=chance)
    net = heard(OverlapCoupling(xi), low)
    new = hf.patterns.random(memories, n, seed=chance)
    seen, unseen = (
        np.asarray(hf.analysis.familiarity(net, net.two_state.from_spins(x.spins)).flips)
        for x in (xi, new)
    )
    above = np.sign(unseen[:, None] - seen).mean()
    return {
        "stable": float(np.sum(seen == 0.0)),
        "told": float(
            0.5 * (1.0 + above)
        ),  # a new state moves more than a stored one; ties count half
        "seen_rate": float(seen.mean()),
        "new_rate": float(unseen.mean()),
    }


def completion(n: int, features: int, memories: int, weight: float, seed: Any) -> dict[str, float]:
    """Store correlated memories weakly and a partial state in k units, and see how the others follow from it.

    ±1 units; the partial state is given, all others start at random, and all units are free.
    """
    chance = generator(seed)
    shown = hf.patterns.random(memories + 1, features, seed=chance)
    xi = hf.patterns.categories(shown, n, seed=chance)[:memories]
    part = np.zeros(n)
    part[:features] = shown[memories]
    correlations = OverlapCoupling(xi).dense() * weight
    matrix = correlations + np.outer(part, part) / n
    np.fill_diagonal(matrix, 0.0)
    start = hf.patterns.random(20, n, seed=chance).spins.copy()
    start[:, :features] = shown[memories]
    found = hf.recall(
        hf.Network(DenseCoupling(matrix)), start, hf.Async(order="random"), seed=chance
    )
    follows = np.sign(correlations[features:] @ part)
    return {
        "follows": float(np.mean(found.state[:, features:] == follows)),
        "kept": float(np.mean(found.state[:, :features] == shown[memories])),
    }


def reciting(n: int, memories: int, low: int, strength: float, seed: Any) -> dict[str, float]:
    """Add A times the sequence to Hebb's couplings, and count how many patterns follow each other, one by one."""
    chance = generator(seed)
    xi = hf.patterns.random(memories, n, seed=chance)
    net = heard(OverlapCoupling(xi) + strength * hf.rules.Sequence(cyclic=False)(xi), low)
    walk = hf.Async(order="random")
    told = hf.analysis.recite(net, xi, dynamics=walk, steps=60, least=_ALIKE, seed=chance)
    return {"in_order": float(told.n_in_order)}


def asymmetric(n: int, low: int, starts: int, seed: Any) -> dict[str, float]:
    """Draw every T_ij alone, from -1 to 1, and see whether states rest, go round or wander, and how far."""
    chance = generator(seed)
    matrix = chance.uniform(-1.0, 1.0, (n, n))
    np.fill_diagonal(matrix, 0.0)
    net = heard(DenseCoupling(matrix), low)
    states = net.two_state.from_spins(hf.patterns.random(starts, n, seed=chance).spins)
    settled = hf.recall(net, states, hf.Async(order="random"), max_sweeps=_MOMENTS, seed=chance)
    rests = settled.period == 1
    watched = (
        hf.recall(
            net,
            settled.state,
            hf.Async(order="random"),
            max_sweeps=_MOMENTS,
            watch={"V": net.two_state.to_spins},
            seed=chance,
        )
        .trace["V"]
        .astype(np.float32)
    )
    width = watched.max(axis=0) != watched.min(axis=0)
    goes_round = ~rests & (width.sum(axis=1) <= 2)
    typical = np.where(watched.mean(axis=0) >= 0.0, 1.0, -1.0)
    apart = (watched != typical).sum(axis=2).mean(axis=0)
    wanders = ~rests & ~goes_round
    _, kinds = np.unique(settled.state[rests], axis=0, return_counts=True)
    return {
        "rests": float(rests.mean()),
        "goes_round": float(goes_round.mean()),
        "wanders": float(wanders.mean()),
        "apart": float(apart[wanders].mean()) if wanders.any() else np.nan,
        "ends": float(len(kinds)) if rests.any() else np.nan,
    }
