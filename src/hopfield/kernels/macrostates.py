"""Macrostates as points of a grid: what each wants, in which order they follow each other, and where they end.

Point i has k_c = (i // stride_c) mod (n_c + 1) units of class c up. Bit c of up[i] (down[i]) says whether those that
are down (up) want to move: as they are alike, all of them do or none. A move is to point i + stride_c (i - stride_c),
and as probable as there are such units, n_c - k_c (k_c).
"""

import numpy as np

from hopfield.kernels.compiling import entry, inlined

__all__ = ["chances", "fates", "flow", "merge", "nearest_stranger", "ordered", "survey"]

_NONE = -1


@entry
def survey(low, high, pull_low, pull_high, own, bias, sizes, tolerance, energy, up, down):
    """Write energies and wishes of all points, whose fields are sums of two tables.             # O(classes) a point

    M = (low, high) are the sums of the spins of each class, pull_low and pull_high what they add to all fields. A unit
    does not hear itself: own is what it would hear.
    """
    n_low = low.shape[1]
    for h in range(high.shape[0]):
        for at in range(low.shape[0]):
            i, total, rising, falling = h * low.shape[0] + at, 0.0, np.uint32(0), np.uint32(0)
            for c in range(own.size):
                moment = low[at, c] if c < n_low else high[h, c - n_low]
                pull = pull_low[at, c] + pull_high[h, c]
                field = pull + bias[c]
                total -= moment * (0.5 * pull + bias[c])
                if moment < sizes[c] and field + own[c] > tolerance:
                    rising |= np.uint32(1) << np.uint32(c)
                if moment > -sizes[c] and field - own[c] < -tolerance:
                    falling |= np.uint32(1) << np.uint32(c)
            energy[i], up[i], down[i] = total, rising, falling


@inlined
def _is_set(bits, c):
    """Return whether a class is among those of a word."""
    return (bits >> np.uint32(c)) & np.uint32(1) != 0


