"""How is an experiment run to its end, however often it is interrupted?"""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hopfield.errors import ParameterError, StoreError
from hopfield.experiments.engines import computed
from hopfield.experiments.grid import Grid
from hopfield.experiments.recipe import recipe
from hopfield.experiments.store import opened, read

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["load", "run"]


def run(
    measure: Callable[..., Any],
    grid: Any,
    *,
    store: str | Path | None = None,
    engine: object = None,
    n_jobs: Any = None,
    progress: bool = True,
) -> "xr.Dataset":
    """Measure in every cell of a grid, and return all of it with units and recipe.

    It may be killed at any moment. Cells that are in the store stay there, and running it again computes only the
    rest. The result is the same to the last bit on any engine and with any number of workers.

    Parameters
    ----------
    measure : function, or frozen dataclass with __call__
        called as measure(**values, seed=seed) with the values of a cell and a SeedSequence of its own; returns a dict
        of names to numbers or arrays, of the same types and shapes in every cell. It must be defined at the top of a
        file, since other processes import it, and it must take all its chance from the seed.
    grid : Grid
    store : path, optional
        a Zarr folder for the results; without one they are in memory and a kill loses them
    engine : None, "dask", str or distributed.Client
        None: processes of this machine, by joblib. "dask": a Dask cluster that is started here and ended. An address
        such as "tcp://10.0.0.1:8786": that cluster, where this library and the measure can be imported. A script that
        starts processes does so under `if __name__ == "__main__":`.
    n_jobs : int, optional
        how many processes of this machine; by default one a processor, each with one thread. 1: this process itself
    progress : bool
        whether a bar on stderr shows how far it is and how long it will take, if that is a terminal

    Returns
    -------
    xarray.Dataset
        an axis each for the grid's and for the samples (then those of a measured array, `name_0`, …), sorted by name;
        in `attrs` the recipe (versions, measure and the SHA-256 of its source, axes, samples, seed, units) and the
        machine that began

    Raises
    ------
    ParameterError
        for a measure that can't be imported, or that returns something else in one cell than in another
    StoreError
        for a store of another recipe (version, measure, grid or seed: the message says what differs), one that another
        process is running, or a full disk
    EngineError
        if no scheduler answers, or workers die again and again

    Notes
    -----
    The source of the measure is compared, not of what it calls: after an edit there, take another store.

    Examples
    --------
    >>> import hopfield as hf
    >>> grid = hf.experiments.Grid({"n": [100], "load": [0.05, 0.5]}, samples=2)
    >>> data = hf.experiments.run(hf.analysis.Retrieval(), grid, n_jobs=1)
    >>> data.retrieved.mean("sample").values.tolist()
    [[1.0, 0.0]]
    """
    if not isinstance(grid, Grid):
        message = f'grid must be hf.experiments.Grid({{"load": [0.1, 0.2]}}), got {grid!r}'
        raise ParameterError(message)
    place = None if store is None else Path(store)
    with opened(place, grid, recipe(measure, grid)) as kept:
        left = [cell for cell in grid if not kept.finished[cell.where]]
        with (
            _shown(len(grid), len(grid) - len(left), visible=progress) as advance,
            closing(_closable(computed(measure, left, engine, n_jobs))) as found,
        ):
            for cell, values in found:
                kept.write(cell, values)
                advance()
        return kept.dataset()


def load(store: str | Path, *, partial: bool = False) -> "xr.Dataset":
    """Return the results that a store holds.

    Parameters
    ----------
    store : path
    partial : bool
        take an unfinished one too; then `finished` says which cells mean something

    Raises
    ------
    StoreError
        if there is no store, or an unfinished one
    """
    data, finished = read(Path(store))
    if partial:
        dims = data.attrs["recipe"]["axes"]
        return data.assign(finished=((*dims, "sample"), finished))
    if not finished.all():
        message = (
            f"{store}: {finished.sum():,} of {finished.size:,} cells are finished; run it again to its end, or take"
            " what there is: load(…, partial=True)"
        )
        raise StoreError(message)
    return data


def _closable(found: Iterator[Any]) -> Any:
    """Return an iterator that can be closed."""
    yield from found


@contextmanager
def _shown(total: int, done: int, *, visible: bool) -> Iterator[Callable[[], None]]:
    """Yield what is called after each cell; a bar on stderr shows the time left, if that is a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("cells,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    hidden = not (visible and sys.stderr.isatty())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=total, completed=done)
        yield lambda: bar.advance(task)
