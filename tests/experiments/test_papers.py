"""Is every paper judged by our own numbers, by rules that can say no, and is all of it kept?"""

import json
import sys
from dataclasses import replace
from math import nan

import numpy as np
import pytest

pytest.importorskip("xarray", reason="experiments need the experiments extra")
pytest.importorskip("matplotlib", reason="figures need the plots extra")

import hopfield as hf
from hopfield.errors import ParameterError, StoreError
from hopfield.experiments import Claim, Finding, Grid, Measured, Paper, Report, Verdict
from hopfield.experiments.papers import paper
from hopfield.experiments.papers.krauth1987 import largest_margin, minover
from hopfield.experiments.report import in_words
from measures import noise

HOLDS, FAILS, UNTESTED = Verdict.HOLDS, Verdict.FAILS, Verdict.UNTESTED


def claim(value=1.0, tolerance=0.125, relation="equals", **more):
    return Claim("amit1985", more.pop("name", "x"), value, tolerance, "abstract", relation, **more)


@pytest.mark.parametrize(
    ("relation", "ours", "error", "verdict"),
    [
        ("equals", 1.125, 0.0, HOLDS),  # the edge belongs to the claim
        ("equals", 0.875, 0.0, HOLDS),
        ("equals", np.nextafter(1.125, 2), 0.0, FAILS),
        ("equals", np.nextafter(0.875, 0), 0.0, FAILS),
        ("equals", 1.25, 0.0625, HOLDS),  # two standard errors more
        ("equals", 1.2501, 0.0625, FAILS),
        ("at least", 0.875, 0.0, HOLDS),
        ("at least", 0.874, 0.0, FAILS),
        ("at least", 1e6, 0.0, HOLDS),
        ("at most", 1.125, 0.0, HOLDS),
        ("at most", 1.126, 0.0, FAILS),
        ("at most", -1e6, 0.0, HOLDS),
    ],
)
def test_no_verdict_is_wrong_at_an_edge(relation, ours, error, verdict):
    assert claim(relation=relation).judged(Measured(ours, error)).verdict is verdict


@pytest.mark.parametrize(
    ("relation", "found", "verdict"),
    [
        ("equals", None, UNTESTED),
        ("equals", Measured(nan), UNTESTED),
        ("equals", Measured(1.0, nan), UNTESTED),  # a single sample
        ("equals", Measured(1.0, 0.13), UNTESTED),  # nearly anything would hold
        ("equals", Measured(1.0, 0.12), HOLDS),
        ("equals", Measured(9.0, 0.13), FAILS),  # refuted however vague
        ("at least", Measured(9.0, 0.13), HOLDS),
        ("at least", Measured(1.1, 0.13), UNTESTED),
        ("at most", Measured(0.9, 0.13), UNTESTED),
    ],
)
def test_nothing_uncertain_passes_for_a_test_and_the_note_says_why(relation, found, verdict):
    finding = claim(relation=relation).judged(found)
    assert finding.verdict is verdict
    assert bool(finding.note) is (verdict is UNTESTED)


def test_no_claim_or_finding_without_sense_is_made():
    for bad in ({"value": nan}, {"tolerance": -1.0}, {"tolerance": np.inf}, {"relation": "is"}):
        with pytest.raises(ParameterError, match="a claim has a finite value"):
            claim(**bad)
    with pytest.raises(ParameterError, match="at least 0"):
        Measured(1.0, -0.1)
    made = paper("gardner1988")
    for bad in ((), (made.claims[0], made.claims[0]), (claim(),)):
        with pytest.raises(ParameterError, match="needs claims of its own"):
            replace(made, claims=bad)


def test_an_unknown_paper_or_scale_is_refused_with_what_there_is():
    for key in ("nobody1900", 3, "__init__"):
        with pytest.raises(ParameterError, match=r"no paper .*krauth1987.*gardner1988"):
            hf.experiments.reproduce(key)
    with pytest.raises(ParameterError, match=r"scale must be .*, got 'huge'"):
        hf.experiments.reproduce("gardner1988", "huge")


_SAMPLES = {"quick": 3, "full": 5}


def _plan(scale, seed):
    return {"drawn": (noise, Grid({"load": [0.1], "rule": ["hebb"]}, _SAMPLES[scale], seed))}


def _compare(data):
    values = data["drawn"].time.values
    return {"x": Measured(float(values.mean()), note="a | b"), "no number": Measured(nan)}


def _figure(data):
    import matplotlib.pyplot as plt

    return plt.figure()


def _toy(monkeypatch, **changes):
    """Let a small paper of ours stand for every key."""
    claims = (claim(0.1, 5.0), claim(name="no number"), claim(name="not measured"))
    made = Paper("amit1985", "A title", claims, _plan, _compare, _figure, "A note.")
    made = replace(made, **changes)
    monkeypatch.setattr(sys.modules["hopfield.experiments.reproduce"], "paper", lambda key: made)


def test_scale_and_seed_reach_the_grid_and_a_store_is_run_on_from(monkeypatch, tmp_path):
    _toy(monkeypatch)
    options = {"n_jobs": 1, "store": tmp_path}
    quick = hf.experiments.reproduce("toy", **options)
    full = hf.experiments.reproduce("toy", "full", **options)
    assert (quick.data["drawn"].sizes["sample"], full.data["drawn"].sizes["sample"]) == (3, 5)
    assert {path.name for path in tmp_path.glob("*.zarr")} == {
        "toy-quick-drawn.zarr",
        "toy-full-drawn.zarr",
    }
    assert hf.experiments.reproduce("toy", **options).rows() == quick.rows()
    with pytest.raises(StoreError, match="seed is 1, the store has 0"):
        hf.experiments.reproduce("toy", seed=1, **options)
    other = hf.experiments.reproduce("toy", n_jobs=1, seed=1)
    assert other.rows() != quick.rows()
    assert repr(quick) == "Report('toy', scale='quick': 1 holds, 2 not testable here)"


