"""The slow obvious twin of every kernel: no packed bits, no blocks, nothing clever.

Whole numbers stay Python integers, so nothing is rounded that the kernel does not round.
"""

import math

import numpy as np

MASK = (1 << 64) - 1


class Xoshiro:
    """xoshiro256++ in Python integers."""

    def __init__(self, state):
        self.s = [int(word) for word in state]

    def draw(self):
        s = self.s
        total = (s[0] + s[3]) & MASK
        found = ((total << 23 | total >> 41) + s[0]) & MASK
        shifted = s[1] << 17 & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = (s[3] << 45 | s[3] >> 19) & MASK
        return found

    def uniform(self):
        return (self.draw() >> 11) * 2.0**-53

    def below(self, bound):
        while True:
            product = (self.draw() >> 32) * bound
            if product % 2**32 >= 2**32 % bound:
                return product >> 32


def visits(chance, kind, n):
    """The visiting order of one sweep."""
    if kind == "sequential":
        return list(range(n))
    if kind == "random":
        return [chance.below(n) for _ in range(n)]
    order = []
    for i in range(n):
        j = chance.below(i + 1)
        order.append(i)
        order[i], order[j] = order[j], i
    return order


def decided(h, old, temperature, tolerance, chance):
    """What a unit becomes that hears h."""
    if temperature:
        exponent = min(700.0, -2.0 * h / temperature)
        return 1 if chance.uniform() * (1.0 + math.exp(exponent)) < 1.0 else -1
    return 1 if h > tolerance else -1 if h < -tolerance else old


def recall(matrix, theta, probe, *, kind, temperature, tolerance, max_sweeps, stream, held):
    """Unit by unit with a ready J; return (state, sweeps, settled, [(unit, gap, value), …])."""
    s = [int(value) for value in probe]
    n = len(s)
    chance = Xoshiro(stream)
    rows = [[(j, w) for j, w in enumerate(row) if j != i and w] for i, row in enumerate(matrix)]

    def gap(i):
        return sum(w * s[j] for j, w in rows[i]) - theta[i]

    def wants(i):
        h = gap(i)
        return not held[i] and ((h > tolerance and s[i] != 1) or (h < -tolerance and s[i] != -1))

    flips, last = [], 0
    for sweep in range(max_sweeps):
        if not temperature and not any(wants(i) for i in range(n)):
            break
        for i in visits(chance, kind, n):
            if held[i]:
                continue
            h = gap(i)
            new = decided(h, s[i], temperature, tolerance, chance)
            if new != s[i]:
                s[i] = new
                flips.append((i, float(h), new))
                last = sweep + 1
        if temperature:
            last = sweep + 1
    settled = not temperature and not any(wants(i) for i in range(n))
    return np.array(s, dtype=np.int8), last, settled, flips


def delayed_recall(
    now, later, theta, probe, *, delay, kind, temperature, tolerance, max_sweeps, stream, held
):
    """Unit by unit, with a second matrix that hears the state that was `delay` sweeps ago, at first nothing."""
    s, n, chance = [int(value) for value in probe], len(probe), Xoshiro(stream)
    past = [[0] * n for _ in range(delay)]
    flips, last, settled = [], 0, False
    for sweep in range(max_sweeps):
        late = [sum(w * x for w, x in zip(row, past[-1], strict=True)) for row in later]
        past = [list(s), *past[:-1]]

        def gap(i, late=late):
            return sum(w * s[j] for j, w in enumerate(now[i]) if j != i) + late[i] - theta[i]

        def wants(i, gap=gap):
            h = gap(i)
            return not held[i] and (
                (h > tolerance and s[i] != 1) or (h < -tolerance and s[i] != -1)
            )

        if temperature or any(wants(i) for i in range(n)):
            for i in visits(chance, kind, n):
                if held[i]:
                    continue
                h = gap(i)
                new = decided(h, s[i], temperature, tolerance, chance)
                if new != s[i]:
                    s[i] = new
                    flips.append((i, float(h), new))
                    last = sweep + 1
        if temperature:
            last = sweep + 1
        elif sweep + 1 - last > delay and not any(wants(i) for i in range(n)):
            settled = True
            break
    return np.array(s, dtype=np.int8), last, settled, flips


def delayed_states(now, later, theta, probe, delay, steps):
    """All units at once, state after state, (steps + 1 + delay, n): the silence before the start first."""
    n = len(probe)
    states = [[0] * n for _ in range(delay)] + [[int(value) for value in probe]]
    for t in range(delay, delay + steps):
        heard = [
            sum(now[i][j] * states[t][j] for j in range(n) if j != i)
            + sum(later[i][j] * states[t - delay][j] for j in range(n))
            - theta[i]
            for i in range(n)
        ]
        states.append([(h > 0) - (h < 0) or s for h, s in zip(heard, states[t], strict=True)])
    return states


