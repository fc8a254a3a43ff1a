"""Recipes of three lines, one paper each."""

from hopfield.models.classical import hopfield, hopfield1982
from hopfield.models.higher import dense, exponential
from hopfield.models.layers import bam
from hopfield.models.sequences import sequence
from hopfield.models.stochastic import boltzmann, rbm

__all__ = [
    "bam",
    "boltzmann",
    "dense",
    "exponential",
    "hopfield",
    "hopfield1982",
    "rbm",
    "sequence",
]
