"""Are kernels compiled once, said once, kept on disk, and for the widest registers?"""

import os
import subprocess
import sys
from pathlib import Path

RECALL = """
import sys, numpy as np, hopfield as hf
xi = hf.patterns.letters("TCH")
found = hf.recall(hf.models.hopfield(xi), xi[0], seed=0)
assert found.sweeps == 0
"""
COUNT = """
from hopfield.kernels.loop import advance
print(sum(advance.stats.cache_hits.values()), sum(advance.stats.cache_misses.values()))
"""


def run(code, tmp_path, **env):
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "cache"), **env},
    )


def test_kernels_are_compiled_once_and_that_is_said_once(tmp_path):
    cold, warm = run(RECALL + COUNT, tmp_path), run(RECALL + COUNT, tmp_path)
    assert cold.stderr.count("compiling kernels") == 1
    assert cold.stdout.split() == ["0", "1"]
    assert warm.stderr == ""
    assert warm.stdout.split() == ["1", "0"]


def test_a_cache_that_can_not_be_written_costs_time_and_nothing_else(tmp_path):
    """Numba falls back to the user's own cache folder; where that can't be written either, it compiles every time."""
    package = tmp_path / "site" / "hopfield"
    source = Path(__file__).parents[1] / "src" / "hopfield"
    package.parent.mkdir()
    subprocess.run(["cp", "-r", str(source), str(package)], check=True)
    subprocess.run(
        ["find", str(package), "-name", "__pycache__", "-prune", "-exec", "rm", "-rf", "{}", "+"],
        check=True,
    )
    for folder in package.rglob("*"):
        if folder.is_dir():
            (folder / "__pycache__").write_text(
                "a file where a folder should be: nothing can be kept here"
            )
    env = {
        "PYTHONPATH": str(package.parent),
        "XDG_CACHE_HOME": str(tmp_path / "home"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    here = f"assert hf.__file__.startswith({str(package)!r})"
    code = f"import os; del os.environ['NUMBA_CACHE_DIR']\n{RECALL}{COUNT}\n{here}"
    cold = run(code, tmp_path, **env)
    assert cold.stdout.split() == ["0", "1"]
    assert run(code, tmp_path, **env).stdout.split() == ["1", "0"]
    assert list((tmp_path / "home").rglob("*.nbi"))


def test_no_folder_at_all_to_keep_kernels_in_is_said_and_no_crash(tmp_path):
    code = f"from numba.core import caching; caching.CacheImpl._locator_classes = []\n{RECALL}"
    assert "NUMBA_CACHE_DIR" in run(code, tmp_path).stderr


def test_every_kernel_source_is_part_of_the_key(tmp_path, monkeypatch):
    from hopfield.kernels import sources

    before = sources.stamp()
    for name in ("one.py", "two.py"):
        (tmp_path / name).write_text("a = 1")
    monkeypatch.setattr(sources, "__file__", str(tmp_path / "one.py"))
    other = sources.stamp()
    (tmp_path / "two.py").write_text("a = 2")
    assert len({before, other, sources.stamp()}) == 3


def test_wide_registers_are_asked_for_and_settings_of_the_user_are_kept(tmp_path):
    code = """
from hopfield.kernels import loop
from numba.core import config, codegen
print("+avx512f" in codegen.get_host_cpu_features().split(","), "-prefer-256-bit" in (config.CPU_FEATURES or ""))
"""
    has, asked = run(code, tmp_path).stdout.split()
    assert has == asked
    kept = run(code, tmp_path, NUMBA_CPU_FEATURES="+sse2", NUMBA_CPU_NAME="generic").stdout.split()
    assert kept[1] == "False"


def test_a_machine_without_wide_registers_gives_the_same_answer(tmp_path):
    code = """
import hopfield as hf, hashlib
xi = hf.patterns.random(70, 1_001, seed=0)
net = hf.Network(hf.couplings.OverlapCoupling(xi))
found = hf.recall(net, hf.patterns.flip(xi, 300, seed=1), seed=2)
print(hashlib.sha256(found.state.tobytes()).hexdigest(), found.sweeps.tolist())
"""
    narrow = run(code, tmp_path, NUMBA_CPU_NAME="generic", NUMBA_CPU_FEATURES="")
    assert narrow.stdout == run(code, tmp_path).stdout
