"""How long is a sweep, against NumPy unit by unit, against BLAS, and against bare popcounts?"""

from collections.abc import Callable
from typing import Any

import numpy as np

import hopfield as hf
from hopfield.cli.bench.clock import compare
from hopfield.cli.bench.limits import bare_loops, n_planes
from hopfield.cli.bench.problem import (
    Setting,
    checked_part,
    one_sweep,
    problem,
    recalls,
    using,
)
from hopfield.cli.bench.row import Claim, Row, amount, faster

__all__ = ["batch", "limit", "sweep", "sync", "unit_by_unit"]


def unit_by_unit(J: np.ndarray, cue: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return the state after one sweep as one writes it in NumPy: a row of J times s, unit by unit.

    Parameters
    ----------
    J : (n, n) float array
    cue : (n,) array
    order : (n,) int array
    """
    s = cue.astype(J.dtype)  # a float times J: with int8 NumPy would convert s for every unit
    for i in order:
        h = J[i] @ s
        if h != 0.0:
            s[i] = 1.0 if h > 0.0 else -1.0
    return s


def sweep(setting: Setting) -> list[Row]:
    """Return the row: one sweep, against NumPy unit by unit with J at hand."""
    n, p = (2_000, 200) if setting.is_quick else (4_000, 400)
    given = problem(n, p)
    J, order = given.net.coupling.dense(), np.random.default_rng(3).permutation(n)
    contenders = one_sweep(given, 1) | {"numpy": lambda: unit_by_unit(J, given.cue, order)}
    times = compare(contenders, setting.seconds)
    against = f"NumPy unit by unit, J ready ({J.nbytes / 1e6:,.0f} MB)"
    ours = times["one"].less(times["none"])
    claims = (
        faster("one asynchronous sweep", ours, against, times["numpy"], setting.target(150)),
        faster("the whole call, max_sweeps=1", times["one"], against, times["numpy"]),
    )
    notes = "A sweep is a recall with max_sweeps=1 less one with max_sweeps=0."
    return [Row("sweep", n, p, 1, claims, notes)]


def _synchronous(J: np.ndarray, states: np.ndarray) -> Callable[[], Any]:
    """Return a function that moves all units of all states by one matrix product."""

    def run() -> np.ndarray:
        h = states.astype(J.dtype) @ J
        return np.where(h == 0.0, states, np.sign(h)).astype(np.int8)

    return run


def sync(setting: Setting) -> list[Row]:
    """Return the row: one synchronous step of 64 states, against BLAS with J at hand."""
    n, p = (2_000, 200) if setting.is_quick else (4_000, 400)
    given = problem(n, p)
    cues = np.stack([hf.patterns.flip(given.xi[k], 0.2, seed=k) for k in range(64)])
    J = given.net.coupling.dense().astype(np.float32)

    def ours() -> Any:
        with using(setting.threads):
            return hf.recall(given.net, cues, hf.Sync(), max_sweeps=1)

    times = compare({"ours": ours, "blas": _synchronous(J, cues)}, setting.seconds)
    against = "NumPy: float32 J times all states, with BLAS's own threads"
    what = "one synchronous step of 64 states, and the check"
    return [
        Row("sync", n, p, setting.threads, (faster(what, times["ours"], against, times["blas"]),))
    ]


def limit(setting: Setting) -> list[Row]:
    """Return the row: the rate of a sweep, against that of popcounts alone over as many words and planes."""
    n, p = 10_000, 1_000
    given = problem(n, p)
    planes, n_heard = n_planes(given.xi, given.cue), n * (1.0 + checked_part(given))
    contenders = one_sweep(given, 1) | bare_loops(int(n_heard), p, planes)
    times = compare(contenders, setting.seconds)
    ours = times["one"].less(times["none"])
    fastest, plain = times["vectors"], times["plain"]
    if plain.median < fastest.median:
        fastest = plain
    claims = (
        faster(
            "one asynchronous sweep: share of the limit's rate",
            ours,
            f"bare popcounts, {planes} planes, one block in the cache, the fastest loop we found",
            fastest,
            0.5,
        ),
        faster("the same", ours, "bare popcounts, one word, one plane, 64 units at a time", plain),
        _rate("multiply-adds a second, the sweep", n_heard * p / ours.median),
        _rate("multiply-adds a second, the limit", n_heard * p / fastest.median),
    )
    notes = f"Fields of the sweep's {n:,} units and of the {n_heard - n:,.0f} that are checked after it."
    return [Row("limit", n, p, 1, claims, notes)]


def _rate(what: str, a_second: float) -> Claim:
    """Return a rate as a claim."""
    return amount(what, a_second / 1e9, "G/s")


def batch(setting: Setting) -> list[Row]:
    """Return the row: many cues at once, against the same cues one after the other."""
    n, p = 10_000, 500
    n_cues = 64 if setting.is_quick else 256
    given = problem(n, p)
    cues = np.stack([hf.patterns.flip(given.xi[k], 0.2, seed=k) for k in range(n_cues)])

    def together() -> Any:
        with using(setting.threads):
            return hf.recall(given.net, cues, seed=2)

    def singly() -> Any:
        with using(setting.threads):
            return [hf.recall(given.net, cue, seed=2) for cue in cues]

    times = compare({"batch": together, "singly": singly}, setting.seconds)
    what, against = f"a batch of {n_cues} cues", f"the same {n_cues} cues, one recall each"
    bound = setting.target(1.5)
    claim = faster(what, times["batch"], against, times["singly"], bound)
    alone = compare({"one": recalls(given, setting.threads)}, setting.seconds / 4)["one"]
    more = amount("one recall alone", 1e3 * alone.median, "ms")
    return [Row("batch", n, p, setting.threads, (claim, more))]
