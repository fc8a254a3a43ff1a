"""Where do recalls end? A census of fixed points and cycles, from random starts, given ones, or all there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np

from hopfield._typing import Number, OneEach, Seed
from hopfield.analysis.naming import checked_patterns, rank
from hopfield.dynamics import Async, Dynamics, Sync
from hopfield.errors import FitError, ParameterError, ShapeError, SizeError
from hopfield.network import Network
from hopfield.outcome import Outcome
from hopfield.patterns import Match, Patterns
from hopfield.random import generator
from hopfield.recall import Recall, recall

__all__ = ["Census", "CensusRow", "attractors"]

_MOST_UNITS = 25
_ROWS = 1 << 14  # starts at a time
_SHOWN = 20
_CONFIDENCE = 0.95

# a state and its period, 0 for none → how many starts ended there
_Ends = dict[tuple[bytes, int], int]


class CensusRow(NamedTuple):
    """One attractor of a census: see `Census`."""

    state: np.ndarray
    energy: float
    share: float
    low: float
    high: float
    kind: str
    period: int
    n_starts: int
    match: Match | None


@dataclass(frozen=True, eq=False, repr=False)
class Census:
    """What a census found: a table with a row for each attractor, and every column an array.

    `len(census)`, `census[k]` and iteration give its rows; `to_dict()` its columns.

    Attributes
    ----------
    state : (attractors, n) int8 array
        in the units' own values; of a cycle the state whose units, read as a number, are the smallest
    energy : (attractors,) float array
        NaN if the network has none
    share : (attractors,) float array
        of the starts that ended there
    low, high : (attractors,) float arrays
        Wilson's interval for the probability of a start to end there, 95 % (wilson1927)
    kind : (attractors,) array of str
        `stored`, `reversed`, `mixture` or `unknown` for a fixed point, as in `Match`, or `fixed point` where no
        patterns are known; `cycle`; `unsettled` for a state that still moved when the sweeps ran out
    period : (attractors,) int array
        1 for a fixed point, the length of a cycle, 0 if unsettled
    n_starts : (attractors,) int array
        how many starts ended there
    match : list of Match or None
    """

    state: np.ndarray
    energy: np.ndarray
    share: np.ndarray
    low: np.ndarray
    high: np.ndarray
    kind: np.ndarray
    period: np.ndarray
    n_starts: np.ndarray
    match: list[Match | None]

    def __len__(self) -> int:
        return len(self.energy)

    def __getitem__(self, k: int) -> CensusRow:
        return CensusRow(
            self.state[k],
            float(self.energy[k]),
            float(self.share[k]),
            float(self.low[k]),
            float(self.high[k]),
            str(self.kind[k]),
            int(self.period[k]),
            int(self.n_starts[k]),
            self.match[k],
        )

    def __iter__(self) -> Iterator[CensusRow]:
        return (self[k] for k in range(len(self)))

    def to_dict(self) -> dict[str, Any]:
        """Return the columns by name."""
        return {name: getattr(self, name) for name in CensusRow._fields}

    def __repr__(self) -> str:
        lines = [f"{len(self):,} attractors of {int(self.n_starts.sum()):,} starts"]
        lines.append(f"{'kind':<12}{'which':<14}{'energy':>10}{'share':>9}   95 % interval")
        for row in list(self)[:_SHOWN]:
            span = f"{row.low:.4f} to {row.high:.4f}"
            lines.append(
                f"{row.kind:<12}{_which(row):<14}{row.energy:>10.3f}{row.share:>9.4f}   {span}"
            )
        if len(self) > _SHOWN:
            lines.append(f"… {len(self) - _SHOWN:,} more")
        return "\n".join(lines)


def _which(row: CensusRow) -> str:
    """Return which memory or mixture a row is, or how long the cycle, in a few letters."""
    if row.period > 1:
        return f"of {row.period}"
    match = row.match
    if match is None or row.period == 0:
        return ""
    if match.index is not None:
        return match.label or str(match.index)
    pairs = zip(match.members, match.signs, strict=True)
    return " ".join(f"{'+' if sign > 0 else '-'}{k}" for k, sign in pairs)


def attractors(
    network: Network,
    starts: object = 1000,
    *,
    dynamics: Dynamics | None = None,
    xi: object = None,
    max_sweeps: int = 1000,
    seed: Seed = None,
) -> Census:
    """Recall many starts, and list where they end: fixed points and cycles, each once, with the share of the starts.

    It samples, whatever the size of the network; `atlas` is exact where it is possible. An attractor whose basin is
    much smaller than 1/starts is probably missed.

    Parameters
    ----------
    network : Network
        of two-state units
    starts : int, "all", or array_like (starts, n)
        how many random states, each equally probable; every one of the 2ⁿ states, for n up to 25; or these states
    dynamics : Async or Sync, default Async()
        at T = 0; Sync() ends in cycles too, which are one attractor whichever of their states comes last
    xi : Patterns, optional
        to name fixed points by; by default what the coupling was made of, where it knows its patterns
    max_sweeps : int
    seed : int, SeedSequence, Generator or None

    Returns
    -------
    Census
        memories first, in the order of the patterns, then their negatives, mixtures and the rest, then cycles, and what
        did not settle; the larger shares first. The intervals are those of Wilson for 95 % (wilson1927). Where all
        states were tried by a dynamics without chance, shares are exact and the intervals are points.

    Raises
    ------
    SizeError
        for starts="all" and more than 25 units
    ParameterError
        for starts that are neither, or a dynamics at a temperature above zero
    ShapeError, PatternError
        for states that do not fit
    FitError
        for units of real values, or couplings with a delay

    Examples
    --------
    >>> import hopfield as hf
    >>> net = hf.models.hopfield(hf.patterns.letters("TCH"))
    >>> census = hf.analysis.attractors(net, seed=0)
    >>> sorted(set(census.kind.tolist()))
    ['mixture', 'reversed', 'stored']
    >>> census[0].match.label, bool(census[0].low < 0.1437 < census[0].high)
    ('T', True)
    """
    network.two_state  # noqa: B018  raises FitError, with what does have two states
    if network.coupling.has_delay:  # where a cycle goes on depends on what was before its states
        message = "with a delay a state alone is no attractor; see hf.analysis.recite, which follows what comes next"
        raise FitError(message)
    dynamics = Async() if dynamics is None else dynamics
    patterns = checked_patterns(network, xi)
    rng = generator(seed)
    ends: _Ends = {}
    for block in _blocks(network, starts, rng):
        found = recall(network, block, dynamics, max_sweeps=max_sweeps, seed=rng)
        _count(found, dynamics, ends)
    is_certain = isinstance(starts, str) and _has_no_chance(dynamics)
    return _listed(network, _canonical(network, dynamics, ends), patterns, is_certain=is_certain)


def _has_no_chance(dynamics: Dynamics) -> bool:
    """Return whether a dynamics at T = 0 does the same each time."""
    return isinstance(dynamics, Sync) or (
        isinstance(dynamics, Async) and dynamics.order == "sequential"
    )


def _blocks(network: Network, starts: object, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield the starts, (rows, n), in the units' own values."""
    n, units = network.n, network.two_state
    if isinstance(starts, int | np.integer) and not isinstance(starts, bool) and starts >= 1:
        for first in range(0, int(starts), _ROWS):
            rows = min(_ROWS, int(starts) - first)
            yield units.from_spins(2 * rng.integers(0, 2, (rows, n), dtype=np.int8) - 1)
        return
    if isinstance(starts, str) and starts == "all":
        if n > _MOST_UNITS:
            message = f'starts="all" are 2^{n} states of {n} units; at most {_MOST_UNITS} units, or give a number'
            raise SizeError(message)
        for first in range(0, 1 << n, _ROWS):
            numbers = np.arange(first, min(first + _ROWS, 1 << n))[:, None]
            spins = (2 * ((numbers >> np.arange(n)) & 1) - 1).astype(np.int8)
            yield units.from_spins(spins)
        return
    if isinstance(starts, str | bool | int | np.integer | float) or starts is None:
        message = (
            f'starts must be a number of at least 1, "all", or states (starts, n), got {starts!r}'
        )
        raise ParameterError(message)
    states = units.checked(starts, n, "starts")
    if states.ndim != 2 or not len(states):
        message = f"starts must have the shape (starts, {n}), got {states.shape}"
        raise ShapeError(message)
    for first in range(0, len(states), _ROWS):
        yield states[first : first + _ROWS]


