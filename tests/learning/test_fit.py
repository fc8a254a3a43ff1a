"""Do machines learn what they are shown, by the rule that their method states?"""

import numpy as np
import pytest
from scipy import stats

import hopfield as hf
from hopfield import testing
from hopfield.errors import FitError, ParameterError, PatternError, ShapeError, SizeError
from hopfield.kernels.phases import settle
from hopfield.learning.divergence import ContrastiveDivergence
from hopfield.learning.enumeration import log_weights, pair_means

SCHEDULE = np.array([20.0, 10.0]), np.array([10, 20])


def boltzmann(n, rng, size=1.0):
    matrix = size * rng.normal(size=(n, n))
    return hf.models.boltzmann((matrix + matrix.T) * ~np.eye(n, dtype=bool), rng.normal(size=n))


def toy(rows, seed=0):
    """Rows of four units: the first two are equal, the last is the parity of the first and the third."""
    first, third = np.random.default_rng(seed).integers(0, 2, (2, rows))
    return np.stack([first, first, third, first ^ third], axis=1)


@pytest.mark.parametrize("n_held", [0, 2])
def test_the_phases_of_1985_sample_the_machine(n_held):
    """30,000 rows settle at T = 10 and follow e^{-E/T}, given what is clamped. 2 tests at 5e-7: false alarms 1e-6."""
    n, rows = 6, 30_000
    net = boltzmann(n, np.random.default_rng(0), size=8.0)
    rng = np.random.default_rng(1)
    states = np.ones((rows, n), dtype=np.int8)
    streams = rng.integers(0, 1 << 64, size=(rows, 4), dtype=np.uint64) | np.uint64(1)
    held = np.arange(n) < n_held
    pairs = np.zeros((n, n), dtype=np.int64)
    settle(net.coupling.dense(), -net.thresholds, states, held, *SCHEDULE, 1, streams, pairs)
    assert np.array_equal(pairs, states.astype(int).T @ states)  # one state a row was counted
    assert (states[:, held] == 1).all()
    every = (testing.all_states(n) > 0).astype(int)
    chances = np.exp(log_weights(net.coupling.dense() / 10, -net.thresholds / 10)) * every[
        :, held
    ].all(axis=1)
    expected = rows * chances / chances.sum()
    counts = np.bincount(states @ (1 << np.arange(n)), minlength=2**n)
    assert counts[expected == 0].sum() == 0
    seen = expected >= 5
    counts = np.append(counts[seen], counts[~seen].sum())
    expected = np.append(expected[seen], expected[~seen].sum() + 1e-9)
    assert stats.chisquare(counts, expected * rows / expected.sum()).pvalue > 5e-7


def test_counts_do_not_mind_threads(monkeypatch):
    data = np.random.default_rng(0).integers(0, 2, (2000, 12))
    found = []
    for threads in ("1", "4"):
        monkeypatch.setenv("HOPFIELD_THREADS", threads)
        net = hf.models.boltzmann(np.zeros((14, 14)))
        learned = hf.learning.fit(net, data, hf.learning.Annealing(), epochs=2, seed=3)
        found.append(learned.network.coupling.dense())
    assert np.array_equal(*found)
    assert found[0].any()


@pytest.mark.parametrize("layered", [False, True])
def test_the_exact_gradient_is_the_slope_of_the_likelihood(layered):
    """By central differences, for every coupling that learns and every threshold, with hidden units."""
    rng, data, kelvin, step = np.random.default_rng(2), toy(20), 1.7, 1e-5
    net = boltzmann(6, rng)
    if layered:
        net = hf.models.rbm(rng.normal(size=(4, 2)), rng.normal(size=4), rng.normal(size=2))
    method = hf.learning.ExactGradient(rate=1.0, temperature=kelvin)
    learned = hf.learning.fit(net, data, method, epochs=1)
    J, theta = net.coupling.dense(), net.thresholds

    def mean_likelihood(matrix, thresholds):
        machine = hf.Network(hf.couplings.DenseCoupling(matrix), hf.Binary(), thresholds)
        return hf.learning.log_likelihood(machine, data, temperature=kelvin).mean()

    assert learned.history.log_likelihood[0] == pytest.approx(mean_likelihood(J, theta), abs=1e-12)
    change = learned.network.coupling.dense() - J
    for i, j in zip(*np.triu_indices(6, 1), strict=True):
        nudge = np.zeros((6, 6))
        nudge[i, j] = nudge[j, i] = step
        slope = (mean_likelihood(J + nudge, theta) - mean_likelihood(J - nudge, theta)) / (2 * step)
        is_inside = layered and (i < 4) == (j < 4)
        assert change[i, j] == pytest.approx(0.0 if is_inside else slope, abs=1e-8)
    for i in range(6):
        nudge = step * np.eye(6)[i]
        slope = (mean_likelihood(J, theta - nudge) - mean_likelihood(J, theta + nudge)) / (2 * step)
        assert theta[i] - learned.network.thresholds[i] == pytest.approx(slope, abs=1e-8)


