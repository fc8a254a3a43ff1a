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
        NaN where a single sample tells none: then nothing is tested
    note : str
        how, or with which convention, where that matters

    Raises
    ------
    ParameterError
        for an error below 0
    """

    value: float
    error: float = 0.0
    note: str = ""

    def __post_init__(self) -> None:
        if self.error < 0.0:
            message = f"a standard error is at least 0, got {self.error!r}"
            raise ParameterError(message)


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
    tolerance : float, finite, at least 0
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
        for a tolerance below 0, a number that is not finite or another relation

    Examples
    --------
    >>> import hopfield as hf
    >>> claim = hf.experiments.Claim("amit1985", "critical load", 0.138, 0.002, "abstract")
    >>> print(claim.judged(hf.experiments.Measured(0.1379)).verdict)
    holds
    >>> print(claim.judged(hf.experiments.Measured(0.1451, 0.0006)).verdict)
    does not hold
    """

    key: str
    name: str
    value: float
    tolerance: float
    where: str
    relation: str = "equals"
    note: str = ""

    def __post_init__(self) -> None:
        is_finite = isfinite(self.value) and isfinite(self.tolerance)
        if not (is_finite and self.tolerance >= 0.0 and self.relation in _RELATIONS):
            message = (
                f"a claim has a finite value, a finite tolerance of at least 0 and a relation of {_RELATIONS}, got"
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

        What is so uncertain that it tests nothing is `untested`; a value beyond both is refuted all the same.
        """
        found, claim = self.found, self.claim
        if found is None or not (isfinite(found.value) and isfinite(found.error)):
            return Verdict.UNTESTED
        room = claim.tolerance + _SIGMAS * found.error
        above = found.value - claim.value
        is_low = above < -room and claim.relation in ("equals", "at least")
        is_high = above > room and claim.relation in ("equals", "at most")
        if is_low or is_high:
            return Verdict.FAILS
        return Verdict.UNTESTED if self._is_vague(found.error, above) else Verdict.HOLDS

    @property
    def note(self) -> str:
        """What a reader has to know: of the claim, of what was found, and why it tests nothing, if so."""
        notes = [self.claim.note, self.found.note if self.found else "", self._why_untested()]
        return " ".join(note for note in notes if note)

    def _is_vague(self, error: float, above: float) -> bool:
        """Return whether an error would let nearly anything hold: one beyond the tolerance.

        A bound holds however vague ours is if ours is clearly on the right side of it.
        """
        inside = {"at least": above, "at most": -above}.get(self.claim.relation, 0.0)
        return bool(error > self.claim.tolerance and inside < _SIGMAS * error)

    def _why_untested(self) -> str:
        """Return why the claim is not tested, or nothing."""
        if self.verdict is not Verdict.UNTESTED:
            return ""
        if self.found is None:
            return "" if self.claim.note else "Not measured at this scale."
        if not (isfinite(self.found.value) and isfinite(self.found.error)):
            return "" if self.found.note else "Nothing was found at this scale."
        return f"The standard error {self.found.error:.2g} is too large to test it at this scale."
