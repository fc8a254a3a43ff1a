"""The sequence rule: each pattern calls the next."""

from dataclasses import dataclass

from hopfield.couplings import OverlapCoupling
from hopfield.errors import PatternError
from hopfield.patterns import Patterns
from hopfield.rules.base import check_patterns, warn_of_load

__all__ = ["Sequence"]

_CRITICAL_LOAD = 0.269  # during1998: moving all units at once, at T = 0


@dataclass(frozen=True)
class Sequence:
    """J_ij = (1/n) Σ_μ ξ_i^{μ+1} ξ_j^μ, J_ii = 0: in the state ξ^μ every unit hears ξ^{μ+1}.           hopfield1982

    Moved all at once, by `hf.Sync`, the units walk from pattern to pattern, up to p = 0.269 n (during1998). J is not
    symmetric: there is no energy, and no rest. Moved one by one, patterns mix after a few steps (hopfield1982).

    Parameters
    ----------
    cyclic : bool
        whether the last pattern calls the first; if not, it calls nothing

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.Network(hf.rules.Sequence()(xi))
    >>> after = hf.recall(net, xi.spins, hf.Sync(), max_sweeps=1).state
    >>> [xi.match(state).label for state in after]
    ['C', 'H', 'T']
    """

    cyclic: bool = True

    def __call__(self, xi: Patterns) -> OverlapCoupling:
        """Return the coupling that stores these patterns in this order.

        Raises
        ------
        PatternError
            for a single pattern

        Warns
        -----
        LoadWarning
            above p = 0.269 n
        """
        p = check_patterns(xi).p
        if p == 1:
            message = "a sequence has at least 2 patterns, got 1; to store one, use hf.rules.Hebb()"
            raise PatternError(message)
        warn_of_load(xi, _CRITICAL_LOAD, "the sequence rule for random patterns", "during1998")
        if self.cyclic:
            return OverlapCoupling(xi, values=xi[[*range(1, p), 0]])
        return OverlapCoupling(xi[:-1], values=xi[1:])
