"""What do the values of units do as time goes on? `trajectory`, at moments of one's own choice."""

from itertools import pairwise

import numpy as np

from hopfield.dynamics import Flow
from hopfield.dynamics.course import Course, Precision
from hopfield.errors import ParameterError
from hopfield.network import Network

__all__ = ["trajectory"]


def trajectory(
    network: Network, probe: object, times: object, dynamics: Flow | None = None
) -> np.ndarray:
    """Return V(t) of graded or linear units that flow from a probe (hopfield1984).

    The equation is that of `Flow`, and nothing stops at rest. Moment 0 is where the flow starts: the probe, but for
    values of exactly ±1, which no finite potential has.

    Parameters
    ----------
    network : Network
        of graded or linear units
    probe : array_like (n,) or (*batch, n)
    times : array_like (k,)
        from 0 on, in increasing order, in the units of R C; each costs one step of the solver at least
    dynamics : Flow, default Flow()
        its rtol and atol are used

    Returns
    -------
    (k, *batch, n) float array
        NaN from where values grow without bound or their energy would not fall, which `recall` calls DIVERGED

    Raises
    ------
    ParameterError
        for times that are none
    FitError
        for two-state units
    ShapeError, PatternError
        for a probe that does not fit

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.graded(xi, gain=10)
    >>> cue = hf.patterns.flip(xi[0], 0.16, seed=1)
    >>> V = hf.analysis.trajectory(net, cue, [0.0, 0.5, 1.0, 2.0, 4.0])
    >>> V.shape, bool((net.energy(V)[1:] < net.energy(V)[:-1]).all())
    ((5, 25), True)
    """
    dynamics = Flow() if dynamics is None else dynamics
    dynamics.check(network)
    moments = _checked_times(times)
    states = network.units.checked(probe, network.n, "probe")
    rows = states.reshape(-1, network.n)
    found = np.empty((len(moments), *rows.shape))
    precision = Precision(float(dynamics.rtol), float(dynamics.atol))
    for row, values in enumerate(rows):
        found[:, row] = _followed(network, values.copy(), moments, precision)
    return found.reshape(len(moments), *states.shape)


def _followed(
    network: Network, values: np.ndarray, moments: np.ndarray, precision: Precision
) -> np.ndarray:
    """Return V of one state at these moments, (k, n)."""
    course = Course(network, values, np.zeros(network.n, dtype=bool), precision)
    found = np.full((len(moments), network.n), np.nan)
    for k, (before, now) in enumerate(pairwise([0.0, *moments / course.time_constant])):
        if now > before:
            course.advance(now - before)
        if course.has_diverged:
            break
        found[k] = course.values()
    return found


def _checked_times(times: object) -> np.ndarray:
    """Return moments as float64, or say what is wrong with them."""
    moments = np.asarray(times)
    if moments.ndim != 1 or moments.dtype.kind not in "iuf":
        message = f"times must be a list of numbers, got {times!r}"
        raise ParameterError(message)
    found = moments.astype(np.float64)
    if not np.isfinite(found).all() or (np.diff(found, prepend=0.0) < 0.0).any():
        message = f"times must be finite, from 0 on and in increasing order, got {times!r}"
        raise ParameterError(message)
    return found
