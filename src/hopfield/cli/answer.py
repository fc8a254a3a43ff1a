"""What did a network answer, and how is it said truthfully?"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter

import numpy as np

import hopfield as hf
from hopfield._typing import State

__all__ = ["Answer", "RuleName", "answers", "caption", "in_words", "n_different", "network"]

_SHOWN = 4  # members of a mixture that a sentence names


class RuleName(StrEnum):
    """The rules that the commands offer."""

    PROJECTION = "projection"
    HEBB = "hebb"


@dataclass(frozen=True, eq=False)
class Answer:
    """What one recall answered.

    Attributes
    ----------
    state : (n,) int8 array
    match : Match
    n_different : int or None
        bits that differ from the picture, or negative, that it is; None if it is none
    outcome : Outcome
    sweeps : int
    energies : (float, float)
        before and after
    seconds : float
        of the recall; for a batch its share
    """

    state: np.ndarray
    match: hf.Match
    n_different: int | None
    outcome: hf.Outcome
    sweeps: int
    energies: tuple[float, float]
    seconds: float

    @property
    def is_exact(self) -> bool:
        """Whether it is a stored picture, bit for bit."""
        return self.match.kind == "stored" and self.n_different == 0


def network(xi: hf.Patterns, rule: RuleName) -> hf.Network:
    """Return the network that stores the patterns by a rule."""
    rules = {RuleName.PROJECTION: hf.rules.PseudoInverse(), RuleName.HEBB: hf.rules.Hebb()}
    return hf.models.hopfield(xi, rule=rules[rule])


def answers(
    net: hf.Network, xi: hf.Patterns, cues: np.ndarray, *, seed: int, max_sweeps: int = 100
) -> list[Answer]:
    """Recall some cues (rows, n) and say what each answer is."""
    # no sweeps: compiles, and packs the patterns for the kernel, which is not part of the recall
    hf.recall(net, cues[:1], max_sweeps=0, seed=seed)
    start = perf_counter()
    found = hf.recall(net, cues, max_sweeps=max_sweeps, seed=seed)
    seconds = (perf_counter() - start) / len(cues)
    before, matches = net.energy(cues), xi.match(found.state)
    return [
        Answer(
            state=found.state[row],
            match=match,
            n_different=n_different(xi, match, found.state[row]),
            outcome=found.outcome[row],
            sweeps=int(found.sweeps[row]),
            energies=(float(before[row]), float(found.energy[row])),
            seconds=seconds,
        )
        for row, match in enumerate(matches)
    ]


def n_different(xi: hf.Patterns, match: hf.Match, state: State) -> int | None:
    """Return how many bits differ from the picture, or the negative, that the state is; None if it is none."""
    if match.index is None:
        return None
    sign = 1 if match.kind == "stored" else -1
    return int(np.count_nonzero(state != sign * xi[match.index]))


def _members(match: hf.Match, labels: Sequence[str]) -> str:
    """Return the members of a mixture with their signs, the first few of them."""
    pairs = list(zip(match.members, match.signs, strict=True))
    named = " ".join(f"{'+' if sign > 0 else '-'} {labels[k]}" for k, sign in pairs[:_SHOWN])
    more = f" and {len(pairs) - _SHOWN:,} more" if len(pairs) > _SHOWN else ""
    return named + more


def in_words(match: hf.Match, labels: Sequence[str]) -> str:
    """Return what a state is, in one sentence that names a picture only if it is that picture."""
    if match.index is not None:
        also = (
            f" (the same picture as {', '.join(labels[k] for k in match.same)})"
            if match.same
            else ""
        )
        name = f"{labels[match.index]}{also}"
        return name if match.kind == "stored" else f"none: the negative of {name}"
    if match.kind == "mixture":
        return f"none: a mixture of {len(match.members):,} pictures, {_members(match, labels)}"
    return f"none: not a stored picture (largest overlap {abs(match.overlap):.3f})"


def caption(answer: Answer, labels: Sequence[str], asked: int | None) -> str:
    """Return what an answer is, short enough for a picture; it names a picture if that is not the one asked for."""
    match, wrong = answer.match, answer.n_different
    name = "" if match.index is None or asked in (match.index, *match.same) else labels[match.index]
    if match.kind == "stored":
        return f"{name} ".lstrip() + (
            "exact, every bit" if wrong == 0 else f"{wrong:,} bits differ"
        )
    if match.kind == "reversed":
        return f"the negative of {name}" if name else "its negative"
    if match.kind == "mixture":
        return f"a mixture of {len(match.members):,} pictures"
    return "not a stored picture"
