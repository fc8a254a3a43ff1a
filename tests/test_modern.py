"""Are modern networks what their papers say: attention, an energy, error bounds, three kinds of fixed points?"""

import importlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hopfield as hf
import naive
from hopfield.errors import FitError, ParameterError, PatternError, ScaleWarning, ShapeError
from hopfield.separation import Entmax

SEEDS = st.integers(0, 2**32)
KINDS = ("softmax", "entmax15", "sparsemax")
ALPHAS = {"softmax": 1.0, "entmax15": 1.5, "sparsemax": 2.0}
CROWDED = pytest.mark.filterwarnings(
    "ignore::hopfield.errors.ScaleWarning"
)  # few units, many patterns
EACH = pytest.mark.parametrize("separation", KINDS)


def cloud(rng, p, n, spread=1.0):
    """Patterns whose lengths differ by no more than half, so that no one drowns another."""
    X = rng.normal(size=(p, n))
    return spread * X / np.linalg.norm(X, axis=1, keepdims=True) * rng.uniform(0.7, 1.0, (p, 1))


def weights(separation, scores):
    """The weights of one row of scores, by a slow way."""
    by_name = {"softmax": naive.softmax, "entmax15": naive.entmax15, "sparsemax": naive.sparsemax}
    return np.array(by_name[separation](scores.tolist()))


# --- attention ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_one_sweep_is_attention(kind):
    rng = np.random.default_rng(0)
    Q, K, V = (rng.normal(size=(rows, d)).astype(kind) for rows, d in ((7, 64), (50, 64), (50, 24)))
    net = hf.models.modern(K, 1 / np.sqrt(64), values=V)
    found = hf.recall(net, Q, hf.Sync(), max_sweeps=1)
    scores = Q.astype(float) @ K.T.astype(float) / 8.0
    expected = np.array([naive.softmax(row) for row in scores.tolist()]) @ V
    assert found.state.shape == (7, 24)
    np.testing.assert_allclose(
        found.state, expected, rtol=0, atol=1e-5 if kind is np.float32 else 1e-13
    )
    np.testing.assert_array_equal(net.coupling.read(Q), found.state)
    keys = hf.recall(hf.models.modern(K, 1 / np.sqrt(64)), Q, hf.Sync(), max_sweeps=1)
    np.testing.assert_allclose(
        keys.state, hf.models.modern(K, 1 / 8, values=K).coupling.read(Q), atol=1e-6
    )


def test_one_sweep_is_that_of_torch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    Q, K, V = (
        torch.tensor(rng.normal(size=(rows, 64)), dtype=torch.float32) for rows in (7, 50, 50)
    )
    expected = torch.nn.functional.scaled_dot_product_attention(Q[None], K[None], V[None])[0]
    found = hf.recall(hf.models.modern(K, 1 / 8, values=V), Q, hf.Sync(), max_sweeps=1)
    np.testing.assert_allclose(found.state, expected.numpy(), rtol=0, atol=1e-5)


@EACH
def test_more_sweeps_move_the_query_among_the_keys_and_then_read(separation):
    rng = np.random.default_rng(1)
    X, V, q = cloud(rng, 20, 8), rng.normal(size=(20, 3)), rng.normal(size=(2, 2, 8))
    moves = hf.models.modern(X, 4.0, separation=separation)
    reads = hf.models.modern(X, 4.0, values=V, separation=separation)
    for sweeps in (1, 2, 5):
        found = hf.recall(reads, q, hf.Sync(), max_sweeps=sweeps, watch={"q": np.copy})
        before = hf.recall(moves, q, hf.Sync(), max_sweeps=sweeps - 1)
        expected = [weights(separation, 4.0 * X @ s) @ V for s in before.state.reshape(4, 8)]
        np.testing.assert_allclose(
            found.state, np.reshape(expected, (2, 2, 3)), rtol=1e-9, atol=1e-12
        )
        np.testing.assert_allclose(found.energy, before.energy, rtol=1e-12)
        np.testing.assert_allclose(found.trace["q"][-1], before.state, rtol=1e-12)
        assert found.outcome.tolist() == before.outcome.tolist()
        assert (found.sweeps <= sweeps).all()
    rest = hf.recall(reads, q, hf.Sync(), max_sweeps=500)
    assert {outcome.name for outcome in rest.outcome.ravel()} == {"FIXED_POINT"}
    with pytest.raises(ParameterError, match="max_sweeps=1"):
        hf.recall(reads, q, hf.Sync(), max_sweeps=0)


