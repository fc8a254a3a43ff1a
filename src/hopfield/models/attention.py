"""The modern network: patterns of real numbers, whose recall is attention."""

from math import log
from typing import Any

import numpy as np

from hopfield.couplings import RealOverlapCoupling
from hopfield.couplings.scale import warn_of_scale
from hopfield.errors import ParameterError
from hopfield.network import Network
from hopfield.patterns import Patterns
from hopfield.separation import Entmax, Separation, Softmax
from hopfield.states import as_real_rows
from hopfield.units import Linear

__all__ = ["modern"]

_ALPHAS = {"softmax": 1.0, "entmax15": 1.5, "sparsemax": 2.0}


def modern(X: Any, beta: Any, values: Any = None, separation: Any = "softmax") -> Network:
    """Return the modern Hopfield network, whose step is attention (ramsauer2020).

    E = -lse(β, Xq) + ½ q·q + β⁻¹ ln p + ½ M²,  q' = Xᵀ softmax(β X q),  lse(β, z) = β⁻¹ ln Σ_μ e^{β z_μ}

    with M the length of the longest pattern, so that 0 ≤ E for all states and E ≤ 2M² for those of length up to M. The
    energy never rises under `hf.Sync()`. A fixed point is near a single pattern, a metastable mean of some, or the mean
    of all: `hf.analysis.attention` says which. One sweep is attention, `hf.recall(net, Q, hf.Sync(), max_sweeps=1)`,
    with β = 1/√n that of transformers; `net.coupling.read(Q)` is the same without the checks of a recall.

    The sparse networks (hu2023, santos2024) have α-entmax in place of softmax, max_w [w·z + H_α(w)/β] in place of
    lse, and H_α of equal weights in place of ln p: 0 ≤ E ≤ 2M² holds for them too. They retrieve a pattern exactly, in
    one step, from q with ‖q - x_i‖ ≤ ε where x_i·x_i - max x_i·x_j ≥ 1/((α - 1) β) + 2Mε.

    Parameters
    ----------
    X : array_like (p, n) of real numbers, or Patterns
        float32 is kept and computed in, all else becomes float64
    beta : float, above 0
        how sharply patterns are told apart: their weights are as e^{β x·q}
    values : array_like (p, d), optional
        what is read in the last sweep, and not X: then `Recall.state` is softmax(β q Xᵀ) values, shape (*batch, d), for
        the q that the sweeps before came to. `Recall.energy` and `watch` are about q.
    separation : "softmax", "entmax15" or "sparsemax"
        α = 1, 1.5 and 2; for another α build the coupling from `hf.separation.Entmax`

    Returns
    -------
    Network of n linear units

    Raises
    ------
    ParameterError
        for a β that is not a finite number above 0, or another separation
    ShapeError, PatternError
        for patterns of unequal length, none at all, NaN, or values that do not pair with them

    Warns
    -----
    ScaleWarning
        for patterns so long that β x·x drowns in rounding or overflows, or of such different lengths that for a tenth
        of them a longer one has all the weight where they are asked for themselves

    Examples
    --------
    >>> import numpy as np
    >>> import hopfield as hf
    >>> X = hf.patterns.letters("TCH").spins / 5.0  # rows of length 1
    >>> net = hf.models.modern(X, beta=20.0)
    >>> found = hf.recall(net, X[1] + 0.1, hf.Sync())
    >>> found.outcome.name, bool(np.allclose(found.state, X[1], atol=1e-4))
    ('FIXED_POINT', True)
    >>> read = hf.models.modern(
    ...     X, beta=20.0, values=[[1, 0], [2, 0], [3, 1]], separation="sparsemax"
    ... )
    >>> hf.recall(read, X[2] + 0.1, hf.Sync(), max_sweeps=1).state
    array([3., 1.])
    """
    keys = as_real_rows(X.spins if isinstance(X, Patterns) else X, "patterns")
    sharpness, alpha = _checked(beta), _ALPHAS.get(separation) if _is_word(separation) else None
    if alpha is None:
        message = f'separation must be "softmax", "entmax15" or "sparsemax", got {separation!r}'
        raise ParameterError(message)
    p, n = keys.shape
    largest = warn_of_scale(keys, sharpness)
    rule: Separation = Softmax(n * sharpness)
    equal = log(p)  # the entropy of equal weights
    if alpha > 1.0:
        rule = Entmax(alpha, n * sharpness)
        equal = (1.0 - p ** (1.0 - alpha)) / (alpha * (alpha - 1.0))
    constant = min(equal / sharpness + 0.5 * largest * largest, float(np.finfo(float).max))
    return Network(RealOverlapCoupling(keys, values, rule, constant), units=Linear())


def _is_word(value: object) -> bool:
    """Return whether a value is a word that may name a separation."""
    return isinstance(value, str)


def _checked(beta: Any) -> float:
    """Return β, or say what is wrong with it."""
    is_number = isinstance(beta, int | float | np.number) and not isinstance(beta, bool)
    if not is_number or not 0.0 < beta < np.inf:
        message = f"beta must be a finite number above 0, got {beta!r}"
        raise ParameterError(message)
    return float(beta)
