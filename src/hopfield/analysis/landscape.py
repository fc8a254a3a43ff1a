"""How high is the energy over the plane of two overlaps, and is that all states, a lower bound, or a limit?"""

from dataclasses import dataclass

import numpy as np

from hopfield._typing import Number
from hopfield.analysis.chart import charted, check_energy
from hopfield.analysis.classes import classes_of
from hopfield.analysis.naming import checked_patterns
from hopfield.budget import check_memory
from hopfield.couplings import OverlapCoupling
from hopfield.errors import FitError, ParameterError
from hopfield.network import Network
from hopfield.units import Spin

__all__ = ["Landscape", "landscape"]

_ROUNDING = 1e-9
_BLOCK = 1 << 20  # macrostates at a time


@dataclass(frozen=True, eq=False)
class Landscape:
    """Energy per unit over the plane of the overlaps with two memories.

    Attributes
    ----------
    kind : str
        what `energy` is. `exact`: that of every state with these overlaps. `envelope`: the lowest of the states with
        these overlaps, which differ. `free energy`: that of infinitely many units, and `free_energy` = e - T s
    first : (rows,) float array, rising
        overlaps with the first memory
    second : (columns,) float array, rising
        overlaps with the second
    energy : (rows, columns) float array
        E/n; NaN where no state has these overlaps
    entropy : (rows, columns) float array
        the logarithm of the number of states with these overlaps, divided by n; NaN where there are none
    free_energy : (rows, columns) float array
        energy - temperature · entropy
    temperature : float
    labels : (str, str)
        what the two memories are called
    """

    kind: str
    first: np.ndarray
    second: np.ndarray
    energy: np.ndarray
    entropy: np.ndarray
    free_energy: np.ndarray
    temperature: float
    labels: tuple[str, str]


def landscape(
    network: Network,
    memories: tuple[int, int] = (0, 1),
    *,
    temperature: Number | None = None,
    xi: object = None,
    points: int = 201,
) -> Landscape:
    """Return energy and entropy over the plane of the overlaps with two memories.

    Without a temperature all macrostates are enumerated, and every pair of overlaps that a state can have gets the
    energy of the states that have it: `exact` if it is the same for all, as it is for two memories, and else
    the lowest, an `envelope`.

    With a temperature it is the `free energy` of a network of exactly two memories as n → ∞ at the same overlap q
    between the two (amit1985pra):

    f(m₁, m₂) = -F(m₁, m₂) - T [(1+q)/2 · S((m₁+m₂)/(1+q)) + (1-q)/2 · S((m₁-m₂)/(1-q))]

    with S(x) the entropy of a unit of mean x, since of the four classes of units by (ξ¹, ξ²) two and two have the same
    mean, up to sign.

    Parameters
    ----------
    network : Network
    memories : two int
        which patterns
    temperature : float, at least 0, optional
    xi : Patterns, optional
        the memories; by default what the coupling was made of
    points : int, at least 2
        along each axis of a free energy

    Returns
    -------
    Landscape

    Raises
    ------
    ParameterError
        for memories that are not there, or a temperature below 0
    SizeError
        for too many macrostates
    FitError
        if a free energy is asked of anything but spins without thresholds that remember two patterns
    NoEnergyError
        for asymmetric couplings

    Examples
    --------
    >>> import hopfield as hf
    >>> plane = hf.analysis.landscape(hf.models.hopfield(hf.patterns.letters("TC")))
    >>> plane.kind, plane.labels, plane.energy.shape
    ('exact', ('T', 'C'), (26, 26))
    >>> hf.analysis.landscape(hf.models.hopfield(hf.patterns.letters("TCH"))).kind
    'envelope'
    """
    check_energy(network, "a landscape")
    patterns = checked_patterns(network, xi)
    if patterns is None:
        raise ParameterError("these couplings do not know their memories; give them as xi=")
    if len(memories) != 2 or not all(0 <= k < patterns.p for k in memories):
        message = f"memories are two of 0 to {patterns.p - 1}, got {memories!r}"
        raise ParameterError(message)
    labels = patterns.labels or tuple(str(k) for k in range(patterns.p))
    pair = patterns[list(memories)].spins
    named = labels[memories[0]], labels[memories[1]]
    if temperature is None:
        return _enumerated(network, pair, named)
    if not 0.0 <= temperature < np.inf:
        message = f"temperature must be a number of at least 0, or None, got {temperature!r}"
        raise ParameterError(message)
    if isinstance(points, bool) or not isinstance(points, int | np.integer) or points < 2:
        message = f"points must be a whole number of at least 2, got {points!r}"
        raise ParameterError(message)
    return _limit(network, memories, float(temperature), int(points), named)


