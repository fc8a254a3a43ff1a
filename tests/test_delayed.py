"""Do walks with delayed couplings hear the past that they had, rest only for good, and keep the order?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hopfield as hf
import naive
from hopfield import testing
from hopfield.couplings import DelayedCoupling, DenseCoupling
from hopfield.errors import FitError, NoEnergyError, ParameterError, PatternError, ShapeError
from hopfield.random import streams

TCH = hf.patterns.letters("TCH")
XI = hf.patterns.random(6, 500, seed=0)
SEEDS = st.integers(0, 2**32)


def whole(coupling):
    """n times the matrices, in whole or half numbers, which floats hold exactly."""
    n = coupling.n
    parts = (np.rint(2 * n * part.dense()) / 2 for part in (coupling.now, coupling.later))
    return [part.tolist() for part in parts]


@pytest.mark.parametrize("order", ["shuffled", "random", "sequential"])
@pytest.mark.parametrize("temperature", [0.0, 0.4])
@given(
    p=st.integers(2, 12),
    n=st.integers(2, 40),
    delay=st.integers(1, 4),
    strength=st.sampled_from([1.5, 2, 3]),
    cyclic=st.booleans(),
    clamped=st.booleans(),
    seed=SEEDS,
)
@settings(max_examples=10)
@pytest.mark.filterwarnings("ignore::hopfield.errors.LoadWarning")
def test_one_by_one_it_is_its_twin(
    order, temperature, p, n, delay, strength, cyclic, clamped, seed
):
    rng = np.random.default_rng(seed)
    coupling = hf.rules.Delayed(strength, delay, cyclic)(hf.patterns.random(p, n, seed=rng))
    theta = rng.integers(-2, 3, n) / n
    net, probe = hf.Network(coupling, theta=theta), rng.choice(np.array([-1, 0, 1], np.int8), n)
    clamp = rng.random(n) < 0.3 if clamped else np.zeros(n, dtype=bool)
    dynamics = hf.Async(temperature, order)
    given = {"max_sweeps": 12, "clamp": clamp, "seed": seed}
    found = hf.recall(net, probe, dynamics, record=True, **given)
    state, sweeps, settled, flips = naive.delayed_recall(
        *whole(coupling),
        np.rint(n * theta).tolist(),
        probe,
        delay=delay,
        kind=order,
        temperature=temperature * n,
        tolerance=1e-9,
        max_sweeps=12,
        stream=streams(seed, probe[None])[0],
        held=clamp,
    )
    assert found.state.tolist() == state.tolist()
    assert found.sweeps == sweeps
    assert found.flips.unit.tolist() == [unit for unit, _, _ in flips]
    assert found.flips.value.tolist() == [value for _, _, value in flips]
    assert np.allclose(found.flips.field, [h / n for _, h, _ in flips], rtol=0, atol=1e-12)
    rest = hf.Outcome.FIXED_POINT if settled else hf.Outcome.STEP_LIMIT
    assert found.outcome is (hf.Outcome.SAMPLED if temperature else rest)
    quick = hf.recall(net, probe, dynamics, **given)
    assert np.array_equal(quick.state, found.state)
    assert (quick.sweeps, quick.outcome) == (found.sweeps, found.outcome)


@given(p=st.integers(2, 8), n=st.integers(2, 10), delay=st.integers(1, 3), seed=SEEDS, fast=SEEDS)
@settings(max_examples=40)
@pytest.mark.filterwarnings("ignore::hopfield.errors.LoadWarning")
def test_all_at_once_it_is_its_twin_and_a_cycle_is_one_of_the_whole_past(p, n, delay, seed, fast):
    rng = np.random.default_rng(seed)
    keys = hf.patterns.random(p, n, seed=fast)
    coupling = hf.rules.Delayed(2, delay)(keys)
    probe = rng.choice(np.array([-1, 1], np.int8), n)
    theta = rng.integers(-1, 2, n)
    net = hf.Network(coupling, theta=theta / n)
    states = naive.delayed_states(*whole(coupling), theta.tolist(), probe, delay, 150)
    moments = [tuple(map(tuple, states[t - delay : t + 1])) for t in range(delay, len(states))]
    found = hf.recall(net, probe, hf.Sync(), max_sweeps=120, watch={"s": lambda s: s})
    walked = found.trace["s"]
    assert walked.tolist() == states[delay : delay + len(walked)]
    seen = {}
    for t, moment in enumerate(moments):  # a moment is a state with all the past that is heard
        if moment in seen:
            period = t - seen[moment]
            break
        seen[moment] = t
    else:
        period = 0  # not within 150 steps
    if found.period:
        assert found.period == period
        assert found.outcome is (hf.Outcome.FIXED_POINT if period == 1 else hf.Outcome.CYCLE)
    else:
        assert found.outcome is hf.Outcome.STEP_LIMIT
        assert period == 0 or 2 * (t + period) > 120  # it takes that long to see it come back


@pytest.mark.parametrize(
    "dynamics", [hf.Async(), hf.Async(order="sequential"), hf.Sync()], ids=repr
)
@pytest.mark.parametrize("delay", [1, 3, 8])
def test_every_pattern_stays_for_the_delay_and_one_sweep_of_transit(dynamics, delay):
    told = hf.analysis.recite(
        hf.models.sequence(XI, delay=delay), XI, dynamics=dynamics, steps=12 * (delay + 1), seed=0
    )
    assert told.visits == tuple(k % 6 for k in range(13))
    assert told.dwells == (delay + 1,) * 12 + (1,)
    assert told.patterns.min() == 0  # there is no moment without a pattern


def test_drawn_with_replacement_units_take_longer_and_keep_the_order():
    """Six patterns of 500 units, delay 8; a unit is missed by a sweep with probability 1/e. Seed 0."""
    net, walk = hf.models.sequence(XI, delay=8), hf.Async(order="random")
    told = hf.analysis.recite(net, XI, dynamics=walk, steps=150, seed=0)
    assert told.n_in_order == len(told.visits) >= 12
    assert 4 <= min(told.dwells[1:-1]) <= max(told.dwells[1:-1]) <= 9
    starts = np.flatnonzero((told.patterns[1:] != told.patterns[:-1]) & (told.patterns[1:] >= 0))
    assert 8 < np.diff(starts).mean() < 14  # the delay, and a transit of a few sweeps


def test_the_order_is_kept_from_a_noisy_cue_and_at_a_temperature():
    net = hf.models.sequence(XI, delay=4, strength=2.5)
    cue = hf.patterns.flip(XI[2], 0.2, seed=0)
    for dynamics in (hf.Async(), hf.Async(0.2), hf.Sync(), hf.Sync(0.2)):
        found = hf.recall(net, cue, dynamics, max_sweeps=30, watch={"m": XI.overlaps}, seed=0)
        m = found.trace["m"]
        assert m[1:].max(axis=1).min() > 0.9
        assert m.argmax(axis=1).tolist() == [(2 + t // 5) % 6 for t in range(31)]
    assert found.outcome is hf.Outcome.SAMPLED


def test_a_pause_is_no_rest():
    """The state does not change for τ sweeps at a time, and no unit wants to move: yet it goes on."""
    net = hf.models.sequence(XI, delay=5)
    for dynamics in (hf.Async(), hf.Sync()):
        for max_sweeps in range(20):
            found = hf.recall(net, XI[0], dynamics, max_sweeps=max_sweeps, seed=0)
            assert found.outcome is hf.Outcome.STEP_LIMIT
            assert XI.match(found.state).index == max_sweeps // 6


@pytest.mark.parametrize(("dynamics", "pause"), [(hf.Async(), 6), (hf.Sync(), 5)], ids=repr)
def test_an_open_sequence_rests_in_its_last_pattern_once_the_past_is_that_too(dynamics, pause):
    net, arrival = hf.models.sequence(XI, cyclic=False, delay=5), 6 * 5
    before = hf.recall(net, XI[0], dynamics, max_sweeps=arrival + pause - 1, seed=0)
    assert before.outcome is hf.Outcome.STEP_LIMIT
    found = hf.recall(net, XI[0], dynamics, max_sweeps=arrival + pause, seed=0)
    assert (found.outcome, found.sweeps, found.period) == (hf.Outcome.FIXED_POINT, arrival, 1)
    assert np.array_equal(found.state, XI[5])
    assert found.energy is None


def test_a_cycle_is_as_long_as_all_patterns_with_their_pauses():
    found = hf.recall(hf.models.sequence(XI, delay=3), XI[0], hf.Sync())
    assert (found.outcome, found.period) == (hf.Outcome.CYCLE, 6 * 4)


@pytest.mark.parametrize(
    "dynamics",
    [hf.Async(), hf.Async(0.5), hf.Async(order="random"), hf.Sync(), hf.Sync(0.5)],
    ids=repr,
)
@pytest.mark.parametrize("units", [hf.Spin(), hf.Binary()], ids=repr)
def test_rows_stand_alone_and_laws_hold(dynamics, units):
    xi = hf.patterns.random(4, 40, seed=0)
    for cyclic in (True, False):
        net = hf.Network(hf.rules.Delayed(2, 3, cyclic)(xi), units, theta=0.01)
        probes = units.from_spins(np.unique(testing.random_states(40, 6, 1), axis=0))
        tried = testing.obeys(net, dynamics, probes)
        assert "rows_stand_alone" in tried


def test_binary_units_hear_the_past_of_their_spins():
    """V = (1 + s)/2: J V + λ J' V' > U, sweep by sweep in order, before the start V' = 0."""
    n, xi = 60, hf.patterns.random(3, 60, seed=0)
    coupling = hf.rules.Delayed(2, 2)(xi)
    net = hf.Network(coupling, hf.Binary(), theta=1 / (2 * n))  # no sum of whole numbers is ½
    start = net.two_state.from_spins(xi[0])
    watch = {"v": lambda v: v}
    found = hf.recall(net, start, hf.Async(order="sequential"), max_sweeps=9, watch=watch, seed=0)
    (now, later), v, past = map(np.array, whole(coupling)), start.astype(float), [np.zeros(n)] * 2
    for sweep in range(9):
        late, past = later @ past[-1], [v.copy(), past[0]]
        for i in range(n):
            v[i] = now[i] @ v + late[i] - now[i, i] * v[i] > 0.5
        assert np.array_equal(found.trace["v"][min(sweep + 1, len(found.trace["v"]) - 1)], v)


