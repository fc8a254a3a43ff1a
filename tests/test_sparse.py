"""Is a sparse matrix the matrix that it stands for, in every answer and at every flip?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

import hopfield as hf
import naive
from hopfield import testing
from hopfield.errors import NoEnergyError, PatternError, ShapeError
from hopfield.random import streams

SEEDS = st.integers(0, 2**32)
ORDERS = ("shuffled", "random", "sequential")


def drawn(n, rng, *, single=False, symmetric=False, kept=0.2, whole=False):
    """A random matrix, most of it zero, some rows empty, diagonal included."""
    matrix = rng.integers(-2, 3, (n, n)).astype(float) if whole else rng.normal(size=(n, n))
    matrix *= rng.random((n, n)) < kept
    matrix[rng.random(n) < 0.2] = 0.0
    if symmetric:
        matrix = matrix + matrix.T
    return matrix.astype(np.float32 if single else np.float64)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("temperature", [0.0, 0.4])
@given(
    n=st.integers(1, 60),
    seed=SEEDS,
    single=st.booleans(),
    symmetric=st.booleans(),
    whole=st.booleans(),
    clamped=st.booleans(),
)
@settings(max_examples=25)
def test_sparse_and_full_kernels_are_the_twin(
    order, temperature, n, seed, single, symmetric, whole, clamped
):
    rng = np.random.default_rng(seed)
    matrix = drawn(n, rng, single=single, symmetric=symmetric, whole=whole)
    theta = rng.integers(-1, 2, n).astype(float) if whole else rng.normal(size=n)
    probe = rng.choice(np.array([-1, 0, 1], dtype=np.int8), n)
    held = rng.random(n) < 0.3 if clamped else np.zeros(n, dtype=bool)
    dynamics = hf.Async(temperature, order)
    for kind in (hf.couplings.SparseCoupling, hf.couplings.DenseCoupling):
        net = hf.Network(kind(matrix), theta=theta)
        state, sweeps, settled, flips = naive.recall(
            matrix.astype(float).tolist(),
            theta.tolist(),
            probe,
            kind=order,
            temperature=temperature,
            tolerance=net.resolution,
            max_sweeps=8,
            stream=streams(seed, probe[None])[0],
            held=held,
        )
        found = hf.recall(net, probe, dynamics, record=True, seed=seed, clamp=held, max_sweeps=8)
        assert found.flips.unit.tolist() == [unit for unit, _, _ in flips]
        assert found.flips.value.tolist() == [value for _, _, value in flips]
        fields = [h for _, h, _ in flips]
        np.testing.assert_allclose(found.flips.field, fields, rtol=0, atol=1e-12 * max(n, 8))
        assert found.state.tolist() == state.tolist()
        assert found.sweeps == sweeps
        if not temperature:
            assert (found.outcome is hf.Outcome.FIXED_POINT) == settled
        quick = hf.recall(net, probe, dynamics, seed=seed, clamp=held, max_sweeps=8)
        assert quick.state.tolist() == state.tolist()  # all sweeps in one call: nothing is reopened


@given(n=st.integers(1, 80), seed=SEEDS, symmetric=st.booleans(), single=st.booleans())
@settings(max_examples=40)
def test_sparse_and_dense_recall_alike(n, seed, symmetric, single):
    rng = np.random.default_rng(seed)
    matrix = drawn(n, rng, symmetric=symmetric, single=single)
    probe = rng.choice(np.array([-1, 0, 1], dtype=np.int8), n)
    few = hf.Network(hf.couplings.SparseCoupling(sparse.coo_array(matrix)))
    all_ = hf.Network(hf.couplings.DenseCoupling(matrix))
    one, two = (hf.recall(net, probe, record=True, seed=seed) for net in (few, all_))
    assert one.flips.unit.tolist() == two.flips.unit.tolist()
    assert one.state.tolist() == two.state.tolist()
    assert one.outcome is two.outcome


@given(n=st.integers(1, 30), seed=SEEDS, symmetric=st.booleans(), single=st.booleans())
@settings(max_examples=40)
def test_energy_field_and_gap_are_those_of_the_matrix(n, seed, symmetric, single):
    rng = np.random.default_rng(seed)
    matrix = drawn(n, rng, symmetric=symmetric, single=single)
    coupling = hf.couplings.SparseCoupling(sparse.csc_matrix(matrix))
    assert np.array_equal(coupling.dense(), matrix)
    assert coupling.is_symmetric == np.array_equal(matrix, matrix.T)
    assert np.array_equal(coupling.self_coupling, np.diag(matrix))
    states = testing.random_states(n, 3, rng)
    testing.field_is_dense_times_state(coupling, states)
    testing.field_is_dense_times_state(coupling, rng.normal(size=(2, 3, n)))
    twin = hf.couplings.DenseCoupling(matrix)
    assert np.allclose(coupling.gap(states), twin.gap(states), rtol=0, atol=1e-12)
    if coupling.is_symmetric:
        net = hf.Network(coupling, theta=rng.normal(size=n))
        testing.gap_is_half_the_energy_difference(net, states[0])
        testing.energy_never_rises(net, states[0], hf.Async(), seed)
    else:
        with pytest.raises(NoEnergyError):
            coupling.energy(states)


@pytest.mark.parametrize("dynamics", [hf.Async(), hf.Sync(), hf.Async(0.5), hf.Sync(0.5)])
def test_rows_of_a_batch_stand_alone(dynamics):
    matrix = drawn(30, np.random.default_rng(0), symmetric=True)
    net = hf.Network(hf.couplings.SparseCoupling(matrix))
    testing.rows_stand_alone(net, testing.random_states(30, 5, 0), dynamics, 3)


def test_sums_and_multiples_stay_sparse():
    rng = np.random.default_rng(0)
    a, b = drawn(20, rng), drawn(20, rng, single=True)
    first, second = hf.couplings.SparseCoupling(a), hf.couplings.SparseCoupling(b)
    joined = first + second
    assert isinstance(joined, hf.couplings.SparseCoupling)
    assert np.allclose(joined.dense(), a + b, rtol=0, atol=1e-15)
    assert isinstance(0.5 * first, hf.couplings.SparseCoupling)
    assert np.array_equal((0.5 * first).dense(), 0.5 * a)
    assert (2.0 * second).matrix.dtype == np.float32
    hebb = hf.couplings.OverlapCoupling(hf.patterns.random(3, 20, seed=0))
    for mixed in (first + hebb, hebb + first, first + hf.couplings.DenseCoupling(b)):
        assert isinstance(mixed, hf.couplings.DenseCoupling)
    assert np.allclose((hebb + first).dense(), hebb.dense() + a, rtol=0, atol=1e-15)


def test_what_is_given_is_copied_and_tidied():
    given = sparse.coo_matrix(([1.0, 2.0, 5.0, -5.0], ([0, 0, 1, 1], [1, 1, 2, 2])), shape=(3, 3))
    coupling = hf.couplings.SparseCoupling(given)
    assert coupling.matrix.nnz == 1
    assert coupling.dense()[0, 1] == 3.0
    given.data[:] = 7.0
    assert coupling.dense()[0, 1] == 3.0
    with pytest.raises(ValueError, match="read-only"):
        coupling.matrix.data[0] = 1.0
    assert hf.couplings.SparseCoupling(np.eye(3, dtype=int)).matrix.dtype == np.float64


@pytest.mark.parametrize("kind", [hf.couplings.SparseCoupling, hf.couplings.DenseCoupling])
def test_a_unit_that_hears_nothing_keeps_its_value(kind):
    net = hf.Network(kind(np.zeros((7, 7))))
    state = np.array([1, -1, 1, 1, -1, 0, 1], dtype=np.int8)
    testing.ties_keep_the_state(net, state)


def test_bad_matrices_are_refused_with_what_is_wrong():
    for wrong in (np.ones((2, 3)), np.ones(4), np.ones((0, 0)), sparse.csr_array((2, 3))):
        with pytest.raises(ShapeError, match="square"):
            hf.couplings.SparseCoupling(wrong)
    with pytest.raises(PatternError, match="1 entries that are NaN"):
        hf.couplings.SparseCoupling(sparse.csr_array(np.array([[0, np.nan], [0, 0]])))
    with pytest.raises(PatternError, match="real numbers, got type complex128"):
        hf.couplings.SparseCoupling(sparse.csr_array(np.eye(2) * 1j))
    with pytest.raises(ShapeError, match="3 and 4 units"):
        hf.couplings.SparseCoupling(np.eye(3)) + hf.couplings.SparseCoupling(np.eye(4))


def test_work_is_that_of_the_entries_and_not_of_all_pairs():
    """A ring of 100,000 units: as a full matrix it would take 80 GB."""
    n = 100_000
    ring = sparse.diags_array([1.0, 1.0], offsets=[-1, 1], shape=(n, n), dtype=np.float32)
    coupling = hf.couplings.SparseCoupling(ring)
    assert coupling._kernel.units.size == 2 * n - 2
    assert coupling.matrix.dtype == np.float32
    start = np.ones(n, dtype=np.int8)
    start[::5] = -1  # a lonely unit turns to its neighbours
    found = hf.recall(hf.Network(coupling), start, seed=0)
    assert (found.state == 1).all()
    assert found.energy == -(n - 1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_symmetric_matrix_is_kept_once(dtype):
    matrix = np.ones((6, 6), dtype=dtype)
    symmetric = hf.couplings.DenseCoupling(matrix)
    assert symmetric._kernel.columns is symmetric.matrix
    matrix[0, 1] = 2
    other = hf.couplings.DenseCoupling(matrix)
    assert other._kernel.columns.dtype == dtype
    assert np.array_equal(other._kernel.columns, matrix.T)
