"""Do the learning rules store what their papers say, and refuse what they can't?"""

import math

import numpy as np
import pytest

import hopfield as hf
from hopfield import rules, testing
from hopfield.errors import LoadWarning, ParameterError, PatternError, ShapeError, SizeError

TCH = hf.patterns.letters("TCH")


def written(*rows):
    """Patterns from rows of + and -."""
    return hf.Patterns([[1 if mark == "+" else -1 for mark in row] for row in rows])


def margins(coupling, xi):
    return coupling.gap(xi.spins) * xi.spins


# --- laws that every rule obeys -------------------------------------------------------------------

ONLINE = [
    rules.Hebb(),
    rules.PseudoInverse(),
    rules.Storkey(),
    rules.Marginalist(4.1),
    rules.Bounded(3),
]
SYMMETRIC = ONLINE
GAUGED = [*SYMMETRIC, rules.Perceptron(), rules.Perceptron(0.5)]
EVERY = [*GAUGED, rules.Sequence()]
MATRICES = [rules.Storkey(), rules.Bounded(3), rules.Perceptron()]


@pytest.mark.parametrize("rule", EVERY, ids=repr)
def test_a_rule_wants_patterns(rule):
    with pytest.raises((PatternError, TypeError), match="Patterns"):
        rule(TCH.spins)


@pytest.mark.parametrize("rule", SYMMETRIC, ids=repr)
def test_couplings_are_symmetric_and_no_unit_hears_itself(rule):
    coupling = rule(hf.patterns.random(4, 60, seed=0))
    matrix = coupling.dense()
    assert coupling.is_symmetric
    assert np.allclose(matrix, matrix.T, rtol=0, atol=1e-15)
    assert not np.diag(matrix).any()


@pytest.mark.parametrize("rule", GAUGED, ids=repr)
def test_gauge_and_relabelling_change_nothing(rule):
    rng = np.random.default_rng(0)
    xi = hf.patterns.random(5, 80, seed=rng)
    state, signs = testing.random_states(80, 2, rng)
    testing.gauge_changes_nothing(rule, xi, state, signs)
    testing.relabelling_changes_nothing(rule, xi, state, rng.permutation(80))


@pytest.mark.parametrize("rule", GAUGED, ids=repr)
def test_one_pattern_is_stored_as_hebb_would_and_few_are_fixed_points(rule):
    one = hf.patterns.random(1, 50, seed=0)
    assert np.allclose(rule(one).dense(), rules.Hebb()(one).dense(), rtol=0, atol=1e-12)
    few = hf.patterns.random(4, 200, seed=0)
    assert (margins(rule(few), few) > 0).all()


@pytest.mark.parametrize("rule", ONLINE, ids=repr)
@pytest.mark.parametrize("p", [1, 2, 9])
def test_to_extend_pattern_by_pattern_is_to_store_all_at_once(rule, p):
    xi = hf.patterns.random(10, 90, seed=p)
    all_at_once = rule(xi).dense()
    coupling = rule(xi[:p])
    for pattern in xi[p:].spins:
        coupling = rule.extend(coupling, pattern)
    assert np.allclose(coupling.dense(), all_at_once, rtol=0, atol=1e-12)
    assert np.allclose(rule.extend(rule(xi[:p]), xi[p:]).dense(), all_at_once, rtol=0, atol=1e-12)


@pytest.mark.parametrize("rule", ONLINE, ids=repr)
def test_extend_refuses_what_the_rule_has_not_made_and_what_does_not_fit(rule):
    coupling = rule(TCH)
    with pytest.raises(ShapeError, match="24 units, the coupling has 25"):
        rule.extend(coupling, np.ones(24))
    with pytest.raises(PatternError, match=r"-1 and \+1"):
        rule.extend(coupling, np.zeros(25))
    for other in (hf.couplings.SparseCoupling(np.eye(25)), None):
        with pytest.raises((ParameterError, TypeError)):
            rule.extend(other, TCH[0])


@pytest.mark.parametrize("rule", MATRICES, ids=repr)
def test_a_matrix_that_does_not_fit_is_refused_before_it_is_made(rule):
    with pytest.raises(SizeError, match="1,000,000 units as a matrix"):
        rule(hf.patterns.random(1, 1_000_000, seed=0))


# --- Storkey --------------------------------------------------------------------------------------