def test_without_hidden_units_learning_ends_with_the_pair_means_of_the_data():
    data = np.random.default_rng(0).integers(0, 2, (30, 4))
    net = hf.models.boltzmann(np.zeros((4, 4)))
    learned = hf.learning.fit(net, data, hf.learning.ExactGradient(rate=2.0), epochs=800)
    weights = np.exp(log_weights(learned.network.coupling.dense(), -learned.network.thresholds))
    assert np.allclose(pair_means(weights / weights.sum()), data.T @ data / 30, rtol=0, atol=1e-6)
    assert (np.diff(learned.history.log_likelihood) > -1e-12).all()
    assert learned.history.mismatch[-1] < 1e-6


def test_hidden_units_learn_what_pairs_can_not_say():
    """Parity of three units: pairs say nothing about it, so without hidden units all eight rows are alike."""
    even = np.array([[0, 0, 0], [1, 1, 0], [1, 0, 1], [0, 1, 1]])
    plain = hf.models.boltzmann(np.zeros((3, 3)))
    method = hf.learning.ExactGradient(rate=3.0)
    without = hf.learning.fit(plain, even, method, epochs=100).network
    assert np.allclose(np.exp(hf.learning.log_likelihood(without, even)), 1 / 8, atol=1e-6)
    start = hf.models.rbm(np.random.default_rng(1).normal(size=(3, 4)))
    learned = hf.learning.fit(start, even, method, epochs=800)
    assert np.exp(hf.learning.log_likelihood(learned.network, even)).sum() > 0.9


def naive_divergence(W, a, b, data, method, seed, epochs):
    """One row, one unit after the other, with the same random numbers."""
    rng = np.random.default_rng(seed)
    chance = lambda x: 1.0 / (1.0 + np.exp(-x))  # noqa: E731
    up = lambda v: np.array([[chance(row @ W[:, j] + b[j]) for j in range(len(b))] for row in v])  # noqa: E731
    down = lambda h: np.array([[chance(row @ W[i] + a[i]) for i in range(len(a))] for row in h])  # noqa: E731
    draw = lambda p: (rng.random(p.shape) < p).astype(float)  # noqa: E731
    chains = data[rng.integers(len(data), size=min(method.batch, len(data)))].astype(float)
    last = [np.zeros_like(array) for array in (W, a, b)]
    for _ in range(epochs):
        order = rng.permutation(len(data))
        for start in range(0, len(data), method.batch):
            shown = data[order[start : start + method.batch]].astype(float)
            seen = up(shown)
            dreamt = up(chains) if method.persistent else seen
            for _ in range(method.steps):
                visible = draw(down(draw(dreamt)))
                dreamt = up(visible)
            chains = visible
            slopes = (
                sum(np.outer(v, h) for v, h in zip(shown, seen, strict=True)) / len(shown)
                - sum(np.outer(v, h) for v, h in zip(visible, dreamt, strict=True)) / len(visible)
                - method.decay * W,
                shown.mean(0) - visible.mean(0),
                seen.mean(0) - dreamt.mean(0),
            )
            last = [
                method.momentum * x + method.rate * y for x, y in zip(last, slopes, strict=True)
            ]
            W, a, b = W + last[0], a + last[1], b + last[2]
    return W, a, b


