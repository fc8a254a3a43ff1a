"""Do blocks that move together do what their units do one by one?"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hopfield as hf
from hopfield import testing
from hopfield.errors import FitError, ParameterError, ShapeError

SEEDS = st.integers(0, 2**32)


def three_blocks(n, rng):
    """A symmetric matrix without couplings inside three random blocks, and the blocks."""
    of = rng.permutation(np.arange(n) % 3)
    matrix = rng.normal(size=(n, n)) * (of[:, None] != of)
    return matrix + matrix.T, [np.flatnonzero(of == k).tolist() for k in rng.permutation(3)]


def layered(kind, n_x, n_y, rng):
    if kind == "pairs":
        p = int(rng.integers(1, 6))
        x, y = (hf.patterns.random(p, n, seed=rng) for n in (n_x, n_y))
        return hf.couplings.PairCoupling(x, y)
    return hf.couplings.BipartiteCoupling(rng.normal(size=(n_x, n_y)))


def steps_down(net, probe, dynamics, seed):
    found = hf.recall(net, probe, dynamics, record=True, seed=seed)
    energies = [net.energy(probe), *found.flips.energy]
    scale = max(1.0, *np.abs(energies))
    assert (np.diff(energies) <= 1e-10 * scale).all()
    for step in range(len(found.flips)):  # and each is the energy of the state at that moment
        now = net.energy(found.flips.replay(probe, step + 1))
        assert found.flips.energy[step] == pytest.approx(now, abs=1e-10 * scale)
    assert np.array_equal(found.flips.replay(probe), found.state)
    return found


@pytest.mark.parametrize("kind", ["matrix", "pairs"])
@given(n_x=st.integers(1, 30), n_y=st.integers(1, 30), seed=SEEDS, binary=st.booleans())
@settings(max_examples=25)
def test_layer_by_layer_the_energy_never_rises_and_comes_to_rest(kind, n_x, n_y, seed, binary):
    rng = np.random.default_rng(seed)
    units = hf.Binary() if binary else hf.Spin()
    theta = rng.normal(size=n_x + n_y)
    net = hf.Network(layered(kind, n_x, n_y, rng), units, theta)
    probe = units.from_spins(testing.random_states(n_x + n_y, 1, rng)[0])
    found = steps_down(net, probe, hf.Blockwise(), seed)
    assert found.outcome is hf.Outcome.FIXED_POINT
    assert found.period == 1
    wants = net.gap(found.state) * units.to_spins(found.state)
    assert (wants >= -net.resolution).all()


@given(n=st.integers(3, 30), seed=SEEDS, sparse=st.booleans())
@settings(max_examples=25)
def test_blocks_of_ones_own_never_raise_the_energy(n, seed, sparse):
    rng = np.random.default_rng(seed)
    matrix, blocks = three_blocks(n, rng)
    kind = hf.couplings.SparseCoupling if sparse else hf.couplings.DenseCoupling
    net = hf.Network(kind(matrix), theta=rng.normal(size=n))
    probe = rng.choice(np.array([-1, 0, 1], np.int8), n)
    found = steps_down(net, probe, hf.Blockwise(blocks=blocks), seed)
    assert found.outcome is hf.Outcome.FIXED_POINT


@given(seed=SEEDS, sparse=st.booleans())
@settings(max_examples=20)
def test_a_block_moves_as_its_units_do_one_by_one(seed, sparse):
    """Blocks of neighbours in order are Async(order="sequential"), flip for flip."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 8, size=3)
    of = np.repeat(np.arange(3), sizes)
    matrix = rng.normal(size=(len(of), len(of))) * (of[:, None] != of)  # asymmetric, too
    kind = hf.couplings.SparseCoupling if sparse else hf.couplings.DenseCoupling
    net = hf.Network(kind(matrix), theta=rng.normal(size=len(of)))
    blocks = [np.flatnonzero(of == k) for k in range(3)]
    probe = testing.random_states(len(of), 1, rng)[0]
    one, two = (
        hf.recall(net, probe, dynamics, max_sweeps=10, record=True)
        for dynamics in (hf.Blockwise(blocks=blocks), hf.Async(order="sequential"))
    )
    assert one.flips.unit.tolist() == two.flips.unit.tolist()
    assert (one.outcome, one.sweeps) == (two.outcome, two.sweeps)
    assert np.array_equal(one.state, two.state)


