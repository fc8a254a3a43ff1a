"""Are patterns what was put in, for every size, and is everything else refused?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import hopfield as hf
from hopfield.errors import ParameterError, PatternError, ShapeError
from hopfield.patterns import bits, generate

SPINS = hnp.arrays(
    np.int8, st.tuples(st.integers(1, 5), st.integers(1, 200)), elements=st.sampled_from([-1, 1])
)


@given(SPINS)
def test_packing_loses_nothing(spins):
    xi = hf.Patterns(spins)
    assert (xi.p, xi.n, len(xi)) == (*spins.shape, len(spins))
    assert xi.spins.tolist() == spins.tolist()
    assert [row.tolist() for row in xi] == spins.tolist()
    assert hf.Patterns.from_bits(spins > 0) == xi
    assert hf.Patterns.from_bits((spins + 1.0) / 2) == xi


@given(SPINS)
def test_transposing_turns_patterns_into_units(spins):
    columns = bits.transpose(hf.Patterns(spins).words, spins.shape[1])
    assert bits.unpack(columns, len(spins)).tolist() == spins.T.tolist()


def test_transposing_crosses_blocks_of_units():
    xi = hf.patterns.random(3, 2 * (1 << 16) + 77, seed=0)
    columns = bits.unpack(bits.transpose(xi.words, xi.n), 3)
    assert np.array_equal(columns, xi.spins.T)


def test_patterns_can_not_be_changed():
    spins = np.ones((2, 70), dtype=np.int8)
    xi = hf.Patterns(spins)
    spins[:] = -1
    xi.spins[:] = -1
    xi[0][:] = -1
    assert (xi.spins == 1).all()
    with pytest.raises(ValueError, match="read-only"):
        xi.words[0, 0] = 0
    with pytest.raises(AttributeError):
        xi.n = 3


def test_a_slice_keeps_labels_and_shape():
    xi = hf.patterns.letters("TCH")
    assert xi[1:].labels == ("C", "H")
    assert xi[[2, 0]].labels == ("H", "T")
    assert xi[1:].shape == (5, 5)
    assert xi[-1].tolist() == xi[2].tolist()
    assert xi[1:] != xi
    assert hash(xi[:]) == hash(xi)


@pytest.mark.parametrize(
    ("array", "error", "words"),
    [
        (
            [[0, 1, 1]],
            PatternError,
            "only -1 and \\+1, got values {0, 1}; for bits use Patterns.from_bits",
        ),
        ([[True, False]], PatternError, "from_bits"),
        ([[1.0, np.nan]], PatternError, "1 of them are NaN"),
        ([[1.0, np.inf]], PatternError, "inf"),
        ([["a", "b"]], PatternError, "type"),
        ([1, -1, 1], ShapeError, r"x\[None\]"),
        ([[[1]]], ShapeError, r"\(p, n\)"),
        (np.empty((0, 5)), ShapeError, "p, n >= 1"),
        (np.empty((5, 0)), ShapeError, "p, n >= 1"),
    ],
)
def test_what_is_no_pattern_is_refused_with_a_remedy(array, error, words):
    with pytest.raises(error, match=words):
        hf.Patterns(array)


def test_bits_other_than_0_and_1_are_refused():
    with pytest.raises(PatternError, match="Patterns\\(x\\)"):
        hf.Patterns.from_bits([[-1, 1]])


def test_labels_and_shape_must_fit():
    with pytest.raises(ShapeError, match="2 labels"):
        hf.Patterns([[1, 1], [1, -1]], labels=["one"])
    with pytest.raises(ShapeError, match="display shape"):
        hf.Patterns([[1, 1, 1, 1]], shape=(3, 2))


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        ([1] * 24, ShapeError, "24 units, the network has 25"),
        ([2] * 25, PatternError, r"\{2\}"),
        ([np.nan] * 25, PatternError, "nan"),
        (1, ShapeError, "array"),
        ([True] * 25, PatternError, "2\\*bits - 1"),
    ],
)
def test_overlaps_with_what_is_no_state_are_refused(state, error, words):
    xi = hf.patterns.letters("TCH")
    with pytest.raises(error, match=words):
        xi.overlaps(state)
    with pytest.raises(error, match=words):
        xi.match(state)


def test_overlaps_have_the_shape_of_the_batch():
    xi = hf.patterns.letters("TCH")
    states = np.stack([xi.spins, -xi.spins])
    assert xi.overlaps(states).shape == (2, 3, 3)
    assert xi.overlaps(states[0, 0]).shape == (3,)
    assert xi.overlaps(np.zeros(25)).tolist() == [0, 0, 0]


def test_random_patterns_are_random_and_seeded():
    xi = hf.patterns.random(50, 1_000, seed=3)
    assert xi == hf.patterns.random(50, 1_000, seed=3)
    assert xi != hf.patterns.random(50, 1_000, seed=4)
    # 50,000 fair units: the mean leaves ±5 σ with a false-alarm rate of 6e-7
    assert abs(xi.spins.mean()) < 5 / np.sqrt(50_000)
    biased = hf.patterns.random(50, 1_000, bias=0.5, seed=3)
    assert abs(biased.spins.mean() - 0.5) < 5 * np.sqrt(0.75 / 50_000)
    assert hf.patterns.random(1, 99, bias=1, seed=0).spins.min() == 1


def test_random_patterns_are_drawn_packed():
    import tracemalloc

    tracemalloc.start()
    xi = hf.patterns.random(100, 1_000_000, seed=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.5 * xi.words.nbytes


@pytest.mark.parametrize("wrong", [0, -1])
def test_counts_below_one_are_refused(wrong):
    with pytest.raises(ParameterError, match="whole number"):
        hf.patterns.random(wrong, 5)
    with pytest.raises(ParameterError, match="whole number"):
        hf.patterns.hadamard(1, wrong)


def test_parameters_out_of_range_are_refused():
    with pytest.raises(ParameterError, match="from -1 to 1"):
        hf.patterns.random(1, 5, bias=1.5)
    with pytest.raises(ParameterError, match="power of two"):
        hf.patterns.hadamard(2, 12)
    with pytest.raises(ParameterError, match="4 orthogonal"):
        hf.patterns.hadamard(5, 4)
    with pytest.raises(ParameterError, match="seed"):
        hf.patterns.random(1, 5, seed=-1)


@pytest.mark.parametrize("n", [1, 2, 8, 128])
def test_hadamard_patterns_are_orthogonal(n):
    xi = hf.patterns.hadamard(n, n)
    assert xi.gram().tolist() == (n * np.eye(n, dtype=int)).tolist()


def test_every_glyph_differs_from_every_other():
    text = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    xi = hf.patterns.letters(text)
    assert xi.labels == tuple(text)
    gram = xi.gram()
    assert (gram - 25 * np.eye(36, dtype=int)).max() < 25
    assert hf.patterns.letters("t c\nh") == hf.patterns.letters("TCH")
    with pytest.raises(PatternError, match="no glyph for É"):
        hf.patterns.letters("Té")
    with pytest.raises(PatternError, match="no letter"):
        hf.patterns.letters("  ")


def test_a_pattern_is_in_the_set_and_another_is_not():
    xi = hf.patterns.letters("TCH")
    assert xi[1] in xi
    assert -xi[1] not in xi


@pytest.mark.parametrize("shape", [(-5, -5), (5.0, 5), (0, 25), "ab"])
def test_a_display_shape_that_is_none_is_refused(shape):
    with pytest.raises((ShapeError, TypeError), match="shape"):
        hf.Patterns(hf.patterns.letters("T").spins, shape=shape)


def test_what_only_looks_like_patterns_is_refused():
    with pytest.raises(ShapeError, match="one length"):
        hf.Patterns([[1, -1], [1]])
    with pytest.raises(PatternError, match="0 stands for unknown"):
        hf.Patterns(np.ma.array([[1, -1]], mask=[[True, False]]))
    with pytest.raises(PatternError, match="past unit 2"):
        hf.Patterns.from_words(np.array([[1 << 63]], dtype=np.uint64), 3)
    with pytest.raises(ShapeError, match=r"\(p, 2\) uint64"):
        hf.Patterns.from_words(np.zeros((1, 1), dtype=np.uint64), 65)
    with pytest.raises(IndexError):
        hf.patterns.letters("TCH")[True]


@given(
    p=st.integers(1, 40),
    n=st.integers(1, 200),
    height=st.integers(1, 300),
    bias=st.sampled_from([0.0, 0.3]),
    seed=st.integers(0, 2**32),
)
def test_random_patterns_are_the_same_however_many_are_drawn_at_once(p, n, height, bias, seed):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "_NUMBERS", height)
        found = hf.patterns.random(p, n, bias, seed=seed)
    rng, expected = np.random.default_rng(seed), np.empty((p, n), dtype=np.int8)
    for row in expected:  # one pattern after the other
        if bias:
            row[:] = np.where(rng.random(n) < (1 + bias) / 2, 1, -1)
        else:
            words = rng.integers(0, 2**64, size=bits.n_words(n), dtype=np.uint64)
            row[:] = bits.unpack(words, n)
    assert np.array_equal(found.spins, expected)