def test_a_report_is_saved_whole_and_over_an_older_one(monkeypatch, tmp_path):
    _toy(monkeypatch)
    report = hf.experiments.reproduce("toy", n_jobs=1)
    place = tmp_path / "new" / "report"
    before = report.save(place) and {p.name: p.read_bytes() for p in place.glob("*.*g")}
    (place / "mine.txt").write_text("mine")
    report.save(place)
    names = {"claims.json", "report.md", "figure.svg", "figure.png", "drawn.zarr", "mine.txt"}
    assert {path.name for path in place.iterdir()} == names
    assert {name: (place / name).read_bytes() for name in before} == before
    said = json.loads((place / "claims.json").read_text("utf-8"))
    assert said["claims"] == report.rows()
    assert (said["scale"], said["seed"], said["claims"][1]["ours"]) == ("quick", 0, None)
    text = (place / "report.md").read_text("utf-8")
    assert "| x (1) | 0.1 | abstract |" in text
    assert "\n1. a | b\n" in text


def test_a_finding_that_is_no_claim_is_refused(monkeypatch):
    _toy(monkeypatch, compare=lambda data: {"y": Measured(1.0)})
    with pytest.raises(ParameterError, match=r"finds \['y'\], which are none of its claims"):
        hf.experiments.reproduce("toy", n_jobs=1)


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (None, None, ""),
        (0.5, 0.0, "0.5"),
        (0.5, 1e-17, "0.5"),
        (153.27, 0.02, "153.27 ± 0.02"),
        (1.0285, 0.0012, "1.028 ± 0.001"),
        (1234.6, 30.0, "1235 ± 30"),
        (0.25, 2e-7, "0.25 ± 2e-07"),
    ],
)
def test_a_number_has_the_digits_that_its_error_leaves(value, error, text):
    assert in_words({"ours": value, "error": error}) == text


def test_minover_and_quadratic_programming_know_what_can_be_computed_by_hand():
    rows = np.array([[1.0, 1.0, 0.0, 0.0], [1.0, -1.0, 0.0, 0.0]])
    assert np.isclose(largest_margin(rows), 1.0)  # w = (1, 0, 0, 0)
    assert largest_margin(np.array([[1.0, 1.0], [-1.0, -1.0]])) == 0.0
    found = minover(rows[None], 10.0)
    # each row is learned in turn, by 1/4: J = (M/4, 0 or ±1/4, …), until M/4 - 1/4 ≥ 10 or M/4 ≥ 10
    assert found.steps.tolist() == [40]
    assert np.allclose([found.margin[0], found.norm[0]], [1.0, 10.0])


def _poisoned(one: Claim, found: Measured) -> float:
    """A value that the paper could not have meant, on the side that the claim excludes."""
    far = 10.0 * (1.0 + abs(one.value) + abs(found.value) + one.tolerance + 2.0 * found.error)
    return -far if one.relation == "at most" else far


def _check_poison(report: Report) -> None:
    """Every verdict must change with the paper's value, and nothing of ours."""
    made = paper(report.key)
    before = made.compare(report.data)
    sound = [one.value for one in made.claims]
    for one in made.claims:
        if one.name in before:  # in place: whoever copied the value from the claim would show it
            object.__setattr__(one, "value", _poisoned(one, before[one.name]))
    try:
        after = made.compare(report.data)
        verdicts = {one.name: one.judged(after.get(one.name)).verdict for one in made.claims}
    finally:
        for one, value in zip(made.claims, sound, strict=True):
            object.__setattr__(one, "value", value)
    assert repr(after) == repr(before)
    measured = [
        f for f in report.findings if f.found and np.isfinite([f.found.value, f.found.error]).all()
    ]
    assert {verdicts[f.claim.name] for f in measured} == {FAILS}


def _is_fair(finding: Finding) -> bool:
    """Whether a claim that holds was tested as finely as it is meant, and one that is not tested says why."""
    if finding.verdict is UNTESTED:
        return len(finding.claim.note) > 0 or (finding.found is not None and len(finding.note) > 0)
    is_equal = finding.claim.relation == "equals" and finding.verdict is HOLDS
    return not is_equal or finding.found.error <= max(finding.claim.tolerance, 1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("key", hf.experiments.papers())
def test_no_claim_of_a_paper_is_untested_in_silence_or_copied(key, tmp_path):
    report = hf.experiments.reproduce(key, n_jobs=1, progress=False)
    assert [f"{f.claim.name}: {f.found}" for f in report.findings if not _is_fair(f)] == []
    assert len(report.of(UNTESTED)) < len(report.findings) or "in full" in report.note
    assert all("seed" in data.attrs["recipe"] for data in report.data.values())
    _check_poison(report)
    report.save(tmp_path)
    assert (tmp_path / "figure.svg").stat().st_size < 300_000


@pytest.mark.parametrize("key", hf.experiments.papers())
def test_both_scales_are_planned_and_cited_before_anything_is_measured(key):
    quick, full = (paper(key).plan(scale, 7) for scale in ("quick", "full"))
    assert set() != quick.keys() <= full.keys()
    assert {grid.seed for plan in (quick, full) for _, grid in plan.values()} == {7}
    assert sum(len(grid) for _, grid in full.values()) >= sum(len(g) for _, g in quick.values())
