"""How machines of 0/1 units learn a distribution: Boltzmann's and the restricted one, and what they have learned."""

from hopfield.learning.annealing import Annealing
from hopfield.learning.divergence import ContrastiveDivergence
from hopfield.learning.fit import fit
from hopfield.learning.gradient import ExactGradient
from hopfield.learning.importance import PartitionEstimate, annealed_importance_sampling
from hopfield.learning.likelihood import log_likelihood
from hopfield.learning.marginal import marginal
from hopfield.learning.method import History, Learned, Method

__all__ = [
    "Annealing",
    "ContrastiveDivergence",
    "ExactGradient",
    "History",
    "Learned",
    "Method",
    "PartitionEstimate",
    "annealed_importance_sampling",
    "fit",
    "log_likelihood",
    "marginal",
]
