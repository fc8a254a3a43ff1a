"""Does a grid have the cells that it says, each with a seed of its own that nothing else changes?"""

import numpy as np
import pytest

import hopfield as hf
from hopfield.errors import ParameterError
from hopfield.random import named


def numbers(cell):
    return cell.seed.generate_state(4).tolist()


def test_no_cell_is_missing_or_there_twice():
    grid = hf.experiments.Grid({"load": [0.1, 0.2], "n": [10, 20, 30]}, samples=4)
    cells = list(grid)
    assert len(cells) == len(grid) == 24
    assert grid.dims == ("load", "n", "sample")
    assert len({cell.where for cell in cells}) == 24
    assert len({tuple(numbers(cell)) for cell in cells}) == 24
    assert cells[4].values == {"load": 0.1, "n": 20}


def test_no_seed_hangs_on_the_place_of_a_cell_or_on_the_other_cells():
    grid = hf.experiments.Grid({"load": [0.1, 0.2], "n": [10, 20]}, samples=2, seed=5)
    other = hf.experiments.Grid(
        {"n": np.array([7.0, 20.0, 10.0]), "load": (0.2, 0.3)}, samples=3, seed=5
    )
    assert numbers(grid.cell((1, 0, 1))) == numbers(other.cell((2, 0, 1)))
    assert numbers(grid.cell((1, 0, 1))) != numbers(
        hf.experiments.Grid(grid.axes, 2, seed=6).cell((1, 0, 1))
    )


def test_named_seeds_differ_by_name_value_and_kind():
    seeds = [named(0, a=1), named(0, b=1), named(0, a=2), named(0, a="1"), named(1, a=1)]
    assert len({tuple(seed.generate_state(4)) for seed in seeds}) == 5
    both = named(0, a=1, b=2), named(0, b=2.0, a=np.int64(1))
    assert both[0].generate_state(4).tolist() == both[1].generate_state(4).tolist()


@pytest.mark.parametrize(
    ("axes", "more", "words"),
    [
        ({}, {}, "mapping of names"),
        ([1, 2], {}, "mapping of names"),
        ({"load": []}, {}, "list of numbers"),
        ({"load": "0.1"}, {}, "list of numbers"),
        ({"load": [0.1, 0.1]}, {}, "each once"),
        ({"load": [0.1, np.nan]}, {}, "finite"),
        ({"load": [[0.1]]}, {}, "list of numbers"),
        ({"load": [object()]}, {}, "list of numbers"),
        ({"sample": [1]}, {}, "not one of"),
        ({"two words": [1]}, {}, "two words"),
        ({"load": [0.1]}, {"samples": 0}, "samples must be a whole number of at least 1"),
        ({"load": [0.1]}, {"seed": None}, "seed must be a whole number"),
        ({"load": [0.1]}, {"units": {"load": 3}}, "names to words"),
    ],
)
def test_no_grid_that_makes_no_sense_is_taken(axes, more, words):
    with pytest.raises(ParameterError, match=words):
        hf.experiments.Grid(axes, **more)
