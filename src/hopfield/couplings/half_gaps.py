"""What spins hear from patterns of real numbers: half of their energy gaps, as the kernels compute them."""

from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Any

import numpy as np

from hopfield.errors import ParameterError
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
    def packed(self) -> Any:
        """The kernels' form: what each unit is in each pattern, and how it counts."""
        from hopfield.kernels.real_patterns import POWER, RealPatterns

        (p, n), separation = self.keys.shape, self.separation
        sizes = np.abs(self.keys).sum(axis=1, dtype=np.float64)
        reach = float(sizes.max())  # no overlap is larger
        is_whole = bool((self.keys == np.rint(self.keys)).all()) and 4.0 * reach < _EXACT
        blur = np.zeros(p) if is_whole else 2.0 * n * np.finfo(float).eps * sizes
        rows = np.array(self.keys.T, order="C")
        rows.flags.writeable = False
        blur.flags.writeable = False
        if isinstance(separation, Power):
            k = int(separation.degree)
            is_exact = is_whole and k * log(max(2.0, 3.0 * reach)) + log(p) < log(_EXACT)
            unit = 1.0 if is_exact or not reach else 1.0 / reach
            scale = self._scale(k, 1.0 / unit)
            return RealPatterns(
                rows, blur, POWER, k, separation.rectified, is_exact, unit, scale, 1.0
            )
        if isinstance(separation, Exponential):
            return RealPatterns(rows, blur, 1, 0, False, False, 1.0, 1.0, 1.0)  # noqa: FBT003
        if isinstance(separation, Softmax):
            b = float(separation.beta) / n
            return RealPatterns(rows, blur, 2, 0, False, False, 1.0, 1.0, b)  # noqa: FBT003
        separation.steps(p, n)  # says what fits
        message = f"hf.Spin() can't hear {separation!r}; take Power, Exponential or Softmax"
        raise ParameterError(message)

    def _scale(self, k: int, reach: float) -> float:
        """Return (n/2k) (reach/n)ᵏ, or say that a float can't hold it."""
        n = self.keys.shape[1]
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
