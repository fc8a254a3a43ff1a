"""Does the time per multiply-add stay the same from small to large?"""

from collections.abc import Sequence

from hopfield.cli.bench.clock import compare
from hopfield.cli.bench.problem import Setting, checked_part, one_sweep, problem
from hopfield.cli.bench.row import Claim, Row, Times, amount

__all__ = ["scaling_n", "scaling_p"]

_NOTES = (
    "One thread. A recall with max_sweeps=1 less one with max_sweeps=0, per multiply-add: n·p for the sweep,"
    " and as much again for the check after it, or its part up to the first unit that wants to move."
)


def scaling_n(setting: Setting) -> list[Row]:
    """Return a row for each n at p = 1,000, largest first, and one that compares them."""
    sizes = (
        (100_000, 30_000, 10_000)
        if setting.is_quick
        else (1_000_000, 300_000, 100_000, 30_000, 10_000)
    )
    p = 300 if setting.is_quick else 1_000
    return _rows("scaling-n", setting, [(n, p) for n in sizes])


def scaling_p(setting: Setting) -> list[Row]:
    """Return a row for each p at n = 100,000, and one that compares them."""
    n = 30_000 if setting.is_quick else 100_000
    counts = (100, 300, 1_000) if setting.is_quick else (100, 300, 1_000, 3_000, 10_000)
    return _rows("scaling-p", setting, [(n, p) for p in counts])


def _rows(name: str, setting: Setting, sizes: Sequence[tuple[int, int]]) -> list[Row]:
    """Return a row for each size and the one that compares them."""
    found = [(n, p, _per_multiply_add(setting, n, p)) for n, p in sizes]
    rows = [Row(name, n, p, 1, (_claim(times),)) for n, p, times in found]
    medians = [times.median for _, _, times in found]
    spread = max(medians) / min(medians) if min(medians) > 0 else None
    least = [times.least for _, _, times in found]
    flat = Claim(
        "longest over shortest time per multiply-add",
        spread,
        "×",
        of_least=max(least) / min(least) if min(least) > 0 else None,
        at_most=setting.target(1.5),
    )
    return [*rows, Row(name, 0, 0, 1, (flat,), _NOTES)]


def _claim(times: Times) -> Claim:
    """Return the time per multiply-add, in picoseconds."""
    of_least = 1e12 * times.least
    return amount("time per multiply-add", 1e12 * times.median, "ps", of_least=of_least)


def _per_multiply_add(setting: Setting, n: int, p: int) -> Times:
    """Return the seconds of a multiply-add."""
    given = problem(n, p)
    times = compare(one_sweep(given, 1), setting.seconds)
    return times["one"].less(times["none"]).share(n * p * (1.0 + checked_part(given)))
