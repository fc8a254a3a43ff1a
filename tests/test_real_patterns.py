"""Do spins hear patterns of real numbers exactly, one unit at a time and all at once?"""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hopfield as hf
import naive
from hopfield import testing
from hopfield.errors import FitError, ParameterError, PatternError, ScaleWarning, ShapeError
from hopfield.random import streams
from hopfield.separation import Entmax, Exponential, Linear, Power, Softmax

SEEDS = st.integers(0, 2**32)
ORDERS = ("shuffled", "random", "sequential")
SEPARATIONS = (
    Power(2),
    Power(3),
    Power(4),
    Power(3, rectified=True),
    Power(5, rectified=True),
    Exponential(),
    Softmax(4.0),
    Softmax(30.0),
)
NAMED = pytest.mark.parametrize("separation", SEPARATIONS, ids=repr)


def network(separation, X, theta=0.0):
    return hf.Network(hf.couplings.RealOverlapCoupling(X, separation=separation), theta=theta)


def energy_of(separation, X, theta):
    """E(s) + θ·s, by exact fractions for powers."""
    n = X.shape[1]

    def energy(s):
        bias = sum(Fraction(float(t)) * int(v) for t, v in zip(theta, s, strict=True))
        sums = [sum(Fraction(float(x)) * int(v) for x, v in zip(row, s, strict=True)) for row in X]
        if isinstance(separation, Power):
            k = separation.degree
            counted = [max(m, Fraction(0)) if separation.rectified else m for m in sums]
            return bias - n * sum(m**k for m in counted) / (k * Fraction(n) ** k)
        scores = [float(m) for m in sums]
        if isinstance(separation, Exponential):
            return float(bias) - math.fsum(math.exp(z - n) for z in scores)
        b = float(separation.beta) / n
        top = max(scores)
        return float(bias) - top - math.log(math.fsum(math.exp(b * (z - top)) for z in scores)) / b

    return energy


@NAMED
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("temperature", [0.0, 0.4])
@given(
    p=st.sampled_from([1, 2, 9]),
    n=st.integers(1, 8),
    seed=SEEDS,
    unknown=st.booleans(),
    with_theta=st.booleans(),
    clamped=st.booleans(),
    single=st.booleans(),
)
@settings(max_examples=5)
def test_kernel_is_its_twin_by_both_energies(
    separation, order, temperature, p, n, seed, unknown, with_theta, clamped, single
):
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=n) if with_theta else np.zeros(n)
    X = rng.normal(size=(p, n)).astype(np.float32 if single else np.float64)
    net = network(separation, X, theta)
    probe = rng.choice(np.array([-1, 0, 1] if unknown else [-1, 1], dtype=np.int8), n)
    held = rng.random(n) < 0.3 if clamped else np.zeros(n, bool)
    dynamics = hf.Async(temperature, order)
    found = hf.recall(net, probe, dynamics, record=True, seed=seed, clamp=held, max_sweeps=4)
    state, settled, flips = naive.recall_by_energy(
        energy_of(separation, X, theta),
        probe,
        kind=order,
        temperature=temperature,
        noise=0.0 if isinstance(separation, Power) else 1e-14 if with_theta else 1e-18,
        max_sweeps=4,
        stream=streams(seed, probe[None])[0],
        held=held,
    )
    assert found.flips.unit.tolist() == [i for i, _, _ in flips]
    assert found.flips.value.tolist() == [v for _, _, v in flips]
    np.testing.assert_allclose(found.flips.field, [h for _, h, _ in flips], rtol=1e-9, atol=1e-13)
    assert found.state.tolist() == state
    if not temperature:
        assert (found.outcome is hf.Outcome.FIXED_POINT) == settled


@NAMED
@given(n=st.integers(1, 20), p=st.integers(1, 30), seed=SEEDS)
@settings(max_examples=15)
def test_gap_is_half_the_energy_difference(separation, n, p, seed):
    rng = np.random.default_rng(seed)
    net = network(separation, rng.normal(size=(p, n)), rng.normal(size=n))
    state = testing.random_states(n, 1, rng)[0]
    testing.gap_is_half_the_energy_difference(net, state)
    testing.gap_is_half_the_energy_difference(net, hf.patterns.erase(state, 0.5, seed=rng))