@pytest.mark.parametrize("kind", ["matrix", "pairs"])
@pytest.mark.parametrize("units", [hf.Spin(), hf.Binary()])
def test_blockwise_and_async_rest_in_the_same_states(kind, units):
    """Every one of 2⁹ states: it stays under either, or moves under both."""
    rng = np.random.default_rng(3)
    net = hf.Network(layered(kind, 5, 4, rng), units, theta=rng.normal(size=9) / 10)
    states = units.from_spins(testing.all_states(9))
    ends = []
    for dynamics in (hf.Blockwise(), hf.Async()):
        found = hf.recall(net, states, dynamics, seed=0)
        assert set(found.outcome) == {hf.Outcome.FIXED_POINT}
        ends.append(np.unique(found.state, axis=0).tolist())
        stays = states[found.sweeps == 0]
        assert np.unique(stays, axis=0).tolist() == ends[-1]
    exact = np.unique(testing.fixed_points(net), axis=0).tolist()
    assert ends == [exact, exact]
    assert len(exact) > 1 or isinstance(units, hf.Binary)


@given(seed=SEEDS)
@settings(max_examples=20)
def test_every_matrix_is_bidirectionally_stable(seed):
    """kosko1988: whatever M and the start, both layers come to rest."""
    rng = np.random.default_rng(seed)
    net = hf.Network(hf.couplings.BipartiteCoupling(rng.normal(size=(40, 25))))
    found = hf.recall(net, testing.random_states(65, 50, rng), hf.Blockwise())
    assert set(found.outcome) == {hf.Outcome.FIXED_POINT}
    first, second = net.coupling.split(found.state.astype(float))
    M = net.coupling.weights
    assert np.array_equal(np.sign(second @ M.T), first)
    assert np.array_equal(np.sign(first @ M), second)


@pytest.mark.parametrize("given_layers", ["x", "y", "damaged both"])
def test_either_layer_recalls_the_other(given_layers):
    x, y = hf.patterns.random(8, 300, seed=0), hf.patterns.random(8, 200, seed=1)
    net = hf.models.bam(x, y)
    nothing = [np.zeros_like(layer.spins) for layer in (x, y)]
    cue = {
        "x": [hf.patterns.flip(x, 0.1, seed=2), nothing[1]],
        "y": [nothing[0], y.spins],
        "damaged both": [hf.patterns.flip(x, 0.2, seed=2), hf.patterns.flip(y, 0.2, seed=3)],
    }[given_layers]
    found = hf.recall(net, np.concatenate(cue, axis=1), hf.Blockwise(), seed=0)
    first, second = net.coupling.split(found.state)
    assert np.array_equal(first, x.spins)
    assert np.array_equal(second, y.spins)
    energy = -np.einsum("ki,ij,kj->k", first, x.spins.T.astype(float) @ y.spins, second) / 500
    assert np.allclose(found.energy, energy, rtol=1e-12)


@pytest.mark.parametrize("dynamics", [hf.Blockwise(), hf.Blockwise(0.7)])
@pytest.mark.parametrize("kind", ["matrix", "pairs"])
@given(n_x=st.integers(6, 20), n_y=st.integers(6, 20), seed=SEEDS)
@settings(max_examples=8)
def test_rows_of_a_batch_stand_alone(dynamics, kind, n_x, n_y, seed):
    rng = np.random.default_rng(seed)
    net = hf.Network(layered(kind, n_x, n_y, rng))
    probes = np.unique(testing.random_states(n_x + n_y, 5, rng), axis=0)
    testing.rows_stand_alone(net, probes, dynamics, seed)
    testing.probe_is_untouched(net, probes, dynamics)


def test_held_units_stay_and_the_others_answer_them():
    x, y = hf.patterns.random(4, 60, seed=0), hf.patterns.random(4, 60, seed=1)
    net = hf.models.bam(x, y)
    probe = np.concatenate([x[0], y[1]])
    held = np.arange(120) < 60
    for temperature in (0.0, 0.1):
        found = hf.recall(net, probe, hf.Blockwise(temperature), clamp=held, seed=0)
        first, second = net.coupling.split(found.state)
        assert np.array_equal(first, x[0])
        assert y.match(second).index == 0
    by_row = np.stack([held, ~held])
    found = hf.recall(net, np.stack([probe, probe]), hf.Blockwise(), clamp=by_row)
    assert np.array_equal(found.state[0, :60], x[0])
    assert np.array_equal(found.state[1, 60:], y[1])
    assert set(found.outcome) == {hf.Outcome.FIXED_POINT}


