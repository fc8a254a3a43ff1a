"""Does an experiment give the same results on every engine, and say what it cannot do?"""

import io
import os
import sys

import numpy as np
import pytest

pytest.importorskip("xarray", reason="experiments need the experiments extra")

import xarray as xr

import hopfield as hf
import measures
from hopfield.errors import EngineError, ParameterError, StoreError
from hopfield.experiments import engines
from measures import GRID, noise


@pytest.fixture(scope="module")
def expected():
    return hf.experiments.run(noise, GRID, n_jobs=1, progress=False)


@pytest.fixture(scope="module")
def cluster():
    """A real Dask cluster of two processes."""
    from distributed import LocalCluster

    options = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "silence_logs": "CRITICAL"}
    with LocalCluster(n_workers=2, threads_per_worker=1, **options) as made:
        yield made


def same(found, expected):
    """Whether two datasets are the same to the last bit, but for the recipe."""
    xr.testing.assert_identical(found.drop_attrs(deep=False), expected.drop_attrs(deep=False))
    return all(found[name].dtype == expected[name].dtype for name in expected.variables)


def test_every_cell_holds_what_its_measure_gives(expected):
    assert expected.sizes == {
        "load": 3,
        "rule": 2,
        "sample": 4,
        "state_0": 5,
        "matrix_0": 2,
        "matrix_1": 3,
    }
    for cell in GRID:
        at = expected.sel(cell.values).isel(sample=cell.where[-1])
        for name, value in noise(**cell.values, seed=cell.seed).items():
            assert np.array_equal(at[name].values, value), (cell, name)
            assert at[name].dtype == np.asarray(value).dtype


def test_results_carry_their_units_and_recipe(expected):
    assert expected.coords["load"].units == "patterns per unit"
    assert expected.time.units == "sweeps"
    recipe = expected.attrs["recipe"]
    assert recipe["measure"] == "measures.noise"
    assert (recipe["hopfield"], recipe["seed"], recipe["samples"]) == (hf.__version__, 3, 4)
    assert recipe["axes"] == {"load": [0.1, 0.2, 0.3], "rule": ["hebb", "storkey"]}
    assert len(recipe["source"]) == 64
    assert expected.attrs["machine"]["python"] == sys.version.split()[0]


@pytest.mark.slow
def test_two_processes_never_give_another_answer_than_one(expected):
    assert same(hf.experiments.run(noise, GRID, n_jobs=2, progress=False), expected)


@pytest.mark.slow
def test_processes_have_one_thread_each():
    found = hf.experiments.run(measures.threads, GRID, n_jobs=2, progress=False)
    assert (found.threads == 1).all()
    assert os.getpid() not in found.process
    alone = hf.experiments.run(measures.threads, GRID, n_jobs=1, progress=False)
    assert (alone.process == os.getpid()).all()


@pytest.mark.slow
def test_a_killed_worker_never_changes_a_result(cluster, expected, tmp_path):
    """A worker of a real cluster of two processes is killed in the middle of the sweep."""
    pids = {worker.pid for worker in cluster.workers.values()}
    found = hf.experiments.run(
        measures.Deadly(str(tmp_path)),
        GRID,
        store=tmp_path / "results.zarr",
        engine=cluster.scheduler_address,
        progress=False,
    )
    assert int((tmp_path / "killed").read_text()) in pids
    assert same(found, expected)
    assert same(hf.experiments.load(tmp_path / "results.zarr"), expected)


@pytest.mark.slow
def test_a_cluster_that_is_started_here_gives_the_same(expected):
    assert same(hf.experiments.run(noise, GRID, engine="dask", n_jobs=2, progress=False), expected)


