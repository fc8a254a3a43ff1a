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
    STEP_LIMIT = (
        "the sweeps ran out while units still wanted to move; raise max_sweeps"
        " (with asymmetric couplings they may never rest)."
    )
    SAMPLED = (
        "at a temperature above zero the state keeps moving; this is one sample, take several."
    )
    DIVERGED = (
        "the numbers grew without bound; check the couplings, make them weaker, or take units that saturate,"
        " such as hf.Graded(gain)."
    )

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
