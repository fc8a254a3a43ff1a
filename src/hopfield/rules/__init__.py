"""How patterns become couplings: one file a rule, one paper a rule."""

from hopfield.rules.base import Rule
from hopfield.rules.bounded import Bounded
from hopfield.rules.covariance import Covariance
from hopfield.rules.delayed import Delayed
from hopfield.rules.hebb import Hebb
from hopfield.rules.marginalist import Marginalist
from hopfield.rules.minimum_probability_flow import MinimumProbabilityFlow
from hopfield.rules.perceptron import Perceptron
from hopfield.rules.pseudoinverse import PseudoInverse
from hopfield.rules.sequence import Sequence
from hopfield.rules.storkey import Storkey
from hopfield.rules.unlearning import Unlearning
from hopfield.rules.willshaw import Willshaw

__all__ = [
    "Bounded",
    "Covariance",
    "Delayed",
    "Hebb",
    "Marginalist",
    "MinimumProbabilityFlow",
    "Perceptron",
    "PseudoInverse",
    "Rule",
    "Sequence",
    "Storkey",
    "Unlearning",
    "Willshaw",
]
