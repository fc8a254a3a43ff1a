"""The networks that learn a distribution: Boltzmann machines, with all couplings and with those of two layers."""

from typing import Any

import numpy as np

from hopfield.couplings import BipartiteCoupling, DenseCoupling
from hopfield.couplings.bipartite import as_biases
from hopfield.errors import ParameterError
from hopfield.network import Network
from hopfield.units import Binary

__all__ = ["boltzmann", "rbm"]


def boltzmann(J: Any, theta: Any = 0.0) -> Network:
    """Return the Boltzmann machine of 0/1 units (ackley1985).

    E(V) = -½ Σ_ij J_ij V_i V_j + Σ_i θ_i V_i,  P(V) ∝ e^{-E/T}

    Moved by `hf.Async(T)`, a unit is 1 with the probability 1/(1 + e^{-ΔE/T}), ΔE = Σ_j J_ij V_j - θ_i, whatever it
    was. Hidden units are those that are not shown: hold the others with `clamp`. `hf.learning.fit` trains it, and takes
    the units past the columns of the data as hidden ones.

    Parameters
    ----------
    J : array_like, shape (n, n)
        symmetric, J_ii = 0
    theta : float or array_like (n,)
        thresholds: minus what is called a bias elsewhere

    Returns
    -------
    Network of n units

    Raises
    ------
    ShapeError, PatternError
        for a J that is not square, or not finite
    ParameterError
        for a J that is not symmetric, or has a diagonal

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> net = hf.models.boltzmann(np.array([[0.0, 2.0], [2.0, 0.0]]), theta=1.0)
    >>> net.energy([[0, 0], [1, 0], [1, 1]]).tolist()
    [0.0, 1.0, 0.0]
    >>> found = hf.recall(net, [[1, 0]] * 1000, hf.Async(1.0), clamp=[True, False], seed=0)
    >>> bool(abs(found.state[:, 1].mean() - 1 / (1 + np.exp(-1.0))) < 0.05)
    True
    """
    coupling = DenseCoupling(np.asarray(J))
    if not coupling.is_symmetric:
        message = (
            "a Boltzmann machine needs a symmetric J, or it has no energy: J[i, j] and J[j, i] differ by up to"
            f" {np.abs(coupling.matrix - coupling.matrix.T).max():g}; (J + J.T) / 2 is symmetric"
        )
        raise ParameterError(message)
    if np.any(coupling.self_coupling):
        message = (
            "a Boltzmann machine has J_ii = 0, got a diagonal with entries up to"
            f" {np.abs(coupling.self_coupling).max():g}; for 0/1 units take J_ii/2 off theta instead"
        )
        raise ParameterError(message)
    return Network(coupling, units=Binary(), theta=theta)


def rbm(weights: Any, visible_bias: Any = 0.0, hidden_bias: Any = 0.0) -> Network:
    """Return the restricted Boltzmann machine of 0/1 units (smolensky1986).

    E(v, h) = -vᵀWh - a·v - b·h,  P(v, h) ∝ e^{-E/T}

    No unit acts on another of its layer, so `hf.Blockwise(T)` samples a layer at a time. A state is v and h side by
    side; `net.coupling.split(state)` takes it apart. Our thresholds are θ = -(a, b). `hf.learning.fit` trains it.

    Parameters
    ----------
    weights : array_like, shape (n_visible, n_hidden)
        W
    visible_bias : float or array_like (n_visible,)
        a
    hidden_bias : float or array_like (n_hidden,)
        b

    Returns
    -------
    Network of n_visible + n_hidden units, the visible ones first

    Raises
    ------
    ShapeError
        for weights that are no matrix, or biases of another length
    PatternError, ParameterError
        for what is not finite

    Examples
    --------
    >>> import hopfield as hf
    >>> net = hf.models.rbm([[1.0], [2.0], [-1.0]], visible_bias=[0.0, 0.0, 0.5], hidden_bias=-1.0)
    >>> net.energy([[1, 1, 0, 1], [0, 0, 1, 0]]).tolist()
    [-2.0, -0.5]
    """
    coupling = BipartiteCoupling(weights)
    biases = as_biases(coupling.layers, visible_bias=visible_bias, hidden_bias=hidden_bias)
    return Network(coupling, units=Binary(), theta=-np.concatenate(biases))
