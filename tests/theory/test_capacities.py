"""Do capacities of other rules, injuries and orders follow from their equations by a second way?"""

from math import comb

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.special import erf, erfc, factorial2

from hopfield import theory


def bell(x):
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


def beyond(k):
    """∫_{-k}^∞ Dt (t + k)², by quadrature."""
    return quad(lambda t: bell(t) * (t + k) ** 2, -k, max(-k, 0) + 12, epsabs=1e-14, epsrel=1e-13)[
        0
    ]


def test_any_couplings_hold_two_patterns_a_unit():
    assert theory.gardner_load() == pytest.approx(2.0, abs=1e-14)
    n = 40  # Cover: of p = 2n dichotomies half can be separated, exactly
    assert 2 * sum(comb(2 * n - 1, k) for k in range(n)) == 2 ** (2 * n - 1)


@pytest.mark.parametrize("kappa", [0.0, 0.3, 1.0, 4.0])
def test_the_margin_costs_what_the_integral_says(kappa):
    assert theory.gardner_load(kappa) == pytest.approx(1 / beyond(kappa), rel=1e-11)
    assert theory.gardner_margin(1 / beyond(kappa)) == pytest.approx(kappa, abs=1e-9)


@pytest.mark.parametrize(("kappa", "b"), [(0.0, 0.5), (0.7, 0.8), (0.0, -0.95)])
def test_bias_helps_as_much_as_the_best_shift(kappa, b):
    x = kappa / np.sqrt(1 - b**2)

    def cost(v):
        return (1 + b) / 2 * beyond(x - v) + (1 - b) / 2 * beyond(x + v)

    best = minimize_scalar(cost, bounds=(-6, 6), method="bounded", options={"xatol": 1e-9})
    assert theory.gardner_load(kappa, b) == pytest.approx(1 / best.fun, rel=1e-10)
    assert theory.gardner_load(kappa, b) > theory.gardner_load(kappa)


def keeps(load, noise):
    """Whether iteration at T = 0 keeps a memory under static noise of variance load·noise."""
    m, r = 1.0, 1.0
    for _ in range(500):
        sigma = np.sqrt(load * (r + noise))
        C = np.sqrt(2 / np.pi) / sigma * np.exp(-(m**2) / (2 * sigma**2))
        if C > 0.95:
            return False
        m, r = erf(m / (np.sqrt(2) * sigma)), 1 / (1 - C) ** 2
    return True


@pytest.mark.parametrize("kept", [1.0, 0.5, 0.2])
def test_cut_networks_end_where_iteration_loses_them(kept):
    top = theory.dilution_load(kept)
    assert keeps(top * 0.99, (1 - kept) / kept)
    assert not keeps(top * 1.01, (1 - kept) / kept)


def test_published_injuries():
    assert theory.dilution_load(0.5) == pytest.approx(0.0865, abs=1e-4)
    assert theory.clipped_load() == pytest.approx(0.102, abs=5e-4)
    assert theory.dilution_load(1.0) == pytest.approx(theory.critical_load(), abs=1e-14)
    assert theory.dilution_load(1e-12) / 1e-12 == pytest.approx(2 / np.pi, rel=1e-3)
    assert keeps(0.99 * theory.clipped_load(), np.pi / 2 - 1)
    assert not keeps(1.01 * theory.clipped_load(), np.pi / 2 - 1)


def test_sequences_are_twice_as_long_as_memories_are_many():
    assert theory.sequence_load() == pytest.approx(0.269, abs=5e-4)
    y = np.linspace(0.5, 2, 300_001)
    chi = 2 / np.sqrt(np.pi) * y * np.exp(-(y**2)) / erf(y)
    assert theory.sequence_load() == pytest.approx(
        np.max(erf(y) ** 2 * (1 - chi**2) / (2 * y**2)), rel=1e-10
    )


@pytest.mark.parametrize("load", [0.05, 0.2, 0.26])
def test_a_walk_ends_on_the_limit_cycle_if_it_starts_inside_its_edge(load):
    edge = theory.sequence_start(load)
    inside, outside = theory.sequence_walk([edge + 1e-6, edge - 1e-6], load, 1500)
    assert inside[-1] == pytest.approx(theory.sequence_overlap(load), abs=1e-10)
    assert outside[-1] < outside[1]
    assert theory.sequence_walk(0.4, load, 1)[1] == theory.parallel_step(0.4, load)


