"""Do steeper separations move as their energies say, and hold what Hebb's rule can't?"""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hopfield as hf
import naive
from hopfield import testing
from hopfield.errors import LoadWarning, ParameterError
from hopfield.random import streams
from hopfield.separation import Exponential, Linear, Power, Softmax

SEEDS = st.integers(0, 2**32)
ORDERS = ("shuffled", "random", "sequential")
SEPARATIONS = (
    Power(2),
    Power(3),
    Power(4),
    Power(3, rectified=True),
    Power(4, rectified=True),
    Power(23),  # steps too large to be exact whole numbers
    Power(24),
    Power(23, rectified=True),
    Exponential(),
    Softmax(3.0),
    Softmax(40),
)
NAMED = pytest.mark.parametrize("separation", SEPARATIONS, ids=repr)


def network(separation, n, p, seed, theta=0.0):
    xi = hf.patterns.random(p, n, seed=seed)
    return hf.Network(hf.couplings.OverlapCoupling(xi, separation=separation), theta=theta), xi


def energy(separation, spins, s):
    """E(s), from the overlaps, with nothing rounded that need not be."""
    n = len(s)
    sums = [sum(int(x) * int(v) for x, v in zip(xi, s, strict=True)) for xi in spins]
    if isinstance(separation, Power):
        counted = [max(m, 0) if separation.rectified else m for m in sums]
        k = separation.degree
        return -n * Fraction(sum(m**k for m in counted), k * n**k)
    if isinstance(separation, Exponential):
        return -math.fsum(math.exp(m - n) for m in sums)
    top, b = max(sums), float(separation.beta) / n
    return -top - math.log(math.fsum(math.exp(b * (m - top)) for m in sums)) / b


def twin(separation, spins, theta, probe, dynamics, stream, held, max_sweeps):
    """Unit by unit, by the energies of both values; return (state, settled, flips)."""
    s, n = [int(v) for v in probe], len(probe)
    chance = naive.Xoshiro(stream)
    flips = []

    def gap(i):
        low, high = s.copy(), s.copy()
        low[i], high[i] = -1, 1
        below, above = energy(separation, spins, low), energy(separation, spins, high)
        half = float((below - above) / 2)
        if not isinstance(separation, Power):
            scale = abs(below) if isinstance(separation, Exponential) else max(1.0, abs(below))
            half = 0.0 if abs(half) <= 1e-14 * scale else half
        return half - theta[i]

    def wants(i):
        return not held[i] and (gap(i) * s[i] < 0 or (s[i] == 0 and gap(i) != 0))

    for _ in range(max_sweeps):
        if not dynamics.temperature and not any(map(wants, range(n))):
            break
        for i in naive.visits(chance, dynamics.order, n):
            if held[i]:
                continue
            h = gap(i)
            if dynamics.temperature:
                exponent = min(700.0, -2.0 * h / dynamics.temperature)
                new = 1 if chance.uniform() * (1.0 + math.exp(exponent)) < 1.0 else -1
            else:
                new = 1 if h > 0 else -1 if h < 0 else s[i]
            if new != s[i]:
                s[i] = new
                flips.append((i, h, new))
    return s, not any(map(wants, range(n))), flips


@NAMED
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("temperature", [0.0, 0.4])
@given(
    p=st.sampled_from([1, 2, 5, 66]),
    n=st.integers(1, 12),
    seed=SEEDS,
    unknown=st.booleans(),
    with_theta=st.booleans(),
    clamped=st.booleans(),
)
@settings(max_examples=4)
def test_kernel_is_its_twin_by_both_energies(
    separation, order, temperature, p, n, seed, unknown, with_theta, clamped
):
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=n) if with_theta else np.zeros(n)
    if isinstance(separation, Softmax):  # where both energies differ by less than their rounding
        separation = Softmax(min(float(separation.beta), 8.0 * n))
    net, xi = network(separation, n, p, rng, theta)
    probe = rng.choice(np.array([-1, 0, 1] if unknown else [-1, 1], dtype=np.int8), n)
    held = rng.random(n) < 0.3 if clamped else np.zeros(n, bool)
    dynamics = hf.Async(temperature, order)
    found = hf.recall(net, probe, dynamics, record=True, seed=seed, clamp=held, max_sweeps=4)
    stream = streams(seed, probe[None])[0]
    state, settled, flips = twin(separation, xi.spins, theta, probe, dynamics, stream, held, 4)
    assert found.flips.unit.tolist() == [i for i, _, _ in flips]
    assert found.flips.value.tolist() == [v for _, _, v in flips]
    np.testing.assert_allclose(found.flips.field, [h for _, h, _ in flips], rtol=1e-11, atol=1e-11)
    assert found.state.tolist() == state
    if not temperature:
        assert (found.outcome is hf.Outcome.FIXED_POINT) == settled


