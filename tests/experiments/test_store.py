"""Does a store keep every finished cell, whoever is killed, and nothing else?"""

import multiprocessing
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("xarray", reason="experiments need the experiments extra")

import xarray as xr

import hopfield as hf
import measures
from hopfield.errors import StoreError
from hopfield.experiments.recipe import recipe
from hopfield.experiments.store import Store, opened
from measures import GRID, noise


@pytest.fixture
def store(tmp_path):
    return tmp_path / "results.zarr"


def run(measure=noise, grid=GRID, **options):
    return hf.experiments.run(measure, grid, n_jobs=1, progress=False, **options)


def calls(book):
    """How often each cell was measured; the cells differ by load and rule, four samples each."""
    return Counter(book.read_text().splitlines()) if book.exists() else Counter()


def killed(process, book, cells, pause):
    """Kill a process after it has begun so many cells, and a moment more."""
    before = sum(calls(book).values())
    process.start()
    while process.is_alive() and sum(calls(book).values()) < before + cells:
        time.sleep(0.001)
    time.sleep(pause)
    process.kill()
    process.join()
    return process.exitcode


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_ten_kills_lose_no_finished_cell_and_make_no_wrong_one(store, tmp_path):
    """Seed 0 draws the moments; what must hold holds at any moment, so no draw can fail it."""
    dice, book = random.Random(0), tmp_path / "book"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["measures", "xarray", "zarr"])
    expected, before = run(), np.zeros(GRID.shape, dtype=bool)
    for _ in range(10):
        child = context.Process(target=measures.sweep, args=(str(store), str(book)))
        code = killed(child, book, dice.randrange(4), dice.random() * 0.02)
        if not (store / "done").exists():
            continue
        part = hf.experiments.load(store, partial=True)
        now = part.finished.values
        assert (now | ~before).all(), "a finished cell was lost"
        if now.any():
            xr.testing.assert_identical(
                part.drop_vars("finished").drop_attrs(deep=False).where(part.finished),
                expected.drop_attrs(deep=False).where(part.finished),
            )
        assert code == -9
        assert not now.all()
        before = now
    assert before.any()
    done = sum(calls(book).values())
    found = run(measures.Noted(str(book)), store=store)
    assert sum(calls(book).values()) - done == (~before).sum(), "a finished cell was measured again"
    xr.testing.assert_identical(found.drop_attrs(deep=False), expected.drop_attrs(deep=False))


def test_a_second_run_measures_nothing_and_gives_the_same(store, tmp_path):
    measure = measures.Noted(str(tmp_path / "book"))
    first = run(measure, store=store)
    assert sum(calls(tmp_path / "book").values()) == 24
    xr.testing.assert_identical(run(measure, store=store), first)
    assert sum(calls(tmp_path / "book").values()) == 24
    xr.testing.assert_identical(hf.experiments.load(store), first)


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "mark"])
def test_a_chunk_that_is_not_whole_is_never_taken_for_a_result(store, tmp_path, damage):
    measure = measures.Noted(str(tmp_path / "book"))
    first = run(measure, store=store)
    chunk = store / ("done" if damage == "mark" else "matrix") / "c" / "1" / "0" / "2"
    chunk = chunk if damage == "mark" else chunk / "0" / "0"
    whole = chunk.read_bytes()
    other = {"cut": whole[:7], "empty": b"", "mark": whole[:1]}
    chunk.write_bytes(other.get(damage, whole[:-1] + bytes([whole[-1] ^ 1])))
    assert int(hf.experiments.load(store, partial=True).finished.sum()) == 23
    xr.testing.assert_identical(run(measure, store=store), first)
    assert calls(tmp_path / "book")["0.2 hebb"] == 5


def other_version(monkeypatch):
    monkeypatch.setattr(hf, "__version__", "0.0.1")
    return {}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _: {"grid": hf.experiments.Grid(GRID.axes, 5, 3)}, "samples is 5, the store has 4"),
        (lambda _: {"grid": hf.experiments.Grid(GRID.axes, 4, 2)}, "seed is 2, the store has 3"),
        (lambda _: {"grid": hf.experiments.Grid({"load": [0.1]}, 4, 3)}, "axes is"),
        (lambda _: {"measure": measures.threads}, "measures.threads.*source is"),
        (other_version, 'hopfield is "0.0.1", the store has'),
    ],
)
def test_results_of_another_recipe_are_never_mixed(store, monkeypatch, change, words):
    first = run(store=store)
    before = {path: path.stat().st_mtime_ns for path in store.rglob("*")}
    with monkeypatch.context() as patched:
        options = change(patched)
        with pytest.raises(StoreError, match=words):
            run(**options, store=store)
    assert {path: path.stat().st_mtime_ns for path in store.rglob("*")} == before
    xr.testing.assert_identical(run(store=store), first)


