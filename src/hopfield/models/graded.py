"""The network of neurons with graded response: continuous values in continuous time."""

from typing import Any

import numpy as np

from hopfield.errors import ParameterError
from hopfield.network import Network
from hopfield.patterns import Patterns
from hopfield.rules import Hebb, Rule
from hopfield.units import Graded

__all__ = ["graded"]


def graded(
    xi: Patterns,
    gain: Any,
    *,
    resistance: Any = 1.0,
    capacitance: Any = 1.0,
    response: Any = "tanh",
    current: Any = 0.0,
    rule: Rule | None = None,
) -> Network:
    """Return the network of neurons with graded response, to be moved by `Flow` (hopfield1984).

    C_i du_i/dt = Σ_j T_ij V_j - u_i/R_i + I_i,  V_i = g(u_i),  T = (1/n) Σ_μ ξ^μ ξ^μᵀ, T_ii = 0;
    E = -½ Σ T_ij V_i V_j + Σ (1/R_i) ∫₀^{V_i} g⁻¹ dV - Σ I_i V_i

    At high gain its minima are, one to one, those of the two-state network, near the corners of ±1; where λR times
    the largest eigenvalue of T is below 1, the only one is the origin. `Network.to_spice` writes it as a circuit.
    For couplings of your own write Network(DenseCoupling(T), units=Graded(gain), theta=-I).

    Parameters
    ----------
    xi : Patterns
        (p, n)
    gain : float, positive
        λ, the slope of g at 0; for one Hebbian pattern the origin is left above 1, and 10 is high
    resistance, capacitance : float or array_like (n,), positive
    response : "tanh" or "arctan"
    current : float or array_like (n,)
        I = -θ
    rule : Rule, default Hebb()

    Returns
    -------
    Network of n units

    Raises
    ------
    ParameterError, ShapeError
        for numbers that make no sense, or not n of them

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.graded(xi, gain=10)
    >>> found = hf.recall(net, hf.patterns.flip(xi[1], 0.16, seed=1), hf.Flow())
    >>> found.outcome.name, xi.match(np.sign(found.state)).label
    ('FIXED_POINT', 'C')
    """
    if np.asarray(current).dtype.kind not in "iuf":
        message = f"current is one number or {xi.n}, one a unit, got {current!r}"
        raise ParameterError(message)
    units = Graded(gain, resistance, capacitance, response)
    return Network((rule or Hebb())(xi), units=units, theta=-np.asarray(current, dtype=np.float64))
