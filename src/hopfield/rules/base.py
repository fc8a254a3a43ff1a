"""What a rule is: called with patterns, it gives a coupling; and what all rules ask of their input."""

import warnings
from math import inf
from numbers import Real
from typing import Any, Protocol, runtime_checkable

import numpy as np

from hopfield.budget import check_memory
from hopfield.couplings import Coupling, DenseCoupling, OverlapCoupling
from hopfield.errors import LoadWarning, ParameterError, PatternError, ShapeError
from hopfield.patterns import Patterns

__all__ = [
    "Rule",
    "check_matrix_fits",
    "check_patterns",
    "more_patterns",
    "positive",
    "stored_as_matrix",
    "stored_as_overlaps",
    "warn_of_load",
]


@runtime_checkable
class Rule(Protocol):
    """Anything that turns patterns into a coupling."""

    def __call__(self, xi: Patterns) -> Coupling:
        """Return the coupling that stores these patterns."""
        ...


def check_patterns(xi: object) -> Patterns:
    """Return the patterns, or say that these are none."""
    if not isinstance(xi, Patterns):
        message = f"a rule stores hopfield.Patterns, got {type(xi).__name__}; wrap the array: hf.Patterns(x)"
        raise PatternError(message)
    return xi


def more_patterns(pattern: object, n: int) -> Patterns:
    """Return what is added to a coupling of n units: Patterns, or one array (n,) of -1 and +1, as Patterns.

    Raises
    ------
    ShapeError
        for another number of units
    PatternError
        for values other than -1 and +1
    """
    xi = pattern if isinstance(pattern, Patterns) else Patterns(np.atleast_2d(np.asarray(pattern)))
    if xi.n != n:
        message = f"pattern has {xi.n} units, the coupling has {n}"
        raise ShapeError(message)
    return xi


def positive(value: Any, what: str) -> float:
    """Return a finite number above zero, or say what is wrong with it."""
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not is_number or not 0.0 < float(value) < inf:
        message = f"{what} must be a finite number above 0, got {value!r}"
        raise ParameterError(message)
    return float(value)


def check_matrix_fits(n: int, n_matrices: int) -> None:
    """Refuse an n × n matrix of couplings, made by way of so many of its size, that does not fit into memory."""
    check_memory(8 * n_matrices * n**2, f"couplings of {n:,} units as a matrix")


def stored_as_matrix(coupling: object, rule: str) -> DenseCoupling:
    """Return a coupling that a rule made as a matrix, or say that this is none."""
    if not isinstance(coupling, DenseCoupling):
        message = f"{rule} extends a DenseCoupling that it has made itself, got {coupling!r}"
        raise ParameterError(message)
    return coupling


def stored_as_overlaps(coupling: object, rule: str, mixing: int) -> OverlapCoupling:
    """Return a coupling that a rule made of patterns and a mixing of so many axes, or say that this is none."""
    if isinstance(coupling, OverlapCoupling) and coupling.is_pairwise and coupling.values is None:
        n_axes = 0 if coupling.mixing is None else coupling.mixing.ndim
        if n_axes == mixing:
            return coupling
    message = f"{rule} extends an OverlapCoupling that it has made itself, got {coupling!r}"
    raise ParameterError(message)


def warn_of_load(xi: Patterns, largest: float, rule: str, source: str) -> None:
    """Warn if more patterns are stored than the rule can hold."""
    load = xi.p / xi.n
    if load > largest:
        message = (
            f"load p/n = {xi.p}/{xi.n} = {load:.3g} is above {largest:.3g}, the most that {rule} holds"
            f" ({source}); expect mixtures and unknown states"
        )
        warnings.warn(message, LoadWarning, stacklevel=4)
