"""How probable are data in a machine? Exactly, by listing states."""

from typing import Any

import numpy as np

from hopfield._typing import Number
from hopfield.couplings import BipartiteCoupling
from hopfield.learning.enumeration import (
    check_listed,
    log_partition_rbm,
    log_sum,
    log_weights,
    softplus,
)
from hopfield.learning.machines import Layers, as_data, as_layers, check_machine, positive

__all__ = ["LARGEST_MACHINE", "log_likelihood", "row_numbers", "unnormalised"]

LARGEST_MACHINE, _LARGEST_LAYER = 22, 24  # units whose states are listed


def log_likelihood(network: Any, data: Any, *, temperature: Number = 1.0) -> np.ndarray:
    """Return the logarithm of the probability of each row of data, exactly.

    log P(v) = log Σ_h e^{-E(v, h)/T} - log Z

    For a restricted Boltzmann machine the smaller layer is listed, up to 24 units, and the other summed in closed form;
    for any other machine all units are, up to 22 (a second, and some hundred megabytes).

    Parameters
    ----------
    network : Network
        of 0/1 units, such as `hf.models.boltzmann` or `hf.models.rbm`
    data : array_like, shape (rows, n_visible)
        0 and 1; the units past its columns are hidden
    temperature : float, above 0

    Returns
    -------
    (rows,) float array; its sum is the log-likelihood of the data

    Raises
    ------
    FitError
        for networks that are no such machine
    ShapeError, PatternError
        for data that do not fit
    ParameterError
        for a temperature that is not above 0
    SizeError
        for more states than can be listed

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> net = hf.models.rbm(np.zeros((2, 3)))
    >>> np.exp(hf.learning.log_likelihood(net, [[0, 1], [1, 1]])).round(3).tolist()
    [0.25, 0.25]
    """
    machine, kelvin = check_machine(network), positive("temperature", temperature)
    rows = as_data(data, machine)
    if isinstance(machine.coupling, BipartiteCoupling):
        layers = as_layers(machine, "log_likelihood", kelvin)
        return unnormalised(layers, rows) - _log_partition(layers)
    check_listed(machine.n, LARGEST_MACHINE)
    weights = log_weights(machine.coupling.dense() / kelvin, -machine.thresholds / kelvin)
    free = log_sum(weights.reshape(-1, 2 ** rows.shape[1]), axis=0)
    return free[row_numbers(rows)] - log_sum(weights)


def row_numbers(rows: np.ndarray) -> np.ndarray:
    """Return the number of each row of bits: bit i is column i."""
    return rows.astype(np.int64) @ (1 << np.arange(rows.shape[1]))


def unnormalised(rbm: Layers, rows: np.ndarray) -> np.ndarray:
    """Return log Σ_h e^{-E(v, h)/T} for rows of visible units, (rows,): the hidden ones are summed in closed form."""
    return rows @ rbm.visible_bias + softplus(rows @ rbm.weights + rbm.hidden_bias).sum(axis=1)


def _log_partition(rbm: Layers) -> float:
    """Return log Z, by listing the smaller layer."""
    weights, own, others = rbm
    check_listed(min(weights.shape), _LARGEST_LAYER)
    if len(own) > len(others):
        weights, own, others = weights.T, others, own
    return log_partition_rbm(weights, own, others)
