"""How does recall decline with dead units, and with cut, coarse or noisy synapses? Gracefully, or all at once?"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from hopfield._typing import Number, OneEach, Seed
from hopfield.analysis.trials import as_curve, check_fit, try_recall, whole_number
from hopfield.couplings import Coupling
from hopfield.couplings.damage import add_noise, clip, dilute, silence
from hopfield.dynamics import Dynamics
from hopfield.errors import ParameterError
from hopfield.network import Network
from hopfield.random import generator

__all__ = ["FaultTolerance", "fault_tolerance"]

_Fault = Callable[[Coupling, float, np.random.Generator], Coupling]

_FAULTS: dict[str, tuple[_Fault, float]] = {  # what is done, and the largest amount of it
    "silence": (lambda J, x, rng: silence(J, x, seed=rng), 1.0),
    "dilute": (lambda J, x, rng: dilute(J, 1.0 - x, J.is_symmetric, seed=rng), 1.0),
    "clip": (lambda J, x, _rng: clip(J, "three", x), np.inf),
    "noise": (lambda J, x, rng: add_noise(J, x, seed=rng), np.inf),
}


class FaultTolerance(NamedTuple):
    """How recall declines: one entry for each amount of damage.

    Attributes
    ----------
    fault : str
    amounts : (k,) float array
    final : (k,) float array
        mean overlap with the pattern in the end
    recalled : (k,) float array
        the share of recalls that end as the stored pattern, by `Patterns.match`: at most 1.6 % of wrong units
    error : (k,) float array
        the standard error of that share: of the starts, in this one damaged network
    """

    fault: str
    amounts: OneEach
    final: OneEach
    recalled: OneEach
    error: OneEach

    def __str__(self) -> str:
        rows = zip(*self[1:], strict=True)
        lines = [f"{x:8.3f} {m:8.3f} {f:9.3f} ± {err:.3f}" for x, m, f, err in rows]
        return "\n".join([f"{self.fault:>8}    final  recalled", *lines])


def fault_tolerance(
    network: Network,
    xi: Any,
    fault: str,
    amounts: object,
    *,
    start_overlap: Number = 1.0,
    seed: Seed = None,
    samples: int = 100,
    dynamics: Dynamics | None = None,
) -> FaultTolerance:
    """Damage the synapses of a network more and more, and measure what it still recalls.

    No memory hangs on any one synapse or unit (hopfield1982): with half of the synapses cut at random the capacity
    falls from 0.138 n to 0.0865 n only (sompolinsky1986pra), and fewer memories than that hardly suffer. Limits:
    thresholds and the temperature are not rescaled, and fields of damaged couplings are smaller: see
    `hopfield.couplings.damage`.

    Parameters
    ----------
    network : Network
    xi : Patterns
        (p, n), what is to be recalled
    fault : "silence", "dilute", "clip" or "noise"
        units that die · synapses that are cut, both directions of a pair together where J is symmetric · synapses
        with three levels -1, 0, +1 · Gaussian noise on every synapse
    amounts : float or array_like (k,)
        of that damage: the share of units that die, 0 to 1 · the share of synapses that are cut, 0 to 1 · the
        threshold in units of rms(J), from 0, the sign alone · the size of the noise, relative to rms(J)
    start_overlap : float, from -1 to 1
        of the starts with their patterns: 1.0 asks whether patterns stay, less whether they still attract
    seed : int, SeedSequence, Generator or None
    samples : int, at least 1
        starts at each amount, as one batch; patterns take turns in random order
    dynamics : Dynamics, default Async()

    Returns
    -------
    FaultTolerance
        in the order of the amounts; each is a damage of its own, drawn anew

    Raises
    ------
    ParameterError
        for another fault, an amount out of range, or couplings without a matrix
    ShapeError
        if the patterns have another number of units

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.hopfield(xi)
    >>> curve = hf.analysis.fault_tolerance(net, xi, "dilute", [0.0, 0.2, 0.9], seed=0)
    >>> float(curve.recalled[0]), bool(curve.final[1] > 0.9 > curve.final[2])
    (1.0, True)
    """
    check_fit(network, xi)
    if fault not in _FAULTS:
        message = f"fault is one of {', '.join(_FAULTS)}, got {fault!r}"
        raise ParameterError(message)
    harm, most = _FAULTS[fault]
    damage = as_curve(amounts, "amounts", 0.0, most)
    start = float(as_curve(start_overlap, "start_overlap", -1.0, 1.0)[0])
    size, rng, trials = whole_number(samples, "samples"), generator(seed), []
    for amount in damage.tolist():
        hurt = replace(network, coupling=harm(network.coupling, amount, rng))
        trials.append(try_recall(hurt, xi, start, samples=size, dynamics=dynamics, rng=rng)[1:])
    return FaultTolerance(fault, damage, *(np.array(part) for part in zip(*trials, strict=True)))
