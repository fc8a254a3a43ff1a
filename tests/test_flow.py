"""Continuous time: laws of the flow, how it ends, and what it refuses."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

import hopfield as hf
from hopfield import testing
from hopfield.couplings import DenseCoupling, OverlapCoupling
from hopfield.errors import FitError, ParameterError, PatternError, ShapeError

SEEDS = st.integers(0, 2**32)
XI = hf.patterns.letters("TCH")
CUES = hf.patterns.flip(XI, 4, seed=1)


def random_network(n, seed, symmetric=True):
    """Random couplings, currents, resistances and capacitances."""
    rng = np.random.default_rng(seed)
    J = rng.normal(size=(n, n)) / np.sqrt(n)
    units = hf.Graded(
        float(10 ** rng.uniform(-0.5, 1.5)),
        rng.uniform(0.5, 2.0, n),
        rng.uniform(0.5, 2.0, n),
        rng.choice(["tanh", "arctan"]).item(),
    )
    coupling = DenseCoupling(J + J.T if symmetric else J)
    return hf.Network(coupling, units, 0.3 * rng.normal(size=n)), rng.uniform(-0.99, 0.99, n)


@given(n=st.integers(1, 9), seed=SEEDS)
@settings(max_examples=10)
def test_the_energy_never_rises(n, seed):
    testing.energy_falls_along_the_flow(*random_network(n, seed), n_moments=12)


@given(n=st.integers(1, 8), seed=SEEDS)
@settings(max_examples=8)
def test_the_energy_falls_as_fast_as_the_paper_says(n, seed):
    """dE/dt = -Σ C_i g'(u_i) (du_i/dt)², against differences of E along the flow."""
    net, probe = random_network(n, seed)
    units = net.units
    moments = 0.3 + np.array([0.0, 0.5e-4, 1e-4])
    V = hf.analysis.trajectory(net, probe, moments, hf.Flow(rtol=1e-12, atol=1e-14))
    energy = net.energy(V)
    u = units.potential(V[1], net.field(V[1]))
    speed = (net.field(V[1]) - u / units.resistance) / units.capacitance
    expected = -np.sum(units.capacitance * units.slope(u) * speed**2)
    scale = np.abs(energy).max() + np.abs(expected)
    assert (energy[2] - energy[0]) / 1e-4 == pytest.approx(expected, rel=1e-3, abs=1e-6 * scale)


@given(n=st.integers(2, 7), seed=SEEDS)
@settings(max_examples=8)
def test_a_fixed_point_is_one(n, seed):
    net, probe = random_network(n, seed)
    found = hf.recall(net, probe, hf.Flow(), max_sweeps=3000)
    assert found.outcome is hf.Outcome.FIXED_POINT
    heard = net.units.respond(net.field(found.state))
    assert np.allclose(found.state, heard, rtol=0, atol=1.01e-6 * net.units.gain)
    again = hf.recall(net, found.state, hf.Flow(tolerance=1.1e-6))
    assert (again.outcome, again.sweeps) == (hf.Outcome.FIXED_POINT, 0)


@given(n=st.integers(2, 8), seed=SEEDS, symmetric=st.booleans())
@settings(max_examples=6)
def test_rows_stand_alone(n, seed, symmetric):
    net, _ = random_network(n, seed, symmetric)
    probes = np.random.default_rng(seed).uniform(-1, 1, (3, n))
    testing.rows_stand_alone(net, probes, hf.Flow())


def test_a_probe_is_never_changed():
    net = hf.models.graded(XI, 10)
    for probe in (CUES[0], CUES[0].astype(float), np.zeros(25), 0.5 * CUES):
        testing.probe_is_untouched(net, probe, hf.Flow())


def test_linear_units_follow_the_matrix_exponential():
    rng = np.random.default_rng(0)
    J = 0.4 * rng.normal(size=(6, 6))
    theta, start = rng.normal(size=6), rng.normal(size=6)
    net = hf.Network(DenseCoupling(J), hf.Linear(), theta)
    rest = -np.linalg.solve(np.eye(6) - J, theta)
    moments = np.array([0.0, 0.3, 1.0, 2.5])
    expected = [rest + expm((J - np.eye(6)) * t) @ (start - rest) for t in moments]
    found = hf.analysis.trajectory(net, start, moments)
    assert np.allclose(found, expected, rtol=0, atol=1e-5)


def test_capacitance_stretches_time_and_nothing_else():
    net = hf.models.graded(XI, 10)
    slow = hf.Network(net.coupling, replace(net.units, capacitance=7.0))
    moments = np.linspace(0, 4, 9)
    fast, late = (
        hf.analysis.trajectory(*case)
        for case in ((net, CUES[0], moments), (slow, CUES[0], 7 * moments))
    )
    assert np.allclose(fast, late, rtol=0, atol=1e-5)
    one, two = hf.recall(net, CUES, hf.Flow()), hf.recall(slow, CUES, hf.Flow())
    assert np.array_equal(one.sweeps, two.sweeps)