def _count(found: Recall, dynamics: Dynamics, ends: _Ends) -> None:
    """Add the ends of some starts."""
    if (found.outcome == Outcome.SAMPLED).any():
        message = f"{dynamics!r} never rests; a census needs a temperature of 0"
        raise ParameterError(message)
    rows = np.concatenate([found.state, found.period[:, None].astype("<i8").view(np.int8)], axis=1)
    n = found.state.shape[-1]
    unique, counts = np.unique(rows, axis=0, return_counts=True)
    for row, count in zip(unique, counts.tolist(), strict=True):
        period = int(row[n:].copy().view("<i8")[0])
        end = row[:n].tobytes(), period
        ends[end] = ends.get(end, 0) + count


def _canonical(network: Network, dynamics: Dynamics, ends: _Ends) -> _Ends:
    """Return the ends with all states of a cycle taken together, under the smallest of them."""
    cycles = [end for end in ends if end[1] > 1]
    if not cycles:
        return ends
    moved = np.array([np.frombuffer(state, dtype=np.int8) for state, _ in cycles])
    smallest = [tuple(row) for row in moved.tolist()]
    for _ in range(max(period for _, period in cycles) - 1):
        moved = recall(network, moved, dynamics, max_sweeps=1).state
        smallest = [min(old, tuple(row)) for old, row in zip(smallest, moved.tolist(), strict=True)]
    merged = {end: count for end, count in ends.items() if end[1] <= 1}
    for cycle, state in zip(cycles, smallest, strict=True):
        end = np.array(state, dtype=np.int8).tobytes(), cycle[1]
        merged[end] = merged.get(end, 0) + ends[cycle]
    return merged


