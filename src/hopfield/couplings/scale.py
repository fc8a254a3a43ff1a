"""Are patterns of real numbers so long, or of such different lengths, that a network can't tell them apart?"""

import warnings
from math import log

import numpy as np

from hopfield.couplings.streamed import scores
from hopfield.errors import ScaleWarning

__all__ = ["warn_of_scale"]

_ASKED = 64  # patterns that are tried as cues
_BLURRED = 1e-3  # of a score, by rounding: e^{β x·q} is then known to no more digits
_SURE = 7.0  # e⁷ is about a thousand
_ALL = 0.99  # of the weight


def warn_of_scale(keys: np.ndarray, beta: float) -> float:
    """Warn where β x·x drowns in rounding, or long patterns drown the rest; return M, the length of the longest.

    A pattern is drowned where for the cue x_j itself, without any noise, a longer one has all the weight up to 1 %:
    β (x_i·x_j - x_j·x_j) > ln 99. Patterns of one length never drown each other, as x_i·x_j ≤ |x_i| |x_j|. It is tried
    for 64 patterns, the shortest and some of all lengths, and warned of where it is at least a tenth of them.

    Parameters
    ----------
    keys : (p, n) float array
    beta : float, above 0

    Returns
    -------
    float

    Warns
    -----
    ScaleWarning
    """
    peak = float(np.abs(keys).max())
    if peak == 0.0:
        return 0.0
    lengths = peak * np.sqrt(_squares(keys, peak))
    longest = float(lengths.max())
    with np.errstate(over="ignore"):
        score = float(np.float64(beta) * np.square(np.float64(longest)))
    if score * float(np.finfo(keys.dtype).eps) > _BLURRED:
        _warn_of_size(len(keys), keys.dtype, longest, score)
    else:
        _warn_of_drowned(keys, beta, lengths)
    return longest


def _squares(keys: np.ndarray, peak: float) -> np.ndarray:
    """Return |x/peak|² of each pattern, (p,), which can't overflow."""
    found = np.empty(len(keys))
    width = max(1, (1 << 20) // keys.shape[1])
    for start in range(0, len(keys), width):
        block = keys[start : start + width].astype(np.float64) / peak
        found[start : start + width] = np.einsum("pi,pi->p", block, block)
    return found


def _warn_of_size(p: int, kind: np.dtype, longest: float, score: float) -> None:
    """Say that scores are too large for their type, and which β would do."""
    with np.errstate(over="ignore", under="ignore"):
        better = (log(p) + _SURE) / np.square(np.float64(longest))
    hint = f"take beta = {better:.3g}" if better > 0.0 else "divide the patterns by that length"
    message = (
        f"beta x·x is {score:.3g} for the longest pattern, of length {longest:.3g}: {kind} can't hold such scores to"
        f" {_BLURRED:g}; {hint}, with which one of that length still outweighs {p} others by e⁷"
    )
    warnings.warn(message, ScaleWarning, stacklevel=4)


def _warn_of_drowned(keys: np.ndarray, beta: float, lengths: np.ndarray) -> None:
    """Say which patterns have no weight even where they are asked for themselves."""
    if lengths.max() - lengths.min() <= 1e-6 * lengths.max():
        return
    places = np.linspace(0, len(keys) - 1, min(len(keys), _ASKED)).astype(int)
    asked = np.argsort(lengths)[np.unique(places)]
    best, winner = np.full(len(asked), -np.inf), np.zeros(len(asked), dtype=int)
    for block, found in scores(keys, keys[asked].astype(np.float64), beta):
        at = found.argmax(axis=1)
        largest = found[np.arange(len(asked)), at]
        winner = np.where(largest > best, at + block.start, winner)
        best = np.maximum(best, largest)
    own = beta * np.square(lengths[asked])
    drowned = np.flatnonzero(best - own > log(_ALL / (1.0 - _ALL)))
    if 10 * len(drowned) >= len(asked):
        worst = drowned[np.argmax((best - own)[drowned])]
        typical = float(np.median(lengths))
        better = beta * typical**2
        message = (
            f"{len(drowned)} of {len(asked)} patterns tried are drowned by longer ones: for the cue X[{asked[worst]}]"
            f" itself, of length {lengths[asked[worst]]:.3g}, X[{winner[worst]}], of length"
            f" {lengths[winner[worst]]:.3g}, outweighs it by e^{(best - own)[worst]:.3g}; divide each row by its length"
            f" and take beta = {better:.3g}"
        )
        warnings.warn(message, ScaleWarning, stacklevel=4)
