"""How much is computed: words are counted by the kernel itself, so that no test needs a clock."""

import numpy as np
import pytest

import hopfield as hf
from hopfield.couplings.overlap import check_exact
from hopfield.kernels.exact import equipped
from hopfield.kernels.loop import Log, advance
from hopfield.random import streams

BLOCK = 64


def work(n, p, *, flipped=0.1, max_sweeps=1, temperature=0.0, order=0, held=None):
    """(words of fields, words of corrections, flips, planes) of a recall."""
    xi = hf.patterns.random(p, n, seed=n + p)
    s = hf.patterns.flip(xi[0], flipped, seed=1)[None].astype(np.int8)
    shared, products, unit = hf.models.hopfield(xi).coupling.kernel(s)
    coupling = equipped(*shared[:4])
    empty = (np.empty(0, dtype=np.int64), np.empty(0), np.empty(0, np.int8), np.empty(0, np.int8))
    slope = 2.0 / (temperature * unit) if temperature else 0.0
    advance(
        coupling,
        s,
        products,
        np.zeros(1),
        np.zeros((1, 0), dtype=bool) if held is None else held[None],
        0.0,
        slope,
        streams(0, s),
        coupling.epoch.units,
        order,
        max_sweeps,
        np.zeros(1, dtype=np.int64),
        Log(*empty, np.zeros(1, dtype=np.int64)),
    )
    return (*coupling.epoch.work.sum(axis=0).tolist(), int(coupling.planes.book[0]))


def blocks(n):
    return -(-n // BLOCK) * BLOCK


@pytest.mark.parametrize(("n", "p"), [(640, 10), (1_000, 70), (5_000, 40), (20_000, 100)])
def test_a_sweep_computes_each_field_once_and_the_check_once_more(n, p):
    fields, _, _, planes = work(n, p)
    one_pass = blocks(n) * -(-p // 64)
    # planes come and go by one or two as overlaps shrink; the check of the cue ends in its first blocks
    assert one_pass * 2 * (planes - 2) <= fields <= (one_pass * 2 + 17 * BLOCK) * (planes + 3)


def test_work_grows_with_units_and_with_words_of_patterns_and_with_nothing_else():
    small, wide, long = (work(n, p)[0] for n, p in ((16_384, 128), (16_384, 512), (65_536, 128)))
    assert 3.2 < wide / small < 4.8  # four times the words of patterns
    assert 3.2 < long / small < 5.5  # four times the units, and larger overlaps: one more plane


def test_far_from_its_levels_no_unit_has_to_hear_of_flips():
    _, corrections, flips, _ = work(60_000, 3, flipped=0.05)
    assert flips > 2_900
    assert corrections == 0


def test_near_its_levels_a_unit_hears_of_at_most_the_flips_before_it_in_its_epoch():
    n, p = 2_000, 180
    _, corrections, flips, _ = work(n, p, flipped=0.2)
    assert 0 < corrections <= blocks(n) * -(-p // 64) * 64  # no unit more than its epoch's
    assert flips >= 0.15 * n


def test_a_state_at_rest_costs_one_check_and_no_sweep():
    fields, corrections, flips, planes = work(1_000, 20, flipped=0.0, max_sweeps=50)
    assert (corrections, flips) == (0, 0)
    assert fields == blocks(1_000) * planes


def test_at_a_temperature_there_is_no_check():
    swept, *_ = work(1_280, 20, temperature=0.1, max_sweeps=3)
    once, *_ = work(1_280, 20, temperature=0.1, max_sweeps=1)
    assert swept == pytest.approx(3 * once, rel=0.25)


def test_sizes_that_could_be_rounded_are_refused():
    check_exact(10**7, 10**8)
    with pytest.raises(hf.errors.ParameterError, match="exact up to"):
        check_exact(10**7, 10**9)


def test_units_that_are_held_make_nobody_hear_of_flips():
    held = np.arange(60_000) % 2 == 0
    _, corrections, flips, _ = work(60_000, 3, flipped=0.05, held=held)
    assert 1_300 < flips < 1_700
    assert corrections == 0
