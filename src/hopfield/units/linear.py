"""A neuron that becomes what it hears: `Linear`, the unit of modern networks and of attention."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hopfield._typing import PerUnit
from hopfield.states import as_reals
from hopfield.units.base import Continuous

__all__ = ["Linear"]


@dataclass(frozen=True)
class Linear(Continuous):
    """A neuron of any real value that takes the value of its field; its own energy is ½ s².

    So E_net = E(s) + θ·s + ½ s·s is stationary exactly where every unit is what it hears: s = field. With a softmax
    over patterns this is the modern Hopfield network, and one step of all units is attention (ramsauer2020). In a
    probe 0 is a value and not "unknown".

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> hf.Linear().respond(np.array([0.5, -2.0]))
    array([ 0.5, -2. ])
    """

    def checked(self, values: object, n: int, what: str = "state") -> np.ndarray:
        """Return values as float64; raise PatternError or ShapeError for what is not n finite numbers."""
        return as_reals(values, n, what)

    def energy(self, states: np.ndarray) -> Any:
        """Return ½ s·s, shape (*batch,)."""
        return 0.5 * np.sum(np.square(states), axis=-1)

    def respond(self, field: PerUnit) -> PerUnit:
        """Return the field."""
        return field
