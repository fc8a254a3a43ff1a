"""Sixty-four units at a time: their bits side by side, what they hear, and what a flip changes of that."""

import numpy as np

from hopfield.kernels.compiling import bare, inlined
from hopfield.kernels.lanes import eight, load, load_some, popcount, prefetch, store, transposed

__all__ = ["BLOCK", "fields", "gather", "told"]

BLOCK = 64
_CHUNK = 32  # words whose bits of 64 units, 16 KB, stay near while all planes pass


@inlined
def _row(values, unit, w):
    """Return up to eight words of a unit, from word w on."""
    if w + 8 <= values.shape[1]:
        return load(values, unit, w)
    return load_some(values, unit, w, values.shape[1] - w)


@inlined
def _ask_for(values, units):
    """Ask that the rows of these units be brought near."""
    for unit in units:
        for offset in range(0, 8 * values.shape[1], 64):
            prefetch(values, np.int64(unit), offset)


@bare
def gather(values, units, next_units, rows):  # O(64 · p/64)
    """Lay the bits of 64 units side by side, rows[w, u] is word w of unit u, and ask for those of the next."""
    n_words = values.shape[1]
    for u in range(0, BLOCK, 8):
        _ask_for(values, next_units[u : u + 8])
        a, b, c, d = units[u], units[u + 1], units[u + 2], units[u + 3]
        e, f, g, h = units[u + 4], units[u + 5], units[u + 6], units[u + 7]
        for w in range(0, n_words, 8):
            lines = transposed(
                (
                    _row(values, a, w),
                    _row(values, b, w),
                    _row(values, c, w),
                    _row(values, d, w),
                    _row(values, e, w),
                    _row(values, f, w),
                    _row(values, g, w),
                    _row(values, h, w),
                )
            )
            for k, line in enumerate(lines):
                if w + k < n_words:
                    store(rows, w + k, u, line)


@inlined
def _sums(rows, planes, u):  # O(32 · planes · p/64)
    """Return, for four times eight units, the sums of the overlaps, as the planes have them, where the bit is set."""
    bits, zero, top, n_words = planes.bits, eight(np.int64(0)), planes.book[0] - 1, rows.shape[0]
    e, f, g, h = zero, zero, zero, zero
    for first in range(0, n_words, _CHUNK):
        last = min(n_words, first + _CHUNK)
        a, b, c, d = zero, zero, zero, zero
        for k in range(top, -1, -1):
            a, b, c, d = a + a, b + b, c + c, d + d
            for w in range(first, last):
                plane = eight(bits[k, w])
                a += popcount(load(rows, w, u) & plane)
                b += popcount(load(rows, w, u + 8) & plane)
                c += popcount(load(rows, w, u + 16) & plane)
                d += popcount(load(rows, w, u + 24) & plane)
            if k == top:  # the sign counts the other way
                a, b, c, d = zero - a, zero - b, zero - c, zero - d
        e, f, g, h = e + a, f + b, g + c, h + d
    return e, f, g, h


@inlined
def _completed(rows, planes, u, total):  # O(outliers)
    """Return the fields of eight units from what `_sums` found."""
    book = planes.book
    found = (total << eight(book[1] + 1)) - eight(book[2])
    for k in range(book[3]):
        which, twice = planes.which[k], eight(2 * planes.value[k])
        bit = (load(rows, which >> 6, u) >> eight(which & 63)) & eight(np.int64(1))
        found += (eight(np.int64(0)) - bit) & twice
    return found


@bare
def fields(rows, planes, field):  # O(64 · planes · p/64)
    """Write Σ_μ ξ_i^μ M_μ of 64 units into field (1, 64), from their bits side by side."""
    for u in range(0, BLOCK, 32):
        a, b, c, d = _sums(rows, planes, u)
        store(field, 0, u, _completed(rows, planes, u, a))
        store(field, 0, u + 8, _completed(rows, planes, u + 8, b))
        store(field, 0, u + 16, _completed(rows, planes, u + 16, c))
        store(field, 0, u + 24, _completed(rows, planes, u + 24, d))


@inlined
def told(rows, u, keys, j, p):  # O(8 · p/64)
    """Return Σ_μ values_i^μ keys_j^μ for eight units i from u on."""
    differing = eight(np.int64(0))
    for w in range(rows.shape[0]):
        differing += popcount(load(rows, w, u) ^ eight(keys[j, w]))
    return eight(p) - differing - differing
