"""The network that walks through its patterns: each one calls the next."""

from typing import Any

import numpy as np

from hopfield._typing import Number
from hopfield.couplings import OverlapCoupling
from hopfield.errors import ParameterError
from hopfield.network import Network
from hopfield.rules import Delayed, Sequence
from hopfield.rules.base import check_patterns

__all__ = ["sequence"]


def sequence(
    xi: Any,
    cyclic: bool = True,
    delay: int | np.integer | None = None,
    strength: Number | None = None,
) -> Network:
    """Return the network of ±1 units in which every pattern recalls its successor (during1998).

    J = (1/n) Σ_μ ξ^{μ+1} ξ^μᵀ, J_ii = 0: asymmetric, without an energy. All units must move together: run it with
    `hf.Sync()`, one pattern a sweep, and watch overlaps. Random patterns are walked through up to p = 0.269 n; near
    that load a walk may take tens of steps to fail. With `hf.Async()` units hear several patterns at once, and the
    walk blurs.

    With a delay τ, fast synapses hold a pattern and slow ones call the next (kleinfeld1986, sompolinsky1986):
    h_i(t) = Σ_j J1_ij s_j(t) + λ Σ_j J2_ij s_j(t - τ). Each pattern stays for τ + 1 sweeps, and `hf.Async()` keeps
    the order too: see `hopfield.rules.Delayed`.

    Parameters
    ----------
    xi : Patterns
        (p, n), in order
    cyclic : bool
        whether the first pattern follows the last; if not, nothing follows the last
    delay : int, at least 1, optional
        τ, in sweeps; None: every pattern calls the next at once
    strength : float, above 1, default 2.0
        λ, only with a delay

    Returns
    -------
    Network of n units

    Raises
    ------
    ParameterError
        for a single pattern that nothing follows, cyclic=False; a delay or strength out of range, or a strength alone
    PatternError
        for a single pattern with a delay, or what are not Patterns

    Warns
    -----
    LoadWarning
        above p = 0.269 n

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
    >>> slow = hf.models.sequence(xi, delay=2)
    >>> "".join(
    ...     xi.labels[k] for k in hf.analysis.recite(slow, xi, dynamics=hf.Async(), seed=0).patterns
    ... )
    'TTTCCCH'
    """
    if delay is not None:
        return Network(Delayed(2.0 if strength is None else strength, delay, cyclic)(xi))
    if strength is not None:
        message = f"strength={strength!r} is that of delayed synapses; give a delay as well"
        raise ParameterError(message)
    if check_patterns(xi).p > 1:
        return Network(Sequence(cyclic)(xi))
    if not cyclic:
        message = "a sequence that does not close needs at least 2 patterns, got 1"
        raise ParameterError(message)
    return Network(OverlapCoupling(xi))  # its own successor
