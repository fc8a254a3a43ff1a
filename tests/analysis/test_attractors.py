"""Does a census count what really happens, each attractor once?"""

from collections import Counter

import numpy as np
import pytest
from scipy import stats

import hopfield as hf
from hopfield import testing
from hopfield.couplings import DenseCoupling, OverlapCoupling
from hopfield.errors import FitError, ParameterError, ShapeError, SizeError

TCH = hf.patterns.letters("TCH")
LETTERS = hf.models.hopfield(TCH)
NOISE = np.random.default_rng(5).normal(size=(8, 8))


def naive_cycles(net):
    """How many of all states end in each cycle of parallel moves; a cycle is the set of its states."""
    states = net.units.from_spins(testing.all_states(net.n))
    gap = net.gap(states)
    spins = net.units.to_spins(states)
    moved = np.where(np.abs(gap) <= net.resolution, spins, np.sign(gap))
    after = ((moved > 0) << np.arange(net.n)).sum(axis=1).tolist()
    found = Counter()
    for start in range(2**net.n):
        s, path = start, []
        while s not in path:
            path.append(s)
            s = after[s]
        found[frozenset(path[path.index(s) :])] += 1
    return found


@pytest.mark.parametrize(
    "net",
    [
        hf.Network(DenseCoupling(NOISE)),
        hf.Network(DenseCoupling(NOISE + NOISE.T)),
        hf.Network(DenseCoupling(-np.ones((8, 8)))),
        hf.Network(DenseCoupling(NOISE), hf.Binary(), theta=0.3),
        hf.models.sequence(hf.patterns.hadamard(2, 8)),
        hf.Network(OverlapCoupling(hf.patterns.random(3, 9, seed=1)), theta=0.2),
    ],
    ids=["asymmetric", "symmetric", "repelling", "0 and 1", "sequence", "patterns"],
)
def test_all_starts_in_parallel_are_counted_as_enumeration_does(net):
    census = hf.analysis.attractors(net, "all", dynamics=hf.Sync())
    expected = naive_cycles(net)
    place = 1 << np.arange(net.n)
    found = {}
    for row in census:
        cycle, state = [], row.state
        for _ in range(row.period):
            cycle.append(int((net.units.to_spins(state) > 0) @ place))
            state = hf.recall(net, state, hf.Sync(), max_sweeps=1).state
        assert len(set(cycle)) == row.period
        found[frozenset(cycle)] = row.n_starts
    assert len(found) == len(census)
    assert found == expected
    assert (census.low == census.share).all()
    assert (census.high == census.share).all()
    assert census.share.sum() == pytest.approx(1.0)
    assert ((census.kind == "cycle") == (census.period > 1)).all()
    assert np.isnan(census.energy).all() == (not net.has_energy)


def test_a_census_of_the_letters_is_near_the_atlas():
    census = hf.analysis.attractors(LETTERS, 20_000, dynamics=hf.Async(order="random"), seed=3)
    exact = {a.state.tobytes(): a for a in hf.analysis.atlas(LETTERS).attractors}
    assert {row.state.tobytes() for row in census} == set(exact)
    expected = [20_000 * exact[row.state.tobytes()].basin for row in census]
    assert stats.chisquare(census.n_starts, expected).pvalue > 1e-6  # false-alarm rate 1e-6
    assert [row.kind for row in census][:6] == ["stored"] * 3 + ["reversed"] * 3
    assert [row.match.label for row in census][:3] == list("TCH")
    assert (25 * census.energy)[:3] == pytest.approx([-312, -288, -300])


def test_intervals_are_those_of_wilson():
    census = hf.analysis.attractors(LETTERS, 300, seed=0)
    for row in census:
        exact = stats.binomtest(row.n_starts, 300).proportion_ci(0.95, method="wilson")
        assert (row.low, row.high) == (pytest.approx(exact.low), pytest.approx(exact.high))
    chance = hf.analysis.attractors(LETTERS, np.repeat(TCH.spins, 2, axis=0), seed=0)
    assert chance.n_starts.tolist() == [2, 2, 2]
    assert (chance.low < chance.share).all()


