"""Does the mean-field theory solve its own equations, by other methods too?"""

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import erf

from hopfield import theory
from hopfield.theory.field import averages, disorder, quartic, slopes, surprise
from hopfield.theory.mean_field_warm import retrieval_noise


def gauss(f, m, sigma, T):
    """⟨f(h/T)⟩ by adaptive quadrature, cut where tanh turns."""
    turn = -m / sigma
    cuts = sorted({-10.0, *(turn + d * T / sigma for d in (-20, -8, -2, 0, 2, 8, 20)), 10.0})
    cuts = [c for c in cuts if -10 <= c <= 10]

    def weighed(z):
        return np.exp(-z * z / 2) / np.sqrt(2 * np.pi) * f((m + sigma * z) / T)

    parts = [quad(weighed, a, b, epsabs=1e-14, epsrel=1e-13)[0] for a, b in pairwise(cuts)]
    return sum(parts)


def sech2(u):
    return 4 * np.exp(-2 * abs(u)) / (1 + np.exp(-2 * abs(u))) ** 2


def log2cosh(u):
    return abs(u) + np.log1p(np.exp(-2 * abs(u)))


FIELDS = [
    (0.9, 0.3, 0.1),
    (0.9, 0.3, 0.01),
    (0.5, 0.4, 0.66),
    (0.5, 0.4, 0.67),
    (0.2, 1e-3, 0.7),
    (0.0, 0.5, 1.2),
]


@pytest.mark.parametrize(("m", "sigma", "T"), FIELDS)
def test_no_average_differs_from_adaptive_quadrature(m, sigma, T):
    point = np.array(m), np.array(sigma), np.array(T)
    found = [
        *averages(*point),
        *slopes(*point),
        quartic(*point),
        surprise(*point),
        disorder(*point),
    ]
    kinds = [
        (np.tanh, 1.0),
        (lambda u: np.tanh(u) ** 2, 1.0),
        (sech2, 1 / T),
        (lambda u: -2 * np.tanh(u) * sech2(u), 1 / T**2),
        (lambda u: sech2(u) * (6 * np.tanh(u) ** 2 - 2), 1 / T**3),
        (lambda u: sech2(u) ** 2, 1 / T),
        (log2cosh, T),
        (lambda u: log2cosh(u) - u * np.tanh(u), 1.0),
    ]
    expected = [scale * gauss(f, m, sigma, T) for f, scale in kinds]
    np.testing.assert_allclose(found, expected, rtol=2e-12, atol=2e-13)


def test_sample_values_are_those_of_the_papers_equations():
    assert theory.critical_load() == pytest.approx(0.13790556649, abs=1e-11)
    assert theory.retrieval_overlap(0.05) == pytest.approx(0.99999223, abs=5e-9)
    assert theory.retrieval_overlap(0.10) == pytest.approx(0.99799927, abs=5e-9)
    assert theory.retrieval_overlap(0.05, T=0.3) == pytest.approx(0.991165, abs=5e-7)
    wrong = (1 - theory.retrieval_overlap(theory.critical_load())) / 2
    assert 0.015 < wrong < 0.0164  # "below 1.5 to 1.6 %"


@pytest.mark.parametrize("load", [0.02, 0.08, 0.13, 0.1375])
def test_the_parametric_root_is_where_plain_iteration_ends(load):
    m, r = 1.0, 1.0
    for _ in range(4000):
        C = np.sqrt(2 / (np.pi * load * r)) * np.exp(-(m**2) / (2 * load * r))
        m, r = erf(m / np.sqrt(2 * load * r)), 1 / (1 - C) ** 2
    found = theory.order_parameters(load)
    np.testing.assert_allclose([found.m, found.r, found.C], [m, r, C], rtol=1e-10, atol=1e-15)
    assert found.q == pytest.approx(1.0, abs=1e-15)


@pytest.mark.parametrize(("load", "T"), [(0.05, 0.3), (0.1, 0.15), (0.01, 0.7)])
def test_the_warm_solution_is_where_plain_iteration_ends(load, T):
    m, r = 1.0, 1.0
    for _ in range(60):
        sigma = np.sqrt(load * r)
        q = gauss(lambda u: np.tanh(u) ** 2, m, sigma, T)
        m, r = gauss(np.tanh, m, sigma, T), q / (1 - (1 - q) / T) ** 2
    found = theory.order_parameters(load, T)
    np.testing.assert_allclose(found, [m, q, r, (1 - q) / T], rtol=1e-8)


def test_the_warm_solver_at_zero_is_the_cold_one():
    loads = np.linspace(0.005, 0.1379, 30)
    np.testing.assert_allclose(
        retrieval_noise(loads, np.array(0.0))[0], theory.retrieval_overlap(loads), rtol=1e-11
    )
    assert theory.critical_load(1e-6) == pytest.approx(theory.critical_load(), abs=1e-7)
    np.testing.assert_allclose(
        theory.retrieval_overlap(0.1, [0.0, 1e-7]), theory.retrieval_overlap(0.1), atol=1e-8
    )


