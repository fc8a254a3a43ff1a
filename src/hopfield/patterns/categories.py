"""How do features become a whole memory? With their category: units that follow from those that are given."""

import numpy as np

from hopfield._typing import Seed
from hopfield.errors import ParameterError
from hopfield.patterns.packed import Patterns
from hopfield.random import generator

__all__ = ["categories"]


def categories(features: Patterns, n: int, seed: Seed = None) -> Patterns:
    """Return patterns of n units: first the k features, then n - k units that follow from them (hopfield1982).

    x_i = sgn Σ_{j<k} c_ij x_j, i = k … n - 1, with one random matrix c of independent normal numbers for all patterns

    Where features have the overlap m, the units that follow have (2/π) arcsin m in the mean: what is alike in its
    features is alike in its category. Stored, either part calls the other; clamp the one that is known.

    Parameters
    ----------
    features : Patterns
        (p, k): the partial states
    n : int, more than k
    seed : int, SeedSequence, Generator or None
        of c: the same seed, k and n give the same c

    Returns
    -------
    Patterns
        (p, n), with the labels of the features

    Raises
    ------
    ParameterError
        for n that is not larger than k

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> whole = hf.patterns.categories(xi, 100, seed=0)
    >>> whole.n, bool((whole.spins[:, :25] == xi.spins).all())
    (100, True)
    >>> seen = hf.patterns.erase(
    ...     whole, [False] * 25 + [True] * 75
    ... )  # the letters without their categories
    >>> net = hf.models.hopfield(whole)
    >>> [match.label for match in whole.match(hf.recall(net, seen, seed=0).state)]
    ['T', 'C', 'H']
    """
    k = features.n
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n <= k:
        message = f"n must be a whole number above the {k} features, got {n!r}"
        raise ParameterError(message)
    spins = features.spins
    heard = spins @ generator(seed).standard_normal((k, int(n) - k))
    rest = np.where(heard >= 0.0, 1, -1).astype(np.int8)
    return Patterns(np.concatenate([spins, rest], axis=1), features.labels)
