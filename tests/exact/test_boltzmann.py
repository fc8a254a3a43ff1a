"""Does sampling reach the exact Boltzmann distribution?"""

import numpy as np
import pytest
from scipy import stats

import hopfield as hf
from hopfield import testing

REPLICAS = 20_000


def networks():
    xi = hf.patterns.random(3, 8, seed=1)
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(6, 6))
    return {
        "whole numbers": hf.Network(hf.couplings.OverlapCoupling(xi), theta=0.1),
        "kept diagonal": hf.Network(hf.couplings.OverlapCoupling(xi, diagonal=True)),
        "weights": hf.Network(hf.rules.PseudoInverse()(xi), theta=rng.normal(size=8) / 4),
        "matrix": hf.Network(hf.couplings.DenseCoupling(0.4 * (matrix + matrix.T))),
        "binary": hf.Network(hf.couplings.OverlapCoupling(xi), hf.Binary(), theta=0.05),
        "binary matrix": hf.Network(
            hf.couplings.DenseCoupling(0.4 * (matrix + matrix.T)), hf.Binary()
        ),
    }


def counted(net, found):
    spins = net.units.to_spins(found.state)
    return np.bincount(((spins > 0) << np.arange(net.n)).sum(axis=1), minlength=2**net.n)


def p_value(counts, expected):
    """Chi-square of counts against expected ones; states expected less than five times are taken together."""
    rare = expected < 5
    if rare.any():
        counts = np.append(counts[~rare], counts[rare].sum())
        expected = np.append(expected[~rare], expected[rare].sum())
    return stats.chisquare(counts, expected).pvalue


@pytest.mark.parametrize("order", ["shuffled", "random", "sequential"])
@pytest.mark.parametrize("name", list(networks()))
def test_glauber_samples_boltzmann(name, order):
    net = networks()[name]
    start = np.tile(net.units.from_spins(testing.random_states(net.n, 1, 0)), (REPLICAS, 1))
    found = hf.recall(net, start, hf.Async(0.8, order), max_sweeps=40, seed=11)
    assert set(found.outcome) == {hf.Outcome.SAMPLED}
    exact = testing.boltzmann(net, 0.8)
    # replicas are independent and 40 sweeps are many relaxation times; 18 tests at 5e-8: false alarms below 1e-6
    assert p_value(counted(net, found), REPLICAS * exact) > 5e-8


def test_the_chi_square_would_notice_a_wrong_temperature():
    net = networks()["whole numbers"]
    start = np.tile(testing.random_states(8, 1, 0), (REPLICAS, 1))
    found = hf.recall(net, start, hf.Async(0.9), max_sweeps=40, seed=11)
    assert p_value(counted(net, found), REPLICAS * testing.boltzmann(net, 0.8)) < 5e-8


def test_parallel_sampling_reaches_the_distribution_of_little():
    """P(s) ∝ Π_i 2cosh(β h_i(s)) for symmetric couplings without thresholds (little1974)."""
    net = networks()["whole numbers"]
    net = hf.Network(net.coupling)
    start = np.tile(testing.random_states(8, 1, 0), (REPLICAS, 1))
    found = hf.recall(net, start, hf.Sync(0.8), max_sweeps=60, seed=3)
    weights = np.cosh(net.gap(testing.all_states(8)) / 0.8).prod(axis=1)
    # false-alarm rate 1e-6
    assert p_value(counted(net, found), REPLICAS * weights / weights.sum()) > 1e-6
