"""What would the network be as an electric circuit? A netlist of amplifiers, resistors and capacitors for SPICE.

The circuit of hopfield1984, figure 2. Amplifier i has the input node u<i>, the output v<i> = g(u_i) and the inverted
output w<i> = -v<i>. A resistor R_ij leads from v<j>, or from w<j> where T_ij < 0, to u<i>, where the input resistance
ρ_i and the capacitance C_i lead to ground and the current I_i flows in. Kirchhoff's law at u<i> is the equation

    C_i du_i/dt = Σ_j T_ij V_j - u_i/R_i + I_i   with   |T_ij| = 1/R_ij   and   1/R_i = 1/ρ_i + Σ_j 1/R_ij

The last identity gives ρ_i, and it would be negative where Σ_j |T_ij| > 1/R_i: the resistors of the synapses alone leak
more than the neuron does. So the circuit has the voltages u/a at its inputs, conductances |T_ij|/a, currents I/a and
amplifiers of gain aλ: divide the equation by a to see that the outputs V(t) are the same. a is the largest of 1 and all
R_i Σ_j |T_ij|, and at a ρ_i that is infinite there is no resistor.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from hopfield._typing import is_number
from hopfield.errors import ParameterError

__all__ = ["Circuit", "netlist"]

_NEGLIGIBLE = 1e-12  # of the largest conductance
_DATA_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_RESPONSE = {"tanh": "tanh({slope}*V({node}))", "arctan": "{height}*atan({slope}*V({node}))"}


class Circuit(NamedTuple):
    """The parts of the circuit, in the units of the network.

    Attributes
    ----------
    matrix : (n, n) float array
        T
    gain : float
        λ
    response : "tanh" or "arctan"
    resistance, capacitance : (n,) float arrays
        R and C
    current : (n,) float array
        I
    start : (n,) float array
        u at time 0
    """

    matrix: np.ndarray
    gain: float
    response: str
    resistance: np.ndarray
    capacitance: np.ndarray
    current: np.ndarray
    start: np.ndarray

    @property
    def attenuation(self) -> float:
        """a: the inputs of the circuit are at u/a, so that no input resistance has to be negative."""
        return float(max(1.0, (self.resistance * np.abs(self.matrix).sum(axis=1)).max()))

    @property
    def leaks(self) -> np.ndarray:
        """1/ρ_i, shape (n,); 0 where there is no resistor."""
        synapses = np.abs(self.matrix).sum(axis=1) / self.attenuation
        found = 1.0 / self.resistance - synapses
        return np.where(found * self.resistance > _NEGLIGIBLE, found, 0.0)


def netlist(
    circuit: Circuit, duration: Any, ohm: float, farad: float, data: str = "hopfield.dat"
) -> str:
    """Return the circuit as a netlist that `ngspice -b` runs as it is (hopfield1984).

    Parameters
    ----------
    circuit : Circuit
    duration : float, positive
        how long it runs, in the time constants of the slowest unit
    ohm, farad : float, positive
        what a resistance and a capacitance of 1 are; a time of 1 is then ohm·farad seconds, V = 1 is one volt, and a
        current of 1 is 1/ohm amperes
    data : str
        the file for time and outputs that ngspice writes: letters, digits and _ . -

    Raises
    ------
    ParameterError
        for numbers that are not positive, or a name that SPICE would not understand
    """
    for name, value in (("duration", duration), ("ohm", ohm), ("farad", farad)):
        if not (is_number(value) and 0.0 < value < np.inf):
            message = f"{name} must be a positive number, got {value!r}"
            raise ParameterError(message)
    if not _DATA_FILE.fullmatch(data):
        message = f"data must be the name of a file, of letters, digits and _ . -, got {data!r}"
        raise ParameterError(message)
    lines = [*_head(circuit, ohm, farad)]
    for part in (_amplifiers(circuit), _synapses(circuit, ohm), _inputs(circuit, ohm, farad)):
        lines += part
    lines += _orders(circuit, duration, ohm, farad, data)
    return "\n".join(lines) + "\n"


def _number(value: Any) -> str:
    """Return a number as SPICE reads it, without letters that would mean a unit."""
    return f"{float(value):.12g}"


def _head(circuit: Circuit, ohm: float, farad: float) -> Iterator[str]:
    """Yield what the circuit is, for its reader."""
    yield f"* {len(circuit.start)} neurons with graded response, as in Hopfield (1984), figure 2"
    yield "* u<i> input, v<i> output, w<i> inverted output of amplifier i"
    yield f"* inputs are at u/{_number(circuit.attenuation)} volts, outputs at V volts;"
    yield f"* resistance 1 = {_number(ohm)} ohm, capacitance 1 = {_number(farad)} F, time 1 = {_number(ohm * farad)} s"


def _amplifiers(circuit: Circuit) -> Iterator[str]:
    """Yield the two outputs of each amplifier."""
    gain = circuit.gain * circuit.attenuation
    slope = gain if circuit.response == "tanh" else 0.5 * np.pi * gain
    for i in range(1, len(circuit.start) + 1):
        said = {"slope": _number(slope), "height": _number(2.0 / np.pi), "node": f"u{i}"}
        yield f"Bv{i} v{i} 0 V = {_RESPONSE[circuit.response].format(**said)}"
        yield f"Ew{i} w{i} 0 v{i} 0 -1"


def _synapses(circuit: Circuit, ohm: float) -> list[str]:
    """Return the resistors R_ij, from normal outputs where T_ij > 0 and from inverted ones where T_ij < 0."""
    size = np.abs(circuit.matrix)
    rows, columns = np.nonzero(size > _NEGLIGIBLE * size.max())
    ohms = (ohm * circuit.attenuation / size[rows, columns]).tolist()
    signs = np.where(circuit.matrix[rows, columns] > 0.0, "v", "w").tolist()
    places = zip((rows + 1).tolist(), (columns + 1).tolist(), signs, ohms, strict=True)
    return [f"Rt{i}_{j} {sign}{j} u{i} {value:.12g}" for i, j, sign, value in places]


def _inputs(circuit: Circuit, ohm: float, farad: float) -> Iterator[str]:
    """Yield what lies between each input and the ground: ρ_i, C_i with its voltage at time 0, and the current."""
    scale = circuit.attenuation
    columns = (circuit.leaks, circuit.capacitance, circuit.start, circuit.current)
    for i, (leak, capacitance, start, current) in enumerate(zip(*columns, strict=True), 1):
        if leak:
            yield f"Rrho{i} u{i} 0 {_number(ohm / leak)}"
        yield f"C{i} u{i} 0 {_number(farad * capacitance)} ic={_number(start / scale)}"
        if current:
            yield f"I{i} 0 u{i} DC {_number(current / (scale * ohm))}"


def _orders(
    circuit: Circuit, duration: float, ohm: float, farad: float, data: str
) -> Iterator[str]:
    """Yield what SPICE is to do: start from the voltages of the capacitors, and write the outputs."""
    seconds = ohm * farad * circuit.resistance * circuit.capacitance
    stop, step = duration * float(seconds.max()), float(seconds.min()) / 50
    yield f".options reltol=1e-6 abstol={_number(1e-9 / ohm)} chgtol={_number(1e-9 * farad)}"
    yield f".tran {_number(step)} {_number(stop)} 0 {_number(step)} uic"
    outputs = [f"v(v{i})" for i in range(1, len(circuit.start) + 1)]
    yield f".save {outputs[0]}"
    yield from (f"+ {output}" for output in outputs[1:])
    yield ".control"
    yield "set wr_singlescale"
    yield "set wr_vecnames"
    yield "set numdgt=10"
    yield "run"
    yield f"wrdata {data} {' '.join(outputs)}"
    yield "quit"
    yield ".endc"
    yield ".end"
