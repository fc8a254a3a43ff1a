"""Which patterns does a state of a modern network attend to: one, some, or all?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from hopfield.couplings import RealOverlapCoupling
from hopfield.couplings.streamed import hear, scores, sparse_weights
from hopfield.errors import FitError
from hopfield.network import Network
from hopfield.separation import Entmax, Softmax

__all__ = ["Attention", "attention"]

_MOST = 0.9  # of the weight, for one pattern or for the members; of all patterns, for the average
_LISTED = 16  # members
_ROWS = 256
_COLUMNS = 1 << 10


@dataclass(frozen=True, eq=False)
class Attention:
    """What states attend to. For a batch every field is an array with one entry, or one row, a state.

    Attributes
    ----------
    kind : str
        `single`: one pattern has at least 90 % of the weight · `average`: the effective number of patterns is at least
        90 % of all · `metastable`: anything between
    index : int
        the pattern of the largest weight
    members : int array (*batch, 16 or p)
        the patterns, heaviest first, that together have 90 % of the weight, as many as fit; -1 fills up
    weights : float array, of the same shape
        theirs; 0 fills up
    effective : float
        the effective number of patterns, e^{-Σ w ln w}: from 1 to p
    support : int
        the number of weights that are not zero; for a softmax all whose weight is above the smallest float
    margin : float
        Δ of that pattern, x·x - max x·x' over all others; inf for a single pattern. It can be retrieved where β Δ
        is large, see `hf.models.modern`.
    distance : float
        |Σ_μ w_μ x_μ - s|: 0 at a fixed point, up to rounding; elsewhere the kind is that of the next step
    """

    kind: Any
    index: Any
    members: np.ndarray
    weights: np.ndarray
    effective: Any
    support: Any
    margin: Any
    distance: Any


def attention(network: Network, s: object) -> Attention:
    """Tell which patterns states attend to, and so which kind of fixed point a recall has reached (ramsauer2020).

    w = softmax(β X s), or its sparse kin. A modern network has three kinds of fixed points: near a single pattern,
    metastable ones near the mean of some that resemble each other, and the mean of all, where β is small. The kinds
    here are a matter of degree, and where they begin is a choice of ours: see `Attention.kind`. Patterns are taken a
    block at a time, so that their number does not matter to the memory needed.

    Parameters
    ----------
    network : Network
        such as that of `hf.models.modern`
    s : array_like (*batch, n)
        states, such as `Recall.state`; where values are read, the queries themselves

    Returns
    -------
    Attention

    Raises
    ------
    FitError
        for a coupling without such weights
    ShapeError, PatternError
        for a state that does not fit

    Examples
    --------
    >>> import hopfield as hf
    >>> X = hf.patterns.letters("TCH").spins / 5.0
    >>> for beta in (1.0, 20.0):
    ...     net = hf.models.modern(X, beta)
    ...     seen = hf.analysis.attention(net, hf.recall(net, X[1], hf.Sync()).state)
    ...     seen.kind, seen.index, round(seen.effective, 2)
    ('average', 1, 2.99)
    ('single', 1, 1.0)
    """
    coupling = network.coupling
    is_fit = isinstance(coupling, RealOverlapCoupling)
    if not is_fit or not isinstance(coupling.separation, Softmax | Entmax):
        message = f"{coupling!r} has no weights that sum to 1; expected a network of hf.models.modern(X, beta)"
        raise FitError(message)
    states = network.units.checked(s, network.n)
    rows, batch = states.reshape(-1, network.n).astype(np.float64), states.shape[:-1]
    parts = [_seen(coupling, rows[k : k + _ROWS]) for k in range(0, max(1, len(rows)), _ROWS)]
    members, weights, effective, support, distance = (
        np.concatenate(part) for part in zip(*parts, strict=True)
    )
    margin = _margins(coupling.keys, members[:, 0])
    kind = np.where(effective >= _MOST * coupling.p, "average", "metastable")
    kind = np.where(weights[:, 0] >= _MOST, "single", kind)
    wide = [part.reshape(*batch, part.shape[1]) for part in _fewest(members, weights)]
    index = members[:, 0]
    kind, index, effective, support, margin, distance = (
        part.reshape(batch) if batch else part[0].item()
        for part in (kind, index, effective, support, margin, distance)
    )
    return Attention(kind, index, wide[0], wide[1], effective, support, margin, distance)


def _seen(coupling: RealOverlapCoupling, rows: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return (heaviest patterns, their weights, effective number, support, distance from rest) of some states."""
    found = hear(coupling.separation, coupling.keys, rows, (coupling.keys,))
    distance = np.sqrt(np.sum(np.square(found.told[0] - rows), axis=1))
    width = min(_LISTED, coupling.p)
    weights, members = np.zeros((len(rows), width)), np.full((len(rows), width), -1)
    entropy, support = np.zeros(len(rows)), np.zeros(len(rows), dtype=np.int64)
    for start, block in _weights(coupling, rows, found.potential):
        entropy -= np.sum(block * np.log(np.where(block > 0.0, block, 1.0)), axis=1)
        support += np.count_nonzero(block, axis=1)
        which = np.broadcast_to(np.arange(start, start + block.shape[1]), block.shape)
        weights, members = np.hstack([weights, block]), np.hstack([members, which])
        order = np.argpartition(-weights, width - 1, axis=1)[:, :width]
        weights = np.take_along_axis(weights, order, axis=1)
        members = np.take_along_axis(members, order, axis=1)
    order = np.lexsort((members, -weights), axis=1)
    weights, members = (
        np.take_along_axis(part, order, axis=1).copy() for part in (weights, members)
    )
    members[weights == 0.0] = -1
    return members, weights, np.exp(entropy), support, distance


