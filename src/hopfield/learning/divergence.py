"""Contrastive divergence: restricted Boltzmann machines, layer by layer and batch by batch."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from hopfield._typing import is_number
from hopfield.errors import ParameterError
from hopfield.learning.machines import Layers, as_layers, at_least, positive, with_layers
from hopfield.learning.method import Method, Score
from hopfield.network import Network

__all__ = ["ContrastiveDivergence", "hidden_chances", "sampled", "visible_chances"]

_WITHOUT_BOUND = 1e100


@dataclass(frozen=True)
class ContrastiveDivergence(Method):
    """CD-k, and persistent contrastive divergence, for `hf.models.rbm` (hinton2002, tieleman2008).

    ΔW = rate · (⟨v hᵀ⟩_data - ⟨v hᵀ⟩_chain - decay · W): the chain is k steps of block Gibbs sampling at T = 1, from
    the data, or, when persistent, from where the last batch left it. Hidden chances stand for hidden states where only
    their mean is needed. Persistent chains follow the weights only while the rate is small. For a machine at another T,
    multiply its weights and biases by T.

    Parameters
    ----------
    steps : int, at least 1
        k
    persistent : bool
        whether chains go on from batch to batch: one a row of the batch
    rate : float, above 0
    momentum : float, from 0 to below 1
        the part of the last change that is made again
    decay : float, at least 0
        of the weights, not of the biases
    batch : int, at least 1
        rows of data a step

    Raises
    ------
    ParameterError
        for values out of range

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> letters = hf.Binary().from_spins(hf.patterns.letters("TCH").spins)
    >>> start = hf.models.rbm(0.01 * np.random.default_rng(0).normal(size=(25, 8)))
    >>> method = hf.learning.ContrastiveDivergence(rate=0.2, batch=3)
    >>> learned = hf.learning.fit(start, letters, method, epochs=200, seed=0)
    >>> before, after = (
    ...     hf.learning.log_likelihood(net, letters).mean() for net in (start, learned.network)
    ... )
    >>> bool(before < -17.0), bool(after > -8.0)
    (True, True)
    """

    steps: Any = 1
    persistent: bool = False
    rate: Any = 0.1
    momentum: Any = 0.0
    decay: Any = 0.0
    batch: Any = 100

    def __post_init__(self) -> None:
        at_least("steps", self.steps, 1)
        at_least("batch", self.batch, 1)
        positive("rate", self.rate)
        if not (is_number(self.momentum) and 0.0 <= self.momentum < 1.0):
            message = f"momentum must be a number from 0 to below 1, got {self.momentum!r}"
            raise ParameterError(message)
        if not (is_number(self.decay) and 0.0 <= self.decay < np.inf):
            message = f"decay must be a number of at least 0, got {self.decay!r}"
            raise ParameterError(message)

    def epochs(
        self, network: Network, rows: np.ndarray, rng: np.random.Generator
    ) -> Iterator[tuple[Callable[[], Network], Score]]:
        """Yield after each epoch what builds the network, with mismatch and reconstruction."""
        rbm = as_layers(network, "contrastive divergence")
        data = rows.astype(np.float64)
        last = Layers(*(np.zeros_like(array) for array in rbm))
        chains = data[rng.integers(len(data), size=min(self.batch, len(data)))]
        while True:
            order, scores = rng.permutation(len(data)), []
            for start in range(0, len(data), self.batch):
                shown = data[order[start : start + self.batch]]
                begun = chains if self.persistent else None
                slope, chains, score = self._slope(rbm, shown, begun, rng)
                last = Layers(
                    *(self.momentum * a + self.rate * b for a, b in zip(last, slope, strict=True))
                )
                rbm = Layers(*(a + b for a, b in zip(rbm, last, strict=True)))
                scores.append((*score, len(shown)))
                if max(np.abs(array).max() for array in rbm) > _WITHOUT_BOUND:
                    message = f"the weights grew without bound; take a rate below {self.rate}, or less decay"
                    raise ParameterError(message)
            mismatch, reconstruction, size = np.array(scores).T
            means = (float(np.average(score, weights=size)) for score in (mismatch, reconstruction))
            yield partial(with_layers, network, rbm), Score(next(means), reconstruction=next(means))

    def _slope(
        self,
        rbm: Layers,
        shown: np.ndarray,
        chains: np.ndarray | None,
        rng: np.random.Generator,
    ) -> tuple[Layers, np.ndarray, tuple[float, float]]:
        """Return the slope of one batch, where the chains are then, and (mismatch, reconstruction error)."""
        seen = hidden_chances(rbm, shown)
        dreamt, visible = seen if chains is None else hidden_chances(rbm, chains), shown
        for _ in range(self.steps):
            visible = sampled(visible_chances(rbm, sampled(dreamt, rng)), rng)
            dreamt = hidden_chances(rbm, visible)
        between = shown.T @ seen / len(shown) - visible.T @ dreamt / len(visible)
        slope = Layers(
            between - self.decay * rbm.weights,
            shown.mean(axis=0) - visible.mean(axis=0),
            seen.mean(axis=0) - dreamt.mean(axis=0),
        )
        score = (
            float(np.abs(between).mean()),
            float(np.square(shown - visible_chances(rbm, seen)).mean()),
        )
        return slope, visible, score


def hidden_chances(rbm: Layers, visible: np.ndarray, scale: float = 1.0) -> np.ndarray:
    """Return P(h_j = 1 | v), (rows, n_hidden), with hidden couplings and biases times a scale."""
    from scipy.special import expit

    return expit(scale * (visible @ rbm.weights + rbm.hidden_bias))


def visible_chances(rbm: Layers, hidden: np.ndarray) -> np.ndarray:
    """Return P(v_i = 1 | h), (rows, n_visible)."""
    from scipy.special import expit

    return expit(hidden @ rbm.weights.T + rbm.visible_bias)


def sampled(chances: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return 0.0 and 1.0, drawn with these chances of 1.0."""
    return (rng.random(chances.shape) < chances).astype(np.float64)