@pytest.mark.parametrize(
    "method",
    [
        ContrastiveDivergence(batch=7),
        ContrastiveDivergence(steps=3, rate=0.05, momentum=0.6, decay=0.01, batch=8),
        ContrastiveDivergence(steps=2, persistent=True, batch=5, momentum=0.3),
    ],
)
def test_contrastive_divergence_is_its_twin(method):
    rng = np.random.default_rng(0)
    W, a, b = rng.normal(size=(4, 3)), rng.normal(size=4), rng.normal(size=3)
    data = toy(20)
    learned = hf.learning.fit(hf.models.rbm(W, a, b), data, method, epochs=4, seed=9)
    expected = naive_divergence(W, a, b, data, method, 9, 4)
    assert np.allclose(learned.network.coupling.weights, expected[0], rtol=0, atol=1e-12)
    assert np.allclose(
        -learned.network.thresholds, np.concatenate(expected[1:]), rtol=0, atol=1e-12
    )
    assert len(learned.history) == 4
    assert np.isfinite(learned.history.reconstruction).all()
    assert np.isnan(learned.history.log_likelihood).all()


@pytest.mark.parametrize("persistent", [False, True])
def test_contrastive_divergence_learns_a_distribution(persistent):
    """Two units that are equal and a free one: the best is -2 log 2 = -1.39 a row, and eight rows alike are -2.08.

    Seed 0. At a fixed rate CD ends at -1.43, PCD between -1.4 and -1.7.
    """
    start = hf.models.rbm(0.1 * np.random.default_rng(0).normal(size=(3, 4)))
    data = toy(200)[:, :3]
    method = ContrastiveDivergence(steps=3, persistent=persistent, rate=0.2, batch=20)
    before = hf.learning.log_likelihood(start, data).mean()
    learned = hf.learning.fit(start, data, method, epochs=100, seed=0)
    after = hf.learning.log_likelihood(learned.network, data).mean()
    assert before < -2.05
    assert after > (-1.8 if persistent else -1.55)
    assert learned.history.reconstruction[-1] < learned.history.reconstruction[0]


def test_the_annealing_of_1985_learns_a_distribution():
    """Seed 0: two units that are always equal, and a third that is free; the noise of clamping is part of it."""
    data = np.array([[0, 0, 0], [1, 1, 0], [0, 0, 1], [1, 1, 1]])
    learned = hf.learning.fit(hf.models.boltzmann(np.zeros((3, 3))), data, epochs=60, seed=0)
    matrix = learned.network.coupling.dense()
    assert matrix[0, 1] > 12
    assert np.abs(matrix[2, :2]).max() < 15
    chances = np.exp(hf.learning.log_likelihood(learned.network, data, temperature=10.0))
    assert chances.sum() > 0.7
    gentle = hf.learning.Annealing(step=5.0, signed=False, noise=(0.0, 0.0), repeats=20)
    learned = hf.learning.fit(
        hf.models.boltzmann(np.zeros((3, 3))), data, gentle, epochs=60, seed=0
    )
    assert learned.network.coupling.dense()[0, 1] > 12


def test_learning_leaves_the_network_alone_and_repeats_with_its_seed():
    data = toy(50)
    for net, method in (
        (hf.models.boltzmann(np.zeros((5, 5))), hf.learning.Annealing()),
        (hf.models.rbm(np.zeros((4, 3))), hf.learning.Annealing()),
        (hf.models.rbm(np.full((4, 3), 0.1)), None),
    ):
        before = net.coupling.dense()
        one, two, other = (
            hf.learning.fit(net, data, method, epochs=5, seed=seed) for seed in (1, 1, 2)
        )
        assert np.array_equal(net.coupling.dense(), before)
        assert type(one.network.coupling) is type(net.coupling)
        assert np.array_equal(one.network.coupling.dense(), two.network.coupling.dense())
        assert not np.array_equal(one.network.coupling.dense(), other.network.coupling.dense())
        assert np.array_equal(one.network.thresholds, two.network.thresholds)
    none = hf.learning.fit(net, data, epochs=0)
    assert none.network is net
    assert len(none.history) == 0


def test_learning_stops_when_it_is_told_to():
    seen = []
    learned = hf.learning.fit(
        hf.models.boltzmann(np.zeros((4, 4))),
        toy(4),
        hf.learning.ExactGradient(),
        epochs=50,
        stop=lambda net: seen.append(net) or len(seen) == 7,
    )
    assert len(learned.history) == 7
    assert np.array_equal(learned.network.coupling.dense(), seen[-1].coupling.dense())


