"""What spins hear from patterns of real numbers: half of their energy gaps, as the kernels compute them."""

from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Any

import numpy as np

from hopfield.errors import FitError, ParameterError
from hopfield.separation import Exponential, Power, Separation, Softmax
from hopfield.threads import n_threads, share

__all__ = ["HalfGaps"]

_EXACT = float(
    1 << 53
)  # whole numbers up to this are exact in float64, whatever the order of their sums
_LARGEST = 700.0  # e^700 is nearly the largest float


@dataclass(frozen=True, eq=False)
class HalfGaps:
    """½[E(s_i = -1) - E(s_i = +1)] for E(s) = -n F(m), m = keys·s / n.

    Parameters
    ----------
    keys : (p, n) float array
    separation : Power, Exponential or Softmax
    """

    keys: np.ndarray
    separation: Separation

    @cached_property
    def reach(self) -> float:
        """No overlap ξ·s is larger than this."""
        return float(np.abs(self.keys).sum(axis=1, dtype=np.float64).max())

    @cached_property
    def is_whole(self) -> bool:
        """Whether all overlaps are whole numbers, computed without rounding."""
        return bool((self.keys == np.rint(self.keys)).all()) and 4.0 * self.reach < _EXACT

    def check(self) -> None:
        """Raise FitError for a separation that spins can't hear, ParameterError for powers that floats can't hold."""
        if isinstance(self.separation, Power):
            self._scale()
        elif not isinstance(self.separation, Exponential | Softmax):
            message = (
                f"{self.separation!r} is heard through units of real values: take hf.Linear(), or Power(degree),"
                " Exponential() or Softmax(beta) for hf.Spin()"
            )
            raise FitError(message)

    @cached_property
    def packed(self) -> Any:
        """The kernels' form: what each unit is in each pattern, and how it counts."""
        from hopfield.kernels.real_patterns import EXPONENTIAL, POWER, SOFTMAX, RealPatterns

        n, separation = self.keys.shape[1], self.separation
        sizes = np.abs(self.keys).sum(axis=1, dtype=np.float64)
        blur = (0.0 if self.is_whole else 2.0 * n * float(np.finfo(float).eps)) * sizes
        rows = np.array(self.keys.T, order="C")
        rows.flags.writeable = blur.flags.writeable = False
        kind, degree, is_rectified, is_exact = SOFTMAX, 0, False, False
        unit, scale, sharpness = 1.0, 1.0, 1.0
        if isinstance(separation, Power):
            kind, degree, is_rectified = POWER, int(separation.degree), bool(separation.rectified)
            is_exact, unit, scale = self._is_exact(), self._unit(), self._scale()
        elif isinstance(separation, Exponential):
            kind = EXPONENTIAL
        elif isinstance(separation, Softmax):
            sharpness = float(separation.beta) / n
        return RealPatterns(
            rows, blur, kind, degree, is_rectified, is_exact, unit, scale, sharpness
        )

    def _is_exact(self) -> bool:
        """Whether sums of powers are whole numbers that a float holds."""
        k, p = int(getattr(self.separation, "degree", 0)), len(self.keys)
        return self.is_whole and k * log(max(2.0, 3.0 * self.reach)) + log(p) < log(_EXACT)

    def _unit(self) -> float:
        """Return what overlaps are multiplied by before powers are taken, so that these are at most about 1."""
        return 1.0 if self._is_exact() or not self.reach else 1.0 / self.reach

    def _scale(self) -> float:
        """Return (n/2k) (1/(n unit))ᵏ, or say that a float can't hold it."""
        n, k, reach = (
            self.keys.shape[1],
            int(getattr(self.separation, "degree", 0)),
            1.0 / self._unit(),
        )
        size = log(n / (2.0 * k)) + k * log(reach / n)
        if abs(size) > _LARGEST:
            message = (
                f"degree {k}: overlaps of up to {reach / n:.3g} to that power are beyond what a float can hold; take a"
                " smaller degree, Exponential(), or patterns whose entries are about 1"
            )
            raise ParameterError(message)
        return float(np.exp(size))

    def __call__(self, spins: np.ndarray) -> np.ndarray:
        """Return the gaps of int8 spins, (*batch, n), of which some may be unknown."""
        from hopfield.kernels.real_patterns import half_gaps

        rows = np.ascontiguousarray(spins.reshape(-1, spins.shape[-1]))
        found, products = np.empty(rows.shape), np.zeros((len(rows), 0), dtype=np.int64)
        coupling, threads = self.packed, n_threads()

        def work(part: slice) -> None:
            half_gaps(coupling, rows[part], products[part], found[part])

        share(work, len(rows), threads, threads)
        return found.reshape(spins.shape)
