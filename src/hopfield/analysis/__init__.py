"""What a network can tell about itself without a recall: how stable its bits are, and what it knows already."""

from hopfield.analysis.attention import Attention, attention
from hopfield.analysis.familiarity import Familiarity, familiarity
from hopfield.analysis.stability import stability

__all__ = ["Attention", "Familiarity", "attention", "familiarity", "stability"]
