"""Minimum probability flow: couplings from which no pattern would leak into a state one flip away."""

from dataclasses import dataclass

import numpy as np

from hopfield.couplings import DenseCoupling
from hopfield.patterns import Patterns
from hopfield.rules.base import check_matrix_fits, check_patterns

__all__ = ["MinimumProbabilityFlow"]

_STEPS = 200
_SLOPE = 1e-4  # largest entry of ∂K/∂J at which the descent stops; it starts at about 1/√p
_MATRICES = 30  # of n × n, that the descent remembers or makes on its way


@dataclass(frozen=True)
class MinimumProbabilityFlow:
    """J that minimises K = (1/p) Σ_μ Σ_i exp(-ξ_i^μ h_i(ξ^μ)), J symmetric, J_ii = 0.                        hillar2012

    K is the flow of probability from the patterns to their neighbours, and convex. A K below 1/p means that every bit
    of every pattern is stable. If all patterns can be stable at once, K has no minimum, but only falls towards 0 as J
    grows: the descent stops when it is nearly flat. In the end J is scaled so that the stability ξ_i h_i is 1 - 1/n in
    the mean, as for a single Hebbian pattern.

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> J = hf.rules.MinimumProbabilityFlow()(xi)
    >>> bool((J.gap(xi.spins) * xi.spins > 0).all())
    True
    """

    def __call__(self, xi: Patterns) -> DenseCoupling:
        """Return the coupling that stores these patterns, after at most 200 steps of O(n² p).

        Raises
        ------
        SizeError
            if some thirty matrices of n × n do not fit into memory
        """
        from scipy.optimize import minimize

        n = check_patterns(xi).n
        check_matrix_fits(n, _MATRICES)
        spins = xi.spins.astype(np.float64)
        options = {"maxiter": _STEPS, "gtol": _SLOPE / n, "ftol": 0.0}
        start = np.zeros(n * n)
        found = minimize(_flow, start, (spins,), "L-BFGS-B", jac=True, options=options)
        matrix = found.x.reshape(n, n)
        matrix = matrix + matrix.T
        np.fill_diagonal(matrix, 0.0)
        mean = np.mean(spins * (spins @ matrix))
        return DenseCoupling(matrix * ((1 - 1 / n) / mean) if mean else matrix)


def _flow(entries: np.ndarray, spins: np.ndarray) -> tuple[float, np.ndarray]:
    """Return K and its slope ∂K/∂(n J_ij), for the entries of a symmetric n J.

    n J and not J is what is moved: its entries are of the size of one, and so is what stops the descent.
    """
    p, n = spins.shape
    matrix = entries.reshape(n, n)
    leak = np.exp(-spins * (spins @ matrix) / n) / p
    slope = (leak * spins).T @ spins / n
    slope += slope.T.copy()
    slope *= -0.5
    np.fill_diagonal(slope, 0.0)
    return float(leak.sum()), slope.ravel()