def test_only_the_connections_that_are_named_learn():
    mask = np.zeros((5, 5), dtype=bool)
    mask[0, 1] = mask[1, 0] = mask[3, 4] = mask[4, 3] = True
    for method in (
        hf.learning.Annealing(connections=mask),
        hf.learning.ExactGradient(connections=mask),
    ):
        start = boltzmann(5, np.random.default_rng(0))
        learned = hf.learning.fit(start, toy(30), method, epochs=3, seed=0)
        changed = learned.network.coupling.dense() != start.coupling.dense()
        assert np.array_equal(changed, mask)


FULL = hf.models.boltzmann(np.zeros((4, 4)))
LAYERS = hf.models.rbm(np.zeros((4, 2)))
ONE_WAY = np.triu(np.ones((4, 4), dtype=bool), 1)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: hf.learning.Annealing(schedule=[]), ParameterError, "pairs"),
        (lambda: hf.learning.Annealing(schedule=[(0.0, 2)]), ParameterError, "above 0, got 0.0"),
        (lambda: hf.learning.Annealing(schedule=[(10, 0)]), ParameterError, "pairs"),
        (lambda: hf.learning.Annealing(schedule=7), ParameterError, "pairs"),
        (lambda: hf.learning.Annealing(kept=0), ParameterError, "kept .* at least 1"),
        (lambda: hf.learning.Annealing(repeats=1.5), ParameterError, "repeats .* whole number"),
        (lambda: hf.learning.Annealing(step=-2), ParameterError, "step .* above 0"),
        (lambda: hf.learning.Annealing(noise=0.1), ParameterError, "two chances"),
        (lambda: hf.learning.Annealing(noise=(0.1, 2.0)), ParameterError, "two chances"),
        (lambda: hf.learning.ExactGradient(rate=0.0), ParameterError, "rate"),
        (lambda: hf.learning.ExactGradient(temperature=0.0), ParameterError, "temperature"),
        (lambda: ContrastiveDivergence(steps=0), ParameterError, "steps .* at least 1"),
        (lambda: ContrastiveDivergence(batch=0), ParameterError, "batch"),
        (lambda: ContrastiveDivergence(rate=np.nan), ParameterError, "rate"),
        (lambda: ContrastiveDivergence(momentum=1.0), ParameterError, "momentum"),
        (lambda: ContrastiveDivergence(decay=-1.0), ParameterError, "decay"),
        (lambda: hf.learning.fit(FULL, toy(3), ContrastiveDivergence()), FitError, "layers"),
        (lambda: hf.learning.fit(FULL, toy(3), "cd"), ParameterError, "Annealing.*'cd'"),
        (lambda: hf.learning.fit(FULL, toy(3), epochs=-1), ParameterError, "epochs"),
        (lambda: hf.learning.fit(FULL, 2 * toy(3) - 1), PatternError, r"0 and 1, got \{-1, 1\}"),
        (lambda: hf.learning.fit(LAYERS, toy(3)[:, :3]), ShapeError, "3 columns.*4 visible"),
        (lambda: hf.learning.fit(FULL, toy(0)), ShapeError, "shape"),
        (lambda: hf.learning.fit(FULL, [[0, 1], [1]]), ShapeError, "unequal length"),
        (lambda: hf.learning.fit(FULL, toy(3), stop=3), ParameterError, "stop .* function"),
        (
            lambda: hf.learning.fit(FULL, toy(3), hf.learning.Annealing(connections=ONE_WAY)),
            ParameterError,
            "symmetric",
        ),
        (
            lambda: hf.learning.fit(FULL, toy(3), hf.learning.ExactGradient(connections=[True])),
            ShapeError,
            r"boolean mask \(4, 4\)",
        ),
        (
            lambda: hf.learning.fit(
                LAYERS, toy(3), hf.learning.Annealing(connections=ONE_WAY | ONE_WAY.T)
            ),
            ShapeError,
            r"\(6, 6\)",
        ),
        (
            lambda: hf.learning.fit(
                hf.models.boltzmann(np.zeros((19, 19))), toy(3), hf.learning.ExactGradient()
            ),
            SizeError,
            r"2\^19",
        ),
        (
            lambda: hf.learning.fit(
                LAYERS, toy(30), ContrastiveDivergence(rate=10.0, decay=1.0), epochs=900, seed=0
            ),
            ParameterError,
            "without bound; take a rate below",
        ),
    ],
)
def test_what_can_not_be_learned_says_what_to_do(call, error, words):
    with pytest.raises(error, match=words):
        call()