# --- energy ---------------------------------------------------------------------------------------


@EACH
@CROWDED
@given(p=st.integers(1, 12), n=st.integers(1, 8), seed=SEEDS, beta=st.floats(0.05, 60.0))
@settings(max_examples=40)
def test_energy_never_rises_and_stays_within_its_bounds(separation, p, n, seed, beta):
    """0 ≤ E everywhere, E ≤ 2M² for |q| ≤ M, and no sweep raises it."""
    rng = np.random.default_rng(seed)
    X = cloud(rng, p, n)
    net = hf.models.modern(X, beta, separation=separation)
    M = np.linalg.norm(X, axis=1).max()
    inside = cloud(rng, 6, n, M)
    far = 10.0 * rng.normal(size=(6, n))
    slack = 1e-12 * (1.0 + 1.0 / beta)
    energies = net.energy(inside)
    assert (energies >= -slack).all()
    assert (energies <= 2.0 * M**2 + slack).all()
    assert (net.energy(far) >= -slack).all()
    found = hf.recall(
        net, np.concatenate([inside, far]), hf.Sync(), max_sweeps=30, watch={"E": net.energy}
    )
    steps = np.diff(found.trace["E"], axis=0)
    assert (steps <= slack + 1e-13 * np.abs(found.trace["E"][:-1])).all()
    np.testing.assert_allclose(found.energy, net.energy(found.state), rtol=1e-9, atol=slack)


def test_energy_is_the_formula():
    rng = np.random.default_rng(0)
    X, q, beta = cloud(rng, 9, 5), rng.normal(size=5), 3.0
    lse = np.log(np.exp(beta * X @ q).sum()) / beta
    M = np.linalg.norm(X, axis=1).max()
    expected = -lse + 0.5 * q @ q + np.log(9) / beta + 0.5 * M**2
    assert hf.models.modern(X, beta).energy(q) == pytest.approx(expected, abs=1e-13)
    w = weights("sparsemax", beta * X @ q)
    conjugate = (beta * w @ X @ q + 0.5 * (1.0 - w @ w)) / beta
    sparse = -conjugate + 0.5 * q @ q + 0.5 * (1 - 1 / 9) / beta + 0.5 * M**2
    assert hf.models.modern(X, beta, separation="sparsemax").energy(q) == pytest.approx(
        sparse, abs=1e-13
    )


@EACH
@CROWDED
@given(p=st.integers(1, 10), n=st.integers(1, 6), seed=SEEDS)
@settings(max_examples=20)
def test_the_slope_of_the_energy_is_what_is_left_to_move(separation, p, n, seed):
    rng = np.random.default_rng(seed)
    net, s, step = (
        hf.models.modern(cloud(rng, p, n), 3.0, separation=separation),
        rng.normal(size=n),
        1e-6,
    )
    slope = [(net.energy(s + step * e) - net.energy(s - step * e)) / (2 * step) for e in np.eye(n)]
    np.testing.assert_allclose(slope, s - net.units.respond(net.field(s)), rtol=0, atol=2e-5)


def test_thresholds_are_heard_and_have_their_energy():
    rng = np.random.default_rng(0)
    plain = hf.models.modern(cloud(rng, 6, 4), 2.0)
    net, s = hf.Network(plain.coupling, plain.units, theta=[0.5, 0, -1, 0]), rng.normal(size=4)
    assert net.energy(s) == pytest.approx(plain.energy(s) + 0.5 * s[0] - s[2], abs=1e-14)
    found = hf.recall(net, s, hf.Sync())
    np.testing.assert_allclose(found.state, plain.field(found.state) - net.thresholds, atol=1e-8)
    assert found.energy == pytest.approx(net.energy(found.state), abs=1e-14)


