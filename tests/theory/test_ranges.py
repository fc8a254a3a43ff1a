"""Does each equation take numbers and arrays alike, and say where it ends?"""

import importlib

import numpy as np
import pytest

from hopfield import cite, theory
from hopfield.errors import ParameterError

BAD = [
    (theory.critical_load, (-0.1,), "T must be at least 0 and below 1"),
    (theory.critical_load, (1.0,), "every memory melts"),
    (theory.retrieval_overlap, (0.0,), "load must be above 0"),
    (theory.retrieval_overlap, (0.2,), r"at most 0\.13790"),
    (theory.retrieval_overlap, ([0.05, 0.2], 0.3), r"at most 0\.10332.*got 0\.2"),
    (theory.retrieval_overlap, (np.nan,), "got nan"),
    (theory.retrieval_overlap, ("much",), "real number"),
    (theory.retrieval_overlap, (None,), "real number"),
    (theory.retrieval_overlap, ([[1], [1, 2]],), "real number"),
    (theory.order_parameters, (0.1, 1.4, "spin_glass"), "paramagnet"),
    (theory.free_energy, (0.1, 0.5, "paramagnet"), "above 1"),
    (theory.entropy, (0.1, 0.0, "liquid"), "'retrieval', 'spin_glass' or 'paramagnet'"),
    (theory.energy, (-1.0,), "load must be above 0"),
    (theory.glass_temperature, (0.0,), "load must be above 0"),
    (theory.retrieval_temperature, (0.14,), r"at most 0\.13818"),
    (theory.ground_state_load, (1.0,), "T must be at least 0 and below 1"),
    (theory.ground_state_temperature, (0.06,), r"at most 0\.0531.*never the ground state"),
    (theory.at_temperature, (-0.1,), "load must be above 0"),
    (theory.mixture_overlap, (2,), "1 plus a multiple of 2, got 2; mixtures of an even number"),
    (theory.mixture_overlap, (3, 1.0), "T must be"),
    (theory.mixture_energy, (0,), "at least 1"),
    (theory.mixture_temperature, (3.5,), "got 3.5"),
    (theory.mixture_load, (-3,), "at least 1"),
    (theory.gardner_load, (-0.1,), "margin must be at least 0"),
    (theory.gardner_load, (0.0, 1.0), "all patterns are alike"),
    (theory.gardner_margin, (2.1,), "at most 2,"),
    (theory.dilution_load, (0.0,), "kept must be above 0 and at most 1"),
    (theory.noisy_load, (-1.0,), "at least 0"),
    (theory.sequence_overlap, (0.3,), r"at most 0\.26906"),
    (theory.sequence_start, (0.0,), "load must be above 0"),
    (theory.sequence_walk, (1.5, 0.1, 3), "overlap must be"),
    (theory.sequence_walk, (0.5, 0.1, 2.5), "whole number"),
    (theory.sparse_load, (1.0,), "below 1"),
    (theory.sparse_optimum, (0.0,), "activity must be"),
    (theory.marginalist_load, (2.0,), r"at least 2\.4648.*remembers nothing"),
    (theory.bounded_load, (0.8,), r"at most 0\.7553.*remembers nothing"),
    (theory.bit_error, (0.0,), "load must be above 0"),
    (theory.bit_error, (0.1, "graded"), "'spin' or 'binary'"),
    (theory.parallel_step, (-1.1, 0.1), "overlap must be at least -1 and at most 1"),
    (theory.perfect_recall_load, (1,), "n must be at least 2"),
    (theory.storkey_load, (1,), "n must be at least 2"),
    (theory.dense_capacity, (100, 1), "degree must be at least 2"),
    (theory.dense_capacity, (10**6, 80), "no float"),
    (theory.dense_sequence_capacity, (100, 0), "degree must be at least 1"),
    (theory.dense_bit_error, (100, 3, 0), "p must be above 0"),
    (theory.exponential_capacity, (3000,), "at most 2047"),
    (theory.exponential_capacity, (100, 0.5), "flipped must be"),
    (theory.modern_separation, (1, 1.0), "p must be at least 2"),
    (theory.modern_error, (1.0, 10, 0.0), "beta must be above 0"),
    (theory.modern_pair_overlap, (0.0,), "strength must be above 0"),
    (theory.sparse_separation, (1.0, 1.0, 0.0, 1.0), "alpha must be above 1"),
]


