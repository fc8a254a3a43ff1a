"""Is the atlas what all states, one by one, say?"""

import sys

import numpy as np
import pytest
from scipy import sparse, stats
from scipy.cluster import hierarchy

import hopfield as hf
import house
from enumerated import Enumerated
from hopfield.analysis.chart import Chart
from hopfield.couplings import DenseCoupling, OverlapCoupling, SparseCoupling
from hopfield.errors import FitError, NoEnergyError, ParameterError, ShapeError, SizeError
from hopfield.separation import Power, Softmax

TCH = hf.patterns.letters("TCH")
LETTERS = hf.models.hopfield(TCH)
RNG = np.random.default_rng(0)
NOISE = RNG.normal(size=(9, 9))
RING = sparse.diags_array([1.0, 1.0, 1.0, 1.0], offsets=[-8, -1, 1, 8], shape=(9, 9))


def xi(p, n, seed=0):
    return hf.patterns.random(p, n, seed=seed)


def hebb(p, n, seed=0):
    return hf.Network(OverlapCoupling(xi(p, n, seed)))  # the rule would warn of the load


def networks():
    three = OverlapCoupling(xi(3, 10))
    return {
        "one pattern": hebb(1, 9),
        "two patterns, with ties": hebb(2, 10),
        "four patterns": hebb(4, 10, seed=1),
        "orthogonal patterns": hf.Network(OverlapCoupling(hf.patterns.hadamard(4, 8))),
        "a threshold": hf.Network(three, theta=0.1),
        "a whole threshold": hf.Network(three, theta=0.3),
        "two thresholds": hf.Network(three, theta=np.where(np.arange(10) < 4, 0.25, -0.13)),
        "thresholds": hf.Network(three, theta=RNG.normal(size=10) / 4),
        "0 and 1": hf.Network(three, hf.Binary()),
        "0 and 1 with thresholds": hf.Network(OverlapCoupling(xi(2, 11)), hf.Binary(), theta=0.1),
        "0 and 1, matrix": hf.Network(DenseCoupling(NOISE + NOISE.T), hf.Binary(), theta=0.2),
        "kept diagonal": hf.Network(OverlapCoupling(xi(3, 10), diagonal=True)),
        "kept diagonal, 0 and 1": hf.Network(OverlapCoupling(xi(3, 9), diagonal=True), hf.Binary()),
        "projection": hf.Network(hf.rules.PseudoInverse()(xi(3, 11))),
        "negative weights": hf.Network(
            OverlapCoupling(xi(3, 10), mixing=np.array([1.0, -0.7, -0.4]))
        ),
        "degree 3": hf.models.dense(xi(3, 11), degree=3),
        "degree 3, rectified": hf.models.dense(xi(4, 10), degree=3, rectified=True),
        "degree 4 with thresholds": hf.Network(
            OverlapCoupling(xi(3, 10), separation=Power(4)), theta=0.03
        ),
        "softmax": hf.Network(OverlapCoupling(xi(3, 10), separation=Softmax(6.0))),
        "matrix": hf.Network(DenseCoupling(NOISE + NOISE.T)),
        "Storkey's rule": hf.Network(hf.rules.Storkey()(xi(3, 10))),
        "ring, with many ties": hf.Network(SparseCoupling(RING)),
        "units that repel": hf.Network(DenseCoupling(np.eye(8) - 1.0)),
        "nothing at all": hf.Network(DenseCoupling(np.zeros((6, 6)))),
    }


NAMES = pytest.mark.parametrize("name", list(networks()))


def families(net, atlas, naive):
    """Which attractors of the twin each attractor of the atlas stands for."""
    number = atlas.chart.classes.number
    home = [number(naive.spins[s]) for s in naive.resting]
    return [[a for a, place in enumerate(home) if place == wanted] for wanted in atlas.places]


