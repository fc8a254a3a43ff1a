"""Do spins that move together through hidden Gaussian units sample the Hopfield network exactly?"""

import numpy as np
import pytest
from scipy import stats

import hopfield as hf
from hopfield import testing
from hopfield.errors import FitError, ParameterError

REPLICAS = 20_000
XI = hf.patterns.random(3, 8, seed=1)


def p_value(net, states, temperature):
    counts = np.bincount((states > 0) @ (1 << np.arange(net.n)), minlength=2**net.n)
    expected = REPLICAS * testing.boltzmann(net, temperature)
    rare = expected < 5
    counts = np.append(counts[~rare], counts[rare].sum())
    return stats.chisquare(counts, np.append(expected[~rare], expected[rare].sum() + 1e-9)).pvalue


@pytest.mark.parametrize(
    "net",
    [
        hf.Network(hf.couplings.OverlapCoupling(XI), theta=0.1),
        hf.Network(hf.couplings.OverlapCoupling(XI, diagonal=True)),
        hf.Network(hf.couplings.OverlapCoupling(XI, mixing=np.array([0.5, 1.0, 1.5]))),
    ],
    ids=["hebb", "kept diagonal", "weights"],
)
def test_block_gibbs_through_gaussian_units_samples_hopfield(net):
    """barra2012. Independent replicas after 100 sweeps; 3 tests at 3e-7: false alarms below 1e-6."""
    start = np.tile(testing.random_states(8, 1, 0), (REPLICAS, 1))
    found = hf.recall(net, start, hf.Hidden(0.8), max_sweeps=100, seed=7)
    assert set(found.outcome) == {hf.Outcome.SAMPLED}
    assert p_value(net, found.state, 0.8) > 3e-7
    assert p_value(net, found.state, 0.9) < 3e-7  # and another temperature would be noticed


def test_rows_stand_alone_held_units_stay_and_every_step_is_recorded():
    net = hf.models.hopfield(hf.patterns.random(4, 40, seed=0))
    probes = testing.random_states(40, 5, 1)
    testing.rows_stand_alone(net, probes, hf.Hidden(0.7), 3)
    testing.probe_is_untouched(net, probes, hf.Hidden(0.7))
    held = np.arange(40) < 10
    found = hf.recall(net, probes, hf.Hidden(0.7), max_sweeps=5, clamp=held, record=True, seed=0)
    assert np.array_equal(found.state[:, held], probes[:, held])
    for row, flips in enumerate(found.flips):
        assert np.array_equal(flips.replay(probes[row]), found.state[row])
        assert flips.energy[-1] == pytest.approx(found.energy[row], abs=1e-12)


@pytest.mark.parametrize(
    ("net", "words"),
    [
        (hf.Network(hf.couplings.OverlapCoupling(XI), hf.Binary()), r"moves hf\.Spin\(\)"),
        (hf.models.dense(XI), "a hidden unit each"),
        (hf.models.sequence(XI[:2]), "a hidden unit each"),
        (hf.Network(hf.couplings.DenseCoupling(np.eye(8))), "a hidden unit each"),
        (hf.models.hopfield(XI, hf.rules.PseudoInverse()), "without weights"),
        (hf.Network(-1.0 * hf.couplings.OverlapCoupling(XI)), "at least 0"),
    ],
)
def test_networks_without_such_units_are_refused(net, words):
    with pytest.raises(FitError, match=words):
        hf.recall(net, np.ones(8, dtype=np.int8), hf.Hidden(0.5))


@pytest.mark.parametrize("temperature", [0.0, -1.0])
def test_a_temperature_that_is_not_above_zero_is_refused(temperature):
    with pytest.raises(ParameterError, match="temperature"):
        hf.Hidden(temperature)