def _weights(
    coupling: RealOverlapCoupling, rows: np.ndarray, potential: np.ndarray
) -> Iterator[tuple[int, np.ndarray]]:
    """Yield (first pattern, weights of the states, (rows, patterns)) for a block of patterns at a time."""
    separation, keys = coupling.separation, coupling.keys
    if isinstance(separation, Softmax):
        beta = float(separation.beta)
        for block, found in scores(keys, rows, beta / coupling.n):
            yield block.start, np.exp(found - beta * potential[:, None])
        return
    from scipy.sparse import csr_array

    for part, found in sparse_weights(separation, keys, rows):
        shape = (len(found.potential), len(keys))
        matrix = csr_array((found.weights, found.patterns, found.starts), shape).tocsc()
        for start in range(0, len(keys), _COLUMNS):
            block = np.zeros((len(rows), min(_COLUMNS, len(keys) - start)))
            block[part] = matrix[:, start : start + _COLUMNS].toarray()
            yield start, block


def _fewest(members: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the members that it takes for 90 % of the weight, and theirs, the rest filled up."""
    before = np.cumsum(weights, axis=1) - weights
    is_needed = (before < _MOST) & (weights > 0.0)
    return np.where(is_needed, members, -1), np.where(is_needed, weights, 0.0)


def _margins(keys: np.ndarray, index: np.ndarray) -> np.ndarray:
    """Return x·x - max x·x' over all other patterns, for each pattern that is asked for."""
    asked, place = np.unique(index, return_inverse=True)
    found = np.empty(len(asked))
    for start in range(0, len(asked), _ROWS):
        which = asked[start : start + _ROWS]
        chosen = keys[which].astype(np.float64)
        best = np.full(len(which), -np.inf)
        for block, products in scores(keys, chosen, 1.0):
            here = np.flatnonzero((which >= block.start) & (which < block.stop))
            products[here, which[here] - block.start] = -np.inf
            best = np.maximum(best, products.max(axis=1))
        found[start : start + _ROWS] = np.einsum("ki,ki->k", chosen, chosen) - best
    return found[place]
