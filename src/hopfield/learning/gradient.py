"""The exact gradient of the likelihood, for machines whose states can be listed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from hopfield._typing import Number
from hopfield.learning.enumeration import check_listed, log_sum, log_weights, pair_means
from hopfield.learning.likelihood import row_numbers
from hopfield.learning.machines import connections_of, positive, rebuilt
from hopfield.learning.method import Method, Score
from hopfield.network import Network

__all__ = ["ExactGradient"]

_LARGEST = 18  # units


@dataclass(frozen=True)
class ExactGradient(Method):
    """Steepest ascent of the log-likelihood, nothing sampled: all 2ⁿ states are listed, n ≤ 18.

    ∂⟨log P⟩/∂J_ij = (⟨V_i V_j⟩_data - ⟨V_i V_j⟩_model) / T, and the same for -θ_i with V_i alone: ackley1985. Without
    hidden units ⟨log P⟩ is concave, and its only maximum has the pair means of the data. Hidden units that start alike
    learn alike: give such a machine small random couplings to start with.

    Parameters
    ----------
    rate : float, above 0
        how far a step goes along the gradient
    temperature : float, above 0
    connections : (n, n) boolean array, optional
        which couplings exist; by default all but J_ii, or all between two layers

    Raises
    ------
    ParameterError
        for values out of range; connections and size are checked with the network

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> data = [[0, 0], [1, 1], [1, 1], [0, 1]]
    >>> net = hf.models.boltzmann(np.zeros((2, 2)))
    >>> learned = hf.learning.fit(net, data, hf.learning.ExactGradient(rate=2.0), epochs=2000)
    >>> np.exp(hf.learning.log_likelihood(learned.network, data)).round(2).tolist()
    [0.25, 0.5, 0.5, 0.25]
    """

    rate: Number = 0.5
    temperature: Number = 1.0
    connections: Any = None

    def __post_init__(self) -> None:
        positive("rate", self.rate)
        positive("temperature", self.temperature)

    def epochs(
        self, network: Network, rows: np.ndarray, rng: np.random.Generator
    ) -> Iterator[tuple[Callable[[], Network], Score]]:
        """Yield after each epoch what builds the network, with mismatch and log-likelihood before it."""
        check_listed(network.n, _LARGEST)
        mask = connections_of(network, self.connections)
        learns = mask | np.eye(network.n, dtype=bool)
        kelvin, width = float(self.temperature), 2 ** rows.shape[1]
        shown = np.bincount(row_numbers(rows), minlength=width) / len(rows)
        matrix, bias = network.coupling.dense(), -network.thresholds
        while True:
            weights = log_weights(matrix / kelvin, bias / kelvin).reshape(-1, width)
            free, total = log_sum(weights, axis=0), log_sum(weights)
            likelihood = float(shown @ (free - total))
            clamped = pair_means((np.exp(weights - free) * shown).ravel())
            difference = clamped - pair_means(np.exp(weights - total).ravel())
            change = float(self.rate) / kelvin * difference
            matrix, bias = matrix + change * mask, bias + np.diag(change)
            yield (
                partial(rebuilt, network, matrix, bias),
                Score(float(np.abs(difference[learns]).mean()), likelihood),
            )
