"""Are errors corrected, prototypes found, damage borne and sequences recited as theory and paper say?"""

import numpy as np
import pytest
from scipy.stats import binom, norm

import hopfield as hf
from hopfield.errors import ParameterError, ShapeError

TCH = hf.patterns.letters("TCH")
NET = hf.models.hopfield(TCH)

# --- basins ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("load", "half"), [(0.02, 0.09), (0.05, 0.18), (0.08, 0.28), (0.10, 0.37), (0.12, 0.46)]
)
def test_half_are_recalled_from_the_overlap_that_is_known(load, half):
    """N = 1000, T = 0, Hebb: where half are recalled, ± 0.04.

    Seeds 0 to 2, 100 starts at each of seven overlaps. A curve rises over about 0.1, so its middle is known to
    0.1 · √(¼ / 100) = 0.005, and networks differ by 0.01: the mean of three has 0.0065, of which 0.04 are six.
    """
    n, overlaps, halves = 1000, np.abs(np.arange(half - 0.12, half + 0.121, 0.04)), []
    for seed in range(3):
        xi = hf.patterns.random(round(n * load), n, seed=seed)
        curve = hf.analysis.basin(hf.models.hopfield(xi), xi, overlaps, seed=seed)
        assert curve.recalled[0] < 0.3
        assert curve.recalled[-1] > 0.7
        halves.append(curve.half)
    assert np.mean(halves) == pytest.approx(half, abs=0.04)


def test_a_basin_is_what_recall_one_by_one_finds():
    xi = hf.patterns.random(8, 60, seed=0)
    net = hf.models.hopfield(xi)
    curve = hf.analysis.basin(net, xi, [0.2, 0.5, 0.9], seed=3, samples=20)
    rng = np.random.default_rng(3)
    for k, n_flipped in enumerate((24, 15, 3)):
        which = np.concatenate([rng.permutation(8) for _ in range(3)])[:20]
        starts = hf.patterns.flip(xi.spins[which], n_flipped, seed=rng)
        key = np.random.default_rng(0)
        key.bit_generator.state = rng.bit_generator.state
        ends = hf.recall(net, starts, seed=rng).state
        again = hf.recall(net, starts, seed=key).state
        assert np.array_equal(ends, again)
        share = np.mean(
            [
                (xi.match(s).kind, xi.match(s).index) == ("stored", w)
                for s, w in zip(ends, which, strict=True)
            ]
        )
        assert curve.recalled[k] == share
        assert curve.error[k] == pytest.approx(np.sqrt(share * (1 - share) / 20))
        assert curve.final[k] == pytest.approx(np.mean(ends * xi.spins[which].astype(float)))
        assert curve.overlaps[k] == (60 - 2 * n_flipped) / 60


def test_a_curve_that_never_crosses_one_half_has_no_half():
    assert hf.analysis.basin(NET, TCH, [0.84, 1.0], seed=0).half is None
    assert hf.analysis.basin(NET, TCH, [-1.0, -0.9], seed=0).half is None
    assert hf.analysis.basin(NET, TCH, 1.0, seed=0).half is None
    one = np.array([0.0, 0.5, 1.0])
    rises = hf.analysis.Basin(one, one, np.array([0.2, 0.4, 0.8]), one)
    assert rises.half == pytest.approx(0.5 + 0.5 * 0.25)
    assert str(rises).splitlines()[1].split() == ["0.000", "0.000", "0.200", "±", "0.000"]


def test_basins_of_binary_units_and_repeated_patterns_are_found_too():
    net = hf.models.hopfield1982(TCH)
    assert hf.analysis.basin(net, TCH, [1.0], seed=0, samples=6).recalled == 1.0
    twice = hf.Patterns(np.concatenate([TCH.spins, TCH.spins]))
    assert hf.analysis.basin(NET, twice, [1.0], seed=0, samples=12).recalled == 1.0


@pytest.mark.parametrize(
    ("overlaps", "samples"), [([1.1], 9), ([], 9), ("a", 9), ([np.nan], 9), (0.5, 0), (0.5, True)]
)
def test_a_basin_wants_overlaps_and_a_number_of_samples(overlaps, samples):
    with pytest.raises((ParameterError, TypeError)):
        hf.analysis.basin(NET, TCH, overlaps, samples=samples)


def test_patterns_of_another_size_are_refused():
    other = hf.patterns.random(2, 24, seed=0)
    for ask in (
        lambda: hf.analysis.basin(NET, other, [1.0]),
        lambda: hf.analysis.fault_tolerance(NET, other, "noise", [1.0]),
        lambda: hf.analysis.recite(NET, other),
    ):
        with pytest.raises(ShapeError, match="patterns have 24 units, the network has 25"):
            ask()


