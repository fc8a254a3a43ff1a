"""Do the models do what their papers say?"""

from contextlib import nullcontext

import numpy as np
import pytest
from scipy.stats import norm

import hopfield as hf
from hopfield import testing
from hopfield.errors import LoadWarning, NoEnergyError, ParameterError, PatternError


@pytest.mark.parametrize(("p", "n"), [(7, 60), (70, 200)])
def test_degree_two_decides_exactly_as_hopfield(p, n):
    xi = hf.patterns.random(p, n, seed=0)
    dense, classical = hf.models.dense(xi, degree=2), hf.Network(hf.couplings.OverlapCoupling(xi))
    states = testing.random_states(n, 20, 1)
    assert np.array_equal(np.sign(dense.gap(states)), np.sign(classical.gap(states)))
    for dynamics in (hf.Async(), hf.Async(order="random"), hf.Sync()):
        one, two = (hf.recall(net, states, dynamics, seed=0) for net in (dense, classical))
        assert np.array_equal(one.state, two.state)
        assert np.array_equal(one.sweeps, two.sweeps)


def test_cubic_bits_are_wrong_as_often_as_a_gaussian_says():
    """The error rate of single bits of stored patterns at k = 3, n = 60, p = 300, without any recall.

    Bit i of ξ^μ is wrong where ξ_i gap_i ∝ Σ_ν ξ_i^μ ξ_i^ν (3 R_ν² + 1) < 0, R_ν = Σ_{j≠i} ξ_j^ν ξ_j^μ: that is
    krotov2016's half difference of (R ± 1)³. The pattern itself gives 3N² + 1, N = n - 1; each other one a term of
    random sign and variance 9⟨R⁴⟩ + 6⟨R²⟩ + 1 with ⟨R²⟩ = N, ⟨R⁴⟩ = 3N² - 2N. Were the sum normal, the rate
    would be Q(signal / noise) = 0.0240.

    Seeds 0 to 39: one network has a relative standard deviation of 0.14 (errors come together), the mean of 40 has
    0.022, and the formula is right to 0.7 %: 15 % off is 6.5 deviations, a false alarm in 10^10.
    """
    n, p, networks = 60, 300, 40
    others = n - 1
    variance = (p - 1) * (9 * (3 * others**2 - 2 * others) + 6 * others + 1)
    expected = norm.sf((3 * others**2 + 1) / np.sqrt(variance))
    wrong = []
    for seed in range(networks):
        xi = hf.patterns.random(p, n, seed=seed)
        wrong.append(np.mean(hf.models.dense(xi).gap(xi.spins) * xi.spins < 0))
    assert expected == pytest.approx(0.0240, abs=1e-4)
    assert np.mean(wrong) == pytest.approx(expected, rel=0.15)


@pytest.mark.parametrize("build", [hf.models.dense, hf.models.exponential])
def test_steep_models_hold_what_hebb_cannot(build):
    xi = hf.patterns.random(150, 100, seed=0)
    found = hf.recall(build(xi), hf.patterns.flip(xi, 10, seed=0), seed=0)
    assert np.mean((found.state == xi.spins).all(axis=1)) > 0.99
    testing.gap_is_half_the_energy_difference(build(xi), testing.random_states(100, 1, 2)[0])


def test_odd_and_rectified_powers_tell_a_pattern_from_its_negative():
    xi = hf.patterns.random(5, 100, seed=0)
    for net in (hf.models.dense(xi), hf.models.dense(xi, degree=4, rectified=True)):
        assert hf.recall(net, xi[0], seed=0).sweeps == 0
        assert hf.recall(net, -xi[0], seed=0).sweeps > 0
    even = hf.models.dense(xi, degree=4)
    assert hf.recall(even, -xi[0], seed=0).sweeps == 0


@pytest.mark.parametrize("degree", [1, 0, -2])
def test_a_degree_below_two_is_refused(degree):
    with pytest.raises(ParameterError, match="at least 2"):
        hf.models.dense(hf.patterns.letters("TCH"), degree=degree)


def test_a_sequence_is_walked_through_and_around():
    xi = hf.patterns.random(20, 400, seed=0)
    net = hf.models.sequence(xi)
    expected = sum(np.outer(xi[(k + 1) % 20], xi[k].astype(float)) for k in range(20)) / 400
    np.fill_diagonal(expected, 0.0)
    assert np.allclose(net.coupling.dense(), expected, rtol=0, atol=1e-14)
    found = hf.recall(net, hf.patterns.flip(xi[3], 40, seed=0), hf.Sync())
    assert (found.outcome, found.period) == (hf.Outcome.CYCLE, 20)
    with pytest.raises(NoEnergyError, match="watch overlaps"):
        net.energy(xi[0])


def test_an_open_sequence_ends_with_its_last_pattern():
    xi = hf.patterns.random(8, 400, seed=0)
    net = hf.models.sequence(xi, cyclic=False)
    assert np.array_equal(hf.recall(net, xi[0], hf.Sync(), max_sweeps=7).state, xi[7])
    after = hf.recall(net, xi[0], hf.Sync(), max_sweeps=8).state
    assert (
        np.abs(xi.overlaps(after)).max() < 0.8
    )  # seed 0: the noise of the others, and none of them
    alone = hf.patterns.random(1, 20, seed=0)
    with pytest.raises(ParameterError, match="at least 2 patterns"):
        hf.models.sequence(alone, cyclic=False)
    assert hf.recall(hf.models.sequence(alone), alone[0], hf.Sync()).sweeps == 0


def test_a_sequence_says_what_it_can_not_walk():
    with pytest.raises(PatternError, match=r"wrap the array: hf\.Patterns"):
        hf.models.sequence(np.ones((3, 25)))
    with pytest.warns(LoadWarning, match=r"0\.269"):
        hf.models.sequence(hf.patterns.random(30, 100, seed=0))


@pytest.mark.slow
@pytest.mark.parametrize(("load", "is_alive"), [(0.26, True), (0.28, False)])
def test_long_sequences_are_walked_below_the_load_of_the_paper_and_not_above(load, is_alive):
    """During1998: 0.269. Seed 0, n = 3,000, eight walks of 100 steps from stored patterns, their mean overlap.

    Below, it stays at 0.89, each walk within 0.02 or so; above, it is lost after 30 to 60 steps, to 0.00 with a
    deviation of 1/√n = 0.02 each. The bounds are 10 deviations of the mean and more away.
    """
    n, steps = 3000, 100
    xi = hf.patterns.random(int(load * n), n, seed=0)
    starts = np.arange(8) * (xi.p // 8)
    with nullcontext() if is_alive else pytest.warns(LoadWarning, match="0.269"):
        net = hf.models.sequence(xi)
    walks = hf.recall(net, xi[starts].spins, hf.Sync(), max_sweeps=steps).state
    then = xi[(starts + steps) % xi.p].spins
    overlap = np.mean(then * walks.astype(float))
    assert overlap > 0.8 if is_alive else abs(overlap) < 0.1