# --- retrieval ------------------------------------------------------------------------------------


@CROWDED
@given(p=st.integers(2, 30), n=st.integers(2, 12), seed=SEEDS, beta=st.floats(1.0, 100.0))
@settings(max_examples=60)
def test_the_error_of_one_step_is_below_the_bound_of_the_paper(p, n, seed, beta):
    """Ramsauer2020: 2(p-1) exp[-β(Δ - 2 max(|ξ - x|, |x* - x|) M)] M, x* the fixed point near x."""
    rng = np.random.default_rng(seed)
    X = cloud(rng, p, n)
    net, M = hf.models.modern(X, beta), np.linalg.norm(X, axis=1).max()
    gram = X @ X.T
    margin = np.diag(gram) - np.max(gram - 9.0 * np.eye(p), axis=1)
    q = X + 0.02 * cloud(rng, p, n)
    fixed = hf.recall(net, X, hf.Sync(), max_sweeps=1000).state
    apart = np.maximum(np.linalg.norm(q - X, axis=1), np.linalg.norm(fixed - X, axis=1))
    with np.errstate(over="ignore"):
        bound = 2.0 * (p - 1) * np.exp(-beta * (margin - 2.0 * apart * M)) * M
    error = np.linalg.norm(hf.recall(net, q, hf.Sync(), max_sweeps=1).state - X, axis=1)
    assert (error <= bound + 1e-14).all()


def test_the_bound_of_the_paper_is_reached_by_a_tenth_somewhere():
    """So that the bound above is no empty statement: two opposite patterns, all others as far as can be."""
    X = np.array([[1.0, 0.0], [-1.0, 0.0]])
    beta = 3.0
    error = np.linalg.norm(hf.models.modern(X, beta).field(X[0]) - X[0])
    bound = 2.0 * np.exp(-beta * 2.0)
    assert 0.1 * bound < error < bound


@pytest.mark.parametrize("separation", KINDS[1:])
@CROWDED
@given(p=st.integers(2, 20), n=st.integers(2, 10), seed=SEEDS)
@settings(max_examples=40)
def test_sparse_networks_retrieve_exactly_at_their_margin(separation, p, n, seed):
    """Δ ≥ m/β + 2Mε, m = 1/(α - 1): one step is the pattern itself; β is taken at that margin to rounding."""
    rng = np.random.default_rng(seed)
    X = cloud(rng, p, n)
    M, gram = np.linalg.norm(X, axis=1).max(), X @ X.T
    margin = np.diag(gram) - np.max(gram - 9.0 * np.eye(p), axis=1)
    for i in np.flatnonzero(margin > 1e-2):
        noise = 0.4 * margin[i] / (2.0 * M)
        beta = (1.0 + 1e-9) / (ALPHAS[separation] - 1.0) / (margin[i] - 2.0 * M * noise)
        q = X[i] + cloud(rng, 1, n, noise)[0]
        net = hf.models.modern(X, beta, separation=separation)
        found = hf.recall(net, q, hf.Sync())
        assert found.state.tolist() == X[i].tolist()
        assert (found.sweeps, found.outcome) == (1, hf.Outcome.FIXED_POINT)


@pytest.mark.parametrize(
    ("strength", "is_split"), [(0.8, False), (0.97, False), (1.03, True), (1.3, True)]
)
def test_two_opposite_patterns_part_at_beta_xx_one(strength, is_split):
    """q' = x tanh(β x·q): zero is stable below β|x|² = 1, and two states besides it above."""
    x = np.array([0.6, -0.8, 1.2])
    net = hf.models.modern(np.stack([x, -x]), strength / (x @ x))
    found = hf.recall(net, 0.5 * x, hf.Sync(), max_sweeps=3000)
    assert found.outcome is hf.Outcome.FIXED_POINT
    along = found.state @ x / (x @ x)
    np.testing.assert_allclose(found.state, along * x, atol=1e-12)
    if is_split:
        assert along == pytest.approx(np.tanh(strength * along), abs=1e-7)
        assert along > 0.2
    else:
        assert abs(along) < 1e-6


