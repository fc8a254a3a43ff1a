"""Eight words at once: the vector registers of a processor as a type of the compiler.

An `Eight` is LLVM's <8 x i64>, which becomes one register of 512 bits, two of 256 or four of 128, so the same source
runs everywhere and is nowhere left to the goodwill of a vectoriser. Eights are added, subtracted, multiplied, shifted
and combined bit by bit with the usual operators; the rest is here. Words are uint64 or int64, as they come.
"""

import operator
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, lower_builtin, models, register_model, type_callable

__all__ = [
    "EIGHT",
    "VECTOR",
    "above",
    "address",
    "call",
    "eight",
    "lane_sum",
    "load",
    "load_some",
    "nonzero",
    "offer_operators",
    "popcount",
    "prefetch",
    "real_add",
    "real_eight",
    "real_mul",
    "real_sum",
    "splat",
    "spread",
    "store",
    "store_some",
    "transposed",
    "turn",
]

_BIT, _BYTE, _HALF, _WORD = (ir.IntType(size) for size in (1, 8, 32, 64))
VECTOR = ir.VectorType(_WORD, 8)
_MASK = ir.VectorType(_BIT, 8)
_REALS = ir.VectorType(ir.DoubleType(), 8)


class _Eight(types.Type):
    """Numba's name for a vector of eight words."""

    def __init__(self) -> None:
        super().__init__(name="Eight")


EIGHT = _Eight()
_EIGHT_OF_THEM = types.UniTuple(EIGHT, 8)


