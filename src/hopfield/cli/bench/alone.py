"""How much memory does a recall take? Measured in a process that does nothing else."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hopfield.errors import HopfieldError

__all__ = ["AloneError", "main", "peak_bytes", "recall_alone"]

_PROGRAM = "from hopfield.cli.bench.alone import main; main()"


class AloneError(HopfieldError, RuntimeError):
    """The process on its own did not come to an end."""


def peak_bytes() -> int:
    """Return the most memory that this process has had at any time."""
    try:
        text = Path("/proc/self/status").read_text("utf-8")
    except OSError:
        import resource  # not on every system, but then neither is the file above

        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used if sys.platform == "darwin" else 1024 * used
    # not getrusage: after a fork it also counts what the parent had
    line = next(line for line in text.splitlines() if line.startswith("VmHWM:"))
    return 1024 * int(line.split()[1])


def main() -> None:
    """Recall in this process, and say what it took; the words are n, p, threads and rounds."""
    from hopfield.cli.bench.clock import compare
    from hopfield.cli.bench.problem import problem, recalls

    n, p, threads, rounds = (int(word) for word in sys.argv[1:5])
    given = problem(n, p)
    ready = peak_bytes()
    times = compare({"ours": recalls(given, threads)}, 0.0, least=rounds)["ours"]
    peak, found = peak_bytes(), recalls(given, threads)()
    answer = {
        "seconds": times.median,
        "prepared": given.prepared,
        "peak_ready": ready,
        "peak": peak,
        "outcome": found.outcome.name,
        "sweeps": found.sweeps,
        "overlap": abs(float(given.xi[:1].overlaps(found.state)[0])),
    }
    sys.stdout.write(json.dumps(answer) + "\n")


def recall_alone(n: int, p: int, threads: int, rounds: int) -> dict[str, Any]:
    """Recall in a new process, and return what it took.

    Parameters
    ----------
    n, p, threads, rounds : int

    Raises
    ------
    AloneError
        with the last words of the process
    """
    words: Sequence[str] = [str(number) for number in (n, p, threads, rounds)]
    done = subprocess.run(  # noqa: S603  # our own program, with numbers as words
        [sys.executable, "-c", _PROGRAM, *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word on stderr"])[-1]
        message = (
            f"a process for n = {n:,}, p = {p:,} ended with exit code {done.returncode}: {last}"
        )
        raise AloneError(message)
    return json.loads(done.stdout.splitlines()[-1])
