"""Which weights follow from scores, when most of them may be exactly zero? α-entmax, of many rows at once.

    w = argmax over the simplex of w·z + H(w),   H(w) = (1 - Σ w_μ^α) / (α (α - 1))

has the closed form w_μ = max(0, (α - 1) z_μ - τ)^{1/(α - 1)} with the one τ at which the weights sum to 1 (peters2019);
α = 2 is sparsemax, the nearest point of the simplex (martins2016), and α → 1 is softmax. A score that lies 1/(α - 1) or
more below the largest has the weight zero.

The scores of all rows come in one list, each with the number of its row: rows may have different numbers of them, so
that scores of weight zero need not be kept.
"""

import numpy as np

__all__ = ["entmax", "entmax_thresholds", "tsallis"]

_EPS = float(np.finfo(float).eps)
_STEPS = 200  # far above what Newton's method takes; halving alone comes to the last bit in 60


def entmax_thresholds(above: np.ndarray, rows: np.ndarray, n_rows: int, alpha: float) -> np.ndarray:
    """Return the τ of each row, relative to its largest score.

    Up to α = 2 the sum of the weights is convex in τ, and Newton's method climbs from τ = -1 without ever passing the
    root; for α = 2 that is the algorithm of michelot1986, exact in finitely many steps. Beyond α = 2 every other step
    halves the bracket.

    Parameters
    ----------
    above : (k,) float array
        (α - 1)(z - the largest z of its row), so at most 0; each row has at least one 0
    rows : (k,) int array
        the row of each
    n_rows : int
    alpha : float, above 1

    Returns
    -------
    (n_rows,) float64 array
        from -1 to below 0
    """
    power = 1.0 / (alpha - 1.0)
    low, high = np.full(n_rows, -1.0), np.zeros(n_rows)
    tau = low.copy()
    for step in range(_STEPS):
        excess = np.maximum(above - tau[rows], 0.0)
        excess, where = excess[excess > 0.0], rows[excess > 0.0]
        total = np.bincount(where, excess**power, n_rows) - 1.0
        with np.errstate(divide="ignore", over="ignore"):
            steep = power * np.bincount(where, excess ** (power - 1.0), n_rows)
        low, high = np.where(total >= 0.0, tau, low), np.where(total < 0.0, tau, high)
        following = tau + total / np.where(steep > 0.0, steep, 1.0)
        outside = ~((following > low) & (following < high))
        if alpha <= 2.0:  # what does not climb any more, but for rounding, has arrived
            following = np.where(outside, tau, following)
        else:
            following = np.where(outside | (step % 2 == 1), 0.5 * (low + high), following)
        if np.array_equal(following, tau) or (high - low <= -2.0 * _EPS * low).all():
            break
        tau = following
    return tau


def entmax(above: np.ndarray, rows: np.ndarray, n_rows: int, alpha: float) -> np.ndarray:
    """Return the weights of the scores; those of each row sum to 1.

    Parameters
    ----------
    above : (k,) float array
        as for `entmax_thresholds`
    rows : (k,) int array
    n_rows : int
    alpha : float, above 1

    Returns
    -------
    (k,) float64 array

    Examples
    --------
    >>> import numpy as np
    >>> from hopfield.simplex import entmax
    >>> entmax(np.array([0.0, -0.5, -2.0, 0.0]), np.array([0, 0, 0, 1]), 2, alpha=2.0)
    array([0.75, 0.25, 0.  , 1.  ])
    """
    tau = entmax_thresholds(above, rows, n_rows, alpha)
    weights = np.maximum(above - tau[rows], 0.0) ** (1.0 / (alpha - 1.0))
    return weights / np.bincount(rows, weights, n_rows)[rows]


def tsallis(weights: np.ndarray, rows: np.ndarray, n_rows: int, alpha: float) -> np.ndarray:
    """Return H(w) = (1 - Σ w^α) / (α (α - 1)) of each row.

    Parameters
    ----------
    weights : (k,) float array
    rows : (k,) int array
    n_rows : int
    alpha : float, above 1

    Returns
    -------
    (n_rows,) float64 array
    """
    return (1.0 - np.bincount(rows, weights**alpha, n_rows)) / (alpha * (alpha - 1.0))