# --- prototypes and categories --------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::hopfield.errors.LoadWarning")
@pytest.mark.parametrize("count", [1, 3, 5, 11])
def test_wrong_bits_of_a_prototype_are_those_of_signal_and_noise(count):
    """P(wrong) = Σ_k Binomial(k; s, (1+b)/2) Q((2k - s) b / √(α s (1 + (s-1) b⁴))), fields of a tie aside.

    p = 20 prototypes of n = 2000 units, b = 0.6. The smallest rate, 0.0149 of 40,000 bits, is known to 4.1 % (bits of
    one prototype are nearly independent: their noise has 20 s terms of its own): 22 % off is 5.4 deviations, a false
    alarm in 10^7. Seed 0, where all four are within 1 %.
    """
    p, n, b = 20, 2000, 0.6
    found = hf.analysis.generalisation(hf.patterns.random(p, n, seed=0), count, 0.2, seed=0)
    k = np.arange(count + 1)
    noise = np.sqrt((p - 1) / n * count * (1 + (count - 1) * b**4))
    expected = np.sum(binom.pmf(k, count, (1 + b) / 2) * norm.sf((2 * k - count) * b / noise))
    assert found.flips[0] == pytest.approx(expected, rel=0.22)


@pytest.mark.filterwarnings("ignore::hopfield.errors.LoadWarning")
def test_few_instances_are_memories_and_many_are_a_prototype():
    """20 prototypes of 1000 units, b = 0.6: (s-1) b³ > 1 from s = 6 on. Seed 0."""
    xi = hf.patterns.random(20, 1000, seed=0)
    known = hf.analysis.generalisation(xi, [1, 3, 9, 25], 0.2, seed=0)
    assert known.instances.tolist() == [1, 3, 9, 25]
    assert known.overlaps[0] == pytest.approx(0.6, abs=0.02)  # the one instance is what is recalled
    assert known.instance_flips[0] == 0
    assert (np.diff(known.overlaps) > 0).all()
    assert known.overlaps[-1] > 0.99
    assert known.found[-1] == 1.0
    assert known.found[0] == 0.0
    # at first, instances are more familiar; in the end the prototype is, by both measures
    assert (known.flips > known.instance_flips).tolist() == [True, True, False, False]
    assert known.energy[0] > known.instance_energy[0]
    assert known.energy[-1] < known.instance_energy[-1]


def test_more_instances_do_not_change_the_first_and_no_energy_is_nan():
    xi = hf.patterns.random(2, 100, seed=0)
    alone = hf.analysis.generalisation(xi, 4, 0.1, seed=0)
    assert alone.flips.shape == (1,)
    asymmetric = hf.analysis.generalisation(xi, 4, 0.1, rule=hf.rules.Perceptron(), seed=0)
    assert np.isnan(asymmetric.energy).all()
    assert asymmetric.instance_flips == 0.0  # the perceptron has learned every instance
    for wrong in ([0], [], [[1]], [1.5]):
        with pytest.raises(ParameterError, match="counts"):
            hf.analysis.generalisation(xi, wrong, 0.1)


def test_instances_are_copies_with_so_many_units_reversed():
    seen = hf.patterns.instances(TCH, 4, 0.2, seed=0)
    assert seen.p == 12
    assert seen.shape == (5, 5)
    differing = (seen.spins.reshape(3, 4, 25) != TCH.spins[:, None]).sum(axis=2)
    assert (differing == 5).all()
    assert len(np.unique(seen.spins, axis=0)) == 12
    assert hf.patterns.instances(TCH, 1, 0, seed=0) == TCH
    for wrong in (0, 1.5, True):
        with pytest.raises((ParameterError, TypeError), match="k"):
            hf.patterns.instances(TCH, wrong, 0.1)


def test_categories_are_alike_where_features_are():
    """(2/π) arcsin m; 4000 units that follow, each overlap known to 1/√4000 = 0.016, six of which are 0.095. Seed 0."""
    first = hf.patterns.random(1, 200, seed=0)[0]
    features = hf.Patterns([hf.patterns.flip(first, k, seed=k) for k in (0, 20, 50, 80)])
    whole = hf.patterns.categories(features, 4200, seed=0)
    assert np.array_equal(whole.spins[:, :200], features.spins)
    rest = whole.spins[:, 200:].astype(float)
    m = np.array([1.0, 0.8, 0.5, 0.2])
    assert np.allclose(rest @ rest[0] / 4000, 2 / np.pi * np.arcsin(m), rtol=0, atol=0.095)
    assert whole == hf.patterns.categories(features, 4200, seed=0)


def test_features_call_their_category_and_a_category_its_features():
    features = hf.patterns.random(10, 150, seed=0)
    whole = hf.patterns.categories(features, 300, seed=1)
    net = hf.models.hopfield(whole)
    is_feature = np.arange(300) < 150
    for known in (is_feature, ~is_feature):
        cue = hf.patterns.erase(whole, ~known)
        found = hf.recall(net, cue, clamp=known, seed=0).state
        assert [match.index for match in whole.match(found)] == list(range(10))
    with pytest.raises(ParameterError, match="above the 150 features, got 150"):
        hf.patterns.categories(features, 150)


