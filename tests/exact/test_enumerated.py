"""Do small networks have the fixed points and basins that all of their states, gone through one by one, say?"""

import warnings
from collections import Counter

import numpy as np
import pytest

import hopfield as hf
from hopfield import testing
from hopfield.errors import LoadWarning
from hopfield.testing.exact import all_states

ROWS = ("++++----++-+-+--", "++++------+-+-++", "++--++--+--++--+")
PAPER = hf.Patterns([[1 if mark == "+" else -1 for mark in row] for row in ROWS])


@pytest.mark.filterwarnings("ignore::hopfield.errors.LoadWarning")
def test_hadamard_rows_have_as_many_fixed_points_as_were_counted():
    """N = 8, p = 1 … 7 orthogonal patterns; at p = N, J = 0 and every state rests."""
    found = [
        len(testing.fixed_points(hf.models.hopfield(hf.patterns.hadamard(p, 8))))
        for p in range(1, 9)
    ]
    assert found == [2, 4, 14, 16, 18, 36, 70, 256]


def kinds(net):
    """What the fixed points are: how many of each kind, to the last unit."""
    matches = PAPER.match(testing.fixed_points(net))
    return Counter(match.kind if match.is_exact else "unknown" for match in matches)


def basins(net, seed=0):
    """The share of all 65,536 states, each in a random order of its own, that ends in each kind of fixed point."""
    found = hf.recall(net, all_states(16), seed=seed)
    assert set(found.outcome) == {hf.Outcome.FIXED_POINT}
    ends, counts = np.unique(found.state, axis=0, return_counts=True)
    shares = Counter()
    for match, count in zip(PAPER.match(ends), counts, strict=True):
        shares[match.kind if match.is_exact else "unknown"] += int(count) / 65536
    return shares


def dreamt(dreams, seed):
    """The network after so many dreams: 1600 J, in whole numbers, so that a tie is one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LoadWarning)
        coupling = hf.rules.Unlearning(dreams, 0.01, seed=seed)(PAPER)
    return hf.Network(hf.couplings.DenseCoupling(np.rint(1600 * coupling.dense())))


def test_the_example_of_1983_has_three_memories_and_eight_mixtures_with_their_negatives():
    """16 units, three orthogonal memories (hopfield1983): 6 memories and negatives, 8 mixtures, nothing else."""
    net = hf.Network(
        hf.couplings.OverlapCoupling(PAPER)
    )  # Hebb's rule, without its warning of the load
    assert PAPER.gram().tolist() == (16 * np.eye(3, dtype=int)).tolist()
    assert kinds(net) == {"stored": 3, "reversed": 3, "mixture": 8}
    mixture = np.sign(PAPER.spins.sum(axis=0))
    assert "".join("+" if s > 0 else "-" for s in mixture) == "++++----+--++--+"
    assert (PAPER.overlaps(mixture.astype(np.int8)) * 16).tolist() == [8, 8, 8]


def test_unlearning_the_example_of_1983_widens_memories_until_they_are_destroyed():
    """All 2¹⁶ states, before and after dreams of strength 0.01.

    Memories and negatives draw 86 % of all states before, mixtures the rest (the order of visits is random: shares
    vary by 0.14 % or so). After 180 dreams, from which on the rule warns, each of the 14 still rests, and memories have
    87 to 88 %; of these three, which are orthogonal, 240 dreams make it 91 to 94 % (seeds 0 to 3). Then it is over: J
    has no trace of the memories left at 300, and at 320 none of them rests.
    """
    shares = basins(hf.Network(hf.couplings.OverlapCoupling(PAPER)))
    before = shares["stored"] + shares["reversed"]
    assert before == pytest.approx(0.861, abs=0.01)
    assert shares["mixture"] == pytest.approx(1 - before)
    for seed in range(2):
        net = dreamt(180, seed)
        assert kinds(net) == {"stored": 3, "reversed": 3, "mixture": 8}
        after = basins(net)
        assert after["stored"] + after["reversed"] > before + 0.004
        assert after["stored"] + after["reversed"] + after["mixture"] == pytest.approx(1)
        more = basins(dreamt(240, seed))
        assert more["stored"] + more["reversed"] > before + 0.04
        left = kinds(dreamt(320, seed))
        assert left["unknown"] > 0
        assert left["stored"] == left["reversed"] == left["mixture"] == 0


def test_more_unlearning_than_the_optimum_is_warned_of_and_the_optimum_is_not():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        hf.rules.Unlearning(180, 0.01, seed=0)(PAPER)
    with pytest.warns(
        LoadWarning, match=r"181 dreams of strength 0\.01 unlearn 1\.81 .* above 1\.8 "
    ):
        hf.rules.Unlearning(181, 0.01, seed=0)(PAPER)
