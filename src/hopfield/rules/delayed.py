"""The rule of delayed sequences: stay in a pattern for a while, then go on to the next."""

from dataclasses import dataclass
from math import inf

import numpy as np

from hopfield._typing import Number
from hopfield.couplings import OverlapCoupling
from hopfield.couplings.delayed import DelayedCoupling
from hopfield.errors import ParameterError
from hopfield.patterns import Patterns
from hopfield.rules.base import positive
from hopfield.rules.sequence import Sequence

__all__ = ["Delayed"]


@dataclass(frozen=True)
class Delayed:
    """Fast synapses hold the present pattern, slow ones call the next:      kleinfeld1986, sompolinsky1986

    h_i(t) = Σ_j J_ij s_j(t) + λ Σ_j J'_ij s_j(t - τ),  J = (1/n) Σ_μ ξ^μ ξ^μᵀ,  J' = (1/n) Σ_μ ξ^{μ+1} ξ^μᵀ

    While the past is still the pattern before, both parts hold ξ^μ; once it is ξ^μ itself, the slow part asks for
    ξ^{μ+1}, and wins for λ > 1. So each pattern stays for the delay and the transit, τ + 1 sweeps at low load. The
    units that must turn hear (λ - 1) against noise of the variance (1 + λ²) p/n: a strength of 2 to 3 is safe:
    at n = 1000, τ = 4 the order of random patterns is kept up to p = 0.2 n, and with λ = 3 at 0.25 n. Units that move
    one by one keep it as well, which they cannot without a delay (`Sequence`).

    Parameters
    ----------
    strength : float, above 1
        λ
    delay : int, at least 1
        τ, in sweeps
    cyclic : bool
        whether the first pattern follows the last; if not, the walk rests in the last

    Raises
    ------
    ParameterError
        for a strength up to 1, at which nothing moves on, or a delay below 1

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.Network(hf.rules.Delayed(strength=2.0, delay=2)(xi))
    >>> told = hf.analysis.recite(net, xi, dynamics=hf.Async(), steps=8, seed=0)
    >>> "".join(xi.labels[k] for k in told.patterns)
    'TTTCCCHHH'
    """

    strength: Number
    delay: int | np.integer
    cyclic: bool = True

    def __post_init__(self) -> None:
        if not 1.0 < positive(self.strength, "strength") < inf:
            message = f"strength must be above 1, got {self.strength!r}: up to 1 nothing moves on"
            raise ParameterError(message)
        is_whole = isinstance(self.delay, int | np.integer) and not isinstance(self.delay, bool)
        if not is_whole or self.delay < 1:
            message = f"delay must be a whole number of sweeps, at least 1, got {self.delay!r}"
            raise ParameterError(message)

    def __call__(self, xi: Patterns) -> DelayedCoupling:
        """Return the coupling that stores these patterns in this order.

        Raises
        ------
        PatternError
            for a single pattern

        Warns
        -----
        LoadWarning
            above p = 0.269 n, as `Sequence` does
        """
        following = Sequence(self.cyclic)(xi)
        return DelayedCoupling(OverlapCoupling(xi), float(self.strength) * following, self.delay)
