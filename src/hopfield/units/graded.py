"""A neuron with a graded response: `Graded`, an amplifier with a saturating output, as in 1984."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hopfield._typing import PerUnit
from hopfield.errors import ParameterError, PatternError, ShapeError
from hopfield.states import as_reals
from hopfield.units.base import Continuous, Membrane

__all__ = ["Graded"]

_RESPONSES = ("tanh", "arctan")
_NEARLY_FULL = 0.99  # where a value of exactly ±1 starts, since no finite potential has it
_ROUNDING = 2 * float(np.finfo(float).eps)


@dataclass(frozen=True, eq=False)
class Graded(Continuous):
    """A neuron whose value V = g(u) rises smoothly from -1 to +1 with its potential u (hopfield1984).

    C_i du_i/dt = field_i - u_i/R_i,  V = tanh(λu)  or  V = (2/π) atan(πλu/2);  both have the slope λ at u = 0.
    Its own energy is Σ_i (1/R_i) ∫₀^{V_i} g⁻¹(V) dV:

        tanh     (1/λR) · ½[(1+V) ln(1+V) + (1-V) ln(1-V)],  which is (ln 2)/λR at V = ±1
        arctan   -(4/π²λR) ln cos(πV/2),  which grows without bound towards ±1

    It falls as 1/λ, so that at high gain only the couplings count, and the minima lie near corners of ±1. In a probe 0
    is the value 0, "undecided", and ±1 are values that no finite potential has: see `potential`.

    Parameters
    ----------
    gain : float, positive
        λ
    resistance, capacitance : float or array_like (n,), positive
        R and C; one time constant is R C. With R = C = 1 time is counted in time constants.
    response : "tanh" or "arctan"
        the paper's example has "arctan"

    Raises
    ------
    ParameterError
        for anything else

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.Network(hf.rules.Hebb()(xi), units=hf.Graded(gain=10))
    >>> found = hf.recall(net, hf.patterns.flip(xi[0], 0.16, seed=1), hf.Flow())
    >>> found.outcome.name, xi.match((found.state > 0) * 2 - 1).label
    ('FIXED_POINT', 'T')
    """

    gain: Any
    resistance: Any = 1.0
    capacitance: Any = 1.0
    response: Any = "tanh"

    def __post_init__(self) -> None:
        if self.response not in _RESPONSES:
            message = f'response must be "tanh" or "arctan", got {self.response!r}'
            raise ParameterError(message)
        gain = _positive(self.gain, "gain")
        if gain.ndim:
            message = f"gain is one number for all units, got an array of the shape {gain.shape}"
            raise ParameterError(message)
        object.__setattr__(self, "gain", float(gain))
        for name in ("resistance", "capacitance"):
            value = _positive(getattr(self, name), name)
            object.__setattr__(self, name, value if value.ndim else float(value))

    def __repr__(self) -> str:
        shown = {name: getattr(self, name) for name in ("resistance", "capacitance")}
        parts = [
            f"{name}={f'array{np.shape(v)}' if np.ndim(v) else repr(v)}"
            for name, v in shown.items()
        ]
        return f"Graded(gain={self.gain!r}, {', '.join(parts)}, response={self.response!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Graded):
            return NotImplemented
        return (
            (self.gain, self.response) == (other.gain, other.response)
            and np.array_equal(self.resistance, other.resistance)
            and np.array_equal(self.capacitance, other.capacitance)
        )

    def __hash__(self) -> int:
        return hash((self.gain, self.response))

    @property
    def membrane(self) -> Membrane:
        """R and C."""
        return Membrane(self.resistance, self.capacitance)

    def checked(self, values: object, n: int, what: str = "state") -> np.ndarray:
        """Return values as float64; raise PatternError or ShapeError for what is not n numbers from -1 to +1."""
        for name in ("resistance", "capacitance"):
            size = np.size(getattr(self, name))
            if size not in (1, n):
                message = f"{name} has {size} values, expected one for all or {n}, one a unit"
                raise ShapeError(message)
        states = as_reals(values, n, what)
        n_outside = int(np.count_nonzero(np.abs(states) > 1.0))
        if n_outside:
            largest = float(np.abs(states).max())
            message = (
                f"{what} holds {n_outside} values beyond ±1, the largest {largest:g};"
                " graded units have values from -1 to +1"
            )
            raise PatternError(message)
        return states

    def energy(self, states: np.ndarray) -> Any:
        """Return Σ_i (1/R_i) ∫₀^{V_i} g⁻¹(V) dV, shape (*batch,)."""
        size = np.abs(states)  # the integrals are even, and 1 - |V| is exact near 1
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.response == "tanh":
                low = np.where(size < 1.0, (1.0 - size) * np.log1p(-size), 0.0)
                each = 0.5 * ((1.0 + size) * np.log1p(size) + low)
            else:
                each = (-4.0 / np.pi**2) * np.log(np.sin(0.5 * np.pi * (1.0 - size)))
        return np.sum(each / (self.gain * np.asarray(self.resistance)), axis=-1)

    def respond(self, field: PerUnit) -> PerUnit:
        """Return g(R·field)."""
        return self.activate(self.resistance * field)

    def activate(self, potential: PerUnit) -> PerUnit:
        """Return g(u)."""
        if self.response == "tanh":
            return np.tanh(self.gain * potential)
        return (2.0 / np.pi) * np.arctan((0.5 * np.pi * self.gain) * potential)

    def slope(self, potential: PerUnit) -> PerUnit:
        """Return g'(u): λ at 0, and less beside it."""
        if self.response == "tanh":
            return self.gain * (1.0 - np.square(self.activate(potential)))
        return self.gain / (1.0 + np.square((0.5 * np.pi * self.gain) * potential))

    def potential(self, values: PerUnit, field: PerUnit) -> PerUnit:
        """Return g⁻¹(V): of the potentials that V, a rounded number, can mean, the one nearest to R·field.

        ±1 can mean any from ±g⁻¹(0.99) to ±∞. So a unit whose field holds it at ±1 begins at rest, and one whose
        field opposes begins at ±0.99 and swings; and a state that was at rest is so when it comes back as a probe.
        """
        size = np.abs(values)
        least = self._inverse(np.where(size == 1.0, _NEARLY_FULL, size * (1.0 - _ROUNDING)))
        above = size * (1.0 + _ROUNDING)
        inside = np.minimum(above, np.nextafter(1.0, 0.0))
        most = np.where(above < 1.0, self._inverse(inside), np.inf)
        sign = np.where(values < 0.0, -1.0, 1.0)
        return sign * np.clip(sign * (self.resistance * field), least, most)

    def _inverse(self, values: np.ndarray) -> np.ndarray:
        """Return g⁻¹(V) for |V| < 1."""
        if self.response == "tanh":
            return np.arctanh(values) / self.gain
        return np.tan(0.5 * np.pi * values) / (0.5 * np.pi * self.gain)


def _positive(value: object, name: str) -> np.ndarray:
    """Return positive finite numbers as float64, one or (n,), that can't be written to."""
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" or array.ndim > 1 or not array.size:
        message = f"{name} must be a positive number or (n,) of them, got {value!r}"
        raise ParameterError(message)
    found = np.array(array, dtype=np.float64)
    wrong = found[~(np.isfinite(found) & (found > 0.0))]
    if wrong.size:
        message = f"{name} must be positive and finite, got {wrong.flat[0]:g}"
        raise ParameterError(message)
    found.flags.writeable = False
    return found
