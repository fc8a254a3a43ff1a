"""All units at once, through hidden Gaussian units: `Hidden`, which samples exactly what `Async` samples."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hopfield.couplings import OverlapCoupling
from hopfield.dynamics.walk import Dynamics, Flips, Start, Walk, checked_temperature
from hopfield.errors import FitError, ParameterError
from hopfield.network import Network
from hopfield.outcome import Outcome
from hopfield.units import Spin

__all__ = ["Hidden"]

_NOT_ZERO = 2.0**-54  # half of what uniform numbers differ by: 0 would be a normal number of -∞


@dataclass(frozen=True)
class Hidden(Dynamics):
    """Spins that hear each other through one hidden Gaussian unit a pattern, and so can all move together (barra2012).

    z_μ = √(w_μ/n) ξ^μ·s + √T g_μ with g normal; then each spin is +1 with the probability 1/(1 + e^{-2h_i/T}),
    h_i = Σ_μ √(w_μ/n) ξ_i^μ z_μ - θ_i. This is block Gibbs sampling of E(s, z) = ½ z·z - Σ √(w_μ/n) z_μ ξ^μ·s + θ·s,
    whose marginal is e^{-E(s)/T} of the Hopfield network: `hf.learning.marginal` says why. A sweep is O(n p) of
    matrix products, for all rows at once. Each spin hears its own past in z, so at a low T the chain forgets more
    slowly than that of `Async`.

    Parameters
    ----------
    temperature : float, above 0
        in the units of the energy

    Raises
    ------
    ParameterError
        for a temperature that is not above 0

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.hopfield(xi)
    >>> found = hf.recall(net, [xi[0]] * 500, hf.Hidden(0.5), max_sweeps=50, seed=0)
    >>> other = hf.recall(net, [xi[0]] * 500, hf.Async(0.5), max_sweeps=50, seed=0)
    >>> bool(abs(found.energy.mean() - other.energy.mean()) < 0.5)
    True
    """

    temperature: Any

    def __post_init__(self) -> None:
        if checked_temperature(self.temperature) == 0.0:
            message = "hidden units are for temperatures above 0; at T = 0 use hf.Async()"
            raise ParameterError(message)

    def check(self, network: Network) -> None:
        """Raise FitError unless these are spins with patterns of positive weight."""
        _patterned(network)

    def begin(self, start: Start) -> Walk:
        """Return a walk at its start."""
        return _HiddenWalk(start, _patterned(start.network), float(self.temperature))


def _patterned(network: Network) -> OverlapCoupling:
    """Return the coupling, if each of its patterns can be a hidden unit."""
    coupling = network.coupling
    if not isinstance(network.units, Spin):
        message = (
            f"hf.Hidden(...) moves hf.Spin(), and these are {network.units!r}; use hf.Async(...)"
        )
        raise FitError(message)
    if not isinstance(coupling, OverlapCoupling) or not (
        coupling.is_pairwise and coupling.is_symmetric
    ):
        message = (
            f"hf.Hidden(...) needs patterns, a hidden unit each, as in hf.models.hopfield(xi); got {coupling!r};"
            " use hf.Async(...)"
        )
        raise FitError(message)
    mixing = coupling.mixing
    if mixing is not None and (mixing.ndim != 1 or (mixing < 0).any()):
        message = (
            "hf.Hidden(...) needs patterns without weights, or with one each that is at least 0: no Gaussian has"
            " such a variance; use hf.Async(...)"
        )
        raise FitError(message)
    return coupling


class _HiddenWalk(Walk):
    """Rows that move by whole states, for ever."""

    def __init__(self, start: Start, coupling: OverlapCoupling, temperature: float) -> None:
        super().__init__(start)
        self.keys = coupling.keys
        weights = np.ones(self.keys.p) if coupling.mixing is None else coupling.mixing
        self.strengths = np.sqrt(weights / self.network.n)
        self.temperature = temperature
        self.recorded: list[list[tuple[np.ndarray, ...]]] = [[] for _ in self.moved]

    @property
    def is_running(self) -> bool:
        """True: above zero temperature nothing rests."""
        return True

    def advance(self, n_sweeps: int) -> None:
        """Move every row by n_sweeps."""
        for _ in range(n_sweeps):
            self._sweep()
            self.n_done += 1
        self.sweeps[:] = self.n_done

    def _sweep(self) -> None:
        """Draw the hidden units, and then all spins."""
        from scipy.special import ndtri

        from hopfield.kernels.chance import fill_uniform

        chance = np.empty((len(self.moved), self.keys.p + self.network.n))
        fill_uniform(self.streams, chance)
        noise = ndtri(chance[:, : self.keys.p] + _NOT_ZERO)
        hidden = self.strengths * self.keys.products(self.moved)
        hidden += np.sqrt(self.temperature) * noise
        field = np.empty(self.moved.shape)
        for units, spins in self.keys.blocks():
            field[:, units] = (self.strengths * hidden) @ spins.astype(np.float64)
        field -= self.network.thresholds
        with np.errstate(over="ignore"):
            odds = np.exp(-2.0 * field / self.temperature)
            is_up = chance[:, self.keys.p :] * (1.0 + odds) < 1.0
        after = np.where(self.held, self.moved, np.where(is_up, 1, -1).astype(np.int8))
        if self.is_recorded:
            self._write(field, after)
        self.moved[:] = after

    def _write(self, field: np.ndarray, after: np.ndarray) -> None:
        """Write down what changed, with the energy after the whole step."""
        energies = self.network.energy(after)
        for row, energy in enumerate(energies):
            unit = np.flatnonzero(after[row] != self.moved[row])
            change = (unit, field[row, unit], after[row, unit], np.full(len(unit), energy))
            self.recorded[row].append(change)

    def outcomes(self) -> list[Outcome]:
        """Return how each row ended."""
        return [Outcome.SAMPLED] * len(self.moved)

    def flips(self) -> list[Flips]:
        """Return what changed in each row, all of a step with the energy after it."""
        none = (np.empty(0, np.int64), np.empty(0), np.empty(0, np.int8), np.empty(0))
        return [
            Flips(*(np.concatenate(column) for column in zip(none, *steps, strict=True)))
            for steps in self.recorded
        ]
