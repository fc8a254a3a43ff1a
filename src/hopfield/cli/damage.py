"""What happens to the cue: the words of `--damage`, and what they do to a picture of bits.

    flip:F  a fraction F of the bits is reversed        half    the lower half is lost
    erase:F a fraction F of the bits becomes unknown    centre  all but the central quarter is lost
                                                        corner  all but the upper left quarter is lost

What is lost becomes noise, every bit by the toss of a coin, or with `:unknown` becomes 0, that is, unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hopfield._typing import Seed, State
from hopfield.errors import ParameterError
from hopfield.patterns import erase, flip
from hopfield.random import generator

__all__ = ["ACCEPTED", "Damage", "lost_pixels", "parse_damage"]

_AMOUNTS = ("flip", "erase")
_PLACES = ("half", "centre", "corner")
ACCEPTED = (
    "flip:F, erase:F (F from 0 to 1), half, centre, corner, or with :unknown as in half:unknown"
)


@dataclass(frozen=True)
class Damage:
    """One kind of damage; call it with a state, the display shape and a seed.

    Parameters
    ----------
    kind : "flip", "erase", "half", "centre" or "corner"
    amount : float
        the fraction of the bits, for "flip" and "erase"
    is_unknown : bool
        whether what is lost becomes unknown rather than noise, for the other three
    """

    kind: str
    amount: float = 0.0
    is_unknown: bool = False

    def __str__(self) -> str:
        if self.kind in _AMOUNTS:
            return f"{self.kind}:{self.amount:g}"
        return f"{self.kind}:unknown" if self.is_unknown else self.kind

    def __call__(self, state: State, shape: Sequence[int], seed: Seed) -> State:
        """Return a damaged copy of a state whose pictures have this display shape."""
        if self.kind == "flip":
            return flip(state, self.amount, seed=seed)
        if self.kind == "erase":
            return erase(state, self.amount, seed=seed)
        lost = np.repeat(
            lost_pixels(self.kind, shape).reshape(-1), state.size // (shape[0] * shape[1])
        )
        if self.is_unknown:
            return erase(state, lost)
        damaged = state.copy()
        noise = generator(seed).integers(0, 2, size=int(lost.sum()), dtype=np.int8)
        damaged[lost] = 2 * noise - 1
        return damaged

    @property
    def in_words(self) -> str:
        """What is done, as a caption says it."""
        if self.kind in _AMOUNTS:
            done = "flipped" if self.kind == "flip" else "erased"
            return f"{100 * self.amount:g} % of bits {done}"
        if self.kind == "half":
            return f"lower half {'unknown' if self.is_unknown else 'is noise'}"
        left = "central quarter" if self.kind == "centre" else "corner"
        return f"{left} left, rest {'unknown' if self.is_unknown else 'noise'}"


def lost_pixels(kind: str, shape: Sequence[int]) -> np.ndarray:
    """Return the (height, width) mask of the pixels that half, centre or corner lose."""
    height, width = shape[:2]
    lost = np.ones((height, width), dtype=bool)
    if kind == "half":
        lost[: height // 2] = False
    elif kind == "corner":
        lost[: height // 2, : width // 2] = False
    else:
        top, left = height // 4, width // 4
        lost[top : top + height // 2, left : left + width // 2] = False
    return lost


def parse_damage(text: str) -> Damage:
    """Return the damage that a text names.

    Raises
    ------
    ParameterError
        says what is accepted
    """
    kind, colon, rest = text.partition(":")
    kind = "centre" if kind == "center" else kind
    if kind in _PLACES and (not colon or rest == "unknown"):
        return Damage(kind, is_unknown=bool(colon))
    if kind in _AMOUNTS:
        try:
            amount = float(rest)
        except ValueError:
            amount = -1.0
        if 0.0 <= amount <= 1.0:
            return Damage(kind, amount)
    message = f"--damage takes {ACCEPTED}; got {text!r}; for example --damage flip:0.45"
    raise ParameterError(message)
