"""Does a recall do what it says: stop, watch, record, clamp, seed, and refuse what is no probe?"""

import numpy as np
import pytest

import hopfield as hf
from hopfield.errors import ParameterError, PatternError, ShapeError
from hopfield.random import streams

TCH = hf.patterns.letters("TCH")
NET = hf.models.hopfield(TCH)
CUE = hf.patterns.flip(TCH[0], 0.16, seed=1)
MIXED = hf.patterns.random(40, 200, seed=0)  # load 0.2: most recalls take several sweeps
HARD = hf.Network(hf.couplings.OverlapCoupling(MIXED))


def test_a_stored_pattern_needs_no_sweep():
    found = hf.recall(NET, TCH[2])
    assert (found.outcome, found.sweeps, found.period) == (hf.Outcome.FIXED_POINT, 0, 1)
    assert found.energy == pytest.approx(-300 / 25, abs=1e-12)


def test_a_recall_that_settles_in_its_last_sweep_is_a_fixed_point():
    needed = hf.recall(HARD, hf.patterns.flip(MIXED[0], 60, seed=0), seed=1).sweeps
    assert needed > 1
    probe = hf.patterns.flip(MIXED[0], 60, seed=0)
    enough = hf.recall(HARD, probe, max_sweeps=needed, seed=1)
    short = hf.recall(HARD, probe, max_sweeps=needed - 1, seed=1)
    assert (enough.outcome, enough.sweeps) == (hf.Outcome.FIXED_POINT, needed)
    assert (short.outcome, short.sweeps) == (hf.Outcome.STEP_LIMIT, needed - 1)
    assert hf.recall(HARD, probe, max_sweeps=0).outcome is hf.Outcome.STEP_LIMIT
    assert hf.recall(NET, TCH[0], max_sweeps=0).outcome is hf.Outcome.FIXED_POINT


def test_a_fixed_point_is_one_for_every_order():
    for order in ("shuffled", "random", "sequential"):
        found = hf.recall(HARD, hf.patterns.flip(MIXED, 80, seed=2), hf.Async(order=order), seed=0)
        assert all(outcome is hf.Outcome.FIXED_POINT for outcome in found.outcome)
        assert (HARD.gap(found.state) * found.state >= 0).all()


def test_rows_stop_alone_and_keep_the_shape_of_the_batch():
    probes = np.stack([hf.patterns.flip(MIXED[:3], 80, seed=3), MIXED[:3].spins])
    found = hf.recall(HARD, probes, seed=0)
    assert found.state.shape == (2, 3, 200)
    assert found.outcome.shape == found.sweeps.shape == found.energy.shape == (2, 3)
    assert len(set(found.sweeps.ravel().tolist())) > 1
    assert found.energy[0, 0] == pytest.approx(HARD.energy(found.state[0, 0]))


def test_watch_sees_the_probe_and_every_sweep():
    found = hf.recall(
        HARD,
        hf.patterns.flip(MIXED[:4], 80, seed=0),
        watch={"energy": HARD.energy, "overlap": MIXED.overlaps},
        seed=0,
    )
    moments = int(found.sweeps.max()) + 1
    assert found.trace["energy"].shape == (moments, 4)
    assert found.trace["overlap"].shape == (moments, 4, 40)
    assert (np.diff(found.trace["energy"], axis=0) <= 1e-9).all()
    assert found.trace["energy"][-1] == pytest.approx(found.energy)
    still = found.sweeps.argmin()
    assert len(set(found.trace["energy"][found.sweeps[still] :, still])) == 1


def test_watching_and_recording_change_nothing():
    for dynamics in (hf.Async(), hf.Async(0.5), hf.Async(order="random"), hf.Sync(), hf.Sync(0.5)):
        probes = hf.patterns.flip(MIXED[:4], 80, seed=0)
        plain = hf.recall(HARD, probes, dynamics, seed=9, max_sweeps=12)
        seen = hf.recall(
            HARD, probes, dynamics, seed=9, max_sweeps=12, record=True, watch={"m": MIXED.overlaps}
        )
        assert np.array_equal(plain.state, seen.state)
        assert np.array_equal(plain.sweeps, seen.sweeps)
        assert list(plain.outcome) == list(seen.outcome)


