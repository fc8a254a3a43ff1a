"""What do cut, clipped and noisy synapses cost?

Assumed: Hebb's couplings are hurt by symmetric static noise that does not depend on the patterns. In units of one
pattern's increment its variance adds Δ² = αd to that of the field, σ² = αr + Δ²q (sompolinsky1986pra), at T = 0 and n
→ ∞:

    m = erf(y),  y = m/√2σ,  C = (2/√π) y e^{-y²}/erf(y),  σ² = α[1/(1-C)² + d]

cut, keeping a share c      d = (1-c)/c        α = p/n, not divided by c
clipped to signs            d = π/2 - 1        sgn keeps the share 2/π of the variance as signal

Result: α(y) = erf²(y)(1-C)²/2y²[1 + d(1-C)²], whose maximum is the critical load. For c → 0 it lies at y → 0 and
tends to 2c/π: memories vanish continuously there.

Where it fails: as mean_field; and one-directional cuts, which make J asymmetric, are not covered unless c → 0.
"""

from typing import Any

import numpy as np

from hopfield._typing import Values
from hopfield.theory.mean_field import stiffness
from hopfield.theory.ranges import plain, within
from hopfield.theory.roots import root

__all__ = ["clipped_load", "dilution_load", "noisy_load"]


def dilution_load(kept: object) -> Any:
    """Return the critical load p/n of a network that keeps a share of its synapses, at T = 0.     sompolinsky1986pra

    Parameters
    ----------
    kept : float or array, above 0 and at most 1
        share c of the pairs of units that are still connected

    Returns
    -------
    float, or an array of the shape of kept
        critical_load() for c = 1, 2c/π as c → 0

    Raises
    ------
    ParameterError
        for any other share

    Examples
    --------
    >>> import hopfield as hf
    >>> hf.theory.dilution_load([1.0, 0.5, 0.1]).round(6).tolist()
    [0.137906, 0.086542, 0.027629]
    """
    why = "it is the share of the synapses that are left"
    c = within("kept", kept, 0.0, 1.0, why=why)
    return noisy_load((1 - c) / c)


def clipped_load() -> float:
    """Return the critical load of couplings that are reduced to their signs, at T = 0: Δ² = α(π/2 - 1).

    Returns
    -------
    float
        p/n, 0.74 of critical_load()                                                             sompolinsky1986pra

    Examples
    --------
    >>> import hopfield as hf
    >>> round(hf.theory.clipped_load(), 6)
    0.101839
    """
    return noisy_load(np.pi / 2 - 1)


def noisy_load(noise: object) -> Any:
    """Return the critical load of couplings with static noise, at T = 0.                         sompolinsky1986pra

    Parameters
    ----------
    noise : float or array, at least 0
        d: variance of the noise of a coupling, relative to that which the patterns give it

    Returns
    -------
    float, or an array of the shape of noise
        p/n

    Raises
    ------
    ParameterError
        for a noise below 0

    Examples
    --------
    >>> import hopfield as hf
    >>> round(hf.theory.noisy_load(1.0) - hf.theory.dilution_load(0.5), 12)
    0.0
    """
    from scipy.special import erf

    d = within("noise", noise, 0.0, has_low=True, why="a variance is not negative")

    def slope(y: Values, d: Values) -> Values:
        w = stiffness(y)
        return w**2 * (1 + d * w**2) + (1 - w) * (w - 2 * y**2)  # -½ d ln α/d ln y

    # w = 2y²/3 at small y, so that the root tends to y⁶ = 27/4d for d → ∞
    y = root(slope, 0.1 / np.sqrt(1 + d), 2.0, d)
    w = stiffness(y)
    return plain((erf(y) * w / y) ** 2 / (2 * (1 + d * w**2)))
