"""How neurons act on each other: couplings through overlaps, as a matrix, as one of few entries, and with a delay."""

from hopfield.couplings import damage
from hopfield.couplings.base import Coupling
from hopfield.couplings.delayed import DelayedCoupling
from hopfield.couplings.dense import DenseCoupling
from hopfield.couplings.overlap import OverlapCoupling
from hopfield.couplings.real_overlap import RealOverlapCoupling
from hopfield.couplings.sparse import SparseCoupling

__all__ = [
    "Coupling",
    "DelayedCoupling",
    "DenseCoupling",
    "OverlapCoupling",
    "RealOverlapCoupling",
    "SparseCoupling",
    "damage",
]
