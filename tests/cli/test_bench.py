"""Does `hopfield bench` count rightly, say what is absent, and leave nothing half-written? It never asserts seconds."""

import json
import os
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import hopfield as hf
from hopfield.cli.bench import large, peers, pictures, rows, steep, sweeps
from hopfield.cli.bench.alone import AloneError, recall_alone
from hopfield.cli.bench.clock import compare
from hopfield.cli.bench.limits import bare_loops, readers
from hopfield.cli.bench.loops import plain_loop, vector_loop
from hopfield.cli.bench.page import check_page, filled
from hopfield.cli.bench.problem import Setting, problem, using
from hopfield.cli.bench.report import in_words, seconds
from hopfield.cli.bench.row import Claim, Row, Times, amount, faster, slower
from hopfield.errors import ParameterError, PictureError

QUICK = Setting(is_quick=True, threads=1)
ROW = {"name", "n", "p", "threads", "claims", "notes", "absent"}
CLAIM = {
    *("what", "value", "of_min", "unit", "ours", "against", "theirs"),
    *("at_least", "at_most", "verdict"),
}


class Clock:
    """A clock that only the contenders move."""

    def __init__(self) -> None:
        self.now = 0.0
        self.ran: list[str] = []

    def __call__(self) -> float:
        return self.now

    def takes(self, name: str, durations):
        """A contender that takes so long, each time."""
        left = iter(durations)

        def run() -> None:
            self.ran.append(name)
            self.now += next(left)

        return run


def test_contenders_never_run_in_a_row_and_the_first_round_never_counts():
    clock = Clock()
    contenders = {"a": clock.takes("a", count(1)), "b": clock.takes("b", count(10))}
    times = compare(contenders, seconds=1e9, least=2, most=3, clock=clock)
    assert clock.ran == ["a", "b"] * 4
    assert times == {"a": Times(3, 2, 3), "b": Times(12, 11, 3)}


def test_no_round_begins_after_the_time_is_up_but_never_fewer_than_the_least():
    clock = Clock()
    times = compare({"a": clock.takes("a", count(1))}, seconds=0.0, least=3, clock=clock)
    assert times["a"] == Times(3, 2, 3)
    ones = compare({"a": clock.takes("a", iter([1] * 99))}, 5.0, least=1, clock=clock)
    assert ones["a"].rounds == 5


def test_no_ratio_is_upside_down():
    ours, theirs = Times.of([2.0, 1.0, 9.0]), Times.of([30.0, 50.0, 40.0])
    fast = faster("sweep", ours, "NumPy", theirs, at_least=20)
    assert (fast.value, fast.of_least, fast.verdict, fast.target) == (20.0, 30.0, "met", "≥ 20 ×")
    slow = slower("sweep", theirs, "memory", ours, at_most=19)
    assert (slow.value, slow.of_least, slow.verdict, slow.target) == (
        *(20.0, 30.0),
        *("not met", "≤ 19 ×"),
    )
    assert faster("sweep", ours, "NumPy", theirs).verdict == ""


def test_a_sweep_never_pays_for_what_is_around_it():
    one, none = Times.of([5.0, 7.0, 6.0]), Times.of([1.0, 4.0, 1.5])
    assert one.less(none) == Times(4.5, 4.0, 3)
    assert one.less(none).share(10) == Times(0.45, 0.4, 3)


def test_noise_that_eats_the_divisor_is_never_a_ratio():
    claim = faster("sweep", Times(-1.0, 0.5, 3), "NumPy", Times.of([1.0]), at_least=2)
    assert (claim.value, claim.verdict) == (None, "not measured")
    assert in_words(Row("x", 1, 1, 1).as_data(), claim.as_data())[8].startswith("-")


def test_no_amount_over_its_target_is_met():
    assert amount("peak", 700.0, "MB", at_most=600).verdict == "not met"
    assert amount("peak", 600.0, "MB", at_most=600).verdict == "met"
    assert Claim("peak", None, at_most=1).verdict == "not measured"


@pytest.mark.parametrize(
    ("value", "words"),
    [(2.5, "2.5 s"), (0.0123, "12.3 ms"), (4.5e-6, "4.5 µs"), (3e-8, "30 ns")],
)
def test_no_time_is_said_in_the_wrong_unit(value, words):
    assert seconds(Times.of([value]).as_data()) == words


def test_the_threads_of_the_caller_are_never_changed_for_good(monkeypatch):
    monkeypatch.setenv("HOPFIELD_THREADS", "3")
    with using(1):
        assert os.environ["HOPFIELD_THREADS"] == "1"
    assert os.environ["HOPFIELD_THREADS"] == "3"
    monkeypatch.delenv("HOPFIELD_THREADS")
    with pytest.raises(KeyboardInterrupt), using(2):
        raise KeyboardInterrupt
    assert "HOPFIELD_THREADS" not in os.environ


