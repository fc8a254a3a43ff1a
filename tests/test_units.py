"""Units of real values: what they accept, their own energy, and what refuses them."""

import numpy as np
import pytest

import hopfield as hf
from hopfield.errors import FitError, PatternError, ShapeError


@pytest.fixture
def net() -> hf.Network:
    return hf.Network(hf.rules.Hebb()(hf.patterns.letters("TCH")), units=hf.Linear())


def test_linear_units_are_at_rest_where_the_energy_is_stationary(net) -> None:
    rng = np.random.default_rng(0)
    state, step = rng.normal(size=25), 1e-6
    slope = [
        (net.energy(state + step * e) - net.energy(state - step * e)) / (2 * step)
        for e in np.eye(25)
    ]
    assert np.allclose(slope, state - net.units.respond(net.field(state)), atol=1e-8)


def test_the_units_own_energy_is_added_row_by_row(net) -> None:
    states = np.random.default_rng(1).normal(size=(3, 4, 25))
    found = net.energy(states)
    assert found.shape == (3, 4)
    assert found[1, 2] == pytest.approx(net.energy(states[1, 2]), abs=1e-12)


@pytest.mark.parametrize("dynamics", [hf.Async(), hf.Async(0.5), hf.Anneal([1.0, 0.0])])
def test_no_dynamics_of_flips_moves_units_of_real_values(net, dynamics) -> None:
    with pytest.raises(FitError, match=r"two states.*Linear\(\).*Sync"):
        hf.recall(net, np.zeros(25), dynamics)


def test_units_of_real_values_have_no_gap(net) -> None:
    with pytest.raises(FitError, match="no two states"):
        net.gap(np.zeros(25))


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        (np.zeros(24), ShapeError, "24 units, the network has 25"),
        (1.0, ShapeError, "no units"),
        (np.full(25, np.nan), PatternError, "25 of 25"),
        (["a"] * 25, PatternError, "expected real numbers"),
        (np.full(25, 1j), PatternError, "expected real numbers"),
    ],
)
def test_a_state_that_is_none_is_refused_with_the_numbers(net, state, error, words) -> None:
    with pytest.raises(error, match=words):
        net.energy(state)