@pytest.mark.parametrize("dynamics", [hf.Async(), hf.Async(0.7), hf.Sync(), hf.Sync(0.7)])
@pytest.mark.parametrize("units", [hf.Spin(), hf.Binary()])
def test_recorded_flips_rebuild_every_moment(dynamics, units):
    net = hf.Network(hf.couplings.OverlapCoupling(MIXED), units, theta=0.01)
    probe = units.from_spins(hf.patterns.flip(MIXED[0], 80, seed=0))
    found = hf.recall(net, probe, dynamics, record=True, seed=0, max_sweeps=5)
    assert np.array_equal(found.flips.replay(probe), found.state)
    assert np.array_equal(found.flips.replay(probe, 0), probe)
    assert found.flips.energy[-1] == pytest.approx(found.energy)
    if isinstance(dynamics, hf.Async):
        for k in (0, 1, 7, 30):
            state, unit = found.flips.replay(probe, k), found.flips.unit[k]
            assert found.flips.field[k] == pytest.approx(net.gap(state)[unit])
            assert found.flips.value[k] != state[unit]


def test_nothing_moved_records_nothing():
    for dynamics in (hf.Async(), hf.Sync()):
        found = hf.recall(NET, TCH[0], dynamics, record=True)
        assert len(found.flips) == 0
        assert np.array_equal(found.flips.replay(TCH[0]), TCH[0])


def test_unknown_units_are_filled_in():
    for order in ("shuffled", "random", "sequential"):
        half = hf.patterns.erase(TCH[1], [True] * 13 + [False] * 12)
        found = hf.recall(NET, half, hf.Async(order=order), seed=0)
        assert TCH.match(found.state).label == "C"
    assert TCH.match(hf.recall(NET, half, hf.Sync()).state).label == "C"


def test_a_unit_that_hears_nothing_stays_unknown():
    found = hf.recall(NET, np.zeros(25))
    assert not found.state.any()
    assert found.outcome is hf.Outcome.FIXED_POINT
    assert TCH.match(found.state).kind == "unknown"


def test_clamped_units_keep_the_value_of_the_probe():
    clamp = np.zeros(25, dtype=bool)
    clamp[[10, 18]] = True  # two of the damaged units
    for dynamics in (hf.Async(), hf.Async(0.3), hf.Sync(), hf.Sync(0.3)):
        found = hf.recall(NET, CUE, dynamics, clamp=clamp, seed=0, max_sweeps=9)
        assert found.state[[10, 18]].tolist() == CUE[[10, 18]].tolist()
    each = np.zeros((2, 25), dtype=bool)
    each[1] = True
    both = hf.recall(NET, np.stack([CUE, CUE]), clamp=each, seed=0)
    assert both.sweeps.tolist() == [1, 0]
    assert both.outcome[1] is hf.Outcome.FIXED_POINT


def test_asymmetric_couplings_have_cycles_and_no_energy():
    ring = hf.patterns.random(5, 400, seed=0)
    shifted = hf.Patterns(np.roll(ring.spins, -1, axis=0))
    net = hf.Network(hf.couplings.OverlapCoupling(ring, shifted))
    found = hf.recall(net, ring[2], hf.Sync(), record=True)
    assert (found.outcome, found.period) == (hf.Outcome.CYCLE, 5)
    assert found.energy is None
    assert np.isnan(found.flips.energy).all()
    with pytest.raises(hf.errors.NoEnergyError, match="watch overlaps instead"):
        net.energy(ring[0])
    assert hf.recall(net, ring[2], record=True, seed=0, max_sweeps=3).energy is None


