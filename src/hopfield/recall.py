"""From a probe to an answer: `recall`, and what it found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hopfield._typing import Seed
from hopfield.dynamics import Async, Dynamics
from hopfield.dynamics.walk import Start, Walk
from hopfield.errors import ParameterError, ShapeError
from hopfield.network import Network
from hopfield.random import streams

__all__ = ["Recall", "recall"]

_VISITS = 1 << 22  # unit visits in one call of a kernel


@dataclass(frozen=True, eq=False)
class Recall:
    """What a recall found. For a batch every field is an array with one entry a row.

    Attributes
    ----------
    state : array, shape (n,) or (*batch, n)
        where it ended: int8 for two-state units, with 0 only for spins that were unknown and heard exactly nothing,
        or were held unknown; float64 for units of real values. Where a coupling has values beside its keys it is what
        was read from them in the last sweep, (*batch, d), by the state that the sweeps before it came to.
    outcome : Outcome
        how it ended
    sweeps : int
        the sweeps until the last change; at T > 0 all of them
    energy : float or None
        of the final state, or of the one that read; None if the network has no energy
    period : int
        1 for a fixed point, the length of a cycle, 0 if neither was found
    trace : dict of arrays
        what `watch` asked for, (moments, *batch, …): moment 0 is the probe, moment t is after sweep t; a row that has
        stopped repeats its last value
    flips : Flips, or None if it was not recorded
        every change, in order
    """

    state: np.ndarray
    outcome: Any
    sweeps: Any
    energy: Any
    period: Any
    trace: dict[str, np.ndarray] = field(default_factory=dict, repr=False)
    flips: Any = field(default=None, repr=False)


def recall(
    network: Network,
    probe: object,
    dynamics: Dynamics | None = None,
    *,
    max_sweeps: int = 100,
    watch: Any = None,
    record: bool = False,
    clamp: object = None,
    seed: Seed = None,
) -> Recall:
    """Recall a probe in a network: let the units move until the state rests.

    Parameters
    ----------
    network : Network
    probe : array_like, shape (n,) or (*batch, n)
        -1, +1 and 0 for unknown; for binary units 0 and 1; for graded ones from -1 to +1, for linear ones any real
        numbers. Never changed.
    dynamics : Async, Anneal, Blockwise, Flow, Hidden or Sync, default Async()
    max_sweeps : int, at least 0
        a sweep is n unit updates, or one time constant of `Flow`
    watch : dict of name to function of the state (*batch, n), optional
        called on the probe and after each sweep; see `Recall.trace`
    record : bool
        whether every change is kept in `Recall.flips`
    clamp : boolean array_like, shape (n,) or (*batch, n), optional
        units held at the probe's value
    seed : int, SeedSequence, Generator or None
        Each row has a stream of its own, that hangs on the seed and on the row's values only: a row of a batch does
        what it does alone, and equal rows are independent replicas.

    Returns
    -------
    Recall

    Raises
    ------
    ShapeError, PatternError
        for a probe or clamp that does not fit
    FitError
        for a dynamics that cannot move such a network; it says what can
    ParameterError
        for max_sweeps below 0, or a seed that is none

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.hopfield(xi)
    >>> cue = hf.patterns.flip(xi[0], 0.16, seed=1)
    >>> found = hf.recall(net, cue, seed=0)
    >>> found.outcome.name, found.sweeps
    ('FIXED_POINT', 1)
    >>> xi.match(found.state)
    Match(kind='stored', index=0, label='T', overlap=1.0)
    """
    dynamics = Async() if dynamics is None else dynamics
    for name, value, kind in (("network", network, Network), ("dynamics", dynamics, Dynamics)):
        if not isinstance(value, kind):
            hint = "hf.models.hopfield(xi)" if kind is Network else "hf.Async() or hf.Sync()"
            message = f"{name} must be a {kind.__name__}, such as {hint}, got {value!r}"
            raise ParameterError(message)
    if (
        isinstance(max_sweeps, bool)
        or not isinstance(max_sweeps, int | np.integer)
        or max_sweeps < 0
    ):
        message = f"max_sweeps must be a whole number of at least 0, got {max_sweeps!r}"
        raise ParameterError(message)
    dynamics.check(network)
    states = network.units.checked(probe, network.n, "probe")
    batch = states.shape[:-1]
    moved = network.units.inner(states.reshape(-1, network.n))
    moved = np.array(moved, order="C", copy=True)
    held = _held(clamp, states.shape)
    start = Start(network, moved, held, streams(seed, moved), record)
    walk = dynamics.begin(start)
    observed = _observed(watch)
    trace = {name: [np.array(look(states.copy()))] for name, look in observed.items()}
    # a kernel does not hear Ctrl-C, so a call must not last; how sweeps are split among calls changes nothing
    step = 1 if observed or record else max(1, _VISITS // max(1, moved.size))
    while walk.n_done < max_sweeps and walk.is_running:
        walk.advance(min(step, max_sweeps - walk.n_done))
        now = _shaped(walk, batch) if observed else states
        for name, look in observed.items():
            trace[name].append(np.array(look(now)))
    if not max_sweeps:
        walk.advance(0)
    return _result(walk, batch, {name: np.stack(moments) for name, moments in trace.items()})


def _observed(watch: object) -> dict[str, Callable[[np.ndarray], Any]]:
    """Return what is to be watched, or say what is wrong with it."""
    observed = {} if watch is None else watch
    if not isinstance(observed, Mapping) or not all(callable(look) for look in observed.values()):
        message = f'watch is a dict of functions of the state, such as {{"energy": network.energy}}, got {watch!r}'
        raise ParameterError(message)
    return dict(observed)


def _held(clamp: object, shape: tuple[int, ...]) -> np.ndarray:
    """Return the mask of units held fixed, (rows, n), or (1, n) when it is one for all rows."""
    n = shape[-1]
    if clamp is None:
        return np.zeros((1, n), dtype=bool)
    mask = np.asarray(clamp)
    if mask.dtype != bool or mask.shape not in ((n,), shape):
        message = (
            f"clamp must be a boolean mask of shape ({n},) or {shape}, got {mask.dtype} of shape {mask.shape};"
            " for a list of units write mask[list] = True"
        )
        raise ShapeError(message)
    return np.ascontiguousarray(mask.reshape(-1, n))


def _shaped(walk: Walk, batch: tuple[int, ...]) -> np.ndarray:
    """Return the present states in the shape of the probe."""
    return walk.states.reshape(*batch, walk.network.n).copy()


def _result(walk: Walk, batch: tuple[int, ...], trace: dict[str, np.ndarray]) -> Recall:
    """Return what was found, in the shape of the probe."""
    energy = walk.energy(_shaped(walk, batch)) if walk.network.has_energy else None
    answer = walk.answer
    state = answer.reshape(*batch, answer.shape[1]).copy()
    outcomes, flips = walk.outcomes(), walk.flips() if walk.is_recorded else None
    if not batch:
        sweeps, period = int(walk.sweeps[0]), int(walk.period[0])
        return Recall(
            state, outcomes[0], sweeps, energy, period, trace, flips[0] if flips else None
        )
    outcome, recorded = _objects(outcomes, batch), None if flips is None else _objects(flips, batch)
    sweeps, period = walk.sweeps.reshape(batch), walk.period.reshape(batch)
    return Recall(state, outcome, sweeps, energy, period, trace, recorded)


def _objects(values: list[Any], shape: tuple[int, ...]) -> np.ndarray:
    """Return objects as an array, whatever they are."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found.reshape(shape)
