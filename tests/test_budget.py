"""What does not fit into memory is refused before it is allocated, with the bytes that it needs."""

import numpy as np
import pytest

import hopfield as hf
from hopfield import budget
from hopfield.patterns import bits


@pytest.fixture
def small_machine(monkeypatch):
    monkeypatch.setattr(budget, "available_bytes", lambda: 100 << 20)


@pytest.mark.usefixtures("small_machine")
def test_patterns_say_how_much_they_need():
    with pytest.raises(hf.errors.SizeError, match=r"125,000,000 bytes \(0.1 GB\)"):
        hf.patterns.random(1_000, 1_000_000)
    with pytest.raises(MemoryError):  # which it also is
        hf.patterns.random(10**6, 10**9)
    assert hf.patterns.random(10, 1_000_000, seed=0).p == 10


@pytest.mark.usefixtures("small_machine")
def test_so_do_their_spins_and_the_kernels_form():
    xi = hf.patterns.random(150, 1_000_000, seed=0)
    with pytest.raises(hf.errors.SizeError, match="150,000,000 bytes"):
        _ = xi.spins
    few = np.zeros((6, 1), dtype=np.uint64)
    with pytest.raises(hf.errors.SizeError, match="unit by unit"):
        bits.transpose(few, 20_000_000)


def test_available_memory_is_the_least_that_is_said(monkeypatch, tmp_path):
    (tmp_path / "meminfo").write_text("MemTotal: 9 kB\nMemAvailable:    5 kB\n")
    monkeypatch.setattr(budget, "_MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(budget, "_GROUP", tmp_path)
    assert budget.available_bytes() == 5 * 1024
    (tmp_path / "memory.max").write_text("4096\n")
    (tmp_path / "memory.current").write_text("1000\n")
    assert budget.available_bytes() == 3096
    (tmp_path / "memory.max").write_text("max\n")
    assert budget.available_bytes() == 5 * 1024


def test_where_the_system_says_nothing_the_size_of_memory_counts(monkeypatch, tmp_path):
    monkeypatch.setattr(budget, "_MEMINFO", tmp_path / "no")
    monkeypatch.setattr(budget, "_GROUP", tmp_path)
    found = budget.available_bytes()
    assert found is None or found > 1 << 27
