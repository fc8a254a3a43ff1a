"""Does it hold for a million units: against one read of the patterns, in memory, with two threads?"""

from hopfield.budget import available_bytes
from hopfield.cli.bench.alone import recall_alone
from hopfield.cli.bench.clock import compare
from hopfield.cli.bench.limits import readers
from hopfield.cli.bench.machine import usable_cores
from hopfield.cli.bench.problem import Problem, Setting, problem, recalls
from hopfield.cli.bench.row import Row, amount, faster, slower

__all__ = ["largest", "million", "threads"]

_MATRIX_WORD = 4  # bytes of a float32 in the matrix that is never formed


def _size(setting: Setting) -> tuple[int, int]:
    """Return (n, p) of the large rows."""
    return (100_000, 500) if setting.is_quick else (1_000_000, 1_000)


def million(setting: Setting) -> list[Row]:
    """Return the row: a whole recall, against one read of the packed patterns, and its memory."""
    n, p = _size(setting)
    given = problem(n, p)
    ways = readers(given.xi.words, setting.threads)
    times = compare({"ours": recalls(given, setting.threads)} | ways, setting.seconds)
    way = min(ways, key=lambda name: times[name].median)
    megabytes = given.xi.words.nbytes / 1e6
    against = f"one read of the packed patterns, {megabytes:,.0f} MB ({way})"
    alone = recall_alone(n, p, setting.threads, rounds=1)
    claims = (
        slower(
            "whole recall, overlaps included",
            times["ours"],
            against,
            times[way],
            setting.target(25),
        ),
        amount("peak memory of the process", alone["peak"] / 1e6, "MB", setting.target(600)),
        amount("J would take", _MATRIX_WORD * n**2 / 1e9, "GB"),
    )
    return [Row("million", n, p, setting.threads, claims, _prepared(given))]


def _prepared(given: Problem) -> str:
    """Return what is not in the time of a recall."""
    return (
        f"Before the first recall, once: drawing the patterns and packing them for the kernel,"
        f" {given.prepared:.1f} s."
    )


def largest(setting: Setting) -> list[Row]:
    """Return the row: as many patterns as fill a gigabyte, in a process of its own."""
    n, p = 1_000_000, 10_000
    if setting.is_quick:
        return [Row("largest", n, p, setting.threads, absent="only in the full run")]
    free, needed = available_bytes(), 4.5e9
    if free is not None and free < needed:
        reason = f"needs {needed / 1e9:.1f} GB of memory, {free / 1e9:.1f} GB are available"
        return [Row("largest", n, p, setting.threads, absent=reason)]
    alone = recall_alone(n, p, setting.threads, rounds=2)
    claims = (
        amount("whole recall", alone["seconds"], "s"),
        amount("peak memory of the process", alone["peak"] / 1e9, "GB", 4),
    )
    end = f"Ended: {alone['outcome']}, {alone['sweeps']} sweeps, overlap {alone['overlap']:.4f}."
    notes = f"{end} Before, once: {alone['prepared']:.1f} s to draw and pack the patterns."
    return [Row("largest", n, p, setting.threads, claims, notes)]


def threads(setting: Setting) -> list[Row]:
    """Return the row: two threads against one."""
    n, p = _size(setting)
    if usable_cores() < 2:
        return [Row("threads", n, p, 2, absent="this process may use one processor only")]
    given = problem(n, p)
    times = compare({"two": recalls(given, 2), "one": recalls(given, 1)}, setting.seconds)
    bound = setting.target(1.6)
    claim = faster("whole recall, two threads", times["two"], "one thread", times["one"], bound)
    return [Row("threads", n, p, 2, (claim,))]
