"""The learning of 1985: two phases of annealing, and a step for every coupling."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from hopfield._typing import Number
from hopfield.errors import ParameterError
from hopfield.learning.machines import at_least, connections_of, positive, rebuilt
from hopfield.learning.method import Method, Score
from hopfield.network import Network
from hopfield.threads import n_threads, share

__all__ = ["Annealing"]

_ORIGINAL = ((20.0, 2), (15.0, 2), (12.0, 2), (10.0, 4))
_WORTH_SHARING = 1 << 19  # visits of one phase; below it a thread costs more than it brings
_NOT_ZERO = np.array([1, 0, 0, 0], dtype=np.uint64)


@dataclass(frozen=True)
class Annealing(Method):
    """Boltzmann learning by simulated annealing, as in the first paper (ackley1985).

    ΔJ_ij = step · sgn(p_ij - p'_ij): p_ij says how often i and j are on together while data are clamped on the visible
    units, p'_ij how often when all units run freely. For each row of data, the free units start at random and are
    annealed `repeats` times; the free phase has as many annealings. Thresholds learn like couplings to a unit that is
    always on. The defaults are those of the paper; its machine lives at the last temperature of the schedule, T = 10,
    in the units of the steps.

    Parameters
    ----------
    schedule : sequence of (temperature, sweeps)
        a sweep is one visit a free unit on average, drawn at random
    kept : int, at least 1
        sweeps at the last temperature over which pairs are counted
    repeats : int, at least 1
    step : float, above 0
    signed : bool
        whether every step has the same size; otherwise it is step · (p_ij - p'_ij)
    noise : (float, float), from 0 to 1
        the chances that a clamped 1 is clamped as 0, and a 0 as 1, which keep the couplings from growing without end
    connections : (n, n) boolean array, optional
        which couplings exist; by default all but J_ii, or all between two layers

    Raises
    ------
    ParameterError
        for values out of range; connections are checked with the network

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> both_or_none = [[0, 0], [1, 1]]
    >>> net = hf.models.boltzmann(np.zeros((2, 2)))
    >>> learned = hf.learning.fit(net, both_or_none, hf.learning.Annealing(), epochs=30, seed=0)
    >>> bool(learned.network.coupling.dense()[0, 1] > 10)
    True
    """

    schedule: Any = _ORIGINAL
    kept: Any = 10
    repeats: Any = 2
    step: Number = 2.0
    signed: bool = True
    noise: Any = (0.15, 0.05)
    connections: Any = None

    def __post_init__(self) -> None:
        try:
            stages = tuple((float(hot), int(sweeps)) for hot, sweeps in self.schedule)
        except (TypeError, ValueError):
            stages = ()
        if not stages or any(sweeps < 1 for _, sweeps in stages):
            message = f"schedule is pairs (temperature, sweeps), such as [(20, 2), (10, 4)], got {self.schedule!r}"
            raise ParameterError(message)
        for hot, _ in stages:
            positive("a temperature of the schedule", hot)
        object.__setattr__(self, "schedule", stages)
        at_least("kept", self.kept, 1)
        at_least("repeats", self.repeats, 1)
        positive("step", self.step)
        chances = np.asarray(self.noise, dtype=object).ravel().tolist()
        if len(chances) != 2 or not all(
            isinstance(chance, int | float) and 0 <= chance <= 1 for chance in chances
        ):
            message = f"noise is two chances from 0 to 1, of a 1 turned off and a 0 turned on, got {self.noise!r}"
            raise ParameterError(message)
        object.__setattr__(self, "noise", tuple(chances))

    @property
    def temperature(self) -> float:
        """The temperature at which the machine learns: the last of the schedule."""
        return self.schedule[-1][0]

    def epochs(
        self, network: Network, rows: np.ndarray, rng: np.random.Generator
    ) -> Iterator[tuple[Callable[[], Network], Score]]:
        """Yield after each epoch what builds the network, and the mismatch of pairs."""
        mask = connections_of(network, self.connections)
        matrix, bias = network.coupling.dense(), -network.thresholds
        learns = mask | np.eye(len(mask), dtype=bool)
        is_visible = np.arange(network.n) < rows.shape[1]
        while True:
            shown = self._noisy(np.repeat(rows, self.repeats, axis=0), rng)
            states = np.zeros((len(shown), network.n), dtype=np.int8)
            states[:, is_visible] = shown
            clamped = self._phase(matrix, bias, states, is_visible, rng)
            difference = clamped - self._phase(matrix, bias, states, is_visible & False, rng)
            change = float(self.step) * (np.sign(difference) if self.signed else difference)
            matrix, bias = matrix + change * mask, bias + np.diag(change)
            score = Score(float(np.abs(difference[learns]).mean()))
            yield partial(rebuilt, network, matrix, bias), score

    def _noisy(self, rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Return rows as they are clamped."""
        off, on = self.noise
        chance = rng.random(rows.shape)
        return np.where(rows == 1, chance >= off, chance < on).astype(np.int8)

    def _phase(
        self,
        matrix: np.ndarray,
        bias: np.ndarray,
        states: np.ndarray,
        held: np.ndarray,
        rng: np.random.Generator,
    ) -> np.ndarray:
        """Return how often units are on together, (n, n), each alone on the diagonal; counts do not mind threads."""
        streams = rng.integers(0, 1 << 64, size=(len(states), 4), dtype=np.uint64) | _NOT_ZERO
        n_sweeps = sum(sweeps for _, sweeps in self.schedule) + self.kept
        threads = n_threads() if states.size * n_sweeps >= _WORTH_SHARING else 1
        counted = share(
            lambda some: self._counts(matrix, bias, states[some], held, streams[some]),
            len(states),
            4 * threads if threads > 1 else 1,
            threads,
        )
        return sum(counted) / (len(states) * self.kept)

    def _counts(
        self,
        matrix: np.ndarray,
        bias: np.ndarray,
        states: np.ndarray,
        held: np.ndarray,
        streams: np.ndarray,
    ) -> np.ndarray:
        """Return how many pairs were on, (n, n), while these states settled."""
        from hopfield.kernels.phases import settle

        hot, sweeps = (np.array(column) for column in zip(*self.schedule, strict=True))
        pairs = np.zeros(matrix.shape, dtype=np.int64)
        settle(matrix, bias, states, held, hot, sweeps, self.kept, streams, pairs)
        return pairs