@register_model(_Eight)
class _Model(models.PrimitiveModel):
    """Held in registers."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, VECTOR)


def offer_operators(kind: Any, instructions: Any) -> None:
    """Let operators between vectors of a kind be instructions of LLVM: pairs of (operators, instruction)."""
    for symbols, instruction in instructions:
        for symbol in symbols:

            @type_callable(symbol)
            def choose(_context):
                return lambda a, b: kind if a is kind and b is kind else None

            @lower_builtin(symbol, kind, kind)
            def lower(_context, builder, _signature, args, instruction=instruction):
                return getattr(builder, instruction)(*args)


offer_operators(
    EIGHT,
    (
        ((operator.and_, operator.iand), "and_"),
        ((operator.or_, operator.ior), "or_"),
        ((operator.xor, operator.ixor), "xor"),
        ((operator.add, operator.iadd), "add"),
        ((operator.sub, operator.isub), "sub"),
        ((operator.mul, operator.imul), "mul"),
        ((operator.lshift, operator.ilshift), "shl"),
        ((operator.rshift, operator.irshift), "lshr"),
    ),
)


def _indices(*lanes: int) -> ir.Constant:
    """Return which lanes a shuffle takes."""
    return ir.Constant(ir.VectorType(_HALF, 8), list(lanes))


def splat(builder, word):
    """Return a vector with the word in every lane."""
    nothing = ir.Constant(VECTOR, ir.Undefined)
    first = builder.insert_element(nothing, word, ir.Constant(_HALF, 0))
    return builder.shuffle_vector(first, nothing, _indices(*[0] * 8))


def address(context, builder, kind, array, at):
    """Return the address of an element, as that of a vector."""
    view = context.make_array(kind)(context, builder, array)
    return builder.bitcast(
        cgutils.get_item_pointer(context, builder, kind, view, at), VECTOR.as_pointer()
    )


def call(builder, name, result, args):
    """Call a function of LLVM."""
    kind = ir.FunctionType(result, [value.type for value in args])
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), args)


def _eight(_, word):
    """Return an Eight with the word in every lane."""

    def generate(_context, builder, _signature, args):
        return splat(builder, args[0])

    return EIGHT(types.int64 if word.signed else types.uint64), generate


def _load(_, array, row, column):
    """Return array[row, column … column + 7]."""

    def generate(context, builder, signature, args):
        return builder.load(
            address(context, builder, signature.args[0], args[0], args[1:]), align=8
        )

    return EIGHT(array, types.intp, types.intp), generate


def _first_lanes(builder, count):
    """Return a mask of the first lanes."""
    return builder.icmp_signed("<", ir.Constant(VECTOR, list(range(8))), splat(builder, count))


def _load_some(_, array, row, column, count):
    """Return array[row, column … column + count - 1] and zeros, for count up to 8; nothing past them is read."""

    def generate(context, builder, signature, args):
        where = address(context, builder, signature.args[0], args[0], args[1:3])
        rest = ir.Constant(VECTOR, None)
        args = [where, _HALF(8), _first_lanes(builder, args[3]), rest]
        return call(builder, "llvm.masked.load.v8i64.p0", VECTOR, args)

    return EIGHT(array, types.intp, types.intp, types.intp), generate


def _store(_, array, row, column, value):
    """Write array[row, column … column + 7]."""

    def generate(context, builder, signature, args):
        where = address(context, builder, signature.args[0], args[0], args[1:3])
        builder.store(args[3], where, align=8)
        return context.get_dummy_value()

    return types.void(array, types.intp, types.intp, EIGHT), generate


def _store_some(_, array, row, column, count, value):
    """Write array[row, column … column + count - 1], for count up to 8, and nothing past them."""

    def generate(context, builder, signature, args):
        where = address(context, builder, signature.args[0], args[0], args[1:3])
        args = [args[4], where, _HALF(8), _first_lanes(builder, args[3])]
        call(builder, "llvm.masked.store.v8i64.p0", ir.VoidType(), args)
        return context.get_dummy_value()

    return types.void(array, types.intp, types.intp, types.intp, EIGHT), generate


def _popcount(_, word):
    """Return the number of set bits of a word, or of each of eight."""

    def one(_context, builder, _signature, args):
        return builder.ctpop(args[0])

    def each(_context, builder, _signature, args):
        return call(builder, "llvm.ctpop.v8i64", VECTOR, args)

    if word is EIGHT:
        return EIGHT(EIGHT), each
    return types.uint64(types.uint64), one


def _above(_, a, b):
    """Return a word whose bit k is set where a[k] > b[k], as signed numbers."""

    def generate(_context, builder, _signature, args):
        return builder.zext(builder.bitcast(builder.icmp_signed(">", *args), _BYTE), _WORD)

    return types.uint64(EIGHT, EIGHT), generate


def _nonzero(_, a):
    """Return a word whose bit k is set where a[k] is not zero."""

    def generate(_context, builder, _signature, args):
        is_set = builder.icmp_signed("!=", args[0], ir.Constant(VECTOR, None))
        return builder.zext(builder.bitcast(is_set, _BYTE), _WORD)

    return types.uint64(EIGHT), generate


def _spread(_, bits):
    """Return an Eight with 1 in lane k where bit k is set, else 0."""

    def generate(_context, builder, _signature, args):
        return builder.zext(builder.bitcast(builder.trunc(args[0], _BYTE), _MASK), VECTOR)

    return EIGHT(types.uint64), generate


def _real(builder, vector):
    """Return a vector of words as the floats whose bits they are."""
    return builder.bitcast(vector, _REALS)


def _real_eight(_, number):
    """Return an Eight with the bits of a float in every lane."""

    def generate(_context, builder, _signature, args):
        return splat(builder, builder.bitcast(args[0], _WORD))

    return EIGHT(types.float64), generate


def _arithmetic(instruction):
    """Return the code of an operation between the floats in two Eights."""

    def typed(_, a, b):
        def generate(_context, builder, _signature, args):
            found = getattr(builder, instruction)(*(_real(builder, v) for v in args))
            return builder.bitcast(found, VECTOR)

        return EIGHT(EIGHT, EIGHT), generate

    return typed


def _real_sum(_, a):
    """Return the sum over eight floats, halves first."""

    def generate(_context, builder, _signature, args):
        left = _real(builder, args[0])
        for size in (4, 2, 1):
            pair = (
                builder.shuffle_vector(left, left, ir.Constant(ir.VectorType(_HALF, size), lanes))
                for lanes in (list(range(size)), list(range(size, 2 * size)))
            )
            left = builder.fadd(*pair)
        return builder.extract_element(left, _HALF(0))

    return types.float64(EIGHT), generate


def _lane_sum(_, a):
    """Return the sum over the eight lanes."""

    def generate(_context, builder, _signature, args):
        return call(builder, "llvm.vector.reduce.add.v8i64", _WORD, args)

    return types.int64(EIGHT), generate


def turn(builder, lines):
    """Return the columns of eight vectors as eight vectors."""
    lines = list(lines)
    for step in (1, 2, 4):  # blocks of that size change places across the diagonal
        upper = _indices(*(x if not x & step else x - step + 8 for x in range(8)))
        lower = _indices(*(x + step if not x & step else x + 8 for x in range(8)))
        for k in (k for k in range(8) if not k & step):
            pair = lines[k], lines[k + step]
            lines[k] = builder.shuffle_vector(*pair, upper)
            lines[k + step] = builder.shuffle_vector(*pair, lower)
    return lines


def _transposed(_, rows):
    """Return the columns of eight Eights, a tuple, as eight Eights."""

    def generate(context, builder, signature, args):
        lines = turn(builder, [builder.extract_value(args[0], k) for k in range(8)])
        return context.make_tuple(builder, signature.return_type, lines)

    return _EIGHT_OF_THEM(_EIGHT_OF_THEM), generate


def _prefetch(_, array, row, offset):
    """Ask for the bytes of a row of a two-dimensional array, from an offset on, to be brought near."""

    def generate(context, builder, signature, args):
        view = context.make_array(signature.args[0])(context, builder, args[0])
        start = builder.mul(args[1], cgutils.unpack_tuple(builder, view.strides)[0])
        first = builder.bitcast(view.data, _BYTE.as_pointer())
        where = builder.gep(first, [builder.add(start, args[2])])
        args = [where, *(_HALF(value) for value in (0, 3, 1))]  # to read, keep, data
        call(builder, "llvm.prefetch.p0", ir.VoidType(), args)
        return context.get_dummy_value()

    return types.void(array, types.int64, types.int64), generate


eight: Any = intrinsic(_eight)
load: Any = intrinsic(_load)
load_some: Any = intrinsic(_load_some)
store: Any = intrinsic(_store)
store_some: Any = intrinsic(_store_some)
popcount: Any = intrinsic(_popcount)
above: Any = intrinsic(_above)
nonzero: Any = intrinsic(_nonzero)
spread: Any = intrinsic(_spread)
real_eight: Any = intrinsic(_real_eight)
real_add: Any = intrinsic(_arithmetic("fadd"))
real_mul: Any = intrinsic(_arithmetic("fmul"))
real_sum: Any = intrinsic(_real_sum)
lane_sum: Any = intrinsic(_lane_sum)
transposed: Any = intrinsic(_transposed)
prefetch: Any = intrinsic(_prefetch)