def test_any_couplings_can_be_the_parts_and_the_diagonal_of_later_is_heard():
    """Fast: nothing. Slow: -1 on the diagonal, so that every unit becomes the opposite of what it was."""
    n, still = 8, DenseCoupling(np.zeros((8, 8)))
    net = hf.Network(DelayedCoupling(still, DenseCoupling(-np.eye(n)), 2))
    start = testing.random_states(n, 1, 0)[0]
    for dynamics in (hf.Async(), hf.Sync()):
        found = hf.recall(net, start, dynamics, max_sweeps=40, watch={"s": lambda s: s}, seed=0)
        signs = (found.trace["s"] * start).mean(axis=1)
        assert signs[:10].tolist() == [1, 1, 1, -1, -1, -1, 1, 1, 1, -1]
    assert (found.outcome, found.period) == (hf.Outcome.CYCLE, 6)


def test_a_state_that_has_been_there_for_long_hears_both_parts():
    J = hf.rules.Delayed(2.5, 3)(TCH)
    dense = hf.rules.Hebb()(TCH).dense() + 2.5 * hf.rules.Sequence()(TCH).dense()
    assert np.allclose(J.dense(), dense, rtol=0, atol=1e-14)
    states = testing.random_states(25, 5, 0)
    testing.field_is_dense_times_state(J, states)
    assert np.allclose(J.gap(states), J.field(states), rtol=0, atol=1e-14)  # J_ii = 0
    assert not J.is_symmetric
    assert repr(J) == "DelayedCoupling(n=25, delay=3)"
    for ask in (J.energy, hf.Network(J).energy):
        with pytest.raises(NoEnergyError, match="not symmetric"):
            ask(states)


