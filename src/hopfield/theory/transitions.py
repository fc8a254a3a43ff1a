"""Where does one phase end and another begin?

Assumed: as in phases. Along the load four lines are met from hot to cold (amit1985, amit1987):

T_g = 1 + √α                      the paramagnet freezes into a spin glass
T_M ≈ 1 - 1.95√α as α → 0         memories appear, in one step: the load is the critical one of that temperature
T_c ≈ 1 - 2.60√α                  memories become the ground state: their free energy is that of the spin glass
T_R ≈ √(8α/9π) e^{-1/2α}          symmetric replicas fail for memories: T² = α ⟨sech⁴ βh⟩/(1-C)²  (almeida1978)

Result: each is a root in temperature of equations that are themselves solved to the last digits.

Where it fails: with symmetric replicas T_M bends back a little below T_R, and T_c as the entropy of the spin glass
falls below 0. A load between 0.13791 and 0.13819 therefore has two T_M, and one between 0.05185 and 0.05313 two T_c;
the upper ones are given. T_R meets T_M at the load 0.138186, where memories end with one step of broken symmetry too.
"""

from functools import cache
from typing import Any

import numpy as np

from hopfield._typing import Values
from hopfield.theory.field import averages, disorder, quartic, surprise
from hopfield.theory.mean_field import cold, cold_critical, signal
from hopfield.theory.mean_field_warm import (
    critical_noise,
    glass_noise,
    load_at,
    overlap_at,
    retrieval_noise,
)
from hopfield.theory.ranges import plain, within
from hopfield.theory.roots import root

__all__ = [
    "at_temperature",
    "glass_temperature",
    "ground_state_load",
    "ground_state_temperature",
    "retrieval_temperature",
]

_MELTED = "from T = 1 on every memory melts"


def glass_temperature(load: object) -> Any:
    """Return the temperature below which the paramagnet is a spin glass: T_g = 1 + √α.           amit1985, amit1987

    Parameters
    ----------
    load : float or array, above 0
        p/n

    Returns
    -------
    float, or an array of the shape of load

    Raises
    ------
    ParameterError
        for any other load

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.glass_temperature(0.25)
    1.5
    """
    return plain(1 + np.sqrt(within("load", load, 0.0)))


def retrieval_temperature(load: object) -> Any:
    """Return the temperature below which memories can be recalled: T_M, where critical_load(T_M) is the load.

    Parameters
    ----------
    load : float or array, above 0 and at most the largest critical load, 0.13819
        p/n

    Returns
    -------
    float, or an array of the shape of load
        1 - 1.95√α for small loads; the upper of two, for loads above critical_load(0)

    Raises
    ------
    ParameterError
        for any other load                                                                       amit1985, amit1987

    Examples
    --------
    >>> import hopfield as hf
    >>> f"{hf.theory.retrieval_temperature(0.05):.6f}"
    '0.542255'
    """
    peak, largest = _peak()
    why = "beyond it there are no memories at any temperature"
    return plain(_melting(within("load", load, 0.0, largest, why=why), peak))


def ground_state_load(T: object = 0.0) -> Any:
    """Return the load up to which memories are the ground state.

    Their free energy is that of the spin glass there; at T = 0 that is their energy -m²/2 + α(1-r)/2, and the spin
    glass has -1/π - √(2α/π).                                                                    amit1985, amit1987

    Parameters
    ----------
    T : float or array, from 0 to below 1
        temperature, in units of the field of one memory

    Returns
    -------
    float, or an array of the shape of T
        0.0519 at T = 0, at most 0.0531 (at T = 0.085), and ((1 - T)/2.60)² as T → 1

    Raises
    ------
    ParameterError
        for any other temperature

    Examples
    --------
    >>> import hopfield as hf
    >>> f"{hf.theory.ground_state_load():.6f}"
    '0.051854'
    >>> hf.theory.ground_state_load([0.1, 0.5]).round(6).tolist()
    [0.053092, 0.028076]
    """
    heat = within("T", T, 0.0, 1.0, has_low=True, has_high=False, why=_MELTED)
    found, is_warm = np.full(heat.shape, _cold_ground_state()), heat > 0.0
    if np.any(is_warm):
        warm = heat[is_warm]
        highest = _critical(warm) * (1 - 1e-9)  # no rounding beyond the end of memories
        lowest = ((1 - warm) / 5) ** 2
        found[is_warm] = root(lambda a, t: _advantage(a, t)[0], lowest, highest, warm)
    return plain(found)


@cache
def _cold_ground_state() -> float:
    """Return the load up to which memories are the ground state at T = 0."""
    from scipy.special import erf

    from hopfield.theory.mean_field import stiffness

    def excess(y: Values) -> Values:
        alpha = signal(y) ** 2 / 2
        noise = alpha * (1 - stiffness(y) ** -2) / 2
        return noise - erf(y) ** 2 / 2 + 1 / np.pi + np.sqrt(2 * alpha / np.pi)

    return float(signal(root(excess, cold_critical()[0], 10.0)) ** 2 / 2)


