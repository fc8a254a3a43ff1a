"""Do the measurements behind the reports give what is known of tiny cases?"""

import numpy as np
import pytest
import xarray as xr

import hopfield as hf
from hopfield.experiments.averages import crossing, mean_of, ratio, resampled
from hopfield.experiments.claims import Measured
from hopfield.experiments.dreaming import EXAMPLE, example
from hopfield.experiments.emergent import asymmetric, completion, overloaded, reciting
from hopfield.experiments.encoders import Encoder
from hopfield.experiments.graded import contours, minima, two_units
from hopfield.experiments.retention import Retention, forgetting
from hopfield.experiments.starts import close_memories, flipped_starts, random_starts, unfamiliar

SEED = np.random.SeedSequence(0)


def test_a_mean_counts_samples_and_not_what_is_alike_in_one():
    one = xr.DataArray([[1.0, 1.0], [3.0, 3.0], [np.nan, np.nan]], dims=("sample", "k"))
    found = mean_of(one)
    assert found.value == 2.0
    assert found.error == pytest.approx(1.0)
    assert np.isnan(mean_of(xr.DataArray([np.nan], dims="sample")).value)


def test_crossings_quotients_and_resampling_are_what_they_say():
    assert crossing(np.array([0, 1, 2]), np.array([1.0, 0.8, 0.2]), 0.5) == pytest.approx(1.5)
    assert np.isnan(crossing(np.array([0, 1]), np.array([1.0, 0.9]), 0.5))
    quotient = ratio(Measured(4.0, 0.4), Measured(2.0, 0.2))
    assert (quotient.value, quotient.error) == pytest.approx((2.0, 2.0 * np.hypot(0.1, 0.1)))
    values = xr.Dataset({"x": ("sample", np.random.default_rng(0).normal(size=400))})
    found = resampled(lambda d: float(d.x.mean()), values)
    # the scatter of 50 resamples is known to a tenth: six of these
    assert found.error == pytest.approx(1 / 20, rel=0.6)


@pytest.mark.parametrize("low", [0, -1])
@pytest.mark.parametrize("synapses", ["whole", "clipped", "one way"])
def test_one_memory_is_kept_whatever_is_done_to_synapses(low, synapses):
    found = Retention(synapses)(n=200, load=0.005, low=low, seed=SEED)
    assert found["exact"] == found["kept"] == found["rests"] == 1.0
    assert found["bit_error"] == 0.0
    assert found["wrong"].tolist() == [1.0] + [0.0] * 10
    if synapses == "whole":
        assert found["noise"] == pytest.approx(0.0, abs=1e-18)  # nothing else is stored


@pytest.mark.parametrize("low", [0, -1])
def test_one_memory_is_where_all_starts_end(low):
    arguments = {"n": 40, "memories": 1, "low": low, "seed": SEED}
    ends = random_starts(starts=50, **arguments)
    assert ends["memory"] + ends["near"] + ends["other"] == pytest.approx(1.0)
    assert flipped_starts(distance=5, **arguments)["reached"] == 1.0
    if low:
        assert ends["memory"] == 1.0
    far = close_memories(n=400, memories=2, distance=200, low=low, seed=SEED)
    assert far == {"both_stay": 1.0, "displaced": 0.0, "fused": 0.0}
    # the one unit in which they differ hears nothing, and a tie keeps its state
    assert close_memories(n=400, memories=2, distance=1, low=low, seed=SEED)["both_stay"] == 1.0


def test_with_a_high_threshold_nothing_is_familiar_and_with_none_everything():
    high = unfamiliar(n=100, memories=3, threshold=3.0, seed=SEED)
    assert high["new_is_nothing"] == high["seen_is_nothing"] == high["nothing_rests"] == 1.0
    assert high["memory_kept"] == 0.0
    none = unfamiliar(n=100, memories=3, threshold=0.0, seed=SEED)
    assert none["new_is_nothing"] == 0.0
    assert none["nothing_rests"] == none["memory_kept"] == 1.0


def test_what_is_bounded_keeps_the_newest_first():
    kept = forgetting(n=100, limit=3, low=-1, learned=60, seed=SEED)["kept"]
    assert kept[0] == 1.0
    assert not kept[30:].any()


def test_overload_completion_sequences_and_asymmetry_give_shares():
    assert overloaded(n=60, memories=1, low=-1, seed=SEED) == pytest.approx(
        {"stable": 1.0, "told": 1.0, "seen_rate": 0.0, "new_rate": 0.5}, abs=0.25
    )
    known = completion(n=60, features=50, memories=40, weight=0.02, seed=SEED)
    assert known["kept"] == 1.0
    assert known["follows"] > 0.5
    assert reciting(n=100, memories=4, low=-1, strength=0.1, seed=SEED)["in_order"] == 1.0
    shares = asymmetric(n=12, low=0, starts=10, seed=SEED)
    assert shares["rests"] + shares["goes_round"] + shares["wanders"] == pytest.approx(1.0)


def test_the_16_units_of_the_paper_have_orthogonal_memories_and_a_mixture_at_rest():
    assert np.array_equal(EXAMPLE.overlaps(EXAMPLE.spins), np.eye(3))
    found = example(dreams=0, strength=0.01, starts=200, seed=SEED)
    assert found["shared"].tolist() == [8.0, 8.0, 8.0]
    assert found["mixture_rests"] == 1.0
    assert found["access"].sum() + found["mixtures"] == pytest.approx(1.0)


@pytest.mark.slow
def test_two_graded_units_leave_the_origin_above_a_loop_gain_of_one_only():
    assert two_units(loop=1.2, resistance=2.0, seed=SEED)["left"] == 1.0
    assert two_units(loop=0.8, resistance=2.0, seed=SEED)["left"] == 0.0
    found = contours(gain=1.4, points=21, seed=SEED)
    assert found["rise"] < 1e-9
    assert np.allclose(found["path"][-1], found["end"], atol=0.05)
    one = minima(n=10, memories=1, gain=200.0, seed=SEED)
    assert one["corner_has_minimum"] == one["minimum_has_corner"] == 1.0
    assert one["integral"] == pytest.approx(10 * np.log(2) / 200, rel=1e-3)


def test_an_encoder_that_is_built_by_hand_has_all_codes_and_answers_rightly():
    encoder = Encoder(visible=4, hidden=2)
    J, theta = np.zeros((10, 10)), np.zeros(10)
    codes = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])
    # each visible unit likes the hidden units of its code, and dislikes the others
    for group in (0, 4):
        J[group : group + 4, 8:] = 60.0 * (2 * codes - 1)
        theta[group : group + 4] = 60.0 * codes.sum(axis=1)
    net = hf.models.boltzmann(J + J.T, theta)
    assert encoder.codes(net).tolist() == [0, 1, 2, 3]
    assert encoder.answers(net).tolist() == [0, 1, 2, 3]
    blank = hf.models.boltzmann(np.zeros((10, 10)))
    assert len(set(encoder.codes(blank).tolist())) == 1
    mask = encoder.connections()
    assert mask.sum() == 90 - 2 * 16
    assert not mask[:4, 4:8].any()
