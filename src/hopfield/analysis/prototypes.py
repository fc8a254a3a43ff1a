"""Does a memory of noisy instances know the prototype behind them, which it was never shown?"""

from typing import NamedTuple

import numpy as np

from hopfield._typing import Number, OneEach, Seed
from hopfield.analysis.familiarity import familiarity
from hopfield.analysis.trials import whole_number
from hopfield.dynamics import Dynamics
from hopfield.errors import ParameterError
from hopfield.network import Network
from hopfield.patterns import Patterns, flip, instances
from hopfield.random import generator
from hopfield.recall import recall
from hopfield.rules import Hebb, Rule

__all__ = ["Generalisation", "generalisation"]


class Generalisation(NamedTuple):
    """What is known of hidden prototypes: one entry for each number of instances.

    Attributes
    ----------
    instances : (k,) int array
        s, shown of each prototype
    overlaps : (k,) float array
        mean overlap with the prototype of what is recalled from a new instance, one that was not shown either
    found : (k,) float array
        the share of these recalls that end as the prototype, by `Patterns.match`: at most 1.6 % of wrong units
    stable : (k,) float array
        the share of prototypes that are fixed points
    flips, instance_flips : (k,) float array
        at first sight of a prototype, and of an instance that was shown: the share of units that want to move
    energy, instance_energy : (k,) float array
        of a prototype and of an instance that was shown, means; NaN if the network has no energy
    """

    instances: np.ndarray
    overlaps: OneEach
    found: OneEach
    stable: OneEach
    flips: OneEach
    instance_flips: OneEach
    energy: OneEach
    instance_energy: OneEach


def generalisation(
    xi: Patterns,
    counts: object,
    amount: Number,
    *,
    rule: Rule | None = None,
    seed: Seed = None,
    dynamics: Dynamics | None = None,
) -> Generalisation:
    """Store only noisy instances of prototypes, and ask for the prototypes.

    Of s instances of each of p prototypes, with overlap b = 1 - 2·amount, Hebb's rule makes the fields

        ξ_i h_i = b Σ_a ε_i^a + noise of variance (p/n) s [1 + (s-1) b⁴]         in a prototype, ε_i^a = ±1 of mean b
        η_i h_i = 1 + (s-1) b³, or 1 - (s-1) b³ where the instance is wrong      in an instance, the mean

    so for (s-1) b³ > 1 wrong units of instances turn, and more is less noise: signal to noise in the prototype is
    b √s / √((p/n)(1 + (s-1) b⁴)/b² + 1 - b²), and goes to √(n/p), as if the prototype itself had been stored. Few
    instances are memories each; of many the prototype is one: a category, found and not taught (hopfield1982,
    fontanari1990).

    Parameters
    ----------
    xi : Patterns
        (p, n): the prototypes, which are never shown
    counts : int or array_like (k,) of int, at least 1
        numbers s of instances; the first s are the same for every s
    amount : float or int
        units that differ in each instance, chosen anew: a fraction or a count
    rule : Rule, default Hebb()
    seed : int, SeedSequence, Generator or None
    dynamics : Dynamics, default Async()

    Returns
    -------
    Generalisation

    Raises
    ------
    ParameterError
        for counts below 1, or an amount out of range

    Warns
    -----
    LoadWarning
        from rules that count instances as patterns, though those of one prototype disturb each other less

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.random(2, 200, seed=0)
    >>> known = hf.analysis.generalisation(xi, [1, 12], 0.2, seed=0)
    >>> known.found.tolist(), bool(known.overlaps[1] > 0.97)
    ([0.0, 1.0], True)
    >>> (known.energy < known.instance_energy).tolist()
    [False, True]
    """
    shown = np.atleast_1d(np.asarray(counts))
    if shown.ndim != 1 or not shown.size:
        message = f"counts are one or more whole numbers of at least 1, got {counts!r}"
        raise ParameterError(message)
    sizes, rng = [whole_number(s, "counts: each") for s in shown], generator(seed)
    most = max(sizes)
    examples = instances(xi, most, amount, seed=rng).spins.reshape(xi.p, most, xi.n)
    cues = flip(xi, amount, seed=rng)
    rows = []
    for size in sizes:
        learned = Patterns(examples[:, :size].reshape(-1, xi.n))
        network = Network((rule or Hebb())(learned))
        ends = recall(network, cues, dynamics, seed=rng).state
        rows.append(_asked(network, xi, learned, ends))
    return Generalisation(np.array(sizes), *(np.array(part) for part in zip(*rows, strict=True)))


def _asked(
    network: Network, xi: Patterns, learned: Patterns, ends: np.ndarray
) -> tuple[float, ...]:
    """Return all but the first entry of `Generalisation` for one network, which ended there."""
    found = [m.kind == "stored" and m.index == k for k, m in enumerate(xi.match(ends))]
    of_prototypes, of_instances = (familiarity(network, s.spins) for s in (xi, learned))
    energies = (np.nan, np.nan)
    if network.has_energy:
        energies = float(np.mean(of_prototypes.energy)), float(np.mean(of_instances.energy))
    return (
        float(np.mean(ends * xi.spins, dtype=np.float64)),
        float(np.mean(found)),
        float(np.mean(of_prototypes.flips == 0)),
        float(np.mean(of_prototypes.flips)),
        float(np.mean(of_instances.flips)),
        *energies,
    )