@NAMES
def test_attractors_and_basins_are_those_of_all_states(name):
    net = networks()[name]
    atlas, naive = hf.analysis.atlas(net), Enumerated(net)
    found = families(net, atlas, naive)
    assert sorted(a for members in found for a in members) == list(range(len(naive.resting)))
    assert abs(sum(a.basin for a in atlas.attractors) - 1.0) < 1e-12
    basins = naive.ends.mean(axis=0)
    for attractor, members in zip(atlas.attractors, found, strict=True):
        assert attractor.n_states == len(members) > 0
        states = net.units.from_spins(naive.spins[[naive.resting[a] for a in members]])
        assert attractor.state.tolist() in states.tolist()
        assert attractor.basin == pytest.approx(basins[members].sum(), abs=1e-12)
        assert attractor.energy == pytest.approx(net.energy(attractor.state), abs=1e-12)
        assert attractor.radius == min(naive.radius(a) for a in members)


@NAMES
def test_chances_to_come_back_are_those_of_all_states(name):
    net = networks()[name]
    atlas, naive = hf.analysis.atlas(net), Enumerated(net)
    states = net.units.from_spins(naive.spins[naive.resting])
    for k, attractor in enumerate(atlas.attractors[:6]):
        a = states.tolist().index(attractor.state.tolist())
        np.testing.assert_allclose(atlas.recall_probability(k), naive.recalled(a), atol=1e-12)
    moving = naive.spins[np.argmax(naive.energy)]
    if len(naive.moves[np.argmax(naive.energy)]):
        assert not atlas.recall_probability(net.units.from_spins(moving)).any()


