"""What a network can tell about itself: how stable its bits are, what it knows already, and where it flows."""

from hopfield.analysis.familiarity import Familiarity, familiarity
from hopfield.analysis.stability import stability
from hopfield.analysis.trajectory import trajectory

__all__ = ["Familiarity", "familiarity", "stability", "trajectory"]
