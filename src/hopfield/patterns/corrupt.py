"""What happens to a pattern on the way: units flipped, erased, or taken from another pattern; many noisy instances.

Every function returns a new array or new `Patterns`, and touches an **exact** number of units in each row,
chosen without replacement.
"""

from numbers import Integral, Real

import numpy as np

from hopfield._typing import Number, Seed, States
from hopfield.errors import ParameterError, ShapeError
from hopfield.patterns.packed import Patterns
from hopfield.random import generator
from hopfield.states import as_states

__all__ = ["blend", "erase", "flip", "instances"]


def _n_units(amount: Number, n: int) -> int:
    """Return how many of n units an amount is: a whole number is a count, a float is a fraction."""
    if isinstance(amount, bool | np.bool_) or not isinstance(amount, Real):
        message = f"amount is a fraction from 0.0 to 1.0 or a whole number of units, got {amount!r}"
        raise ParameterError(message)
    is_count = isinstance(amount, Integral)
    if not 0 <= amount <= (n if is_count else 1.0):
        message = (
            f"amount must be a fraction from 0.0 to 1.0 or a whole number from 0 to {n}, got {amount!r};"
            " 1 is one unit, 1.0 is all of them"
        )
        raise ParameterError(message)
    return int(amount) if is_count else round(float(amount) * n)


def _states(s: object) -> States:
    """Return a fresh copy of states, or of all the patterns of a `Patterns`."""
    return as_states(s.spins if isinstance(s, Patterns) else s).copy()


def _chosen(shape: tuple[int, ...], amount: Number, seed: Seed) -> np.ndarray:
    """Return a mask with the same number of units chosen at random in every row."""
    rng, n = generator(seed), shape[-1]
    count = _n_units(amount, n)
    mask = np.zeros(shape, dtype=bool)
    for row in mask.reshape(-1, n):
        row[rng.choice(n, size=count, replace=False)] = True
    return mask


def flip(s: object, amount: Number, seed: Seed = None) -> States:
    """Return a copy with some units reversed; unknown units stay unknown.

    Parameters
    ----------
    s : array_like (*batch, n) of -1, 0, +1, or Patterns
    amount : float or int
        a fraction from 0.0 to 1.0 (rounded to whole units), or a count
    seed : int, SeedSequence, Generator or None

    Raises
    ------
    ParameterError
        for an amount out of range

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> cue = hf.patterns.flip(xi[0], 0.16, seed=1)
    >>> int((cue != xi[0]).sum())
    4
    """
    states = _states(s)
    states[_chosen(states.shape, amount, seed)] *= -1
    return states


def erase(s: object, amount: object, seed: Seed = None) -> States:
    """Return a copy with some units set to 0, that is, unknown.

    Parameters
    ----------
    s : array_like (*batch, n) of -1, 0, +1, or Patterns
    amount : float, int or boolean mask
        a fraction, a count, or a mask of the units to erase, of shape (n,) or (*batch, n)
    seed : int, SeedSequence, Generator or None
        for a fraction or a count

    Raises
    ------
    ParameterError
        for an amount out of range
    ShapeError
        for a mask of another shape

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> lower_half = [False] * 15 + [True] * 10
    >>> hf.patterns.erase(xi[0], lower_half)[-5:]
    array([0, 0, 0, 0, 0], dtype=int8)
    """
    states = _states(s)
    if np.ndim(amount) == 0:  # type: ignore[arg-type]  # any object has a number of dimensions
        mask = _chosen(states.shape, amount, seed)  # type: ignore[arg-type]  # checked there
    else:
        mask = np.asarray(amount)
        if mask.dtype != bool or mask.shape not in (states.shape, states.shape[-1:]):
            shapes = dict.fromkeys((states.shape[-1:], states.shape))
            message = (
                f"a mask of units must be boolean and of shape {' or '.join(map(str, shapes))},"
                f" got {mask.dtype} of shape {mask.shape}; for a list of units write mask[list] = True"
            )
            raise ShapeError(message)
    states[np.broadcast_to(mask, states.shape)] = 0
    return states


def blend(a: object, b: object, amount: Number, seed: Seed = None) -> States:
    """Return a copy of a with some units taken from b.

    Parameters
    ----------
    a, b : array_like (*batch, n) of -1, 0, +1
        of one shape
    amount : float or int
        how much of b: a fraction or a count of units, most of which may agree in a and b
    seed : int, SeedSequence, Generator or None

    Raises
    ------
    ParameterError
        for an amount out of range
    ShapeError
        if a and b differ in shape

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> half = hf.patterns.blend(xi[0], xi[1], 0.5, seed=0)
    >>> (25 * xi.overlaps(half)).round().astype(int).tolist()
    [19, 11, -1]
    """
    first, second = _states(a), _states(b)
    if first.shape != second.shape:
        message = f"the two states must have one shape, got {first.shape} and {second.shape}"
        raise ShapeError(message)
    mask = _chosen(first.shape, amount, seed)
    first[mask] = second[mask]
    return first


def instances(xi: Patterns, k: int, amount: Number, seed: Seed = None) -> Patterns:
    """Return k noisy instances of every pattern: copies, each with some units of its own reversed.

    Parameters
    ----------
    xi : Patterns
        (p, n): the prototypes
    k : int, at least 1
    amount : float or int
        of units that are reversed in each instance: a fraction from 0.0 to 1.0, or a count
    seed : int, SeedSequence, Generator or None

    Returns
    -------
    Patterns
        (p·k, n), first the k instances of pattern 0, with the labels of their prototypes

    Raises
    ------
    ParameterError
        for an amount out of range, or k below 1

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> seen = hf.patterns.instances(xi, 2, 0.2, seed=0)
    >>> seen.labels
    ('T', 'T', 'C', 'C', 'H', 'H')
    >>> [int((copy != xi[0]).sum()) for copy in seen.spins[:2]]
    [5, 5]
    """
    if isinstance(k, bool) or not isinstance(k, Integral) or k < 1:
        message = f"k must be a whole number of at least 1, got {k!r}"
        raise ParameterError(message)
    copies = flip(np.repeat(xi.spins, int(k), axis=0), amount, seed=seed)
    labels = None if xi.labels is None else [label for label in xi.labels for _ in range(int(k))]
    return Patterns(copies, labels, xi.shape)
