"""How neurons act on each other: through overlaps, by a matrix full or of few entries, between layers, with a delay."""

from hopfield.couplings import damage
from hopfield.couplings.base import Coupling
from hopfield.couplings.bipartite import BipartiteCoupling
from hopfield.couplings.delayed import DelayedCoupling
from hopfield.couplings.dense import DenseCoupling
from hopfield.couplings.overlap import OverlapCoupling
from hopfield.couplings.pairs import PairCoupling
from hopfield.couplings.real_overlap import RealOverlapCoupling
from hopfield.couplings.sparse import SparseCoupling

__all__ = [
    "BipartiteCoupling",
    "Coupling",
    "DelayedCoupling",
    "DenseCoupling",
    "OverlapCoupling",
    "PairCoupling",
    "RealOverlapCoupling",
    "SparseCoupling",
    "damage",
]