# --- which kind of fixed point --------------------------------------------------------------------


@EACH
def test_each_kind_of_fixed_point_is_named(separation):
    """Two groups of three like patterns: as β falls the states reached are single, metastable, and the average."""
    rng = np.random.default_rng(0)
    centres = np.repeat(np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]), 3, axis=0)
    X = centres + 0.1 * rng.normal(size=(6, 3))
    X /= np.linalg.norm(X, axis=1, keepdims=True)
    for beta, kind in ((3000.0, "single"), (8.0, "metastable"), (0.01, "average")):
        net = hf.models.modern(X, beta, separation=separation)
        found = hf.recall(net, X, hf.Sync(), max_sweeps=2000)
        seen = hf.analysis.attention(net, found.state)
        assert seen.kind.tolist() == [kind] * 6
        assert seen.distance.max() < 1e-8
        for row, s in enumerate(found.state):
            w = weights(separation, beta * X @ s)
            used = w[w > 0]
            assert seen.effective[row] == pytest.approx(
                np.exp(-np.sum(used * np.log(used))), rel=1e-9
            )
            assert seen.support[row] == np.count_nonzero(w > 1e-300)
            members = seen.members[row][seen.members[row] >= 0]
            np.testing.assert_allclose(seen.weights[row][: len(members)], w[members], rtol=1e-9)
            assert w[members].sum() >= 0.9 > w[members[:-1]].sum()
            assert seen.index[row] == members[0]
            products = X @ X[seen.index[row]]
            others = np.delete(products, seen.index[row]).max()
            assert seen.margin[row] == pytest.approx(products[seen.index[row]] - others, abs=1e-14)
        if kind == "single":
            assert seen.index.tolist() == list(range(6))
        if kind == "metastable":
            assert [set(row[row >= 0]) for row in seen.members] == [{0, 1, 2}] * 3 + [{3, 4, 5}] * 3


@EACH
def test_a_single_state_gets_single_answers_and_blocks_say_the_same(separation, monkeypatch):
    rng = np.random.default_rng(0)
    X, s = rng.normal(size=(700, 5)), rng.normal(size=(4, 5))
    net = hf.models.modern(X, 0.3, separation=separation)
    whole = hf.analysis.attention(net, s)
    monkeypatch.setattr("hopfield.couplings.streamed._NUMBERS", 64)
    monkeypatch.setattr("hopfield.couplings.streamed._KEPT", 50)
    monkeypatch.setattr(importlib.import_module("hopfield.analysis.attention"), "_COLUMNS", 64)
    blocks = hf.analysis.attention(net, s)
    for name in ("kind", "index", "members", "support"):
        assert np.array_equal(getattr(whole, name), getattr(blocks, name))
    for name in ("effective", "margin", "distance", "weights"):
        np.testing.assert_allclose(
            getattr(whole, name), getattr(blocks, name), rtol=1e-10, atol=1e-15
        )
    one = hf.analysis.attention(net, s[2])
    assert (one.kind, one.index) == (whole.kind[2], whole.index[2])
    assert isinstance(one.effective, float)
    assert one.members.shape == (16,)
    alone = hf.analysis.attention(hf.models.modern(X[:1], 0.3), s[0])
    assert (alone.kind, alone.margin, alone.effective) == ("single", np.inf, 1.0)