def storkey_by_hand(xi):
    """The rule as it is printed, entry by entry."""
    n = xi.n
    w = np.zeros((n, n))
    for s in xi.spins.astype(float):
        before = w.copy()

        def local(i, j, before=before, s=s):
            return sum(before[i, k] * s[k] for k in range(n) if k not in (i, j))

        for i in range(n):
            for j in range(n):
                if i != j:
                    w[i, j] += (s[i] * s[j] - s[i] * local(j, i) - local(i, j) * s[j]) / n
    return w


@pytest.mark.filterwarnings("ignore::hopfield.errors.LoadWarning")
@pytest.mark.parametrize(
    "xi",
    [written("++--+", "+-+-+", "-+++-"), hf.patterns.random(7, 18, seed=0)],
    ids=["golden", "random"],
)
def test_storkey_is_the_sum_of_1997_entry_by_entry(xi):
    assert np.allclose(rules.Storkey()(xi).dense(), storkey_by_hand(xi), rtol=0, atol=1e-14)


def test_storkey_in_blocks_is_storkey_one_by_one():
    xi = hf.patterns.random(70, 250, seed=0)  # more than one block of 64
    one_by_one = rules.Storkey()(xi[:1])
    for pattern in xi[1:].spins:
        one_by_one = rules.Storkey().extend(one_by_one, pattern)
    assert np.allclose(rules.Storkey()(xi).dense(), one_by_one.dense(), rtol=0, atol=1e-12)


def test_storkey_takes_patterns_in_sequence():
    forth, back = rules.Storkey()(TCH).dense(), rules.Storkey()(TCH[[2, 1, 0]]).dense()
    assert not np.allclose(forth, back, atol=1e-3)


def test_storkey_holds_what_hebb_has_lost():
    xi = hf.patterns.random(60, 300, seed=0)  # load 0.2; Storkey: 1/√(2 ln 300) = 0.296
    with pytest.warns(LoadWarning, match=r"0\.138"):
        hebb = rules.Hebb()(xi)
    assert (margins(rules.Storkey()(xi), xi) > 0).all()
    assert (margins(hebb, xi) > 0).all(axis=1).mean() < 0.1
    with pytest.warns(LoadWarning, match=r"90/300 = 0\.3 is above 0\.296"):
        rules.Storkey()(hf.patterns.random(90, 300, seed=0))


# --- sequences ------------------------------------------------------------------------------------


def test_a_cyclic_sequence_walks_through_its_patterns_and_begins_again():
    xi = hf.patterns.random(20, 400, seed=0)
    coupling = rules.Sequence()(xi)
    spins = xi.spins.astype(float)
    expected = sum(np.outer(spins[(k + 1) % 20], spins[k]) for k in range(20)) / 400
    np.fill_diagonal(expected, 0)
    assert np.allclose(coupling.dense(), expected, rtol=0, atol=1e-14)
    assert not coupling.is_symmetric
    with pytest.raises(hf.errors.NoEnergyError):
        coupling.energy(xi[0])
    cue = hf.patterns.flip(xi[0], 0.1, seed=1)
    net = hf.Network(coupling)
    found = hf.recall(net, cue, hf.Sync(), max_sweeps=45, watch={"m": xi.overlaps})
    assert found.trace["m"][1:].argmax(axis=1).tolist() == [(1 + t) % 20 for t in range(45)]
    assert found.trace["m"][5:].max(axis=1).min() > 0.98


def test_an_open_sequence_ends():
    xi = hf.patterns.random(5, 200, seed=0)
    net = hf.Network(rules.Sequence(cyclic=False)(xi))
    state = hf.recall(net, xi[:4].spins, hf.Sync(), max_sweeps=1).state
    assert [match.index for match in xi.match(state)] == [1, 2, 3, 4]
    assert np.abs(net.gap(xi[4])).mean() < 0.5  # the last hears noise only; the others a field of 1


def test_a_sequence_of_one_is_none_and_of_many_is_warned_of():
    with pytest.raises(PatternError, match="at least 2 patterns, got 1"):
        rules.Sequence()(TCH[:1])
    with pytest.warns(LoadWarning, match=r"30/100 = 0\.3 is above 0\.269"):
        rules.Sequence()(hf.patterns.random(30, 100, seed=0))


# --- palimpsests ----------------------------------------------------------------------------------


