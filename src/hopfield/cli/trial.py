"""How many of the stored pictures come back from each damage, by each rule, and what comes back instead?"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median

import numpy as np

import hopfield as hf
from hopfield.cli.answer import Answer, RuleName, answers, network
from hopfield.cli.cue import shape_of
from hopfield.cli.damage import Damage, parse_damage

__all__ = ["DAMAGES", "KINDS", "Tally", "Trial", "n_batches", "trials", "verdict"]

DAMAGES = tuple(parse_damage(text) for text in ("flip:0.45", "half", "centre", "half:unknown"))
KINDS = ("exact", "with_errors", "wrong_name", "reversed", "mixture", "unknown")

_BATCH = 12  # rows that are recalled together: enough for a few threads, and little memory


@dataclass(frozen=True, eq=False)
class Trial:
    """One picture, damaged and recalled by one rule.

    Attributes
    ----------
    damage : Damage
    rule : RuleName
    index : int
        which picture it was
    cue : (n,) int8 array
    answer : Answer
    verdict : str
        one of KINDS
    """

    damage: Damage
    rule: RuleName
    index: int
    cue: np.ndarray
    answer: Answer
    verdict: str


@dataclass(eq=False)
class Tally:
    """What came of one damage and one rule, counted."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def add(self, trial: Trial) -> None:
        """Count one more."""
        self.counts[trial.verdict] += 1
        self.seconds.append(trial.answer.seconds)

    def as_data(self) -> dict[str, float]:
        """Return the counts of all KINDS, and the median of seconds per recall."""
        return {kind: self.counts[kind] for kind in KINDS} | {"seconds": median(self.seconds)}


def verdict(answer: Answer, index: int) -> str:
    """Return which of KINDS an answer is, if this picture was asked for."""
    match = answer.match
    if match.kind != "stored":
        return match.kind
    if index not in (match.index, *match.same):
        return "wrong_name"
    return "exact" if answer.is_exact else "with_errors"


def n_batches(xi: hf.Patterns) -> int:
    """Return how many times `trials` says that it begins."""
    return len(DAMAGES) * len(RuleName) * -(-xi.p // _BATCH)


def trials(xi: hf.Patterns, seed: int, begin: Callable[[str], None]) -> Iterator[Trial]:
    """Damage every picture in every way, recall it by every rule, and yield what came of it.

    Parameters
    ----------
    xi : Patterns
    seed : int
    begin : function of a text
        called before each batch
    """
    nets = {rule: network(xi, rule) for rule in RuleName}
    for number, damage in enumerate(DAMAGES):
        for start in range(0, xi.p, _BATCH):
            batch = range(start, min(start + _BATCH, xi.p))
            seeds = (np.random.SeedSequence([seed, number, k]) for k in batch)
            cues = np.stack(
                [damage(xi[k], shape_of(xi), own) for k, own in zip(batch, seeds, strict=True)]
            )
            for rule, net in nets.items():
                begin(f"{damage}, {rule}")
                for k, cue, answer in zip(
                    batch, cues, answers(net, xi, cues, seed=seed), strict=True
                ):
                    yield Trial(damage, rule, k, cue, answer, verdict(answer, k))
