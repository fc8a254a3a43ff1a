"""What a neuron is: of two states, `Spin` and `Binary`, or of real values, `Graded` and `Linear`."""

from hopfield.units.base import Continuous, TwoState, Units
from hopfield.units.linear import Linear
from hopfield.units.two_state import Binary, Spin

__all__ = ["Binary", "Continuous", "Linear", "Spin", "TwoState", "Units"]