def test_same_seed_same_census_and_blocks_are_not_copies_of_each_other():
    one, two = (hf.analysis.attractors(LETTERS, 20_000, seed=7) for _ in range(2))
    for name, column in one.to_dict().items():
        if name != "match":
            assert np.array_equal(column, two.to_dict()[name])
    assert one.n_starts.sum() == 20_000
    other = hf.analysis.attractors(LETTERS, 20_000, seed=8)
    assert other.n_starts.tolist() != one.n_starts.tolist()


def test_given_starts_are_what_is_counted():
    census = hf.analysis.attractors(LETTERS, np.concatenate([TCH.spins, -TCH.spins[:1]]), seed=0)
    assert [(r.kind, r.match.label, r.n_starts) for r in census] == [
        ("stored", "T", 1),
        ("stored", "C", 1),
        ("stored", "H", 1),
        ("reversed", "T", 1),
    ]
    assert len(census) == 4
    assert "stored      T" in repr(census)
    assert list(census.to_dict())[:4] == ["state", "energy", "share", "low"]


def test_what_did_not_settle_is_not_called_an_attractor():
    starts = testing.random_states(25, 200, seed=0)
    census = hf.analysis.attractors(LETTERS, starts, max_sweeps=0, seed=0)
    assert set(census.kind) == {"unsettled"}
    assert set(census.period) == {0}
    assert {row.match for row in census} == {None}
    assert "more" in repr(census)


def test_a_cycle_that_was_not_seen_in_time_is_not_counted_with_those_that_were():
    net = hf.Network(DenseCoupling(np.ones((2, 2)) - np.eye(2)))
    starts = np.array([[1, -1], [-1, 1], [1, 1]])
    census = hf.analysis.attractors(net, starts, dynamics=hf.Sync(), max_sweeps=1, seed=0)
    assert sorted(zip(census.kind.tolist(), census.n_starts.tolist(), strict=True)) == [
        ("fixed point", 1),
        ("unsettled", 1),
        ("unsettled", 1),
    ]
    whole = hf.analysis.attractors(net, starts, dynamics=hf.Sync(), seed=0)
    assert [(row.kind, row.period, row.n_starts) for row in whole] == [
        ("fixed point", 1, 1),
        ("cycle", 2, 2),
    ]


def test_a_matrix_names_fixed_points_only_if_it_is_told_the_patterns():
    net = hf.Network(DenseCoupling(LETTERS.coupling.dense()))
    assert set(hf.analysis.attractors(net, 100, seed=0).kind) == {"fixed point"}
    assert "stored" in hf.analysis.attractors(net, 100, xi=TCH, seed=0).kind


def test_wrong_starts_are_refused():
    wrong = [(0, "at least 1"), ("some", '"all"'), (None, '"all"'), (True, '"all"'), (2.5, '"all"')]
    for starts, words in wrong:
        with pytest.raises(ParameterError, match=words):
            hf.analysis.attractors(LETTERS, starts)
    with pytest.raises(ShapeError, match="24 units"):
        hf.analysis.attractors(LETTERS, np.ones((2, 24)))
    with pytest.raises(ShapeError, match=r"\(starts, 25\)"):
        hf.analysis.attractors(LETTERS, TCH[0])
    with pytest.raises(SizeError, match=r"2\^26 states"):
        hf.analysis.attractors(hf.models.hopfield(hf.patterns.random(1, 26, seed=0)), "all")
    with pytest.raises(ParameterError, match="temperature of 0"):
        hf.analysis.attractors(LETTERS, 10, dynamics=hf.Async(0.5))
    J = hf.rules.Hebb()(TCH)
    with pytest.raises(FitError, match="with a delay"):
        hf.analysis.attractors(hf.Network(hf.couplings.DelayedCoupling(J, J, delay=2)))
    with pytest.raises(FitError, match="two states"):
        hf.analysis.attractors(hf.Network(OverlapCoupling(TCH), hf.Linear()))
