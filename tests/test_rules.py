"""Do the learning rules store what their papers say, and refuse what they can't?"""

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

EVERY = [rules.Storkey()]
SYMMETRIC = [rules.Storkey()]
GAUGED = [rules.Storkey()]
ONLINE = [rules.Storkey()]


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


@pytest.mark.parametrize("rule", [rules.Storkey()], ids=repr)
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
