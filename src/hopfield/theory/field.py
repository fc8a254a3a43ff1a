"""What does a unit do on average in a Gaussian field?

Assumed: the field is h = m + σz with z normal, the temperature is T, and u = h/T.

A wide field, σ > 0.6 T, is summed on a fixed grid of u by the trapezoidal rule, which converges exponentially for
what is analytic in |Im u| < π/2 and vanishes as e^{-2|u|} on both sides. To that end tanh u has erf(κu) taken off,
and ln 2cosh u has ⟨|u + g|⟩ taken off, g normal of variance 1/2κ²: their Gaussian averages are closed forms. With the
step 0.2 the poles of tanh add e^{-π²/0.2 + π²T²/8σ²} < 1e-19. For T → 0 the weight T/σ of the sums vanishes, and m =
erf(m/√2σ) is left exactly.

A narrow field is summed on a fixed grid of z, where the poles are 2.6 away or more, and add less than 1e-22.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from hopfield._typing import Values

__all__ = ["Averages", "Slopes", "averages", "disorder", "quartic", "slopes", "surprise"]

_WIDE = 0.6
_STEP = 0.2
_SIDE = 100 * _STEP  # e^-40 is below the last bit of 1
_Z = np.linspace(-9.0, 9.0, 61)  # and so is e^-40.5
_BELL = (_Z[1] - _Z[0]) * np.exp(-0.5 * _Z**2) / np.sqrt(2 * np.pi)
_KAPPA = np.sqrt(np.pi) / 2  # erf(κu) starts with the slope of tanh u

_Sum = Callable[[Values, Values, Values], list[Values]]


class Averages(NamedTuple):
    """⟨tanh u⟩, ⟨tanh² u⟩ and C = ⟨sech² u⟩/T = (1 - q)/T."""

    m: Values
    q: Values
    C: Values


class Slopes(NamedTuple):
    """∂C/∂m = ⟨tanh'' u⟩/T² and ∂²C/∂m² = ⟨tanh''' u⟩/T³; ∂/∂σ is σ ∂²/∂m² of any average."""

    first: Values
    second: Values


def averages(m: Values, sigma: Values, T: Values) -> Averages:
    """Return m, q and C in a field of this mean and spread."""
    return Averages(*_split(_wide_averages, _narrow_averages, m, sigma, T))


def slopes(m: Values, sigma: Values, T: Values) -> Slopes:
    """Return the slopes of C."""
    return Slopes(*_split(_wide_slopes, _narrow_slopes, m, sigma, T))


def quartic(m: Values, sigma: Values, T: Values) -> Values:
    """Return ⟨sech⁴ u⟩/T."""

    def wide(m: Values, sigma: Values, T: Values) -> list[Values]:
        return [_weights(m, sigma, T)[1] @ _grid().bell ** 2]

    def narrow(m: Values, sigma: Values, T: Values) -> list[Values]:
        return [_sech2(_fields(m, sigma, T)) ** 2 @ _BELL / T]

    return _split(wide, narrow, m, sigma, T)[0]


def surprise(m: Values, sigma: Values, T: Values) -> Values:
    """Return T ⟨ln 2cosh u⟩."""

    def narrow(m: Values, sigma: Values, T: Values) -> list[Values]:
        u = np.abs(_fields(m, sigma, T))
        return [T * ((u + np.log1p(np.exp(-2 * u))) @ _BELL)]

    return _split(_wide_surprise, narrow, m, sigma, T)[0]


def disorder(m: Values, sigma: Values, T: Values) -> Values:
    """Return ⟨ln 2cosh u - u tanh u⟩, the entropy of a unit in its field."""

    def wide(m: Values, sigma: Values, T: Values) -> list[Values]:
        return [T * (_weights(m, sigma, T)[1] @ _grid().disorder)]

    def narrow(m: Values, sigma: Values, T: Values) -> list[Values]:
        return [_binary_entropy(_fields(m, sigma, T)) @ _BELL]

    return _split(wide, narrow, m, sigma, T)[0]


class _Grid(NamedTuple):
    """A grid of u, and what is summed on it: what is left of tanh and ln 2cosh, sech², the entropy."""

    u: Values
    tanh: Values
    log: Values
    bell: Values
    disorder: Values


@cache
def _grid() -> _Grid:
    """Return the grid of wide fields."""
    from scipy.special import erf, erfc

    u = np.arange(-_SIDE, _SIDE + _STEP / 2, _STEP)
    size = np.abs(u)
    soft = np.exp(-((_KAPPA * u) ** 2)) / (_KAPPA * np.sqrt(np.pi)) - size * erfc(_KAPPA * size)
    log = np.log1p(np.exp(-2 * size)) - soft
    return _Grid(u, np.tanh(u) - erf(_KAPPA * u), log, _sech2(u), _binary_entropy(u))


def _weights(m: Values, sigma: Values, T: Values) -> tuple[Values, Values]:
    """Return z and weights on the grid, so that ⟨f(u)⟩ = T Σ w f(u)."""
    s = sigma[:, None]
    z = (T[:, None] * _grid().u - m[:, None]) / s
    return z, _STEP * np.exp(-0.5 * z**2) / (np.sqrt(2 * np.pi) * s)


def _wide_averages(m: Values, sigma: Values, T: Values) -> list[Values]:
    """Return m, q and C."""
    from scipy.special import erf

    _, w = _weights(m, sigma, T)
    soft = erf(_KAPPA * m / np.sqrt(T**2 + 2 * (_KAPPA * sigma) ** 2))
    C = w @ _grid().bell
    return [soft + T * (w @ _grid().tanh), 1 - T * C, C]


def _narrow_averages(m: Values, sigma: Values, T: Values) -> list[Values]:
    """Return m, q and C."""
    u = _fields(m, sigma, T)
    # q by itself: where it is small, near the temperature of the glass, it would be lost in 1 - TC
    return [np.tanh(u) @ _BELL, np.tanh(u) ** 2 @ _BELL, _sech2(u) @ _BELL / T]


def _wide_slopes(m: Values, sigma: Values, T: Values) -> list[Values]:
    """Return the slopes of C, by parts: as T → 0 the derivatives of tanh would cancel."""
    z, w = _weights(m, sigma, T)
    return [(w * z) @ _grid().bell / sigma, (w * (z**2 - 1)) @ _grid().bell / sigma**2]


def _narrow_slopes(m: Values, sigma: Values, T: Values) -> list[Values]:
    """Return the slopes of C."""
    u = _fields(m, sigma, T)
    tanh, bell = np.tanh(u), _sech2(u)
    return [(-2 * tanh * bell) @ _BELL / T**2, (bell * (6 * tanh**2 - 2)) @ _BELL / T**3]


def _wide_surprise(m: Values, sigma: Values, T: Values) -> list[Values]:
    """Return T ⟨ln 2cosh u⟩."""
    from scipy.special import erf

    rest = _weights(m, sigma, T)[1] @ _grid().log
    spread = np.sqrt(sigma**2 + T**2 / (2 * _KAPPA**2))
    bell = np.sqrt(2 / np.pi) * spread * np.exp(-0.5 * (m / spread) ** 2)
    return [bell + m * erf(m / (np.sqrt(2) * spread)) + T**2 * rest]


def _fields(m: Values, sigma: Values, T: Values) -> Values:
    """Return u on the grid of narrow fields."""
    return (m[:, None] + sigma[:, None] * _Z) / T[:, None]


def _sech2(u: Values) -> Values:
    """Return sech² u."""
    decay = np.exp(-2 * np.abs(u))
    return 4 * decay / (1 + decay) ** 2


def _binary_entropy(u: Values) -> Values:
    """Return ln 2cosh u - u tanh u."""
    twice = 2 * np.abs(u)
    decay = np.exp(-twice)
    return np.log1p(decay) + twice * decay / (1 + decay)


def _split(wide: _Sum, narrow: _Sum, *point: Values) -> list[Values]:
    """Return what is summed for wide and for narrow fields, each where it belongs."""
    shape = np.broadcast_shapes(*map(np.shape, point))
    m, sigma, T = (np.broadcast_to(v, shape).ravel() for v in point)
    is_wide = sigma > _WIDE * T
    if is_wide.all():
        return [part.reshape(shape) for part in wide(m, sigma, T)]
    if not is_wide.any():
        return [part.reshape(shape) for part in narrow(m, sigma, T)]
    rows = wide(m[is_wide], sigma[is_wide], T[is_wide])
    others = narrow(m[~is_wide], sigma[~is_wide], T[~is_wide])
    found = []
    for row, other in zip(rows, others, strict=True):
        part = np.empty(m.shape)
        part[is_wide], part[~is_wide] = row, other
        found.append(part.reshape(shape))
    return found
