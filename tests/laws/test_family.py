"""One law suite over all couplings × units × dynamics: what fits obeys, and what does not says what does."""

import numpy as np
import pytest

import hopfield as hf
from hopfield import testing
from hopfield.errors import FitError

N, P = 24, 3
XI = hf.patterns.random(P, N, seed=5)
RNG = np.random.default_rng(7)
SQUARE = RNG.normal(size=(N, N))

COUPLINGS = {
    "Hebb": hf.rules.Hebb()(XI),
    "projection": hf.rules.PseudoInverse()(XI),
    "Storkey": hf.rules.Storkey()(XI),
    "perceptron": hf.rules.Perceptron()(XI),
    "unlearning": hf.rules.Unlearning(5, 0.01, seed=0)(XI),
    "bounded": hf.rules.Bounded(2.0)(XI),
    "marginalist": hf.rules.Marginalist(1.0)(XI),
    "covariance": hf.rules.Covariance(0.5)(XI),
    "Willshaw": hf.rules.Willshaw()(XI),
    "sequence": hf.rules.Sequence()(XI),
    "delayed": hf.rules.Delayed(2.0, 2)(XI),
    "delayed, open": hf.rules.Delayed(2.0, 3, cyclic=False)(XI),
    "probability flow": hf.rules.MinimumProbabilityFlow()(XI),
    "matrix": hf.couplings.DenseCoupling(SQUARE + SQUARE.T),
    "asymmetric": hf.couplings.DenseCoupling(SQUARE),
    "diluted": hf.couplings.damage.dilute(hf.rules.Hebb()(XI), 0.6, seed=0),
    "clipped": hf.couplings.damage.clip(hf.rules.Hebb()(XI)),
    "degree 3": hf.models.dense(XI, 3).coupling,
    "degree 4, rectified": hf.models.dense(XI, 4, rectified=True).coupling,
    "exponential": hf.models.exponential(XI).coupling,
    "modern": hf.models.modern(XI, 0.1).coupling,
    "sparse modern": hf.models.modern(XI, 0.1, separation="sparsemax").coupling,
    "real patterns, degree 3": hf.models.dense(XI.spins + 0.1).coupling,
    "real patterns, exponential": hf.models.exponential(XI.spins + 0.1).coupling,
    "two layers": hf.couplings.BipartiteCoupling(SQUARE[:14, 14:]),
    "pairs": hf.models.bam(hf.Patterns(XI.spins[:, :14]), hf.Patterns(XI.spins[:, 14:])).coupling,
    "softmax": hf.couplings.OverlapCoupling(XI, separation=hf.separation.Softmax(beta=N)),
}
UNITS = {"spin": hf.Spin(), "binary": hf.Binary(), "linear": hf.Linear(), "graded": hf.Graded(5.0)}
DYNAMICS = {
    "async": hf.Async(),
    "async, random": hf.Async(order="random"),
    "async, warm": hf.Async(0.5),
    "anneal": hf.Anneal([1.0, 0.5, 0.0]),
    "blockwise": hf.Blockwise(),
    "blockwise, warm": hf.Blockwise(0.5),
    "hidden": hf.Hidden(0.5),
    "sync": hf.Sync(),
    "sync, warm": hf.Sync(0.5),
    "flow": hf.Flow(),
}


def probes(units):
    if units.is_two_state:
        return units.outer(testing.random_states(N, 4, seed=3))
    return 0.5 * np.random.default_rng(3).uniform(-1.0, 1.0, size=(4, N))


def misfit(coupling, units, dynamics):
    """What is said of parts that do not go together; nothing of those that do."""
    try:
        dynamics.check(hf.Network(coupling, units))
    except FitError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("dynamics", DYNAMICS)
@pytest.mark.parametrize("units", UNITS)
@pytest.mark.parametrize("coupling", COUPLINGS)
def test_what_fits_obeys_and_what_does_not_says_what_does(coupling, units, dynamics):
    parts = COUPLINGS[coupling], UNITS[units], DYNAMICS[dynamics]
    said = misfit(*parts)
    if said:
        assert "hf." in said, f"the error names nothing that fits: {said}"
        return
    network = hf.Network(*parts[:2])
    tried = testing.obeys(network, parts[2], probes(parts[1]), seed=11)
    assert len(tried) >= 5
    assert ("energy_never_rises" in tried) == parts[2].descends(network)


def test_the_suite_tries_every_kind_of_part_together() -> None:
    fits = {
        (type(units), type(dynamics))
        for coupling in COUPLINGS.values()
        for units in UNITS.values()
        for dynamics in DYNAMICS.values()
        if not misfit(coupling, units, dynamics)
    }
    assert {dynamics for _, dynamics in fits} == {type(part) for part in DYNAMICS.values()}