def test_two_runs_never_share_a_store(store):
    with opened(store, GRID, recipe(noise, GRID)), pytest.raises(StoreError, match="another proc"):
        run(store=store)
    assert run(store=store).sizes["sample"] == 4


def test_what_is_no_store_is_never_written_to(tmp_path):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine").write_text("mine")
    for place in ("file", "folder", "file/below"):
        with pytest.raises(StoreError, match="another place"):
            run(store=tmp_path / place)
    with pytest.raises(StoreError, match="is no store of results"):
        hf.experiments.load(tmp_path / "nowhere")
    files = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert {name for name in files if not name.endswith(".lock")} == {"file", "mine"}


def test_a_store_holds_nothing_but_zarr_and_no_pickles(store):
    run(store=store)
    names = {path.name for path in store.rglob("*") if path.is_file()}
    assert {name for name in names if not name.isdecimal()} == {"zarr.json"}
    assert xr.open_zarr(store, consolidated=False, chunks=None).done.all()


LIMITED = """
import measures
measures.hf.experiments.run(
    measures.Large(True), measures.GRID, store="results.zarr", n_jobs=1, progress=False
)
"""


def script(code, folder, *before):
    """Run some code in a process of its own."""
    tests = Path(measures.__file__).parent
    code = f"import sys; sys.path.insert(0, {str(tests)!r})\n{code}"
    words = [*before, sys.executable, "-W", "error", "-c", code]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_refused_write_stops_the_processes_and_is_the_only_thing_said(store, monkeypatch):
    """Under -W error: what other processes have begun by then is dropped in silence."""
    write, written = Store.write, []

    def fail(kept, cell, values):
        written.append(cell)
        if len(written) == 3:
            message = "no room"
            raise StoreError(message)
        write(kept, cell, values)

    monkeypatch.setattr(Store, "write", fail)
    with pytest.raises(StoreError, match="no room"):
        hf.experiments.run(noise, GRID, store=store, n_jobs=2, progress=False)
    assert int(hf.experiments.load(store, partial=True).finished.sum()) == 2


@pytest.mark.slow
def test_a_write_that_the_system_refuses_is_said_and_loses_nothing(store, tmp_path):
    done = script(LIMITED, tmp_path)
    assert done.returncode == 1
    assert "File too large; 12 of 24 cells are kept. Make room and run it again" in done.stderr
    part = hf.experiments.load(store, partial=True)
    assert int(part.finished.sum()) == 12


FULL = """
import subprocess, measures
from hopfield.errors import StoreError
run = lambda: measures.hf.experiments.run(
    measures.Large(False), measures.GRID, store="small/results.zarr", n_jobs=1, progress=False
)
subprocess.run("mount -t tmpfs -o size=300k none small", shell=True, check=True)
try:
    run()
except StoreError as error:
    print(error)
part = measures.hf.experiments.load("small/results.zarr", partial=True).finished
print(0 < int(part.sum()) < 24)
subprocess.run("mount -o remount,size=9m small", shell=True, check=True)
print(run().identical(measures.hf.experiments.run(measures.Large(False), measures.GRID, n_jobs=1)))
"""


def can_mount(folder):
    """Whether this system lets us mount a small disk of our own."""
    words = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", str(folder)]
    return (
        shutil.which("unshare")
        and not subprocess.run(words, check=False, capture_output=True).returncode
    )


@pytest.mark.slow
def test_a_full_disk_is_said_and_loses_nothing(tmp_path):
    (tmp_path / "small").mkdir()
    if not can_mount(tmp_path / "small"):
        pytest.skip("no small disk can be mounted here")
    done = script(FULL, tmp_path, "unshare", "-rm")
    assert done.returncode == 0, done.stderr
    said, is_partial, is_same = done.stdout.splitlines()
    assert "No space left on device" in said
    assert "only the rest is computed" in said
    assert (is_partial, is_same) == ("True", "True")
