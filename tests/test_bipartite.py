"""Are couplings of two layers the matrix that they stand for, in every answer and at every flip?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hopfield as hf
from hopfield import testing
from hopfield.errors import ParameterError, PatternError, ShapeError

SEEDS = st.integers(0, 2**32)
KINDS = ("matrix", "whole", "pairs", "weighted pairs", "sum of pairs")


def drawn(kind, n_x, n_y, rng):
    p = int(rng.integers(1, 6))
    x, y = (hf.patterns.random(p, n, seed=rng) for n in (n_x, n_y))
    pairs = hf.couplings.PairCoupling(x, y)
    made = {
        "matrix": lambda: hf.couplings.BipartiteCoupling(rng.normal(size=(n_x, n_y))),
        "whole": lambda: hf.couplings.BipartiteCoupling(rng.integers(-2, 3, (n_x, n_y))),
        "pairs": lambda: pairs,
        "weighted pairs": lambda: hf.couplings.PairCoupling(x, y, rng.normal(size=p)),
        "sum of pairs": lambda: pairs + hf.couplings.PairCoupling(y=y[:1], x=x[:1]) * -0.5,
    }
    return made[kind]()


@pytest.mark.parametrize("kind", KINDS)
@given(n_x=st.integers(1, 20), n_y=st.integers(1, 20), seed=SEEDS, rows=st.integers(1, 3))
@settings(max_examples=8)
def test_field_energy_and_gap_are_those_of_the_matrix_shown(kind, n_x, n_y, seed, rows):
    rng = np.random.default_rng(seed)
    coupling = drawn(kind, n_x, n_y, rng)
    matrix = coupling.dense()
    assert np.array_equal(matrix, matrix.T)
    assert not matrix[:n_x, :n_x].any()
    assert not matrix[n_x:, n_x:].any()
    states = testing.random_states(n_x + n_y, rows, rng)
    testing.field_is_dense_times_state(coupling, states)
    testing.field_is_dense_times_state(coupling, rng.normal(size=(2, rows, n_x + n_y)))
    for net in (hf.Network(coupling, theta=0.3), hf.Network(coupling, hf.Binary(), theta=0.3)):
        testing.gap_is_half_the_energy_difference(net, net.units.from_spins(states[0]))
    first, second = coupling.split(states)
    assert np.array_equal(np.concatenate([first, second], axis=-1), states)
    assert (first.shape[-1], second.shape[-1]) == coupling.layers == (n_x, n_y)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("order", ["shuffled", "random", "sequential"])
@given(n_x=st.integers(1, 70), n_y=st.integers(1, 70), seed=SEEDS, binary=st.booleans())
@settings(max_examples=4)
def test_units_move_one_by_one_as_in_the_full_matrix(kind, order, n_x, n_y, seed, binary):
    rng = np.random.default_rng(seed)
    coupling = drawn(kind, n_x, n_y, rng)
    units = hf.Binary() if binary else hf.Spin()
    probe = units.from_spins(testing.random_states(n_x + n_y, 1, rng)[0])
    theta = rng.normal(size=n_x + n_y)
    for temperature in (0.0, 0.4):
        one, two = (
            hf.recall(net, probe, hf.Async(temperature, order), record=True, seed=1, max_sweeps=6)
            for net in (
                hf.Network(coupling, units, theta),
                hf.Network(hf.couplings.DenseCoupling(coupling.dense()), units, theta),
            )
        )
        assert one.flips.unit.tolist() == two.flips.unit.tolist()
        assert one.flips.value.tolist() == two.flips.value.tolist()
        np.testing.assert_allclose(one.flips.field, two.flips.field, rtol=0, atol=1e-11)
        assert (one.outcome, one.sweeps) == (two.outcome, two.sweeps)
        assert one.energy == pytest.approx(two.energy, abs=1e-9)


def test_pairs_without_weights_count_in_whole_numbers():
    """Fields that cancel are exactly zero, so that a tie is a tie."""
    x, y = hf.patterns.random(6, 90, seed=0), hf.patterns.random(6, 130, seed=10)
    coupling = hf.couplings.PairCoupling(x, y)
    assert coupling.resolution == 0.0
    states = testing.random_states(220, 50, 2)
    whole = 220 * coupling.field(states)
    assert np.array_equal(np.rint(whole) / 220, coupling.field(states))
    assert (coupling.field(states) == 0.0).any()


def test_sums_and_multiples_stay_in_two_layers():
    rng = np.random.default_rng(0)
    for kind in ("matrix", "pairs"):
        one, two = drawn(kind, 5, 7, rng), drawn(kind, 5, 7, rng)
        total = 2.0 * one - two
        assert type(total) is type(one)
        assert np.allclose(total.dense(), 2 * one.dense() - two.dense(), rtol=0, atol=1e-14)
        other = one + hf.couplings.DenseCoupling(np.eye(12))
        assert np.allclose(other.dense(), one.dense() + np.eye(12), rtol=0, atol=1e-14)
        shifted = one + drawn(kind, 7, 5, rng)
        assert isinstance(shifted, hf.couplings.DenseCoupling)


def test_a_large_memory_of_pairs_never_forms_its_matrix():
    """n_x = 100,000, n_y = 1,000, p = 100: M alone would take 800 MB, J 82 GB, and dense() says so."""
    x, y = hf.patterns.random(100, 100_000, seed=0), hf.patterns.random(100, 1_000, seed=1)
    net = hf.models.bam(x, y)
    cue = np.concatenate([hf.patterns.flip(x[7], 0.2, seed=2), np.zeros(1_000, np.int8)])
    for dynamics in (hf.Blockwise(), hf.Async()):
        found = hf.recall(net, cue, dynamics, seed=0)
        first, second = net.coupling.split(found.state)
        assert found.outcome is hf.Outcome.FIXED_POINT
        assert y.match(second).index == 7
        assert np.array_equal(second, y[7])
        assert x.match(first).index == 7  # 100 pairs in 1,000 units: one bit in 1,000 is wrong
    with pytest.raises(ParameterError, match="GiB"):
        net.coupling.dense()


@pytest.mark.parametrize(
    ("weights", "error", "words"),
    [
        (np.ones(3), ShapeError, r"matrix \(n_x, n_y\), got the shape \(3,\)"),
        (np.ones((0, 3)), ShapeError, "got the shape"),
        ([[1.0, np.nan]], PatternError, "1 entries that are NaN"),
        ([["a", "b"]], PatternError, "real numbers"),
    ],
)
def test_weights_that_are_none_are_refused(weights, error, words):
    with pytest.raises(error, match=words):
        hf.couplings.BipartiteCoupling(weights)


def test_pairs_that_are_none_are_refused():
    x, y = hf.patterns.letters("TCH"), hf.patterns.letters("TC")
    with pytest.raises(ShapeError, match="3 of x and 2 of y"):
        hf.couplings.PairCoupling(x, y)
    with pytest.raises(ParameterError, match="y must be Patterns"):
        hf.couplings.PairCoupling(x, x.spins)
    with pytest.raises(ShapeError, match="one a pair"):
        hf.couplings.PairCoupling(x, x, [1.0])
    with pytest.raises(ParameterError, match="NaN"):
        hf.couplings.PairCoupling(x, x, [1.0, 2.0, np.inf])
    with pytest.raises(ShapeError, match="49 units"):
        hf.models.bam(x, x).coupling.split(np.ones(49))
