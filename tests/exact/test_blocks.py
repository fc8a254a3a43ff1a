"""Do Boltzmann machines, layers and blocks sample the exact distribution?"""

import numpy as np
import pytest
from scipy import stats

import hopfield as hf
from hopfield import testing
from hopfield.errors import ParameterError, PatternError, ShapeError

REPLICAS = 20_000
BLOCKS = [[0, 3, 6], [1, 4, 7], [2, 5]]


def networks():
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(8, 8))
    matrix = 0.5 * (matrix + matrix.T) * ~np.eye(8, dtype=bool)
    of = np.arange(8) % 3
    x, y = hf.patterns.random(2, 5, seed=1), hf.patterns.random(2, 4, seed=2)
    theta = rng.normal(size=8)
    return {
        "boltzmann": (hf.models.boltzmann(matrix, theta), [hf.Async(0.8)]),
        "blocks": (
            hf.models.boltzmann(matrix * (of[:, None] != of), theta),
            [hf.Async(0.8), hf.Blockwise(0.8, BLOCKS)],
        ),
        "rbm": (
            hf.models.rbm(rng.normal(size=(5, 4)), rng.normal(size=5), rng.normal(size=4)),
            [hf.Async(0.8), hf.Blockwise(0.8)],
        ),
        "bam": (hf.models.bam(x, y), [hf.Async(0.3), hf.Blockwise(0.3)]),
        "spins": (
            hf.Network(hf.couplings.BipartiteCoupling(0.4 * rng.normal(size=(5, 4))), theta=0.2),
            [hf.Async(0.8), hf.Blockwise(0.8)],
        ),
    }


CASES = [(name, which) for name, (_, moved) in networks().items() for which in range(len(moved))]


def counted(net, states):
    spins = net.units.to_spins(states)
    return np.bincount(((spins > 0) << np.arange(net.n)).sum(axis=1), minlength=2**net.n)


def p_value(counts, expected):
    """Chi-square of counts against expected ones; states expected less than five times are taken together."""
    rare = expected < 5
    if rare.any():
        counts = np.append(counts[~rare], counts[rare].sum())
        expected = np.append(expected[~rare], expected[rare].sum())
    return stats.chisquare(counts, expected).pvalue


@pytest.mark.parametrize(("name", "which"), CASES)
def test_the_exact_distribution_is_sampled(name, which):
    """Independent replicas after 60 sweeps, many relaxation times; 9 tests at 1e-7: false alarms below 1e-6."""
    net, dynamics = networks()[name][0], networks()[name][1][which]
    start = np.tile(net.units.from_spins(testing.random_states(net.n, 1, 0)), (REPLICAS, 1))
    found = hf.recall(net, start, dynamics, max_sweeps=60, seed=11)
    assert set(found.outcome) == {hf.Outcome.SAMPLED}
    exact = testing.boltzmann(net, dynamics.temperature)
    assert p_value(counted(net, found.state), REPLICAS * exact) > 1e-7


def test_the_chi_square_would_notice_another_temperature():
    net = networks()["rbm"][0]
    start = np.zeros((REPLICAS, net.n), dtype=np.int8)
    found = hf.recall(net, start, hf.Blockwise(0.9), max_sweeps=60, seed=11)
    exact = testing.boltzmann(net, 0.8)
    assert p_value(counted(net, found.state), REPLICAS * exact) < 1e-7


@pytest.mark.parametrize("dynamics", [hf.Async(0.8), hf.Blockwise(0.8, BLOCKS)])
def test_what_is_clamped_conditions_the_rest(dynamics):
    """The units that are not shown follow P(hidden | shown). 2 tests at 5e-7: false alarms 1e-6."""
    net = networks()["blocks"][0]
    shown = np.arange(8) < 4
    start = np.tile(np.array([1, 0, 1, 1, 0, 0, 0, 0], np.int8), (REPLICAS, 1))
    found = hf.recall(net, start, dynamics, max_sweeps=60, clamp=shown, seed=5)
    assert (found.state[:, :4] == start[:, :4]).all()
    states = net.units.from_spins(testing.all_states(8))
    fits = (states[:, :4] == start[0, :4]).all(axis=1)
    exact = testing.boltzmann(net, 0.8) * fits
    assert p_value(counted(net, found.state)[fits], REPLICAS * exact[fits] / exact.sum()) > 5e-7


def test_a_unit_is_on_with_the_chance_of_the_paper():
    """P(1) = 1/(1 + e^{-ΔE/T}) with ΔE = E(0) - E(1), for every unit of a random machine and state."""
    net = networks()["boltzmann"][0]
    state = net.units.from_spins(testing.random_states(8, 1, 3)[0])
    for unit in range(8):
        off, on = state.copy(), state.copy()
        off[unit], on[unit] = 0, 1
        gap = net.energy(off) - net.energy(on)
        assert 2 * net.gap(state)[unit] == pytest.approx(gap, abs=1e-12)
        heard = net.coupling.dense()[unit] @ state - net.thresholds[unit]
        assert heard == pytest.approx(gap, abs=1e-12)


def test_the_energy_of_an_rbm_is_that_of_its_docstring():
    rng = np.random.default_rng(0)
    W, a, b = rng.normal(size=(4, 3)), rng.normal(size=4), rng.normal(size=3)
    states = (testing.all_states(7) > 0).astype(int)
    v, h = states[:, :4], states[:, 4:]
    expected = -np.einsum("ki,ij,kj->k", v, W, h) - v @ a - h @ b
    assert np.allclose(hf.models.rbm(W, a, b).energy(states), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("build", "error", "words"),
    [
        (lambda: hf.models.boltzmann([[0, 1], [2, 0]]), ParameterError, r"differ by up to 1; \(J"),
        (lambda: hf.models.boltzmann(np.eye(3)), ParameterError, "J_ii/2 off theta"),
        (lambda: hf.models.boltzmann(np.ones((2, 3))), ShapeError, "square"),
        (lambda: hf.models.boltzmann(np.zeros((3, 3)), [1, 2]), ShapeError, "one number or 3"),
        (lambda: hf.models.rbm(np.ones(3)), ShapeError, "matrix"),
        (
            lambda: hf.models.rbm(np.ones((3, 2)), [1, 2]),
            ShapeError,
            "visible_bias is one number or 3",
        ),
        (
            lambda: hf.models.rbm(np.ones((3, 2)), 0, [1]),
            ShapeError,
            "hidden_bias is one number or 2",
        ),
        (lambda: hf.models.rbm(np.ones((3, 2)), np.nan), ParameterError, "finite"),
        (lambda: hf.models.rbm(np.ones((3, 2)), "a"), ParameterError, "finite"),
        (lambda: hf.models.rbm([[np.inf]]), PatternError, "infinite"),
    ],
)
def test_machines_that_are_none_are_refused(build, error, words):
    with pytest.raises(error, match=words):
        build()
