"""How does the share of wrong bits rise with the number of patterns, and how does that number rise with the units?"""

from typing import TYPE_CHECKING, Any

import numpy as np

from hopfield.experiments.crossing import mean_and_error
from hopfield.plots.style import INK, line, tidy
from hopfield.theory.ranges import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

__all__ = ["RARE", "draw_wrong", "held"]

RARE = 0.01  # the share of wrong bits at which sizes are compared
_NORMAL = 2.3263478740408408  # P(a normal number is above it) is that share


def held(wrong: Any, capacity: "Callable[[Any], Any]") -> tuple[np.ndarray, ...]:
    """Return ln n, and ln p with 1 % of the bits wrong, and its standard error.

    Parameters
    ----------
    wrong : DataArray (n, fill, sample)
        share of wrong bits; fill is in units of the capacity
    capacity : function
        of n, in patterns

    Returns
    -------
    three (sizes,) arrays
    """
    sizes, fills = wrong["n"].values, wrong["fill"].values
    logs, errors = [], []
    for n in sizes:
        samples = wrong.sel(n=n).values  # (fill, sample)
        counts = np.log(np.round(fills * capacity(n)))
        each = [np.interp(RARE, curve, counts) for curve in samples.T]
        logs.append(np.interp(RARE, samples.mean(axis=1), counts))
        errors.append(mean_and_error(each)[1])
    return np.log(sizes), np.array(logs), np.array(errors)


def _dots(k: int) -> dict[str, Any]:
    """Return how points are drawn that no line joins."""
    return line(k) | {"linestyle": ""}


def draw_wrong(wrong: Any, growth: Any, capacity: "Callable[[Any], Any]", words: str) -> "Figure":
    """Return the wrong bits against the patterns of each degree, and the patterns held against the units.

    Parameters
    ----------
    wrong : DataArray (degree, fill, sample), with a coordinate n
    growth : DataArray (n, fill, sample), with a coordinate degree
        of one degree at which p rises as n²
    capacity : function
        of n at that degree
    words : str
        what is counted, such as "patterns"
    """
    import matplotlib.pyplot as plt
    from scipy.special import erfc

    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    n = int(wrong["n"])
    axes = tidy(left, f"{words} / capacity without errors", f"share of wrong bits, n = {n}")
    for k, degree in enumerate(wrong["degree"].values):
        found = wrong.sel(degree=degree)
        error = found.std("sample") / np.sqrt(found.sizes["sample"])
        axes.errorbar(
            found["fill"], found.mean("sample"), error, label=f"degree {degree}", **_dots(k)
        )
    fills = np.linspace(0.4, 4.2, 100)
    theory = plain(erfc(np.sqrt(np.log(n) / fills)) / 2)  # Q(√(2 ln n/fill)) at every degree
    axes.plot(fills, theory, color=INK, label="Gaussian theory")
    axes.axhline(1 / n, color=INK, linestyle=":", label="one bit of a pattern")
    axes.set_yscale("log")
    axes.set_ylim(1e-5, 0.2)
    axes.legend(frameon=False, loc="lower right")
    degree = int(growth["degree"])
    axes = tidy(right, "units n", f"{words} with {RARE:.0%} wrong bits, degree {degree}")
    logs, counts, errors = held(growth, capacity)
    sizes, counts = np.exp(logs), np.exp(counts)
    axes.errorbar(sizes, counts, counts * errors, label="ours", **_dots(1))
    axes.plot(sizes, sizes**2 / (3 * _NORMAL**2), color=INK, label="Gaussian theory, n²/(3y²)")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(sizes, [f"{n:.0f}" for n in sizes])
    axes.set_yticks(counts, [f"{round(count, -1):.0f}" for count in counts])
    axes.minorticks_off()
    axes.legend(frameon=False)
    return figure
