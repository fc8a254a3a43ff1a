"""How are results kept, so that whoever is killed at any moment loses no finished cell, and nobody reads a half one?

A store is a Zarr group: an array for each thing measured, a chunk of it for each cell, and `done`, which holds a
checksum for each finished cell and 0 for the others. A cell's values are written first and its checksum last; Zarr
renames a chunk into its place when it is whole. So a cell whose checksum does not fit is unfinished, whatever
happened: a kill, a full disk, a power failure. Only the process that runs the experiment writes, and a lock that the
system drops when that process dies keeps a second one out.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from hopfield.errors import ParameterError, StoreError
from hopfield.experiments.grid import Cell, Grid
from hopfield.experiments.recipe import differences, machine

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Group", "Store", "opened", "read"]

_MARK = "done"

Group = Any  # a zarr.Group, whose own annotations lose track of what a group holds


class Store:
    """The cells of one experiment that are finished; see `opened`."""

    def __init__(self, group: Group, grid: Grid, place: str) -> None:
        self._group, self._grid, self._place = group, grid, place
        self._arrays: dict[str, Any] = {}
        for name, values in {**grid.axes, "sample": range(grid.samples)}.items():
            self._coordinate(name, np.asarray(values))
        if _MARK not in group:
            self._create(_MARK, np.dtype(np.uint32), ())
        self._marks = group[_MARK]
        self.finished = _verified(group, grid)

    def _coordinate(self, name: str, values: np.ndarray) -> None:
        """Write the values of an axis, once more if they are there: a kill may have come between."""
        array = self._group.get(name)
        if array is None:
            array = self._group.create_array(
                name,
                shape=values.shape,
                dtype="string" if values.dtype.kind == "U" else values.dtype,
                chunks=values.shape,
                compressors=None,
                dimension_names=(name,),
                attributes=_units(self._grid, name),
            )
        array[...] = values

    def _create(self, name: str, dtype: np.dtype[Any], shape: tuple[int, ...]) -> Any:
        """Return a new array with a chunk a cell."""
        own = tuple(f"{name}_{k}" for k in range(len(shape)))
        return self._group.create_array(
            name,
            shape=self._grid.shape + shape,
            chunks=(1,) * len(self._grid.shape) + tuple(max(1, size) for size in shape),
            dtype=dtype,
            fill_value=np.nan if dtype.kind in "fc" else 0,
            compressors=None,
            dimension_names=self._grid.dims + own,
            attributes=_units(self._grid, name),
        )

    def _array(self, name: str, value: np.ndarray) -> Any:
        """Return the array of a thing, which must be of the same kind in every cell."""
        if name not in self._arrays:
            found = self._group.get(name)
            self._arrays[name] = (
                found if found is not None else self._create(name, value.dtype, value.shape)
            )
        array = self._arrays[name]
        shape = array.shape[len(self._grid.shape) :]
        if (array.dtype, shape) != (value.dtype, value.shape):
            message = (
                f"{name!r} is {value.dtype} of shape {value.shape} here and {array.dtype} of shape {shape} in other"
                " cells; a measure must return the same in every cell, such as float(x) for a number"
            )
            raise ParameterError(message)
        return array

    def write(self, cell: Cell, values: Mapping[str, np.ndarray]) -> None:
        """Keep what was measured in a cell: when this returns it is finished.

        Raises
        ------
        StoreError
            if it can't be written, such as on a full disk; finished cells stay
        ParameterError
            if this cell gives other things than the others
        """
        names = set(_things(self._group, self._grid))
        if self.finished.any() and names != set(values):
            message = f"a measure must return the same in every cell, got {sorted(values)}, before {sorted(names)}"
            raise ParameterError(message)
        try:
            for name, value in values.items():
                self._array(name, value)[cell.where] = value
            self._marks[cell.where] = _checksum(values)
        except OSError as error:
            message = (
                f"{self._place}: the cell {cell.values} can't be written: {error.strerror or error};"
                f" {self.finished.sum():,} of {self.finished.size:,} cells are kept. Make room and run it again: only"
                " the rest is computed"
            )
            raise StoreError(message) from error
        self.finished[cell.where] = True

    def dataset(self) -> "xr.Dataset":
        """Return all that was measured, with the recipe in its attributes."""
        return _dataset(self._group, self._grid)


@contextmanager
def opened(place: Path | None, grid: Grid, recipe: Mapping[str, Any]) -> Iterator[Store]:
    """Open the store of an experiment, or make it; without a place it is in memory.

    Raises
    ------
    StoreError
        if another process runs it, if it was made by another recipe (the message says what differs), if something
        else is there, or if nothing can be written there
    """
    import zarr
    from zarr.storage import MemoryStore

    if place is None:
        memory = MemoryStore()
        yield Store(zarr.create_group(memory, attributes=_attributes(recipe)), grid, "memory")
        return
    with ExitStack() as stack:
        try:
            _check_place(place)
            place.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(_locked(place.resolve()))
            kept = Store(_group(place, recipe), grid, str(place))
        except OSError as error:
            message = f"{place}: {error.strerror or error}; give another place"
            raise StoreError(message) from error
        yield kept


def _attributes(recipe: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a store says about itself."""
    return {"recipe": dict(recipe), "machine": machine()}


