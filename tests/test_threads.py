"""Is work shared among threads in order, to the end, without waiting for a thread that does not come?"""

import os
import subprocess
import sys
import threading
from itertools import pairwise

import pytest

from hopfield.threads import at_most, helped, n_threads, share

FORK = """
import os, sys
import hopfield as hf
from hopfield.threads import share
xi = hf.patterns.random(40, 2_000, seed=0)
cues = hf.patterns.flip(xi, 0.2, seed=1)
net = hf.models.hopfield(xi)
before = hf.recall(net, cues, seed=0)
child = os.fork()
if child == 0:
    after = hf.recall(net, cues, seed=0)
    met = share(lambda part: __import__("threading").get_ident(), 50, 50, 4)
    os._exit(0 if (after.state == before.state).all() and len(met) == 50 else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("n_parts", [1, 3, 8, 100])
@pytest.mark.parametrize("size", [0, 1, 2, 7, 64])
def test_nothing_is_left_out_done_twice_or_out_of_order(size, n_parts, threads):
    parts = share(lambda part: part, size, n_parts, threads)
    assert len(parts) == min(n_parts, size)
    assert [i for part in parts for i in range(part.start, part.stop)] == list(range(size))
    lengths = [part.stop - part.start for part in parts]
    assert max(lengths, default=0) - min(lengths, default=0) <= 1


def test_threads_are_kept_and_no_more_work_than_were_asked_for():
    meeting = threading.Barrier(3, timeout=60)  # three have to be there at once

    def meet(_part):
        meeting.wait()
        return threading.get_ident()

    seen = [set(share(meet, 3, 3, 3)) for _ in range(20)]
    assert all(len(idents) == 3 for idents in seen)
    assert set.union(*seen) == seen[0]
    assert all(threading.get_ident() in idents for idents in seen)


def test_work_that_shares_out_work_never_waits_for_itself():
    def outer(part):
        return share(lambda inner: (part.start, inner.start), 6, 6, 3)

    assert share(outer, 12, 12, 3) == [[(i, j) for j in range(6)] for i in range(12)]


def test_helpers_who_are_all_taken_keep_nobody_waiting():
    leave, arrived = threading.Event(), threading.Semaphore(0)

    def stay(_helper):
        arrived.release()
        leave.wait(60)

    with helped(3, 2, stay, leave.set):
        assert arrived.acquire(timeout=60)
        assert arrived.acquire(timeout=60)
        mine = share(lambda _part: threading.get_ident(), 9, 9, 3)
    assert set(mine) == {threading.get_ident()}


@pytest.mark.parametrize("who", ["caller", "helper"])
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_reaches_the_caller_when_nobody_works_any_more(who, error):
    caller, both, working = threading.get_ident(), threading.Barrier(2, timeout=60), set()

    def work(part):
        working.add(part.start)
        if part.start < 2:
            both.wait()
        if (threading.get_ident() == caller) == (who == "caller"):
            raise error(who)
        working.remove(part.start)

    with pytest.raises(error, match=who):
        share(work, 2, 2, 2)
    assert len(working) == 1
    assert share(lambda part: part.start, 4, 4, 2) == [0, 1, 2, 3]


def test_many_callers_share_the_same_threads():
    answers, before = [], threading.active_count()

    def call():
        answers.extend(share(lambda part: part.stop, 40, 40, 4) for _ in range(50))

    callers = [threading.Thread(target=call) for _ in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(60)
    assert answers == [list(range(1, 41))] * 400
    assert threading.active_count() <= before + 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_does_not_wait_for_threads_that_its_parent_has():
    env = {**os.environ, "HOPFIELD_THREADS": "4"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORK], env=env, timeout=300, check=False
    )
    assert done.returncode == 0


def test_parts_are_as_long_as_can_be_for_sizes_beyond_a_float():
    parts = share(lambda part: part, 2**60 + 1, 3, 1)
    assert [a.stop for a, _ in pairwise(parts)] == [b.start for _, b in pairwise(parts)]
    assert parts[-1].stop == 2**60 + 1


def test_a_limit_holds_in_its_body_and_in_its_thread_only(monkeypatch):
    monkeypatch.setenv("HOPFIELD_THREADS", "3")
    seen = []
    with at_most(2):
        other = threading.Thread(target=lambda: seen.append(n_threads()))
        other.start()
        other.join(60)
        with at_most(1):
            seen.append(n_threads())
        seen.append(n_threads())
        with at_most(8):
            seen.append(n_threads())
    assert [*seen, n_threads()] == [3, 1, 2, 3, 3]
