"""Which state does a network have at load α and temperature T, and what are its free energy and its entropy?

Assumed: as in mean_field and mean_field_warm. Three phases share one formula, each with its own solution:

    f = α/2 + m²/2 + (α/2β)[ln(1-C) - βq/(1-C)] + αrC/2 - (1/β)∫Dz ln 2cosh β(√(αr)z + m)        amit1987
    S = -(α/2)[ln(1-C) + C/(1-C)] + ∫Dz [ln 2cosh u - u tanh u],  u = β(√(αr)z + m),  E = f + TS

retrieval    m > 0: memories, below the critical load
spin_glass   m = 0, q > 0: below T_g = 1 + √α; correlated with no memory
paramagnet   m = q = 0: for T > 1; f = α/2 + (α/2β) ln(1-β) - T ln 2

At T = 0, E = -m²/2 + α(1-r)/2, which is -1/π - √(2α/π) in the spin glass. Energies are per unit, with J_ii = 0 and J
= ξᵀξ/n.

Where it fails: with symmetric replicas the entropy at T = 0 is not 0 but negative, -0.0014 for memories at the critical
load and -0.07 for the spin glass there, whose energy is a little wrong for that reason; that of memories hardly is.
"""

from typing import Any, NamedTuple

import numpy as np

from hopfield._typing import Values
from hopfield.errors import ParameterError
from hopfield.theory.field import averages, disorder, surprise
from hopfield.theory.mean_field import cold, cold_critical
from hopfield.theory.mean_field_warm import (
    critical_noise,
    glass_noise,
    load_at,
    overlap_at,
    retrieval_noise,
)
from hopfield.theory.ranges import plain, within

__all__ = [
    "OrderParameters",
    "critical_load",
    "energy",
    "entropy",
    "free_energy",
    "order_parameters",
    "retrieval_overlap",
]

_NONE = "beyond it no state is recalled; store less, or cool"


class OrderParameters(NamedTuple):
    """What describes a phase: floats, or arrays of the shape of load and T together.

    Attributes
    ----------
    m : overlap with the memory recalled, ⟨s⟩·ξ/n
    q : share of frozen order, ⟨s⟩² averaged over units
    r : noise by the other memories, relative to that of random overlaps: the field has the variance αr
    C : response of a unit to its field, (1 - q)/T
    """

    m: Any
    q: Any
    r: Any
    C: Any


class _Solution(NamedTuple):
    """A phase at a load and a temperature: its overlap and its noise."""

    load: Values
    T: Values
    m: Values
    sigma: Values


def critical_load(T: object = 0.0) -> Any:
    """Return the largest load p/n at which memories can be recalled: α_c(T).

    Parameters
    ----------
    T : float or array, from 0 to below 1
        temperature, in units of the field of one memory

    Returns
    -------
    float, or an array of the shape of T
        0.1379 at T = 0, at most 0.1382 (at T = 0.023), and ((1 - T)/1.95)² as T → 1

    Raises
    ------
    ParameterError
        for any other temperature

    Notes
    -----
    amit1985 and amit1987 with symmetric replicas: that it rises at first is due to these.

    Examples
    --------
    >>> import hopfield as hf
    >>> f"{hf.theory.critical_load():.10f}"
    '0.1379055665'
    >>> hf.theory.critical_load([0.1, 0.5]).round(6).tolist()
    [0.135049, 0.058816]
    """
    heat = _cool(T)
    sigma = _each(critical_noise, heat)
    return plain(
        np.where(heat == 0, cold_critical()[1], load_at(overlap_at(sigma, heat), sigma, heat))
    )


