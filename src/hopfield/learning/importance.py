"""How large is Z of a machine whose states can't be listed? Annealed importance sampling."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from hopfield._typing import Number, Seed
from hopfield.errors import ParameterError, ShapeError
from hopfield.learning.divergence import hidden_chances, sampled
from hopfield.learning.enumeration import log_sum, softplus
from hopfield.learning.machines import Layers, as_layers, at_least, positive
from hopfield.random import generator

__all__ = ["PartitionEstimate", "annealed_importance_sampling"]


@dataclass(frozen=True, eq=False)
class PartitionEstimate:
    """What annealed importance sampling found.

    Attributes
    ----------
    log_z : float
        the estimate of log Z; the mean of many such Z is Z itself, so log_z is too low in the mean, by about error²/2
    error : float
        its standard error, from the spread of the chains: σ(w) / (√chains · ⟨w⟩)
    log_weights : (chains,) float array
        log w of each chain, Z of the first temperature included: log_z is the logarithm of the mean of w. If a few of
        them carry all of the mean, neither estimate nor error can be trusted: take more temperatures.
    """

    log_z: float
    error: float
    log_weights: np.ndarray


def annealed_importance_sampling(
    rbm: Any,
    *,
    chains: int = 100,
    temperatures: Any = 1000,
    visible_bias: Any = None,
    temperature: Number = 1.0,
    seed: Seed = None,
) -> PartitionEstimate:
    """Estimate log Z of a restricted Boltzmann machine (neal2001, salakhutdinov2008).

    Chains go from a machine without weights, whose Z is known, to the one that is asked, by steps of β from 0 to 1:
    p_β(v) ∝ e^{(1-β)a₀·v + βa·v} Π_j (1 + e^{β(b_j + Σ_i v_i W_ij)}). Each gathers the weight Π p_{β'}(v)/p_β(v), and
    moves by block Gibbs sampling at each β. O(temperatures · chains · n_visible · n_hidden).

    Parameters
    ----------
    rbm : Network
        `hf.models.rbm`
    chains : int, at least 2
    temperatures : int, at least 1, or increasing array_like from 0 to 1
        how many steps of β, or all the β themselves
    visible_bias : array_like (n_visible,), optional
        a₀ of the machine to start from, by default that of `rbm`; the logits of the data's means need fewer steps
    temperature : float, above 0
        T of the machine, e^{-E/T}
    seed : int, SeedSequence, Generator or None

    Returns
    -------
    PartitionEstimate
        log Z and its standard error; log P(v) is log Σ_h e^{-E/T} - log Z

    Raises
    ------
    FitError
        for a network that is no such machine
    ParameterError, ShapeError
        for values out of range

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> net = hf.models.rbm(np.zeros((3, 4)))
    >>> found = hf.learning.annealed_importance_sampling(net, chains=10, temperatures=5, seed=0)
    >>> bool(abs(found.log_z - 7 * np.log(2)) < 1e-9)  # without weights it is exact: 2⁷ states
    True
    """
    kelvin = positive("temperature", temperature)
    machine = as_layers(rbm, "annealed importance sampling", kelvin)
    count, betas = at_least("chains", chains, 2), _betas(temperatures)
    base = machine.visible_bias if visible_bias is None else _checked_bias(visible_bias, machine)
    rng = generator(seed)
    start = np.broadcast_to(1.0 / (1.0 + np.exp(-base)), (count, len(base)))
    visible = sampled(start, rng)
    gathered = np.full(count, softplus(base).sum() + len(machine.hidden_bias) * np.log(2.0))
    for before, beta in pairwise(betas):
        gathered += _log_chance(machine, base, visible, beta)
        gathered -= _log_chance(machine, base, visible, before)
        hidden = sampled(hidden_chances(machine, visible, beta), rng)
        heard = beta * (hidden @ machine.weights.T + machine.visible_bias) + (1.0 - beta) * base
        visible = sampled(1.0 / (1.0 + np.exp(-np.clip(heard, -700.0, 700.0))), rng)
    log_z = float(log_sum(gathered)) - float(np.log(count))
    spread = np.exp(gathered - log_z).std(ddof=1)
    return PartitionEstimate(log_z, float(spread / np.sqrt(count)), gathered)


def _log_chance(machine: Layers, base: np.ndarray, visible: np.ndarray, beta: float) -> np.ndarray:
    """Return log p_β(v) but for a constant, (chains,)."""
    inside = softplus(beta * (visible @ machine.weights + machine.hidden_bias)).sum(axis=1)
    return inside + visible @ ((1.0 - beta) * base + beta * machine.visible_bias)


def _betas(temperatures: Any) -> np.ndarray:
    """Return all β, from 0 to 1."""
    if np.ndim(temperatures) == 0:
        return np.linspace(0.0, 1.0, at_least("temperatures", temperatures, 1) + 1)
    betas = np.asarray(temperatures, dtype=np.float64)
    is_path = betas.ndim == 1 and len(betas) > 1 and betas[0] == 0.0 and betas[-1] == 1.0
    if not is_path or not (np.diff(betas) > 0).all():
        message = (
            "temperatures are a number of steps, or β that increase from 0.0 to 1.0,"
            f" got {len(betas.ravel())} from {betas.min(initial=np.inf):g} to {betas.max(initial=-np.inf):g}"
        )
        raise ParameterError(message)
    return betas


def _checked_bias(visible_bias: Any, machine: Layers) -> np.ndarray:
    """Return the biases of the machine to start from."""
    array = np.asarray(visible_bias, dtype=np.float64)
    if array.shape != machine.visible_bias.shape:
        message = f"visible_bias has the shape {machine.visible_bias.shape}, one a visible unit, got {array.shape}"
        raise ShapeError(message)
    if not np.isfinite(array).all():
        message = "visible_bias holds NaN or infinity, expected finite numbers"
        raise ParameterError(message)
    return array
