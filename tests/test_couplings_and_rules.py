"""Do couplings add, scale and refuse, and do rules store what they are given?"""

import numpy as np
import pytest

import hopfield as hf
from hopfield.errors import DependenceWarning, LoadWarning, ParameterError, PatternError, ShapeError
from hopfield.rules import Hebb, PseudoInverse

TCH = hf.patterns.letters("TCH")


def test_hebb_is_the_sum_of_outer_products_without_diagonal():
    spins = TCH.spins.astype(float)
    expected = spins.T @ spins / 25
    np.fill_diagonal(expected, 0)
    assert np.allclose(Hebb()(TCH).dense(), expected, rtol=0, atol=1e-15)


def test_projection_is_a_projection_on_the_patterns():
    xi = hf.patterns.random(30, 100, seed=0)
    matrix = PseudoInverse(diagonal=True)(xi).dense()
    assert np.allclose(matrix @ matrix, matrix, atol=1e-12)
    assert np.trace(matrix) == pytest.approx(30)
    assert np.allclose(matrix @ xi.spins.T, xi.spins.T, atol=1e-12)
    own = PseudoInverse(diagonal=True)(xi).self_coupling
    margin = PseudoInverse()(xi).gap(xi.spins) * xi.spins
    assert np.allclose(margin, 1 - own, atol=1e-12)  # facts: the margin of every stored unit


@pytest.mark.parametrize(("load", "is_corrected"), [(0.4, True), (0.6, False)])
def test_with_its_diagonal_kept_projection_corrects_nothing_above_half_load(load, is_corrected):
    """kanter1987: s ← sgn W s corrects a single wrong bit i if and only if W_ii < ½; W_ii = p/n in the mean.

    Their deviation is √(2 α (1-α) / n) = 0.022 for n = 1000, so ½ is 4.5 of them away from 0.4 and 0.6, and ten
    exceptions among 1000 units have a chance below 10^-20; the first
    identity is exact. Gaps leave the diagonal out, and there every bit of both is corrected.
    """
    n = 1000
    xi = hf.patterns.random(round(load * n), n, seed=0)
    kept = PseudoInverse(diagonal=True)(xi)
    own = kept.self_coupling
    cues = np.repeat(xi.spins[:1], n, axis=0)
    np.fill_diagonal(cues, -xi[0])
    heard = np.diagonal(kept.field(cues)) * xi[0]
    assert np.allclose(heard, 1 - 2 * own, rtol=0, atol=1e-10)
    assert ((heard > 0) == (own < 0.5)).all()
    assert (heard > 0).mean() > 0.99 if is_corrected else (heard > 0).mean() < 0.01
    assert (np.diagonal(kept.gap(cues)) * xi[0] > 0).all()


def test_projection_recalls_where_hebb_has_lost_everything():
    xi = hf.patterns.random(60, 200, seed=0)  # load 0.3
    cues = hf.patterns.flip(xi, 0.1, seed=0)
    projected = hf.recall(hf.models.hopfield(xi, PseudoInverse()), cues, seed=0)
    assert [match.index for match in xi.match(projected.state)] == list(range(60))
    with pytest.warns(LoadWarning, match=r"60/200 = 0\.3 is above 0\.138"):
        hebb = hf.models.hopfield(xi)
    assert (
        sum(match.kind == "stored" for match in xi.match(hf.recall(hebb, cues, seed=0).state)) < 30
    )


def test_repeated_and_dependent_patterns_are_named_and_still_recalled():
    basis = hf.patterns.random(3, 200, seed=0).spins
    product = basis[0] * basis[1] * basis[2]
    # with u·v·w among them the four are dependent: half their signed sum is a ±1 pattern again
    half = (basis.sum(axis=0, dtype=int) - product) // 2
    xi = hf.Patterns(
        np.stack([*basis, basis[1], product, half]),
        labels=["u", "v", "w", "v again", "uvw", "half"],
    )
    with pytest.warns(
        DependenceWarning, match=r"2 of 6 .*3 \(v again\) repeats 1 \(v\), 5 \(half\)$"
    ):
        coupling = PseudoInverse()(xi)
    assert coupling.keys.labels == ("u", "v", "w", "uvw")
    net = hf.Network(coupling)
    found = hf.recall(net, hf.patterns.flip(xi, 0.1, seed=0), seed=0)
    assert [match.index for match in xi.match(found.state)] == [0, 1, 2, 1, 4, 5]


def test_more_patterns_than_units_is_said_and_not_crashed():
    xi = hf.patterns.random(20, 8, seed=0)
    with pytest.warns(LoadWarning, match="20/8"):
        Hebb()(xi)
    with pytest.warns() as caught:
        coupling = PseudoInverse(diagonal=True)(xi)
    assert {warning.category for warning in caught} == {DependenceWarning, LoadWarning}
    assert np.allclose(coupling.dense(), np.eye(8), atol=1e-12)
    assert hf.recall(hf.Network(coupling), xi[0]).state.tolist() == xi[0].tolist()