def test_at_the_largest_load_cycle_and_edge_meet():
    """Both have √ singularities: 1e-8 below the largest load they are 1e-4 of each other's order."""
    top = theory.sequence_load()
    m, edge = theory.sequence_overlap(top), theory.sequence_start(top)
    y = edge / np.sqrt(2 * top)
    assert m == pytest.approx(erf(y), abs=1e-6)


def fires(a, load, threshold):
    """Firing of ones and zeros after iteration of the sparse equations with one threshold; 0 if all falls silent."""
    f1, f0, U = 1.0, 0.0, 0.0
    for _ in range(1500):
        q = a * f1 + (1 - a) * f0
        if q < a / 20:
            return 0.0, 0.0
        sigma = np.sqrt(load * q) / (1 - U)
        shift = threshold - load * U / (1 - U) / 2
        t1, t0 = ((1 - a) * (f1 - f0) - shift) / sigma, (a * (f1 - f0) + shift) / sigma
        f1, f0 = erfc(-t1 / np.sqrt(2)) / 2, erfc(t0 / np.sqrt(2)) / 2
        U = min((a * bell(t1) + (1 - a) * bell(t0)) / sigma, 0.98)
    return f1, f0


def test_sparse_patterns_end_where_no_threshold_keeps_them():
    a = 0.05
    best = theory.sparse_optimum(a)
    shifts = best.threshold * np.linspace(0.9, 1.1, 21)

    def best_overlap(load):
        return max(f1 - f0 for f1, f0 in (fires(a, load, shift) for shift in shifts))

    assert best_overlap(0.99 * best.load) > 0.7
    assert best_overlap(1.01 * best.load) < 0.5


def test_published_sparse_loads():
    assert theory.sparse_load(0.01) == pytest.approx(4.37, abs=5e-3)
    # threshold 0 gives half of ±1 exactly; the best one is a little off it, and little better
    assert 0 < theory.sparse_load(0.5) - theory.critical_load() / 2 < 2e-4
    a = np.array([1e-3, 1e-6, 1e-9, 1e-12])
    ratio = theory.sparse_load(a) * 2 * a * -np.log(a)
    assert np.all(np.diff(ratio) > 0)
    assert 0.6 < ratio[-1] < 0.7


def test_single_bits_and_whole_patterns():
    assert theory.bit_error(0.09, units="binary") == pytest.approx(0.0091, abs=2e-4)
    assert theory.bit_error(5.0) == pytest.approx(0.327, abs=5e-4)
    tail = quad(bell, 1 / np.sqrt(0.1), 12)[0]
    assert theory.bit_error(0.1) == pytest.approx(tail, rel=1e-8)
    assert theory.parallel_step(1.0, 0.1) == pytest.approx(1 - 2 * tail, rel=1e-10)
    assert theory.perfect_recall_load(1000) * 2 == theory.perfect_recall_load(1000, all=False)
    assert theory.perfect_recall_load(np.e**4) == pytest.approx(1 / 16)
    assert theory.storkey_load(np.e**8) == pytest.approx(1 / 4)


@pytest.mark.parametrize("degree", [2, 3, 6])
def test_dense_memories_hold_what_the_double_factorial_says(degree):
    n = 200
    held = n ** (degree - 1) / (2 * factorial2(2 * degree - 3) * np.log(n))
    assert theory.dense_capacity(n, degree) == pytest.approx(held, rel=1e-12)
    assert theory.dense_sequence_capacity(n, degree - 1) == pytest.approx(held, rel=1e-12)
    error = erfc(np.sqrt(np.log(n))) / 2  # the signal is √(2 ln n) of the noise there
    assert theory.dense_bit_error(n, degree, held) == pytest.approx(error, rel=1e-10)


def test_dense_memories_of_order_two_are_hebbs():
    assert theory.dense_capacity(500, 2) == pytest.approx(
        500 * theory.perfect_recall_load(500, all=False)
    )
    assert theory.dense_bit_error(1000, 2, 100) == pytest.approx(theory.bit_error(0.1))


def test_exponential_memories_hold_fewer_the_more_they_must_correct():
    np.testing.assert_allclose(
        theory.exponential_capacity([2, 20, 100]), [2, 2**10, 2**50], rtol=1e-13
    )
    held = theory.exponential_capacity(100, [0.0, 0.1, 0.3, 0.49])
    assert np.all(np.diff(held) < 0)
    rate = quad(np.arctanh, 0, 0.4)[0]  # I' = artanh
    assert np.log(held[2]) == pytest.approx(100 * rate / 2, rel=1e-10)
