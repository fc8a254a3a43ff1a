"""Patterns made by rule or by chance: random ones, drawn packed, and Hadamard's orthogonal ones."""

from operator import index

import numpy as np

from hopfield._typing import Number, Seed
from hopfield.budget import check_memory
from hopfield.cache_lines import aligned
from hopfield.errors import ParameterError
from hopfield.patterns import bits
from hopfield.patterns.packed import Patterns
from hopfield.random import generator

__all__ = ["hadamard", "random"]

_NUMBERS = 1 << 16  # drawn at a time


def _count(value: object, what: str) -> int:
    """Return a whole number of at least one."""
    try:
        number = index(value)  # type: ignore[arg-type]  # the error is the point
    except TypeError:
        number = 0
    if number < 1 or isinstance(value, bool):
        message = f"{what} must be a whole number of at least 1, got {value!r}"
        raise ParameterError(message)
    return number


def random(p: int, n: int, bias: Number = 0.0, seed: Seed = None) -> Patterns:
    """Return p patterns of n independent random units.

    Parameters
    ----------
    p, n : int
        how many patterns and units, both at least 1
    bias : float, -1 to 1
        the mean of a unit: P(+1) = (1 + bias) / 2
    seed : int, SeedSequence, Generator or None

    Returns
    -------
    Patterns
        p·n/8 bytes; without bias they are drawn packed and never take more

    Raises
    ------
    ParameterError
        for p or n below 1, or a bias outside -1 to 1
    SizeError
        if they need more memory than is free

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.patterns.random(10, 1_000_000, seed=0)
    Patterns(p=10, n=1000000)
    """
    p, n = _count(p, "p"), _count(n, "n")
    if not -1.0 <= bias <= 1.0:
        message = f"bias is the mean of a unit, from -1 to 1, got {bias!r}"
        raise ParameterError(message)
    rng = generator(seed)
    check_memory(8 * p * bits.n_words(n), f"{p:,} patterns of {n:,} units, packed,")
    words = aligned((p, bits.n_words(n)), np.uint64)
    height = max(1, _NUMBERS // (n if bias else words.shape[1]))
    for start in range(0, p, height):  # numbers come in the same order whatever the height
        some = words[start : start + height]
        if bias:
            some[:] = bits.pack(rng.random((len(some), n)) < (1 + bias) / 2)
        else:
            some[:] = rng.integers(0, 2**64, size=some.shape, dtype=np.uint64)
    if n % bits.WORD:
        words[:, -1] &= np.uint64((1 << n % bits.WORD) - 1)
    return Patterns.from_words(words, n)


def hadamard(p: int, n: int) -> Patterns:
    """Return the first p rows of the n × n Hadamard matrix of Sylvester: orthogonal patterns.

    ξ_i^μ = (-1)^{number of ones common to μ and i in binary}                                    sylvester1867

    Parameters
    ----------
    p : int, 1 to n
    n : int
        a power of two

    Raises
    ------
    ParameterError
        for n that is not a power of two, or p outside 1 to n

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.patterns.hadamard(3, 4).spins.tolist()
    [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1]]
    """
    p, n = _count(p, "p"), _count(n, "n")
    if n & (n - 1):
        message = f"Sylvester's construction needs n a power of two, got {n}"
        raise ParameterError(message)
    if p > n:
        message = f"there are {n} orthogonal patterns of {n} units, {p} were asked for"
        raise ParameterError(message)
    units = np.arange(n, dtype=np.uint64)
    rows = [bits.pack(np.bitwise_count(units & np.uint64(mu)) % 2 == 0) for mu in range(p)]
    return Patterns.from_words(np.stack(rows), n)