# --- how it ends -----------------------------------------------------------------------------------


def test_asymmetric_couplings_oscillate_until_the_sweeps_run_out():
    net = hf.Network(DenseCoupling(np.array([[1.0, -2.0], [2.0, 1.0]])), hf.Graded(5.0))
    found = hf.recall(net, [0.3, 0.1], hf.Flow(), max_sweeps=40, watch={"V": lambda V: V})
    assert (found.outcome, found.sweeps, found.period) == (hf.Outcome.STEP_LIMIT, 40, 0)
    assert "raise max_sweeps" in str(found.outcome)
    assert found.energy is None
    late = found.trace["V"][20:]
    assert (late.max(axis=0) > 0.9).all()
    assert (late.min(axis=0) < -0.9).all()


def test_too_few_sweeps_are_told_from_rest():
    net = hf.models.graded(XI, 10)
    short, whole = (hf.recall(net, CUES[0], hf.Flow(), max_sweeps=k) for k in (2, 100))
    assert (short.outcome, short.sweeps) == (hf.Outcome.STEP_LIMIT, 2)
    assert whole.outcome is hf.Outcome.FIXED_POINT
    none = hf.recall(net, CUES[0], hf.Flow(), max_sweeps=0)
    assert none.outcome is hf.Outcome.STEP_LIMIT
    assert np.array_equal(none.state, CUES[0])
    enough = hf.recall(net, CUES[0], hf.Flow(), max_sweeps=whole.sweeps)
    assert enough.outcome is hf.Outcome.FIXED_POINT


def test_growth_without_bound_is_divergence():
    net = hf.Network(DenseCoupling(3.0 * np.eye(2)), hf.Linear())
    found = hf.recall(net, [[1.0, -1.0], [0.0, 0.0]], hf.Flow())
    assert list(found.outcome) == [hf.Outcome.DIVERGED, hf.Outcome.FIXED_POINT]
    assert np.isfinite(found.state).all()
    assert np.abs(found.state[0]).min() > 1e6
    far = hf.recall(
        hf.Network(net.coupling * 0.0, hf.Linear(), 1e12), [1.0, 1.0], hf.Flow(tolerance=1e6)
    )
    assert far.outcome is hf.Outcome.FIXED_POINT  # large numbers alone are no divergence
    V = hf.analysis.trajectory(net, [1.0, -1.0], [0.0, 1.0, 50.0, 51.0])
    assert np.isfinite(V[:2]).all()
    assert np.isnan(V[2:]).all()


def test_an_energy_that_rises_is_divergence():
    class Wrong(DenseCoupling):
        """Its field climbs its energy."""

        def _energy(self, states):
            return -super()._energy(states)

    found = hf.recall(
        hf.Network(Wrong(np.array([[0.0, 1.0], [1.0, 0.0]])), hf.Graded(5.0)), [0.5, 0.5], hf.Flow()
    )
    assert found.outcome is hf.Outcome.DIVERGED
    assert "check the couplings" in str(found.outcome)


@given(seed=SEEDS)
@settings(max_examples=6)
def test_coarse_steps_that_would_climb_are_refused(seed):
    net, probe = random_network(6, seed)
    watch = {"E": net.energy}
    found = hf.recall(net, probe, hf.Flow(rtol=0.3, atol=0.3), max_sweeps=15, watch=watch)
    energy = np.append(net.energy(hf.analysis.trajectory(net, probe, [0.0])), found.trace["E"][1:])
    assert found.outcome is not hf.Outcome.DIVERGED
    assert (np.diff(energy) <= 0.3 * (np.abs(energy).max() + 1.0)).all()
    fine = hf.recall(net, probe, hf.Flow(), max_sweeps=15)
    assert found.energy <= fine.energy + 0.3 * np.abs(energy).max() or found.energy <= energy[0]


# --- what it works with, and what not --------------------------------------------------------------


def test_watch_sees_every_time_constant():
    net = hf.models.graded(XI, 10)
    found = hf.recall(net, CUES, hf.Flow(), watch={"V": lambda V: V})
    V = found.trace["V"]
    assert V.shape == (found.sweeps.max() + 1, 3, 25)
    expected = hf.analysis.trajectory(net, CUES, np.arange(5))
    assert np.allclose(V[1:5], expected[1:], rtol=0, atol=1e-5)
    assert np.array_equal(V[-1], found.state)


def test_held_units_keep_their_values():
    net = hf.models.graded(XI, 10)
    clamp = np.zeros(25, dtype=bool)
    clamp[:5] = True
    probe = np.zeros(25)
    probe[:5] = [1.0, -1.0, -0.3, 0.0, 1.0]
    found = hf.recall(net, probe, hf.Flow(), clamp=clamp)
    assert np.array_equal(found.state[:5], probe[:5])
    assert found.outcome is hf.Outcome.FIXED_POINT
    heard = net.units.respond(net.field(found.state))
    assert np.allclose(found.state[5:], heard[5:], atol=1e-4)
    held = hf.recall(net, probe, hf.Flow(), clamp=np.ones(25, dtype=bool))
    assert np.array_equal(held.state, probe)
    assert held.sweeps == 0


