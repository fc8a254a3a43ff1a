"""Are likelihoods, partition functions and marginals those of the sum over all states?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logsumexp

import hopfield as hf
from hopfield import testing
from hopfield.errors import FitError, ParameterError, PatternError, ShapeError, SizeError
from hopfield.learning.enumeration import log_partition_rbm, log_weights, pair_means

SEEDS = st.integers(0, 2**32)


def boltzmann(n, rng, size=1.0):
    matrix = size * rng.normal(size=(n, n))
    return hf.models.boltzmann((matrix + matrix.T) * ~np.eye(n, dtype=bool), rng.normal(size=n))


def rbm(n_v, n_h, rng, size=1.0):
    return hf.models.rbm(
        size * rng.normal(size=(n_v, n_h)), rng.normal(size=n_v), rng.normal(size=n_h)
    )


def naive_log_likelihood(net, row, temperature):
    """One state after the other."""
    shown, whole = [], []
    for spins in testing.all_states(net.n):
        state = (spins > 0).astype(int)
        weight = -net.energy(state) / temperature
        whole.append(weight)
        if state[: len(row)].tolist() == list(row):
            shown.append(weight)
    return logsumexp(shown) - logsumexp(whole)


@pytest.mark.parametrize("kind", ["boltzmann", "rbm"])
@given(seed=SEEDS, n_v=st.integers(1, 4), n_h=st.integers(1, 4), temperature=st.floats(0.3, 5.0))
@settings(max_examples=8)
def test_it_is_the_sum_over_states(kind, seed, n_v, n_h, temperature):
    rng = np.random.default_rng(seed)
    net = rbm(n_v, n_h, rng) if kind == "rbm" else boltzmann(n_v + n_h, rng)
    data = rng.integers(0, 2, (3, n_v))
    found = hf.learning.log_likelihood(net, data, temperature=temperature)
    expected = [naive_log_likelihood(net, row, temperature) for row in data]
    assert np.allclose(found, expected, rtol=0, atol=1e-10)


def test_a_machine_without_hidden_units_has_the_probabilities_of_the_enumeration():
    net = boltzmann(6, np.random.default_rng(0))
    states = net.units.from_spins(testing.all_states(6))
    found = np.exp(hf.learning.log_likelihood(net, states, temperature=0.7))
    assert np.allclose(found, testing.boltzmann(net, 0.7), rtol=1e-12)


def test_two_layers_are_summed_as_the_full_matrix_is():
    net = rbm(5, 7, np.random.default_rng(1))
    full = hf.Network(hf.couplings.DenseCoupling(net.coupling.dense()), hf.Binary(), net.theta)
    data = (testing.all_states(5) > 0).astype(int)
    one, two = (hf.learning.log_likelihood(machine, data) for machine in (net, full))
    assert np.allclose(one, two, rtol=0, atol=1e-12)
    assert np.exp(one).sum() == pytest.approx(1.0, abs=1e-12)


def test_either_layer_may_be_listed_and_more_states_than_are_taken_at_a_time():
    rng = np.random.default_rng(2)
    W, a, b = rng.normal(size=(14, 13)), rng.normal(size=14), rng.normal(size=13)
    one, two = log_partition_rbm(W, a, b), log_partition_rbm(W.T, b, a)
    assert one == pytest.approx(two, rel=1e-12)


@given(n=st.integers(1, 8), seed=SEEDS)
@settings(max_examples=10)
def test_weights_and_pair_means_are_those_of_the_states(n, seed):
    net = boltzmann(n, np.random.default_rng(seed))
    states = (testing.all_states(n) > 0).astype(float)
    weights = log_weights(net.coupling.dense(), -net.thresholds)
    assert np.allclose(weights, -net.energy(states), rtol=0, atol=1e-11)
    chances = np.random.default_rng(seed).dirichlet(np.ones(2**n))
    expected = np.einsum("k,ki,kj->ij", chances, states, states)
    assert np.allclose(pair_means(chances), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("shape", [(12, 20), (20, 12)])
def test_annealed_importance_sampling_finds_z_and_knows_how_well(shape):
    """Fixed seeds; each estimate within 5 of its own standard errors (6e-7 if normal), and these errors small."""
    rng = np.random.default_rng(3)
    net = rbm(*shape, rng, size=0.5)
    W, theta = net.coupling.weights, net.thresholds
    exact = log_partition_rbm(W, -theta[: shape[0]], -theta[shape[0] :])
    found = hf.learning.annealed_importance_sampling(net, chains=500, temperatures=500, seed=0)
    assert 0.0 < found.error < 0.05
    assert abs(found.log_z - exact) < 5 * found.error
    assert found.log_weights.shape == (500,)
    other = hf.learning.annealed_importance_sampling(
        net,
        chains=500,
        temperatures=np.linspace(0, 1, 500) ** 1.5,
        visible_bias=np.zeros(shape[0]),
        temperature=2.0,
        seed=1,
    )
    warm = log_partition_rbm(W / 2, -theta[: shape[0]] / 2, -theta[shape[0] :] / 2)
    assert abs(other.log_z - warm) < 5 * other.error < 0.25


def test_its_standard_errors_are_honest():
    """(log_z - exact) / error over 200 seeds has a standard deviation of about 1: beyond 1 ± 0.3 is 6 deviations."""
    net = rbm(6, 5, np.random.default_rng(4))
    theta = net.thresholds
    exact = log_partition_rbm(net.coupling.weights, -theta[:6], -theta[6:])
    runs = [
        hf.learning.annealed_importance_sampling(net, chains=100, temperatures=50, seed=seed)
        for seed in range(200)
    ]
    scores = np.array([(run.log_z - exact) / run.error for run in runs])
    assert 0.7 < scores.std() < 1.3
    assert abs(scores.mean()) < 0.5  # 7 deviations


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_spins_with_gaussian_hidden_units_are_a_hopfield_network_exactly(temperature):
    """barra2012: ∫ e^{-E(s, z)/T} dz, by quadrature, is e^{-E(s)/T} but for one constant; diagonal included."""
    rng = np.random.default_rng(5)
    W, a, b = 0.6 * rng.normal(size=(6, 2)), rng.normal(size=6), rng.normal(size=2)
    net = hf.learning.marginal(W, a, b)
    states = testing.all_states(6).astype(float)
    nodes, weights = np.polynomial.hermite_e.hermegauss(90)
    scale = np.sqrt(temperature)
    heard = states @ W + b
    # z = √T · node: e^{-z²/2T} is the weight of the rule, and the layers factorise
    inner = logsumexp(heard[..., None] * scale * nodes / temperature, b=weights, axis=-1)
    exact = states @ a / temperature + inner.sum(axis=1)
    difference = exact + net.energy(states) / temperature
    assert np.ptp(difference) < 1e-9


def test_the_marginal_of_patterns_is_the_network_of_hebb_with_its_diagonal():
    xi = hf.patterns.random(5, 40, seed=0)
    net = hf.learning.marginal(xi.spins.T / np.sqrt(40))
    twin = hf.couplings.OverlapCoupling(xi, diagonal=True)
    states = testing.random_states(40, 20, 0)
    assert np.allclose(net.energy(states), twin.energy(states), rtol=0, atol=1e-12)
    # spins can't tell it from the usual one, without diagonal: p/2 is a constant
    plain = hf.models.hopfield(xi)
    assert np.allclose(net.energy(states), plain.energy(states) - 5 / 2, rtol=0, atol=1e-12)


NET = boltzmann(4, np.random.default_rng(0))
LAYERS = rbm(3, 2, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: hf.learning.log_likelihood(NET, [[0, 1, 2]]), PatternError, "must be 0 and 1"),
        (lambda: hf.learning.log_likelihood(NET, [["a"]]), PatternError, "must be 0 and 1"),
        (lambda: hf.learning.log_likelihood(NET, [0, 1]), ShapeError, r"\(rows, visible units\)"),
        (
            lambda: hf.learning.log_likelihood(NET, np.ones((2, 5))),
            ShapeError,
            "5 columns.*4 units",
        ),
        (
            lambda: hf.learning.log_likelihood(LAYERS, np.ones((2, 4))),
            ShapeError,
            "3 visible units",
        ),
        (lambda: hf.learning.log_likelihood(3, [[1]]), ParameterError, "must be a Network"),
        (
            lambda: hf.learning.log_likelihood(NET, [[1]], temperature=0.0),
            ParameterError,
            "above 0, got 0.0",
        ),
        (
            lambda: hf.learning.log_likelihood(hf.models.hopfield(hf.patterns.letters("T")), [[1]]),
            FitError,
            r"0/1 units.*hf\.models\.boltzmann",
        ),
        (
            lambda: hf.learning.log_likelihood(
                hf.Network(hf.couplings.DenseCoupling(np.eye(2)), hf.Binary()), [[1]]
            ),
            FitError,
            "J_ii = 0",
        ),
        (
            lambda: hf.learning.log_likelihood(
                hf.Network(hf.couplings.DenseCoupling(np.triu(np.ones((2, 2)), 1)), hf.Binary()),
                [[1]],
            ),
            FitError,
            "symmetric",
        ),
        (
            lambda: hf.learning.log_likelihood(hf.models.boltzmann(np.zeros((30, 30))), [[1]]),
            SizeError,
            r"2\^30 = 1\.07e\+09.*annealed_importance_sampling",
        ),
        (
            lambda: hf.learning.log_likelihood(hf.models.rbm(np.zeros((30, 25))), np.ones((1, 30))),
            SizeError,
            r"25 units have 2\^25.*annealed_importance_sampling",
        ),
        (lambda: hf.learning.annealed_importance_sampling(NET), FitError, r"hf\.models\.rbm"),
        (
            lambda: hf.learning.annealed_importance_sampling(LAYERS, chains=1),
            ParameterError,
            "chains .* at least 2",
        ),
        (
            lambda: hf.learning.annealed_importance_sampling(LAYERS, temperatures=0),
            ParameterError,
            "at least 1",
        ),
        (
            lambda: hf.learning.annealed_importance_sampling(LAYERS, temperatures=[0.0, 0.5]),
            ParameterError,
            "increase from 0.0 to 1.0, got 2 from 0 to 0.5",
        ),
        (
            lambda: hf.learning.annealed_importance_sampling(LAYERS, visible_bias=[0.0]),
            ShapeError,
            "one a visible unit",
        ),
        (
            lambda: hf.learning.annealed_importance_sampling(LAYERS, visible_bias=[0, 0, np.nan]),
            ParameterError,
            "NaN",
        ),
        (
            lambda: hf.learning.annealed_importance_sampling(LAYERS, temperature=-1.0),
            ParameterError,
            "above 0",
        ),
        (lambda: hf.learning.marginal(np.ones(3)), ShapeError, "matrix"),
        (lambda: hf.learning.marginal(np.ones((3, 2)), [1.0]), ShapeError, "visible_bias"),
        (lambda: hf.learning.marginal(np.ones((3, 2)), 0, np.inf), ParameterError, "hidden_bias"),
    ],
)
def test_what_can_not_be_answered_says_what_to_do(call, error, words):
    with pytest.raises(error, match=words):
        call()