def test_without_load_a_memory_is_a_ferromagnet():
    for T in (0.1, 0.5, 0.9):
        m = theory.retrieval_overlap(1e-12, T)
        assert np.tanh(m / T) == pytest.approx(m, abs=1e-9)


def test_the_overlap_falls_with_load_and_with_temperature():
    assert np.all(np.diff(theory.retrieval_overlap(np.linspace(0.01, 0.1, 40), 0.25)) < 0)
    assert np.all(np.diff(theory.retrieval_overlap(0.05, np.linspace(0.02, 0.54, 40))) < 0)


def iterated(state, load, T):
    """One turn of the mean-field equations, of (m, q)."""
    m, q = state
    sigma = np.sqrt(load * q) / (1 - (1 - q) / T)
    return np.array([gauss(np.tanh, m, sigma, T), gauss(lambda u: np.tanh(u) ** 2, m, sigma, T)])


def determinant(load, T):
    """det(1 - ∂(m', q')/∂(m, q)) in the state that is recalled."""
    found = theory.order_parameters(load, T)
    at, h = np.array([found.m, found.q]), 1e-5
    turn = [
        (iterated(at + e, load, T) - iterated(at - e, load, T)) / (2 * h) for e in h * np.eye(2)
    ]
    return np.linalg.det(np.eye(2) - np.array(turn).T)


@pytest.mark.parametrize("T", [0.2, 0.5])
def test_memories_end_where_the_determinant_of_their_equations_vanishes(T):
    """Near the end the determinant is linear in √(α_c - α), so that its square is in the load."""
    top = theory.critical_load(T)
    loads = top * (1 - np.array([1e-3, 2e-3, 4e-3]))
    squares = [determinant(load, T) ** 2 for load in loads]
    assert np.polynomial.Polynomial.fit(loads, squares, 2)(top) == pytest.approx(
        0.0, abs=0.02 * squares[0]
    )


def printed(load, T, m, q, r):
    """The free energy as it is printed, by quadrature."""
    C = (1 - q) / T
    noise = load / 2 * (1 + T * np.log(1 - C) - q / (1 - C)) + load * r * C / 2
    return m**2 / 2 + noise - T * gauss(log2cosh, m, np.sqrt(load * r), T)


@pytest.mark.parametrize(
    ("load", "T", "phase"), [(0.05, 0.3, "retrieval"), (0.1, 0.4, "spin_glass")]
)
def test_the_free_energy_is_the_printed_one_and_flat_at_the_solution(load, T, phase):
    m, q, r, _ = theory.order_parameters(load, T, phase)
    assert theory.free_energy(load, T, phase) == pytest.approx(printed(load, T, m, q, r), abs=1e-12)
    for step in np.eye(3) * 1e-4:
        up, down = (printed(load, T, *(np.array([m, q, r]) + sign * step)) for sign in (1, -1))
        assert (up - down) / 2e-4 == pytest.approx(0.0, abs=1e-5)


@pytest.mark.parametrize(
    ("load", "T", "phase"),
    [
        (0.1, 0.2, "retrieval"),
        (0.1, 0.2, "spin_glass"),
        (0.1, 1.2, "spin_glass"),
        (0.1, 1.5, "paramagnet"),
    ],
)
def test_the_entropy_is_the_slope_of_the_free_energy(load, T, phase):
    h = 1e-3
    f = theory.free_energy(load, T + h * np.array([-2, -1, 1, 2]), phase)
    slope = (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * h)
    assert theory.entropy(load, T, phase) == pytest.approx(-slope, abs=1e-8)
    total = theory.free_energy(load, T, phase) + T * theory.entropy(load, T, phase)
    assert theory.energy(load, T, phase) == pytest.approx(total, abs=1e-14)


def test_the_energies_at_zero_are_the_closed_forms():
    load = np.array([0.01, 0.05, 0.13])
    glass = theory.order_parameters(load, phase="spin_glass")
    np.testing.assert_allclose(glass.r, (1 + np.sqrt(2 / (np.pi * load))) ** 2, rtol=1e-12)
    closed = -1 / np.pi - np.sqrt(2 * load / np.pi)
    np.testing.assert_allclose(theory.free_energy(load, phase="spin_glass"), closed, rtol=1e-12)
    m, _, r, _ = theory.order_parameters(load)
    closed = -(m**2) / 2 + load * (1 - r) / 2
    np.testing.assert_allclose(theory.energy(load), closed, rtol=1e-12)
    assert theory.entropy(theory.critical_load()) == pytest.approx(-1.4e-3, abs=5e-5)
    assert theory.entropy(0.1379, phase="spin_glass") == pytest.approx(-0.07, abs=2e-3)


def test_the_spin_glass_melts_into_the_paramagnet():
    for load in (0.01, 0.5, 4.0):
        T = theory.glass_temperature(load) * (1 - 1e-7)
        glass, free = (theory.free_energy(load, T, phase) for phase in ("spin_glass", "paramagnet"))
        assert glass == pytest.approx(free, abs=1e-12)
        assert 0 < theory.order_parameters(load, T, "spin_glass").q < 1e-6
