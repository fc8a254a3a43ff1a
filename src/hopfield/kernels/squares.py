"""Eight Eights at once: what eight rows of a matrix do alike is written once.

A `Square` is LLVM's <64 x i64>, eight rows of eight words, which its compiler divides among eight registers of 512 bits
or among smaller ones. Squares are combined word by word; an Eight becomes a Square with `rows_of`.
"""

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, register_model

from hopfield.kernels.lanes import EIGHT, address, call, offer_operators, splat, turn

__all__ = [
    "differing_across",
    "differing_along",
    "load_square",
    "row_or",
    "row_sum",
    "rows_of",
    "store_square",
    "turned",
]

_HALF, _WORD = ir.IntType(32), ir.IntType(64)
_SQUARE = ir.VectorType(_WORD, 64)


class _Square(types.Type):
    """Numba's name for eight rows of eight words."""

    def __init__(self) -> None:
        super().__init__(name="Square")


_KIND = _Square()


@register_model(_Square)
class _Model(models.PrimitiveModel):
    """Held in registers."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _SQUARE)


offer_operators(
    _KIND, (((operator.or_,), "or_"), ((operator.add,), "add"), ((operator.sub,), "sub"))
)


def _shuffled(builder, a, b, lanes):
    """Return these lanes of two vectors."""
    return builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(_HALF, len(lanes)), lanes))


def _joined(builder, rows):
    """Return eight vectors as a Square."""
    while len(rows) > 1:
        lanes = list(range(2 * rows[0].type.count))
        rows = [
            _shuffled(builder, *pair, lanes) for pair in zip(rows[::2], rows[1::2], strict=True)
        ]
    return rows[0]


def _row(builder, square, k):
    """Return row k of a Square."""
    return _shuffled(builder, square, square, list(range(8 * k, 8 * k + 8)))


def _rows_of(_, a):
    """Return a Square with the same Eight in every row."""

    def generate(_context, builder, _signature, args):
        return _shuffled(builder, args[0], args[0], list(range(8)) * 8)

    return _KIND(EIGHT), generate


def _addresses(context, builder, kind, array, row, column):
    """Return the addresses of array[row … row + 7, column]; past the last row it is the last row again."""
    view = context.make_array(kind)(context, builder, array)
    last, found = builder.sub(cgutils.unpack_tuple(builder, view.shape)[0], _WORD(1)), []
    for k in range(8):
        at = builder.add(row, _WORD(k))
        at = builder.select(builder.icmp_signed("<", at, last), at, last)
        found.append(address(context, builder, kind, array, [at, column]))
    return found


def _eights(context, builder, kind, *where):
    """Return array[row … row + 7, column … column + 7] as a Square."""
    places = _addresses(context, builder, kind, *where)
    return _joined(builder, [builder.load(place, align=8) for place in places])


def _words(context, builder, kind, *where):
    """Return a Square whose row k is array[row + k, column] in every lane."""
    places = _addresses(context, builder, kind, *where)
    words = [builder.load(builder.bitcast(at, _WORD.as_pointer())) for at in places]
    return _joined(builder, [splat(builder, word) for word in words])


def _load_square(_, array, row, column):
    """Return array[row … row + 7, column … column + 7], where past the last row it is the last row again."""

    def generate(context, builder, signature, args):
        return _eights(context, builder, signature.args[0], *args)

    return _KIND(array, types.intp, types.intp), generate


def _differing(theirs, step):
    """Return the code of: in how many bits that are known do rows of words differ from a state, or eight of them?

    Its arguments are the words, a row, the first column and the last that a step may begin at, and lines and where in
    them: the row there has the signs, eight words a step, and the next one what is known.
    """

    def typed(_, words, row, first, last, lines, at):
        def generate(context, builder, signature, args):
            kind, others = signature.args[0], signature.args[4]
            array, row, first, last, lines, at = args
            view = context.make_array(others)(context, builder, lines)
            n_steps = builder.lshr(cgutils.unpack_tuple(builder, view.shape)[1], _WORD(3))
            total = cgutils.alloca_once_value(builder, ir.Constant(_SQUARE, None))
            with cgutils.for_range(builder, n_steps) as loop:
                column = builder.add(first, builder.mul(loop.index, _WORD(step)))
                column = builder.select(builder.icmp_signed("<", column, last), column, last)
                square, pair = theirs(context, builder, kind, array, row, column), []
                for line in (at, builder.add(at, _WORD(1))):
                    where = [line, builder.mul(loop.index, _WORD(8))]
                    pair.append(
                        builder.load(address(context, builder, others, lines, where), align=8)
                    )
                ours, known = (_shuffled(builder, v, v, list(range(8)) * 8) for v in pair)
                differ = builder.and_(builder.xor(square, ours), known)
                count = call(builder, "llvm.ctpop.v64i64", _SQUARE, [differ])
                builder.store(builder.add(builder.load(total), count), total)
            return builder.load(total)

        where = (types.intp, types.intp, types.intp)
        return _KIND(words, *where, lines, types.intp), generate

    return typed


def _store_square(_, array, row, column, value):
    """Write array[row … row + 7, column … column + 7], but no row past the last."""

    def generate(context, builder, signature, args):
        places = _addresses(context, builder, signature.args[0], *args[:3])
        for k in reversed(range(8)):  # what is past the last row is written over by the last row
            builder.store(_row(builder, args[3], k), places[k], align=8)
        return context.get_dummy_value()

    return types.void(array, types.intp, types.intp, _KIND), generate


def _turned(_, a):
    """Return the transpose."""

    def generate(_context, builder, _signature, args):
        return _joined(builder, turn(builder, [_row(builder, args[0], k) for k in range(8)]))

    return _KIND(_KIND), generate


def _combined(instruction):
    """Return the code of: all rows combined into one Eight."""

    def typed(_, a):
        def generate(_context, builder, _signature, args):
            rows = [_row(builder, args[0], k) for k in range(8)]
            while len(rows) > 1:
                pairs = zip(rows[::2], rows[1::2], strict=True)
                rows = [getattr(builder, instruction)(*pair) for pair in pairs]
            return rows[0]

        return EIGHT(_KIND), generate

    return typed


rows_of: Any = intrinsic(_rows_of)
load_square: Any = intrinsic(_load_square)
store_square: Any = intrinsic(_store_square)
turned: Any = intrinsic(_turned)
row_sum: Any = intrinsic(_combined("add"))
differing_across: Any = intrinsic(_differing(_words, 1))
differing_along: Any = intrinsic(_differing(_eights, 8))
row_or: Any = intrinsic(_combined("or_"))