def test_couplings_with_a_delay_add_and_scale_part_by_part():
    J, hebb = hf.rules.Delayed(2, 3)(TCH), hf.rules.Hebb()(hf.patterns.letters("AB"))
    for total in (J + hebb, hebb + J, J + J, 0.5 * J, J - hebb):
        assert isinstance(total, DelayedCoupling)
        assert total.delay == 3
    assert np.allclose((hebb + J).now.dense(), J.now.dense() + hebb.dense(), atol=1e-15)
    assert np.allclose((hebb + J).later.dense(), J.later.dense(), atol=1e-15)
    assert np.allclose((J + J).later.dense(), 2 * J.later.dense(), atol=1e-15)
    assert np.allclose((-J).now.dense(), -J.now.dense(), atol=1e-15)
    with pytest.raises(ParameterError, match="delays of 3 and 2"):
        J + hf.rules.Delayed(2, 2)(TCH)


def test_what_can_not_be_delayed_is_refused():
    J, hebb = hf.rules.Delayed(2, 3)(TCH), hf.rules.Hebb()(TCH)
    for now, later in ((J, hebb), (hebb, J), (hf.models.dense(TCH).coupling, hebb)):
        with pytest.raises(ParameterError, match="now and later are couplings"):
            DelayedCoupling(now, later, 1)
    with pytest.raises(ShapeError, match="now has 25 units and later 4"):
        DelayedCoupling(hebb, DenseCoupling(np.eye(4)), 1)
    for delay in (0, -1, True, 1.5):
        with pytest.raises((ParameterError, TypeError), match="delay"):
            DelayedCoupling(hebb, hebb, delay)
        with pytest.raises((ParameterError, TypeError), match="delay"):
            hf.rules.Delayed(2, delay)
    for strength in (1.0, 0.5, -2, np.inf, np.nan):
        with pytest.raises(ParameterError, match="strength"):
            hf.rules.Delayed(strength, 2)
    with pytest.raises(FitError, match=r"hf\.Async\(\) or hf\.Sync\(\)"):
        hf.recall(hf.Network(J), TCH[0], hf.Anneal([1.0, 0.0]))
    with pytest.raises(FitError, match=r"hf\.Async\(\) or hf\.Sync\(\)"):
        J.kernel(TCH.spins)
    with pytest.raises(FitError, match="units of two states"):
        hf.Network(J, hf.Linear())
    with pytest.raises(ParameterError, match=r"\.now and \.later"):
        hf.couplings.damage.silence(J, 0.1)
    with pytest.raises(ParameterError, match="give a delay as well"):
        hf.models.sequence(TCH, strength=2.0)
    with pytest.raises(PatternError, match="at least 2 patterns"):
        hf.models.sequence(TCH[:1], delay=2)
