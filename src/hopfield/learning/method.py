"""What is a way of learning, and what has been learned? `Method`, `Learned` and its `History`."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hopfield.network import Network

__all__ = ["History", "Learned", "Method", "Score"]


class Score(NamedTuple):
    """How one epoch went; NaN for what the method does not know."""

    mismatch: float
    log_likelihood: float = np.nan
    reconstruction: float = np.nan


@dataclass(frozen=True, eq=False)
class History:
    """How learning went, epoch by epoch; NaN for what the method does not know.

    Attributes
    ----------
    mismatch : (epochs,) float array
        the mean of |⟨V_i V_j⟩_data - ⟨V_i V_j⟩_model| over the couplings that learn, as the method saw it: what is left
        to be learned, and its sampling noise
    log_likelihood : (epochs,) float array
        the mean of log P over the rows of data, before the epoch's change; only where it is computed exactly
    reconstruction : (epochs,) float array
        the mean squared difference of data and of visible chances, given the hidden chances that the data give; for
        contrastive divergence. It is no likelihood.
    """

    mismatch: np.ndarray
    log_likelihood: np.ndarray
    reconstruction: np.ndarray

    def __len__(self) -> int:
        return len(self.mismatch)


@dataclass(frozen=True, eq=False)
class Learned:
    """What learning gave.

    Attributes
    ----------
    network : Network
        a new one, of the same kind as the one that was given
    history : History
    """

    network: Network
    history: History


class Method(ABC):
    """A way to change couplings and thresholds until data become probable."""

    @abstractmethod
    def epochs(
        self, network: Network, rows: np.ndarray, rng: np.random.Generator
    ) -> Iterator[tuple[Callable[[], Network], Score]]:
        """Yield after each epoch what builds the network of that moment, and how it went, without end.

        Parameters
        ----------
        network : Network
            as `check_machine` lets it pass
        rows : (rows, n_visible) int8 array of 0 and 1
        rng : Generator
        """
