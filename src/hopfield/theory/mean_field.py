"""How well is a memory recalled at T = 0, and up to which load?

Assumed: n → ∞ units, p = αn random patterns, Hebb's rule with J_ii = 0, replica symmetry. The field of a unit is
Gaussian, of mean m and variance σ² = αr, where the other patterns add r = 1/(1-C)² through the response C of the
units:

    m = erf(m/√(2αr)),  C = √(2/(παr)) e^{-m²/2αr},  r = 1/(1-C)²                               amit1985, amit1987

Result: with y = m/√(2αr) all is a function of y alone, √(2α) = erf(y)/y - (2/√π) e^{-y²} = γ(y) and m = erf(y). γ
rises from 0 at y = 0 to its maximum at y_c = 1.511, where the load is α_c = 0.1379, and falls as 1/y: the states
recalled are those with y ≥ y_c, those below are unstable, and beyond α_c there are none.

Where it fails: replica symmetry is broken at T = 0, and with one step of that α_c is 0.138186; at finite n the
transition is rounded upwards (half of the patterns are still recalled at α = 0.165 for n = 1000); and a search that
starts at a memory beyond α_c does not end at overlap 0, but at 0.3 to 0.36.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from hopfield._typing import Values
from hopfield.theory.roots import root

__all__ = ["Cold", "cold", "cold_critical", "signal", "stiffness"]


class Cold(NamedTuple):
    """The solution at T = 0: y = m/√(2αr), and what follows from it."""

    y: Values
    m: Values
    C: Values
    r: Values


def stiffness(y: Values) -> Values:
    """Return 1 - C of units whose field has signal to noise y√2, without cancellation at small y.

    C = (2/√π) y e^{-y²} / erf(y), so 1 - C = P(3/2, y²)/erf(y), with the incomplete gamma function.
    """
    from scipy.special import erf, gammainc

    return gammainc(1.5, y**2) / erf(y)


def signal(y: Values) -> Values:
    """Return γ(y) = erf(y)/y - (2/√π) e^{-y²} = √(2α)."""
    from scipy.special import gammainc

    return gammainc(1.5, y**2) / y


@cache
def cold_critical() -> tuple[float, float]:
    """Return y_c and α_c at T = 0: γ'(y) = 0, that is (1 + 2y²) (2/√π) y e^{-y²} = erf(y)."""
    from scipy.special import erf

    def slope(y: Values) -> Values:
        return (1 + 2 * y**2) * 2 / np.sqrt(np.pi) * y * np.exp(-(y**2)) - erf(y)

    y = root(slope, 1.0, 2.0)
    return float(y), float(signal(y) ** 2 / 2)


def cold(load: Values) -> Cold:
    """Return the state recalled at T = 0, for loads above 0 and at most α_c."""
    from scipy.special import erf

    best, _ = cold_critical()
    target = np.sqrt(2 * load)
    # γ < 1/y, so that the root lies below 1/√(2α)
    y = root(lambda y, target: signal(y) / target - 1.0, best, best + 1.0 / target, target)
    return Cold(y, erf(y), 1.0 - stiffness(y), stiffness(y) ** -2)
