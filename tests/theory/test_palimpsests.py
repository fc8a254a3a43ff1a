"""Do memories that learn for ever keep what their equations say?"""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import erf

from hopfield import theory
from hopfield.theory.palimpsests import _age, _unabsorbed, _walled_spread


def recalled(age, weight, static):
    """Whether iteration at T = 0 keeps a pattern of this age; weight(u) and a static variance are given."""
    m, C = 1.0, 0.0
    now = weight(age)
    for _ in range(150):
        u = np.linspace(0, 1, 4001)[1:] ** 2 * 3  # dense where weights of walks fall as √u
        kept = weight(u)
        sigma = np.sqrt(np.trapezoid((kept / (1 - kept * C)) ** 2, u) + static)
        C = np.sqrt(2 / np.pi) / sigma * np.exp(-((now * m / sigma) ** 2) / 2)
        m = erf(now * m / (np.sqrt(2) * sigma))
        if C > 0.9 or m < 0.5:
            return False
    return True


@pytest.mark.parametrize("strength", [3.5, 5.0])
def test_the_oldest_memory_is_where_iteration_loses_it(strength):
    top = theory.marginalist_load(strength)

    def weight(u):
        return np.exp(-(strength**2) * u / 2)

    assert recalled(0.98 * top, weight, 0.0)
    assert not recalled(1.02 * top, weight, 0.0)


@pytest.mark.parametrize("limit", [0.25, 0.4])
def test_the_oldest_memory_between_walls_is_where_iteration_loses_it(limit):
    top = theory.bounded_load(limit)

    def weight(u):
        return _unabsorbed(np.asarray(u) / limit**2)

    linear = quad(lambda s: 2 * s * float(weight(s * s)) ** 2, 0, 5 * limit)[0]
    assert recalled(0.98 * top, weight, limit**2 / 3 - linear)
    assert not recalled(1.02 * top, weight, limit**2 / 3 - linear)


def test_the_share_not_yet_absorbed_is_that_of_a_walk():
    """A walk of whole steps between walls at ±A, where steps beyond are ignored, acts as one of A + ½."""
    A = 60
    inside = np.full(2 * A + 1, 1 / (2 * A + 1))
    for step in range(1, 4001):
        moved = np.zeros_like(inside)
        moved[1:] += inside[:-1] / 2
        moved[:-1] += inside[1:] / 2
        inside = moved
        if step in (200, 1000, 4000):
            assert inside.sum() == pytest.approx(_unabsorbed(step / (A + 0.5) ** 2), abs=0.01)
    assert _unabsorbed(0.5 - 1e-12) == pytest.approx(_unabsorbed(0.5 + 1e-12), abs=1e-11)
    assert _age(_unabsorbed(0.3)) == pytest.approx(0.3, abs=1e-12)


def test_the_noise_of_walls_is_the_integral():
    C = 0.4

    def heard(s):
        kept = float(_unabsorbed(s * s))
        return 2 * s * ((kept / (1 - kept * C)) ** 2 - kept**2)

    expected = C**2 * (quad(heard, 0, 5, epsabs=1e-12)[0] + 1 / 3)
    assert _walled_spread(np.array(C)) == pytest.approx(expected, rel=1e-10)


def test_the_best_strength_is_where_both_slopes_of_the_load_vanish():
    """Of ln(scale) + ln(-ln λ) in y, which gives -ln λ, and in C, whose residue is the equation for y."""

    def spread(C):
        return np.log1p(-C) + C / (1 - C)

    def response(y):
        c = 2 / np.sqrt(np.pi) * y * np.exp(-(y**2)) / erf(y)
        age = (2 * y**2 - 1 + c) / (4 * y**2)
        return age, c * np.exp(age)

    def residue(y):
        age, C = response(y)
        return age - spread(C) * ((1 - C) / C) ** 2

    y = brentq(residue, 1.3, 2.0, xtol=1e-14)
    age, C = response(y)
    scale = 2 / np.pi * np.exp(-2 * y**2) / spread(C)
    assert theory.marginalist_strength() == pytest.approx(np.sqrt(2 / scale), rel=1e-11)
    assert theory.marginalist_load() == pytest.approx(scale * age, rel=1e-12)


def test_published_palimpsests():
    assert theory.marginalist_strength() == pytest.approx(4.1, abs=0.05)
    assert theory.marginalist_load() == pytest.approx(0.049, abs=5e-4)
    assert theory.bounded_limit() == pytest.approx(0.36, abs=0.015)
    for load, best in (
        (theory.marginalist_load, theory.marginalist_strength()),
        (theory.bounded_load, theory.bounded_limit()),
    ):
        near = load(best * np.array([0.95, 1.0, 1.05]))
        assert near[1] == pytest.approx(load(), rel=1e-12)
        assert near[1] > max(near[0], near[2])
