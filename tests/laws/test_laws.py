"""Do the laws hold, over couplings × units × dynamics that Hypothesis draws?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hopfield as hf
from hopfield import testing

SEEDS = st.integers(0, 2**32)
ORDERS = ("shuffled", "random", "sequential")
KINDS = (
    "hebb",
    "hebb kept diagonal",
    "projection",
    "weights",
    "mixing",
    "matrix",
    "sum",
    "multiple",
)


def symmetric_coupling(kind, n, p, rng):
    xi = hf.patterns.random(p, n, seed=rng)
    square = rng.normal(size=(p, p))
    matrix = rng.normal(size=(n, n))
    made = {
        "hebb": lambda: hf.couplings.OverlapCoupling(xi),
        "hebb kept diagonal": lambda: hf.couplings.OverlapCoupling(xi, diagonal=True),
        "projection": lambda: hf.couplings.OverlapCoupling(xi, mixing=square @ square.T),
        "weights": lambda: hf.couplings.OverlapCoupling(
            xi, mixing=rng.normal(size=p), diagonal=True
        ),
        "mixing": lambda: hf.couplings.OverlapCoupling(xi, mixing=square + square.T),
        "matrix": lambda: hf.couplings.DenseCoupling(matrix + matrix.T),
        "sum": lambda: hf.couplings.OverlapCoupling(xi) + hf.couplings.DenseCoupling(np.eye(n)),
        "multiple": lambda: (
            -2.5 * hf.couplings.OverlapCoupling(xi) + hf.couplings.OverlapCoupling(xi)
        ),
    }
    return made[kind]()


def drawn(kind, n, p, seed, units=None, theta=True):
    rng = np.random.default_rng(seed)
    coupling = symmetric_coupling(kind, n, p, rng)
    thresholds = rng.normal(size=n) if theta else 0.0
    net = hf.Network(coupling, units or hf.Spin(), thresholds)
    return net, net.units.from_spins(testing.random_states(n, 1, rng)[0])


@pytest.mark.parametrize("kind", KINDS)
@given(n=st.integers(2, 24), p=st.integers(1, 12), seed=SEEDS, binary=st.booleans())
@settings(max_examples=20)
def test_gap_is_half_the_energy_difference_for_any_diagonal(kind, n, p, seed, binary):
    net, state = drawn(kind, n, p, seed, hf.Binary() if binary else None)
    testing.gap_is_half_the_energy_difference(net, state)


@pytest.mark.parametrize("kind", KINDS)
@given(n=st.integers(1, 30), p=st.integers(1, 12), seed=SEEDS, rows=st.integers(1, 3))
@settings(max_examples=20)
def test_field_and_energy_are_those_of_the_matrix_shown(kind, n, p, seed, rows):
    rng = np.random.default_rng(seed)
    coupling = symmetric_coupling(kind, n, p, rng)
    testing.field_is_dense_times_state(coupling, testing.random_states(n, rows, rng))
    testing.field_is_dense_times_state(coupling, rng.normal(size=(rows, n)))  # any numbers


@pytest.mark.parametrize("kind", ["hebb", "hebb kept diagonal", "projection", "matrix"])
@pytest.mark.parametrize("order", ORDERS)
@given(n=st.integers(2, 40), p=st.integers(1, 12), seed=SEEDS, binary=st.booleans())
@settings(max_examples=20)
def test_energy_never_rises(kind, order, n, p, seed, binary):
    net, state = drawn(kind, n, p, seed, hf.Binary() if binary else None)
    testing.energy_never_rises(net, state, hf.Async(order=order), seed)


@given(n=st.integers(2, 40), p=st.integers(1, 12), seed=SEEDS)
@settings(max_examples=30)
def test_energy_never_rises_from_unknown_units(n, p, seed):
    net, state = drawn("hebb", n, p, seed)
    probe = hf.patterns.erase(state, 0.5, seed=seed)
    testing.energy_never_rises(net, probe, hf.Async(), seed)


@pytest.mark.parametrize("rule", [hf.couplings.OverlapCoupling, hf.rules.PseudoInverse()])
@given(n=st.integers(30, 60), p=st.integers(1, 8), seed=SEEDS)
@settings(max_examples=20)
def test_gauge_and_relabelling_change_nothing(rule, n, p, seed):
    rng = np.random.default_rng(seed)
    xi = hf.patterns.random(p, n, seed=rng)
    state, signs = testing.random_states(n, 2, rng)
    testing.gauge_changes_nothing(rule, xi, state, signs)
    testing.relabelling_changes_nothing(rule, xi, state, rng.permutation(n))


@pytest.mark.parametrize("dynamics", [hf.Async(order="sequential"), hf.Sync()])
@pytest.mark.parametrize("kind", ["hebb", "projection", "matrix"])
@given(n=st.integers(2, 40), p=st.integers(1, 8), seed=SEEDS)
@settings(max_examples=15)
def test_negative_state_mirrors(kind, dynamics, n, p, seed):
    net, state = drawn(kind, n, p, seed, theta=False)
    testing.negative_mirrors(net, state, dynamics)


@pytest.mark.parametrize("kind", KINDS)
@given(n=st.integers(2, 40), p=st.integers(1, 8), seed=SEEDS, binary=st.booleans())
@settings(max_examples=15)
def test_synchronous_cycles_are_found_and_short(kind, n, p, seed, binary):
    net, state = drawn(kind, n, p, seed, hf.Binary() if binary else None)
    testing.synchronous_cycles_are_short(net, state)


@given(p=st.sampled_from([4, 8, 16]), seed=SEEDS)
@settings(max_examples=10)
def test_a_tie_keeps_the_state(p, seed):
    state = testing.random_states(p, 1, seed)[0]
    whole = hf.patterns.hadamard(
        p, p
    )  # p = n: J without its diagonal is zero, facts of hopfield1982
    for coupling in (
        hf.couplings.OverlapCoupling(whole),
        hf.couplings.OverlapCoupling(whole, mixing=np.eye(p)),
        hf.couplings.DenseCoupling(np.zeros((p, p))),
    ):
        testing.ties_keep_the_state(hf.Network(coupling), state)


@pytest.mark.parametrize("dynamics", [hf.Async(), hf.Sync(), hf.Async(0.5), hf.Sync(0.5)])
@given(n=st.integers(2, 40), seed=SEEDS, binary=st.booleans())
@settings(max_examples=10)
def test_a_probe_is_never_changed(dynamics, n, seed, binary):
    net, state = drawn("hebb", n, 3, seed, hf.Binary() if binary else None)
    testing.probe_is_untouched(net, state, dynamics)


@pytest.mark.parametrize(
    "dynamics",
    [*(hf.Async(order=order) for order in ORDERS), hf.Async(0.7), hf.Sync(), hf.Sync(0.7)],
)
@pytest.mark.parametrize("kind", ["hebb", "projection", "matrix"])
@given(n=st.integers(12, 40), p=st.integers(1, 12), seed=SEEDS)
@settings(max_examples=8)
def test_rows_of_a_batch_stand_alone(dynamics, kind, n, p, seed):
    rng = np.random.default_rng(seed)
    net = hf.Network(symmetric_coupling(kind, n, p, rng))
    probes = np.unique(testing.random_states(n, 5, rng), axis=0)
    testing.rows_stand_alone(net, probes, dynamics, seed)


@pytest.mark.parametrize(
    ("law", "broken"),
    [
        (testing.gap_is_half_the_energy_difference, "gap"),
        (testing.field_is_dense_times_state, "field"),
    ],
)
def test_a_law_notices_what_breaks_it(law, broken, monkeypatch):
    coupling = hf.couplings.OverlapCoupling(hf.patterns.letters("TCH"))
    state = hf.patterns.letters("A")[0]
    subject = coupling if broken == "field" else hf.Network(coupling)
    law(subject, state)
    right = getattr(type(subject), broken)
    monkeypatch.setattr(type(subject), broken, lambda self, s: right(self, s) + 1e-6)
    with pytest.raises(testing.LawViolationError, match="broken law"):
        law(subject, state)