# --- graceful decline -----------------------------------------------------------------------------


def test_recall_declines_gracefully_as_theory_says_of_cut_synapses():
    """Load 0.08, n = 1000: capacity with a part c kept is 0.138 at 1, 0.0865 at ½ and below 2c/π · … under it.

    So up to 40 % cut nearly all come back, at 80 % none; 80 starts, seed 0: shares are known to 0.05.
    """
    xi = hf.patterns.random(80, 1000, seed=0)
    net = hf.models.hopfield(xi)
    curve = hf.analysis.fault_tolerance(net, xi, "dilute", [0, 0.2, 0.4, 0.8], seed=0, samples=80)
    assert (curve.recalled[:3] > 0.95).all()
    assert curve.recalled[3] == 0.0
    assert 0.5 < curve.final[3] < 0.9  # what is left is no noise: it declines, and does not break
    assert (np.diff(curve.final) < 0).all()


@pytest.mark.parametrize(
    ("fault", "harmless", "fatal"), [("silence", 0.3, 0.8), ("noise", 0.5, 4.0), ("clip", 0.6, 4.0)]
)
def test_a_little_of_any_damage_does_no_harm_and_much_does(fault, harmless, fatal):
    xi = hf.patterns.random(20, 400, seed=0)
    net = hf.models.hopfield(xi)
    curve = hf.analysis.fault_tolerance(
        net, xi, fault, [0.0, harmless, fatal], start_overlap=0.8, seed=0, samples=40
    )
    assert curve.recalled[:2].min() > 0.95
    assert curve.recalled[2] < 0.5
    assert str(curve).split()[0] == fault


def test_asymmetric_couplings_can_be_damaged_too():
    xi = hf.patterns.random(5, 200, seed=0)
    net = hf.Network(hf.rules.Perceptron()(xi))
    curve = hf.analysis.fault_tolerance(net, xi, "dilute", 0.3, seed=0, samples=10)
    assert curve.recalled.tolist() == [1.0]


@pytest.mark.parametrize(
    ("fault", "amount"), [("silence", 1.2), ("dilute", -0.1), ("noise", np.inf), ("burn", 0.1)]
)
def test_damage_has_a_name_and_a_range(fault, amount):
    with pytest.raises(ParameterError, match=r"fault is one of|amounts are"):
        hf.analysis.fault_tolerance(NET, TCH, fault, amount)


# --- sequences ------------------------------------------------------------------------------------


def test_a_sequence_is_recited_for_ever_though_recall_stops_when_it_has_come_round():
    told = hf.analysis.recite(hf.models.sequence(TCH), TCH, start=1, steps=20)
    assert told.patterns.tolist() == [(1 + t) % 3 for t in range(21)]
    assert told.visits == tuple(told.patterns.tolist())
    assert told.dwells == (1,) * 21
    assert told.n_in_order == 21
    assert told.overlaps.shape == (21, 3)
    assert str(told).endswith("21 of 21 visits in order")


def test_a_walk_that_rests_or_jumps_is_told_as_it_is():
    rests = hf.analysis.recite(NET, TCH, start=2, steps=4)
    assert (rests.visits, rests.dwells, rests.n_in_order) == ((2,), (5,), 1)
    xi = hf.patterns.random(4, 200, seed=0)
    jumps = hf.Network(hf.couplings.OverlapCoupling(xi, xi[[1, 3, 0, 2]]))  # 0 → 1 → 3 → 2 → 0
    told = hf.analysis.recite(jumps, xi, steps=3)
    assert (told.visits, told.n_in_order) == ((0, 1, 3, 2), 2)


def test_one_by_one_order_is_not_kept_for_more_than_about_four():
    """T = Hebb + A·sequence, random order: "longer than about four states was impossible" (hopfield1982).

    n = 100, eight patterns, seeds 0 to 9 at three A; a pattern counts from an overlap of 0.7. With the same patterns
    moved all at once, eight and more follow each other.
    """
    longest = 0
    for seed in range(10):
        xi = hf.patterns.random(8, 100, seed=seed)
        for strength in (0.8, 1.0, 1.2):
            chain = hf.rules.Sequence(cyclic=False)(xi)
            net = hf.Network(hf.rules.Hebb()(xi) + strength * chain)
            walk = hf.Async(order="random")
            told = hf.analysis.recite(net, xi, dynamics=walk, steps=60, least=0.7, seed=seed)
            longest = max(longest, told.n_in_order)
    assert 2 <= longest <= 4
    assert hf.analysis.recite(hf.models.sequence(xi), xi, least=0.7).n_in_order == 17


@pytest.mark.parametrize("wrong", [{"start": 3}, {"start": -1}, {"steps": 0}, {"least": 1.5}])
def test_a_recital_starts_in_a_pattern_and_takes_steps(wrong):
    with pytest.raises(ParameterError):
        hf.analysis.recite(NET, TCH, **wrong)