def _enumerated(network: Network, pair: np.ndarray, labels: tuple[str, str]) -> Landscape:
    """Return the landscape from all macrostates."""
    n = network.n
    check_memory(32 * (n + 1) ** 2, f"a plane of {n + 1:,} by {n + 1:,} overlaps")
    # the network may not tell units apart in which memories differ that it does not know
    classes = classes_of(network).split(pair[0]).split(pair[1])
    chart = charted(network, classes)
    sign = (pair * classes.gauge)[:, classes.first].astype(np.int64)
    overlap = np.empty((2, len(chart.energy)), dtype=np.int64)
    for start in range(0, len(chart.energy), _BLOCK):
        part = np.arange(start, min(start + _BLOCK, len(chart.energy)))
        overlap[:, part] = sign @ (2 * classes.counts(part) - classes.sizes).T
    at = np.ravel_multi_index(tuple((overlap + n) // 2), (n + 1, n + 1))
    lowest, highest = np.full((n + 1) ** 2, np.inf), np.full((n + 1) ** 2, -np.inf)
    np.minimum.at(lowest, at, chart.energy)
    np.maximum.at(highest, at, chart.energy)
    entropy = np.full((n + 1) ** 2, -np.inf)
    np.logaddexp.at(entropy, at, classes.log_multiplicity())
    is_there = np.isfinite(lowest)
    size = float(np.abs(chart.energy).max())
    is_exact = (highest[is_there] - lowest[is_there] <= _ROUNDING * size).all()
    energy = np.where(is_there, lowest, np.nan).reshape(n + 1, n + 1) / n
    entropy = np.where(is_there, entropy, np.nan).reshape(n + 1, n + 1) / n
    axis = np.arange(-n, n + 1, 2) / n
    kind = "exact" if is_exact else "envelope"
    return Landscape(kind, axis, axis, energy, entropy, energy, 0.0, labels)


def _limit(
    network: Network,
    memories: tuple[int, int],
    temperature: float,
    points: int,
    labels: tuple[str, str],
) -> Landscape:
    """Return the free energy of infinitely many units."""
    if memories[0] == memories[1]:
        message = f"a free energy needs two different memories, got {memories!r}"
        raise ParameterError(message)
    coupling = _of_two(network)
    axis = np.linspace(-1.0, 1.0, points)
    m = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1)
    q = float(coupling.keys.gram()[0, 1]) / network.n
    ordered = m[..., list(memories)]  # as the coupling has them: swapping two is its own inverse
    if coupling.is_pairwise:
        energy = -0.5 * np.einsum("...a,ab,...b->...", ordered, coupling.mixing_matrix, ordered)
    else:
        energy = -coupling.separation.potential(ordered, network.n)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = [(m[..., 0] + sign * m[..., 1]) / (1.0 + sign * q) for sign in (1, -1)]
    entropy = np.zeros(m.shape[:-1])
    for sign, mean in zip((1, -1), means, strict=True):
        weight = 0.5 * (1.0 + sign * q)
        is_empty = weight == 0.0  # q = ±1: no unit is in this class, and the two overlaps are one
        inside = np.abs(m[..., 0] + sign * m[..., 1]) <= 2.0 * weight + _ROUNDING
        entropy += 0.0 if is_empty else weight * _entropy(mean)
        entropy = np.where(inside, entropy, np.nan)
    energy = np.where(np.isnan(entropy), np.nan, energy)
    free = energy - temperature * entropy
    return Landscape("free energy", axis, axis, energy, entropy, free, temperature, labels)


def _of_two(network: Network) -> OverlapCoupling:
    """Return the coupling of a network of two memories, or say that it is none."""
    coupling = network.coupling
    is_plain = isinstance(network.units, Spin) and not network.thresholds.any()
    if not isinstance(coupling, OverlapCoupling) or coupling.keys.p != 2 or not is_plain:
        message = (
            "a free energy over two overlaps is that of hf.Spin() units without thresholds whose coupling is made of"
            " two patterns; leave the temperature out for the states themselves"
        )
        raise FitError(message)
    return coupling


def _entropy(mean: np.ndarray) -> np.ndarray:
    """Return the entropy of a unit of this mean, S(x) = -Σ_± (1±x)/2 ln (1±x)/2."""
    from scipy.special import xlogy

    shares = [np.clip(0.5 * (1.0 + sign * mean), 0.0, 1.0) for sign in (1, -1)]
    return -np.sum([xlogy(share, share) for share in shares], axis=0)