@NAMED
@given(n=st.integers(1, 24), p=st.integers(1, 40), seed=SEEDS)
@settings(max_examples=25)
def test_gap_is_half_the_energy_difference(separation, n, p, seed):
    rng = np.random.default_rng(seed)
    net, xi = network(separation, n, p, rng, rng.normal(size=n))
    testing.gap_is_half_the_energy_difference(net, testing.random_states(n, 1, rng)[0])
    testing.gap_is_half_the_energy_difference(net, xi[0])
    testing.gap_is_half_the_energy_difference(net, hf.patterns.erase(xi[0], 0.5, seed=rng))


@NAMED
@given(n=st.integers(2, 20), p=st.integers(1, 20), seed=SEEDS)
@settings(max_examples=15)
def test_field_is_the_slope_of_the_energy(separation, n, p, seed):
    rng = np.random.default_rng(seed)
    net, _ = network(separation, n, p, rng)
    s, step = rng.uniform(-1, 1, n), 1e-6
    field = net.coupling.field(s)
    for i in range(n):
        up, down = s.copy(), s.copy()
        up[i] += step
        down[i] -= step
        slope = (net.coupling.energy(down) - net.coupling.energy(up)) / (2 * step)
        assert slope == pytest.approx(field[i], rel=1e-4, abs=1e-6)


@NAMED
@pytest.mark.parametrize("order", ORDERS)
@given(n=st.integers(2, 40), p=st.integers(1, 70), seed=SEEDS, unknown=st.booleans())
@settings(max_examples=8)
def test_energy_never_rises_and_the_recorded_one_is_right(separation, order, n, p, seed, unknown):
    rng = np.random.default_rng(seed)
    net, _ = network(separation, n, p, rng, 0.1 * rng.normal(size=n))
    state = testing.random_states(n, 1, rng)[0]
    if not unknown:
        testing.energy_never_rises(net, state, hf.Async(order=order), seed)
        return
    # a unit that was unknown may have to climb to a value at first, if E bends; the records must be right all the same
    probe = hf.patterns.erase(state, 0.4, seed=rng)
    flips = hf.recall(net, probe, hf.Async(order=order), record=True, seed=seed).flips
    old = np.array([flips.replay(probe, k)[i] for k, i in enumerate(flips.unit)], dtype=np.int8)
    own = net.coupling.beyond_gap(probe, flips.unit, old, flips.value)
    change = -(flips.value - old) * flips.field + own
    energies = [net.energy(flips.replay(probe, k)) for k in range(len(flips) + 1)]
    np.testing.assert_allclose(np.diff(energies), change, rtol=0, atol=1e-10 * max(1, n, p))


@NAMED
@given(n=st.integers(10, 40), p=st.integers(1, 30), seed=SEEDS)
@settings(max_examples=10)
def test_gauge_and_relabelling_change_nothing(separation, n, p, seed):
    rng = np.random.default_rng(seed)
    xi = hf.patterns.random(p, n, seed=rng)
    state, signs = testing.random_states(n, 2, rng)

    def rule(patterns):
        return hf.couplings.OverlapCoupling(patterns, separation=separation)

    testing.gauge_changes_nothing(rule, xi, state, signs)
    testing.relabelling_changes_nothing(rule, xi, state, rng.permutation(n))


