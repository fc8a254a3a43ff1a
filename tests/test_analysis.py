"""Does the analysis say what its naive formulas say?"""

import numpy as np
import pytest
from scipy import sparse
from scipy.stats import norm

import hopfield as hf
from hopfield import testing
from hopfield.couplings import DenseCoupling, OverlapCoupling, SparseCoupling
from hopfield.errors import LoadWarning, ParameterError, PatternError, ShapeError

RNG = np.random.default_rng(0)
XI = hf.patterns.random(6, 40, seed=0)
SQUARE = RNG.normal(size=(40, 40))
COUPLINGS = {
    "patterns": OverlapCoupling(XI),
    "with its diagonal": OverlapCoupling(XI, diagonal=True),
    "projection": hf.rules.PseudoInverse()(XI),
    "sequence": hf.models.sequence(XI).coupling,
    "mixed": OverlapCoupling(XI, XI[[3, 1, 2, 0, 5, 4]], mixing=RNG.normal(size=(6, 6))),
    "dense": DenseCoupling(SQUARE),
    "float32": DenseCoupling(SQUARE.astype(np.float32)),
    "sparse": SparseCoupling(sparse.csr_array(SQUARE * (SQUARE > 0.5))),
}
KINDS = pytest.mark.parametrize("coupling", COUPLINGS.values(), ids=COUPLINGS.keys())


def naive_margin(net, xi, i):
    J, theta = net.coupling.dense(), net.thresholds
    others = [j for j in range(net.n) if j != i]
    heard = sum(J[i, j] * xi[j] for j in others) - theta[i]
    return xi[i] * heard / np.sqrt(sum(J[i, j] ** 2 for j in others))


@KINDS
@pytest.mark.parametrize("theta", [0.0, 0.3])
def test_margins_are_those_of_the_naive_formula(coupling, theta):
    net = hf.Network(coupling, theta=theta)
    found = hf.analysis.stability(net, XI)
    expected = [[naive_margin(net, xi, i) for i in range(40)] for xi in XI]
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
    scaled = hf.analysis.stability(hf.Network(coupling * 3.0, theta=3.0 * theta), XI)
    np.testing.assert_allclose(scaled, found, rtol=1e-5, atol=1e-6)  # float32 is rounded


def test_a_pattern_rests_where_its_margins_are_not_negative():
    """Seed 0: N = 100, p = 20, some patterns stable and some not."""
    xi = hf.patterns.random(20, 100, seed=0)
    with pytest.warns(LoadWarning):
        net = hf.models.hopfield(xi)
    is_stable = (hf.analysis.stability(net, xi) >= 0).all(axis=1)
    rests = hf.recall(net, xi.spins, max_sweeps=1, seed=0).sweeps == 0
    assert np.array_equal(is_stable, rests)
    assert 0 < rests.sum() < 20


def test_margins_of_binary_units_are_a_quarter_of_those_of_spins():
    xi = hf.patterns.random(3, 50, seed=0)
    coupling = OverlapCoupling(xi)
    spins = hf.Network(coupling)
    binary = hf.Network(coupling, hf.Binary(), theta=0.5 * coupling.field(np.ones(50)))
    four = 4 * hf.analysis.stability(binary, xi)
    np.testing.assert_allclose(four, hf.analysis.stability(spins, xi), rtol=1e-12, atol=1e-12)


def test_a_unit_without_synapses_has_no_finite_margin():
    xi = hf.patterns.Patterns(np.array([[1, -1, 1]], dtype=np.int8))
    net = hf.Network(DenseCoupling(np.zeros((3, 3))), theta=np.array([0.0, 1.0, 1.0]))
    assert hf.analysis.stability(net, xi).tolist() == [[0.0, np.inf, -np.inf]]
    identity = OverlapCoupling(hf.patterns.hadamard(8, 8))  # J = 0 but for its diagonal
    assert not hf.analysis.stability(hf.Network(identity), hf.patterns.hadamard(8, 8)).any()


def test_margins_are_refused_without_a_matrix_or_a_fitting_pattern():
    with pytest.raises(ParameterError, match=r"network\.gap"):
        hf.analysis.stability(hf.models.dense(XI), XI)
    with pytest.raises(ShapeError, match="39"):
        hf.analysis.stability(hf.Network(COUPLINGS["dense"]), hf.patterns.random(2, 39, seed=0))


@KINDS
def test_familiarity_counts_the_units_that_want_to_move(coupling):
    net = hf.Network(coupling, theta=0.0137)
    states = testing.random_states(40, 6, 1)
    found = hf.analysis.familiarity(net, states)
    J = coupling.dense() - np.diag(np.diag(coupling.dense()))
    counts = [
        sum(s[i] * (sum(J[i, j] * s[j] for j in range(40)) - 0.0137) < 0 for i in range(40))
        for s in states
    ]
    assert np.allclose(found.flips, np.array(counts) / 40)
    if net.has_energy:
        assert np.array_equal(found.energy, net.energy(states))
        one = hf.analysis.familiarity(net, states[2])
        assert isinstance(one.flips, float)
        assert one == (found.flips[2], pytest.approx(found.energy[2]))
    else:
        assert found.energy is None


def test_a_tie_does_not_want_to_move_and_an_unknown_unit_does():
    ferromagnet = hf.Network(DenseCoupling(np.ones((4, 4)) - np.eye(4)))
    assert hf.analysis.familiarity(ferromagnet, [1, 1, 1, 0]).flips == 0.25
    assert hf.analysis.familiarity(ferromagnet, [0, 0, 0, 0]).flips == 0.0
    binary = hf.models.hopfield1982(hf.patterns.letters("TCH"))
    assert hf.analysis.familiarity(binary, np.zeros(25, dtype=np.int8)).flips == 0.0


def test_an_overloaded_memory_still_knows_what_it_has_seen():
    """N = 100, 500 memories, none stable, yet their rate of flips is lower: hopfield1982. Seed 0.

    The rate of a stored state is Q(√(N/p)) = 0.327 for normal noise, of a new one ½. All 500 states of each kind share
    one J, so their mean is known to about 0.01: the bounds are six of these.
    """
    xi = hf.patterns.random(500, 100, seed=0)
    with pytest.warns(LoadWarning):
        net = hf.models.hopfield(xi)
    stored = hf.analysis.familiarity(net, xi.spins)
    new = hf.analysis.familiarity(net, testing.random_states(100, 500, 1))
    assert stored.flips.min() > 0
    assert np.mean(stored.flips) == pytest.approx(norm.sf(np.sqrt(100 / 500)), abs=0.06)
    assert np.mean(new.flips) == pytest.approx(0.5, abs=0.06)
    assert np.mean(stored.energy) < np.mean(new.energy)


@pytest.mark.parametrize(
    "measure",
    [
        hf.analysis.stability,
        lambda net, xi: hf.analysis.basin(net, xi, [0.5]),
        lambda net, xi: hf.analysis.fault_tolerance(net, xi, "silence", [0.1]),
        hf.analysis.recite,
    ],
)
def test_an_array_in_place_of_patterns_is_said(measure):
    with pytest.raises(PatternError, match=r"wrap the array: hf\.Patterns"):
        measure(hf.models.hopfield(hf.patterns.letters("TCH")), XI.spins)