def overlaps(patterns, states):
    """Σ_i ξ_i s_i, one product at a time."""
    return [
        [sum(int(x) * int(y) for x, y in zip(xi, s, strict=True)) for xi in patterns]
        for s in states
    ]


def recall_by_weights(patterns, sharpness, theta, probe, *, kind, max_sweeps, stream, held):
    """Unit by unit at T = 0, with the weight e^{bR} of every pattern; return (state, sweeps, settled).

    A sharpness of None means exponential: b = 1, and a gap of sinh 1 Σ ξ e^{R - n}. Else it is softmax's.
    """
    s, n, p = [int(value) for value in probe], len(probe), len(patterns)
    b = 1.0 if sharpness is None else sharpness
    chance = Xoshiro(stream)
    overlaps = [sum(int(x) * v for x, v in zip(xi, s, strict=True)) for xi in patterns]

    def gap(i):
        without = [m - int(xi[i]) * s[i] for m, xi in zip(overlaps, patterns, strict=True)]
        top = max(without)
        sides = {1: [], -1: []}
        for r, xi in zip(without, patterns, strict=True):
            sides[int(xi[i])].append(math.exp(b * (r - top)))
        high, low = math.fsum(sides[1]), math.fsum(sides[-1])
        if abs(high - low) <= 2 * p * 2.0**-52 * (high + low):
            return 0.0
        if sharpness is None:
            size = abs(high - low) * math.sinh(1.0) * math.exp(max(-745.0, top - n))
            return math.copysign(max(size, 2.0**-1022), high - low)
        return math.atanh(math.tanh(b) * (high - low) / (high + low)) / b

    def wants(i):
        h = gap(i) - theta[i]
        return 0 if held[i] else 1 if h > 0 and s[i] != 1 else -1 if h < 0 and s[i] != -1 else 0

    last = 0
    for sweep in range(max_sweeps):
        if not any(wants(i) for i in range(n)):
            break
        for i in visits(chance, kind, n):
            new = wants(i)
            if new:
                overlaps = [
                    m + (new - s[i]) * int(xi[i]) for m, xi in zip(overlaps, patterns, strict=True)
                ]
                s[i], last = new, sweep + 1
    return np.array(s, dtype=np.int8), last, not any(wants(i) for i in range(n))


def half_gap(energy, s, i):
    """½[E(s_i = -1) - E(s_i = +1)], from both energies."""
    low, high = list(s), list(s)
    low[i], high[i] = -1, 1
    return float((energy(low) - energy(high)) / 2)


def recall_by_energy(energy, probe, *, kind, temperature, noise, max_sweeps, stream, held):
    """Unit by unit, each asking for the energies of both of its values; return (state, settled, flips)."""
    s, n, flips = [int(v) for v in probe], len(probe), []
    chance = Xoshiro(stream)

    def gap(i):
        h = half_gap(energy, s, i)
        return 0.0 if abs(h) <= noise else h

    def wants(i):
        return not held[i] and (gap(i) * s[i] < 0 or (s[i] == 0 and gap(i) != 0))

    for _ in range(max_sweeps):
        if not temperature and not any(map(wants, range(n))):
            break
        for i in visits(chance, kind, n):
            if held[i]:
                continue
            h = gap(i)
            if temperature:
                exponent = min(700.0, -2.0 * h / temperature)
                new = 1 if chance.uniform() * (1.0 + math.exp(exponent)) < 1.0 else -1
            else:
                new = 1 if h > 0 else -1 if h < 0 else s[i]
            if new != s[i]:
                s[i] = new
                flips.append((i, h, new))
    return s, not any(map(wants, range(n))), flips


def softmax(scores):
    """The weights of one row of scores."""
    top = max(scores)
    weights = [math.exp(z - top) for z in scores]
    total = math.fsum(weights)
    return [w / total for w in weights]


def sparsemax(scores):
    """The weights of one row, by sorting: the support is the longest with 1 + k z_(k) above the sum of its scores."""
    descending, total, tau = sorted(scores, reverse=True), 0.0, 0.0
    for k, z in enumerate(descending, 1):
        total += z
        if 1.0 + k * z > total:
            tau = (total - 1.0) / k
    return [max(0.0, z - tau) for z in scores]


def entmax15(scores):
    """The weights of one row, by sorting: on each support τ is the root of a quadratic equation."""
    halves = [z / 2.0 - max(scores) / 2.0 for z in scores]
    descending, tau = sorted(halves, reverse=True), 0.0
    for k in range(1, len(scores) + 1):
        mean = math.fsum(descending[:k]) / k
        spread = math.fsum((z - mean) ** 2 for z in descending[:k])
        if spread > 1.0:
            break
        root = mean - math.sqrt((1.0 - spread) / k)
        if root <= descending[k - 1]:
            tau = root
    return [max(0.0, z - tau) ** 2 for z in halves]
