"""One state in continuous time: C_i du_i/dt = field_i - u_i/R_i, integrated so that its energy falls.

Times in here are in time constants, max R C. Each state is integrated alone, by steps of its own, so that in a batch it
does what it does alone.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hopfield.errors import FitError
from hopfield.network import Network
from hopfield.units import Continuous

__all__ = ["Course", "Precision", "continuous_units"]

_ATTEMPTS = 4  # each with a tenth of the error of the one before
_SMALLEST_RTOL = 1e-12  # rounding says no more
_SHARE = (
    1e-2  # the error of a step is at most this part of the way to rest, so that it can't hide rest
)
_MANY = 100  # steps in one go: the explicit method follows what has died out long ago, and stiff ones do better
_SMALL = 100  # units, up to which a matrix of derivatives and its factors cost less than such steps
_UNBOUNDED = 1e9  # times the largest potential, or pull, at the start


@dataclass(frozen=True)
class Precision:
    """The error that a step may make in u: atol + rtol |u|.

    Parameters
    ----------
    rtol, atol : float
    """

    rtol: float
    atol: float

    def divided(self, by: float) -> "Precision":
        """Return a finer precision."""
        return Precision(max(self.rtol / by, _SMALLEST_RTOL), self.atol / by)

    def near_rest(self, distance: float, size: float) -> "Precision":
        """Return one that resolves the way to rest, for potentials of this size."""
        relative = max(_SHARE * distance / max(size, 1e-300), _SMALLEST_RTOL)
        absolute = max(_SHARE * distance, 1e-300)
        return Precision(min(self.rtol, relative), min(self.atol, absolute))


def continuous_units(network: Network, what: str) -> Continuous:
    """Return the network's units of real values, or raise FitError for two-state ones."""
    if not isinstance(network.units, Continuous):
        message = (
            f"{what} moves units of real values, such as hf.Graded(gain=10), and these are {network.units!r};"
            " move them by hf.Async() or hf.Sync()"
        )
        raise FitError(message)
    return network.units


class Course:
    """The potentials of one state as time goes on.

    Parameters
    ----------
    network : Network
        of graded or linear units
    values : (n,) float array
        where it starts: V
    held : (n,) bool array
        units whose V never changes
    precision : Precision
    """

    def __init__(
        self, network: Network, values: np.ndarray, held: np.ndarray, precision: Precision
    ) -> None:
        self.network, self.held, self.precision = network, held, precision
        self.units = continuous_units(network, "hf.Flow()")
        self.resistance, capacitance = self.units.membrane
        charging = np.asarray(self.resistance * capacitance, dtype=np.float64)
        self.time_constant = self.units.membrane.time_constant
        self.speed = self.time_constant / charging  # of du/dt = speed (R field - u)
        self.start = values
        self.u = np.where(held, 0.0, self.units.potential(values, network.field(values)))
        self.has_diverged = False
        self._step: float | None = None
        self._is_stiff = False
        self._distance: float | None = None
        self._largest = max(1.0, float(np.abs(self.u).max()), self.distance())
        self._energy = self._energy_of(self.u)

    def values(self, u: Any = None) -> np.ndarray:
        """Return V of these potentials, or of the present ones; held units keep theirs."""
        return np.where(self.held, self.start, self.units.activate(self.u if u is None else u))

    def pull(self, u: np.ndarray) -> np.ndarray:
        """Return R·field - u: how far each unit is from what it hears; 0 for held ones."""
        values = self.values(u)  # for one state (n,) or several (k, n)
        if not np.isfinite(values).all():
            return np.full_like(u, np.nan)  # the solver takes a smaller step
        heard = self.network.coupling.field(values) - self.network.thresholds
        return np.where(self.held, 0.0, self.resistance * heard - u)

    def distance(self) -> float:
        """Return max_i |R_i field_i - u_i|, that is R C |du/dt|: 0 at rest."""
        if self._distance is None:
            self._distance = float(np.abs(self.pull(self.u)).max())
        return self._distance

    def advance(self, duration: float) -> None:
        """Go on for this many time constants; if the energy would rise, again with smaller errors, and then stop."""
        size = float(np.abs(self.u).max())
        precision = self.precision.near_rest(self.distance(), size)
        with np.errstate(over="ignore", invalid="ignore"):
            for attempt in range(_ATTEMPTS):
                if self._tried(duration, precision.divided(10.0**attempt)):
                    return
        self.has_diverged = True

    def _tried(self, duration: float, precision: Precision) -> bool:
        """Integrate and return True, or return False where it can't be done with falling energy and finite u."""
        solver, energy, n_steps = self._solver(duration, precision), self._energy, 0
        while solver.status == "running":
            solver.step()
            n_steps += 1
            if n_steps > _MANY and not self._is_stiff and len(self.u) <= _SMALL:
                self._is_stiff, self._step = True, None
                return self._tried(duration, precision)
            if solver.status == "failed" or not self._is_bounded(solver.y):
                return False
            before, energy = energy, self._energy_of(solver.y)
            if self._rises(before, energy, solver.y, precision):
                return False
        # the last step ends at the duration and says little about the next one
        self._step = max(solver.step_size or 0.0, self._step or 0.0) or None
        self.u, self._energy, self._distance = solver.y, energy, None
        return True

    def _solver(self, duration: float, precision: Precision) -> Any:
        """Return SciPy's integrator at the present state: explicit, or implicit where that has proved slow."""
        from scipy.integrate import DOP853, Radau

        return (Radau if self._is_stiff else DOP853)(
            lambda _, u: (self.speed * self.pull(u.T)).T,
            0.0,
            self.u,
            duration,
            rtol=precision.rtol,
            atol=precision.atol,
            first_step=None if self._step is None else min(self._step, duration),
            vectorized=True,
        )

    def _is_bounded(self, u: np.ndarray) -> bool:
        """Return whether potentials are finite and not beyond all that the start has shown."""
        return bool(np.abs(u).max() < _UNBOUNDED * self._largest)  # False for NaN

    def _energy_of(self, u: np.ndarray) -> float | None:
        """Return the energy, if there is one."""
        return self.network.energy(self.values(u)) if self.network.has_energy else None

    def _rises(
        self, before: float | None, after: float | None, u: np.ndarray, precision: Precision
    ) -> bool:
        """Return whether the energy rises by more than the errors of u and of rounding can make it."""
        if before is None or after is None or after <= before:
            return False
        rounding = len(u) * float(np.finfo(float).eps)
        values = self.values(u)
        heard = self.network.coupling.field(values) - self.network.thresholds
        size = max(abs(before), abs(after), float(np.abs(values * heard).sum()))
        return after - before > (precision.rtol + rounding) * size + precision.atol
