"""Is the energy of an answer, taken from the products that the kernel kept, that of the state, to the last bit?"""

import numpy as np
import pytest
from scipy import sparse

import hopfield as hf
from hopfield.couplings import DenseCoupling, OverlapCoupling, SparseCoupling
from hopfield.patterns import comparing
from hopfield.separation import Exponential, Power, Softmax

N = 70
XI = hf.patterns.random(9, N, seed=0)
WEIGHTS = np.linspace(0.2, 1.0, 9)
MATRIX = np.add.outer(WEIGHTS, WEIGHTS) + np.eye(9)
J = OverlapCoupling(XI).dense()
PAIRWISE = {
    "hebb": OverlapCoupling(XI),
    "diagonal": OverlapCoupling(XI, diagonal=True),
    "weights": OverlapCoupling(XI, mixing=WEIGHTS),
    "matrix": OverlapCoupling(XI, mixing=MATRIX, diagonal=True),
    "projection": hf.rules.PseudoInverse()(XI),
    "dense": DenseCoupling(J),
    "sparse": SparseCoupling(sparse.csr_array(np.where(np.abs(J) > 0.03, J, 0.0))),
}
HIGHER = {
    repr(kind): OverlapCoupling(XI, separation=kind)
    for kind in (Power(3), Exponential(), Softmax(2.0))
}
THETAS = {"none": 0.0, "one": 0.07, "each": np.linspace(-0.2, 0.3, N)}
CASES = [(name, hf.Spin()) for name in PAIRWISE | HIGHER] + [(n, hf.Binary()) for n in PAIRWISE]


@pytest.mark.parametrize("theta", THETAS)
@pytest.mark.parametrize(("name", "units"), CASES)
def test_the_energy_of_an_answer_is_that_of_its_state(name, units, theta):
    net = hf.Network((PAIRWISE | HIGHER)[name], units, THETAS[theta])
    values = [-1, 0, 1] if units == hf.Spin() else [0, 1]  # unknown units may stay unknown
    probes = np.random.default_rng(0).choice(values, (2, 3, N))
    clamp = np.zeros(N, dtype=bool)
    clamp[::3] = True
    for probe in (probes, probes[0], probes[0, 0], probes[:, :0]):
        for sweeps in (0, 1, 9):
            for dynamics in (hf.Async(), hf.Async(0.6, "random")):
                found = hf.recall(net, probe, dynamics, max_sweeps=sweeps, clamp=clamp, seed=0)
                assert np.array_equal(found.energy, net.energy(found.state))
                assert type(found.energy) is type(net.energy(found.state))


@pytest.mark.parametrize("units", [hf.Spin(), hf.Binary()])
def test_a_recall_passes_over_the_patterns_once(monkeypatch, units):
    passes = []

    def counted(words, states):
        passes.append(len(states))
        return comparing.products(words, states)

    monkeypatch.setattr("hopfield.couplings.overlap.products", counted)
    net = hf.Network(OverlapCoupling(XI), units, 0.1)
    probe = units.from_spins(XI[0])
    hf.recall(net, probe, seed=0)  # 0/1 units need the sums of the patterns, once for a network
    passes.clear()
    hf.recall(net, probe, seed=0)
    assert passes == [1]


def test_bytes_that_are_no_spins_are_numbers_like_others():
    states = np.array([[-128] * N, [127, 3] * (N // 2)], dtype=np.int8)
    for coupling in PAIRWISE.values():
        assert np.array_equal(coupling.energy(states), coupling.energy(states.astype(float)))
        assert np.array_equal(coupling.field(states), coupling.field(states.astype(float)))
