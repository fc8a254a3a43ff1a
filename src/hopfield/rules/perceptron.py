"""The perceptron rule: every unit learns its mistakes, until all patterns are as stable as can be."""

import warnings
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from hopfield._typing import is_number
from hopfield.couplings import DenseCoupling
from hopfield.errors import LoadWarning, ParameterError
from hopfield.patterns import Patterns
from hopfield.rules.base import check_matrix_fits, check_patterns
from hopfield.threads import n_threads, share

__all__ = ["Perceptron"]

_TOLERANCE = 0.01  # of the largest margin
_LEAST = 0.02  # a largest margin below this is taken for none: Gardner's at a load of 1.94
_PATIENCE = 1000  # steps of a unit, in n


@dataclass(frozen=True)
class Perceptron:
    """J_ij = (1/n) Σ_μ x_i^μ ξ_i^μ ξ_j^μ, J_ii = 0: every unit learns its own embedding strengths x ≥ 0.

    The margin of unit i is min_μ ξ_i^μ h_i^μ / |J_i|. A step raises x of the least stable pattern by one
    (minover, krauth1987), from Hebb's x = 1 on, until the margin is reached. For random patterns the largest is
    κ(α) with α = 1/[(1 + κ²)Φ(κ) + κφ(κ)], up to α = p/n = 2 (gardner1988). In the end each unit's strengths are
    divided by their mean, so that one pattern adds ξξᵀ/n. J is not symmetric, and has no energy.

    Parameters
    ----------
    margin : float of at least 0, optional
        the margin to be reached, such as 0.5: it is √(n - 1) for one pattern. None: the largest, to 1 %; each unit
        stops when its margin and the upper bound |J_i| / Σ_μ x_i^μ (J_i without 1/n) are as near as that, or after
        1000 n steps

    Raises
    ------
    ParameterError
        for any other margin

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> J = hf.rules.Perceptron()(xi)
    >>> margins = J.gap(xi.spins) * xi.spins / np.linalg.norm(J.dense(), axis=1)
    >>> hebb = hf.rules.Hebb()(xi)
    >>> least = hebb.gap(xi.spins) * xi.spins / np.linalg.norm(hebb.dense(), axis=1)
    >>> bool(margins.min() > least.min())
    True
    """

    margin: Any = None

    def __post_init__(self) -> None:
        is_margin = is_number(self.margin) and 0.0 <= self.margin < inf
        if self.margin is not None and not is_margin:
            message = f"margin must be a finite number of at least 0, or None for the largest, got {self.margin!r}"
            raise ParameterError(message)

    def __call__(self, xi: Patterns) -> DenseCoupling:
        """Return the coupling that stores these patterns.

        Raises
        ------
        SizeError
            if matrices of n × n do not fit into memory

        Warns
        -----
        LoadWarning
            says how many units have not reached the margin; their strengths are the best that were found
        """
        n = check_patterns(xi).n
        check_matrix_fits(max(n, xi.p), 7)
        spins = xi.spins.astype(np.float64)
        margin = inf if self.margin is None else float(self.margin)
        strengths, n_reached = _strengths(xi, spins, margin)
        if n_reached < n:
            wanted = "a positive margin" if self.margin is None else f"the margin {self.margin:g}"
            message = (
                f"{n - n_reached} of {n} units have not reached {wanted} at load p/n = {xi.p / n:.3g}; the largest"
                " margin of random patterns falls with the load and is 0 from 2 on (gardner1988)"
            )
            warnings.warn(message, LoadWarning, stacklevel=2)
        strengths /= strengths.mean(axis=1, keepdims=True)
        matrix = (strengths * spins.T) @ spins / n
        np.fill_diagonal(matrix, 0.0)
        return DenseCoupling(matrix)


def _strengths(xi: Patterns, spins: np.ndarray, margin: float) -> tuple[np.ndarray, int]:
    """Return how often each unit learns each pattern, (n, p), and how many units reach the margin."""
    from hopfield.kernels.learn import minover

    gram = xi.gram().astype(np.float64)
    signs = np.ascontiguousarray(spins.T)
    found = np.empty(signs.shape)

    def part(units: slice) -> int:
        limits = margin, _TOLERANCE, _LEAST, _PATIENCE * xi.n
        return minover(gram, signs[units], *limits, found[units])

    return found, sum(share(part, xi.n, xi.n, n_threads()))
