"""Recipes of three lines, one paper each."""

from hopfield.models.attention import modern
from hopfield.models.classical import hopfield, hopfield1982
from hopfield.models.graded import graded
from hopfield.models.higher import dense, exponential
from hopfield.models.layers import bam
from hopfield.models.sequences import sequence
from hopfield.models.stochastic import boltzmann, rbm

__all__ = [
    "bam",
    "boltzmann",
    "dense",
    "exponential",
    "graded",
    "hopfield",
    "hopfield1982",
    "modern",
    "rbm",
    "sequence",
]
