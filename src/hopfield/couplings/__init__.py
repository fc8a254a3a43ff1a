"""How neurons act on each other: through overlaps with patterns, as a matrix, and as a matrix of few entries."""

from hopfield.couplings import damage
from hopfield.couplings.base import Coupling
from hopfield.couplings.dense import DenseCoupling
from hopfield.couplings.overlap import OverlapCoupling
from hopfield.couplings.real_overlap import RealOverlapCoupling
from hopfield.couplings.sparse import SparseCoupling

__all__ = [
    "Coupling",
    "DenseCoupling",
    "OverlapCoupling",
    "RealOverlapCoupling",
    "SparseCoupling",
    "damage",
]