@pytest.mark.parametrize("strength", [0.0, -1.0, np.nan, np.inf, True])
def test_a_strength_is_a_finite_number_above_zero(strength):
    with pytest.raises(ParameterError, match="strength must be a finite number above 0"):
        rules.Marginalist(strength)
    with pytest.raises(ParameterError, match="limit must be a finite number above 0"):
        rules.Bounded(strength)


@pytest.mark.parametrize("limit", [0.5, 1, 2.5, 4])
def test_bounded_is_hebb_cut_off_after_every_pattern(limit):
    xi = hf.patterns.random(30, 35, seed=0)
    counts = np.zeros((35, 35))
    for s in xi.spins.astype(float):
        counts = np.clip(counts + np.outer(s, s), -limit, limit)
    np.fill_diagonal(counts, 0)
    assert np.allclose(35 * rules.Bounded(limit)(xi).dense(), counts, rtol=0, atol=1e-13)


def test_bounded_keeps_the_newest_and_forgets_the_oldest():
    xi = hf.patterns.random(300, 300, seed=0)
    net = hf.Network(rules.Bounded(0.37 * np.sqrt(300))(xi))
    m = np.diag(xi.overlaps(hf.recall(net, xi.spins, seed=0).state))
    assert (m[-12:] > 0.9).all()
    assert (np.abs(m[:250]) < 0.5).all()


def test_marginalist_weights_are_those_of_the_paper_by_age():
    xi = hf.patterns.random(8, 40, seed=0)
    spins, age = xi.spins.astype(float), np.arange(8)[::-1]
    paper = (4.1 * np.exp(-(4.1**2) * age / 40 / 2) * spins.T) @ spins / 40
    np.fill_diagonal(paper, 0)
    assert np.allclose(4.1 * rules.Marginalist(4.1)(xi).dense(), paper, rtol=0, atol=1e-13)


def test_marginalist_keeps_the_newest_and_forgets_the_oldest():
    xi = hf.patterns.random(300, 300, seed=0)  # load 1: Hebb has lost everything
    net = hf.Network(rules.Marginalist(4.1)(xi))
    m = np.diag(xi.overlaps(hf.recall(net, xi.spins, seed=0).state))
    assert (m[-12:] > 0.97).all()  # 0.049 · 300 = 15
    assert (m[:230] < 0.9).all()


def test_patterns_that_no_sum_would_notice_are_let_go():
    xi = hf.patterns.random(500, 20, seed=0)
    rule = rules.Marginalist(4.1)
    coupling = rule(xi)
    assert coupling.keys == xi[-coupling.keys.p :]
    assert coupling.keys.p < 100  # e^(-0.42 k) is below 2^-53 for k > 87
    assert rule.extend(coupling, xi[0]).keys.p == coupling.keys.p
    assert coupling.mixing[0] > 2**-53


# --- learning on and forgetting -------------------------------------------------------------------


def test_to_forget_is_never_to_have_learned():
    xi = hf.patterns.random(9, 100, seed=0)
    rule = rules.Hebb()
    coupling = rule.forget(rule(xi), xi[4])
    assert coupling.keys == xi[[0, 1, 2, 3, 5, 6, 7, 8]]
    assert np.array_equal(coupling.dense(), rule(coupling.keys).dense())
    assert rule.forget(rule.extend(rule(xi), xi[2]), xi[2]).keys == xi
    with pytest.raises(ParameterError, match="not one of the 9 stored"):
        rule.forget(rule(xi), -xi[4])
    with pytest.raises(ParameterError, match="at least one"):
        rule.forget(rule(xi[:1]), xi[0])
    with pytest.raises(ParameterError, match="made itself"):
        rule.forget(rules.PseudoInverse()(xi), xi[0])


def test_labels_live_on_where_both_have_them():
    rule = rules.Hebb()
    assert rule.extend(rule(TCH[:2]), hf.patterns.letters("A")).keys.labels == ("T", "C", "A")
    assert rule.extend(rule(TCH[:2]), -TCH[0]).keys.labels is None


def test_projection_learns_on_until_its_patterns_span_everything():
    xi = hf.patterns.random(30, 40, seed=0)
    rule = rules.PseudoInverse(diagonal=True)
    coupling = rule(xi[:1])
    for pattern in xi[1:].spins:
        coupling = rule.extend(coupling, pattern)
    assert np.allclose(coupling.dense(), rule(xi).dense(), rtol=0, atol=1e-10)
    with pytest.warns(hf.errors.DependenceWarning, match="pattern 0 is a combination"):
        assert rule.extend(coupling, -xi[3]).keys == xi
    full = rule(hf.patterns.hadamard(7, 8))
    with pytest.warns(LoadWarning, match="8 patterns span all states of 8 units"):
        full = rule.extend(full, hf.patterns.hadamard(8, 8)[7])
    assert np.allclose(full.dense(), np.eye(8), rtol=0, atol=1e-12)


