"""Does damage to synapses do what it says, and cost what the theory says?"""

import numpy as np
import pytest
from scipy import sparse
from scipy.stats import binom, norm

import hopfield as hf
from hopfield.couplings import DenseCoupling, OverlapCoupling, SparseCoupling, damage
from hopfield.couplings.synapses import drawn, entries
from hopfield.errors import ParameterError, ShapeError, SizeError
from hopfield.separation import Power

RARE = 1e-6  # false alarms of every statistical test here


def of_patterns(n=60, p=7, seed=0):
    return OverlapCoupling(hf.patterns.random(p, n, seed=seed))


def sequence(n=60, p=7):
    xi = hf.patterns.random(p, n, seed=0)
    return OverlapCoupling(xi, xi[[*range(1, p), 0]])


def projection(diagonal=False):
    return hf.rules.PseudoInverse(diagonal)(hf.patterns.random(5, 60, seed=1))


def ring():
    return SparseCoupling(sparse.diags_array([1.0, 2.0, 2.0], offsets=[0, -1, 1], shape=(60, 60)))


COUPLINGS = {
    "patterns": of_patterns(),
    "sequence": sequence(),
    "projection": projection(),
    "with its diagonal": projection(diagonal=True),
    "dense": DenseCoupling(of_patterns().dense().astype(np.float32)),
    "sparse": ring(),
}
KINDS = pytest.mark.parametrize("coupling", COUPLINGS.values(), ids=COUPLINGS.keys())


