"""Do large teams, many jobs in one call, and ties near T = 0 leave answers as they are?"""

import numpy as np

import hopfield as hf
from hopfield.dynamics import async_walk


def test_more_threads_than_parts_that_are_noted(monkeypatch):
    xi = hf.patterns.random(64, 70 * 64 * 3, seed=0)
    net, cue = hf.models.hopfield(xi), hf.patterns.flip(xi[0], 0.0003, seed=1)
    monkeypatch.setattr(async_walk, "_LARGE", 0)
    monkeypatch.setenv("HOPFIELD_THREADS", "100")
    assert (hf.recall(net, cue, seed=0).state == xi[0]).all()


def test_job_numbers_that_come_again(monkeypatch):
    xi = hf.patterns.random(1000, 70_000, seed=1)
    net, cue = hf.models.hopfield(xi), hf.patterns.flip(xi[0], 0.001, seed=3)
    real = async_walk.equipped

    def late(*args):
        coupling = real(*args)
        coupling.team.meeting[0] = 32767 << 48
        return coupling

    monkeypatch.setenv("HOPFIELD_THREADS", "1")
    alone = hf.recall(net, cue, hf.Async(0.01), seed=4, max_sweeps=2)
    monkeypatch.setattr(async_walk, "equipped", late)
    monkeypatch.setenv("HOPFIELD_THREADS", "2")
    helped = hf.recall(net, cue, hf.Async(0.01), seed=4, max_sweeps=2)
    assert (helped.state == alone.state).all()


def test_a_tie_is_drawn_however_cold_and_whatever_the_threshold():
    net = hf.Network(hf.couplings.OverlapCoupling(hf.Patterns([[1, 1]])), theta=0.5)
    held = np.array([False, True])
    found = hf.recall(
        net, np.ones((200, 2), np.int8), hf.Async(1e-30), clamp=held, max_sweeps=1, seed=0
    )
    assert 60 < (found.state[:, 0] > 0).sum() < 140
