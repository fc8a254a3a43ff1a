"""The network that walks through its patterns: each one calls the next."""

from hopfield.couplings import OverlapCoupling
from hopfield.errors import ParameterError
from hopfield.network import Network
from hopfield.patterns import Patterns

__all__ = ["sequence"]


def sequence(xi: Patterns, cyclic: bool = True) -> Network:
    """Return the network of ±1 units in which every pattern recalls its successor (during1998).

    J = (1/n) Σ_μ ξ^{μ+1} ξ^μᵀ, J_ii = 0: asymmetric, without an energy. All units must move together: run it with
    `hf.Sync()`, one pattern a sweep, and watch overlaps. Random patterns are walked through up to p = 0.269 n; near
    that load a walk may take tens of steps to fail. With `hf.Async()` units hear several patterns at once, and the
    walk blurs.

    Parameters
    ----------
    xi : Patterns
        (p, n), in order
    cyclic : bool
        whether the first pattern follows the last; if not, nothing follows the last

    Returns
    -------
    Network of n units

    Raises
    ------
    ParameterError
        for a single pattern that nothing follows, cyclic=False

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.sequence(xi)
    >>> found = hf.recall(net, xi[0], hf.Sync(), watch={"overlaps": xi.overlaps})
    >>> "".join("TCH"[m.argmax()] for m in found.trace["overlaps"][:6])
    'TCHTCH'
    >>> found.outcome.name, found.period
    ('CYCLE', 3)
    """
    if xi.p < 2 and not cyclic:
        message = "a sequence that does not close needs at least 2 patterns, got 1"
        raise ParameterError(message)
    if cyclic:
        return Network(OverlapCoupling(xi, values=xi[[*range(1, xi.p), 0]]))
    return Network(OverlapCoupling(xi[:-1], values=xi[1:]))
