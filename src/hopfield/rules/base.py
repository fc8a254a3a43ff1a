"""What a rule is: called with patterns, it gives a coupling."""

import warnings
from typing import Protocol, runtime_checkable

from hopfield.couplings import Coupling
from hopfield.errors import LoadWarning, PatternError
from hopfield.patterns import Patterns

__all__ = ["Rule", "check_patterns", "warn_of_load"]


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


def warn_of_load(xi: Patterns, largest: float, rule: str, source: str) -> None:
    """Warn if more patterns are stored than the rule can hold."""
    load = xi.p / xi.n
    if load > largest:
        message = (
            f"load p/n = {xi.p}/{xi.n} = {load:.3g} is above {largest:g}, the most that {rule} holds"
            f" ({source}); expect mixtures and unknown states"
        )
        warnings.warn(message, LoadWarning, stacklevel=4)
