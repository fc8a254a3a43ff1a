"""Rules that look at each unit for itself: the perceptron of least stability, and couplings with bounds."""

import numpy as np

from hopfield.kernels.compiling import entry

__all__ = ["bounded", "minover"]


@entry
def minover(gram, signs, margin, tolerance, least, n_steps, strengths):  # O(p²), then O(p) a step
    """Write how often each unit (signs: (units, p)) must learn each pattern; return how many have their margin.

    With the strengths x, the stabilities are γ_μ = Σ_ν (σ_μ σ_ν G_μν - 1) x_ν: the -1 is the unit itself, which it does
    not hear. |J|² = x·γ, and the largest margin lies between min γ / |J| and |J| / Σx, from below and above. All
    numbers are whole until they exceed 2^53.
    """
    p, n_reached = gram.shape[0], 0
    gamma = np.empty(p)
    for unit in range(signs.shape[0]):
        sigma, x = signs[unit], strengths[unit]
        x[:] = 1.0
        for mu in range(p):
            total = 0.0
            for nu in range(p):
                total += sigma[nu] * gram[mu, nu]
            gamma[mu] = sigma[mu] * total - p
        square, count = gamma.sum(), float(p)
        for step in range(n_steps + 1):
            worst = np.argmin(gamma)
            low = gamma[worst]
            if low > 0 and low >= margin * np.sqrt(square):
                n_reached += 1
                break
            if low > 0 and low * count >= (1.0 - tolerance) * square:
                n_reached += margin == np.inf
                break
            if square <= (least * count) ** 2 or step == n_steps:
                n_reached += margin == np.inf and low > 0
                break
            square += 2.0 * low + gram[worst, worst] - 1.0
            count += 1.0
            x[worst] += 1.0
            sign = sigma[worst]
            for mu in range(p):
                gamma[mu] += sign * sigma[mu] * gram[worst, mu] - 1.0
    return n_reached


@entry
def bounded(rows, own, spins, limit):  # O(units · n p)
    """Add ξ_i ξ_j to the couplings of some units, rows (units, n), pattern by pattern, never past ± limit.

    What these units are in the patterns is own (p, units), what all are is spins (p, n).
    """
    for i in range(rows.shape[0]):
        row = rows[i]
        for mu in range(spins.shape[0]):
            sign = float(own[mu, i])
            for j in range(row.size):
                grown = row[j] + sign * spins[mu, j]
                row[j] = min(max(grown, -limit), limit)
