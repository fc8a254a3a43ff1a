"""Graded units and their model: values, own energy, what is refused, and the paper's examples."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq

import hopfield as hf
from hopfield.couplings import DenseCoupling
from hopfield.errors import NoEnergyError, ParameterError, PatternError, ShapeError

RESPONSES = ("tanh", "arctan")
PAIR = DenseCoupling(np.array([[0.0, 1.0], [1.0, 0.0]]))


def inverse(units, value):
    """g⁻¹ from the equation, not from the library."""
    if units.response == "tanh":
        return np.arctanh(value) / units.gain
    return 2 / (np.pi * units.gain) * np.tan(np.pi * value / 2)


@pytest.mark.parametrize("response", RESPONSES)
@pytest.mark.parametrize("gain", [0.3, 1.4, 50.0])
def test_the_own_energy_is_the_integral_of_the_inverse_response(response, gain):
    resistance = np.array([0.5, 1.0, 2.0, 3.0, 1.0])
    units = hf.Graded(gain, resistance, response=response)
    values = np.array([0.0, 0.3, -0.8, 0.999, -0.1])
    parts = [quad(lambda v: inverse(units, v), 0, value)[0] for value in values]
    assert units.energy(values) == pytest.approx(np.sum(parts / resistance), rel=1e-8)
    assert units.energy(np.stack([values, -values])).shape == (2,)


def test_the_own_energy_at_the_corners_is_the_limit():
    corner = np.array([1.0, -1.0])
    assert hf.Graded(4.0).energy(corner) == pytest.approx(2 * np.log(2) / 4, rel=1e-15)
    near = hf.Graded(4.0).energy(np.array([1 - 1e-12, -1 + 1e-12]))
    assert near == pytest.approx(2 * np.log(2) / 4, rel=1e-10)
    assert hf.Graded(4.0, response="arctan").energy(corner) == np.inf  # ∫ tan has no limit there
    below = [hf.Graded(4.0, response="arctan").energy(np.array([1 - 10.0**-k])) for k in (6, 9, 12)]
    steps = np.diff(below)  # ln 1000 each, over π²λ/4
    assert steps == pytest.approx([4 * np.log(1000) / (np.pi**2 * 4)] * 2, rel=1e-3)


@pytest.mark.parametrize("response", RESPONSES)
def test_units_respond_where_the_energy_is_stationary(response):
    rng = np.random.default_rng(0)
    units = hf.Graded(3.0, rng.uniform(0.5, 2.0, 25), rng.uniform(0.5, 2.0, 25), response)
    net = hf.Network(hf.rules.Hebb()(hf.patterns.letters("TCH")), units, rng.normal(size=25))
    state, step = rng.uniform(-0.9, 0.9, 25), 1e-6
    slope = [
        (net.energy(state + step * e) - net.energy(state - step * e)) / (2 * step)
        for e in np.eye(25)
    ]
    hears = inverse(units, state) / units.resistance - net.field(state)
    assert np.allclose(slope, hears, atol=1e-7)
    heard = units.respond(net.field(state))
    assert np.allclose(inverse(units, heard) / units.resistance, net.field(state), atol=1e-9)


@pytest.mark.parametrize("response", RESPONSES)
def test_response_inverse_and_slope_belong_together(response):
    units = hf.Graded(2.5, response=response)
    values = np.linspace(-0.999, 0.999, 31)
    u = units.potential(values, np.zeros(31))
    assert np.allclose(units.activate(u), values, rtol=0, atol=1e-14)
    step = 1e-6
    found = (units.activate(u + step) - units.activate(u - step)) / (2 * step)
    assert np.allclose(units.slope(u), found, atol=1e-7)
    assert units.slope(np.zeros(1)) == pytest.approx([2.5])
    for huge in (1e3, 1e300):
        assert (np.abs(units.activate(np.array([-huge, huge]))) <= 1.0).all()


@pytest.mark.parametrize("response", RESPONSES)
def test_a_full_value_starts_where_its_field_holds_it_or_else_at_99_percent(response):
    units = hf.Graded(10.0, 2.0, response=response)
    values, field = np.array([1.0, 1.0, -1.0, -1.0]), np.array([50.0, -50.0, -50.0, 50.0])
    u = units.potential(values, field)
    assert u[[0, 2]] == pytest.approx([100.0, -100.0])
    assert units.activate(u[[1, 3]]) == pytest.approx([0.99, -0.99])


# --- the paper's two units -------------------------------------------------------------------------


def test_the_papers_two_units_have_two_minima_and_a_saddle_between():
    net = hf.Network(PAIR, hf.Graded(1.4, response="arctan"))
    expected = brentq(lambda v: v - 2 / np.pi * np.arctan(np.pi * 1.4 * v / 2), 0.1, 0.99)
    found = hf.recall(net, [[0.9, 0.1], [-0.5, 0.2], [0.0, 0.0]], hf.Flow(), max_sweeps=500)
    corners = np.array([[expected] * 2, [-expected] * 2, [0.0, 0.0]])
    assert np.allclose(found.state, corners, atol=1e-5)
    assert set(found.outcome) == {hf.Outcome.FIXED_POINT}
    assert found.energy[0] < found.energy[2]


def test_the_minima_of_the_contours_are_the_fixed_points():
    net = hf.Network(PAIR, hf.Graded(1.4, response="arctan"))
    axis = np.linspace(-0.99, 0.99, 199)
    energy = net.energy(np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1))
    middle = energy[1:-1, 1:-1]
    around = [
        energy[1 + i : 198 + i, 1 + j : 198 + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j
    ]
    lowest = np.argwhere(np.all([middle < other for other in around], axis=0)) + 1
    found = hf.recall(net, [[-0.5, -0.5], [0.5, 0.5]], hf.Flow(), max_sweeps=500).state
    assert np.allclose(axis[lowest], found, atol=axis[1] - axis[0])


@pytest.mark.parametrize("response", RESPONSES)
@pytest.mark.parametrize(("gain", "resistance"), [(0.95, 1.0), (1.9, 0.5), (1.05, 1.0), (2.1, 0.5)])
def test_the_origin_loses_stability_at_a_loop_gain_of_one(response, gain, resistance):
    net = hf.Network(PAIR, hf.Graded(gain, resistance, response=response))
    found = hf.recall(net, [0.01, 0.01], hf.Flow(), max_sweeps=1000)
    assert found.outcome is hf.Outcome.FIXED_POINT
    assert (np.abs(found.state) > 0.1).all() == (gain * resistance > 1)


# --- high gain -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_at_high_gain_the_attractors_are_those_of_two_states_one_to_one():
    """Letters T, C, H: ten fixed points of spins, their fields 0.08 or more, which 3,000 starts of seed 0 all find."""
    xi = hf.patterns.letters("TCH")
    spins, net = hf.models.hopfield(xi), hf.models.graded(xi, gain=100)
    starts = hf.testing.random_states(25, 3000, 0)
    two_state = np.unique(hf.recall(spins, starts, seed=0).state, axis=0)
    assert len(two_state) == 10
    found = hf.recall(net, 0.9 * two_state, hf.Flow())
    assert set(found.outcome) == {hf.Outcome.FIXED_POINT}
    assert np.array_equal(np.sign(found.state), two_state)
    assert np.abs(found.state).min() > 0.99
    other = hf.recall(net, np.random.default_rng(0).uniform(-1, 1, (6, 25)), hf.Flow())
    assert set(other.outcome) == {hf.Outcome.FIXED_POINT}
    names = {row.tobytes(): k for k, row in enumerate(two_state)}
    for state in other.state:  # each ends in one of the ten, and where the one beside its corner is
        k = names[np.sign(state).astype(np.int8).tobytes()]
        assert np.allclose(state, found.state[k], atol=1e-4)


def test_the_integral_falls_as_one_over_the_gain():
    xi = hf.patterns.letters("TCH")
    spins = hf.models.hopfield(xi).energy(xi.spins)
    for gain in (200.0, 400.0):
        net = hf.models.graded(xi, gain)
        found = hf.recall(net, xi.spins, hf.Flow())
        assert gain * (found.energy - spins) == pytest.approx([25 * np.log(2)] * 3, rel=1e-3)


@pytest.mark.parametrize("response", RESPONSES)
def test_cues_end_in_their_letters(response):
    xi = hf.patterns.letters("TCH")
    net = hf.models.graded(xi, 10, response=response)
    found = hf.recall(net, hf.patterns.flip(xi, 4, seed=1), hf.Flow())
    assert [match.label for match in xi.match(np.sign(found.state))] == ["T", "C", "H"]
    for rule in (hf.rules.PseudoInverse(), hf.rules.Storkey()):
        found = hf.recall(hf.models.graded(xi, 10, rule=rule), xi.spins, hf.Flow())
        assert np.array_equal(np.sign(found.state), xi.spins)


def test_the_current_pushes_undecided_units():
    xi = hf.patterns.letters("TCH")
    net = hf.models.graded(xi, 10, current=0.05 * xi[1])
    assert np.array_equal(net.thresholds, -0.05 * xi[1])
    found = hf.recall(net, np.zeros(25), hf.Flow())
    assert xi.match(np.sign(found.state)).label == "C"


# --- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"gain": 0.0}, "gain must be positive"),
        ({"gain": -1}, "got -1"),
        ({"gain": np.nan}, "got nan"),
        ({"gain": np.inf}, "finite"),
        ({"gain": [1.0, 2.0]}, "one number"),
        ({"gain": "high"}, "positive number"),
        ({"gain": 1.0, "resistance": 0.0}, "resistance"),
        ({"gain": 1.0, "capacitance": [1.0, -2.0]}, "got -2"),
        ({"gain": 1.0, "capacitance": np.ones((2, 2))}, "capacitance"),
        ({"gain": 1.0, "response": "relu"}, "relu"),
    ],
)
def test_constants_that_make_no_sense_are_refused(arguments, words):
    with pytest.raises(ParameterError, match=words):
        hf.Graded(**arguments)


def test_a_network_refuses_constants_of_another_size():
    xi = hf.patterns.letters("TCH")
    with pytest.raises(ShapeError, match="resistance has 24 values"):
        hf.models.graded(xi, 10, resistance=np.ones(24))
    with pytest.raises(ShapeError, match="capacitance has 3 values"):
        hf.models.graded(xi, 10, capacitance=np.ones(3))
    with pytest.raises(ShapeError, match="theta"):
        hf.models.graded(xi, 10, current=np.ones(3))
    with pytest.raises(ParameterError, match="current"):
        hf.models.graded(xi, 10, current="strong")


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        (np.full(25, 1.5), PatternError, "25 values beyond ±1, the largest 1.5"),
        (np.full(25, np.nan), PatternError, "NaN"),
        (np.zeros(24), ShapeError, "24 units"),
    ],
)
def test_a_state_beyond_the_response_is_refused(state, error, words):
    net = hf.models.graded(hf.patterns.letters("TCH"), 10)
    with pytest.raises(error, match=words):
        net.energy(state)
    with pytest.raises(error, match=words):
        hf.recall(net, state, hf.Flow())


def test_asymmetric_couplings_have_no_energy():
    net = hf.Network(DenseCoupling(np.array([[0.0, 1.0], [-1.0, 0.0]])), hf.Graded(2.0))
    with pytest.raises(NoEnergyError, match="not symmetric"):
        net.energy([0.1, 0.2])


def test_units_are_equal_if_their_numbers_are_and_can_not_be_changed():
    given = np.ones(3)
    units = hf.Graded(2, given)
    given[0] = 7.0
    assert units == hf.Graded(2.0, [1, 1, 1])
    assert hash(units) == hash(hf.Graded(2.0, [1, 1, 1]))
    assert units != hf.Graded(2.0, [1, 1, 2])
    assert units != hf.Graded(2.0, [1, 1, 1], response="arctan")
    assert units != hf.Linear()
    with pytest.raises(ValueError, match="read-only"):
        units.resistance[0] = 3.0


def test_a_message_about_units_does_not_list_their_resistances():
    units = hf.Graded(5.0, resistance=np.linspace(1.0, 2.0, 25))
    assert (
        repr(units) == "Graded(gain=5.0, resistance=array(25,), capacitance=1.0, response='tanh')"
    )