def _check_place(place: Path) -> None:
    """Refuse a place where something else is."""
    if (place / "zarr.json").exists() or not place.exists():
        return
    # a kill before the first file was whole leaves an empty folder, or a .partial file
    if not place.is_dir() or any(file.suffix != ".partial" for file in place.iterdir()):
        message = f"{place} is there and is no store of results; give another place"
        raise StoreError(message)


def _group(place: Path, recipe: Mapping[str, Any]) -> Group:
    """Return the group of a store that is new, or of the same recipe."""
    import zarr

    if not (place / "zarr.json").exists():
        return zarr.create_group(place, attributes=_attributes(recipe))
    group = _opened_group(place, "r+")
    if different := differences(recipe, group.attrs.asdict()["recipe"]):
        message = (
            f"{place} holds results of another run: {'; '.join(different)}. They are not mixed: give another store,"
            " or delete this one"
        )
        raise StoreError(message)
    return group


def _opened_group(place: Path, mode: Any) -> Group:
    """Return the group at a place, if it is a store of ours."""
    import zarr
    from zarr.errors import NodeTypeValidationError

    with suppress(ValueError, FileNotFoundError, NodeTypeValidationError):
        group: Group = zarr.open_group(place, mode=mode, use_consolidated=False)
        if "recipe" in group.attrs:
            return group
    message = f"{place} is no store of results that hopfield has made"
    raise StoreError(message)


@contextmanager
def _locked(place: Path) -> Iterator[None]:
    """Keep other processes out of a store; the system ends the lock with the process, however it ends."""
    # SQLite knows how each system locks a file; the file stays empty
    file = place.parent / f".{place.name}.lock"
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            message = f"{place}: another process is running it (or {file} can't be locked: {error}); wait for its end"
            raise StoreError(message) from error
        yield


def _units(grid: Grid, name: str) -> dict[str, str]:
    """Return the units of a thing as attributes, if they were told."""
    return {"units": grid.units[name]} if name in grid.units else {}


def _things(group: Group, grid: Grid) -> list[str]:
    """Return the names of what was measured."""
    return sorted(set(group.array_keys()) - {*grid.dims, _MARK})


def _checksum(values: Mapping[str, np.ndarray]) -> int:
    """Return a number above 0 that names the values of a cell."""
    found = 0
    for name in sorted(values):
        value = values[name]
        found = crc32(
            value.astype(value.dtype.newbyteorder("<")).tobytes(), crc32(name.encode(), found)
        )
    return found or 1


def _values(array: Any, n_axes: int) -> np.ndarray:
    """Return an array, with zeros for cells that can't be read: their checksums will not fit."""
    with suppress(Exception):  # what a broken chunk raises depends on how it is broken
        return array[...]
    found = np.zeros(array.shape, array.dtype)
    for where in np.ndindex(array.shape[:n_axes]):
        with suppress(Exception):
            found[where] = array[where]
    return found


def _verified(group: Group, grid: Grid) -> np.ndarray:
    """Return which cells are finished: those whose checksum fits."""
    marks = _values(group[_MARK], len(grid.shape))
    finished = marks != 0
    if finished.any():
        whole = {name: _values(group[name], len(grid.shape)) for name in _things(group, grid)}
        for where in np.argwhere(finished):
            at = tuple(where)
            values = {name: np.asarray(found[at]) for name, found in whole.items()}
            finished[at] = _checksum(values) == marks[at]
    return finished


def _dataset(group: Group, grid: Grid) -> "xr.Dataset":
    """Return all that was measured, in the order of the names."""
    import xarray as xr

    axes = {**grid.axes, "sample": range(grid.samples)}
    arrays = {name: group[name] for name in _things(group, grid)}
    return xr.Dataset(
        {
            name: (
                array.metadata.dimension_names,
                _values(array, len(grid.shape)),
                _units(grid, name),
            )
            for name, array in arrays.items()
        },
        {name: (name, np.asarray(values), _units(grid, name)) for name, values in axes.items()},
        group.attrs.asdict(),
    )


def read(place: Path) -> tuple["xr.Dataset", np.ndarray]:
    """Return what a store holds, and which of its cells are finished.

    Raises
    ------
    StoreError
        if there is no store
    """
    group = _opened_group(place, "r")
    made = group.attrs.asdict()["recipe"]
    grid = Grid(made["axes"], made["samples"], made["seed"], made["units"])
    if _MARK not in group:
        message = f"{place} holds nothing yet; run it again"
        raise StoreError(message)
    return _dataset(group, grid), _verified(group, grid)
