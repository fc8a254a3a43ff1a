"""What do visible spins see of hidden units that are Gaussian? A Hopfield network, exactly: `marginal`."""

from typing import Any

from hopfield.couplings import BipartiteCoupling, DenseCoupling
from hopfield.couplings.bipartite import as_biases
from hopfield.network import Network

__all__ = ["marginal"]


def marginal(weights: Any, visible_bias: Any = 0.0, hidden_bias: Any = 0.0) -> Network:
    """Return the network of ±1 units that is left when Gaussian hidden units are integrated out (barra2012).

    E(s, z) = ½ z·z - sᵀWz - a·s - b·z with real z, and P(s, z) ∝ e^{-E/T}: given s, z is normal, with the mean Wᵀs + b
    and the variance T. At every T the distribution of s alone is e^{-E(s)/T}, exactly, with

    E(s) = -½ s·J s - (a + W b)·s,  J = W Wᵀ, diagonal included,

    but for a constant. So W = ξᵀ/√n is the Hopfield network of the patterns ξ, with a hidden unit a pattern that holds
    √n times the overlap, and noise. Spins can't tell the diagonal from none. 0/1 units can.
    `hf.Hidden` samples it by both layers in turn.

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
    Network of n_visible spins, J in full

    Raises
    ------
    ShapeError, PatternError, ParameterError
        for what does not fit, or is not finite

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.learning.marginal(xi.spins.T / np.sqrt(xi.n))
    >>> J = hf.couplings.OverlapCoupling(xi, diagonal=True).dense()
    >>> bool(np.allclose(net.coupling.dense(), J, rtol=0, atol=1e-14))
    True
    """
    between = BipartiteCoupling(weights)
    biases = as_biases(between.layers, visible_bias=visible_bias, hidden_bias=hidden_bias)
    matrix = between.weights
    return Network(DenseCoupling(matrix @ matrix.T), theta=-(biases[0] + matrix @ biases[1]))