@KINDS
@pytest.mark.parametrize("kept", [0.0, 0.2, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("symmetric", [True, False])
def test_dilution_keeps_values_or_cuts_them(coupling, kept, symmetric):
    if symmetric and not coupling.is_symmetric:
        pytest.skip("refused, see below")
    J = coupling.dense()
    found = damage.dilute(coupling, kept, symmetric, seed=0)
    D = found.dense()
    assert isinstance(found, SparseCoupling) == (
        kept <= 0.25 or isinstance(coupling, SparseCoupling)
    )
    assert np.all((D == 0) | (np.abs(D - J) <= 1e-15))
    assert np.allclose(np.diag(D), np.diag(J), rtol=0, atol=1e-15)
    if symmetric:
        assert np.array_equal(D, D.T) or np.abs(D - D.T).max() < 1e-15
    again = damage.dilute(coupling, kept, symmetric, seed=0).dense()
    assert np.array_equal(D, again)
    if kept == 1.0:
        assert np.allclose(D, J, rtol=0, atol=1e-15)
    if kept == 0.0:
        assert not (D - np.diag(np.diag(D))).any()


@pytest.mark.parametrize("kept", [0.1, 0.45, 0.7])
@pytest.mark.parametrize("symmetric", [True, False])
def test_each_synapse_is_kept_with_that_probability(kept, symmetric):
    """Seed 0: the number kept is binomial; and with symmetric=False the two directions are independent."""
    J = DenseCoupling(np.ones((300, 300)) - np.eye(300))
    D = damage.dilute(J, kept, symmetric, seed=0).dense()
    lower, upper = D[np.tril_indices(300, -1)], D.T[np.tril_indices(300, -1)]
    total = len(lower)
    for count in (lower.sum(), upper.sum()):
        assert binom.ppf(RARE / 2, total, kept) <= count <= binom.isf(RARE / 2, total, kept)
    both = kept if symmetric else kept**2
    count = (lower * upper).sum()
    assert binom.ppf(RARE / 2, total, both) <= count <= binom.isf(RARE / 2, total, both)


@pytest.mark.parametrize("n", [1, 2, 3, 50])
@pytest.mark.parametrize("chance", [1e-300, 0.3, 1.0])
def test_pairs_are_drawn_once_and_in_order(n, chance):
    i, j = drawn(n, chance, np.random.default_rng(0))
    places = i * (i - 1) // 2 + j
    assert np.all((j >= 0) & (j < i) & (i < n))
    assert np.all(np.diff(places) > 0)
    assert len(i) == (0 if chance < 0.1 else n * (n - 1) // 2) or chance == 0.3


def test_pairs_of_many_units_are_numbered_without_rounding():
    """Seed 0: of 10^12 pairs about 2,000 are drawn, up to the last rows; 6 standard deviations."""
    n = 1_500_000
    i, j = drawn(n, 2000 / (n * (n - 1) / 2), np.random.default_rng(0))
    assert abs(len(i) - 2000) < 6 * np.sqrt(2000)
    assert np.all((j >= 0) & (j < i) & (i < n))
    assert i.max() > 0.99 * n


@KINDS
def test_entries_are_those_of_the_matrix(coupling):
    i, j = np.array([0, 5, 59, 17]), np.array([3, 59, 5, 18])
    assert np.allclose(entries(coupling, i, j), coupling.dense()[i, j], rtol=0, atol=1e-15)


def test_a_large_network_is_diluted_without_its_matrix():
    n = 200_000  # J would take 320 GB
    coupling = of_patterns(n, 5)
    found = damage.dilute(coupling, 20 / n, seed=0)
    assert 15 * n < found.matrix.nnz < 25 * n
    xi = coupling.keys
    cue = hf.patterns.flip(xi[2], 0.1, seed=0)
    assert xi.overlaps(hf.recall(hf.Network(found), cue, seed=0).state)[2] > 0.95


def test_dilution_and_clipping_and_noise_are_static_noise_of_the_known_size():
    """Δ²: J'/a = J + η with ⟨η²⟩ = Δ²/n and ⟨η J⟩ = 0 (sompolinsky1986pra). Seed 0, p = 101, half a million pairs.

    The relative error of a mean of 5·10^5 squares is 0.002 (0.003 for the kurtosis here), 2 % is more than 6 of them.
    """
    n, p, c = 1001, 101, 0.4
    load, hebb = p / n, of_patterns(1001, 101)
    J = hebb.dense()
    off = ~np.eye(n, dtype=bool)
    t = 0.612
    three = 2 * norm.pdf(t)
    cases = {
        "diluted": (damage.dilute(hebb, c, seed=0), c, load * (1 - c) / c),
        "sign": (damage.clip(hebb), n * np.sqrt(2 / (np.pi * p)), load * (np.pi / 2 - 1)),
        "three": (
            damage.clip(hebb, "three"),
            three * n / np.sqrt(p),
            load * (2 * norm.sf(t) / three**2 - 1),
        ),
        "noise": (damage.add_noise(hebb, 0.7, seed=0), 1.0, 0.49 * load),
        "one way": (damage.one_way(hebb, seed=0), 0.5, load),
    }
    for name, (found, a, expected) in cases.items():
        rest = (found.dense() / a - J)[off]
        assert n * np.mean(rest**2) == pytest.approx(expected, rel=0.03), name
        assert abs(np.mean(rest * J[off])) * n < 0.03 * load, name


@pytest.mark.parametrize(
    ("levels", "factor"), [("sign", np.sqrt(2 / np.pi)), ("three", 0.90)], ids=["sign", "three"]
)
def test_clipping_costs_the_signal_to_noise_that_the_paper_says(levels, factor):
    """Seed 0: N = 1001, p = 101; 10^5 fields, whose mean and deviation are known to 0.5 %: 3 % is six of these."""
    hebb = of_patterns(1001, 101)
    clipped = damage.clip(hebb, levels)
    xi = hebb.keys.spins

    def ratio(coupling):
        fields = coupling.gap(xi) * xi
        return fields.mean() / fields.std()

    assert ratio(clipped) / ratio(hebb) == pytest.approx(factor, rel=0.03)


@KINDS
def test_clipped_entries_are_signs(coupling):
    J = coupling.dense()
    zero = np.abs(J) <= 8 * np.finfo(float).eps * np.abs(J).max()
    assert np.array_equal(damage.clip(coupling).dense(), np.where(zero, 0, np.sign(J)))
    off = ~np.eye(60, dtype=bool)
    values = J[off & (J != 0)] if isinstance(coupling, SparseCoupling) else J[off]
    least = 0.9 * np.sqrt(np.mean(values**2))
    found = damage.clip(coupling, "three", threshold=0.9)
    assert np.array_equal(found.dense(), np.sign(J) * (np.abs(J) > least))
    assert isinstance(found, SparseCoupling) == isinstance(coupling, SparseCoupling)
    assert found.is_symmetric == coupling.is_symmetric


@KINDS
def test_one_direction_of_each_pair_is_cut_and_the_other_stays(coupling):
    J, D = coupling.dense(), damage.one_way(coupling, seed=0).dense()
    off = ~np.eye(60, dtype=bool)
    assert not (D * D.T)[off].any()
    if coupling.is_symmetric:
        assert np.allclose((D + D.T)[off], J[off], rtol=0, atol=1e-15)
    assert np.allclose(np.diag(D), np.diag(J), rtol=0, atol=1e-15)


@KINDS
def test_noise_is_symmetric_of_the_asked_size_and_repeatable(coupling):
    if not coupling.is_symmetric:
        pytest.skip("refused, see below")
    J = coupling.dense()
    found = damage.add_noise(coupling, 0.5, seed=3)
    rest = found.dense() - J
    assert found.is_symmetric
    assert np.abs(np.diag(rest)).max() < 1e-15
    assert np.array_equal(found.dense(), damage.add_noise(coupling, 0.5, seed=3).dense())
    assert np.allclose(damage.add_noise(coupling, 0.0, seed=3).dense(), J, rtol=0, atol=1e-15)
    if isinstance(coupling, SparseCoupling):
        assert found.matrix.nnz == coupling.matrix.nnz


@KINDS
def test_a_silenced_unit_is_heard_by_nobody_and_hears_as_before(coupling):
    J = coupling.dense()
    dead = np.zeros(60, dtype=bool)
    dead[[4, 40]] = True
    D = damage.silence(coupling, dead).dense()
    assert not D[:, dead].any()
    assert np.allclose(D[:, ~dead], J[:, ~dead], rtol=0, atol=1e-15)
    for units, count in ((0.25, 15), (3, 3), (0, 0), (1.0, 60)):
        columns = (damage.silence(coupling, units, seed=0).dense() == 0).all(axis=0)
        assert columns.sum() == count


def test_recall_with_dead_units_is_that_with_unknown_ones_held():
    hebb = of_patterns(200, 8)
    xi = hebb.keys
    dead = np.arange(200) % 5 == 0
    cue = np.where(dead, 0, hf.patterns.flip(xi[1], 0.1, seed=0)).astype(np.int8)
    order = hf.Async(order="sequential")
    one = hf.recall(hf.Network(damage.silence(hebb, dead)), cue, order)
    two = hf.recall(hf.Network(hebb), cue, order, clamp=dead)
    assert np.array_equal(one.state[~dead], two.state[~dead])
    assert np.array_equal(one.state, xi[1])  # the dead units follow
    assert one.energy is None


def test_damage_is_refused_where_it_makes_no_sense():
    hebb, one = of_patterns(), sequence()
    cubic = OverlapCoupling(hebb.keys, separation=Power(3))
    for wrong in (-0.1, 1.1, np.nan):
        with pytest.raises(ParameterError, match="from 0 to 1"):
            damage.dilute(hebb, wrong)
        with pytest.raises(ParameterError, match="amount"):
            damage.silence(hebb, wrong)
    with pytest.raises(ParameterError, match="symmetric=False"):
        damage.dilute(one, 0.5)
    with pytest.raises(ParameterError, match="asymmetric"):
        damage.add_noise(one, 0.5)
    for wrong in (-1.0, np.inf):
        with pytest.raises(ParameterError, match="at least 0"):
            damage.add_noise(hebb, wrong)
        with pytest.raises(ParameterError, match="at least 0"):
            damage.clip(hebb, "three", threshold=wrong)
    with pytest.raises(ParameterError, match='"sign" or "three"'):
        damage.clip(hebb, "two")
    with pytest.raises(ParameterError, match="has no threshold"):
        damage.clip(hebb, threshold=0.5)
    with pytest.raises(ShapeError, match="60"):
        damage.silence(hebb, np.ones(3, dtype=bool))
    whats = (damage.clip, damage.one_way)
    amounts = (damage.dilute, damage.add_noise, damage.silence)
    for call in (*whats, *(lambda J, f=f: f(J, 0.5) for f in amounts)):
        with pytest.raises(ParameterError, match="no synapses"):
            call(cubic)


def test_what_does_not_fit_is_refused_before_it_is_made(monkeypatch):
    monkeypatch.setattr("hopfield.budget.available_bytes", lambda: 1 << 28)
    large = of_patterns(5000, 3)
    for call in (damage.clip, damage.one_way, lambda J: damage.silence(J, 0.1)):
        with pytest.raises(SizeError, match="5,000 units"):
            call(large)
    with pytest.raises(SizeError, match="synapses"):
        damage.dilute(large, 0.2)


def test_a_network_of_no_pairs_has_nothing_to_damage():
    alone = DenseCoupling(np.array([[0.5]]))
    for found in (
        damage.dilute(alone, 0.3, seed=0),
        damage.add_noise(alone, 1.0, seed=0),
        damage.one_way(alone, seed=0),
    ):
        assert found.dense().tolist() == [[0.5]]
    empty = SparseCoupling(sparse.csr_array((4, 4)))
    assert damage.clip(empty, "three").matrix.nnz == 0
    assert damage.dilute(empty, 0.5, seed=0).matrix.nnz == 0
