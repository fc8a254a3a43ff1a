"""Is every kernel what its naive twin is, spin for spin and flip for flip?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

import hopfield as hf
import naive
from hopfield.random import streams

ORDERS = ("shuffled", "random", "sequential")


def scaled_twin(net, probe, dynamics, *, seed, max_sweeps, clamp=None, exact):
    """Run the twin in whole numbers (n·J) where the kernel has them, else in floats."""
    unit = net.n if exact else 1
    matrix = net.coupling.dense() * unit
    theta = np.asarray(net.thresholds) * unit
    if exact:
        matrix, theta = np.rint(matrix).astype(int), np.rint(theta).astype(int)
    state, sweeps, settled, flips = naive.recall(
        matrix.tolist(),
        theta.tolist(),
        probe,
        kind=dynamics.order,
        temperature=dynamics.temperature * unit,
        tolerance=0 if exact else net.resolution,
        max_sweeps=max_sweeps,
        stream=streams(seed, probe[None])[0],
        held=np.zeros(net.n, bool) if clamp is None else clamp,
    )
    return state, sweeps, settled, [(i, h / unit, v) for i, h, v in flips]


def same_as_twin(net, probe, dynamics, seed, *, exact, clamp=None, max_sweeps=6):
    found = hf.recall(
        net, probe, dynamics, record=True, seed=seed, clamp=clamp, max_sweeps=max_sweeps
    )
    state, sweeps, settled, flips = scaled_twin(
        net, probe, dynamics, seed=seed, max_sweeps=max_sweeps, clamp=clamp, exact=exact
    )
    assert found.state.tolist() == state.tolist()
    assert found.sweeps == sweeps
    assert found.flips.unit.tolist() == [unit for unit, _, _ in flips]
    assert found.flips.value.tolist() == [value for _, _, value in flips]
    np.testing.assert_allclose(
        found.flips.field, [h for _, h, _ in flips], rtol=0, atol=1e-12 * net.n
    )
    if not dynamics.temperature:
        expected = hf.Outcome.FIXED_POINT if settled else hf.Outcome.STEP_LIMIT
        assert found.outcome is expected
    quick = hf.recall(net, probe, dynamics, seed=seed, clamp=clamp, max_sweeps=max_sweeps)
    assert quick.state.tolist() == state.tolist()  # without a record the sweeps run in one call
    assert quick.sweeps == sweeps


def cue(rng, n, unknown):
    return rng.choice(np.array([-1, 0, 1] if unknown else [-1, 1], dtype=np.int8), n)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("temperature", [0.0, 0.3, 2])
@given(
    p=st.sampled_from([1, 2, 5, 63, 64, 65, 130]),
    n=st.integers(1, 90),
    seed=st.integers(0, 2**32),
    unknown=st.booleans(),
    theta=st.sampled_from([0, 1, "each"]),
    clamped=st.booleans(),
)
@settings(max_examples=25)
def test_whole_number_kernel_is_its_twin(order, temperature, p, n, seed, unknown, theta, clamped):
    rng = np.random.default_rng(seed)
    coupling = hf.couplings.OverlapCoupling(hf.patterns.random(p, n, seed=rng))
    thresholds = rng.integers(-3, 4, n) / n if theta == "each" else theta / n
    net = hf.Network(coupling, theta=thresholds)
    clamp = rng.random(n) < 0.3 if clamped else None
    dynamics = hf.Async(temperature, order)
    same_as_twin(net, cue(rng, n, unknown), dynamics, seed, exact=True, clamp=clamp)


@pytest.mark.parametrize("order", ORDERS)
@given(p=st.integers(1, 70), n=st.integers(2, 80), seed=st.integers(0, 2**32))
@settings(max_examples=25)
def test_asymmetric_whole_number_kernel_is_its_twin(order, p, n, seed):
    rng = np.random.default_rng(seed)
    keys, values = hf.patterns.random(p, n, seed=rng), hf.patterns.random(p, n, seed=rng)
    net = hf.Network(hf.couplings.OverlapCoupling(keys, values))
    same_as_twin(net, cue(rng, n, unknown=False), hf.Async(order=order), seed, exact=True)


@pytest.mark.parametrize("temperature", [0.0, 0.4])
@given(
    p=st.sampled_from([1, 3, 20, 64, 70]),
    n=st.integers(2, 80),
    seed=st.integers(0, 2**32),
    full=st.booleans(),
    unknown=st.booleans(),
)
@settings(max_examples=40)
def test_weighted_kernel_is_its_twin(temperature, p, n, seed, full, unknown):
    rng = np.random.default_rng(seed)
    mixing = rng.normal(size=(p, p) if full else p)
    keys = hf.patterns.random(p, n, seed=rng)
    net = hf.Network(hf.couplings.OverlapCoupling(keys, mixing=mixing), theta=0.1)
    same_as_twin(net, cue(rng, n, unknown), hf.Async(temperature), seed, exact=False)


@pytest.mark.parametrize("temperature", [0.0, 0.4])
@given(n=st.integers(1, 60), seed=st.integers(0, 2**32), single=st.booleans())
@settings(max_examples=40)
def test_matrix_kernel_is_its_twin(temperature, n, seed, single):
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(n, n)).astype(np.float32 if single else np.float64)
    net = hf.Network(hf.couplings.DenseCoupling(matrix), theta=rng.normal(size=n))
    same_as_twin(net, cue(rng, n, unknown=True), hf.Async(temperature), seed, exact=False)


@given(p=st.integers(1, 70), n=st.integers(2, 80), seed=st.integers(0, 2**32))
@settings(max_examples=40)
def test_matrix_and_overlaps_recall_alike(p, n, seed):
    rng = np.random.default_rng(seed)
    coupling = hf.couplings.OverlapCoupling(hf.patterns.random(p, n, seed=rng))
    probe = cue(rng, n, unknown=True)
    by_overlap = hf.recall(hf.Network(coupling), probe, record=True, seed=seed)
    by_matrix = hf.recall(
        hf.Network(hf.couplings.DenseCoupling(coupling.dense())), probe, record=True, seed=seed
    )
    assert by_overlap.state.tolist() == by_matrix.state.tolist()
    assert by_overlap.flips.unit.tolist() == by_matrix.flips.unit.tolist()


@given(p=st.integers(1, 5), n=st.integers(1, 200), rows=st.integers(1, 3), seed=st.integers(0, 99))
def test_packed_products_are_sums_of_products(p, n, rows, seed):
    rng = np.random.default_rng(seed)
    xi = hf.patterns.random(p, n, seed=rng)
    states = rng.choice(np.array([-1, 0, 1], dtype=np.int8), (rows, n))
    assert xi.products(states).tolist() == naive.overlaps(xi.spins, states)
    assert xi.gram().tolist() == naive.overlaps(xi.spins, xi.spins)


def test_kernel_draws_what_the_twin_draws():
    from hopfield.kernels import chance

    @njit  # the way in from Python that inner functions do not have
    def draws(state, bound):
        return chance.draw(state), chance.uniform(state), chance.below(state, bound)

    state = streams(5, np.ones((1, 3), dtype=np.int8))[0]
    twin = naive.Xoshiro(state)
    for bound in (1, 2, 3, 10, 2**31, 2**32):
        drawn, uniform, below = draws(state, bound)
        assert (int(drawn), uniform, below) == (twin.draw(), twin.uniform(), twin.below(bound))


def test_binary_units_follow_the_rule_of_1982():
    """Visit by visit: V_i → 1 if Σ T_ij V_j > U_i, → 0 if smaller, unchanged if equal."""
    rng = np.random.default_rng(0)
    for trial in range(30):
        n = int(rng.integers(60, 120))
        xi = hf.patterns.random(int(rng.integers(1, 8)), n, seed=rng)
        thresholds = rng.integers(-2, 3, n) / n
        net = hf.models.hopfield1982(xi, thresholds)
        start = rng.integers(0, 2, n).astype(np.int8)
        found = hf.recall(net, start, hf.Async(order="sequential"), seed=trial, max_sweeps=50)
        tee = xi.spins.astype(int).T @ xi.spins.astype(int)
        np.fill_diagonal(tee, 0)
        volts, units = start.astype(int), np.rint(thresholds * n).astype(int)
        for _ in range(50):
            for i in range(n):
                drive = int(tee[i] @ volts) - units[i]
                volts[i] = 1 if drive > 0 else 0 if drive < 0 else volts[i]
        assert found.outcome is hf.Outcome.FIXED_POINT
        assert found.state.tolist() == volts.tolist()
