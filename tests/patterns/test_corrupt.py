"""Is exactly that much changed, by chance where chance was asked for, and nothing else?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hopfield as hf
from hopfield.errors import ParameterError, PatternError, ShapeError

LETTER = hf.patterns.letters("T")[0]


@given(n=st.integers(1, 80), count=st.integers(0, 80), seed=st.integers(0, 99))
def test_a_count_changes_exactly_that_many(n, count, seed):
    state = hf.patterns.random(1, n, seed=seed)[0]
    count = min(n, count)
    flipped = hf.patterns.flip(state, count, seed=seed)
    assert np.count_nonzero(flipped != state) == count
    assert (np.abs(flipped) == 1).all()
    erased = hf.patterns.erase(state, count, seed=seed)
    assert np.count_nonzero(erased == 0) == count
    assert (erased[erased != 0] == state[erased != 0]).all()


@pytest.mark.parametrize(
    ("amount", "n_changed"), [(0.0, 0), (1, 1), (1.0, 25), (0.16, 4), (np.int64(3), 3)]
)
def test_a_fraction_is_not_a_count(amount, n_changed):
    assert np.count_nonzero(hf.patterns.flip(LETTER, amount, seed=0) != LETTER) == n_changed


def test_rows_are_damaged_alike_in_number_and_not_in_place():
    damaged = hf.patterns.flip(np.tile(LETTER, (40, 1)), 5, seed=0)
    assert ((damaged != LETTER).sum(axis=1) == 5).all()
    assert len(np.unique(damaged, axis=0)) > 30
    assert hf.patterns.flip(hf.patterns.letters("TCH"), 2, seed=0).shape == (3, 25)


def test_every_unit_is_as_likely_as_every_other():
    counts = (hf.patterns.flip(np.tile(LETTER, (5_000, 1)), 5, seed=1) != LETTER).sum(axis=0)
    # binomial(5000, 1/5) a unit: |z| < 5.7 for all 25 has a false-alarm rate of 3e-7
    assert (np.abs(counts - 1_000) < 5.7 * np.sqrt(800)).all()


def test_same_seed_same_damage():
    first = hf.patterns.flip(LETTER, 8, seed=5)
    assert first.tolist() == hf.patterns.flip(LETTER, 8, seed=5).tolist()
    seeds = (np.random.SeedSequence(5), np.random.default_rng(5))
    assert all(hf.patterns.flip(LETTER, 8, seed=seed).tolist() == first.tolist() for seed in seeds)


def test_unknown_units_stay_unknown_and_the_argument_is_not_touched():
    unknown = np.zeros(25, dtype=np.int8)
    assert not hf.patterns.flip(unknown, 1.0).any()
    before = LETTER.copy()
    hf.patterns.erase(LETTER, 1.0)
    hf.patterns.blend(LETTER, -LETTER, 1.0)
    assert (before == LETTER).all()


def test_a_mask_erases_what_it_marks():
    mask = np.zeros(25, dtype=bool)
    mask[:5] = True
    assert np.flatnonzero(hf.patterns.erase(LETTER, mask) == 0).tolist() == [0, 1, 2, 3, 4]
    assert not hf.patterns.erase(np.stack([LETTER, LETTER]), mask)[:, :5].any()


@pytest.mark.parametrize("amount", [-1, 26, 1.01, -0.5, float("nan")])
def test_an_amount_out_of_range_is_refused(amount):
    for damage in (hf.patterns.flip, hf.patterns.erase):
        with pytest.raises(ParameterError, match="1 is one unit"):
            damage(LETTER, amount)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ShapeError, match="mask"):
        hf.patterns.erase(LETTER, [True, False])
    with pytest.raises(ShapeError, match=r"mask\[list\] = True"):
        hf.patterns.erase(LETTER, [1] * 25)
    with pytest.raises(ShapeError, match="one shape"):
        hf.patterns.blend(LETTER, LETTER[:5], 1)
    with pytest.raises(PatternError, match=r"\{2\}"):
        hf.patterns.flip([2, 2], 1)
    with pytest.raises(ParameterError, match="amount"):
        hf.patterns.flip(LETTER, True)
