"""Which patterns does a walk pass, for how long, and how far does it keep their order?"""

from typing import Any, NamedTuple

import numpy as np

from hopfield._typing import Number, Seed
from hopfield.analysis.trials import as_curve, check_fit, whole_number
from hopfield.dynamics import Dynamics, Sync
from hopfield.errors import ParameterError
from hopfield.network import Network
from hopfield.patterns.matching import RETRIEVED
from hopfield.recall import recall

__all__ = ["Recital", "recite"]


class Recital(NamedTuple):
    """A walk through patterns.

    Attributes
    ----------
    patterns : (steps + 1,) int array
        which pattern the state is at the start and after each sweep; -1 for none
    overlaps : (steps + 1, p) float array
        of the state with all patterns
    visits : tuple of int
        the patterns in the order in which they came, each as often as it was come to
    dwells : tuple of int
        for how many moments each of them was there, the first and the last included
    n_in_order : int
        how many visits in a row, from the first, were each to the pattern that follows
    """

    patterns: np.ndarray
    overlaps: np.ndarray
    visits: tuple[int, ...]
    dwells: tuple[int, ...]
    n_in_order: int

    def __str__(self) -> str:
        shown = ["·" if k < 0 else str(k) for k in self.patterns.tolist()]
        return f"{' '.join(shown)}: {self.n_in_order} of {len(self.visits)} visits in order"


def recite(
    network: Network,
    xi: Any,
    start: int = 0,
    *,
    dynamics: Dynamics | None = None,
    steps: int | None = None,
    least: Number = RETRIEVED,
    seed: Seed = None,
) -> Recital:
    """Start in a pattern and write down which patterns follow: ξ⁰ → ξ¹ → … → ξ^{p-1} → ξ⁰.

    Moved all at once, a sequence is recited one pattern a sweep, up to p = 0.269 n (during1998); with delayed synapses
    each pattern stays for about the delay (kleinfeld1986, sompolinsky1986). Of units that move one by one and hear
    their own pattern and the next at the same time, "longer than about four states was impossible" (hopfield1982).

    Parameters
    ----------
    network : Network
        of a sequence, such as hf.models.sequence(xi)
    xi : Patterns
        (p, n), in order; the first follows the last
    start : int, from 0 to p - 1
    dynamics : Dynamics, default Sync()
    steps : int, at least 1, optional
        sweeps, 2p by default
    least : float, above 0, up to 1
        the overlap from which a state is a pattern; 0.968 is that of `Patterns.match`, and a blurred walk needs less
    seed : int, SeedSequence, Generator or None

    Returns
    -------
    Recital

    Raises
    ------
    ParameterError
        for a start that is no pattern, steps below 1, or a least overlap out of range
    ShapeError
        if the patterns have another number of units

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> told = hf.analysis.recite(hf.models.sequence(xi), xi, start=1)
    >>> "".join(xi.labels[k] for k in told.visits), told.n_in_order
    ('CHTCHTC', 7)
    """
    check_fit(network, xi)
    first = whole_number(start, f"start, a pattern of the {xi.p},", 0)
    if first >= xi.p:
        message = f"start is a pattern from 0 to {xi.p - 1}, got {start!r}"
        raise ParameterError(message)
    n_steps = 2 * xi.p if steps is None else whole_number(steps, "steps")
    at_least = float(as_curve(least, "least", 1.0 / xi.n, 1.0)[0])
    found = recall(
        network,
        network.two_state.from_spins(xi[first]),
        Sync() if dynamics is None else dynamics,
        max_sweeps=n_steps,
        watch={"spins": network.two_state.to_spins},
        seed=seed,
    )
    spins = _continued(found.trace["spins"], found.period, n_steps + 1)
    overlaps = xi.overlaps(spins)
    index = np.where(overlaps.max(axis=1) >= at_least, overlaps.argmax(axis=1), -1)
    return Recital(index, overlaps, *_visits(index, xi.p))


def _continued(moments: np.ndarray, period: int, n_moments: int) -> np.ndarray:
    """Return that many moments: a walk that rests, or has come round, goes on as it did."""
    last = len(moments) - 1
    at = np.arange(n_moments)
    if period:
        at = np.where(at <= last, at, last - period + 1 + (at - last - 1) % period)
    return moments[np.minimum(at, last)]


def _visits(index: np.ndarray, p: int) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """Return which patterns were come to, how long each stayed, and how many of them in order."""
    here = index[index >= 0]
    if not len(here):
        return (), (), 0
    is_new = np.r_[True, here[1:] != here[:-1]]
    visits = here[is_new]
    follows = visits == (visits[0] + np.arange(len(visits))) % p
    n_in_order = len(visits) if follows.all() else int(follows.argmin())
    dwells = np.bincount(np.cumsum(is_new) - 1)
    return tuple(visits.tolist()), tuple(dwells.tolist()), n_in_order