@NAMED
@pytest.mark.parametrize("order", ORDERS)
@given(n=st.integers(2, 30), p=st.integers(1, 40), seed=SEEDS)
@settings(max_examples=6)
def test_energy_never_rises_and_the_recorded_one_is_right(separation, order, n, p, seed):
    rng = np.random.default_rng(seed)
    net = network(separation, rng.normal(size=(p, n)), 0.1 * rng.normal(size=n))
    testing.energy_never_rises(
        net, testing.random_states(n, 1, rng)[0], hf.Async(order=order), seed
    )


@NAMED
def test_recorded_energies_are_those_of_the_states_from_unknown_units_on(separation):
    rng = np.random.default_rng(3)
    net = network(separation, rng.normal(size=(7, 15)))
    probe = hf.patterns.erase(testing.random_states(15, 1, rng)[0], 0.5, seed=0)
    flips = hf.recall(net, probe, record=True, seed=0).flips
    assert len(flips) > 5
    energies = [net.energy(flips.replay(probe, k + 1)) for k in range(len(flips))]
    np.testing.assert_allclose(flips.energy, energies, rtol=1e-11, atol=1e-13)


@NAMED
def test_patterns_of_ones_move_as_packed_ones_do(separation):
    xi = hf.patterns.random(25, 60, seed=0)
    packed = hf.Network(hf.couplings.OverlapCoupling(xi, separation=separation))
    real = network(separation, xi.spins)
    starts = testing.random_states(60, 8, 1)
    np.testing.assert_allclose(real.gap(starts), packed.gap(starts), rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(real.energy(starts), packed.energy(starts), rtol=1e-12)
    for dynamics in (hf.Async(), hf.Async(order="random"), hf.Async(0.5), hf.Sync()):
        one, two = (hf.recall(net, starts, dynamics, seed=0) for net in (packed, real))
        assert np.array_equal(one.state, two.state)
        assert np.array_equal(one.sweeps, two.sweeps)


@pytest.mark.parametrize("separation", SEPARATIONS[1:], ids=repr)
@pytest.mark.parametrize("dynamics", [hf.Async(), hf.Sync(), hf.Async(0.7), hf.Sync(0.7)], ids=repr)
def test_rows_of_a_batch_stand_alone(separation, dynamics):
    net = network(separation, np.random.default_rng(0).normal(size=(20, 30)))
    testing.rows_stand_alone(net, testing.random_states(30, 6, 5), dynamics, 11)


@NAMED
def test_an_exact_tie_keeps_the_state_in_numbers_that_are_rounded(separation):
    """Unit 0 is 0.1 in one of two patterns and -0.1 in the other, and the state is as near to both."""
    x = np.array([0.1, 0.3, -0.7, 0.9, 0.2])
    X = np.stack([x, x * [-1, 1, 1, 1, 1]])
    net = network(separation, X)
    for value in (-1, 1):
        state = np.array([value, 1, -1, 1, 1], dtype=np.int8)
        assert net.gap(np.where(np.arange(5) == 0, 0, state))[0] == 0.0
        found = hf.recall(
            net, np.where(np.arange(5) == 0, 0, state), seed=0, clamp=np.arange(5) > 0
        )
        assert found.state[0] == 0


@pytest.mark.parametrize("build", [hf.models.dense, hf.models.exponential])
def test_real_patterns_are_recalled_by_their_signs_above_the_load_of_hebb(build):
    X = (
        np.random.default_rng(0).uniform(0.5, 1.5, (60, 100))
        * hf.patterns.random(60, 100, seed=0).spins
    )
    signs = np.sign(X).astype(np.int8)
    found = hf.recall(build(X), hf.patterns.flip(signs, 10, seed=0), seed=0)
    assert np.mean((found.state == signs).all(axis=1)) > 0.95


def test_exponentials_neither_overflow_nor_lose_a_sign():
    rng = np.random.default_rng(0)
    X = 5.0 * rng.normal(size=(20, 2000))
    with pytest.warns(ScaleWarning, match=r"n \+ 700 = 2700.*divide the patterns by"):
        net = hf.models.exponential(X)
    near, far = np.sign(X[3]).astype(np.int8), testing.random_states(2000, 1, 0)[0]
    assert np.array_equal(np.sign(net.gap(near)), near)
    assert np.isfinite(net.gap(near)).all()
    assert (
        hf.recall(net, hf.patterns.flip(near, 600, seed=0), seed=0).state.tolist() == near.tolist()
    )
    assert (
        hf.models.exponential(0.1 * X).gap(far) != 0.0
    ).all()  # all of them below 1e-308 but for their signs


def test_what_has_no_meaning_for_spins_is_refused():
    X = np.random.default_rng(0).normal(size=(3, 5))
    s = np.ones(5, dtype=np.int8)
    sparse = hf.couplings.RealOverlapCoupling(X, separation=Entmax(2, 1.0))
    for wrong in (lambda: hf.Network(sparse), lambda: sparse.gap(s)):
        with pytest.raises(FitError, match=r"take hf.Linear\(\)"):
            wrong()
    with pytest.raises(FitError, match="leave the values out"):
        hf.Network(hf.couplings.RealOverlapCoupling(X, np.eye(3), Power(3)))
    with pytest.raises(FitError, match="binary units"):
        hf.Network(hf.couplings.RealOverlapCoupling(X, separation=Power(3)), hf.Binary())
    with pytest.raises(ParameterError, match="smaller degree"):
        hf.models.dense(X / 100, degree=900)
    for separation in (Linear(), None, "softmax"):
        with pytest.raises(ParameterError, match=r"DenseCoupling\(X.T @ X / n\)"):
            hf.couplings.RealOverlapCoupling(X, separation=separation)


def test_there_is_no_matrix_and_sums_are_of_like_kind():
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(3, 5)), rng.normal(size=(2, 5))
    cubic, other = (
        hf.couplings.RealOverlapCoupling(Z, separation=Power(3), constant=1.5) for Z in (X, Y)
    )
    soft = hf.couplings.RealOverlapCoupling(X, separation=Softmax(2.0))
    s = rng.normal(size=(4, 5))
    np.testing.assert_allclose((cubic + other).energy(s), cubic.energy(s) + other.energy(s))
    assert repr(cubic + other) == "RealOverlapCoupling(n=5, p=5, Power(degree=3, rectified=False))"
    for wrong in (lambda: soft + soft, lambda: cubic + soft, lambda: 2 * cubic, soft.dense):
        with pytest.raises(ParameterError, match=r"Softmax|Power"):
            wrong()
    with pytest.raises(ParameterError, match="with values"):
        hf.couplings.RealOverlapCoupling(X, np.eye(3), Power(3)) + cubic