def _listed(
    network: Network, ends: _Ends, patterns: Patterns | None, *, is_certain: bool
) -> Census:
    """Return the table of the ends."""
    state = np.array([np.frombuffer(end, dtype=np.int8) for end, _ in ends])
    period, count = np.array([period for _, period in ends]), np.array(list(ends.values()))
    matches: list[Match | None] = [None] * len(state)
    if patterns is not None:
        matches = patterns.match(network.two_state.to_spins(state))
    kind = [_kind(*found) for found in zip(matches, period.tolist(), strict=True)]
    last = ("cycle", "unsettled")
    keys = [
        (last.index(kind[k]) + 1, 0) if kind[k] in last else (0, *rank(matches[k])[:2])
        for k in range(len(state))
    ]
    order = sorted(range(len(state)), key=lambda k: (*keys[k], -count[k], state[k].tolist()))
    share = count[order] / count.sum()
    low, high = (share, share) if is_certain else _wilson(count[order], int(count.sum()))
    energy = network.energy(state[order]) if network.has_energy else np.full(len(state), np.nan)
    return Census(
        state[order],
        energy,
        share,
        low,
        high,
        np.array([kind[k] for k in order]),
        period[order],
        count[order],
        [matches[k] if period[k] == 1 else None for k in order],
    )


def _kind(match: Match | None, period: int) -> str:
    """Return what an end is, in a word or two."""
    if period == 0:
        return "unsettled"
    if period > 1:
        return "cycle"
    return "fixed point" if match is None else match.kind


def _wilson(count: np.ndarray, total: Number) -> tuple[OneEach, OneEach]:
    """Return the bounds of the probabilities p for which a count is within 95 % of what is expected (wilson1927).

    (p̂ - p)² = z² p (1 - p) / N, solved for p.
    """
    z = NormalDist().inv_cdf(0.5 + _CONFIDENCE / 2)
    share, weight = count / total, z * z / total
    middle = (share + 0.5 * weight) / (1.0 + weight)
    half = np.sqrt(weight * (share * (1.0 - share) + 0.25 * weight)) / (1.0 + weight)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)