def test_attention_is_asked_of_networks_that_have_it():
    for net in (hf.models.hopfield(hf.patterns.letters("TCH")), hf.models.dense(np.eye(4))):
        with pytest.raises(FitError, match=r"hf.models.modern\(X, beta\)"):
            hf.analysis.attention(net, np.ones(net.n))


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize("beta", [0, -1.0, np.nan, np.inf, "1", None, True, [1.0]])
def test_a_beta_must_make_sense(beta):
    with pytest.raises(ParameterError, match="beta must be a finite number above 0"):
        hf.models.modern(np.eye(3), beta)


@pytest.mark.parametrize("alpha", [1.0, 0.5, np.inf, np.nan])
def test_an_alpha_is_above_one(alpha):
    with pytest.raises(ParameterError, match=r"alpha = 1 use Softmax"):
        Entmax(alpha, 1.0)
    with pytest.raises(ParameterError, match="beta"):
        Entmax(2, 0.0)


def test_what_does_not_go_together_is_said():
    X = np.eye(3)
    with pytest.raises(ParameterError, match='"softmax", "entmax15" or "sparsemax"'):
        hf.models.modern(X, 1.0, separation="hardmax")
    with pytest.raises(ParameterError, match="separation must be"):
        hf.models.modern(X, 1.0, separation=["softmax"])
    with pytest.raises(ShapeError, match="2 values do not pair with 3 keys"):
        hf.models.modern(X, 1.0, values=np.ones((2, 4)))
    with pytest.raises(PatternError, match="values hold NaN"):
        hf.models.modern(X, 1.0, values=np.full((3, 4), np.nan))
    with pytest.raises(FitError, match=r"hf.Sync\(\)"):
        hf.recall(hf.models.modern(X, 1.0), X)
    with pytest.raises(FitError, match=r"hf.models.modern\(X, beta"):
        hf.couplings.OverlapCoupling(hf.patterns.letters("TCH"), separation=Entmax(2, 1.0))


def test_packed_patterns_are_taken_as_numbers():
    xi = hf.patterns.letters("TCH")
    found = hf.recall(hf.models.modern(xi, 0.5), 0.3 * xi.spins, hf.Sync())
    assert np.array_equal(np.sign(found.state), xi.spins)


@pytest.mark.parametrize(
    ("X", "beta", "words"),
    [
        (
            1e200 * np.eye(3),
            1.0,
            "beta x·x is inf for the longest pattern, of length 1e\\+200.*divide the patterns",
        ),
        (1e7 * np.eye(3), 1.0, "beta x·x is 1e\\+14.*take beta = 8.1e-14"),
        (1e3 * np.eye(3, dtype=np.float32), 1.0, "float32.*take beta = 8.1e-06"),
        (
            np.array([[1.0, 0.0], [0.0, 1.0], [9.0, 9.0]]),
            1.0,
            r"2 of 3 .*X\[2\], of length 12.7, outweighs.*beta = 1$",
        ),
    ],
)
def test_patterns_out_of_scale_are_warned_of_with_a_beta_that_does(X, beta, words):
    with pytest.warns(ScaleWarning, match=words):
        hf.models.modern(X, beta)


def test_the_remedies_of_the_warnings_work():
    """The suite turns warnings into errors, so that no warning here is a claim too."""
    rng = np.random.default_rng(0)
    X = 1e7 * cloud(rng, 50, 20)
    with pytest.warns(ScaleWarning, match="take beta"):
        hf.models.modern(X, 1.0)
    M = np.linalg.norm(X, axis=1).max()
    hf.models.modern(X, (np.log(50) + 7) / M**2)
    X = rng.normal(size=(50, 20)) * rng.uniform(0.1, 30.0, (50, 1))
    with pytest.warns(ScaleWarning, match="divide each row by its length and take beta"):
        hf.models.modern(X, 1.0)
    lengths = np.linalg.norm(X, axis=1)
    net = hf.models.modern(X / lengths[:, None], np.median(lengths) ** 2)
    found = hf.recall(net, X / lengths[:, None], hf.Sync())
    assert (hf.analysis.attention(net, found.state).index == np.arange(50)).all()
