"""Who computes the cells: this process, several of this machine, or a Dask cluster?

Every engine takes cells and gives back (cell, what was measured) in the order in which they come. What a cell gives
hangs on the cell alone, so no engine changes a result.
"""

import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from hopfield.errors import EngineError, ParameterError
from hopfield.experiments.grid import Cell
from hopfield.threads import at_most, n_threads

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["Measured", "computed"]

_SECONDS = 10  # for a scheduler to answer

Measured = tuple[Cell, dict[str, np.ndarray]]


def computed(
    measure: Callable[..., Any], cells: Sequence[Cell], engine: object, n_jobs: object
) -> Iterator[Measured]:
    """Yield every cell with what was measured in it, as they come.

    Parameters
    ----------
    measure : function of the values of a cell and its seed
    cells : sequence of Cell
    engine : None, "dask", the address of a scheduler, or a Client
    n_jobs : int or None
        processes on this machine; None: one a processor
    """
    is_far = engine is not None and engine != "dask"
    if is_far and n_jobs is not None:
        message = (
            f"n_jobs is for this machine; the cluster at {engine} has its own number of workers"
        )
        raise ParameterError(message)
    jobs = _checked_jobs(n_jobs)
    if not cells:
        return iter(())
    if engine is not None:
        return _on_cluster(measure, cells, engine, min(jobs, len(cells)))
    if jobs == 1:
        return ((cell, _measured(measure, cell)) for cell in cells)
    return _on_processes(measure, cells, min(jobs, len(cells)))


def _checked_jobs(n_jobs: object) -> int:
    """Return how many processes work."""
    if n_jobs is None:
        return n_threads()
    if isinstance(n_jobs, bool) or not isinstance(n_jobs, int | np.integer) or n_jobs < 1:
        message = f"n_jobs must be a whole number of at least 1, or None, got {n_jobs!r}"
        raise ParameterError(message)
    return int(n_jobs)


def _measured(measure: Callable[..., Any], cell: Cell) -> dict[str, np.ndarray]:
    """Return what a measure gives in a cell, as arrays; an error of it says where it happened."""
    try:
        found = measure(**cell.values, seed=cell.seed)
    except Exception as error:
        error.add_note(f"in the cell {cell.values}, sample {cell.where[-1]}")
        raise
    if not isinstance(found, dict) or not found:
        message = f'a measure returns a dict of name to number or array, such as {{"overlap": 0.9}}, got {found!r}'
        raise ParameterError(message)
    arrays = {name: np.asarray(value) for name, value in found.items()}
    for name, value in arrays.items():
        is_name = isinstance(name, str) and name.isidentifier()
        if (
            not is_name
            or name in {*cell.values, "sample", "done"}
            or value.dtype.kind not in "biufc"
        ):
            message = f"a measure returns numbers under names that no axis has, got {name!r}: {found[name]!r}"
            raise ParameterError(message)
    return arrays


def _measured_alone(measure: Callable[..., Any], cell: Cell) -> Measured:
    """Return what a measure gives, with one thread: there are as many processes as processors."""
    with at_most(1):
        return cell, _measured(measure, cell)


def _on_processes(
    measure: Callable[..., Any], cells: Sequence[Cell], jobs: int
) -> Iterator[Measured]:
    """Yield what the processes of this machine give."""
    from joblib import Parallel, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    # a cell at a time: it is kept as soon as it is finished
    how: dict[str, Any] = {"return_as": "generator_unordered", "batch_size": 1, "max_nbytes": None}
    found: Any = Parallel(n_jobs=jobs, **how)(
        delayed(_measured_alone)(measure, cell) for cell in cells
    )
    try:
        while True:
            with _unused_unsaid():
                one = next(found, None)
            if one is None:
                return
            yield one
    except TerminatedWorkerError as error:
        message = (
            f"a worker died, perhaps of too little memory: {jobs} ran at once. Finished cells are kept;"
            " run it again, with a smaller n_jobs"
        )
        raise EngineError(message) from error
    finally:
        with _unused_unsaid():
            found.close()  # those that have not begun never do


@contextmanager
def _unused_unsaid() -> Iterator[None]:
    """Say nothing of what was computed and not used: that is what an interruption means."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*tasks .* (not used|cancelled)", UserWarning)
        yield


def _on_cluster(
    measure: Callable[..., Any], cells: Sequence[Cell], engine: object, jobs: int
) -> Iterator[Measured]:
    """Yield what the workers of a Dask cluster give; a cell whose worker dies goes to another."""
    from distributed import KilledWorker, as_completed

    with _client(engine, jobs) as client:
        # not pure: a cluster remembers results of pure calls, and a measure may have been edited since
        sent = [client.submit(_measured_alone, measure, cell, pure=False) for cell in cells]
        try:
            for future in as_completed(sent):
                yield future.result()
                future.release()
        except KilledWorker as error:
            message = f"{error}. Finished cells are kept; run it again, with more memory a worker, or here: engine=None"
            raise EngineError(message) from error
        finally:
            client.cancel(sent)


@contextmanager
def _client(engine: object, jobs: int) -> Iterator["Client"]:
    """Connect to a cluster; one that is made here ends with the connection."""
    from distributed import Client, LocalCluster

    if isinstance(engine, Client):
        yield engine
    elif engine == "dask":
        with (
            LocalCluster(
                n_workers=jobs,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.ERROR,
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client
    elif isinstance(engine, str):
        with _connected(engine) as client:
            yield client
    else:
        message = f'engine is None, "dask", the address of a scheduler or a Client, got {engine!r}'
        raise ParameterError(message)


def _connected(address: str) -> "Client":
    """Return a connection to a scheduler, or say that nobody answers."""
    from distributed import Client

    try:
        return Client(address, timeout=_SECONDS)
    except (OSError, ValueError) as error:
        message = (
            f"no Dask scheduler answers at {address!r} ({error}); start one with `dask scheduler`, or leave the engine"
            " out to run on this machine: what is finished is kept"
        )
        raise EngineError(message) from error
