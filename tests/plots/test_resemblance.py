"""Do overlaps and attention appear as they were found, under the right names?"""

import numpy as np
import pytest

import hopfield as hf
from hopfield.errors import ParameterError, ShapeError

XI = hf.patterns.letters("TCH")
NET = hf.models.hopfield(XI)
CUE = hf.patterns.flip(XI[0], 0.3, seed=1)


def names(axes):
    return [text.get_text() for text in axes.get_legend().get_texts()]


def test_the_overlaps_of_a_recall_are_lines_a_pattern(axes):
    found = hf.recall(NET, CUE, watch={"overlap": XI.overlaps}, seed=0)
    assert hf.plots.overlaps(found, XI, axes=axes) is axes
    shown = np.stack([line.get_ydata() for line in axes.lines], axis=-1)
    assert np.array_equal(shown, found.trace["overlap"])
    assert names(axes) == ["T", "C", "H"]


def test_of_many_patterns_the_nearest_have_names_and_all_have_lines(axes):
    xi = hf.patterns.random(20, 400, seed=1)
    net = hf.models.hopfield(xi)
    cues = hf.patterns.flip(xi[[0, 4]].spins, 0.2, seed=1)
    found = hf.recall(net, cues, watch={"overlap": xi.overlaps}, seed=0)
    hf.plots.overlaps(found, xi, axes=axes)
    assert len(axes.lines) == 2 * 20
    said = names(axes)
    assert said[-1] == "14 others"
    assert len(said) == 7
    assert {"0", "4"} < set(said)
    shown = {line.get_label(): line.get_ydata()[-1] for line in axes.lines}
    assert shown["0"] == pytest.approx(found.trace["overlap"][-1, 0, 0])


def test_the_overlaps_of_states_are_a_table_with_numbers(axes):
    states = np.stack([XI[0], -XI[2]])
    hf.plots.overlaps(states, XI, labels=["a", "b", "c"], axes=axes)
    m = XI.overlaps(states)
    assert np.array_equal(axes.images[0].get_array(), m)
    assert axes.images[0].get_clim() == (-1, 1)
    assert [text.get_text() for text in axes.texts] == [f"{value:.2f}" for value in m.ravel()]
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["a", "b", "c"]
    many = axes.figure.add_subplot()
    hf.plots.overlaps(np.repeat(states, 10, axis=0), XI, axes=many)
    assert not many.texts


def test_overlaps_that_were_not_watched_or_do_not_fit_are_refused(axes):
    with pytest.raises(
        ParameterError, match=r'watch=\{"overlap": xi\.overlaps\}, or give its state'
    ):
        hf.plots.overlaps(hf.recall(NET, CUE, seed=0), XI, axes=axes)
    two = hf.patterns.letters("TC")
    found = hf.recall(NET, CUE, watch={"overlap": XI.overlaps}, seed=0)
    with pytest.raises(ParameterError, match="these 2 patterns"):
        hf.plots.overlaps(found, two, axes=axes)
    with pytest.raises(ParameterError, match="expected Patterns"):
        hf.plots.overlaps(XI[0], XI.spins, axes=axes)
    with pytest.raises(ShapeError):
        hf.plots.overlaps(np.ones(7, dtype=np.int8), XI, axes=axes)
    with pytest.raises(ParameterError, match="3 entries and there are 1 labels"):
        hf.plots.overlaps(XI[0], XI, labels=["a"], axes=axes)


def test_attention_is_shared_out_to_one(axes):
    X = XI.spins / 5.0
    found = hf.analysis.attention(hf.models.modern(X, 2.0), X)
    assert hf.plots.attention(found, labels="TCH", axes=axes) is axes
    widths = np.stack([[box.get_width() for box in bars.patches] for bars in axes.containers])
    assert widths.sum(axis=0) == pytest.approx(1.0)
    weights = found.weights[:, : len(widths) - 1]
    assert widths[:-1].T.ravel() == pytest.approx(weights.ravel())
    assert [text.get_text() for text in axes.texts[:3]] == ["T", "C", "H"]  # each its own first
    ticks = [tick.get_text() for tick in axes.get_yticklabels()]
    assert ticks == [f"{k}: {kind}" for k, kind in enumerate(found.kind)]


def test_attention_to_patterns_without_a_label_and_other_results_are_refused(axes):
    X = XI.spins / 5.0
    found = hf.analysis.attention(hf.models.modern(X, 20.0), X[2])
    with pytest.raises(ParameterError, match="there are 2 labels, and pattern 2"):
        hf.plots.attention(found, labels="TC", axes=axes)
    with pytest.raises(ParameterError, match="expected Attention"):
        hf.plots.attention(X, axes=axes)
    hf.plots.attention(found, axes=axes)
    assert [text.get_text() for text in axes.texts] == ["2"]
