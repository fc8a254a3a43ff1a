"""How soon does a Boltzmann machine find a code for all things that it is shown?"""

from dataclasses import dataclass
from typing import Any

import numpy as np

import hopfield as hf

__all__ = ["Encoder", "learning"]

_T = 10.0  # the temperature at which the machine of 1985 lives


@dataclass(frozen=True)
class Encoder:
    """Two groups of v visible units and h hidden ones between them: one unit on in the first, the same in the second.

    What one group knows of the other must pass the hidden units, since nothing else connects the two.

    Parameters
    ----------
    visible, hidden : int
    """

    visible: int
    hidden: int

    @property
    def n(self) -> int:
        """The number of units."""
        return 2 * self.visible + self.hidden

    def shown(self) -> np.ndarray:
        """Return what is to be learned, (v, 2v)."""
        return np.tile(np.eye(self.visible, dtype=np.int8), (1, 2))

    def connections(self) -> np.ndarray:
        """Return which couplings there are, (n, n): all but those from one group to the other."""
        mask = ~np.eye(self.n, dtype=bool)
        first, second = slice(0, self.visible), slice(self.visible, 2 * self.visible)
        mask[first, second] = mask[second, first] = False
        return mask

    def codes(self, net: hf.Network) -> np.ndarray:
        """Return the likeliest hidden code of each thing that is shown on both groups, as a number: (v,)."""
        return self._energies(net).argmin(axis=1)

    def answers(self, net: hf.Network) -> np.ndarray:
        """Return which unit of the second group the first calls most, hidden units at chance: (v,).

        One unit is on in the second group; all codes are summed over, at T = 10.
        """
        hidden = self._hidden()
        grid = (self.visible, self.visible, len(hidden), self.n)
        states = np.zeros(grid, dtype=np.int8)
        one = np.eye(self.visible, dtype=np.int8)
        states[..., : self.visible] = one[:, None, None]
        states[..., self.visible : 2 * self.visible] = one[:, None]
        states[..., 2 * self.visible :] = hidden
        energy = net.energy(states)
        chances = np.exp((energy.min() - energy) / _T).sum(axis=2)
        return chances.argmax(axis=1)

    def _hidden(self) -> np.ndarray:
        """Return all codes, (2^h, h)."""
        return (np.arange(1 << self.hidden)[:, None] >> np.arange(self.hidden) & 1).astype(np.int8)

    def _energies(self, net: hf.Network) -> np.ndarray:
        """Return the energies of all codes for each thing, (v, 2^h)."""
        hidden = self._hidden()
        states = np.zeros((self.visible, len(hidden), self.n), dtype=np.int8)
        states[..., : 2 * self.visible] = self.shown()[:, None]
        states[..., 2 * self.visible :] = hidden
        return net.energy(states)


def learning(visible: int, hidden: int, most: int, seed: Any) -> dict[str, Any]:
    """Learn by the schedule of 1985, and look every few cycles whether all codes differ, and then at what it answers.

    Returns the cycle in which all codes differed first, NaN if they never did; how many differ in the end; and the
    part of things that the first group completes rightly. Learning ends when all codes differ and all answers are
    right, or after the most cycles.
    """
    encoder, cycles, coded = Encoder(visible, hidden), [0], []
    every = max(1, visible * visible // 16)

    def is_learned(net: hf.Network) -> bool:
        cycles[0] += 1
        if cycles[0] % every or len(np.unique(encoder.codes(net))) < visible:
            return False
        coded.append(cycles[0])
        return bool((encoder.answers(net) == np.arange(visible)).all())

    start = hf.models.boltzmann(np.zeros((encoder.n, encoder.n)))
    method = hf.learning.Annealing(connections=encoder.connections())
    learned = hf.learning.fit(
        start, encoder.shown(), method, epochs=most, stop=is_learned, seed=seed
    ).network
    right = encoder.answers(learned) == np.arange(visible)
    return {
        "cycles": float(coded[0]) if coded else np.nan,
        "codes": float(len(np.unique(encoder.codes(learned)))),
        "right": float(right.mean()),
        "weights": learned.coupling.dense(),
        "bias": -learned.thresholds,
    }