def test_numpy_unit_by_unit_never_does_another_sweep_than_ours():
    given = problem(200, 10)
    J = given.net.coupling.dense()
    theirs = sweeps.unit_by_unit(J, given.cue, np.arange(200))
    ours = hf.recall(given.net, given.cue, hf.Async(order="sequential"), max_sweeps=1)
    assert np.array_equal(ours.state, theirs)


def test_the_bare_loops_never_count_other_bits_than_numpy():
    rng = np.random.default_rng(0)
    bits = rng.integers(0, 2**64, (4, 64), dtype=np.uint64)
    planes = rng.integers(0, 2**64, (2, 4), dtype=np.uint64)
    exact = sum(
        np.bitwise_count(bits & planes[b][:, None]).sum(axis=0, dtype=np.int64) << b
        for b in range(2)
    )
    for make in (plain_loop, vector_loop):
        total = np.zeros((1, 64), dtype=np.int64)
        make()(bits, planes, total, 3)
        assert np.array_equal(total[0], 3 * exact)
    assert set(bare_loops(100, 70, 2)) == {"plain", "vectors"}


def test_no_reader_leaves_a_word_out():
    words = np.arange(1001, dtype=np.uint64)[None]
    for run in readers(words, 2).values():
        assert int(np.sum(run())) == 500_500


def test_recalls_that_leave_out_patterns_never_miss_their_pattern():
    (row,) = steep.steep(QUICK)
    assert [claim.what for claim in row.claims] == [
        "whole recall, 20% flipped",
        "whole recall, 35% flipped",
    ]
    assert all(claim.value > 0 and claim.verdict == "" for claim in row.claims)
    assert row.notes.startswith("2 of 2")


@pytest.fixture
def nothing_installed(monkeypatch):
    """No other library is there."""
    monkeypatch.setattr(peers, "_module", lambda name: None)


@pytest.mark.usefixtures("nothing_installed")
def test_an_absent_baseline_is_never_an_error():
    (peer,) = peers.peer(QUICK)
    (match,) = peers.match(QUICK)
    assert "hopfieldnetwork is not installed" in peer.absent
    assert "faiss-cpu is not installed" in match.absent
    for claim in (*peer.claims, *match.claims):
        assert claim.value > 0
        assert (claim.against, claim.theirs, claim.verdict) == ("", None, "")


def test_a_baseline_that_is_there_is_never_left_out(monkeypatch):
    class Index:
        def __init__(self, n: int) -> None:
            self.shapes = []

        def add(self, x: np.ndarray) -> None:
            assert x.shape == (20_000, 128)

        def search(self, x: np.ndarray, k: int) -> None:
            assert x.shape in {(1, 128), (256, 128)}

    fake = SimpleNamespace(IndexBinaryFlat=Index, omp_set_num_threads=lambda k: None)
    monkeypatch.setattr(peers, "_module", lambda name: fake)
    (row,) = peers.match(QUICK)
    assert [len(row.claims), row.absent] == [2, ""]
    assert all("FAISS" in claim.against and claim.theirs for claim in row.claims)


def test_absent_photographs_are_never_an_error(monkeypatch):
    def absent():
        raise PictureError("not here")

    monkeypatch.setattr(pictures, "photographs", absent)
    (row,) = pictures.pictures(QUICK)
    assert (row.absent, row.claims) == ("not here", ())


def test_too_little_memory_never_stops_the_other_rows(monkeypatch):
    def too_large(setting):
        raise MemoryError

    def crashed(setting):
        raise AloneError("it died")

    def fine(setting):
        return [Row("fine", 1, 1, 1)]

    monkeypatch.setattr(rows, "ROWS", {"a": too_large, "b": crashed, "c": fine})
    found = rows.measured(["a", "b", "c"], QUICK, lambda name: None)
    assert [row.name for row in found] == ["a", "b", "fine"]
    assert "memory" in found[0].absent
    assert found[1].absent == "it died"


def test_a_row_that_needs_more_memory_than_there_is_never_begins(monkeypatch):
    monkeypatch.setattr(large, "available_bytes", lambda: 10**9)
    monkeypatch.setattr(large, "recall_alone", None)
    (row,) = large.largest(Setting(is_quick=False, threads=1))
    assert "4.5 GB" in row.absent
    assert "1.0 GB" in row.absent


