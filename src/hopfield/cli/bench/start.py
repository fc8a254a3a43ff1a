"""How long until the first answer in a new process?"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from tempfile import TemporaryDirectory
from time import perf_counter

from hopfield.cli.bench.clock import compare
from hopfield.cli.bench.problem import Setting
from hopfield.cli.bench.row import Claim, Row, Times, amount

__all__ = ["shown_help", "start"]

_N, _P = 10_000, 100
_FIRST = (
    f"import hopfield as hf; xi = hf.patterns.random({_P}, {_N}, seed=0);"
    " net = hf.models.hopfield(xi); cue = hf.patterns.flip(xi[0], 0.2, seed=1);"
    " assert xi.match(hf.recall(net, cue, seed=0).state).kind == 'stored'"
)


def _process(*words: str, env: Mapping[str, str] | None = None) -> Callable[[], object]:
    """Return a function that runs Python with these words, and waits for its end."""

    def run() -> object:
        command = [sys.executable, *words]
        return subprocess.run(  # noqa: S603  # our own interpreter and words
            command, check=True, capture_output=True, env=os.environ | (env or {})
        )

    return run


def start(setting: Setting) -> list[Row]:
    """Return the row: everything until the first recall has ended, with compiled kernels on disk and without."""
    if setting.is_quick:
        return [Row("start", _N, _P, setting.threads, absent="only in the full run: it compiles")]
    with TemporaryDirectory() as folder:
        first = _process("-c", _FIRST, env={"NUMBA_CACHE_DIR": folder})
        began = perf_counter()
        first()
        cold = perf_counter() - began
        contenders = {"warm": first, "numba": _process("-c", "import numba")}
        times = compare(contenders, setting.seconds, least=5)
    cold_claim = _within("first recall, nothing compiled yet", Times.of([cold]), 20)
    warm_claim = _within(
        "first recall, compiled kernels on disk", times["warm"], 1.5, times["numba"]
    )
    return [Row("start", _N, _P, setting.threads, (cold_claim, warm_claim))]


def _within(what: str, ours: Times, seconds: float, theirs: Times | None = None) -> Claim:
    """Return the claim that a process takes at most so long."""
    against = "import numba, in a new process" if theirs else ""
    return Claim(
        what, ours.median, "s", against, ours, theirs, of_least=ours.least, at_most=seconds
    )


def shown_help(setting: Setting) -> list[Row]:
    """Return the row: `hopfield --help`, against Python that does nothing."""
    program = "from hopfield.cli import main; main()"
    contenders = {"ours": _process("-c", program, "--help"), "python": _process("-c", "pass")}
    times = compare(contenders, min(2.0, setting.seconds), least=5)
    ours, theirs = times["ours"], times["python"]
    against = "Python that does nothing"
    claim = Claim(
        "hopfield --help", ours.median, "s", against, ours, theirs, ours.least, at_most=0.4
    )
    more = amount("of this, Python itself", 1e3 * theirs.median, "ms")
    return [Row("help", 0, 0, 1, (claim, more))]
