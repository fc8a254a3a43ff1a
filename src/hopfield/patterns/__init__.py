"""What is stored: patterns, where they come from, and what can happen to them."""

from hopfield.patterns.corrupt import blend, erase, flip
from hopfield.patterns.generate import hadamard, random
from hopfield.patterns.glyphs import letters
from hopfield.patterns.matching import Match
from hopfield.patterns.packed import Patterns
from hopfield.patterns.pictures import images, read_picture, to_gray, to_image

__all__ = [
    "Match",
    "Patterns",
    "blend",
    "erase",
    "flip",
    "hadamard",
    "images",
    "letters",
    "random",
    "read_picture",
    "to_gray",
    "to_image",
]