# --- perceptron -----------------------------------------------------------------------------------


def gardner_margin(load):
    """The κ at which 1/[(1 + κ²)Φ(κ) + κφ(κ)] is the load, by halving.                    gardner1988"""
    low, high = 0.0, 20.0
    for _ in range(60):
        k = (low + high) / 2
        density = np.exp(-k * k / 2) / np.sqrt(2 * np.pi)
        below = 0.5 * (1 + math.erf(k / math.sqrt(2)))
        held = 1 / ((1 + k * k) * below + k * density)
        low, high = (k, high) if held > load else (low, k)
    return low


def least_margins(coupling, xi):
    """min_μ ξ_i^μ h_i^μ / |J_i| of every unit."""
    return (margins(coupling, xi) / np.linalg.norm(coupling.dense(), axis=1)).min(axis=0)


def test_minover_reaches_the_margin_of_gardner():
    xi = hf.patterns.random(100, 200, seed=0)
    assert gardner_margin(0.5) == pytest.approx(1.0343, abs=1e-4)
    assert least_margins(rules.Perceptron()(xi), xi).mean() == pytest.approx(1.0343, rel=0.05)


def test_minover_is_as_near_to_the_largest_margin_as_it_says():
    xi = hf.patterns.random(3, 9, seed=1)
    found = least_margins(rules.Perceptron()(xi), xi)
    for i in range(9):  # the largest margin is the distance of 0 from the hull of the points ξ_i ξ
        others = np.delete(xi.spins, i, axis=1) * xi.spins[:, [i]]
        grid = np.linspace(0, 1, 201)
        weights = np.array([(a, b, 1 - a - b) for a in grid for b in grid if a + b <= 1])
        best = np.linalg.norm(weights @ others, axis=1).min()
        assert 0.99 * best - 1e-2 < found[i] <= best + 1e-12


@pytest.mark.parametrize("margin", [0.0, 0.4, 0.8])
def test_perceptron_reaches_the_margin_that_is_asked_for(margin):
    xi = hf.patterns.random(100, 200, seed=0)
    coupling = rules.Perceptron(margin)(xi)
    assert (margins(coupling, xi) > 0).all()
    assert least_margins(coupling, xi).min() >= margin
    assert not coupling.is_symmetric
    assert not np.diag(coupling.dense()).any()


def test_perceptron_says_how_many_units_can_not_reach_their_margin():
    xi = hf.patterns.random(100, 200, seed=0)
    with pytest.warns(LoadWarning, match=r"200 of 200 units have not reached the margin 1\.5"):
        tight = rules.Perceptron(1.5)(xi)
    assert np.array_equal(tight.dense(), rules.Perceptron()(xi).dense())
    with pytest.warns(LoadWarning, match="100 units have not reached a positive margin"):
        rules.Perceptron()(hf.patterns.random(250, 100, seed=0))
    twins = hf.Patterns(np.stack([np.ones(20), np.r_[-1, np.ones(19)]]))  # unit 0 can't know
    with pytest.warns(LoadWarning, match="1 of 20 units"):
        rules.Perceptron()(twins)


@pytest.mark.parametrize("margin", [-0.1, np.nan, np.inf])
def test_a_margin_is_a_finite_number_or_none(margin):
    with pytest.raises(ParameterError, match="margin must be a finite number of at least 0"):
        rules.Perceptron(margin)


def test_more_is_held_by_projection_and_perceptron_than_by_storkey_than_by_hebb():
    xi = hf.patterns.random(120, 200, seed=0)  # load 0.6
    with pytest.warns(LoadWarning):
        hebb, storkey = rules.Hebb()(xi), rules.Storkey()(xi)
    stable = [
        (margins(coupling, xi) > 0).mean()
        for coupling in (hebb, storkey, rules.PseudoInverse()(xi), rules.Perceptron()(xi))
    ]
    assert stable[0] < 0.95 < stable[1] < stable[2] == stable[3] == 1.0
