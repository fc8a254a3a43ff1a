"""What does a paper say, what did we find, and does it hold?"""

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from hopfield.errors import ParameterError

__all__ = ["Claim", "Finding", "Measured", "Verdict"]

_RELATIONS = ("equals", "at least", "at most")
_SIGMAS = 2.0  # how many standard errors are given to chance beside the tolerance


class Verdict(StrEnum):
    """What came of a claim.

    Examples
    --------
    >>> import hopfield as hf
    >>> print(hf.experiments.Verdict.HOLDS)
    holds
    """

    HOLDS = "holds"
    FAILS = "does not hold"
    UNTESTED = "not testable here"


@dataclass(frozen=True)
class Measured:
    """What we found.

    Parameters
    ----------
    value : float
    error : float, at least 0
        its standard error; 0 for what is computed and not sampled
    note : str
        how, or with which convention, where that matters
    """

    value: float
    error: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class Claim:
    """One number, or one bound, that a paper states.

    Parameters
    ----------
    key : str
        of the paper, in docs/papers.bib
    name : str
        what it is, in few words; a paper's claims have different names
    value : float
        the paper's
    tolerance : float, at least 0
        how far ours may be from it and still mean the same: the paper's rounding, and what a finite size does
    where : str
        the place in the paper
    relation : "equals", "at least" or "at most"
        what ours must be to the paper's value
    note : str
        what a reader has to know: a convention, or why it can't be reproduced

    Raises
    ------
    ParameterError
        for a tolerance below 0, a value that is not finite or another relation
    """

    key: str
    name: str
    value: float
    tolerance: float
    where: str
    relation: str = "equals"
    note: str = ""

    def __post_init__(self) -> None:
        if not (isfinite(self.value) and self.tolerance >= 0.0 and self.relation in _RELATIONS):
            message = (
                f"a claim has a finite value, a tolerance of at least 0 and a relation of {_RELATIONS}, got"
                f" {self.value!r}, {self.tolerance!r} and {self.relation!r}"
            )
            raise ParameterError(message)

    def judged(self, found: Measured | None) -> "Finding":
        """Return the claim beside what was found, or None where it can't be tested at this scale."""
        return Finding(self, found)


@dataclass(frozen=True)
class Finding:
    """A claim and what was found.

    Parameters
    ----------
    claim : Claim
    found : Measured or None
    """

    claim: Claim
    found: Measured | None

    @property
    def verdict(self) -> Verdict:
        """Whether ours is where the claim says, within its tolerance and two standard errors.

        An error larger than the tolerance, and than a tenth of the value, tests nothing.
        """
        found, claim = self.found, self.claim
        if found is None or not isfinite(found.value):
            return Verdict.UNTESTED
        if found.error > max(claim.tolerance, 0.1 * abs(claim.value)):
            return Verdict.UNTESTED
        room = claim.tolerance + _SIGMAS * found.error
        above = found.value - claim.value
        is_low = above < -room and claim.relation in ("equals", "at least")
        is_high = above > room and claim.relation in ("equals", "at most")
        return Verdict.FAILS if is_low or is_high else Verdict.HOLDS