@inlined
def _count(i, stride, size):
    """Return how many units of a class are up."""
    return (i // stride) % (size + 1)


@inlined
def _movers(i, stride, size, sign):
    """Return how many units of a class can move up (sign 1) or down (-1), where any can; a division takes long."""
    if size == 1:
        return 1
    return size - _count(i, stride, size) if sign > 0 else _count(i, stride, size)


@entry
def ordered(up, down, strides, waiting, order):  # O(classes) a point
    """Write the points so that each comes after all that lead to it; return how many, fewer than all for a cycle.

    Waiting is scratch: how many predecessors of a point are not written yet (kahn1962).
    """
    waiting[:] = 0
    for i in range(up.size):
        for c in range(strides.size):
            if _is_set(up[i], c):
                waiting[i + strides[c]] += 1
            if _is_set(down[i], c):
                waiting[i - strides[c]] += 1
    n_written = 0
    for i in range(up.size):
        if waiting[i] == 0:
            order[n_written] = i
            n_written += 1
    n_read = 0
    while n_read < n_written:
        i = order[n_read]
        n_read += 1
        for c in range(strides.size):
            for sign in (1, -1):
                if _is_set(up[i] if sign > 0 else down[i], c):
                    to = i + sign * strides[c]
                    waiting[to] -= 1
                    if waiting[to] == 0:
                        order[n_written] = to
                        n_written += 1
    return n_written


@entry
def flow(up, down, strides, sizes, order, mass):  # O(classes) a point
    """Let the probability of every point flow to where it rests, in place."""
    for i in order:
        total = 0
        for c in range(strides.size):
            if _is_set(up[i], c):
                total += _movers(i, strides[c], sizes[c], 1)
            if _is_set(down[i], c):
                total += _movers(i, strides[c], sizes[c], -1)
        if total == 0:
            continue
        each = mass[i] / total
        mass[i] = 0.0
        for c in range(strides.size):
            if _is_set(up[i], c):
                mass[i + strides[c]] += each * _movers(i, strides[c], sizes[c], 1)
            if _is_set(down[i], c):
                mass[i - strides[c]] += each * _movers(i, strides[c], sizes[c], -1)


@entry
def chances(up, down, strides, sizes, order, chance):  # O(classes) a point
    """Fill the chance to end where chance is 1 at first, for every point; at rest it stays what it is."""
    for at in range(order.size - 1, -1, -1):
        i, total, found = order[at], 0, 0.0
        for c in range(strides.size):
            if _is_set(up[i], c):
                rate = _movers(i, strides[c], sizes[c], 1)
                total += rate
                found += rate * chance[i + strides[c]]
            if _is_set(down[i], c):
                rate = _movers(i, strides[c], sizes[c], -1)
                total += rate
                found += rate * chance[i - strides[c]]
        if total > 0:
            chance[i] = found / total


@entry
def fates(up, down, strides, order, fate):  # O(classes) a point
    """Fill the one resting point to which all ways lead, or -1 if there are several; at rest it is given."""
    for at in range(order.size - 1, -1, -1):
        i = order[at]
        if up[i] == 0 and down[i] == 0:
            continue
        found = np.int64(_NONE - 1)
        for c in range(strides.size):
            for sign in (1, -1):
                if _is_set(up[i] if sign > 0 else down[i], c):
                    next_fate = np.int64(fate[i + sign * strides[c]])
                    found = next_fate if found in (_NONE - 1, next_fate) else np.int64(_NONE)
        fate[i] = found


@entry
def nearest_stranger(fate, sizes, home, name):  # O(classes), or O(1) a point
    """Return the smallest number of flips from home, counts of a point, to one whose fate has another name.

    If there is none, it is one more than there are units.
    """
    stride = 1
    here = 0
    for c in range(sizes.size):
        here += home[c] * stride
        stride *= sizes[c] + 1
    stride = 1
    for c in range(sizes.size):
        if home[c] > 0 and fate[here - stride] != name:
            return 1
        if home[c] < sizes[c] and fate[here + stride] != name:
            return 1
        stride *= sizes[c] + 1
    counts, distance, nearest = np.zeros_like(sizes), home.sum(), sizes.sum() + 1
    for i in range(fate.size):
        if distance < nearest and fate[i] != name:
            nearest = distance
        for c in range(sizes.size):  # count one further, as an odometer does
            distance -= abs(counts[c] - home[c])
            counts[c] = counts[c] + 1 if counts[c] < sizes[c] else 0
            distance += abs(counts[c] - home[c])
            if counts[c] > 0:
                break
    return nearest


@inlined
def _root(parent, i):
    """Return the name of the lake that a point belongs to, and shorten the way to it."""
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@entry
def merge(rising, strides, sizes, parent, node, merges, saddles):  # O(classes log) a point
    """Flood the points in the order of their energy, and write which lakes join at which of them; return how many.

    Node is the leaf of a point at rest, or -1; later the branch that a lake is. Lake number n_leaves + k is made by
    the k-th of the merges. Parent is scratch.
    """
    parent[:] = _NONE
    n_merges, n_leaves = 0, merges.shape[0] + 1
    for i in rising:
        parent[i] = i
        for c in range(strides.size):
            k = _count(i, strides[c], sizes[c])
            for sign in (1, -1):
                if (sign > 0 and k == sizes[c]) or (sign < 0 and k == 0):
                    continue
                if parent[i + sign * strides[c]] == _NONE:
                    continue
                a, b = _root(parent, i), _root(parent, i + sign * strides[c])
                if a == b:
                    continue
                parent[a] = b
                if node[b] == _NONE:
                    node[b] = node[a]
                elif node[a] != _NONE:
                    merges[n_merges, 0] = min(node[a], node[b])
                    merges[n_merges, 1] = max(node[a], node[b])
                    saddles[n_merges] = i
                    node[b] = n_leaves + n_merges
                    n_merges += 1
    return n_merges
