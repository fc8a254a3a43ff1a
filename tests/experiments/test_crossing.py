"""Are half points, slopes and means what they are called, with their errors?"""

import numpy as np

from hopfield.experiments.crossing import half_point, mean_and_error, slope


def test_no_half_point_is_off_a_straight_line() -> None:
    x = np.linspace(0.0, 1.0, 11)
    value, error = half_point(x, np.repeat(1.0 - x[:, None], 3, axis=1))
    assert abs(value - 0.5) < 1e-12
    assert 0.0 < error < 0.001  # a tenth of the fall between two points: 0.1 · 0.1² / √12


def test_no_jump_is_known_better_than_its_points() -> None:
    value, error = half_point([0.0, 1.0, 2.0], [[1.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
    assert value == 1.5
    assert np.isclose(error, 1 / np.sqrt(12))


def test_no_curve_without_a_crossing_gets_a_half_point() -> None:
    assert np.isnan(half_point([0.0, 1.0], [[1.0, 1.0], [0.9, 0.8]])).all()
    assert np.isnan(half_point([0.0, 1.0], [[0.1, 0.1], [0.0, 0.0]])).all()


def test_no_resampled_half_point_misses_the_spread_of_its_curves() -> None:
    """Curves that fall at 1 and at 2 in turn: the mean of 16 has a standard error of 0.5/√16."""
    x = np.linspace(0.0, 3.0, 61)
    falls = np.tile([1.0, 2.0], 8)
    curves = 0.5 - (x[:, None] - falls) / 4
    value, error = half_point(x, curves)
    assert abs(value - 1.5) < 1e-9
    assert 0.08 < error < 0.18


def test_no_slope_is_off_a_line_and_no_missing_point_bends_it() -> None:
    x = np.array([0.0, 1.0, 2.0, 5.0])
    y = np.array([1.0, 3.0, np.nan, 11.0])
    value, error = slope(x, y, np.array([0.1, 0.1, 0.1, 0.1]))
    assert np.isclose(value, 2.0)
    assert np.isclose(error, 0.1 / np.sqrt(14.0))  # Σ (x - 2)² = 4 + 1 + 9
    assert slope(x, y, np.zeros(4)) == (value, 0.0)
    assert np.isnan(slope(x[:1], y[:1], x[:1])).all()


def test_no_mean_has_another_error_than_that_of_its_samples() -> None:
    assert mean_and_error([1.0, 2.0, 3.0]) == (2.0, 1 / np.sqrt(3))
