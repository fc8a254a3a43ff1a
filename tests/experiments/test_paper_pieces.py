"""Do the measurements behind the papers give what is known in small cases?"""

import numpy as np
import pytest

pytest.importorskip("xarray", reason="experiments need the experiments extra")

import hopfield as hf
from hopfield.experiments.papers import amit1985pra, keys, mceliece1987, sompolinsky1986pra
from hopfield.experiments.phase_diagram import warm_overlap
from hopfield.experiments.samples import averaged


def test_a_mean_has_the_standard_error_of_its_samples_and_skips_gaps():
    found = averaged([1.0, 3.0, np.nan])
    assert (found.value, found.error) == (2.0, 1.0)
    assert averaged([4.0]).error == np.inf
    assert np.isnan(averaged([]).value)


def test_glauber_dynamics_keeps_the_overlap_of_theory():
    """Within 5 standard errors of 12 samples with 16 patterns each: by Student's t, 4e-4 if seeds were redrawn.

    The seeds are fixed, and 0.002 is far below what another load or temperature would do.
    """
    seeds = np.random.SeedSequence(3).spawn(12)
    found = averaged([warm_overlap(2000, 0.05, 0.3, 40, seed)["overlap"] for seed in seeds])
    theory = hf.theory.retrieval_overlap(0.05, 0.3)
    assert abs(found.value - theory) < 5 * found.error
    assert found.error < 0.0004


def test_few_patterns_survive_damage_and_many_do_not():
    seed = np.random.SeedSequence(0)
    assert sompolinsky1986pra.cut(400, 0.02, 0.5, seed)["retrieved"] == 1.0
    assert sompolinsky1986pra.cut(400, 0.4, 0.5, seed)["retrieved"] == 0.0
    assert sompolinsky1986pra.clipped(400, 0.02, seed)["overlap"] > 0.99
    assert mceliece1987.exact(400, 0.05, seed) == {"share": 1.0, "all": 1.0}
    assert mceliece1987.exact(400, 3.0, seed)["all"] == 0.0


def test_mixtures_of_three_rest_and_those_of_two_fall():
    seed = np.random.SeedSequence(0)
    assert amit1985pra.mixture(4000, 3, 0.0, 20, seed)["kept"] == 1.0
    assert amit1985pra.mixture(4000, 2, 0.1, 60, seed)["kept"] == 0.0


def test_keys_are_ordered_by_year_whatever_follows_it():
    found = keys()
    years = [int("".join(letter for letter in key if letter.isdigit())) for key in found]
    assert years == sorted(years)
    assert "sompolinsky1986pra" in found