@pytest.mark.parametrize(
    "build", [hf.models.dense, hf.models.exponential, lambda X: hf.models.modern(X, 1.0)]
)
@pytest.mark.parametrize(
    ("X", "error", "words"),
    [
        ([[1.0, 2.0], [3.0]], ShapeError, "same length"),
        (np.zeros((0, 5)), ShapeError, r"\(0, 5\)"),
        (np.zeros((5, 0)), ShapeError, "at least 1"),
        (np.ones(5), ShapeError, r"X\[None\]"),
        (
            np.array([[1.0, np.nan], [1.0, 2.0]]),
            PatternError,
            "1 of 2 rows, the first of them row 0",
        ),
        ([["a", "b"]], PatternError, "expected real numbers"),
        (np.ones((2, 2)) * 1j, PatternError, "expected real numbers"),
    ],
)
def test_what_are_no_patterns_is_refused_with_the_numbers(build, X, error, words):
    with pytest.raises(error, match=words):
        build(X)


@pytest.mark.parametrize(("model", "longer"), [(hf.models.dense, 30), (hf.models.exponential, 20)])
def test_a_row_that_drowns_the_rest_is_warned_of_with_the_numbers(model, longer):
    rows = np.random.default_rng(3).normal(size=(5, 40))
    model(rows)  # rows of about one length say nothing
    rows[2] *= longer
    with pytest.warns(ScaleWarning, match=r"row 2 is .* times as long .* divide each row"):
        model(rows)
