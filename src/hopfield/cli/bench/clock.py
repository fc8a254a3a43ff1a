"""How are contenders timed so that a busy machine disturbs all of them alike? In turns: A B A B."""

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any

from hopfield.cli.bench.row import Times

__all__ = ["compare"]

_SHORT = 0.1  # seconds
_WARMING = 8


def _warming(found: list[float]) -> int:
    """Return how often to run untimed, for what took so long in the rounds before."""
    return min(_WARMING, int(_SHORT / max(found[-1], 1e-9))) if found else 0


def compare(
    contenders: Mapping[str, Callable[[], Any]],
    seconds: float,
    *,
    least: int = 3,
    most: int = 200,
    clock: Callable[[], float] = perf_counter,
) -> dict[str, Times]:
    """Time some functions in turns, and return the times of each.

    Each runs once before, untimed: what is compiled or read for the first time is not what is compared. What is short
    also runs a few times untimed in every round, right before it is timed: nobody begins with the caches that another
    one left him, or beside another's threads that still spin.

    Parameters
    ----------
    contenders : mapping of str to function
    seconds : float
        no round begins after so long, once there are enough
    least, most : int
        how many rounds there are at least and at most
    clock : function
        gives the time in seconds
    """
    for run in contenders.values():
        run()
    found: dict[str, list[float]] = {name: [] for name in contenders}
    began = clock()
    for done in range(most):
        if done >= least and clock() - began >= seconds:
            break
        for name, run in contenders.items():
            for _ in range(_warming(found[name])):
                run()
            start = clock()
            run()
            found[name].append(clock() - start)
    return {name: Times.of(times) for name, times in found.items()}
