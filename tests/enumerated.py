"""What do all 2ⁿ states of a network do, one by one? The slow obvious twin of the atlas."""

import heapq
from functools import cached_property

import numpy as np

from hopfield import testing

TIE = 1e-10  # energies of the tests' networks differ by more, or not at all


class Enumerated:
    """A network whose every state is looked at, as hopfield1982 has it: random units move while they gain energy."""

    def __init__(self, net):
        self.n = net.n
        self.spins = testing.all_states(net.n)
        self.energy = net.energy(net.units.from_spins(self.spins))
        flipped = np.arange(2**net.n)[:, None] ^ (1 << np.arange(net.n))
        self.moves = [
            row[self.energy[row] < e - TIE] for row, e in zip(flipped, self.energy, strict=True)
        ]
        self.resting = [s for s, moves in enumerate(self.moves) if not len(moves)]

    @cached_property
    def ends(self):
        """The probability of each state to end in each resting one, (2ⁿ, attractors)."""
        found = np.zeros((2**self.n, len(self.resting)))
        found[self.resting, range(len(self.resting))] = 1.0
        for s in np.argsort(self.energy, kind="stable"):
            if len(self.moves[s]):
                found[s] = found[self.moves[s]].mean(axis=0)
        return found

    def distance(self, a):
        """In how many units each state differs from attractor a."""
        return (self.spins != self.spins[self.resting[a]]).sum(axis=1)

    def radius(self, a):
        """The flips, whichever, after which attractor a is the only one that can be reached."""
        can_leave = np.delete(self.ends, a, axis=1).any(axis=1)
        return int(self.distance(a)[can_leave].min(initial=self.n + 1)) - 1

    def recalled(self, a):
        """The probability that attractor a comes back after k flips, for all k."""
        distance = self.distance(a)
        return np.array([self.ends[distance == k, a].mean() for k in range(self.n + 1)])

    def passes(self, a):
        """The lowest level at which a path from attractor a reaches each state."""
        level = np.full(2**self.n, np.inf)
        queue = [(self.energy[self.resting[a]], self.resting[a])]
        while queue:
            height, s = heapq.heappop(queue)
            if height >= level[s]:
                continue
            level[s] = height
            for i in range(self.n):
                heapq.heappush(queue, (max(height, self.energy[s ^ (1 << i)]), s ^ (1 << i)))
        return level
