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


@pytest.fixture
def axes():
    return Figure().add_subplot()


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
