"""How do other libraries compare, where they are installed (`pip install 'hopfield[bench]'`)?"""

import importlib
from types import ModuleType
from typing import Any

import numpy as np

import hopfield as hf
from hopfield.cli.bench.clock import compare
from hopfield.cli.bench.problem import Setting, problem, recalls, using
from hopfield.cli.bench.row import Claim, Row, amount, faster

__all__ = ["match", "peer"]

_MISSING = "{} is not installed; pip install 'hopfield[bench]'"


def _module(name: str) -> ModuleType | None:
    """Return a library, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def peer(setting: Setting) -> list[Row]:
    """Return the row: a whole recall, against `hopfieldnetwork`."""
    n, p = 1_000, 60
    library = _module("hopfieldnetwork")
    given, threads = problem(n, p), setting.threads
    if library is None:
        times = compare({"ours": recalls(given, threads)}, setting.seconds / 4)
        claim = amount("whole recall", 1e3 * times["ours"].median, "ms")
        return [Row("peer", n, p, threads, (claim,), absent=_MISSING.format("hopfieldnetwork"))]
    theirs = library.HopfieldNetwork(N=n)
    theirs.train_pattern(given.xi.spins.T.astype(float))

    def run() -> Any:
        theirs.set_initial_neurons_state(given.cue.copy())  # it writes into what it is given
        theirs.update_neurons(iterations=0, mode="async", run_max=True)
        return theirs.S

    times = compare({"ours": recalls(given, threads), "theirs": run}, setting.seconds)
    against = f"hopfieldnetwork {_version('hopfieldnetwork')}, async until nothing changes"
    claim = faster("whole recall", times["ours"], against, times["theirs"], 50)
    same = bool(np.array_equal(run(), recalls(given, threads)().state))
    notes = f"Both end in the same state: {'yes' if same else 'no'}."
    return [Row("peer", n, p, threads, (claim,), notes)]


def _version(name: str) -> str:
    """Return the version of an installed library."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "(version unknown)"


def match(setting: Setting) -> list[Row]:
    """Return the row: which of many stored patterns is it, against FAISS."""
    n, p = 1_024, 20_000 if setting.is_quick else 200_000
    xi = hf.patterns.random(p, n, seed=0)
    asked = np.random.default_rng(4).integers(0, p, 256)
    queries = np.stack([hf.patterns.flip(xi[int(k)], 0.01, seed=int(k)) for k in asked])
    faiss, index = _module("faiss"), None
    if faiss is not None:
        faiss.omp_set_num_threads(setting.threads)
        index = faiss.IndexBinaryFlat(n)
        index.add(xi.words.view(np.uint8))
    claims: list[Claim] = []
    for count, bound in ((1, 1.5), (256, 3.0)):
        claims.append(_matched(setting, xi, queries[:count], index, bound))
    absent = "" if faiss is not None else _MISSING.format("faiss-cpu")
    notes = "Ours starts from ±1, packs the query, tells negatives and mixtures too; FAISS gets packed bits."
    return [Row("match", n, p, setting.threads, claims, notes, absent)]


def _matched(
    setting: Setting, xi: hf.Patterns, queries: np.ndarray, index: Any, bound: float
) -> Claim:
    """Return the claim for so many queries at once."""
    count = len(queries)
    what = f"Patterns.match, {count} {'query' if count == 1 else 'queries'}"

    def ours() -> Any:
        with using(setting.threads):
            return xi.match(queries)

    if index is None:
        times = compare({"ours": ours}, setting.seconds / 4, least=1)
        return amount(what, 1e3 * times["ours"].median, "ms")
    packed = hf.Patterns(queries).words.view(np.uint8)
    times = compare({"ours": ours, "faiss": lambda: index.search(packed, 1)}, setting.seconds)
    against = f"FAISS {_version('faiss-cpu')}, IndexBinaryFlat, {setting.threads} threads"
    return faster(what, times["ours"], against, times["faiss"], setting.target(bound))