def test_the_memory_of_a_process_never_counts_what_its_parent_had():
    ballast = np.ones(60_000_000)  # 480 MB here must not show there
    alone = recall_alone(2_000, 20, 1, rounds=1)
    assert len(ballast) > 0
    assert 0 < alone["peak_ready"] <= alone["peak"] < 480e6
    assert alone["outcome"] == "FIXED_POINT"
    assert alone["overlap"] == 1.0
    with pytest.raises(AloneError, match=r"exit code 1: .*p must be a whole number"):
        recall_alone(100, 0, 1, rounds=1)


def test_no_row_that_does_not_exist_is_measured(hopfield):
    done = hopfield("bench --rows help,nothing")
    assert done.exit_code == 2
    assert "no row 'nothing'" in done.output
    assert "scaling-n" in done.output
    assert not Path("hopfield-bench").exists()


def test_rows_never_come_in_another_order_or_twice():
    assert rows.chosen("million, help,help") == ["help", "million"]
    assert rows.chosen(None) == list(rows.ROWS)


def test_the_json_never_lacks_a_key(hopfield):
    done = hopfield("bench --quick --rows sweep,sync --threads 1 --output here --json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert report == json.loads(Path("here/bench.json").read_text())
    assert {"schema", "date", "quick", "threads", "seconds", "machine", "rows"} == set(report)
    assert [row["name"] for row in report["rows"]] == ["sweep", "sync"]
    for row in report["rows"]:
        assert set(row) == ROW
        assert all(set(claim) == CLAIM for claim in row["claims"])
    # a quick run is smaller than what the targets speak of
    assert {c["verdict"] for row in report["rows"] for c in row["claims"]} <= {"", "not measured"}


def test_an_interrupted_run_leaves_nothing(hopfield, monkeypatch):
    def interrupted(setting):
        raise KeyboardInterrupt

    monkeypatch.setitem(rows.ROWS, "help", interrupted)
    before = sorted(Path().rglob("*"))
    done = hopfield("bench --rows help --output here")
    assert done.exit_code == 130
    assert sorted(Path().rglob("*")) == before


PAGE = """# Words
<!-- machine -->old<!-- end machine -->
<!-- numbers --><!-- end numbers -->
more
<!-- scaling --><!-- end scaling -->
"""


def report() -> dict:
    """A report as of a run, made up."""
    claim = faster("sweep", Times.of([1e-3]), "NumPy", Times.of([0.2]), 150).as_data()
    points = [
        Row("scaling-n", n, 1000, 1, (amount("t", 20.0 + k, "ps"),))
        for k, n in enumerate((100, 1000))
    ]
    sweep = Row("sweep", 4000, 400, 1, (), "a note", "no reason").as_data() | {"claims": [claim]}
    machine = dict.fromkeys(("llvm", "system", "python", "numpy", "numba", "hopfield"), "x")
    machine |= {"processor": "abacus", "cores": 2, "vectors": "", "load": 0.1}
    run = {"quick": False, "seconds": 1.0, "date": "2026-01-01T00:00:00", "machine": machine}
    return run | {"rows": [sweep, *(row.as_data() for row in points)]}


def test_only_the_places_of_a_page_are_ever_replaced(tmp_path):
    page = filled(PAGE, report())
    assert filled(page, report()) == page
    assert page.startswith("# Words\n<!-- machine -->\nabacus (x), 2 cores")
    assert (
        "| sweep | 4,000 | 400 | 1 | sweep | 1 ms | NumPy | 200 ms | 200 × (min 200) | ≥ 150 × met |"
        in page
    )
    assert "* sweep: a note\n* sweep: not measured: no reason" in page
    assert "| 1,000 | 1,000 | 21 ps |" in page
    assert "old" not in page
    (tmp_path / "page.md").write_text(PAGE.replace("<!-- end scaling -->", ""))
    with pytest.raises(ParameterError, match="end scaling"):
        check_page(tmp_path / "page.md")


def test_the_plots_never_change_without_the_numbers(tmp_path):
    pytest.importorskip("matplotlib", reason="plots are drawn by matplotlib")
    from hopfield.cli.bench.page import rewrite

    page = tmp_path / "page.md"
    page.write_text(PAGE)
    rewrite(page, report())
    first = (tmp_path / "images/bench-n.svg").read_bytes()
    rewrite(page, report())
    assert (tmp_path / "images/bench-n.svg").read_bytes() == first
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["bench-n.svg", "images", "page.md"]


def test_what_is_short_never_begins_with_the_caches_of_another():
    clock = Clock()
    contenders = {
        "short": clock.takes("short", iter([0.045] * 99)),
        "long": clock.takes("long", iter([1.0] * 99)),
    }
    times = compare(contenders, seconds=1e9, least=1, most=3, clock=clock)
    assert clock.ran == ["short", "long"] * 2 + ["short", "short", "short", "long"] * 2
    assert times["short"].rounds == times["long"].rounds == 3