@pytest.mark.parametrize(("function", "given", "said"), BAD)
def test_no_equation_answers_outside_its_range(function, given, said):
    with pytest.raises(ParameterError, match=said):
        function(*given)


def test_every_function_with_a_range_is_tried_outside_it():
    free = {
        "clipped_load",
        "sequence_load",
        "marginalist_strength",
        "bounded_limit",
    }
    functions = {name for name in theory.__all__ if name[0].islower()}
    assert functions - free == {function.__name__ for function, _, _ in BAD}


ARRAYS = [
    (theory.critical_load, ([0.0, 0.1, 0.9],)),
    (theory.retrieval_overlap, ([0.01, 0.1],)),
    (theory.retrieval_overlap, ([0.01, 0.08], 0.2)),
    (theory.free_energy, ([0.1, 2.0], 0.3, "spin_glass")),
    (theory.entropy, (0.05, [0.1, 0.3])),
    (theory.energy, (0.05, [1.3, 2.3], "paramagnet")),
    (theory.glass_temperature, ([0.1, 1.0],)),
    (theory.retrieval_temperature, ([0.01, 0.138],)),
    (theory.ground_state_load, ([0.0, 0.2],)),
    (theory.ground_state_temperature, ([0.01, 0.05],)),
    (theory.at_temperature, ([0.0001, 0.1],)),
    (theory.mixture_overlap, ([1, 9], [0.0, 0.2])),
    (theory.mixture_energy, ([3, 5],)),
    (theory.mixture_temperature, ([1, 5],)),
    (theory.mixture_load, ([3, 7],)),
    (theory.gardner_load, ([0.0, 1.0], 0.3)),
    (theory.gardner_margin, ([0.5, 2.0],)),
    (theory.dilution_load, ([0.1, 1.0],)),
    (theory.noisy_load, ([0.1, 1.0],)),
    (theory.sequence_overlap, ([0.1, 0.26],)),
    (theory.sequence_start, ([0.1, 0.26],)),
    (theory.sparse_load, ([0.1, 0.5],)),
    (theory.marginalist_load, ([3.0, 10.0],)),
    (theory.bounded_load, ([0.1, 0.5],)),
    (theory.bit_error, ([0.1, 0.2],)),
    (theory.parallel_step, (0.3, [0.1, 0.2])),
    (theory.perfect_recall_load, ([10, 1000],)),
    (theory.storkey_load, ([10, 1000],)),
    (theory.dense_capacity, (100, [2, 5])),
    (theory.dense_sequence_capacity, ([100, 200], 2)),
    (theory.dense_bit_error, (100, 3, [10, 1000])),
    (theory.exponential_capacity, (100, [0.0, 0.2])),
    (theory.modern_separation, ([10, 100], 2.0)),
    (theory.modern_error, ([0.5, 1.0], 10, 2.0)),
    (theory.modern_pair_overlap, ([0.5, 2.0],)),
    (theory.sparse_separation, ([1.0, 2.0],)),
]


@pytest.mark.parametrize(("function", "given"), ARRAYS)
def test_an_array_is_answered_as_its_numbers_one_by_one(function, given):
    answer = function(*given)
    assert answer.shape == (2 + (function is theory.critical_load),)
    for i, expected in enumerate(answer):
        alone = function(*(arg[i] if isinstance(arg, list) else arg for arg in given))
        assert isinstance(alone, float)
        assert alone == pytest.approx(expected, rel=1e-9, abs=1e-300)


def test_axes_broadcast():
    table = theory.retrieval_overlap(np.array([[0.01], [0.05]]), np.array([0.0, 0.2, 0.4]))
    assert table.shape == (2, 3)
    assert theory.order_parameters([0.01, 0.05], [[0.1], [0.2]]).r.shape == (2, 2)
    assert theory.sequence_walk([0.3, 0.5], 0.1, 4).shape == (2, 5)
    assert theory.sparse_optimum([[0.1, 0.2]]).threshold.shape == (1, 2)


def test_equations_name_their_papers(capsys):
    assert "amit1987" in cite(theory.critical_load)
    assert "gardner1988" in cite(theory)
    for name in theory.__all__:
        thing = getattr(theory, name)
        home = importlib.import_module(thing.__module__)
        assert home.__doc__
        if name[0].islower():
            assert "@" in cite(thing), name
    capsys.readouterr()
