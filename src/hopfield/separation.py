"""How sharply a network tells one overlap from another: the function F in E(s) = -n·F(m).

m_μ = ξ^μ·s / n are the overlaps. A unit moves by half its energy gap,

    gap_i = (n/2) [F(m with s_i = +1) - F(m with s_i = -1)],

which for a sum over patterns is Σ_μ ξ_i^μ D(R_μ) with R_μ = Σ_{j≠i} ξ_j^μ s_j and D half the step of n·F from R - 1
to R + 1: the update of krotov2016. Overlaps of spins are whole numbers, so D is a table.

A steeper F holds more patterns: ½m² about n, mᵏ about nᵏ⁻¹, e^{nm} about 2^{n/2} (demircigil2017). The price is that
J no longer exists: there is no matrix whose product with the state is the field.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import comb, log
from typing import Any, NamedTuple

import numpy as np

from hopfield._typing import Number
from hopfield.errors import FitError, ParameterError
from hopfield.simplex import entmax, tsallis

__all__ = ["Entmax", "Exponential", "Linear", "Power", "Separation", "Softmax", "Steps", "half_gap"]

_SUM, _EXPONENTIAL, _SOFTMAX = 0, 1, 2
_EPS = float(np.finfo(float).eps)
_TINY = float(np.finfo(float).tiny)
_EXACT = 1 << 53  # whole numbers up to this are exact in float64, whatever the order of their sums
_DEEPEST = 745.0  # e^{-745} is the last that is not zero
_DEEPEST_POWER = 690.0  # and this is still precise, with some room for factors
_SHARPEST = 200.0


class Steps(NamedTuple):
    """D of a separation, as the kernels want it.

    Attributes
    ----------
    table : float array: D at index R - reference + origin
    origin : int
    kind : 0 for a sum over patterns, 1 for exponential, 2 for softmax: these two refer to the largest overlap
    unit : float: what the gap is multiplied by in the table
    sharpness : float: b in e^{bR}
    rounding : float: a sum up to this, relative to the sizes of its terms, counts as zero
    """

    table: np.ndarray
    origin: int
    kind: int
    unit: float
    sharpness: float
    rounding: float

    @property
    def is_relative(self) -> bool:
        """Whether the steps refer to the largest overlap."""
        return self.kind != _SUM


class Separation(ABC):
    """A function F of the overlaps, its slope, and its steps."""

    @property
    @abstractmethod
    def is_additive(self) -> bool:
        """Whether F is a sum over patterns, so that the energies of two sets of patterns add up."""

    @abstractmethod
    def potential(self, m: np.ndarray, n: int) -> Any:
        """Return F(m), shape (*batch,), for overlaps (*batch, p) of n units."""

    @abstractmethod
    def slope(self, m: np.ndarray, n: int) -> np.ndarray:
        """Return ∂F/∂m_μ, shape (*batch, p), for overlaps (*batch, p) of n units."""

    @abstractmethod
    def steps(self, p: int, n: int) -> Steps:
        """Return D for p patterns of n units."""


@dataclass(frozen=True)
class Linear(Separation):
    """F(m) = ½ Σ_μ m_μ²: the classical network, whose field is linear in the overlaps.         hopfield1982"""

    @property
    def is_additive(self) -> bool:
        """True."""
        return True

    def potential(self, m: np.ndarray, n: int) -> Any:
        """Return ½ Σ_μ m_μ²."""
        return 0.5 * np.sum(np.square(m), axis=-1)

    def slope(self, m: np.ndarray, n: int) -> np.ndarray:
        """Return m."""
        return m

    def steps(self, p: int, n: int) -> Steps:
        """Return D(R) = R/n."""
        reach = np.arange(-n - 1, n + 2, dtype=np.float64)
        return Steps(reach, n + 1, _SUM, float(n), 0.0, 0.0)


@dataclass(frozen=True)
class Power(Separation):
    """F(m) = (1/k) Σ_μ m_μᵏ, or of the positive parts of m only: dense associative memory.         krotov2016

    With k = 2 it is the classical network. Its paper has E = -Σ (ξ·s)ᵏ, which is k nᵏ⁻¹ times ours. An odd power or a
    rectified one tells a pattern from its negative.

    Parameters
    ----------
    degree : int, at least 2
        k
    rectified : bool
        whether negative overlaps count for nothing: F(m) = (1/k) Σ_μ max(m_μ, 0)ᵏ

    Raises
    ------
    ParameterError
        for a degree that is not a whole number of at least 2

    Examples
    --------
    >>> import hopfield as hf
    >>> from hopfield.separation import Power
    >>> xi = hf.patterns.random(60, 60, seed=0)  # far above the load of Hebb's rule
    >>> net = hf.Network(hf.couplings.OverlapCoupling(xi, separation=Power(4)))
    >>> found = hf.recall(net, hf.patterns.flip(xi[7], 5, seed=0), seed=0)
    >>> xi.match(found.state).index
    7
    """

    degree: int = 3
    rectified: bool = False

    def __post_init__(self) -> None:
        whole = isinstance(self.degree, int | np.integer) and not isinstance(self.degree, bool)
        if not whole or self.degree < 2:
            message = f"degree must be a whole number of at least 2, got {self.degree!r}"
            raise ParameterError(message)

    @property
    def is_additive(self) -> bool:
        """True."""
        return True

    def potential(self, m: np.ndarray, n: int) -> Any:
        """Return (1/k) Σ_μ m_μᵏ."""
        return np.sum(self._counted(m) ** self.degree, axis=-1) / self.degree

    def slope(self, m: np.ndarray, n: int) -> np.ndarray:
        """Return m_μᵏ⁻¹."""
        return self._counted(m) ** (self.degree - 1)

    def _counted(self, m: np.ndarray) -> np.ndarray:
        """Return what of the overlaps counts."""
        return np.maximum(m, 0.0) if self.rectified else np.asarray(m, dtype=np.float64)

    def steps(self, p: int, n: int) -> Steps:
        """Return D(R) = (n^{1-k}/2k) [(R + 1)ᵏ - (R - 1)ᵏ], without the factor while sums are exact."""
        k = int(self.degree)
        if k * log(n) > _DEEPEST_POWER:
            largest = int(_DEEPEST_POWER / log(n))
            message = (
                f"degree {k} is too large for {n} units: (1/n)ᵏ is below what a float can hold; take at most {largest},"
                " or Exponential()"
            )
            raise ParameterError(message)
        size = np.arange(n + 2, dtype=np.int64)  # |R|
        is_exact = p * ((n + 2) ** k - n**k) < _EXACT
        if is_exact:
            terms = (2 * comb(k, j) * size ** (k - j) for j in range(1, k + 1, 2))
            steps, unit = (
                np.sum(list(terms), axis=0).astype(np.float64),
                2.0 * k * float(n) ** (k - 1),
            )
        else:  # in the form that does not cancel
            steps, unit = np.empty(n + 2), 1.0
            ratio = k * np.log1p(-2.0 / (size[2:] + 1.0))
            steps[2:] = (n / (2.0 * k)) * ((size[2:] + 1.0) / n) ** k * -np.expm1(ratio)
            steps[1] = (n / (2.0 * k)) * (2.0 / n) ** k
            steps[0] = (n / (2.0 * k)) * (1 - (-1) ** k) * (1.0 / n) ** k
        negative = steps[:0:-1] * (-1) ** (k - 1)
        if self.rectified:
            negative = np.zeros(n + 1)
            steps[0] = 1.0 if is_exact else (n / (2.0 * k)) * (1.0 / n) ** k
        table = np.concatenate([negative, steps])
        return Steps(table, n + 1, _SUM, unit, 0.0, 0.0 if is_exact else 2 * p * _EPS)


@dataclass(frozen=True)
class Exponential(Separation):
    """F(m) = (1/n) Σ_μ e^{n(m_μ - 1)}: the memory of exponential capacity.                   demircigil2017

    Its paper has E = -Σ_μ e^{ξ^μ·s}; ours is e^{-n} times that, from -p to 0, which can't overflow. Far from all
    patterns of many units the energy is below what a float can hold and reads 0.0. The gaps are computed relative to
    the largest overlap, so that their signs are right all the same: one too small for a float reads ±2.2e-308.
    At T = 0 `Softmax(beta=n)` does the same, and its energy is minus the logarithm of the paper's.

    Examples
    --------
    >>> import hopfield as hf
    >>> from hopfield.separation import Exponential
    >>> xi = hf.patterns.random(200, 60, seed=0)
    >>> net = hf.Network(hf.couplings.OverlapCoupling(xi, separation=Exponential()))
    >>> round(net.energy(xi[0]), 6)
    -1.0
    """

    @property
    def is_additive(self) -> bool:
        """True."""
        return True

    def potential(self, m: np.ndarray, n: int) -> Any:
        """Return (1/n) Σ_μ e^{n(m_μ - 1)}."""
        return np.sum(self.slope(m, n), axis=-1) / n

    def slope(self, m: np.ndarray, n: int) -> np.ndarray:
        """Return e^{n(m_μ - 1)}."""
        return np.exp(n * (np.asarray(m, dtype=np.float64) - 1.0))

    def steps(self, p: int, n: int) -> Steps:
        """Return D(R) = e^{R - n} sinh 1, without the factor e^{-n} sinh 1."""
        return _exponentials(1.0, p, n, _EXPONENTIAL)


@dataclass(frozen=True)
class Softmax(Separation):
    """F(m) = (1/β) ln Σ_μ e^{β m_μ}: the modern network, here of two-state units.             ramsauer2020

    Its slope is softmax(β m), so the field is an attention over the patterns. With β = n it moves as `Exponential`
    does at T = 0, and its energy -ln Σ_μ e^{ξ^μ·s} neither overflows nor vanishes. As m = ξ·s / n, this β is n times
    the one that multiplies ξ·s in ramsauer2020 and in `hf.models.modern`.

    Parameters
    ----------
    beta : float, above 0 and at most 200 n
        how sharply overlaps are told apart: one flipped unit changes βm by 2β/n

    Raises
    ------
    ParameterError
        for a β outside that range

    Examples
    --------
    >>> import hopfield as hf
    >>> from hopfield.separation import Softmax
    >>> xi = hf.patterns.letters("TCH")
    >>> coupling = hf.couplings.OverlapCoupling(xi, separation=Softmax(beta=25))
    >>> round(coupling.energy(xi[0]), 6)
    -25.0
    """

    beta: Number

    def __post_init__(self) -> None:
        if not 0.0 < self.beta < np.inf:
            message = f"beta must be a finite number above 0, got {self.beta!r}"
            raise ParameterError(message)

    @property
    def is_additive(self) -> bool:
        """False: the logarithm mixes the patterns."""
        return False

    def potential(self, m: np.ndarray, n: int) -> Any:
        """Return (1/β) ln Σ_μ e^{β m_μ}."""
        largest = np.max(m, axis=-1, keepdims=True)
        rest = np.log(np.sum(np.exp(self.beta * (m - largest)), axis=-1))
        return largest[..., 0] + rest / self.beta

    def slope(self, m: np.ndarray, n: int) -> np.ndarray:
        """Return softmax(β m)."""
        weights = np.exp(self.beta * (m - np.max(m, axis=-1, keepdims=True)))
        return weights / weights.sum(axis=-1, keepdims=True)

    def steps(self, p: int, n: int) -> Steps:
        """Return e^{bR} with b = β/n: gap_i = (1/b) artanh(tanh b · Σ_μ ξ_i e^{bR} / Σ_μ e^{bR})."""
        sharpness = float(self.beta) / n
        if sharpness > _SHARPEST:
            message = (
                f"beta = {self.beta:g} is above {_SHARPEST:g} n = {_SHARPEST * n:g}; the nearest pattern already"
                " outweighs all others there, so a larger beta changes nothing: use that one"
            )
            raise ParameterError(message)
        return _exponentials(sharpness, p, n, _SOFTMAX)


@dataclass(frozen=True)
class Entmax(Separation):
    """F(m) = (1/β) max over weights w of [β w·m + H_α(w)]: a softmax whose small weights are exactly zero (peters2019).

    H_α(w) = (1 - Σ_μ w_μ^α) / (α (α - 1)) over weights that are at least 0 and sum to 1. The slope is
    w_μ = max(0, (α - 1) β m_μ - τ)^{1/(α-1)}, τ such that Σ_μ w_μ = 1: for α = 2 sparsemax (martins2016), for α → 1
    softmax. A pattern whose overlap exceeds all others by 1/((α - 1) β) has all the weight, so that it is
    retrieved exactly and not only nearly (hu2023, santos2024). As m = ξ·s / n, this β is n times the one that
    multiplies ξ·s in `hf.models.modern`.

    Parameters
    ----------
    alpha : float, above 1
        1.5 and 2 are usual; the larger, the fewer weights are not zero
    beta : float, above 0

    Raises
    ------
    ParameterError
        for an α or a β outside that range

    Examples
    --------
    >>> import numpy as np
    >>> from hopfield.separation import Entmax
    >>> Entmax(2, beta=1.0).slope(np.array([1.0, 0.5, -1.0]), n=1)
    array([0.75, 0.25, 0.  ])
    """

    alpha: Number
    beta: Number

    def __post_init__(self) -> None:
        if not 1.0 < self.alpha < np.inf:
            message = f"alpha must be a finite number above 1, got {self.alpha!r}; for alpha = 1 use Softmax(beta)"
            raise ParameterError(message)
        if not 0.0 < self.beta < np.inf:
            message = f"beta must be a finite number above 0, got {self.beta!r}"
            raise ParameterError(message)

    @property
    def is_additive(self) -> bool:
        """False: the weights sum to one."""
        return False

    def potential(self, m: np.ndarray, n: int) -> Any:
        """Return w·m + H_α(w)/β for the weights w that `slope` gives."""
        weights, (p, batch) = self.slope(m, n), (m.shape[-1], m.shape[:-1])
        rows = np.repeat(np.arange(weights.size // p), p)
        entropy = tsallis(weights.ravel(), rows, weights.size // p, float(self.alpha))
        return np.sum(weights * m, axis=-1) + entropy.reshape(batch) / self.beta

    def slope(self, m: np.ndarray, n: int) -> np.ndarray:
        """Return α-entmax(β m)."""
        p, alpha = m.shape[-1], float(self.alpha)
        above = (alpha - 1.0) * self.beta * (m - np.max(m, axis=-1, keepdims=True))
        rows = np.repeat(np.arange(above.size // p), p)
        return entmax(above.ravel(), rows, above.size // p, alpha).reshape(m.shape)

    def steps(self, p: int, n: int) -> Steps:
        """Refuse: there is no table for two-state units.

        Raises
        ------
        FitError
        """
        message = (
            f"{self!r} is heard through units of real values: write hf.models.modern(X, beta, separation=...), or"
            " take Softmax(beta) for hf.Spin()"
        )
        raise FitError(message)


def _exponentials(sharpness: float, p: int, n: int, kind: int) -> Steps:
    """Return e^{bR} for R from as far down as matters to one above the largest overlap."""
    lowest = min(2 * n + 2, int(_DEEPEST / sharpness) + 2)
    table = np.exp(sharpness * np.arange(-lowest, 2, dtype=np.float64))
    return Steps(table, lowest, kind, 1.0, sharpness, 2 * p * _EPS)


def half_gap(steps: Steps, high: np.ndarray, low: np.ndarray, reference: np.ndarray, n: int) -> Any:
    """Return half the energy gap from the sums over the patterns for and against +1, as the kernels do."""
    total = high - low
    if steps.kind == _SUM:
        return total / steps.unit
    is_zero = np.abs(total) <= steps.rounding * (high + low)
    if steps.kind == _EXPONENTIAL:
        found = total * np.sinh(1.0) * np.exp(reference - n)
        found = np.where(np.abs(found) < _TINY, np.copysign(_TINY, total), found)
        return np.where(is_zero, 0.0, found)
    twice = 2.0 * steps.sharpness
    most, least = np.maximum(high, low), np.minimum(high, low)
    size = np.log1p((most - least) * -np.expm1(-twice) / (least + np.exp(-twice) * most)) / twice
    return np.where(is_zero, 0.0, np.copysign(size, total))