def test_same_seed_same_answer_and_another_seed_another():
    probe = hf.patterns.random(1, 200, seed=5)[0]
    first = hf.recall(HARD, probe, seed=7)
    for seed in (7, np.int64(7), np.random.SeedSequence(7)):
        assert np.array_equal(hf.recall(HARD, probe, seed=seed).state, first.state)
    others = [hf.recall(HARD, probe, seed=seed).state.tobytes() for seed in range(20)]
    assert len(set(others)) > 1
    rng = np.random.default_rng(7)
    assert not np.array_equal(
        hf.recall(HARD, probe, hf.Async(1.0), seed=rng).state,
        hf.recall(HARD, probe, hf.Async(1.0), seed=rng).state,
    )


@pytest.mark.parametrize("dynamics", [hf.Async(), hf.Async(order="random"), hf.Async(0.5)])
def test_threads_change_nothing(monkeypatch, dynamics):
    probes = hf.patterns.flip(hf.patterns.random(64, 200, seed=1), 80, seed=0)
    answers = []
    for threads in ("1", "2", "7"):
        monkeypatch.setenv("HOPFIELD_THREADS", threads)
        answers.append(hf.recall(HARD, probes, dynamics, seed=3, max_sweeps=9))
    for answer in answers[1:]:
        assert np.array_equal(answer.state, answers[0].state)
        assert np.array_equal(answer.sweeps, answers[0].sweeps)
    monkeypatch.setenv("HOPFIELD_THREADS", "none")
    with pytest.raises(ParameterError, match="HOPFIELD_THREADS"):
        hf.recall(HARD, probes, dynamics)


@pytest.mark.parametrize("temperature", [0.0, 0.4])
@pytest.mark.parametrize("order", ["shuffled", "random", "sequential"])
def test_helpers_inside_one_recall_change_nothing(monkeypatch, order, temperature):
    monkeypatch.setattr("hopfield.dynamics.async_walk._LARGE", 0)
    xi = hf.patterns.random(70, 20_001, seed=0)
    net = hf.Network(hf.couplings.OverlapCoupling(xi))
    probe = hf.patterns.blend(xi[0], xi[1], 0.45, seed=0)
    answers = []
    for threads in ("1", "2", "3"):
        monkeypatch.setenv("HOPFIELD_THREADS", threads)
        answers.append(hf.recall(net, probe, hf.Async(temperature, order), seed=3, max_sweeps=4))
    for answer in answers[1:]:
        assert np.array_equal(answer.state, answers[0].state)
        assert (answer.sweeps, answer.outcome) == (answers[0].sweeps, answers[0].outcome)
    recorded = hf.recall(
        net, probe, hf.Async(temperature, order), seed=3, max_sweeps=4, record=True
    )
    assert np.array_equal(
        recorded.state, answers[0].state
    )  # a record takes every correction at once


def test_equal_rows_are_replicas_with_chances_of_their_own():
    replicas = hf.recall(HARD, np.tile(MIXED[0], (6, 1)), hf.Async(1.0), seed=0, max_sweeps=3)
    assert len({state.tobytes() for state in replicas.state}) == 6
    alone = hf.recall(HARD, MIXED[0], hf.Async(1.0), seed=0, max_sweeps=3)
    assert np.array_equal(replicas.state[0], alone.state)
    assert len({stream.tobytes() for stream in streams(0, np.tile(MIXED[0], (6, 1)))}) == 6


@pytest.mark.parametrize(
    ("probe", "error", "words"),
    [
        (np.ones(24), ShapeError, "probe has 24 units, the network has 25"),
        (np.full(25, 0.5), PatternError, "0.5"),
        (np.full(25, np.nan), PatternError, "nan"),
        (np.ones(25, dtype=bool), PatternError, "bits"),
        (3, ShapeError, "array"),
        ("TCH", ShapeError, "array"),
        (np.empty((0, 24)), ShapeError, "24 units"),
    ],
)
def test_what_is_no_probe_is_refused(probe, error, words):
    with pytest.raises(error, match=words):
        hf.recall(NET, probe)


def test_an_empty_batch_gives_an_empty_answer():
    found = hf.recall(NET, np.empty((0, 25), dtype=np.int8), record=True)
    assert found.state.shape == (0, 25)
    assert found.outcome.shape == (0,)


