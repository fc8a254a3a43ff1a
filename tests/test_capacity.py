"""Does the capacity of a rule come out where theory puts it, and its transition where the curves cross one half?"""

from dataclasses import replace

import numpy as np
import pytest

import hopfield as hf
from hopfield.analysis import Capacity, Retrieval
from hopfield.analysis.transition import _falling
from hopfield.errors import ParameterError, ShapeError
from hopfield.random import named

LOADS = np.linspace(0.1, 0.2, 11)


def made_up(halves, loads=LOADS, samples=1, spread=0.0, seed=0):
    """Curves that fall linearly through one half at these loads, from 1 to 0 within 0.04."""
    rng = np.random.default_rng(seed)
    shift = spread * rng.normal(size=(len(halves), len(loads), samples))
    curves = 0.5 - (loads[:, None] - np.array(halves)[:, None, None] - shift) / 0.04
    n = 10 ** np.arange(3, 3 + len(halves))
    return Capacity(n, loads, np.clip(curves, 0, 1), np.clip(curves, 0, 1))


def test_a_retrieval_is_that_of_recall_itself():
    """The same patterns, chosen cues and recall, step by step."""
    measure, seed = Retrieval(start=0.8, cues=5), np.random.SeedSequence(4)
    root = named(seed)
    xi = hf.patterns.random(45, 300, seed=named(root, part="patterns"))
    chosen = np.random.default_rng(named(root, part="chosen")).choice(45, 5, replace=False)
    cues = hf.patterns.flip(xi.spins[np.sort(chosen)], 0.1, seed=named(root, part="flips"))
    assert np.allclose(xi.overlaps(cues)[range(5), np.sort(chosen)], 0.8)
    with pytest.warns(hf.errors.LoadWarning):
        net = hf.models.hopfield(xi)
    ends = hf.recall(net, cues, seed=named(root, part="recall")).state
    overlaps = xi.overlaps(ends)[range(5), np.sort(chosen)]
    found = measure(n=300, load=0.15, seed=seed)
    assert found["overlap"] == pytest.approx(overlaps.mean())
    assert found["retrieved"] == np.mean(overlaps >= 0.968)
    assert measure(n=300, load=0.15, seed=seed) == found


@pytest.mark.parametrize(
    ("rule", "low", "high"),
    [
        (hf.rules.Hebb(), 0.05, 0.4),
        (hf.rules.Storkey(), 0.1, 1.0),
        (hf.rules.Perceptron(), 0.8, 2.5),
    ],
)
def test_every_rule_holds_what_is_below_its_capacity_and_no_more(rule, low, high):
    """Seed 0, N = 100: from the pattern itself, 60 cues each; the loads are far on both sides of the capacity."""
    found = hf.analysis.capacity(rule, 100, [low, high], samples=6, cues=10, seed=0)
    assert found.fraction[0, 0] > 0.9
    assert found.fraction[0, 1] < 0.1


def test_hebbs_rule_breaks_down_near_the_critical_load():
    """Seed 0, N = 1000.

    Half are recalled at 0.154, by 2000 recalls of another draw; the error of a run of this size is 0.003, and the
    bounds are six of these.
    """
    loads = [0.1, 0.13, 0.15, 0.17, 0.2]
    found = hf.analysis.capacity(hf.rules.Hebb(), 1000, loads, samples=8, seed=0)
    where = hf.analysis.transition(found)
    assert where.half[0] == pytest.approx(0.154, abs=0.018)
    assert 0 < where.half_error[0] < 0.01
    assert np.isnan(where.load)
    assert found.mean_overlap[0, -1] > 0.2  # what remains above the transition: amit1985


def test_the_same_seed_gives_the_same_capacity_as_a_grid_of_experiments():
    pytest.importorskip("xarray", reason="experiments need the experiments extra")
    grid = hf.experiments.Grid({"load": [0.1, 0.2], "n": [50, 80]}, samples=3, seed=5)
    data = hf.experiments.run(Retrieval(cues=4), grid, n_jobs=1, progress=False)
    found = hf.analysis.capacity(
        hf.rules.Hebb(), [50, 80], [0.1, 0.2], samples=3, cues=4, seed=np.int64(5)
    )
    assert np.array_equal(data.retrieved.transpose("n", "load", "sample"), found.retrieved)
    assert np.array_equal(data.overlap.transpose("n", "load", "sample"), found.overlap)


