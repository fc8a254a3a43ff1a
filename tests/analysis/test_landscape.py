"""Is a landscape that of the states, of the lowest of them, or the limit, as it says?"""

import numpy as np
import pytest

import hopfield as hf
from hopfield import testing
from hopfield.couplings import DenseCoupling, OverlapCoupling
from hopfield.errors import FitError, NoEnergyError, ParameterError
from hopfield.separation import Power


def hebb(p, n, seed=0):
    return hf.Network(
        OverlapCoupling(hf.patterns.random(p, n, seed=seed))
    )  # the rule would warn of the load


def planes(net, pair):
    """Lowest and highest energy per unit, and the number of states, of each pair of overlaps, from all 2ⁿ states."""
    states = testing.all_states(net.n)
    energy = net.energy(net.units.from_spins(states)) / net.n
    low, high, count = {}, {}, {}
    for e, at in zip(
        energy, map(tuple, ((states @ pair.T.astype(int) + net.n) // 2).tolist()), strict=True
    ):
        low[at], high[at] = min(low.get(at, np.inf), e), max(high.get(at, -np.inf), e)
        count[at] = count.get(at, 0) + 1
    return low, high, count


@pytest.mark.parametrize(
    ("net", "kind"),
    [
        (hebb(2, 11), "exact"),
        (hebb(2, 10, seed=3), "exact"),
        (hebb(3, 11), "envelope"),
        (
            hf.Network(OverlapCoupling(hf.patterns.random(2, 10, seed=0), separation=Power(3))),
            "exact",
        ),
        (hf.Network(OverlapCoupling(hf.patterns.random(2, 10, seed=0)), theta=0.2), "envelope"),
        (hf.Network(OverlapCoupling(hf.patterns.random(2, 9, seed=0)), hf.Binary()), "envelope"),
    ],
    ids=["two", "two, even", "three", "two of degree 3", "threshold", "0 and 1"],
)
def test_a_plane_is_that_of_all_states(net, kind):
    pair = net.coupling.keys.spins[[1, 0]]
    plane = hf.analysis.landscape(net, (1, 0))
    low, high, count = planes(net, pair)
    assert plane.kind == kind
    assert (max(high[at] - low[at] for at in low) < 1e-9) == (kind == "exact")
    there = {tuple(at) for at in np.argwhere(np.isfinite(plane.energy)).tolist()}
    assert there == set(low)
    assert np.array_equal(np.isfinite(plane.entropy), np.isfinite(plane.energy))
    for at, e in low.items():
        assert plane.energy[at] == pytest.approx(e, abs=1e-12)
        assert np.exp(net.n * plane.entropy[at]) == pytest.approx(count[at])
    assert (
        plane.first.tolist()
        == plane.second.tolist()
        == (np.arange(-net.n, net.n + 1, 2) / net.n).tolist()
    )
    assert plane.labels == ("1", "0")
    np.testing.assert_array_equal(plane.free_energy, plane.energy)  # at T = 0


def test_memories_that_the_network_does_not_know_have_a_plane_too():
    net, xi = hebb(2, 10), hf.patterns.random(3, 10, seed=9)
    plane = hf.analysis.landscape(net, (2, 0), xi=xi)
    low, _, count = planes(net, xi.spins[[2, 0]])
    assert plane.kind == "envelope"
    assert np.isfinite(plane.energy).sum() == len(low)
    for at, e in low.items():
        assert plane.energy[at] == pytest.approx(e, abs=1e-12)
        assert np.exp(10 * plane.entropy[at]) == pytest.approx(count[at])


def test_the_letters_lie_where_their_overlaps_say():
    xi = hf.patterns.letters("TC")
    plane = hf.analysis.landscape(hf.models.hopfield(xi))
    assert plane.labels == ("T", "C")
    q = 5  # T·C
    assert 25 * 25 * plane.energy[25, (25 + q) // 2] == pytest.approx(-(625 + q * q - 50) / 2)
    assert plane.entropy[25, (25 + q) // 2] == pytest.approx(0.0)


@pytest.mark.parametrize("separation", [None, Power(3)])
def test_the_free_energy_is_what_many_units_come_to(separation):
    words = {} if separation is None else {"separation": separation}
    xi = hf.patterns.random(2, 200, seed=1)
    net = hf.Network(OverlapCoupling(xi, **words))
    states = hf.analysis.landscape(net)
    limit = hf.analysis.landscape(net, temperature=0.4, points=201)
    assert (states.kind, limit.kind) == ("exact", "free energy")
    there = np.isfinite(states.energy)
    assert np.isfinite(limit.energy[there]).all()
    # n e differs by J_ii / 2 = p/2n a unit, and the entropy of n units by at most ln(n + 1) for each of two classes
    assert np.abs(states.energy - limit.energy)[there].max() <= 2 / (2 * 200) + 1e-12
    assert np.abs(states.entropy - limit.entropy)[there].max() <= 2 * np.log(201) / 200
    np.testing.assert_allclose(limit.free_energy, limit.energy - 0.4 * limit.entropy)


def test_the_free_energy_of_orthogonal_memories_is_lowest_where_m_is_tanh_of_m_over_T():
    xi = hf.Patterns(np.array([[1, 1, 1, 1], [1, 1, -1, -1]], dtype=np.int8))
    for temperature, expected in ((0.5, 0.9575040240772687), (0.8, 0.7104117834878704), (1.2, 0.0)):
        plane = hf.analysis.landscape(
            hf.Network(OverlapCoupling(xi)), temperature=temperature, points=801
        )
        assert expected == pytest.approx(np.tanh(expected / temperature), abs=1e-9)
        i, j = np.unravel_index(np.nanargmin(plane.free_energy), plane.free_energy.shape)
        assert sorted(np.abs([plane.first[i], plane.second[j]])) == pytest.approx(
            [0.0, expected], abs=2e-3
        )


def test_memories_that_are_opposite_leave_a_line():
    xi = hf.Patterns(np.array([[1, 1, -1, 1], [-1, -1, 1, -1]], dtype=np.int8))
    plane = hf.analysis.landscape(hf.Network(OverlapCoupling(xi)), temperature=0.3, points=11)
    assert np.isfinite(plane.energy).tolist() == np.eye(11, dtype=bool)[::-1].tolist()
    assert plane.entropy[5, 5] == pytest.approx(np.log(2))


def test_what_has_no_such_landscape_says_why():
    net = hebb(2, 10)
    with pytest.raises(ParameterError, match="two of 0 to 1"):
        hf.analysis.landscape(net, (0, 2))
    with pytest.raises(ParameterError, match="two different memories"):
        hf.analysis.landscape(net, (1, 1), temperature=0.1)
    with pytest.raises(ParameterError, match="temperature"):
        hf.analysis.landscape(net, temperature=-0.1)
    with pytest.raises(ParameterError, match="points"):
        hf.analysis.landscape(net, temperature=0.1, points=1)
    with pytest.raises(ParameterError, match="give them as xi="):
        hf.analysis.landscape(hf.Network(DenseCoupling(np.eye(4))))
    with pytest.raises(FitError, match="made of two"):
        hf.analysis.landscape(hebb(3, 10), temperature=0.1)
    with pytest.raises(NoEnergyError):
        hf.analysis.landscape(hf.models.sequence(hf.patterns.hadamard(2, 8)))
