"""By which patterns is a state named, and which attractor does a user mean?"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hopfield.couplings import OverlapCoupling
from hopfield.errors import ParameterError, ShapeError
from hopfield.network import Network
from hopfield.patterns import Match, Patterns

__all__ = ["checked_patterns", "place_of", "rank", "short_name"]

_KINDS = ("stored", "reversed", "mixture", "unknown")


def checked_patterns(network: Network, xi: object) -> Patterns | None:
    """Return the patterns to name states by: those given, or what the coupling was made of; None if nobody knows.

    Raises
    ------
    ShapeError
        if they have another number of units
    ParameterError
        for anything that is no Patterns
    """
    if xi is None:
        coupling = network.coupling
        return coupling.keys if isinstance(coupling, OverlapCoupling) else None
    if not isinstance(xi, Patterns):
        message = f"xi must be Patterns, such as hf.Patterns(array), got {type(xi).__name__}"
        raise ParameterError(message)
    if xi.n != network.n:
        message = f"xi has {xi.n:,} units, the network has {network.n:,}"
        raise ShapeError(message)
    return xi


def rank(match: Match | None) -> tuple[int, int, float]:
    """Return where a state comes in a list: memories in the order of the patterns, negatives, mixtures, the rest."""
    if match is None:
        return len(_KINDS), 0, 0.0
    index = -1 if match.index is None else match.index
    return _KINDS.index(match.kind), index, -abs(match.overlap)


def short_name(match: Match | None, labels: Mapping[int, str]) -> str:
    """Return what a state is, in signs and labels: T, -T, a mixture such as T-C+H, or a question mark.

    A pattern without a label goes by its number.
    """
    if match is None or match.kind == "unknown":
        return "?"
    if match.index is not None:
        label = labels.get(match.index, str(match.index))
        return label if match.kind == "stored" else f"-{label}"
    pairs = sorted(zip(match.members, match.signs, strict=True))
    words = (f"{'+' if sign > 0 else '-'}{labels.get(k, str(k))}" for k, sign in pairs)
    return "".join(words).removeprefix("+")


def place_of(which: object, attractors: Sequence[Any]) -> int:
    """Return the place of an attractor that is meant by its place, by the label of a memory, or by its state.

    Raises
    ------
    ParameterError
        if there is none
    """
    if isinstance(which, str):
        labels = [_label(attractor.match) for attractor in attractors]
        if which in labels:
            return labels.index(which)
        stored = ", ".join(label for label in labels if label is not None)
        known = f"there are {stored}" if stored else "no attractor has a label"
        message = f"no attractor is the memory {which!r}; {known}"
        raise ParameterError(message)
    if isinstance(which, int | np.integer) and not isinstance(which, bool):
        if 0 <= which < len(attractors):
            return int(which)
        message = f"attractors are counted from 0 to {len(attractors) - 1}, got {which}"
        raise ParameterError(message)
    for place, attractor in enumerate(attractors):
        if np.array_equal(attractor.state, np.asarray(which)):
            return place
    message = (
        f"expected the number of an attractor, the label of a memory or its state, got {which!r}"
    )
    raise ParameterError(message)


def _label(match: Match | None) -> str | None:
    """Return the label of a memory."""
    return match.label if match is not None and match.kind == "stored" else None
