"""Is the netlist the network, by its own parts and by what a real SPICE makes of it?"""

import re
import shutil
import subprocess

import numpy as np
import pytest

import hopfield as hf
from hopfield.couplings import DenseCoupling, OverlapCoupling
from hopfield.errors import FitError, ParameterError, ShapeError

XI = hf.patterns.letters("TCH")
CUES = hf.patterns.flip(XI, 4, seed=1)
SECOND = 1e-5  # a time of 1, as it is: 10 kΩ times 1 nF

needs_spice = pytest.mark.skipif(
    shutil.which("ngspice") is None,
    reason="ngspice is not installed (Debian and Ubuntu: apt install ngspice)",
)


def parts(text):
    """The elements of a netlist by name: their words after it."""
    lines = [line.split() for line in text.splitlines()[1:]]
    return {line[0]: line[1:] for line in lines if re.match(r"[RCIBE]\w", line[0])}


def equation(text, n, ohm, farad):
    """(T, 1/R, C, I, slope, u at 0) of du/dt as Kirchhoff reads them off the elements, in units of the inputs."""
    T, leak, C, current = np.zeros((n, n)), np.zeros(n), np.zeros(n), np.zeros(n)
    start = np.zeros(n)
    for name, words in parts(text).items():
        if name.startswith("Rt"):
            output, node, value = words
            i, j = int(node[1:]) - 1, int(output[1:]) - 1
            T[i, j] = {"v": 1, "w": -1}[output[0]] * ohm / float(value)
            leak[i] += ohm / float(value)
        elif name.startswith("Rrho"):
            leak[int(words[0][1:]) - 1] += ohm / float(words[2])
        elif name.startswith("C"):
            i = int(words[0][1:]) - 1
            C[i], start[i] = float(words[2]) / farad, float(words[3].removeprefix("ic="))
        elif name.startswith("I"):
            current[int(words[1][1:]) - 1] = ohm * float(words[3])
    return T, leak, C, current, start


@pytest.mark.parametrize("scale", [0.1, 1.0, 10.0])
def test_the_circuit_has_the_equation_of_the_network(scale):
    rng = np.random.default_rng(0)
    n = 7
    J = scale * rng.normal(size=(n, n))
    J[2, 3] = 0.0
    resistance, capacitance = rng.uniform(0.5, 2, (2, n))
    units = hf.Graded(3.0, resistance, capacitance)
    theta = rng.normal(size=n)
    net = hf.Network(DenseCoupling(J), units, theta)
    probe = rng.uniform(-0.9, 0.9, n)
    text = net.to_spice(probe, ohm=470.0, farad=2e-6)
    T, leak, C, current, start = equation(text, n, 470.0, 2e-6)
    a = max(1.0, (resistance * np.abs(J).sum(axis=1)).max())
    assert np.allclose(a * T, J, rtol=1e-10)
    assert np.allclose(leak, 1 / resistance, rtol=1e-10)  # the paper's 1/R = 1/ρ + Σ 1/R_ij
    assert np.allclose(C, capacitance, rtol=1e-10)
    assert np.allclose(a * current, -theta, rtol=1e-10)
    assert np.allclose(a * start, np.arctanh(probe) / 3.0, rtol=1e-10)
    amplifier = parts(text)["Bv3"]
    slope = float(re.search(r"tanh\(([^*]+)\*V\(u3\)\)", "".join(amplifier))[1])
    assert slope == pytest.approx(3.0 * a, rel=1e-10)
    assert parts(text)["Ew3"] == ["w3", "0", "v3", "0", "-1"]
    assert all(float(words[2]) > 0 for name, words in parts(text).items() if name[0] == "R")


