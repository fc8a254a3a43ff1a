"""All units in continuous time: `Flow`, the circuit equations of 1984."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hopfield._typing import is_number
from hopfield.dynamics.course import Course, Precision, continuous_units
from hopfield.dynamics.walk import Dynamics, Flips, Start, Walk
from hopfield.errors import FitError, ParameterError
from hopfield.network import Network
from hopfield.outcome import Outcome

__all__ = ["Flow"]


@dataclass(frozen=True)
class Flow(Dynamics):
    """Units of real values that charge and leak, in continuous time (hopfield1984).

    C_i du_i/dt = Σ_j J_ij V_j - θ_i - u_i/R_i,  V_i = g(u_i),  with -θ_i = I_i, the paper's current

    and with `field` for the sum where couplings have no matrix. Linear units have u = V and R = C = 1. For symmetric
    couplings dE/dt = -Σ_i C_i g'(u_i) (du_i/dt)² ≤ 0. A sweep is one time constant, the largest R_i C_i; `watch` sees
    V after each. Steps are adaptive, of order 8 (hairer1993); up to 100 units, where more than 100 of them are needed
    in a sweep, an implicit method of order 5 takes over, the equations being stiff. If the energy rises by more than
    the error of the steps, they are repeated with a tenth of it, three times, and then the run ends as DIVERGED, as it
    does when potentials are a billion times as large as at the start, or no step is small enough.

    It ends at a FIXED_POINT when each unit is what it hears, |R_i field_i - u_i| ≤ tolerance; such a point may be a
    saddle, if the probe lies on one or on a ridge that leads there: V = 0 without currents does. Values of exactly ±1
    in a probe have no finite u; `Graded.potential` says where these start. Asymmetric couplings may oscillate: the
    run ends at the STEP_LIMIT.

    Parameters
    ----------
    rtol, atol : float, positive
        the error of a step in u is about atol + rtol |u| at most, and less near rest; rtol is at least 1e-12
    tolerance : float, positive
        the largest |R_i field_i - u_i|, which is R_i C_i |du_i/dt|, that counts as rest, in the units of u

    Raises
    ------
    ParameterError
        for numbers that are not positive, or an rtol below 1e-12

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.graded(xi, gain=10)
    >>> found = hf.recall(net, hf.patterns.erase(xi[2], 0.5, seed=1), hf.Flow())
    >>> found.outcome.name, xi.match(np.sign(found.state)).label
    ('FIXED_POINT', 'H')
    """

    rtol: Any = 1e-6
    atol: Any = 1e-9
    tolerance: Any = 1e-6

    def __post_init__(self) -> None:
        for name, least in (("rtol", 1e-12), ("atol", 0.0), ("tolerance", 0.0)):
            value = getattr(self, name)
            if not (is_number(value) and 0.0 < value < np.inf and value >= least):
                at_least = f" of at least {least:g}" if least else ""
                message = f"{name} must be a positive number{at_least}, got {value!r}"
                raise ParameterError(message)

    def check(self, network: Network) -> None:
        """Raise FitError for two-state units."""
        continuous_units(network, "hf.Flow()")

    def descends(self, network: Network) -> bool:
        """Return whether there is an energy: along the flow it falls."""
        return network.has_energy

    def begin(self, start: Start) -> Walk:
        """Return a walk at its start; raise FitError if flips are to be recorded, since there are none."""
        if start.is_recorded:
            message = "record=True keeps the flips of two-state units; in continuous time use watch={...} instead"
            raise FitError(message)
        return _FlowWalk(self, start)


class _FlowWalk(Walk):
    """Rows that flow, each by its own steps, and stop alone."""

    def __init__(self, dynamics: Flow, start: Start) -> None:
        super().__init__(start)
        precision = Precision(float(dynamics.rtol), float(dynamics.atol))
        rows, n = self.moved.shape
        held = np.broadcast_to(self.held, (rows, n))
        self.tolerance = float(dynamics.tolerance)
        self.courses = [
            Course(self.network, values.copy(), mask, precision)
            for values, mask in zip(self.moved, held, strict=True)
        ]
        self.running = np.ones(rows, dtype=bool)
        for row in range(rows):
            self._look(row)

    @property
    def is_running(self) -> bool:
        """Whether any row may still move."""
        return bool(self.running.any())

    @property
    def answer(self) -> np.ndarray:
        """The present states, or what they read."""
        reading = self.network.hear(self.states)[2]
        return self.states if reading is None else reading

    def advance(self, n_sweeps: int) -> None:
        """Move every running row by up to n_sweeps time constants."""
        for row in np.flatnonzero(self.running).tolist():
            for sweep in range(1, n_sweeps + 1):
                self.courses[row].advance(1.0)
                self.sweeps[row] = self.n_done + sweep
                self.moved[row] = self.courses[row].values()
                self._look(row)
                if not self.running[row]:
                    break
        self.n_done += n_sweeps

    def _look(self, row: int) -> None:
        """Stop a row that rests or has diverged."""
        course = self.courses[row]
        if course.has_diverged:
            self.running[row] = False
        elif course.distance() <= self.tolerance:
            self.running[row] = False
            self.period[row] = 1
            self.moved[row] = course.values()

    def outcomes(self) -> list[Outcome]:
        """Return how each row ended."""
        named = {0: Outcome.STEP_LIMIT, 1: Outcome.FIXED_POINT}
        return [
            Outcome.DIVERGED if course.has_diverged else named[int(period)]
            for course, period in zip(self.courses, self.period, strict=True)
        ]

    def flips(self) -> list[Flips]:
        """Return nothing: values change all the time."""
        return []
