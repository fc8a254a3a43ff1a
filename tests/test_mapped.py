"""Do units of real values, moved all at once, rest, repeat, run out of sweeps or grow, and is it said truly?"""

import numpy as np
import pytest

import hopfield as hf
from hopfield.errors import FitError, ParameterError
from hopfield.separation import Power


def linear(matrix, theta=0.0):
    return hf.Network(hf.couplings.DenseCoupling(np.array(matrix, float)), hf.Linear(), theta)


def test_a_contraction_rests_where_the_field_is_the_state():
    net = linear([[0.0, 0.5], [0.5, 0.0]], theta=[-1.0, 0.0])
    found = hf.recall(net, [5.0, -3.0], hf.Sync(), max_sweeps=200)
    assert found.outcome is hf.Outcome.FIXED_POINT
    assert found.period == 1
    np.testing.assert_allclose(found.state, [4 / 3, 2 / 3], rtol=1e-8)
    np.testing.assert_allclose(net.field(found.state), found.state, rtol=0, atol=2e-9)
    assert found.energy == net.energy(found.state)
    finer = hf.recall(net, [5.0, -3.0], hf.Sync(tolerance=0.0), max_sweeps=200)
    assert finer.outcome is hf.Outcome.FIXED_POINT
    assert (
        np.abs(finer.state - [4 / 3, 2 / 3]).max()
        <= 1e-15
        < np.abs(found.state - finer.state).max()
    )


def test_rest_is_relative_so_that_patterns_may_come_in_any_unit():
    net = linear([[0.5, 0.0], [0.0, -0.5]], theta=[-1.0, 2.0])
    tiny = linear([[0.5, 0.0], [0.0, -0.5]], theta=[-1e-20, 2e-20])
    one = hf.recall(net, [3.0, 1.0], hf.Sync())
    two = hf.recall(tiny, [3e-20, 1e-20], hf.Sync())
    assert one.sweeps > 10
    np.testing.assert_allclose(two.state, 1e-20 * one.state, rtol=1e-6)


@pytest.mark.parametrize(
    ("matrix", "period"),
    [
        ([[0, 1], [1, 0]], 2),
        ([[-1, 0], [0, -1]], 2),
        ([[0, 0, 1], [1, 0, 0], [0, 1, 0]], 3),
        ([[0, -1], [1, 0]], 4),
    ],
)
def test_a_cycle_is_named_with_its_period(matrix, period):
    probe = np.arange(1.0, len(matrix) + 1)
    found = hf.recall(linear(matrix), probe, hf.Sync())
    assert (found.outcome, found.period) == (hf.Outcome.CYCLE, period)
    around = np.linalg.matrix_power(np.array(matrix, float), period) @ found.state
    assert np.array_equal(around, found.state)


def test_a_slow_approach_that_swings_is_no_cycle():
    found = hf.recall(linear([[-0.999]]), [1.0], hf.Sync(), max_sweeps=300)
    assert (found.outcome, found.period, found.sweeps) == (hf.Outcome.STEP_LIMIT, 0, 300)
    assert found.state[0] == pytest.approx(0.999**300, rel=1e-12)


@pytest.mark.parametrize("coupling", ["matrix", "cubic"])
def test_what_grows_without_bound_has_diverged_and_stays_finite(coupling):
    net = linear([[3.0]])
    if coupling == "cubic":
        patterns = hf.couplings.RealOverlapCoupling([[2.0]], separation=Power(3))
        net = hf.Network(patterns, hf.Linear())
    found = hf.recall(net, [1.5], hf.Sync(), max_sweeps=1000)
    assert found.outcome is hf.Outcome.DIVERGED
    assert np.isfinite(found.state).all()
    assert np.abs(found.state).max() > 1e30
    assert hf.recall(net, [0.0], hf.Sync()).outcome is hf.Outcome.FIXED_POINT


def test_rows_stop_alone_and_end_as_they_do_alone():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(30, 12))
    net = hf.models.modern(X, 0.5)
    probes = np.concatenate([X[:3], rng.normal(size=(4, 12)), np.zeros((1, 12))])
    together = hf.recall(net, probes.reshape(2, 4, 12), hf.Sync())
    assert together.state.shape == (2, 4, 12)
    assert len(set(together.sweeps.ravel().tolist())) > 1
    for k, probe in enumerate(probes):
        alone = hf.recall(net, probe, hf.Sync())
        row = np.unravel_index(k, (2, 4))
        np.testing.assert_allclose(together.state[row], alone.state, rtol=0, atol=1e-12)
        assert together.outcome[row] is alone.outcome
        assert (
            abs(int(together.sweeps[row]) - alone.sweeps) <= 1
        )  # a matrix product is rounded by its shape
        assert together.energy[row] == pytest.approx(alone.energy, abs=1e-12)


def test_a_held_unit_stays_and_the_others_find_their_places():
    net = linear([[0.0, 0.5], [0.5, 0.0]])
    found = hf.recall(net, [4.0, 1.0], hf.Sync(), clamp=np.array([True, False]))
    assert found.state.tolist() == [4.0, 2.0]
    assert found.outcome is hf.Outcome.FIXED_POINT


def test_what_is_watched_is_the_state_after_each_sweep():
    net = linear([[0.5]], theta=0.0)
    found = hf.recall(net, [8.0], hf.Sync(), max_sweeps=3, watch={"state": np.copy})
    assert found.trace["state"].ravel().tolist() == [8.0, 4.0, 2.0, 1.0]
    assert (found.sweeps, found.outcome) == (3, hf.Outcome.STEP_LIMIT)
    none = hf.recall(net, [8.0], hf.Sync(), max_sweeps=0)
    assert (none.state[0], none.sweeps, none.outcome) == (8.0, 0, hf.Outcome.STEP_LIMIT)


def test_the_last_state_is_heard_so_that_rest_is_known_when_sweeps_run_out():
    net = linear([[0.0, 1.0], [0.0, 0.0]])  # nilpotent: at rest after two sweeps
    assert hf.recall(net, [1.0, 1.0], hf.Sync(), max_sweeps=2).outcome is hf.Outcome.FIXED_POINT
    assert hf.recall(net, [1.0, 1.0], hf.Sync(), max_sweeps=1).outcome is hf.Outcome.STEP_LIMIT


def test_what_does_not_fit_is_refused_with_what_does():
    net = linear([[0.5]])
    with pytest.raises(FitError, match=r"T = 0 only, by hf.Sync\(\)"):
        hf.recall(net, [1.0], hf.Sync(0.5))
    with pytest.raises(FitError, match="watch="):
        hf.recall(net, [1.0], hf.Sync(), record=True)
    for wrong in (-1e-9, 1.0, np.nan):
        with pytest.raises(ParameterError, match="tolerance"):
            hf.Sync(tolerance=wrong)


def test_an_empty_batch_is_answered():
    found = hf.recall(linear(np.eye(3)), np.zeros((0, 3)), hf.Sync())
    assert found.state.shape == (0, 3)