def run(folder, text, data="hopfield.dat"):
    """(times, V) that ngspice makes of a netlist, as it is."""
    (folder / "net.cir").write_text(text)
    done = subprocess.run(
        ["ngspice", "-b", "net.cir"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    table = np.loadtxt(folder / data, skiprows=1)
    return table[:, 0], table[:, 1:]


@needs_spice
@pytest.mark.parametrize("response", ["tanh", "arctan"])
@pytest.mark.parametrize("gain", [10, 100])
def test_spice_finds_the_same_letters_on_the_same_way(response, gain, tmp_path):
    net = hf.models.graded(XI, gain, response=response)
    for k, cue in enumerate(CUES):
        times, V = run(tmp_path, net.to_spice(cue, duration=25))
        assert times[-1] == pytest.approx(25 * SECOND)
        found = hf.recall(net, cue, hf.Flow())
        assert np.array_equal(np.sign(V[-1]), np.sign(found.state))
        assert np.array_equal(np.sign(V[-1]), XI[k])
        assert np.abs(V[-1] - found.state).max() < 1e-3
        ours = hf.analysis.trajectory(net, cue, times[::20] / SECOND)
        assert np.abs(V[::20] - ours).max() <= 0.02


@needs_spice
def test_spice_agrees_where_everything_is_different(tmp_path):
    """Asymmetric, with self-couplings, currents, constants of their own, other scales, and an oscillation."""
    rng = np.random.default_rng(3)
    n = 5
    A = rng.normal(size=(n, n))
    J = A - A.T + np.eye(n)
    units = hf.Graded(3.0, rng.uniform(0.5, 2, n), rng.uniform(0.5, 2, n), "arctan")
    net = hf.Network(DenseCoupling(J), units, 0.2 * rng.normal(size=n))
    probe = np.array([1.0, -1.0, 0.0, 0.5, -0.2])
    text = net.to_spice(probe, duration=5, ohm=2200.0, farad=4.7e-7, data="other.dat")
    times, V = run(tmp_path, text, "other.dat")
    times, V = times[::20], V[::20]
    ours = hf.analysis.trajectory(net, probe, times / (2200.0 * 4.7e-7))
    assert np.ptp(ours[len(ours) // 2 :], axis=0).max() > 0.5
    assert np.abs(V - ours).max() <= 0.02


@needs_spice
def test_spice_takes_a_thousand_units(tmp_path):
    from scipy.sparse import csr_array

    n = 1000
    ring = csr_array((np.ones(n), (np.arange(n), (np.arange(n) + 1) % n)), shape=(n, n))
    net = hf.Network(hf.couplings.SparseCoupling(ring + ring.T), hf.Graded(3.0))
    probe = np.random.default_rng(0).uniform(-0.5, 0.5, n)
    times, V = run(tmp_path, net.to_spice(probe, duration=3))
    assert V.shape[1] == n
    ours = hf.analysis.trajectory(net, probe, times[::20] / SECOND)
    assert np.abs(V[::20] - ours).max() <= 0.02


def test_writing_takes_no_spice(monkeypatch):
    monkeypatch.setenv("PATH", "")
    text = hf.models.graded(XI, 10).to_spice()
    assert text.endswith(".end\n")
    assert "ic=0\n" in text


@pytest.mark.parametrize(
    ("net", "words"),
    [
        (hf.models.hopfield(XI), r"Graded\(gain.*Spin"),
        (hf.Network(hf.rules.Hebb()(XI), hf.Linear()), "Linear"),
        (
            hf.Network(OverlapCoupling(XI, separation=hf.separation.Power(3)), hf.Graded(3)),
            "no matrix",
        ),
    ],
)
def test_what_is_no_circuit_is_refused(net, words):
    with pytest.raises(FitError, match=words):
        net.to_spice()


def test_orders_that_spice_would_not_understand_are_refused():
    net = hf.models.graded(XI, 10)
    for name in ("duration", "ohm", "farad"):
        with pytest.raises(ParameterError, match=name):
            net.to_spice(**{name: 0.0})
    for data in ("a b", "", "x;quit", "../up", "a\nquit"):
        with pytest.raises(ParameterError, match="data"):
            net.to_spice(data=data)
    with pytest.raises(ShapeError, match="one probe"):
        net.to_spice(CUES)