@NAMED
@pytest.mark.parametrize("dynamics", [hf.Async(), hf.Sync(), hf.Async(0.7), hf.Sync(0.7)])
def test_rows_of_a_batch_stand_alone(separation, dynamics):
    net, _ = network(separation, 30, 20, 3)
    testing.rows_stand_alone(net, testing.random_states(30, 6, 5), dynamics, 11)


@NAMED
def test_a_fixed_point_of_one_dynamics_is_one_of_the_other(separation):
    net, _ = network(separation, 200, 120, 0)
    rests = hf.recall(net, testing.random_states(200, 5, 1), seed=0)
    assert all(outcome is hf.Outcome.FIXED_POINT for outcome in rests.outcome)
    together = hf.recall(net, rests.state, hf.Sync())
    assert together.sweeps.tolist() == [0] * 5
    assert np.array_equal(together.state, rests.state)


@pytest.mark.parametrize("separation", [Power(3), Exponential(), Softmax(2.0)], ids=repr)
def test_at_a_temperature_states_come_as_boltzmann_says(separation):
    """Seed 0; 40,000 replicas, 64 states: chi-square with a false-alarm rate of 1e-6."""
    net, _ = network(separation, 6, 3, 0)
    temperature = 1.2
    starts = np.tile(testing.random_states(6, 1, 0), (40_000, 1))
    found = hf.recall(net, starts, hf.Async(temperature), max_sweeps=30, seed=0).state
    counts = np.bincount(((found + 1) // 2) @ (1 << np.arange(6)), minlength=64)
    expected = 40_000 * testing.boltzmann(net, temperature)
    assert expected.min() > 5
    chi_square = np.sum((counts - expected) ** 2 / expected)
    from scipy.stats import chi2

    assert chi_square < chi2.isf(1e-6, 63)


@given(p=st.integers(1, 70), n=st.integers(2, 80), seed=SEEDS)
@settings(max_examples=30)
def test_second_power_is_hebb_flip_for_flip(p, n, seed):
    rng = np.random.default_rng(seed)
    xi = hf.patterns.random(p, n, seed=rng)
    hebb = hf.Network(hf.couplings.OverlapCoupling(xi))
    dense = hf.Network(hf.couplings.OverlapCoupling(xi, separation=Power(2)))
    probe = rng.choice(np.array([-1, 0, 1], dtype=np.int8), n)
    assert np.allclose(hebb.gap(probe), dense.gap(probe), rtol=0, atol=1e-13 * p)
    assert dense.energy(xi[0]) - hebb.energy(xi[0]) == pytest.approx(-p / 2)  # the diagonal of Hebb
    for dynamics in (*(hf.Async(order=order) for order in ORDERS), hf.Async(0.5)):
        one = hf.recall(hebb, probe, dynamics, record=True, seed=seed, max_sweeps=20)
        two = hf.recall(dense, probe, dynamics, record=True, seed=seed, max_sweeps=20)
        assert one.flips.unit.tolist() == two.flips.unit.tolist()
        assert one.state.tolist() == two.state.tolist()


@pytest.mark.parametrize("separation", [Exponential(), Softmax(60), Power(6)], ids=repr)
def test_a_steep_separation_holds_patterns_by_the_hundred_where_hebb_holds_none(separation):
    net, xi = network(separation, 60, 200, 0)
    cues = hf.patterns.flip(xi, 5, seed=0)
    found = hf.recall(net, cues, seed=0)
    assert np.array_equal(found.state, xi.spins)
    with pytest.warns(LoadWarning, match="200/60"):
        hebb = hf.models.hopfield(xi)
    kinds = [match.kind for match in xi.match(hf.recall(hebb, cues, seed=0).state)]
    assert kinds.count("stored") < 10


def test_cubic_capacity_is_that_of_the_paper():
    """p < n² / (6 ln n) has no errors (krotov2016: 2(2·3 - 3)!! = 6), 362 here; seed 0, n = 100, p = 180."""
    net, xi = network(Power(3), 100, 180, 0)
    assert np.mean((net.gap(xi.spins) * xi.spins > 0).all(axis=1)) > 0.99
    found = hf.recall(net, hf.patterns.flip(xi, 5, seed=0), seed=0)
    assert np.mean([match.index == k for k, match in enumerate(xi.match(found.state))]) > 0.99
    crowded, many = network(Power(3), 100, 3000, 0)  # far above it most patterns are unstable
    assert np.mean((crowded.gap(many.spins) * many.spins > 0).all(axis=1)) < 0.1


@pytest.mark.parametrize("separation", [Exponential(), Softmax(5000), Power(40)], ids=repr)
def test_five_thousand_units_neither_overflow_nor_stall(separation):
    net, xi = network(separation, 5000, 50, 0)
    probe = hf.patterns.flip(xi[0], 0.4, seed=0)  # e^{M - n} is e^{-4000} here
    gap = net.gap(probe)
    assert np.isfinite(gap).all()
    assert np.array_equal(np.sign(gap), xi[0])  # only the nearest pattern counts
    for dynamics in (hf.Async(), hf.Sync()):
        found = hf.recall(net, probe, dynamics, seed=0)
        assert np.array_equal(found.state, xi[0])
        assert np.isfinite(found.energy)
    start = testing.random_states(5000, 1, 0)[0]
    assert xi.match(hf.recall(net, start, seed=0).state).kind in ("stored", "reversed")


def test_exponential_and_softmax_move_alike_at_zero_temperature():
    xi = hf.patterns.random(300, 200, seed=0)
    nets = [
        hf.Network(hf.couplings.OverlapCoupling(xi, separation=separation))
        for separation in (Exponential(), Softmax(200))
    ]
    starts = testing.random_states(200, 5, 0)
    one, two = (hf.recall(net, starts, record=True, seed=0) for net in nets)
    for a, b in zip(one.flips, two.flips, strict=True):
        assert a.unit.tolist() == b.unit.tolist()
    paper = np.log(np.exp(xi.spins.astype(float) @ one.state.T.astype(float)).sum(axis=0))
    np.testing.assert_allclose(two.energy, -paper, rtol=1e-12)
    np.testing.assert_allclose(np.log(-np.asarray(one.energy)) + 200, paper, rtol=1e-12)


@pytest.mark.parametrize("separation", [Power(3), Power(2), Exponential(), Softmax(9)], ids=repr)
def test_an_exact_tie_keeps_the_state(separation):
    first = testing.random_states(12, 1, 0)[0]
    second = first.copy()
    second[:6] *= -1  # half way between two patterns, a unit that tells them apart hears nothing
    state = first.copy()
    state[1:3] *= -1
    xi = hf.Patterns(np.stack([first, second]))
    net = hf.Network(hf.couplings.OverlapCoupling(xi, separation=separation))
    probe = state.copy()
    probe[0], probe[4] = 0, 0
    gap = net.gap(probe)
    assert gap[0] == 0.0
    found = hf.recall(net, probe, clamp=~(np.arange(12) == 0), seed=0)
    assert found.state[0] == 0
    assert found.outcome is hf.Outcome.FIXED_POINT


def test_there_is_no_matrix_and_it_is_said():
    xi = hf.patterns.letters("TCH")
    cubic = hf.couplings.OverlapCoupling(xi, separation=Power(3))
    assert repr(cubic) == "OverlapCoupling(n=25, p=3, Power(degree=3, rectified=False))"
    assert cubic.is_symmetric
    assert not cubic.is_pairwise
    assert not cubic.self_coupling.any()
    hebb = hf.couplings.OverlapCoupling(xi)
    assert hebb.is_pairwise
    for wrong in (cubic.dense, lambda: cubic + hebb, lambda: hebb + cubic, lambda: 2 * cubic):
        with pytest.raises(ParameterError, match="Power"):
            wrong()
    with pytest.raises(ParameterError, match="no matrix J"):
        hf.couplings.DenseCoupling(np.eye(25)) + cubic
    soft = hf.couplings.OverlapCoupling(xi, separation=Softmax(3))
    with pytest.raises(ParameterError, match="no sum over patterns"):
        soft + soft
    for extra in ({"values": xi[[1, 2, 0]]}, {"mixing": np.ones(3)}, {"diagonal": True}):
        with pytest.raises(ParameterError, match="can't have"):
            hf.couplings.OverlapCoupling(xi, separation=Power(3), **extra)
    assert hf.couplings.OverlapCoupling(xi, xi, Power(3)).energy(xi[0]) == cubic.energy(xi[0])


@pytest.mark.parametrize("separation", [Power(3), Exponential()], ids=repr)
def test_a_sum_of_two_memories_is_one_memory_of_all(separation):
    first, second = hf.patterns.letters("TC"), hf.patterns.letters("HX")
    both = [hf.couplings.OverlapCoupling(xi, separation=separation) for xi in (first, second)]
    states = testing.random_states(25, 4, 0)
    joined = both[0] + both[1]
    assert np.allclose(joined.energy(states), both[0].energy(states) + both[1].energy(states))
    assert joined.keys.labels == ("T", "C", "H", "X")


@pytest.mark.parametrize("wrong", [1, 0, -3, 2.5, True, "3"])
def test_a_degree_is_a_whole_number_of_at_least_two(wrong):
    # the types are checked in tests only; without that check the value is refused all the same
    with pytest.raises(Exception, match="degree") as caught:
        Power(wrong)
    assert isinstance(wrong, float | str) or caught.type is ParameterError


def test_a_degree_whose_steps_a_float_cannot_hold_is_refused():
    xi = hf.patterns.random(3, 5000, seed=0)
    with pytest.raises(ParameterError, match="at most 81"):
        hf.couplings.OverlapCoupling(xi, separation=Power(82))
    net = hf.Network(hf.couplings.OverlapCoupling(xi, separation=Power(81)))
    found = hf.recall(net, testing.random_states(5000, 1, 0)[0], seed=0)
    assert xi.match(found.state).kind in ("stored", "reversed")


def test_a_beta_must_make_sense():
    for wrong in (0, -1.0, np.inf, np.nan):
        with pytest.raises(ParameterError, match="beta"):
            Softmax(wrong)
    xi = hf.patterns.letters("TCH")
    with pytest.raises(ParameterError, match="200 n = 5000"):
        hf.couplings.OverlapCoupling(xi, separation=Softmax(5001))
    sharpest = hf.Network(hf.couplings.OverlapCoupling(xi, separation=Softmax(5000)))
    testing.gap_is_half_the_energy_difference(sharpest, xi[0])
    assert np.array_equal(hf.recall(sharpest, hf.patterns.flip(xi[1], 3, seed=0)).state, xi[1])


def test_the_linear_separation_says_what_the_classical_network_is():
    xi = hf.patterns.letters("TCH")
    m = xi.overlaps(xi.spins)
    kept = hf.couplings.OverlapCoupling(xi, diagonal=True)
    assert np.allclose(kept.energy(xi.spins), -25 * Linear().potential(m, 25))
    assert np.allclose(kept.field(xi.spins), Linear().slope(m, 25) @ xi.spins)
    steps = Linear().steps(3, 25)
    assert (steps.table / steps.unit)[steps.origin + 5] == pytest.approx(0.2)


@NAMED
def test_a_step_is_half_the_difference_of_the_potential(separation):
    for n in (5, 40):
        steps = separation.steps(7, n)
        if steps.kind:
            continue
        at = np.arange(-n + 1, n)
        higher = [float(energy_of_one(separation, r + 1, n)) for r in at]
        lower = [float(energy_of_one(separation, r - 1, n)) for r in at]
        expected = (np.array(higher) - np.array(lower)) / 2
        found = steps.table[at + steps.origin] / steps.unit
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-300)


def energy_of_one(separation, r, n):
    counted = max(int(r), 0) if separation.rectified else int(r)
    return Fraction(counted**separation.degree, separation.degree * n ** (separation.degree - 1))
