"""Annealing is asynchronous dynamics whose temperature changes, and nothing else."""

import numpy as np
import pytest

import hopfield as hf

XI = hf.patterns.random(12, 100, seed=0)
NET = hf.models.hopfield(XI)
CUES = hf.patterns.flip(XI, 0.3, seed=1)


def same(a, b):
    assert np.array_equal(a.state, b.state)
    assert np.array_equal(a.sweeps, b.sweeps)
    assert np.array_equal(a.outcome, b.outcome)
    assert np.array_equal(a.energy, b.energy)


@pytest.mark.parametrize("order", ["shuffled", "random", "sequential"])
@pytest.mark.parametrize("temperature", [0.0, 0.4])
def test_a_constant_schedule_is_async(order, temperature):
    plain = hf.recall(NET, CUES, hf.Async(temperature, order), max_sweeps=7, seed=3)
    for schedule in ([temperature], [temperature] * 7, lambda _: temperature):
        annealed = hf.recall(NET, CUES, hf.Anneal(schedule, order), max_sweeps=7, seed=3)
        same(plain, annealed)


def test_a_sequence_and_a_function_are_one_schedule():
    steps = [1.0, 0.5, 0.25, 0.0, 0.0, 0.0]
    a = hf.recall(NET, CUES, hf.Anneal(steps), max_sweeps=6, seed=3)
    b = hf.recall(NET, CUES, hf.Anneal(lambda t: steps[t]), max_sweeps=6, seed=3)
    same(a, b)


def test_a_recall_is_the_same_in_one_call_or_sweep_by_sweep():
    schedule = [0.8, 0.4, 0.0]
    whole = hf.recall(NET, CUES, hf.Anneal(schedule), seed=3)
    watched = hf.recall(NET, CUES, hf.Anneal(schedule), seed=3, watch={"m": XI.overlaps})
    same(whole, watched)
    recorded = hf.recall(NET, CUES[0], hf.Anneal(schedule), seed=3, record=True)
    assert np.array_equal(recorded.flips.replay(CUES[0]), recorded.state)
    assert np.array_equal(recorded.state, whole.state[0])


def test_who_rests_moves_again_where_it_gets_warm():
    found = hf.recall(NET, XI[0], hf.Anneal([0.0, 0.0, 3.0]), max_sweeps=3, seed=0)
    assert found.outcome is hf.Outcome.SAMPLED
    assert abs(float(XI.overlaps(found.state)[0])) < 0.9


def test_slow_cooling_ends_deeper_than_falling():
    """100 random starts: the mean gain is 2.0 with a standard error of 0.23; below 0.8 once in 10⁷ such draws."""
    starts = hf.patterns.random(100, 100, seed=9).spins
    falling = hf.recall(NET, starts, seed=0)
    slow = hf.recall(NET, starts, hf.Anneal(np.linspace(1.5, 0.0, 60)), max_sweeps=200, seed=0)
    assert {outcome.name for outcome in slow.outcome} == {"FIXED_POINT"}
    assert slow.energy.mean() < falling.energy.mean() - 0.8


@pytest.mark.parametrize(
    "schedule", [[], 3.0, "cold", [1.0, -1.0], [np.nan], [[1.0, 2.0]], [None], np.array([])]
)
def test_a_schedule_that_is_none_is_refused(schedule):
    with pytest.raises(hf.errors.ParameterError):
        hf.Anneal(schedule)


def test_what_a_function_gives_is_checked_as_it_comes():
    with pytest.raises(hf.errors.ParameterError, match="temperature"):
        hf.recall(NET, CUES[0], hf.Anneal(lambda t: 1.0 - t), seed=0)
    with pytest.raises(hf.errors.ParameterError, match=r"schedule\(0\)"):
        hf.recall(NET, CUES[0], hf.Anneal(lambda _: "cold"), seed=0)
    with pytest.raises(hf.errors.ParameterError, match="order"):
        hf.Anneal([1.0], "alphabetical")