@pytest.mark.slow
def test_a_dead_process_of_this_machine_is_said_and_loses_nothing(expected, tmp_path):
    measure, store = measures.Deadly(str(tmp_path)), tmp_path / "results.zarr"
    with pytest.raises(EngineError, match=r"a worker died.*run it again"):
        hf.experiments.run(measure, GRID, store=store, n_jobs=2, progress=False)
    found = hf.experiments.run(measure, GRID, store=store, n_jobs=2, progress=False)
    assert same(found, expected)


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_named_and_a_local_run_offered(monkeypatch):
    monkeypatch.setattr(engines, "_SECONDS", 1)
    with pytest.raises(EngineError, match=r"tcp://127\.0\.0\.1:9.*on this machine"):
        hf.experiments.run(noise, GRID, engine="tcp://127.0.0.1:9", progress=False)


def test_an_error_of_a_measure_says_in_which_cell_and_loses_no_other(tmp_path):
    store = tmp_path / "results.zarr"
    with pytest.raises(FileNotFoundError) as caught:
        hf.experiments.run(measures.failing, GRID, store=store, n_jobs=1, progress=False)
    assert caught.value.__notes__ == ["in the cell {'load': 0.2, 'rule': 'storkey'}, sample 0"]
    with pytest.raises(StoreError, match="12 of 24 cells are finished"):
        hf.experiments.load(store)
    part = hf.experiments.load(store, partial=True)
    assert part.finished.sum() == 12
    assert (part.time == 1.0).sum() == 12
    assert np.isnan(part.time.where(~part.finished)).all()


@pytest.mark.slow
@pytest.mark.parametrize("engine", [None, "dask"])
def test_an_error_in_another_process_is_the_same_error(engine, caplog):
    with pytest.raises(FileNotFoundError, match="no such load") as caught:
        hf.experiments.run(measures.failing, GRID, n_jobs=2, engine=engine, progress=False)
    assert caught.value.__notes__[0].startswith("in the cell {'load': 0.2, 'rule': 'storkey'}")


class Terminal(io.StringIO):
    """What a terminal is to a progress bar."""

    def isatty(self):
        return True


def test_a_bar_with_the_time_left_is_shown_on_a_terminal_only(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", terminal)
        hf.experiments.run(noise, GRID, n_jobs=1, progress=False)
        assert terminal.getvalue() == ""
        hf.experiments.run(noise, GRID, n_jobs=1)
    assert "24/24" in terminal.getvalue()
    assert "0:00:00" in terminal.getvalue()
    hf.experiments.run(noise, GRID, n_jobs=1)
    assert capsys.readouterr() == ("", "")


def test_no_measure_changes_what_it_returns_from_cell_to_cell():
    with pytest.raises(ParameterError, match=r"'time' is float64 .* and int64"):
        hf.experiments.run(measures.changing, GRID, n_jobs=1, progress=False)
    with pytest.raises(ParameterError, match=r"got \['hour'\], before \['time'\]"):
        hf.experiments.run(measures.renaming, GRID, n_jobs=1, progress=False)


@pytest.mark.parametrize(
    ("measure", "options", "words"),
    [
        (lambda load, rule, seed: {"x": 1.0}, {}, "at the top of a file"),
        (measures.Noted, {}, "at the top of a file"),
        (np.random.default_rng(0).normal, {}, "at the top of a file"),
        (noise, {"n_jobs": 0}, "n_jobs"),
        (noise, {"engine": 7}, "engine is None"),
        (noise, {"engine": "tcp://10.0.0.1:1", "n_jobs": 2}, "n_jobs is for this machine"),
    ],
)
def test_no_call_that_makes_no_sense_is_taken(measure, options, words):
    with pytest.raises(ParameterError, match=words):
        hf.experiments.run(measure, GRID, progress=False, **options)
    with pytest.raises(ParameterError, match="grid must be"):
        hf.experiments.run(noise, {"load": [0.1]})


def test_no_measure_with_parameters_that_a_text_does_not_tell_apart_is_taken():
    with pytest.raises(ParameterError, match=r"Noted\.book must be a number, a word"):
        hf.experiments.run(measures.Noted(np.zeros(5000)), GRID)
