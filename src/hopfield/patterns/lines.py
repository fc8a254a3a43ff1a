"""How states are laid out to meet patterns: lines of eight words, as `hopfield.kernels.compare` reads them."""

from typing import NamedTuple

import numpy as np

from hopfield.patterns.bits import n_words, pack

__all__ = ["Lines", "as_lines"]

_FEW = 4  # states for which it is better to add up eight words at the end than to leave lanes without a state


class Lines(NamedTuple):
    """States as bits."""

    words: (
        np.ndarray
    )  # (2 · groups, 8 · lines) uint64: a row of signs and one of what is known for every group
    is_few: bool  # whether a group is one state, eight words a line; else it is eight states, a word of each a line
    n_known: np.ndarray  # (rows,) int64: how many units of a state are known


def as_lines(states: np.ndarray) -> Lines:
    """Return states (rows, n) as lines.

    The last eight words of a single state are its last line; what they repeat of the line before is unknown there.
    """
    rows, size = len(states), n_words(states.shape[1])
    signs, known = pack(states > 0), pack(states)
    n_known = np.bitwise_count(known).sum(axis=1, dtype=np.int64)
    if rows <= _FEW and size >= 8:
        full = size // 8 * 8
        alone = np.empty((rows, 2, -(-size // 8) * 8), dtype=np.uint64)
        for which, words in enumerate((signs, known)):
            alone[:, which, :full] = words[:, :full]
            alone[:, which, full:] = words[:, size - 8 :] if full < size else 0
        alone[:, 1, full : full + full + 8 - size] = 0
        return Lines(alone.reshape(2 * rows, -1), is_few=True, n_known=n_known)
    octets = np.zeros((2, -(-rows // 8) * 8, size), dtype=np.uint64)
    octets[0, :rows], octets[1, :rows] = signs, known
    groups = np.ascontiguousarray(octets.reshape(2, -1, 8, size).transpose(1, 0, 3, 2))
    return Lines(groups.reshape(-1, 8 * size), is_few=False, n_known=n_known)
