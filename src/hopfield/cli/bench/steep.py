"""Does a recall among a million patterns cost more than to compare them all with the cue a few times?"""

from collections.abc import Callable
from itertools import cycle
from typing import Any

import numpy as np

import hopfield as hf
from hopfield.cli.bench.clock import compare
from hopfield.cli.bench.problem import Setting, using
from hopfield.cli.bench.row import Claim, Row, slower
from hopfield.patterns.comparing import products

__all__ = ["steep"]

_ORDERS = 16  # of visits, in turns
_SCAN = "one popcount scan of the patterns, all overlaps kept"


def steep(setting: Setting) -> list[Row]:
    """Return the row: whole recalls with exponential weights from two cues, against one scan of the patterns."""
    n, p = 1_024, 50_000 if setting.is_quick else 1_000_000
    xi = hf.patterns.random(p, n, seed=0)
    net = hf.models.exponential(xi)
    claims: list[Claim] = []
    n_exact = 0
    for flipped in (0.2, 0.35):
        cue = hf.patterns.flip(xi[0], flipped, seed=1)
        ways = {"ours": _recalls(net, cue, setting), "scan": _scans(xi, cue, setting)}
        times = compare(ways, setting.seconds / 2)
        what = f"whole recall, {flipped:.0%} flipped"
        bound = setting.target(3)
        claims.append(slower(what, times["ours"], _SCAN, times["scan"], bound))
        n_exact += bool(np.array_equal(ways["ours"]().state, xi[0]))
    notes = f"{n_exact} of 2 cues end in their pattern. Recalls begin with a scan too, and end with the energy."
    return [Row("steep", n, p, setting.threads, claims, notes)]


def _recalls(net: hf.Network, cue: np.ndarray, setting: Setting) -> Callable[[], Any]:
    """Return a function that recalls the cue, each time in another order of visits."""
    seeds = cycle(range(_ORDERS))

    def run() -> Any:
        with using(setting.threads):
            return hf.recall(net, cue, seed=next(seeds))

    return run


def _scans(xi: hf.Patterns, cue: np.ndarray, setting: Setting) -> Callable[[], Any]:
    """Return a function that compares the cue with all patterns."""
    states = cue[None].astype(np.int8)

    def run() -> Any:
        with using(setting.threads):
            return products(xi.words, states)

    return run