def test_one_pattern_only_is_recalled_by_every_rule():
    xi = hf.patterns.random(1, 50, seed=0)
    for rule in (Hebb(), PseudoInverse()):
        net = hf.models.hopfield(xi, rule)
        assert net.n * net.energy(xi[0]) == pytest.approx(-50 * 49 / 2)
        found = hf.recall(net, hf.patterns.flip(xi[0], 20, seed=0), seed=0)
        assert xi.match(found.state).kind == "stored"
        mirrored = hf.recall(net, hf.patterns.flip(xi[0], 30, seed=0), seed=0)
        assert xi.match(mirrored.state).kind == "reversed"


def test_orthogonal_patterns_have_the_margin_of_the_closed_form():
    for p in range(1, 17):
        xi = hf.patterns.hadamard(p, 16)
        coupling = hf.couplings.OverlapCoupling(xi)
        assert (16 * coupling.gap(xi.spins) * xi.spins).round(9).tolist() == [[16 - p] * 16] * p
        assert 16 * coupling.energy(xi[0]) == pytest.approx(-(16 * 16 - p * 16) / 2)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("hebb", "hebb"),
        ("hebb", "mixed"),
        ("mixed", "weights"),
        ("hebb", "matrix"),
        ("matrix", "shift"),
        ("shift", "shift"),
        ("shift", "hebb"),
        ("weights", "weights"),
    ],
)
def test_a_sum_of_couplings_is_the_sum_of_matrices(left, right):
    rng = np.random.default_rng(0)

    def make(kind):
        xi = hf.patterns.random(4, 30, seed=rng)
        other = hf.patterns.random(4, 30, seed=rng)
        return {
            "hebb": lambda: hf.couplings.OverlapCoupling(xi),
            "mixed": lambda: hf.couplings.OverlapCoupling(xi, mixing=rng.normal(size=(4, 4))),
            "weights": lambda: hf.couplings.OverlapCoupling(xi, mixing=rng.normal(size=4)),
            "shift": lambda: hf.couplings.OverlapCoupling(xi, other),
            "matrix": lambda: hf.couplings.DenseCoupling(rng.normal(size=(30, 30))),
        }[kind]()

    a, b = make(left), make(right)
    assert np.allclose((a + b).dense(), a.dense() + b.dense(), atol=1e-14)
    assert np.allclose((0.5 * a).dense(), 0.5 * a.dense(), atol=1e-14)
    assert (a + b).is_symmetric == (a.is_symmetric and b.is_symmetric)


@pytest.mark.parametrize("rule", [Hebb(), PseudoInverse()])
def test_a_rule_wants_patterns(rule):
    with pytest.raises((PatternError, TypeError), match="Patterns"):
        rule(TCH.spins)


def test_couplings_refuse_what_does_not_fit():
    coupling = Hebb()(TCH)
    with pytest.raises(ShapeError, match="24 units"):
        coupling.field(np.ones(24))
    with pytest.raises(PatternError, match="finite"):
        coupling.energy(np.full(25, np.inf))
    with pytest.raises(ShapeError, match="25 and 4 units"):
        coupling + hf.couplings.DenseCoupling(np.eye(4))
    with pytest.raises(ShapeError, match="pair"):
        hf.couplings.OverlapCoupling(TCH, TCH[:2])
    with pytest.raises(ShapeError, match="mixing"):
        hf.couplings.OverlapCoupling(TCH, mixing=np.eye(4))
    with pytest.raises(ParameterError, match="NaN"):
        hf.couplings.OverlapCoupling(TCH, mixing=np.full(3, np.nan))
    for matrix in (np.ones((2, 3)), np.ones(4), np.ones((0, 0))):
        with pytest.raises(ShapeError, match="square"):
            hf.couplings.DenseCoupling(matrix)
    with pytest.raises(PatternError, match="1 entries that are NaN"):
        hf.couplings.DenseCoupling(np.array([[0, np.nan], [0, 0]]))


def test_a_matrix_too_large_for_memory_is_refused_before_it_is_made():
    coupling = hf.couplings.OverlapCoupling(hf.patterns.random(1, 1_000_000, seed=0))
    with pytest.raises(ParameterError, match=r"7450\.6 GiB"):
        coupling.dense()


def test_couplings_add_subtract_and_scale_as_matrices_do():
    a, b = Hebb()(TCH), Hebb()(hf.patterns.letters("AB"))
    assert np.allclose((a - b).dense(), a.dense() - b.dense(), atol=1e-15)
    assert np.allclose((-a).dense(), -a.dense(), atol=1e-15)
    assert np.allclose((a / 4).dense(), a.dense() / 4, atol=1e-15)
    assert np.allclose(sum([a, b]).dense(), a.dense() + b.dense(), atol=1e-15)
    matrix = hf.couplings.DenseCoupling(np.eye(4))
    for wrong in (np.ones(4), np.ones((4, 4)), matrix, "2", 1j, True, None):
        with pytest.raises(TypeError):
            matrix * wrong
    with pytest.raises(TypeError):
        np.ones(4) * matrix
    with pytest.raises(TypeError):
        matrix + 1
    with pytest.raises(ParameterError, match="finite"):
        matrix * np.inf


def test_values_with_the_bits_of_the_keys_are_symmetric_whatever_they_are_called():
    renamed = hf.Patterns(TCH.spins, labels=["a", "b", "c"])
    assert hf.couplings.OverlapCoupling(TCH, renamed).is_symmetric