def retrieval_overlap(load: object, T: object = 0.0) -> Any:
    """Return the overlap of the state that is recalled with its memory: m(α, T).

    The share of wrong units is (1 - m)/2 at T = 0.                                              amit1985, amit1987

    Parameters
    ----------
    load : float or array, above 0 and at most critical_load(T)
        p/n
    T : float or array, from 0 to below 1
        temperature

    Returns
    -------
    float, or an array of the shape of load and T together

    Raises
    ------
    ParameterError
        outside these ranges

    Examples
    --------
    >>> import hopfield as hf
    >>> f"{hf.theory.retrieval_overlap(0.1):.8f}"
    '0.99799927'
    >>> hf.theory.retrieval_overlap(0.05, T=[0.0, 0.3]).round(6).tolist()
    [0.999992, 0.991165]
    """
    return plain(_retrieval(load, T).m)


def order_parameters(load: object, T: object = 0.0, phase: str = "retrieval") -> OrderParameters:
    """Return m, q, r and C of a phase.                                                          amit1985, amit1987

    m = ∫Dz tanh β(√(αr) z + m), q = ∫Dz tanh² β(√(αr) z + m), C = β(1 - q), r = q/(1-C)².

    Parameters
    ----------
    load : float or array, above 0
        p/n; for retrieval at most critical_load(T)
    T : float or array, at least 0
        temperature; below 1 for retrieval, below glass_temperature(load) for the spin glass, above 1 for the paramagnet
    phase : "retrieval", "spin_glass" or "paramagnet"

    Returns
    -------
    OrderParameters

    Raises
    ------
    ParameterError
        outside these ranges, where the phase does not exist

    Examples
    --------
    >>> import hopfield as hf
    >>> found = hf.theory.order_parameters(0.1, T=0.2)
    >>> [round(value, 6) for value in found]
    [0.989085, 0.984417, 1.157809, 0.077915]
    """
    return _described(_solved(load, T, phase))


def free_energy(load: object, T: object = 0.0, phase: str = "retrieval") -> Any:
    """Return the free energy of a unit in a phase, which is its energy at T = 0.

    f = α/2 + m²/2 + (α/2β)[ln(1-C) - βq/(1-C)] + αrC/2 - (1/β)⟨ln 2cosh β(√(αr)z + m)⟩              amit1987

    Parameters
    ----------
    load, T, phase
        as in `order_parameters`

    Returns
    -------
    float, or an array of the shape of load and T together
        in units where one memory has the energy -½

    Raises
    ------
    ParameterError
        where the phase does not exist

    Examples
    --------
    >>> import hopfield as hf
    >>> (
    ...     round(hf.theory.free_energy(0.05), 6),
    ...     round(hf.theory.free_energy(0.05, phase="spin_glass"), 6),
    ... )
    (-0.5, -0.496722)
    """
    state = _solved(load, T, phase)
    m, q, r, C = _described(state)
    alpha = state.load
    noise = alpha / 2 * (state.T * np.log1p(-C) - q / (1 - C)) + alpha * r * C / 2
    return plain(alpha / 2 + m**2 / 2 + noise - _unit(state)[0])


def entropy(load: object, T: object = 0.0, phase: str = "retrieval") -> Any:
    """Return the entropy of a unit in a phase, S = -∂f/∂T.

    S = -(α/2)[ln(1-C) + C/(1-C)] + ⟨ln 2cosh u - u tanh u⟩,  u = β(√(αr)z + m)                    amit1987

    Parameters
    ----------
    load, T, phase
        as in `order_parameters`

    Returns
    -------
    float, or an array of the shape of load and T together
        at T = 0 a little below 0, as replicas are not symmetric there

    Raises
    ------
    ParameterError
        where the phase does not exist

    Examples
    --------
    >>> import hopfield as hf
    >>> (
    ...     round(hf.theory.entropy(0.1379), 6),
    ...     round(hf.theory.entropy(0.1379, T=0.2, phase="spin_glass"), 6),
    ... )
    (-0.001397, 0.038255)
    """
    state = _solved(load, T, phase)
    C = _described(state).C
    return plain(-state.load / 2 * (np.log1p(-C) + C / (1 - C)) + _unit(state)[1])


