"""Does a match name what a state is, and nothing that it is only near to?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hopfield as hf

TCH = hf.patterns.letters("TCH")


def test_stored_and_reversed_are_told_apart():
    assert repr(TCH.match(TCH[1])) == "Match(kind='stored', index=1, label='C', overlap=1.0)"
    assert repr(TCH.match(-TCH[1])) == "Match(kind='reversed', index=1, label='C', overlap=-1.0)"
    assert TCH.match(TCH[0]).is_exact


def test_a_batch_gives_a_list_and_two_axes_a_list_of_lists():
    assert [match.label for match in TCH.match(TCH.spins)] == ["T", "C", "H"]
    assert [len(row) for row in TCH.match(np.stack([TCH.spins, TCH.spins]))] == [3, 3]


@pytest.mark.parametrize("signs", [(1, 1, 1), (1, -1, 1), (-1, -1, -1), (1, 1, -1)])
@pytest.mark.parametrize("size", [3, 5])
def test_an_odd_mixture_is_named_with_members_and_signs(size, signs):
    xi = hf.patterns.random(8, 2_000, seed=1)
    sigma = np.array((*signs, 1, -1)[:size])
    members = [6, 2, 4, 0, 1][:size]
    match = xi.match(np.sign(sigma @ xi.spins[members].astype(int)))
    assert match.kind == "mixture"
    assert match.overlap == 1.0
    assert dict(zip(match.members, match.signs, strict=True)) == dict(
        zip(members, sigma.tolist(), strict=True)
    )
    assert match.index is None
    assert match.label is None


def test_the_spurious_valleys_of_the_letters_are_mixtures_of_three():
    states = np.sign([[1, 1, -1], [1, -1, 1]] @ TCH.spins.astype(int))
    matches = TCH.match(states)
    assert [sorted(np.abs(25 * TCH.overlaps(s)).round().tolist()) for s in states] == [
        [11, 13, 19],
        [7, 11, 13],
    ]
    assert [match.kind for match in matches] == ["mixture", "mixture"]
    assert [dict(zip(m.members, m.signs, strict=True)) for m in matches] == [
        {0: 1, 1: 1, 2: -1},
        {0: 1, 1: -1, 2: 1},
    ]


@given(st.integers(0, 10_000))
def test_a_random_state_is_never_given_a_name(seed):
    # a random state of 100 units lies within 1.6 % of one of 2·20 patterns, or of the mixtures that may be
    # named, with a probability below 1e-10
    rng = np.random.default_rng(seed)
    state = rng.choice(np.array([-1, 1], dtype=np.int8), 100)
    match = hf.patterns.random(20, 100, seed=rng).match(state)
    assert match.kind == "unknown"
    assert (match.index, match.label, match.members) == (None, None, ())


def test_many_patterns_do_not_make_a_mixture_of_anything():
    """The best 31 of 50,000 patterns add up to nearly any state of 64 units; that is no finding."""
    xi = hf.patterns.random(50_000, 64, seed=0)
    assert xi.match(hf.patterns.random(1, 64, seed=1)[0]).kind == "unknown"


def test_a_few_wrong_units_are_still_the_memory_and_more_are_not():
    xi = hf.patterns.random(5, 1_000, seed=0)
    near = xi.match(hf.patterns.flip(xi[3], 16, seed=0))
    assert (near.kind, near.index, near.overlap, near.is_exact) == ("stored", 3, 0.968, False)
    assert xi.match(hf.patterns.flip(xi[3], 17, seed=0)).kind == "unknown"


def test_a_state_between_two_near_patterns_is_not_named():
    one = hf.patterns.random(1, 1_000, seed=0)[0]
    other = hf.patterns.flip(one, 10, seed=1)
    between = hf.patterns.blend(one, other, 0)
    between[np.flatnonzero(one != other)[:5]] *= -1
    xi = hf.Patterns([one, other])
    assert xi.match(between).kind == "unknown"
    assert xi.match(one).index == 0
    assert xi.match(other).index == 1


def test_the_same_pattern_under_two_names_is_both():
    xi = hf.Patterns([TCH[0], TCH[1], TCH[0]], labels=["T", "C", "T again"])
    match = xi.match(TCH[0])
    assert (match.index, match.label, match.same) == (0, "T", (2,))


def test_unknown_units_are_not_counted_as_right():
    half = hf.patterns.erase(TCH[0], 12, seed=0)
    assert TCH.match(half).kind == "unknown"
    assert TCH.match(np.zeros(25)).overlap == 0.0


def test_a_pattern_stored_beside_its_negative_is_still_named():
    xi = hf.patterns.random(3, 200, seed=0).spins
    both = hf.Patterns(np.vstack([-xi[:1], xi, xi[1:2]]))
    assert (both.match(xi[0]).kind, both.match(xi[0]).index) == ("stored", 1)
    assert (both.match(-xi[0]).kind, both.match(-xi[0]).index) == ("stored", 0)
    assert both.match(-xi[1]).kind == "reversed"
    assert both.match(xi[1]).same == (4,)
    assert hf.Patterns([[1], [-1]]).match([1]).kind == "stored"


def test_a_third_pattern_does_not_make_a_mixture_of_a_state_between_two():
    one = hf.patterns.random(1, 1_000, seed=0)[0]
    other = hf.patterns.flip(one, 10, seed=1)
    between = one.copy()
    between[np.flatnonzero(one != other)[:5]] *= -1
    xi = hf.Patterns([one, other, *hf.patterns.random(5, 1_000, seed=2).spins])
    assert xi.match(between).kind == "unknown"


def test_large_sets_are_matched_as_small_ones():
    xi = hf.patterns.random(
        3_000, 2_000, seed=0
    )  # enough words for the compiled kernel, in several parts
    states = np.stack([xi[2_999], -xi[7], hf.patterns.random(1, 2_000, seed=1)[0]])
    found = [(match.kind, match.index) for match in xi.match(states)]
    assert found == [("stored", 2_999), ("reversed", 7), ("unknown", None)]
    assert np.array_equal(xi.products(states[:1])[0], xi.spins.astype(int) @ states[0])
    both = hf.Patterns(np.vstack([-xi.spins[2_000:2_001], xi.spins]))
    assert (both.match(xi[2_000]).kind, both.match(xi[2_000]).index) == ("stored", 2_001)
