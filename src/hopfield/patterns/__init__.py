"""What is stored: patterns, where they come from, and what can happen to them."""

from hopfield.patterns.categories import categories
from hopfield.patterns.corrupt import blend, erase, flip, instances
from hopfield.patterns.generate import hadamard, random
from hopfield.patterns.glyphs import letters
from hopfield.patterns.matching import Match
from hopfield.patterns.packed import Patterns
from hopfield.patterns.pictures import images, read_picture, to_gray, to_image

__all__ = [
    "Match",
    "Patterns",
    "blend",
    "categories",
    "erase",
    "flip",
    "hadamard",
    "images",
    "instances",
    "letters",
    "random",
    "read_picture",
    "to_gray",
    "to_image",
]
