"""Does leaving out patterns ever change what a unit does, and how much less is read for it?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hopfield as hf
import naive
from hopfield import testing
from hopfield.couplings.higher import MANY
from hopfield.kernels.certified import Certified, certified
from hopfield.kernels.loop import Log, advance
from hopfield.random import streams
from hopfield.separation import Exponential, Softmax

SEEDS = st.integers(0, 2**32)
ORDERS = ("shuffled", "random", "sequential")
SEPARATIONS = (Exponential(), Softmax(2.0), Softmax(15.0), Softmax(300.0))
NAMED = pytest.mark.parametrize("separation", SEPARATIONS, ids=repr)


def plain(xi, separation, theta=0.0):
    """A network that hears all patterns."""
    return hf.Network(hf.couplings.OverlapCoupling(xi, separation=separation), theta=theta)


def sparing(xi, separation, theta=0.0, room=1):
    """The same network, that hears so many words of 64 patterns while that is enough."""
    net = plain(xi, separation, theta)
    higher = net.coupling._higher
    whole = higher.packed
    whole = whole.whole if isinstance(whole, Certified) else whole
    higher.__dict__["packed"] = certified(whole, xi.words, np.empty(0, np.int8), room)
    return net


def patterns(rng, kind, p, n):
    """Random patterns, or such that many are equal, or opposite, or nearly equal."""
    spins = rng.choice(np.array([-1, 1], dtype=np.int8), (p, n))
    if kind == "equal":
        spins = spins[rng.integers(0, max(1, p // 3), p)]
    if kind == "opposite":
        spins[1::2] = -spins[: p // 2]
    if kind == "near":
        spins = np.where(rng.random((p, n)) < 0.1, -spins[0], spins[0])
    return hf.Patterns(spins.astype(np.int8))


def same(one, two):
    assert np.array_equal(one.state, two.state)
    assert np.array_equal(one.sweeps, two.sweeps)
    assert np.all(one.outcome == two.outcome)
    np.testing.assert_allclose(one.energy, two.energy, rtol=1e-12, atol=1e-300)


@NAMED
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("kind", ["random", "equal", "opposite", "near"])
@given(
    p=st.sampled_from([1, 63, 65, 130, 200]),
    n=st.integers(1, 40),
    seed=SEEDS,
    unknown=st.booleans(),
    theta=st.sampled_from([0.0, 1e-6, 0.3]),
    clamped=st.booleans(),
)
@settings(max_examples=3)
def test_a_recall_of_few_is_its_twin_of_all(
    separation, order, kind, p, n, seed, unknown, theta, clamped
):
    rng = np.random.default_rng(seed)
    xi = patterns(rng, kind, p, n)
    if isinstance(separation, Softmax):  # sharper ones round differently where they saturate
        separation = Softmax(min(float(separation.beta), 8.0 * n))
    sharpness = None if isinstance(separation, Exponential) else float(separation.beta) / n
    levels = theta * rng.normal(size=n)
    probe = rng.choice(np.array([-1, 0, 1] if unknown else [-1, 1], dtype=np.int8), n)
    held = rng.random(n) < 0.3 if clamped else np.zeros(n, bool)
    found = hf.recall(
        sparing(xi, separation, levels),
        probe,
        hf.Async(order=order),
        seed=seed,
        clamp=held,
        max_sweeps=4,
    )
    state, sweeps, settled = naive.recall_by_weights(
        xi.spins,
        sharpness,
        levels,
        probe,
        kind=order,
        max_sweeps=4,
        stream=streams(seed, probe[None])[0],
        held=held,
    )
    assert found.state.tolist() == state.tolist()
    assert found.sweeps == sweeps
    assert (found.outcome is hf.Outcome.FIXED_POINT) == settled


@NAMED
@pytest.mark.parametrize("room", [1, 3, 8])
@given(
    p=st.sampled_from([100, 640, 2_000]),
    n=st.integers(20, 200),
    seed=SEEDS,
    kind=st.sampled_from(["random", "equal", "opposite", "near"]),
    flipped=st.sampled_from([0.05, 0.3, 0.45]),
    theta=st.sampled_from([0.0, 1e-9]),
)
@settings(max_examples=8)
def test_few_and_all_go_through_the_same_states(separation, room, p, n, seed, kind, flipped, theta):
    """Sweep by sweep, rows of a batch, each with another cue."""
    rng = np.random.default_rng(seed)
    xi = patterns(rng, kind, p, n)
    cues = hf.patterns.flip(xi[rng.integers(0, p, 3)], flipped, seed=rng)
    cues = hf.patterns.erase(cues, 0.1, seed=rng)
    levels = theta * rng.normal(size=n)
    nets = plain(xi, separation, levels), sparing(xi, separation, levels, room)
    watch = {"states": lambda s: s}
    one, two = (hf.recall(net, cues, seed=seed, max_sweeps=6) for net in nets)
    same(one, two)
    three = hf.recall(nets[1], cues, seed=seed, max_sweeps=6, watch=watch)
    four = hf.recall(nets[0], cues, seed=seed, max_sweeps=6, watch=watch)
    same(one, three)
    assert np.array_equal(three.trace["states"], four.trace["states"])


@NAMED
@given(p=st.sampled_from([100, 300]), n=st.integers(5, 60), seed=SEEDS)
@settings(max_examples=20)
def test_every_single_decision_is_that_of_all(separation, p, n, seed):
    """One unit is free at a time: what moves is a flip, and what stays a unit that keeps its value."""
    rng = np.random.default_rng(seed)
    xi = patterns(rng, rng.choice(["random", "equal", "opposite", "near"]), p, n)
    one, two = plain(xi, separation), sparing(xi, separation)
    state = rng.choice(np.array([-1, 0, 1], dtype=np.int8), n, p=[0.45, 0.1, 0.45])
    rows, held = np.tile(state, (n, 1)), ~np.eye(n, dtype=bool)
    wanted, found = (
        hf.recall(net, rows, hf.Async(order="sequential"), clamp=held, max_sweeps=1, seed=0)
        for net in (one, two)
    )
    assert np.array_equal(wanted.state, found.state)


@pytest.mark.parametrize(
    "dynamics", [hf.Async(0.7), hf.Async(0.7, "random"), hf.Anneal((1.0, 0.0, 0.5, 0.0))], ids=repr
)
def test_at_a_temperature_and_on_record_all_are_heard(dynamics):
    xi = hf.patterns.random(500, 40, seed=0)
    cues = hf.patterns.flip(xi[:4], 0.3, seed=0)
    nets = plain(xi, Softmax(40)), sparing(xi, Softmax(40))
    one, two = (hf.recall(net, cues, dynamics, seed=1, max_sweeps=8) for net in nets)
    same(one, two)
    one, two = (hf.recall(net, cues, record=True, seed=1) for net in nets)
    same(one, two)
    for ours, theirs in zip(one.flips, two.flips, strict=True):
        assert np.array_equal(ours.unit, theirs.unit)
        assert np.array_equal(ours.field, theirs.field)


@NAMED
@pytest.mark.parametrize("seed", range(3))
def test_patterns_that_were_left_out_are_heard_once_the_state_comes_near(separation, seed):
    """Thresholds drive all units but the last to a pattern that is not heard; those that are heard stay as near."""
    rng = np.random.default_rng(seed)
    start = rng.choice(np.array([-1, 1], dtype=np.int8), 60)
    start[-1] = 1
    spins = np.where(rng.random((130, 60)) < 0.25, start, -start)
    spins[:64] = np.where(np.arange(60) % 2, start, -start)
    spins[100] = -start
    xi = hf.Patterns(spins.astype(np.int8))
    theta = 1e3 * start
    theta[-1] = 0.0
    found, wanted = (
        hf.recall(net, start, hf.Async(order="sequential"), max_sweeps=1, seed=0).state
        for net in (sparing(xi, separation, theta), plain(xi, separation, theta))
    )
    assert np.array_equal(found, wanted)
    if separation != Softmax(2.0):  # where all patterns count about alike
        assert np.array_equal(found, -start)


@NAMED
def test_a_tie_between_left_out_patterns_is_never_decided(separation):
    """130 patterns, four of them as near as can be, in three words of which one is heard; unit 0 is up in half."""
    rng = np.random.default_rng(0)
    state = rng.choice(np.array([-1, 1], dtype=np.int8), 40)
    spins = np.tile(-state, (130, 1))
    spins[[0, 3, 70, 129]] = state
    spins[:, 0] = np.where(np.arange(130) % 2, -1, 1)
    probe, clamp = state.copy(), np.arange(40) > 0
    probe[0] = 0
    net = sparing(hf.Patterns(spins), separation)
    assert net.gap(probe)[0] == 0.0
    assert hf.recall(net, probe, clamp=clamp, seed=0).state[0] == 0
    spins[101, 1:] = state[1:]  # one more of the nearest, that has unit 0 down
    one_more = sparing(hf.Patterns(spins), separation)
    assert hf.recall(one_more, probe, clamp=clamp, seed=0).state[0] == -1


def work(xi, separation, cue, room=8):
    """(words heard, told, chosen, counted anew) of a recall, and its state."""
    s = cue[None].astype(np.int8)
    net = sparing(xi, separation, room=room)
    shared, products, _ = net.coupling.kernel(s)
    coupling = certified(shared.whole, shared.words, s[0].copy(), room)
    empty = (np.empty(0, dtype=np.int64), np.empty(0), np.empty(0, np.int8), np.empty(0, np.int8))
    status, order = np.zeros(1, dtype=np.int64), np.empty(xi.n, dtype=np.uint32)
    free = np.zeros((1, 0), dtype=bool)
    log = Log(*empty, np.zeros(1, dtype=np.int64))
    advance(
        coupling, s, products, np.zeros(1), free, 0.0, 0.0, streams(0, s), order, 0, 50, status, log
    )
    return coupling.work.tolist(), s[0]


@pytest.mark.parametrize("flipped", [0.2, 0.35])
def test_a_recall_reads_less_than_a_scan_of_the_patterns(flipped):
    """40,000 patterns of 1,024 units: a scan reads 16 words of each, all of the rest together a fourth of that."""
    xi = hf.patterns.random(40_000, 1_024, seed=0)
    (heard, told, chosen, anew), state = work(
        xi, Exponential(), hf.patterns.flip(xi[3], flipped, seed=1)
    )
    assert np.array_equal(state, xi[3])
    assert anew == 0
    assert chosen == 1_024 * 8
    assert heard <= 3 * 1_024 * 8
    assert told <= 1_024 * 8
    assert heard + told + chosen + anew < xi.words.size / 10


def test_where_nothing_can_be_left_out_little_more_is_read_than_by_hearing_all():
    """All weights are about equal; each choice of the few is paid for by the visits before it."""
    xi = hf.patterns.random(20_000, 256, seed=0)
    cue = testing.random_states(256, 1, 0)[0]
    (heard, told, chosen, anew), state = work(xi, Softmax(0.5), cue)
    wanted = hf.recall(plain(xi, Softmax(0.5)), cue, record=True, seed=0)
    assert np.array_equal(state, wanted.state)
    row = -(-xi.p // 64)
    visits = (wanted.sweeps + 2) * xi.n  # with two checks
    assert heard + told <= 1.1 * (visits + len(wanted.flips)) * row
    assert chosen + anew <= 0.25 * visits * row


def test_few_are_heard_from_many_patterns_on():
    for p, is_sparing in ((MANY - 1, False), (MANY, True)):
        coupling = hf.models.exponential(hf.patterns.random(p, 40, seed=0)).coupling
        assert isinstance(coupling.kernel(np.ones((1, 40), np.int8))[0], Certified) == is_sparing
    dense = hf.models.dense(hf.patterns.random(MANY, 40, seed=0)).coupling
    assert not isinstance(dense.kernel(np.ones((1, 40), np.int8))[0], Certified)


def test_a_recall_from_many_patterns_ends_as_it_says():
    xi = hf.patterns.random(20_000, 300, seed=0)
    net = hf.models.exponential(xi)
    cues = hf.patterns.flip(xi[:3], 0.25, seed=0)
    found = hf.recall(net, cues, seed=0)
    assert np.array_equal(found.state, xi[:3])
    np.testing.assert_allclose(found.energy, net.energy(found.state), rtol=1e-14)
    assert all(outcome is hf.Outcome.FIXED_POINT for outcome in found.outcome)
    none = hf.recall(net, cues[:0], seed=0)
    assert none.state.shape == (0, 300)
    assert none.energy.shape == (0,)
    start = testing.random_states(300, 1, 0)[0]
    stopped = hf.recall(net, start, max_sweeps=0)
    np.testing.assert_allclose(stopped.energy, net.energy(start), rtol=1e-14)
