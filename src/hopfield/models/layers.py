"""The networks of two layers: pairs of patterns that recall each other."""

from hopfield.couplings import PairCoupling
from hopfield.network import Network
from hopfield.patterns import Patterns

__all__ = ["bam"]


def bam(x: Patterns, y: Patterns) -> Network:
    """Return the bidirectional associative memory of ±1 units (kosko1988).

    E(x, y) = -xᵀMy,  M = (1/n) Σ_μ x^μ y^μᵀ,  n = n_x + n_y;  x ← sgn(My), y ← sgn(Mᵀx), in turn

    Either layer recalls the other, and both come to rest for whatever M, as the energy never rises. The paper's M has
    no 1/n: its energies are n times ours. M is never formed. A state is x and y side by side, `np.concatenate([x, y])`,
    and `net.coupling.split(state)` takes it apart; a layer of zeros is unknown. Run it with `hf.Blockwise()`, layer by
    layer; `hf.Async()` comes to rest in the same states.

    Parameters
    ----------
    x : Patterns
        (p, n_x), of the first layer
    y : Patterns
        (p, n_y), of the second: y[k] belongs to x[k]

    Returns
    -------
    Network of n_x + n_y units

    Raises
    ------
    ShapeError
        for another number of patterns in y
    ParameterError
        for what are not patterns

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> x, y = hf.patterns.letters("TCH"), hf.patterns.letters("LOX")
    >>> net = hf.models.bam(x, y)
    >>> found = hf.recall(net, np.concatenate([np.zeros(25, np.int8), y[1]]), hf.Blockwise())
    >>> first, second = net.coupling.split(found.state)
    >>> x.match(first).label, y.match(second).label
    ('C', 'O')
    """
    return Network(PairCoupling(x, y))
