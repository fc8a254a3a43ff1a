"""Couplings of two speeds: one part hears the present, the other what was a few sweeps ago."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hopfield._typing import OneEach, PerUnit
from hopfield.couplings.base import Coupling
from hopfield.errors import FitError, ParameterError, ShapeError

__all__ = ["DelayedCoupling"]


@dataclass(frozen=True, eq=False, repr=False)
class DelayedCoupling(Coupling):
    """Fast and slow synapses: h_i(t) = Σ_j J_ij s_j(t) + Σ_j J'_ij s_j(t - τ).          kleinfeld1986, sompolinsky1986

    Time is counted in sweeps, and t is that at which a sweep begins: units that move one by one hear the present state
    through J at once, and through J' all sweep long the state with which the sweep τ before this one began. Before the
    start was silence, so that a cue is cleaned up first: for τ sweeps J' carries nothing (of 0/1 units: V = 0).

    A state alone does not say what was before. `field`, `gap` and `dense` are those of a state that has been there for
    long, s(t - τ) = s(t). There is no energy. Run it with `hf.Async()` or `hf.Sync()`.

    Parameters
    ----------
    now, later : Coupling
        J and J', both with a matrix and of one size. J'_ii is no self coupling: it is what a unit was.
    delay : int, at least 1
        τ

    Raises
    ------
    ParameterError
        for a delay below 1, or parts without a matrix or with a delay of their own
    ShapeError
        for parts of different sizes

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> J = hf.couplings.DelayedCoupling(
    ...     hf.rules.Hebb()(xi), 2.0 * hf.rules.Sequence()(xi), delay=3
    ... )
    >>> J
    DelayedCoupling(n=25, delay=3)
    >>> walk = hf.recall(
    ...     hf.Network(J), xi[0], watch={"overlaps": xi.overlaps}, max_sweeps=12, seed=0
    ... )
    >>> "".join("TCH"[m.argmax()] for m in walk.trace["overlaps"])
    'TTTTCCCCHHHHT'
    """

    now: Coupling
    later: Coupling
    delay: int | np.integer

    def __post_init__(self) -> None:
        for part in (self.now, self.later):
            if not isinstance(part, Coupling) or not part.is_pairwise or part.has_delay:
                message = (
                    f"now and later are couplings with a matrix and without a delay, got {part!r}"
                )
                raise ParameterError(message)
        if self.now.n != self.later.n:
            message = f"now has {self.now.n} units and later {self.later.n}; they must be the same"
            raise ShapeError(message)
        is_whole = isinstance(self.delay, int | np.integer) and not isinstance(self.delay, bool)
        if not is_whole or self.delay < 1:
            message = f"delay must be a whole number of sweeps, at least 1, got {self.delay!r}; for 0 add the parts"
            raise ParameterError(message)

    def __repr__(self) -> str:
        return f"DelayedCoupling(n={self.n}, delay={self.delay})"

    @property
    def n(self) -> int:
        """The number of units."""
        return self.now.n

    @property
    def has_delay(self) -> bool:
        """A part of the field hears the past."""
        return True

    @property
    def unit(self) -> float:
        """What a field of 1 is in the numbers of the kernels, which run `now`."""
        return self.now.unit

    def _is_symmetric(self) -> bool:
        """No energy falls in couplings that hear the past, whatever their matrices are."""
        return False

    def _self_coupling(self) -> OneEach:
        """J_ii, shape (n,)."""
        return self.now.self_coupling

    def _resolution(self) -> float:
        """Add what rounding makes of either part."""
        return self.now.resolution + self.later.resolution

    def _field(self, states: np.ndarray) -> PerUnit:
        return self.now.field(states) + self.later.field(states)

    def _energy(self, states: np.ndarray) -> np.ndarray | np.floating:
        message = "couplings with a delay have no energy"
        raise NotImplementedError(message)

    def _dense(self) -> np.ndarray:
        return self.now.dense() + self.later.dense()

    def kernel(self, spins: np.ndarray) -> tuple[Any, np.ndarray, float]:
        """Refuse: who knows nothing of delays must not run these couplings without them.

        Raises
        ------
        FitError
            always; walks that keep the past take the kernel of `now`
        """
        message = f"couplings with a delay of {self.delay} sweeps run with hf.Async() or hf.Sync(), no other dynamics"
        raise FitError(message)

    def _plus(self, other: Coupling) -> Coupling:
        if not isinstance(other, DelayedCoupling):
            return DelayedCoupling(self.now + other, self.later, self.delay)
        if other.delay != self.delay:
            message = (
                f"couplings with delays of {self.delay} and {other.delay} sweeps can't be added"
            )
            raise ParameterError(message)
        return DelayedCoupling(self.now + other.now, self.later + other.later, self.delay)

    def _times(self, factor: float) -> Coupling:
        return DelayedCoupling(factor * self.now, factor * self.later, self.delay)