def test_sweeps_that_run_out_say_so_and_rest_is_noticed():
    net = hf.models.bam(hf.patterns.random(3, 40, seed=0), hf.patterns.random(3, 40, seed=1))
    probe = np.concatenate([hf.patterns.random(1, 40, seed=5)[0], np.zeros(40, np.int8)])
    whole = hf.recall(net, probe, hf.Blockwise())
    assert whole.sweeps >= 2
    for sweeps in range(whole.sweeps + 2):
        found = hf.recall(net, probe, hf.Blockwise(), max_sweeps=sweeps)
        is_done = sweeps >= whole.sweeps
        named = hf.Outcome.FIXED_POINT if is_done else hf.Outcome.STEP_LIMIT
        assert found.outcome is named
        assert found.sweeps == min(sweeps, whole.sweeps)
    watched = hf.recall(net, probe, hf.Blockwise(), watch={"energy": net.energy})
    assert (np.diff(watched.trace["energy"]) <= 0).all()
    assert len(watched.trace["energy"]) == whole.sweeps + 1


@pytest.mark.parametrize(
    ("net", "blocks", "words"),
    [
        (hf.models.hopfield(hf.patterns.letters("TCH")), None, r"no layers.*hf\.Async"),
        (
            hf.models.hopfield(hf.patterns.letters("TCH")),
            [range(12), range(12, 25)],
            r"hears others of its block 0.*hf\.Async",
        ),
        (hf.models.dense(hf.patterns.letters("TCH")), [range(25)], "hear each other"),
        (
            hf.models.bam(hf.patterns.letters("TCH"), hf.patterns.letters("LOX")),
            [range(30), range(30, 50)],
            "block 0",
        ),
        (
            hf.models.bam(hf.patterns.letters("TCH"), hf.patterns.letters("LOX")),
            [range(25), range(25, 49)],
            "unit 49 is in none",
        ),
        (
            hf.models.bam(hf.patterns.letters("TCH"), hf.patterns.letters("LOX")),
            [range(25), range(25, 51)],
            "units 0 to 49",
        ),
        (
            hf.Network(hf.rules.Hebb()(hf.patterns.letters("TCH")), hf.Linear()),
            None,
            "units of two states",
        ),
    ],
)
def test_blocks_that_do_not_fit_are_refused_with_what_does(net, blocks, words):
    probe = np.zeros(net.n, dtype=np.int8)
    with pytest.raises(FitError, match=words):
        hf.recall(net, probe, hf.Blockwise(blocks=blocks))


def test_one_small_coupling_inside_a_block_is_seen_and_the_layers_of_overlaps_are_accepted():
    rng = np.random.default_rng(0)
    matrix, blocks = three_blocks(30, rng)
    hf.Blockwise(blocks=blocks).check(hf.Network(hf.couplings.DenseCoupling(matrix)))
    matrix[blocks[1][0], blocks[1][1]] = 1e-6
    with pytest.raises(FitError, match=f"unit {blocks[1][0]} hears others of its block 1"):
        hf.Blockwise(blocks=blocks).check(hf.Network(hf.couplings.DenseCoupling(matrix)))
    x, y = hf.patterns.random(3, 20, seed=0), hf.patterns.random(3, 30, seed=1)
    as_overlaps = hf.models.bam(x, y).coupling._as_overlaps
    hf.Blockwise(blocks=[range(20), range(20, 50)]).check(hf.Network(as_overlaps))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"temperature": -1.0}, "temperature"),
        ({"blocks": [[0, 1], [1, 2]]}, "unit 1 is in more than one place"),
        ({"blocks": []}, "lists of units"),
        ({"blocks": [[]]}, "lists of units"),
        ({"blocks": 3}, "lists of units"),
        ({"blocks": [[0.5]]}, "lists of units"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(arguments, words):
    with pytest.raises(ParameterError, match=words):
        hf.Blockwise(**arguments)


def test_a_probe_of_one_layer_is_told_how_many_units_there_are():
    net = hf.models.bam(hf.patterns.letters("TCH"), hf.patterns.letters("LOX"))
    with pytest.raises(ShapeError, match="25 units, the network has 50"):
        hf.recall(net, hf.patterns.letters("T")[0], hf.Blockwise())
