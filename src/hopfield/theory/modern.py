"""How far apart must real patterns be, to be recalled in one step of attention?

Assumed: p patterns x_i of norm at most M, ξ' = X softmax(βXᵀξ) or with sparsemax or entmax in its place; nothing is
random. The separation of a pattern is Δ_i = x_i·x_i - max_{j≠i} x_i·x_j, and ε bounds the distance of the probe from
x_i.

softmax      ‖ξ' - x_i‖ ≤ 2(p-1) e^{-β(Δ_i - 2εM)} M                                                ramsauer2020
             Δ_i ≥ 2/(βp) + ln(2(p-1)pβM²)/β      then the ball ε = 1/(βpM) maps into itself         ramsauer2020
α-entmax     ξ' = x_i exactly if Δ_i ≥ 1/((α-1)β) + 2εM; sparsemax is α = 2                       santos2024
±x           tanh(β|x|²m) = m: the two are told apart if β|x|² > 1, else only their mean is fixed

Derived: the weights of all others are at most e^{-β gap}, the gap x_i·ξ - x_j·ξ ≥ Δ_i - 2εM, and each adds at most 2M.

Where it fails: it is the worst case; random patterns are recalled at a smaller separation.
"""

from typing import Any

import numpy as np

from hopfield._typing import Values
from hopfield.theory.ranges import plain, whole, within
from hopfield.theory.roots import climb

__all__ = ["modern_error", "modern_pair_overlap", "modern_separation", "sparse_separation"]


def modern_separation(p: object, beta: object, norm: object = 1.0) -> Any:
    """Return the separation at which a pattern is a fixed point of its own: 2/(βp) + ln(2(p-1)pβM²)/β.

    Probes within 1/(βpM) of it then come within that distance of it in one step, and stay.      ramsauer2020

    Parameters
    ----------
    p : int or array of ints, at least 2
        patterns
    beta : float or array, above 0
        β
    norm : float or array, above 0
        M: the largest norm of a pattern

    Returns
    -------
    float, or an array of the shape of all together
        Δ = x_i·x_i - max x_i·x_j; 0 if any separation will do

    Raises
    ------
    ParameterError
        outside these ranges

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.modern_separation(p=[10, 1000], beta=8.0).round(6).tolist()
    [0.93405, 2.073637]
    """
    count, heat, M = _numbers(p, beta, norm)
    need = 2 / (heat * count) + np.log(2 * (count - 1) * count * heat * M**2) / heat
    return plain(np.maximum(need, 0.0))


def modern_error(
    separation: object, p: object, beta: object, norm: object = 1.0, distance: object = 0.0
) -> Any:
    """Return how far from its pattern one step can end: 2(p-1) e^{-β(Δ - 2εM)} M, at most 2M.       ramsauer2020

    Parameters
    ----------
    separation : float or array
        Δ = x_i·x_i - max x_i·x_j
    p : int or array of ints, at least 2
        patterns
    beta : float or array, above 0
        β
    norm : float or array, above 0
        M: the largest norm of a pattern
    distance : float or array, at least 0
        ε: of the probe from the pattern

    Returns
    -------
    float, or an array of the shape of all together

    Raises
    ------
    ParameterError
        outside these ranges

    Examples
    --------
    >>> import hopfield as hf
    >>> round(hf.theory.modern_error(1.0, p=10, beta=8.0), 6)
    0.006038
    """
    count, heat, M = _numbers(p, beta, norm)
    gap = within("separation", separation)
    gap = gap - 2 * M * within("distance", distance, 0.0, has_low=True)
    log = np.log(count - 1) - heat * gap
    return plain(2 * M * np.exp(np.minimum(log, 0.0)))


def sparse_separation(
    beta: object, norm: object = 1.0, distance: object = 0.0, alpha: object = 2.0
) -> Any:
    """Return the separation from which on α-entmax recalls exactly, in one step: 1/((α-1)β) + 2εM.   santos2024

    Parameters
    ----------
    beta : float or array, above 0
        β
    norm : float or array, above 0
        M: the largest norm of a pattern
    distance : float or array, at least 0
        ε: of the probe from the pattern
    alpha : float or array, above 1
        2 is sparsemax, 1.5 is "entmax15"; 1 would be softmax, which is never exact

    Returns
    -------
    float, or an array of the shape of all together
        Δ = x_i·x_i - max x_i·x_j

    Raises
    ------
    ParameterError
        outside these ranges

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.sparse_separation(beta=8.0, alpha=[1.5, 2.0]).tolist()
    [0.25, 0.125]
    """
    _, heat, M = _numbers(2, beta, norm)
    shape = within("alpha", alpha, 1.0, why="at 1 it is softmax, which is never exact")
    far = within("distance", distance, 0.0, has_low=True)
    return plain(1 / ((shape - 1) * heat) + 2 * far * M)


def modern_pair_overlap(strength: object) -> Any:
    """Return where one of two opposite patterns ±x is recalled: m with tanh(β|x|²m) = m, ξ = mx.   ramsauer2020

    Parameters
    ----------
    strength : float or array, above 0
        β|x|²

    Returns
    -------
    float, or an array of the shape of the strength
        0 up to strength 1, where only the mean of both is fixed

    Raises
    ------
    ParameterError
        for any other strength

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.modern_pair_overlap([0.5, 1.0, 2.0]).round(6).tolist()
    [0.0, 0.0, 0.957504]
    """
    b = within("strength", strength, 0.0)
    strong = np.maximum(b, 1 + 1e-9)

    def step(m: Values) -> Values:
        tanh = np.tanh(strong * m)
        return (tanh - m) / (strong * (1 - tanh**2) - 1)

    return plain(np.where(b > 1 + 1e-9, climb(step, np.ones(b.shape)), 0.0))


def _numbers(p: object, beta: object, norm: object) -> tuple[Values, Values, Values]:
    """Return p, β and M."""
    count = whole("p", p, 2, "one pattern alone is always recalled")
    return count, within("beta", beta, 0.0), within("norm", norm, 0.0)