@NAMES
def test_barriers_are_those_of_all_paths(name):
    net = networks()[name]
    atlas, naive = hf.analysis.atlas(net), Enumerated(net)
    found = families(net, atlas, naive)
    for a in range(0, len(found), max(1, len(found) // 4)):
        level = naive.passes(found[a][0])
        for b, members in enumerate(found):
            lowest = min(level[naive.resting[m]] for m in members)
            assert atlas.barrier(a, b) == pytest.approx(lowest - atlas.attractors[a].energy)
    assert len(atlas.tree.merges) == len(found) - 1
    linkage = atlas.tree.linkage()
    if len(linkage):
        assert hierarchy.is_valid_linkage(linkage)
        assert hierarchy.is_monotonic(linkage)
        assert linkage[-1, 3] == len(found)


@NAMES
def test_macrostates_hold_every_state_once_with_its_energy(name):
    net = networks()[name]
    atlas, naive = hf.analysis.atlas(net), Enumerated(net)
    macro, number = atlas.macrostates, atlas.chart.classes.number
    home = np.array([number(spins) for spins in naive.spins])
    np.testing.assert_allclose(macro.energy[home], naive.energy, atol=1e-11)
    counted = np.bincount(home, minlength=len(macro))
    np.testing.assert_allclose(2.0**net.n * macro.share, counted, rtol=1e-12)
    assert macro.multiplicity.tolist() == counted.tolist()
    assert len(macro) == atlas.n_macrostates <= atlas.n_states == 2**net.n
    assert macro.counts.max(axis=0).tolist() == macro.sizes.tolist()


@pytest.mark.parametrize("p", [1, 2, 3, 4])
def test_random_patterns_of_16_units_agree_with_all_65536_states(p):
    net = hebb(p, 16, seed=p)
    atlas, naive = hf.analysis.atlas(net), Enumerated(net)
    assert atlas.n_macrostates < 7000
    assert len(atlas.attractors) == len(naive.resting)
    states = naive.spins[naive.resting].tolist()
    basins = naive.ends.mean(axis=0)
    for k, attractor in enumerate(atlas.attractors):
        a = states.index(attractor.state.tolist())
        assert attractor.basin == pytest.approx(basins[a], abs=1e-12)
        assert attractor.radius == naive.radius(a)
        np.testing.assert_allclose(atlas.recall_probability(k), naive.recalled(a), atol=1e-12)


# --- T, C and H -----------------------------------------------------------------------------------


def test_the_letters_have_ten_attractors_in_2240_macrostates():
    atlas = hf.analysis.atlas(LETTERS)
    assert (atlas.n_macrostates, atlas.n_states) == (2240, 33_554_432)
    assert sorted((atlas.macrostates.sizes + 1).tolist()) == [4, 7, 8, 10]
    assert atlas.macrostates.multiplicity.sum() == 2**25
    found = atlas.attractors
    assert [a.match.kind for a in found] == ["stored"] * 3 + ["reversed"] * 3 + ["mixture"] * 4
    assert [a.match.label for a in found[:6]] == list("TCHTCH")
    assert [a.radius for a in found[:6]] == [1, 3, 2, 1, 3, 2]
    energies = [25 * a.energy for a in found]
    assert energies[:6] == pytest.approx([-312, -288, -300] * 2, abs=1e-9)
    shares = np.array([a.basin for a in found])
    assert np.round(100 * shares[:6], 2).tolist() == [14.37, 15.31, 15.84] * 2
    assert abs(shares.sum() - 1.0) < 1e-12
    assert {a.n_states for a in found} == {1}
    assert repr(atlas) == "Atlas(n_states=33,554,432, n_macrostates=2,240, attractors=10)"


def test_basins_of_the_letters_agree_with_20000_random_starts():
    atlas = hf.analysis.atlas(LETTERS)
    starts = hf.testing.random_states(25, 20_000, seed=0)
    found = hf.recall(LETTERS, starts, hf.Async(order="random"), max_sweeps=10_000, seed=1)
    states = [a.state.tobytes() for a in atlas.attractors]
    ends = [states.index(row.tobytes()) for row in found.state]
    counts = np.bincount(ends, minlength=10)
    expected = 20_000 * np.array([a.basin for a in atlas.attractors])
    assert stats.chisquare(counts, expected).pvalue > 1e-6  # false-alarm rate 1e-6


def test_recall_of_damaged_letters_agrees_with_the_exact_probability():
    atlas = hf.analysis.atlas(LETTERS)
    for letter, n_flips, seed in (("T", 4, 2), ("C", 8, 3), ("H", 10, 4)):
        state = atlas.attractors[atlas.find(letter)].state
        wrong = np.random.default_rng(seed).random((4000, 25)).argsort(axis=1) < n_flips
        cues = np.where(wrong, -state, state).astype(np.int8)
        found = hf.recall(LETTERS, cues, hf.Async(order="random"), max_sweeps=10_000, seed=seed)
        hits = int((found.state == state).all(axis=1).sum())
        exact = float(atlas.recall_probability(letter)[n_flips])
        # three tests at 3e-7: false alarms below 1e-6
        assert 0.1 < exact < 0.99
        assert stats.binomtest(hits, 4000, exact).pvalue > 3e-7


def test_the_radius_of_a_letter_is_where_its_recall_stops_being_sure():
    atlas = hf.analysis.atlas(LETTERS)
    for letter, radius in (("T", 1), ("C", 3), ("H", 2)):
        chance = atlas.recall_probability(letter)
        assert (chance[: radius + 1] == 1.0).all()
        assert chance[radius + 1] < 1.0
        assert np.array_equal(chance, atlas.recall_probability(TCH[list("TCH").index(letter)]))


# --- the size of the world ------------------------------------------------------------------------


def test_two_patterns_of_1000_units_are_an_atlas_of_2_to_the_1000_states():
    net = hebb(2, 1000)
    atlas = hf.analysis.atlas(net)
    assert atlas.n_states == 2**1000
    assert atlas.n_macrostates < 252_005
    assert sum(a.basin for a in atlas.attractors) == pytest.approx(1.0, abs=1e-12)
    assert [a.match.kind for a in atlas.attractors] == ["stored"] * 2 + ["reversed"] * 2
    chance = atlas.recall_probability(0)
    assert chance[0] == chance[200] == pytest.approx(1.0)
    assert chance[1000] == 0.0


def test_one_pattern_of_3000_units_and_its_negative_halve_the_world():
    atlas = hf.analysis.atlas(hebb(1, 3000))
    assert atlas.n_macrostates == 3001
    assert [a.basin for a in atlas.attractors] == pytest.approx([0.5, 0.5])
    assert [3000 * a.energy for a in atlas.attractors] == [-3000 * 2999 / 2] * 2
    assert [a.radius for a in atlas.attractors] == [1499, 1499]
    assert atlas.recall_probability(0)[1499:1502].tolist() == pytest.approx([1.0, 0.5, 0.0])


def test_what_is_too_large_is_refused_with_its_count():
    with pytest.raises(SizeError, match=r"make \d{2}[\d,]* macrostates, more than 33,554,432"):
        hf.analysis.atlas(hebb(4, 200))
    with pytest.raises(SizeError, match=r"about 2\^\d+ macrostates"):
        hf.analysis.atlas(hebb(12, 300))
    noise = RNG.normal(size=(26, 26))
    with pytest.raises(SizeError, match=r"up to 2\^26 states"):
        hf.analysis.atlas(hf.Network(DenseCoupling(noise + noise.T)))
    large = SparseCoupling(sparse.eye_array(5000))
    with pytest.raises(SizeError, match="5,000 units"):
        hf.analysis.atlas(hf.Network(large))


def test_attractors_that_are_no_memories_are_refused_with_their_number(monkeypatch):
    monkeypatch.setattr(sys.modules["hopfield.analysis.atlas"], "_MOST_ATTRACTORS", 9)
    with pytest.raises(SizeError, match="10 attractors, more than 9"):
        hf.analysis.atlas(LETTERS)


def test_what_has_no_energy_is_refused():
    with pytest.raises(NoEnergyError, match="not symmetric"):
        hf.analysis.atlas(hf.models.sequence(xi(2, 10)))
    with pytest.raises(FitError, match="two states"):
        hf.analysis.atlas(hf.Network(OverlapCoupling(xi(2, 8)), hf.Linear()))
    one = hf.analysis.atlas(hebb(1, 3)).chart
    circling = np.full(4, 1, dtype=np.uint32) * [1, 1, 1, 0], np.array([0, 1, 1, 1])
    chart = Chart(one.classes, one.energy, *(np.array(w, dtype=np.uint32) for w in circling))
    with pytest.raises(NoEnergyError, match="4 macrostates are on or behind a circle"):
        chart.order  # noqa: B018


# --- names ----------------------------------------------------------------------------------------


def test_an_attractor_is_found_by_its_number_label_or_state():
    atlas = hf.analysis.atlas(LETTERS)
    assert [atlas.find("H"), atlas.find(2), atlas.find(TCH[2]), atlas.find(-TCH[2])] == [2, 2, 2, 5]
    assert 25 * atlas.barrier("T", "C") == pytest.approx(25 * atlas.barrier(0, TCH[1]))
    assert atlas.barrier(0, 0) == 0.0
    for wrong, words in (
        ("Q", "there are T, C, H"),
        (10, "0 to 9"),
        (-1, "0 to 9"),
        (None, "expected"),
    ):
        with pytest.raises(ParameterError, match=words):
            atlas.find(wrong)
    with pytest.raises(ParameterError, match="no attractor has a label"):
        hf.analysis.atlas(hebb(1, 5)).find("T")
    with pytest.raises(ParameterError, match="expected one state"):
        atlas.recall_probability(TCH.spins)
    with pytest.raises(ShapeError, match="24"):
        atlas.recall_probability(np.ones(24))


def test_a_matrix_names_nothing_unless_it_is_told_the_patterns():
    net = hf.Network(DenseCoupling(LETTERS.coupling.dense()))
    plain, named = hf.analysis.atlas(net), hf.analysis.atlas(net, xi=TCH)
    assert plain.n_macrostates == 2240  # the matrix shows which units are alike
    assert {a.match for a in plain.attractors} == {None}
    assert (np.diff([a.energy for a in plain.attractors]) > -1e-12).all()
    exact = hf.analysis.atlas(LETTERS)
    for one, other in zip(named.attractors, exact.attractors, strict=True):
        assert (one.match, one.radius) == (other.match, other.radius)
        assert one.basin == pytest.approx(other.basin, abs=1e-12)
    with pytest.raises(ShapeError, match="xi has 9 units, the network has 25"):
        hf.analysis.atlas(net, xi=xi(2, 9))
    with pytest.raises(ParameterError, match="must be Patterns"):
        hf.analysis.atlas(net, xi=TCH.spins)


def test_the_atlas_names_its_papers(capsys):
    for used, keys in (
        (hf.analysis.atlas, ["hopfield1982"]),
        (hf.analysis.ValleyTree, ["becker1997"]),
        (hf.analysis.attractors, ["wilson1927"]),
        (hf.analysis.landscape, ["amit1985pra"]),
    ):
        assert sorted(house.papers(hf.cite(used))) == keys
    assert capsys.readouterr().out
