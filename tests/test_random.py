"""Are random streams what they were? Every seeded answer that anyone has written down hangs on these numbers."""

import numpy as np
import pytest

from hopfield.random import streams

ROWS = np.array([[1, -1, 0, 1], [1, -1, 0, 1], [-1, -1, -1, -1]], dtype=np.int8)
OF_7 = [15296809430250169403, 10133172465295782242, 12407260775485126928, 2736947781109264994]
OF_0 = [
    [14784847336968161503, 4686272245110333103, 10685431858225631702, 1843469322160394510],
    [4128585126282278667, 7807621518347433996, 17018567759180798899, 765024818298655400],
    [1772951212801571757, 16976536255854564415, 7387451089880610714, 8751816191518678616],
]
OF_A_GENERATOR = [
    2080039389242652769,
    8433599350953129672,
    8983098482630570643,
    4907442311964534387,
]


def test_a_batch_has_the_streams_that_it_always_had():
    for _ in range(2):  # a seed that was used before is looked up
        assert streams(0, ROWS).tolist() == OF_0
    assert streams(0, ROWS[::2]).tolist() == OF_0[::2]
    assert streams(0, np.asfortranarray(ROWS)).tolist() == OF_0
    assert streams(0, ROWS[:0]).shape == (0, 4)


@pytest.mark.parametrize("seed", [7, np.int64(7), np.uint8(7), np.random.SeedSequence(7)])
def test_a_seed_is_its_number_whatever_its_type(seed):
    for _ in range(2):
        assert streams(seed, ROWS[:1]).tolist() == [OF_7]


def test_a_generator_moves_on_and_no_seed_is_never_the_same():
    rng = np.random.default_rng(7)
    assert streams(rng, ROWS[2:]).tolist() == [OF_A_GENERATOR]
    assert streams(rng, ROWS[2:]).tolist() != [OF_A_GENERATOR]
    assert streams(None, ROWS[:1]).tolist() != streams(None, ROWS[:1]).tolist()
