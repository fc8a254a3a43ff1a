"""Are the lines of the phase diagram where their conditions hold?"""

import numpy as np
import pytest

from hopfield import theory
from hopfield.errors import ParameterError


def test_published_temperatures():
    assert theory.retrieval_temperature(0.05) == pytest.approx(0.542255, abs=5e-7)
    tiny = 1e-8
    assert (1 - theory.retrieval_temperature(tiny)) / np.sqrt(tiny) == pytest.approx(
        1.95, abs=0.005
    )
    assert (1 - theory.ground_state_temperature(tiny)) / np.sqrt(tiny) == pytest.approx(
        2.6, abs=0.005
    )
    assert theory.ground_state_load() == pytest.approx(0.05, abs=0.002)
    np.testing.assert_allclose(theory.glass_temperature([0.04, 1.0]), [1.2, 2.0])


def test_melting_undoes_the_critical_load():
    T = np.array([0.03, 0.2, 0.5, 0.9, 0.999])
    np.testing.assert_allclose(theory.retrieval_temperature(theory.critical_load(T)), T, rtol=1e-10)


def test_the_critical_load_bends_back_at_low_temperature():
    T = np.linspace(0.0, 0.05, 51)
    loads = theory.critical_load(T)
    assert T[np.argmax(loads)] == pytest.approx(0.023, abs=1e-3)
    assert loads.max() > theory.critical_load()
    upper = theory.retrieval_temperature(0.138)
    assert upper > 0.023
    assert theory.critical_load(upper) == pytest.approx(0.138, abs=1e-12)


def test_the_ground_state_load_is_the_other_way_round_of_the_temperature():
    T = np.array([0.086, 0.2, 0.6, 0.95])
    load = theory.ground_state_load(T)
    assert theory.ground_state_temperature(load) == pytest.approx(T, abs=1e-9)
    cold = np.array(
        [1e-3, 0.04, 0.08]
    )  # here are the lower of two temperatures, which no other function gives
    load = theory.ground_state_load(cold)
    memory = theory.free_energy(load, cold)
    assert memory == pytest.approx(theory.free_energy(load, cold, "spin_glass"), abs=1e-10)
    assert theory.ground_state_load(1e-7) == pytest.approx(theory.ground_state_load(), abs=1e-7)


def test_at_the_ground_state_line_free_energies_are_equal():
    load = np.array([0.005, 0.0525])
    T = theory.ground_state_temperature(load)
    memory, glass = (theory.free_energy(load, T, phase) for phase in ("retrieval", "spin_glass"))
    np.testing.assert_allclose(memory, glass, rtol=0, atol=1e-12)
    warmer = theory.free_energy(load, T + 0.01) - theory.free_energy(load, T + 0.01, "spin_glass")
    assert np.all(warmer > 0)
    edge = theory.ground_state_load()
    assert theory.energy(edge) == pytest.approx(theory.energy(edge, phase="spin_glass"), abs=1e-13)


def test_the_lines_keep_their_order():
    load = np.array([0.002, 0.02, 0.05])
    lines = [
        theory.at_temperature(load),
        theory.ground_state_temperature(load),
        theory.retrieval_temperature(load),
        theory.glass_temperature(load),
    ]
    assert np.all(np.diff(lines, axis=0) > 0)


@pytest.mark.parametrize("load", [0.08, 0.137])
def test_the_symmetry_of_replicas_fails_where_its_condition_says(load):
    T = theory.at_temperature(load)
    m, q, r, C = theory.order_parameters(load, T)
    z = np.linspace(-9, 9, 400_001)
    bell = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    quartic = np.sum(bell / np.cosh(np.clip((m + np.sqrt(load * r) * z) / T, -90, 90)) ** 4)
    assert load * quartic / (T * (1 - C)) ** 2 == pytest.approx(1.0, abs=1e-8)
    assert q == pytest.approx(1 - T * C, abs=1e-12)


def test_the_symmetry_of_replicas_fails_late_and_as_published():
    load = 0.02
    asymptote = np.sqrt(8 * load / (9 * np.pi)) * np.exp(-1 / (2 * load))
    assert theory.at_temperature(load) == pytest.approx(asymptote, rel=1e-3)
    assert theory.at_temperature(1e-4) == 0.0
    # where it meets the end of memories, one step of broken symmetry finds 0.138186
    with pytest.raises(ParameterError, match=r"at most 0\.138185"):
        theory.at_temperature(0.13819)
