"""What do the tests of experiments measure? Kept apart, since other processes import it by name."""

import os
import resource
import signal
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import hopfield as hf
from hopfield.threads import n_threads

GRID = hf.experiments.Grid(
    {"load": [0.1, 0.2, 0.3], "rule": ["hebb", "storkey"]},
    samples=4,
    seed=3,
    units={"load": "patterns per unit", "time": "sweeps"},
)


def noise(load, rule, seed):
    """Some of every kind of number, out of a cell and its seed."""
    rng = np.random.default_rng(seed)
    return {
        "time": load + rng.normal(),
        "state": rng.integers(-1, 2, size=5).astype(np.int8),
        "matrix": rng.normal(size=(2, 3)).astype(np.float32),
        "count": int(rng.integers(100)),
        "is_hebb": rule == "hebb",
    }


def changing(load, rule, seed):
    """Another type in another cell."""
    return {"time": 1 if load == 0.1 else 0.5}


def renaming(load, rule, seed):
    """Another name in another cell."""
    return {"time" if load == 0.1 else "hour": 0.5}


def failing(load, rule, seed):
    """An error in one cell."""
    if (load, rule) == (0.2, "storkey"):
        raise FileNotFoundError("no such load")
    return {"time": 1.0}


def threads(load, rule, seed):
    """How many threads a kernel may use here, and where here is."""
    return {"threads": n_threads(), "process": os.getpid()}


@dataclass(frozen=True)
class Noted:
    """`noise`, and a line in a file for every call."""

    book: str

    def __call__(self, load, rule, seed):
        with Path(self.book).open("a") as file:
            file.write(f"{load} {rule}\n")
        return noise(load, rule, seed)


@dataclass(frozen=True)
class Deadly:
    """`noise`, by a worker that is killed the first time it comes to one cell."""

    folder: str

    def __call__(self, load, rule, seed):
        note = Path(self.folder, "killed")
        if (load, rule) == (0.2, "storkey") and not note.exists():
            note.write_text(str(os.getpid()))
            os.kill(os.getpid(), signal.SIGKILL)
        return noise(load, rule, seed)


@dataclass(frozen=True)
class Large:
    """8 kB a cell; from one cell on the system lets nobody write files of more than 1 kB."""

    limited: bool

    def __call__(self, load, rule, seed):
        if self.limited and (load, rule) == (0.2, "storkey"):
            hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 10, hard))
        return {"state": np.random.default_rng(seed).normal(size=1 << 10)}


def sweep(store, book):
    """Run `Noted` to its end, here."""
    hf.experiments.run(Noted(book), GRID, store=store, n_jobs=1, progress=False)
