"""What a state is, said truthfully: a stored pattern, its negative, a mixture of several, or unknown.

A network has valleys that nobody put there: for every memory its negative, and mixtures sgn(±ξ¹ ±ξ² ±ξ³ …) of an odd
number of memories (amit1985). A name is given only for what a state is, never for what it is nearest to.
"""

from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np

from hopfield.patterns import bits, comparing

__all__ = ["RETRIEVED", "Match", "match_states"]

RETRIEVED = 0.968
"""The smallest overlap of a retrieved memory: at the critical load 1.6 % of its bits are wrong (amit1987)."""

_LARGEST_MIXTURE = (
    31  # members; a mixture of more has overlaps below 0.15 with each, and is called unknown
)


_LEAST_OVERLAP = 0.1  # of a member: in a mixture of 31 random patterns it is about 0.14


@dataclass(frozen=True, repr=False)
class Match:
    """What a state is.

    Attributes
    ----------
    kind : str
        `stored`: a stored pattern, up to 1.6 % of wrong units, and no other is as near · `reversed`: the negative of
        one · `mixture`: sgn of a signed sum of an odd number of patterns, up to the same errors · `unknown`
    index, label : int, str or None
        which pattern, for `stored` and `reversed` only
    overlap : float
        with that pattern (so -1 for an exact negative), with that mixture, or, for `unknown`, the largest in size with
        any pattern
    members, signs : tuple of int
        of a mixture: which patterns, and +1 or -1 for each
    same : tuple of int
        other indices under which the identical pattern is stored
    """

    kind: str
    index: int | None = None
    label: str | None = None
    overlap: float = 0.0
    members: tuple[int, ...] = ()
    signs: tuple[int, ...] = ()
    same: tuple[int, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether the state is what its kind says to the last unit."""
        return self.kind != "unknown" and abs(self.overlap) == 1.0

    def __repr__(self) -> str:
        shown = ("kind", "index", "label", "overlap", "members", "signs", "same")
        filled = [(name, getattr(self, name)) for name in shown]
        body = ", ".join(f"{name}={value!r}" for name, value in filled if value not in (None, ()))
        return f"Match({body})"


def match_states(words: np.ndarray, labels: tuple[str, ...] | None, states: np.ndarray) -> Any:
    """Return the Match of every state, nested in lists as the batch axes are."""
    rows = states.reshape(-1, states.shape[-1])
    found = np.empty(len(rows), dtype=object)
    for row, best in enumerate(comparing.nearest(words, rows)):
        found[row] = _named(words, labels, rows[row], best) or _mixed(words, rows[row], best)
    return found.reshape(states.shape[:-1]).tolist()


def _named(
    words: np.ndarray, labels: tuple[str, ...] | None, state: np.ndarray, nearest: np.ndarray
) -> Match | None:
    """Return the one pattern, or negative of one, that the state is; None if there is none."""
    best, which, n_equal = (int(value) for value in nearest)
    if abs(best) < RETRIEVED * len(state):
        return None
    equals = np.array([which])
    if n_equal > 1:
        products = comparing.products(words, state[None])[0]
        rivals = np.flatnonzero(np.abs(products) == abs(best))
        equals = rivals[products[rivals] == best]
        if not _are_one(words, equals, rivals[products[rivals] == -best], len(state)):
            return None  # two different patterns are equally near: to name one would be a guess
    return Match(
        kind="stored" if best > 0 else "reversed",
        index=int(equals[0]),
        label=labels[equals[0]] if labels else None,
        overlap=best / len(state),
        same=tuple(int(k) for k in equals[1:]),
    )


def _are_one(words: np.ndarray, equals: np.ndarray, opposites: np.ndarray, n: int) -> bool:
    """Return whether these patterns are all the same, and those all its negative."""
    first = bits.unpack(words[equals[0]], n)
    negative = bits.pack(first < 0)
    return bool((words[equals] == words[equals[0]]).all() and (words[opposites] == negative).all())


def _mixed(words: np.ndarray, state: np.ndarray, nearest: np.ndarray) -> Match:
    """Return the odd mixture that the state is, or unknown.

    The members of sgn(Σ σ_k ξ^k) have the largest overlaps, with the signs σ_k, so only the leading
    3, 5, 7, … patterns have to be tried.
    """
    n, largest = len(state), abs(int(nearest[0]))
    least = _LEAST_OVERLAP * n
    unknown = Match(kind="unknown", overlap=largest / n)
    most = _largest_mixture(len(words), n)
    if not most or largest < least:
        return unknown  # without another pass over the patterns
    products = comparing.products(words, state[None])[0]
    order = np.flatnonzero((products >= least) | (products <= -least))
    order = order[np.argsort(-np.abs(products[order]), kind="stable")][:most]
    signs = np.sign(products[order]).astype(np.int8)
    votes = np.zeros(n, dtype=np.int16)
    best, size = 0.0, 0
    for rank, (k, sign) in enumerate(zip(order, signs, strict=True), start=1):
        votes += sign * bits.unpack(words[k], n)
        if rank >= 3 and rank % 2:
            overlap = float(np.sum(np.sign(votes) * state, dtype=np.int64)) / n
            if overlap > best:
                best, size = overlap, rank
    if best < RETRIEVED:
        return unknown
    return Match(
        kind="mixture",
        overlap=best,
        members=tuple(int(k) for k in order[:size]),
        signs=tuple(int(sign) for sign in signs[:size]),
    )


def _largest_mixture(p: int, n: int) -> int:
    """Return how many members may be named: which and with what signs must say less than half of what n bits say.

    Otherwise some mixture of enough patterns fits any state, and naming it would say nothing about the state.
    """
    size = 0
    for members in range(3, min(p, _LARGEST_MIXTURE) + 1, 2):
        if members + comb(p, members).bit_length() > n / 2:
            break
        size = members
    return size
