"""Neurons of two states: `Spin`, -1 or +1, and `Binary`, 0 or 1 as in 1982.

Both are two-state neurons that listen to half their energy gap. A 0/1 neuron is a spin in disguise, V = (1 + s)/2, so
the dynamics moves spins only, and the units say how these spins hear the field.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from hopfield._typing import OneEach, PerUnit, States
from hopfield.errors import PatternError, ShapeError
from hopfield.states import as_states, describe_values, holds_only
from hopfield.units.base import TwoState

__all__ = ["Binary", "Spin"]


@dataclass(frozen=True)
class Spin(TwoState):
    """A neuron with the two values -1 and +1; in a probe, 0 means unknown.

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.Network(hf.rules.Hebb()(hf.patterns.letters("TCH")), units=hf.Spin()).n
    25
    """

    @property
    def gain(self) -> float:
        """1: the gap is the field of the spins + bias."""
        return 1.0

    def checked(self, values: object, n: int, what: str = "state") -> States:
        """Return values as int8 -1, 0, +1; raise PatternError or ShapeError for anything else."""
        return as_states(values, n, what)

    def to_spins(self, states: States) -> States:
        """Return the spins of these states: themselves."""
        return states

    def from_spins(self, spins: States) -> States:
        """Return the states of these spins: themselves."""
        return spins

    def bias(self, theta: OneEach, row_sums: Callable[[], OneEach]) -> PerUnit:  # one form for both
        """Return what is added to the field of the spins: -θ."""
        return -theta

    def products(self, products: np.ndarray, sums: Callable[[], np.ndarray]) -> np.ndarray:
        """Return the products of the states from those of their spins: themselves."""
        return products

    def gap(self, field: PerUnit, diagonal: Any, theta: OneEach) -> PerUnit:  # one form for both
        """Return ½[E(-1) - E(+1)] from the field without the self term."""
        return field - theta


@dataclass(frozen=True)
class Binary(TwoState):
    """A neuron with the two values 0 and 1, as in 1982: V_i = 1 if Σ_{j≠i} J_ij V_j > U_i.

    In a probe 0 is a value and not "unknown". With no bias, half of the drive of the ±1 network is missing: its
    capacity is half as large, 0.069 n for large n.                                              hopfield1982

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> hf.Binary().from_spins(xi[0])[:5]
    array([1, 1, 1, 1, 1], dtype=int8)
    """

    @property
    def gain(self) -> float:
        """¼: the gap is a quarter of the field of the spins + bias."""
        return 0.25

    def checked(self, values: object, n: int, what: str = "state") -> States:
        """Return values as int8 0 and 1; raise PatternError or ShapeError for anything else."""
        array = np.asarray(values)
        if array.ndim == 0 or array.shape[-1] != n:
            size = array.shape[-1] if array.ndim else "no"
            message = f"{what} has {size} units, the network has {n}"
            raise ShapeError(message)
        if array.dtype.kind not in "biuf" or not holds_only(array, 0, 1):
            given = describe_values(array) if array.dtype.kind in "iuf" else array.dtype
            message = f"{what} for binary units holds 0 and 1, got {given}; for spins use Binary().from_spins(x)"
            raise PatternError(message)
        return array.astype(np.int8, copy=False)

    def to_spins(self, states: States) -> States:
        """Return 2V - 1."""
        return (2 * states - 1).astype(np.int8)

    def from_spins(self, spins: States) -> States:
        """Return (1 + s)/2."""
        return ((np.asarray(spins) + 1) // 2).astype(np.int8)

    def bias(self, theta: OneEach, row_sums: Callable[[], OneEach]) -> OneEach:
        """Return what is added to the field of the spins: Σ_j J_ij - 2θ_i."""
        return row_sums() - 2 * theta

    def products(self, products: np.ndarray, sums: Callable[[], np.ndarray]) -> np.ndarray:
        """Return Σ_i ξ_i^μ V_i from Σ_i ξ_i^μ s_i and Σ_i ξ_i^μ: half of the two together, a whole number."""
        return (products + sums()) // 2

    def gap(self, field: PerUnit, diagonal: Any, theta: OneEach) -> PerUnit:
        """Return ½[E(0) - E(1)] from Σ_{j≠i} J_ij V_j: the diagonal adds J_ii/2 to the gap of 0 and 1."""
        return 0.5 * (field + 0.5 * diagonal - theta)
