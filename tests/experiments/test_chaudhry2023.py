"""Is the update of dense sequences the paper's, and do measures say which size they need?"""

import numpy as np
import pytest

import hopfield as hf
from hopfield.experiments.papers import chaudhry2023, demircigil2017, during1998, parisi1986


def naive(xi: np.ndarray, s: np.ndarray, degree: int) -> np.ndarray:
    """Return Σ_μ ξ_i^{μ+1} [(1/(n-1)) Σ_{j≠i} ξ_j^μ s_j]^d, unit by unit and pattern by pattern."""
    p, n = xi.shape
    found = np.zeros(n)
    for i in range(n):
        for mu in range(p):
            heard = sum(int(xi[mu, j]) * int(s[j]) for j in range(n) if j != i) / (n - 1)
            found[i] += xi[(mu + 1) % p, i] * heard**degree
    return found


@pytest.mark.parametrize("degree", [1, 2, 3])
def test_no_field_of_a_dense_sequence_differs_from_its_definition(degree: int) -> None:
    xi = hf.patterns.random(7, 12, seed=degree).spins
    states = hf.patterns.random(5, 12, seed=9).spins
    found = chaudhry2023.next_field(xi, states, degree)
    assert np.allclose(found, [naive(xi, s, degree) for s in states], atol=1e-12)


def test_no_measure_runs_on_too_few_units_in_silence() -> None:
    seed = np.random.SeedSequence(0)
    with pytest.raises(hf.errors.ParameterError, match="n of at least 305"):
        during1998.last(100, 0.2, seed)
    with pytest.raises(hf.errors.ParameterError, match="n of at least 200"):
        parisi1986.kept(50, 0.35, 1.0, seed)
    with pytest.raises(hf.errors.ParameterError, match="n of at least 10"):
        demircigil2017.are_fixed(8, -4.0, seed)
    with pytest.raises(hf.errors.ParameterError, match="larger n"):
        chaudhry2023.count_wrong(5, 1, 0.5, seed)
