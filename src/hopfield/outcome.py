"""How a recall ended, as data: `Outcome`, each with a sentence and a remedy."""

from enum import Enum

__all__ = ["Outcome"]


class Outcome(Enum):
    """How a recall ended; the value is a sentence that says what it means and what can be done.

    Examples
    --------
    >>> import hopfield as hf
    >>> print(hf.Outcome.FIXED_POINT)
    FIXED_POINT: no unit wants to move; this was checked.
    """

    FIXED_POINT = "no unit wants to move; this was checked."
    CYCLE = (
        "the states repeat without end; symmetric couplings come to rest one unit at a time (Async), or, with units"
        " of real values, in continuous time (Flow)."
    )
    STEP_LIMIT = "the sweeps ran out while units still wanted to move; raise max_sweeps."
    SAMPLED = (
        "at a temperature above zero the state keeps moving; this is one sample, take several."
    )
    DIVERGED = "the numbers grew without bound; check the couplings or take a smaller step."

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
