"""Recipes of three lines, one paper each."""

from hopfield.models.attention import modern
from hopfield.models.classical import hopfield, hopfield1982
from hopfield.models.graded import graded
from hopfield.models.higher import dense, exponential
from hopfield.models.sequences import sequence

__all__ = [
    "dense",
    "exponential",
    "graded",
    "hopfield",
    "hopfield1982",
    "modern",
    "sequence",
]
