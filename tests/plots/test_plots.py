"""Do plots show the numbers that they are given, to every reader?"""

from itertools import combinations

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="plots need the plots extra")

import matplotlib as mpl
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import hopfield as hf
from hopfield.errors import ParameterError, ShapeError
from hopfield.plots import style

mpl.use("Agg")
XI = hf.patterns.letters("TCH")
NET = hf.models.hopfield(XI)

# what the three kinds of colour blindness leave of linear RGB: Viénot, Brettel and Mollon's matrices, rounded
BLIND = {
    "protan": [[0.11, 0.89, 0.0], [0.11, 0.89, 0.0], [0.0, 0.0, 1.0]],
    "deutan": [[0.29, 0.71, 0.0], [0.29, 0.71, 0.0], [-0.02, 0.02, 1.0]],
}


@pytest.mark.parametrize("kind", BLIND)
def test_no_two_lines_look_the_same_to_the_colour_blind(kind):
    seen = [np.array(BLIND[kind]) @ np.power(to_rgb(c), 2.2) for c in style.COLOURS]
    assert min(np.abs(a - b).max() for a, b in combinations(seen, 2)) > 0.05


def test_no_two_lines_look_the_same_in_black_and_white():
    looks = [(style.line(k)["linestyle"], style.line(k)["marker"]) for k in range(7)]
    assert len({dash for dash, _ in looks}) == len({marker for _, marker in looks}) == 7
    brightness = [np.dot(to_rgb(c), [0.3, 0.59, 0.11]) for c in style.COLOURS]
    assert max(brightness) < 0.75  # dark enough on white paper


def test_a_capacity_shows_its_curves_and_their_errors(axes):
    found = hf.analysis.capacity(hf.rules.Hebb(), [100, 200], [0.1, 0.2], samples=3, seed=0)
    assert hf.plots.capacity(found, theory=0.138, axes=axes) is axes
    curves = [bar.lines[0].get_xydata() for bar in axes.containers]
    for curve, share in zip(curves, found.fraction, strict=True):
        assert np.allclose(curve, np.stack([found.loads, share], axis=-1))
    segments = axes.containers[1].lines[2][0].get_segments()
    heights = [segment[1, 1] - segment[0, 1] for segment in segments]
    assert np.allclose(heights, 2 * found.fraction_error[1])
    names = {text.get_text() for text in axes.get_legend().get_texts()}
    assert names == {"n = 100", "n = 200", "theory, n → ∞"}


def test_a_capacity_shows_overlaps_the_measured_transition_and_a_curve_of_the_theory(axes):
    found = hf.analysis.capacity(hf.rules.Hebb(), [60, 100], [0.05, 0.25, 0.45], samples=3, seed=0)
    where = hf.analysis.transition(found)
    curve = np.linspace(0.05, 0.13, 5), hf.theory.retrieval_overlap(np.linspace(0.05, 0.13, 5))
    hf.plots.capacity(found, theory=curve, transition=where, is_overlap=True, axes=axes)
    shown = [bar.lines[0].get_ydata() for bar in axes.containers]
    assert np.array_equal(shown, found.mean_overlap)
    marked = next(part for part in axes.lines if part.get_label().startswith("measured"))
    assert marked.get_xdata() == [where.load, where.load]
    band = axes.patches[0].get_extents()
    assert (band.x1 - band.x0) == pytest.approx(
        np.ptp(axes.transData.transform([[0, 0], [2 * where.load_error, 0]])[:, 0])
    )
    assert np.array_equal(axes.lines[-1].get_xydata(), np.stack(curve, axis=-1))
    single = hf.analysis.transition(
        hf.analysis.Capacity(found.n[:1], found.loads, found.retrieved[:1], found.overlap[:1])
    )
    other = Figure().add_subplot()
    hf.plots.capacity(found, transition=single, axes=other)
    assert not other.patches


def test_damage_and_prototypes_are_drawn_in_rising_order(axes):
    faults = hf.analysis.fault_tolerance(NET, XI, "dilute", [0.9, 0.0, 0.5], seed=0, samples=20)
    assert hf.plots.fault_tolerance(faults, label="letters", axes=axes) is axes
    order = [1, 2, 0]
    shown = axes.containers[0].lines[0].get_xydata()
    assert np.array_equal(shown, np.stack([faults.amounts, faults.recalled], axis=-1)[order])
    silent = faults._replace(fault="silence")
    with pytest.raises(ParameterError, match="the axes show 'share of synapses"):
        hf.plots.fault_tolerance(silent, axes=axes)
    hf.plots.fault_tolerance(faults, label="again", axes=axes)
    assert len(axes.containers) == 2
    found = hf.analysis.generalisation(hf.patterns.random(2, 200, seed=0), [12, 1], 0.2, seed=0)
    other = Figure().add_subplot()
    assert hf.plots.generalisation(found, axes=other) is other
    drawn = [part.get_xydata() for part in other.lines]
    for curve, values in zip(drawn, (found.overlaps, found.found, found.stable), strict=True):
        assert np.array_equal(curve, np.stack([[1, 12], values[::-1]], axis=-1))