def test_the_transition_of_curves_that_are_known_is_found():
    halves = [0.14 + 0.4 * n**-0.5 for n in (1e3, 1e4, 1e5)]
    where = hf.analysis.transition(made_up(halves, np.linspace(0.1, 0.2, 41)))
    assert np.allclose(where.half, halves, atol=1e-9)
    assert where.load == pytest.approx(0.14, abs=1e-9)
    assert where.slope == pytest.approx(0.4, abs=1e-6)
    parts = [made_up([half], np.linspace(0.1, 0.2, 41 - k)) for k, half in enumerate(halves)]
    parts = [replace(part, n=[n]) for part, n in zip(parts, (1000, 10**4, 10**5), strict=True)]
    assert hf.analysis.transition(*parts).load == pytest.approx(where.load, abs=1e-9)
    other = hf.analysis.transition(made_up(halves, np.linspace(0.1, 0.2, 41)), exponent=1.0)
    assert other.load > where.load


def test_errors_of_a_transition_are_those_of_repetitions():
    """150 made-up measurements: their own spread against the error that they state.

    The spread of 150 is known to 6 %, the mean of the stated errors better: the bounds are six of these.
    """
    found = [made_up([0.15, 0.145], samples=12, spread=0.01, seed=seed) for seed in range(150)]
    where = [hf.analysis.transition(one) for one in found]
    stated = np.mean([one.half_error for one in where], axis=0)
    assert np.allclose(stated / np.std([one.half for one in where], axis=0), 1.0, atol=0.36)
    stated = np.mean([one.load_error for one in where])
    assert np.isclose(stated / np.std([one.load for one in where]), 1.0, atol=0.36)


def test_curves_are_made_monotone_as_scipy_does():
    from scipy.optimize import isotonic_regression

    curves = np.random.default_rng(0).random((50, 9))
    expected = [isotonic_regression(curve, increasing=False).x for curve in curves]
    assert np.allclose(_falling(curves), expected)


def test_what_lies_on_one_side_of_the_transition_shows_none():
    with pytest.raises(ParameterError, match=r"goes from 1.00 to 0.75.*higher loads"):
        hf.analysis.transition(made_up([0.21]))
    with pytest.raises(ParameterError, match=r"lower loads"):
        hf.analysis.transition(made_up([0.05]))
    with pytest.raises(ParameterError, match="exponent must be above 0"):
        hf.analysis.transition(made_up([0.15]), exponent=0)
    with pytest.raises(ParameterError, match="needs what was measured"):
        hf.analysis.transition()


def test_no_capacity_that_makes_no_sense_is_taken():
    Hebb = hf.rules.Hebb()
    for options, words in (
        ({"start": 0}, "start is the overlap"),
        ({"cues": 0}, "cues must be"),
        ({"max_sweeps": 0}, "max_sweeps must be"),
        ({"samples": 0}, "samples must be"),
    ):
        with pytest.raises(ParameterError, match=words):
            hf.analysis.capacity(Hebb, 50, [0.1], **options)
    with pytest.raises(ParameterError, match="load is patterns per unit"):
        hf.analysis.capacity(Hebb, 50, [0.0])
    with pytest.raises(ParameterError, match="loads must rise"):
        hf.analysis.capacity(Hebb, 50, [0.2, 0.1], samples=1)
    with pytest.raises(ShapeError, match="2 loads need"):
        Capacity(np.array([50]), np.array([0.1, 0.2]), np.zeros((1, 3, 2)), np.zeros((1, 3, 2)))
    single = hf.analysis.capacity(Hebb, 50, [0.1], samples=1, seed=0)
    assert np.isnan(single.fraction_error).all()


def test_capacity_knows_its_sources(capsys):
    assert "hopfield1982" in hf.cite(Retrieval())
    assert "amit1985" in hf.cite(hf.analysis.transition)
    capsys.readouterr()
