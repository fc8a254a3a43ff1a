"""How neurons act on each other: couplings through overlaps, and as a matrix."""

from hopfield.couplings.base import Coupling
from hopfield.couplings.dense import DenseCoupling
from hopfield.couplings.overlap import OverlapCoupling

__all__ = ["Coupling", "DenseCoupling", "OverlapCoupling"]