@pytest.mark.parametrize(
    ("plot", "wanted"),
    [
        (hf.plots.trace, "expected Recall, as hf.recall"),
        (hf.plots.capacity, "expected Capacity, as hf.analysis.capacity"),
        (hf.plots.basin, "expected Basin, as hf.analysis.basin"),
        (hf.plots.fault_tolerance, "expected FaultTolerance, as hf.analysis.fault_tolerance"),
        (hf.plots.generalisation, "expected Generalisation, as hf.analysis.generalisation"),
    ],
)
def test_another_result_is_refused_with_the_one_that_is_wanted(axes, plot, wanted):
    with pytest.raises(ParameterError, match=wanted + ".*got ndarray"):
        plot(np.zeros(3), axes=axes)


@pytest.mark.parametrize("theory", ["0.138", [1.0, 2.0, 3.0], ([1.0], [1.0, 2.0]), [0.1, 0.2]])
def test_a_theory_that_is_neither_a_number_nor_a_curve_is_refused(axes, theory):
    found = hf.analysis.Basin(*np.zeros((4, 2)))
    with pytest.raises(ParameterError, match="theory is a number to mark, or the two arrays"):
        hf.plots.basin(found, theory=theory, axes=axes)


def test_without_axes_there_is_one_new_figure_and_its_axes_come_back():
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    axes = hf.plots.phase_diagram(points=3)
    assert plt.get_fignums() == [*before, axes.figure.number]
    assert plt.gca() is axes
    plt.close(axes.figure)


def test_a_basin_shows_what_was_found_and_where_half_are_recalled(axes):
    net = hf.models.hopfield(hf.patterns.random(3, 100, seed=0))
    found = hf.analysis.basin(net, net.coupling.keys, [0.05, 0.2, 0.6], seed=0)
    hf.plots.basin(found, label="one", axes=axes)
    hf.plots.basin(found, label="two", axes=axes)
    bars = axes.containers
    assert np.allclose(bars[1].lines[0].get_xydata(), np.stack([found[0], found[2]], axis=-1))
    assert bars[0].lines[0].get_color() != bars[1].lines[0].get_color()
    assert found.half is not None
    assert [found.half, found.half] in [list(part.get_xdata()) for part in axes.lines]
    hf.plots.basin(found, label="three", theory=([0.0, 0.5], [0.0, 1.0]), axes=axes)
    assert axes.lines[-1].get_xydata().tolist() == [[0.0, 0.0], [0.5, 1.0]]
    assert "theory, n → ∞" in [text.get_text() for text in axes.get_legend().get_texts()]


def test_patterns_are_pictures_in_their_order(axes):
    hf.plots.patterns(XI, columns=2, axes=axes)
    canvas = axes.images[0].get_array()
    assert canvas.shape == (14, 11)
    assert np.array_equal(canvas[1:6, :5], XI[0].reshape(5, 5))
    assert np.array_equal(canvas[1:6, 6:], XI[1].reshape(5, 5))
    assert np.array_equal(canvas[8:13, :5], XI[2].reshape(5, 5))
    assert [text.get_text() for text in axes.texts] == ["T", "C", "H"]
    hf.plots.patterns(np.zeros(6), shape=(2, 3), axes=Figure().add_subplot())
    with pytest.raises(ShapeError, match="rows × columns"):
        hf.plots.patterns(XI.spins)
    with pytest.raises(ParameterError, match="columns"):
        hf.plots.patterns(XI, columns=0)


def test_weights_are_white_where_there_are_none(axes):
    hf.plots.weights(NET.coupling, axes=axes)
    image = axes.images[0]
    assert np.array_equal(image.get_array(), NET.coupling.dense())
    assert image.get_clim()[0] == -image.get_clim()[1]
    assert min(image.cmap(image.norm(0.0))[:3]) > 0.95
    with pytest.raises(ShapeError, match="matrix"):
        hf.plots.weights(np.zeros((2, 3)))


def test_a_trace_shows_overlaps_on_the_left_and_energy_on_the_right(axes):
    watch = {"overlap": XI.overlaps, "energy": NET.energy}
    cue = hf.patterns.flip(XI[0], 0.3, seed=1)
    found = hf.recall(NET, cue, watch=watch, seed=0)
    hf.plots.trace(found, labels=XI.labels, axes=axes)
    left, right = axes.figure.axes
    shown = np.stack([line.get_ydata() for line in left.lines], axis=-1)
    assert np.allclose(shown, found.trace["overlap"])
    assert np.allclose(right.lines[0].get_ydata(), found.trace["energy"])
    with pytest.raises(ParameterError, match="nothing was watched"):
        hf.plots.trace(hf.recall(NET, cue, seed=0))
    with pytest.raises(ParameterError, match="3 entries and there are 2 labels"):
        hf.plots.trace(found, labels=["T", "C"], axes=axes)
