"""Recipes of three lines, one paper each."""

from hopfield.models.classical import hopfield, hopfield1982

__all__ = ["hopfield", "hopfield1982"]