def ground_state_temperature(load: object) -> Any:
    """Return the temperature below which memories are the ground state: T_c.

    There their free energy is that of the spin glass.                                          amit1985, amit1987

    Parameters
    ----------
    load : float or array, above 0 and up to 0.0531
        p/n

    Returns
    -------
    float, or an array of the shape of load
        1 - 2.60√α for small loads; the upper of two, for loads above ground_state_load()

    Raises
    ------
    ParameterError
        for any other load

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.ground_state_temperature([0.01, 0.05]).round(6).tolist()
    [0.721624, 0.216383]
    """
    why = "beyond it memories are never the ground state, though they are recalled up to critical_load()"
    alpha = within("load", load, 0.0, why=why)
    low, is_bent = np.zeros(alpha.shape), alpha > _cold_ground_state()
    if np.any(is_bent):
        hottest, largest = _bend()
        within("load", load, 0.0, largest, why=why)
        low[is_bent] = hottest
    highest = _melting(alpha, _peak()[0]) * (1 - 1e-9)  # no rounding beyond the end of memories
    return plain(root(lambda T, a: _advantage(a, T)[0], low, highest, alpha))


def at_temperature(load: object) -> Any:
    """Return the temperature below which symmetric replicas fail for memories: T_R, of de Almeida and Thouless.

    T_R² = α ⟨sech⁴ β(√(αr)z + m)⟩/(1-C)², in a memory; for the spin glass it is T_g.          almeida1978, amit1987

    Parameters
    ----------
    load : float or array, above 0 and at most 0.1379
        p/n; beyond, all of retrieval lies below the line

    Returns
    -------
    float, or an array of the shape of load
        √(8α/9π) e^{-1/2α} for small loads; 0.0 where that is no float

    Raises
    ------
    ParameterError
        for any other load

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.at_temperature([0.05, 0.1]).round(8).tolist()
    [5.42e-06, 0.00145025]
    """
    why = "beyond it symmetric replicas fail at all temperatures at which there are memories"
    alpha = within("load", load, 0.0, _end_of_symmetry(), why=why)
    peak = _peak()[0]
    highest = np.log(_melting(alpha, peak)) - 1e-9
    # the right side at T = 0 is within a few hundredths of the line already
    frozen = cold(np.minimum(alpha, cold_critical()[1]))
    lowest = np.array(frozen.m / frozen.y * np.exp(-(frozen.y**2)) * 2 / (3 * np.sqrt(np.pi)))
    lowest *= 0.5
    is_bent = alpha > cold_critical()[1]
    if np.any(is_bent):  # without memories at T = 0
        first = root(lambda T, a: _critical(T) / a - 1.0, 0.0, peak, alpha[is_bent])
        lowest[is_bent] = first * (1 + 1e-9)

    def excess(log: Values, a: Values) -> Values:
        T = np.exp(log)
        return log - _log_instability(*retrieval_noise(a, T), T)

    found = np.exp(root(excess, np.log(np.maximum(lowest, 1e-300)), highest, alpha))
    return plain(np.where(lowest > 1e-300, found, 0.0))


def _log_instability(m: Values, sigma: Values, T: Values) -> Values:
    """Return the logarithm of αr ⟨sech⁴⟩/qT, which is ln T on the line."""
    with np.errstate(divide="ignore"):
        return np.log(quartic(m, sigma, T) * sigma**2 / averages(m, sigma, T).q)


@cache
def _peak() -> tuple[float, float]:
    """Return where the critical load is largest, and its value."""
    from scipy.optimize import elementwise

    def lost(T: Values) -> Values:
        return -_critical(T)

    found = elementwise.find_minimum(lost, (0.0, 0.02, 0.06))
    return float(found.x), -float(found.f_x)


@cache
def _bend() -> tuple[float, float]:
    """Return where the load of equal free energies is largest, as the entropies are equal too, and its value."""
    from scipy.optimize import root as solve

    def excess(at: Values) -> Values:
        return np.array(_advantage(at[:1], at[1:])).ravel()

    load, T = solve(excess, [_cold_ground_state(), 0.08], tol=1e-14).x
    return float(T), float(load)


@cache
def _end_of_symmetry() -> float:
    """Return the load at which the line of failing symmetry meets that of melting."""

    def excess(T: Values) -> Values:
        sigma = critical_noise(T)
        return np.log(T) - _log_instability(overlap_at(sigma, T), sigma, T)

    return float(_critical(root(excess, 0.01, 0.3)))


def _critical(T: Values) -> Values:
    """Return the critical load."""
    sigma = critical_noise(T)
    return load_at(overlap_at(sigma, T), sigma, T)


def _melting(alpha: Values, peak: float) -> Values:
    """Return T_M for loads in its range: it lies between 1 - 2.65√α and 1 - 1.95√α."""

    def excess(T: Values, a: Values) -> Values:
        return np.sqrt(_critical(T) / a) - 1.0

    low, high = (1 - slope * np.sqrt(alpha) for slope in (2.65, 1.95))
    return root(excess, np.maximum(low, peak), high, alpha)


def _advantage(alpha: Values, T: Values) -> tuple[Values, Values]:
    """Return how far memories lie above the spin glass, in free energy and in entropy."""
    memory = _potentials(alpha, T, *retrieval_noise(alpha, T))
    sigma = glass_noise(alpha, T)
    glass = _potentials(alpha, T, np.zeros_like(sigma), sigma)
    return memory[0] - glass[0], memory[1] - glass[1]


def _potentials(alpha: Values, T: Values, m: Values, sigma: Values) -> tuple[Values, Values]:
    """Return the free energy and the entropy."""
    _, q, C = averages(m, sigma, T)
    noise = alpha / 2 * (1 + T * np.log1p(-C) - q / (1 - C)) + sigma**2 * C / 2
    unit = surprise(m, sigma, T), disorder(m, sigma, T)
    entropy = unit[1] - alpha / 2 * (np.log1p(-C) + C / (1 - C))
    return m**2 / 2 + noise - unit[0], entropy
