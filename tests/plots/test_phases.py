"""Does the phase diagram show the lines of the theory, and the points that were measured?"""

import numpy as np
import pytest

import hopfield as hf
from hopfield.errors import ParameterError


def line(axes, start):
    return next(line for line in axes.lines if line.get_label().startswith(start)).get_xydata().T


@pytest.fixture(scope="module")
def drawn():
    """A diagram that is looked at by several tests."""
    figure = pytest.importorskip("matplotlib.figure", reason="plots need the plots extra")
    axes = figure.Figure().add_subplot()
    assert hf.plots.phase_diagram(points=9, axes=axes) is axes
    return axes


def test_the_lines_are_those_of_the_theory(drawn):
    axes = drawn
    load, T = line(axes, "$T_{g}$")
    assert np.array_equal(T, 1 + np.sqrt(load))
    load, T = line(axes, "$T_{M}$")
    assert load[0] == hf.theory.critical_load()
    assert hf.theory.critical_load(T) == pytest.approx(load)
    load, T = line(axes, "$T_{c}$")
    assert load[0] == hf.theory.ground_state_load()
    assert load == pytest.approx(hf.theory.ground_state_load(T))
    load, T = line(axes, "$T_{R}$")
    assert pytest.approx(hf.theory.at_temperature(load[::4])) == T[::4]
    assert load[-1] == hf.theory.critical_load()


@pytest.mark.parametrize("name", ["memories,\nmetastable", "memories are\nthe ground state"])
def test_each_name_of_a_phase_stands_in_its_phase(drawn, name):
    places = {text.get_text(): text.get_position() for text in drawn.texts}
    load, T = places[name]
    assert hf.theory.critical_load(T) > load
    assert (load < hf.theory.ground_state_load(T)) == ("ground" in name)
    load, T = places["spin glass"]
    assert T > 1.0  # no memories
    assert hf.theory.glass_temperature(load) > T
    load, T = places["paramagnet"]
    assert hf.theory.glass_temperature(load) < T


@pytest.mark.parametrize("columns", [2, 3])
def test_measured_points_are_where_they_were_measured_with_their_errors(axes, columns):
    points = np.array([[0.05, 0.5, 0.02], [0.2, 1.6, 0.05]])
    hf.plots.phase_diagram(points[:, :columns], points=5, axes=axes)
    (bars,) = axes.containers
    assert np.array_equal(bars.lines[0].get_xydata(), points[:, :2])
    if columns == 3:
        ends = np.array(bars.lines[2][0].get_segments())[:, :, 1]
        assert ends == pytest.approx(points[:, 1:2] + points[:, 2:] * [-1, 1])
    assert axes.get_xlim()[1] > 0.2  # nothing that was measured is outside
    assert axes.get_ylim()[1] > 1.6


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        ([0.1, 0.2], "rows of load, temperature"),
        ([[1.0] * 4], "rows of load, temperature"),
        ([], "rows of load, temperature"),
        ([["a", "b"]], "rows of load, temperature"),
        (hf.patterns.letters("T"), "rows of load, temperature"),
        ([[0.1, np.nan]], "finite and not below 0"),
        ([[-0.1, 0.2]], "finite and not below 0"),
    ],
)
def test_points_that_are_none_are_refused(axes, measured, said):
    with pytest.raises(ParameterError, match=said):
        hf.plots.phase_diagram(measured, axes=axes)
    assert not axes.lines


@pytest.mark.parametrize("points", [1, 2.5, True, None])
def test_a_line_has_two_points_at_least(axes, points):
    with pytest.raises(ParameterError, match="points must be a whole number"):
        hf.plots.phase_diagram(points=points, axes=axes)
