"""What is the probability of every state? Exactly, for machines that are small enough to list them."""

import numpy as np

from hopfield.errors import SizeError

__all__ = ["check_listed", "log_partition_rbm", "log_sum", "log_weights", "pair_means", "softplus"]

_ROWS = 1 << 12  # states that are taken at a time


def check_listed(n_units: int, largest: int) -> None:
    """Refuse to list the states of too many units.

    Raises
    ------
    SizeError
        with their number
    """
    if n_units > largest:
        message = (
            f"{n_units} units have 2^{n_units} = {2**n_units:.3g} states, too many to list (up to {largest} units);"
            " for two layers estimate log Z by hf.learning.annealed_importance_sampling(...)"
        )
        raise SizeError(message)


def log_weights(matrix: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Return -E = ½ V·J V + bias·V of all 2ⁿ states of 0/1 units, (2ⁿ,): state k has a 1 where bit i of k is set.

    O(2ⁿ) numbers: with unit i the list doubles, and what i hears in the states of the units before it doubles with
    each of them.
    """
    found = np.zeros(1)
    for i in range(len(bias)):
        heard = np.full(1, bias[i])
        for j in range(i):
            heard = np.concatenate([heard, heard + matrix[i, j]])
        found = np.concatenate([found, found + heard])
    return found


def log_sum(values: np.ndarray, axis: int | None = None) -> np.ndarray:
    """Return log Σ e^values."""
    from scipy.special import logsumexp

    return np.asarray(logsumexp(values, axis=axis))


def pair_means(probabilities: np.ndarray) -> np.ndarray:
    """Return ⟨V_i V_j⟩, (n, n), with ⟨V_i⟩ on the diagonal, from the probabilities of all states (2ⁿ,)."""
    n = len(probabilities).bit_length() - 1
    found = np.zeros((n, n))
    for start in range(0, len(probabilities), _ROWS):
        numbers = np.arange(start, min(start + _ROWS, len(probabilities)))
        states = ((numbers[:, None] >> np.arange(n)) & 1).astype(np.float64)
        found += (states.T * probabilities[numbers]) @ states
    return found


def softplus(values: np.ndarray) -> np.ndarray:
    """Return log(1 + e^values)."""
    return np.logaddexp(0.0, values)


def log_partition_rbm(weights: np.ndarray, own: np.ndarray, others: np.ndarray) -> float:
    """Return log Z of two layers: the states of the first are listed, the units of the second summed one by one.

    Z = Σ_x e^{own·x} Π_j (1 + e^{others_j + Σ_i x_i W_ij}): O(2^m) rows of the other layer, a few at a time.

    Parameters
    ----------
    weights : (m, k) float array
        W/T
    own : (m,) float array
        the biases of the listed layer, by T
    others : (k,) float array
        those of the other
    """
    m = len(own)
    low = min(m, _ROWS.bit_length() - 1)
    bits = (np.arange(1 << low)[:, None] >> np.arange(low)) & 1
    heard, gain = bits @ weights[:low] + others, bits @ own[:low]
    parts = []
    for number in range(1 << (m - low)):
        rest = (number >> np.arange(m - low)) & 1
        inside = softplus(heard + rest @ weights[low:]).sum(axis=1)
        parts.append(log_sum(inside + gain + rest @ own[low:]))
    return float(log_sum(np.array(parts)))