@pytest.mark.parametrize(
    "separation",
    [hf.separation.Power(3), hf.separation.Exponential(), hf.separation.Softmax(5.0)],
    ids=repr,
)
@pytest.mark.parametrize("units", [hf.Graded(20.0), hf.Linear()], ids=["graded", "linear"])
def test_couplings_without_a_matrix_flow_downhill_too(separation, units):
    net = hf.Network(OverlapCoupling(XI, separation=separation), units)
    probe = 0.9 * CUES[2]
    found = hf.recall(net, probe, hf.Flow(), max_sweeps=1000)
    assert found.outcome is hf.Outcome.FIXED_POINT
    testing.energy_falls_along_the_flow(net, probe, n_moments=8)


def test_one_network_flows_the_same_through_every_kind_of_coupling():
    overlap = hf.rules.Hebb()(XI)
    J = overlap.dense()
    from scipy.sparse import csr_array

    found = [
        hf.recall(hf.Network(coupling, hf.Graded(10.0)), CUES, hf.Flow()).state
        for coupling in (overlap, DenseCoupling(J), hf.couplings.SparseCoupling(csr_array(J)))
    ]
    assert np.allclose(found[0], found[1], atol=1e-5)
    assert np.allclose(found[0], found[2], atol=1e-5)


@pytest.mark.slow
def test_large_networks_flow_without_a_matrix():
    xi = hf.patterns.random(3, 100_000, seed=0)
    net = hf.models.graded(xi, 10)
    found = hf.recall(net, hf.patterns.flip(xi[0], 0.2, seed=0), hf.Flow())
    assert found.outcome is hf.Outcome.FIXED_POINT
    assert np.array_equal(np.sign(found.state), xi[0])


@pytest.mark.parametrize("units", [hf.Spin(), hf.Binary()])
def test_two_state_units_do_not_flow(units):
    net = hf.Network(hf.rules.Hebb()(XI), units)
    probe = units.from_spins(XI[0])
    with pytest.raises(FitError, match=r"real values.*hf\.Async\(\) or hf\.Sync\(\)"):
        hf.recall(net, probe, hf.Flow())
    with pytest.raises(FitError, match="real values"):
        hf.analysis.trajectory(net, probe, [0.0, 1.0])


def test_flips_are_not_recorded_in_continuous_time():
    with pytest.raises(FitError, match="watch="):
        hf.recall(hf.models.graded(XI, 10), CUES[0], hf.Flow(), record=True)


@pytest.mark.parametrize(
    "numbers", [{"rtol": 0.0}, {"rtol": 1e-14}, {"atol": -1.0}, {"tolerance": np.nan}]
)
def test_tolerances_that_make_no_sense_are_refused(numbers):
    with pytest.raises(ParameterError, match=next(iter(numbers))):
        hf.Flow(**numbers)


def test_moments_that_make_no_sense_are_refused():
    net = hf.models.graded(XI, 10)
    for times in ([-1.0], [1.0, 0.5], [np.nan], 3.0, ["a"]):
        with pytest.raises(ParameterError, match="times"):
            hf.analysis.trajectory(net, CUES[0], times)
    with pytest.raises(ShapeError, match="24 units"):
        hf.analysis.trajectory(net, np.zeros(24), [0.0])
    with pytest.raises(PatternError, match="beyond"):
        hf.analysis.trajectory(net, np.full(25, 2.0), [0.0])
    assert hf.analysis.trajectory(net, CUES, []).shape == (0, 3, 25)


def test_the_law_notices_an_energy_that_rises(monkeypatch):
    net = hf.models.graded(XI, 10)
    testing.energy_falls_along_the_flow(net, CUES[0], n_moments=9)
    V = hf.analysis.trajectory(net, CUES[0], np.linspace(5, 0, 10)[::-1])[::-1]
    monkeypatch.setattr("hopfield.testing.laws.trajectory", lambda *_: V)  # backwards in time
    with pytest.raises(testing.LawViolationError, match="energy falls"):
        testing.energy_falls_along_the_flow(net, CUES[0])


def test_values_are_read_where_the_flow_ends() -> None:
    rng = np.random.default_rng(0)
    keys, values = rng.normal(size=(4, 6)), rng.normal(size=(4, 2))
    net, moved = hf.models.modern(keys, 2.0, values=values), hf.models.modern(keys, 2.0)
    probes = keys[:3] + 0.1
    found, there = (hf.recall(each, probes, hf.Flow()) for each in (net, moved))
    weights = np.exp(2.0 * there.state @ keys.T)
    expected = weights @ values / weights.sum(axis=1, keepdims=True)
    assert np.allclose(found.state, expected, rtol=0, atol=1e-12)
    assert np.array_equal(found.energy, there.energy)
