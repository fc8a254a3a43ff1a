"""Unlearning: what the network dreams is weakened, and that is mostly what nobody taught it."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hopfield._typing import Number, Seed
from hopfield.couplings import OverlapCoupling
from hopfield.couplings.overlap import joined
from hopfield.errors import LoadWarning, ParameterError
from hopfield.patterns import Patterns
from hopfield.random import generator, streams
from hopfield.rules.base import check_matrix_fits, check_patterns, positive

__all__ = ["Unlearning"]

_BEST = 0.6  # of the weight learned: more unlearning destroys memories


@dataclass(frozen=True)
class Unlearning:
    """Hebb's couplings, then dream after dream, J_ij ← J_ij - ε s_i s_j / n, J_ii = 0.                   hopfield1983

    A dream s is the state in which a random one comes to rest, unit by unit, in the couplings of that moment. Mixtures
    are dreamed of, and lost, sooner than memories, and the basins of these become larger and more equal. The first
    rows of `keys` are the patterns, with the weight 1, and the others the dreams, with the weight -ε.

    Parameters
    ----------
    dreams : int, at least 1
    strength : float, above 0
        ε, in units of what one pattern adds; about 0.01
    seed : int, SeedSequence, Generator or None
        of the random states and of the order of visits

    Raises
    ------
    ParameterError
        for any other number or strength

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> hf.rules.Unlearning(dreams=20, strength=0.01, seed=0)(xi)
    OverlapCoupling(n=25, p=23, mixing=(23,), symmetric)
    """

    dreams: int | np.integer
    strength: Number
    seed: Seed = None

    def __post_init__(self) -> None:
        positive(self.strength, "strength")
        is_whole = isinstance(self.dreams, int | np.integer) and not isinstance(self.dreams, bool)
        if not is_whole or self.dreams < 1:
            message = f"dreams must be a whole number of at least 1, got {self.dreams!r}"
            raise ParameterError(message)

    def __call__(self, xi: Patterns) -> OverlapCoupling:
        """Return the coupling of patterns and dreams. While it dreams it keeps J, at O(n²) a dream.

        Raises
        ------
        SizeError
            if matrices of n × n do not fit into memory

        Warns
        -----
        LoadWarning
            above dreams × strength = 0.6 p: as far as recall improves for n = 32, p = 5, and at 1.4 p nothing is left
        """
        p = check_patterns(xi).p
        check_matrix_fits(xi.n, 3)
        unlearned, strength = self.dreams * self.strength, float(self.strength)
        if unlearned > _BEST * p * (1 + 1e-9):
            message = (
                f"{self.dreams} dreams of strength {strength:g} unlearn {unlearned:.3g} of what {p} patterns have"
                f" brought; above {_BEST * p:.3g} they begin to destroy the memories (hopfield1983)"
            )
            warnings.warn(message, LoadWarning, stacklevel=2)
        weights = np.r_[np.ones(p), np.full(int(self.dreams), -strength)]
        return OverlapCoupling(joined(xi, self._dreamed(xi)), mixing=weights)

    def _dreamed(self, xi: Patterns) -> Patterns:
        """Return the dreams, each from the couplings that those before it have left."""
        rng = generator(self.seed)
        states = 2 * rng.integers(0, 2, (int(self.dreams), xi.n), dtype=np.int8) - 1
        chance = streams(rng, states)
        spins = xi.spins.astype(np.float64)
        matrix = spins.T @ spins / xi.n
        rest = _resting(matrix)
        for state, stream in zip(states, chance, strict=True):
            rest(state, stream)
            matrix -= np.multiply.outer(float(self.strength) / xi.n * state, state)
        return Patterns(states)


def _resting(matrix: np.ndarray) -> Callable[[np.ndarray, np.ndarray], None]:
    """Return what brings a state to rest, unit by unit, in a symmetric matrix as it is then; no unit hears itself."""
    from hopfield.kernels.loop import Log, advance
    from hopfield.kernels.real import Full

    n = len(matrix)
    seen = matrix.view()
    seen.flags.writeable = False  # the form in which recall has the kernels compiled already
    none, order = np.zeros((1, 0), dtype=np.int64), np.empty(n, dtype=np.uint32)
    bare = np.empty(0, dtype=np.int8)
    log = Log(none[0], np.empty(0), bare, bare, np.zeros(1, dtype=np.int64))
    tolerance = n * float(np.finfo(float).eps) * float(np.abs(matrix).sum(axis=1).max())

    def rest(state: np.ndarray, stream: np.ndarray) -> None:
        status, bias = np.zeros(1, dtype=np.int64), np.zeros(1)
        given = (Full(seen), state[None], none, bias, none.astype(bool), tolerance, 0.0)
        while not status[0]:  # the energy falls with every flip
            advance(*given, stream[None], order, 0, 100, status, log)

    return rest
