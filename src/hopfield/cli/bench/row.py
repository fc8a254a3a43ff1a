"""What is a row of the benchmark? Claims, each a number with its times, its baseline and its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

__all__ = ["Claim", "Row", "Times", "amount", "faster", "slower"]


@dataclass(frozen=True)
class Times:
    """How long something took, in seconds.

    Attributes
    ----------
    median : float
        of all rounds
    least : float
        the shortest: what the machine can do when nothing disturbs it
    rounds : int
    """

    median: float
    least: float
    rounds: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Times":
        """Return the times of some rounds."""
        return cls(median(seconds), min(seconds), len(seconds))

    def less(self, other: "Times") -> "Times":
        """Return what is left without the other."""
        return Times(self.median - other.median, self.least - other.least, self.rounds)

    def share(self, count: float) -> "Times":
        """Return the times of one of so many."""
        return Times(self.median / count, self.least / count, self.rounds)

    def as_data(self) -> dict[str, float]:
        """Return the times for JSON."""
        return {"median": self.median, "min": self.least, "rounds": self.rounds}


@dataclass(frozen=True)
class Claim:
    """One measured number, and what it should be.

    Attributes
    ----------
    what : str
        what was timed
    value : float or None
        the number, from medians; None if it could not be measured
    unit : str
    against : str
        the baseline of the same run
    ours, theirs : Times or None
    of_least : float or None
        the same number from the shortest times
    at_least, at_most : float or None
        the target
    """

    what: str
    value: float | None
    unit: str = "×"
    against: str = ""
    ours: Times | None = None
    theirs: Times | None = None
    of_least: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def verdict(self) -> str:
        """`met`, `not met`, `not measured`, or nothing where there is no target."""
        if self.value is None:
            return "not measured"
        if self.at_least is None and self.at_most is None:
            return ""
        is_low = self.at_least is not None and self.value < self.at_least
        is_high = self.at_most is not None and self.value > self.at_most
        return "not met" if is_low or is_high else "met"

    @property
    def target(self) -> str:
        """The target in words."""
        bounds = (("≥", self.at_least), ("≤", self.at_most))
        return " ".join(f"{sign} {bound:g} {self.unit}" for sign, bound in bounds if bound)

    def as_data(self) -> dict[str, Any]:
        """Return the claim for JSON."""
        return {
            "what": self.what,
            "value": self.value,
            "of_min": self.of_least,
            "unit": self.unit,
            "ours": self.ours.as_data() if self.ours else None,
            "against": self.against,
            "theirs": self.theirs.as_data() if self.theirs else None,
            "at_least": self.at_least,
            "at_most": self.at_most,
            "verdict": self.verdict,
        }


def _over(above: Times, below: Times) -> tuple[float | None, float | None]:
    """Return the ratio of the medians and of the shortest; None where noise has eaten the divisor."""
    middle = above.median / below.median if below.median > 0 else None
    return middle, above.least / below.least if below.least > 0 else None


def faster(
    what: str, ours: Times, against: str, theirs: Times, at_least: float | None = None
) -> Claim:
    """Return the claim that we are so many times faster than a baseline."""
    value, of_least = _over(theirs, ours)
    return Claim(what, value, "×", against, ours, theirs, of_least, at_least=at_least)


def slower(
    what: str, ours: Times, against: str, theirs: Times, at_most: float | None = None
) -> Claim:
    """Return the claim that we take at most so many times as long as a baseline."""
    value, of_least = _over(ours, theirs)
    return Claim(what, value, "×", against, ours, theirs, of_least, at_most=at_most)


def amount(
    what: str,
    value: float | None,
    unit: str,
    at_most: float | None = None,
    of_least: float | None = None,
) -> Claim:
    """Return the claim that something is at most so much."""
    return Claim(what, value, unit, of_least=of_least, at_most=at_most)


@dataclass(frozen=True)
class Row:
    """A case of the benchmark.

    Attributes
    ----------
    name : str
    n, p, threads : int
        units, patterns, and how many threads ours may use; 0 where it means nothing
    claims : sequence of Claim
    notes : str
        what one must know to read the numbers
    absent : str
        why nothing, or not everything, was measured
    """

    name: str
    n: int
    p: int
    threads: int
    claims: Sequence[Claim] = ()
    notes: str = ""
    absent: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return the row for JSON."""
        return {
            "name": self.name,
            "n": self.n,
            "p": self.p,
            "threads": self.threads,
            "claims": [claim.as_data() for claim in self.claims],
            "notes": self.notes,
            "absent": self.absent,
        }