def test_binary_units_take_0_and_1_only():
    net = hf.models.hopfield1982(TCH)
    with pytest.raises(PatternError, match="from_spins"):
        hf.recall(net, TCH[0])
    assert (
        hf.recall(net, net.units.from_spins(TCH[0]).astype(bool)).state.tolist()
        == (TCH[0] > 0).tolist()
    )


def test_options_that_make_no_sense_are_refused():
    for wrong in (-1, 2.5, True):
        with pytest.raises((ParameterError, TypeError), match="max_sweeps"):
            hf.recall(NET, CUE, max_sweeps=wrong)
    for clamp in ([True] * 24, [1] * 25):
        with pytest.raises(ShapeError, match="clamp"):
            hf.recall(NET, CUE, clamp=clamp)
    for seed in (-1, True):
        with pytest.raises(ParameterError, match="seed"):
            hf.recall(NET, CUE, seed=seed)
    with pytest.raises(ParameterError, match="temperature"):
        hf.Async(temperature=-1)
    with pytest.raises(ParameterError, match="temperature"):
        hf.Sync(temperature=float("nan"))
    with pytest.raises(ParameterError, match="shuffled, random, sequential"):
        hf.Async(order="backwards")
    with pytest.raises(ShapeError, match="theta"):
        hf.Network(NET.coupling, theta=[1.0, 2.0])
    with pytest.raises(ParameterError, match="theta"):
        hf.Network(NET.coupling, theta=np.nan)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: hf.Async("hot"), "temperature"),
        (lambda: hf.Sync(None), "temperature"),
        (lambda: hf.Blockwise(True), "temperature"),
        (lambda: hf.Sync(tolerance="small"), "tolerance"),
        (lambda: hf.Flow(rtol="small"), "rtol"),
        (lambda: hf.Flow(tolerance=None), "tolerance"),
        (lambda: hf.rules.Perceptron("wide"), "margin"),
        (lambda: hf.learning.ContrastiveDivergence(rate="slow"), "rate"),
        (lambda: hf.learning.ContrastiveDivergence(momentum="high"), "momentum"),
        (lambda: hf.learning.ContrastiveDivergence(decay=None), "decay"),
        (lambda: hf.models.graded(TCH, 5.0).to_spice(duration="long"), "duration"),
    ],
)
def test_a_word_in_place_of_a_number_is_named(call, name):
    with pytest.raises(ParameterError, match=f"{name} must be .*, got "):
        call()


def test_what_can_not_be_watched_is_said():
    for watch in (NET.energy, {"energy": 3}):
        with pytest.raises(ParameterError, match="watch is a dict of functions"):
            hf.recall(NET, CUE, watch=watch)


def test_a_network_keeps_the_thresholds_it_was_given():
    theta = np.full(25, 0.5)
    net = hf.Network(NET.coupling, theta=theta)
    theta[:] = 9.0
    assert (net.thresholds == 0.5).all()


def test_every_outcome_says_what_to_do():
    for outcome in hf.Outcome:
        assert str(outcome).startswith(outcome.name)
        assert outcome.value.endswith(".")


def test_a_threshold_however_small_is_not_zero():
    net = hf.models.hopfield(hf.patterns.letters("TC"), theta=1e-12)
    for dynamics in (hf.Async(), hf.Sync()):
        assert (hf.recall(net, np.zeros(25), dynamics, seed=0).state != 0).all()


def test_a_watcher_can_not_change_the_probe():
    before = CUE.copy()
    hf.recall(NET, CUE, watch={"spoilt": lambda s: s.fill(1) or 0}, seed=0)
    assert np.array_equal(CUE, before)


def test_what_is_no_network_or_dynamics_is_said():
    for call in (
        lambda: hf.recall(TCH, CUE),
        lambda: hf.recall(NET, CUE, hf.Sync),
        lambda: hf.Network(np.eye(3)),
        lambda: hf.Network(NET.coupling, units=hf.Binary),
        lambda: hf.Network(NET.coupling, theta="low"),
        lambda: hf.Async(temperature=1e308),
    ):
        with pytest.raises((ParameterError, TypeError)):
            call()