def energy(load: object, T: object = 0.0, phase: str = "retrieval") -> Any:
    """Return the mean energy of a unit in a phase, E = f + TS: what a long simulation measures.      amit1987

    Parameters
    ----------
    load, T, phase
        as in `order_parameters`

    Returns
    -------
    float, or an array of the shape of load and T together

    Raises
    ------
    ParameterError
        where the phase does not exist

    Examples
    --------
    >>> import hopfield as hf
    >>> round(hf.theory.energy(0.05, T=0.3), 6)
    -0.494278
    """
    return plain(free_energy(load, T, phase) + np.asarray(T) * entropy(load, T, phase))


def _unit(state: _Solution) -> tuple[Values, Values]:
    """Return T⟨ln 2cosh u⟩ and ⟨ln 2cosh u - u tanh u⟩; without noise u = 0."""
    is_free = state.sigma == 0
    sigma = np.where(is_free, 1.0, state.sigma)
    log = np.where(is_free, state.T * np.log(2), surprise(state.m, sigma, state.T))
    return log, np.where(is_free, np.log(2), disorder(state.m, sigma, state.T))


def _described(state: _Solution) -> OrderParameters:
    """Return the order parameters of a solution."""
    load, T, m, sigma = state
    is_free = sigma == 0
    found = averages(m, np.where(is_free, 1.0, sigma), T)
    q = np.where(is_free, 0.0, found.q)
    C = np.where(is_free, 1 / np.where(is_free, T, 1.0), found.C)
    return OrderParameters(plain(m), plain(q), plain(sigma**2 / load), plain(C))


def _solved(load: object, T: object, phase: str) -> _Solution:
    """Return the solution of a phase, or say why there is none."""
    if phase == "retrieval":
        return _retrieval(load, T)
    if phase not in ("spin_glass", "paramagnet"):
        wanted = "'retrieval', 'spin_glass' or 'paramagnet'"
        raise ParameterError(f"phase must be {wanted}, got {phase!r}")
    alpha = within("load", load, 0.0)
    if phase == "paramagnet":
        heat = within("T", T, 1.0, why="the free energy of the paramagnet diverges at T = 1")
    else:
        why = "above it the spin glass melts: take phase='paramagnet'"
        heat = within("T", T, 0.0, 1 + np.sqrt(alpha), has_low=True, has_high=False, why=why)
    alpha, heat = np.broadcast_arrays(alpha, heat)
    zero = np.zeros(alpha.shape)
    return _Solution(alpha, heat, zero, zero if phase == "paramagnet" else glass_noise(alpha, heat))


def _retrieval(load: object, T: object) -> _Solution:
    """Return the state that is recalled."""
    heat = _cool(T)
    if not heat.any():
        alpha = within("load", load, 0.0, cold_critical()[1], why=_NONE)
        alpha, heat = np.broadcast_arrays(alpha, heat)
        found = cold(alpha)
        return _Solution(alpha, heat, found.m, found.m / (np.sqrt(2) * found.y))
    alpha, heat = np.broadcast_arrays(within("load", load, 0.0, why=_NONE), heat)
    with np.errstate(invalid="ignore"):
        m, sigma = retrieval_noise(alpha, heat)
    is_past = np.isnan(sigma)
    if is_past.any():
        top = _each(critical_noise, heat)
        best = overlap_at(top, heat)
        # within rounding of the critical load the state is that of the critical load
        largest = load_at(best, top, heat) * (1 + 1e-12)
        within("load", alpha, 0.0, np.where(is_past, largest, np.inf), why=_NONE)
        m, sigma = np.where(is_past, best, m), np.where(is_past, top, sigma)
    return _Solution(alpha, heat, m, sigma)


def _cool(T: object) -> Values:
    """Return a temperature at which there can be memories."""
    why = "from T = 1 on every memory melts"
    return within("T", T, 0.0, 1.0, has_low=True, has_high=False, why=why)


def _each(f: Any, T: Values) -> Values:
    """Return f(T), found once for each different temperature."""
    different, where = np.unique(T, return_inverse=True)
    return f(different)[where].reshape(T.shape)
