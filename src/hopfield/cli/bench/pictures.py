"""How much more does the projection rule's kernel take than the one for whole numbers? On the demo's photographs."""

import hopfield as hf
from hopfield.cli.bench.clock import compare
from hopfield.cli.bench.problem import Problem, Setting, recalls
from hopfield.cli.bench.row import Row, slower
from hopfield.cli.photographs import photographs
from hopfield.errors import PictureError

__all__ = ["pictures"]

_FLIPPED = 0.45


def pictures(setting: Setting) -> list[Row]:
    """Return the row: a photograph by the projection rule, against random patterns of the same size by Hebb's."""
    try:
        files = photographs()
    except PictureError as error:
        return [Row("photographs", 0, 0, setting.threads, absent=str(error))]
    side = 64 if setting.is_quick else 256
    xi = hf.patterns.images(files, size=(side, side), kind="colour")
    photos = _ready(xi, hf.rules.PseudoInverse())
    # Hebb's rule wanders for many sweeps among photographs; random patterns rest after one, as the projection does
    plain = _ready(hf.patterns.random(xi.p, xi.n, seed=0), hf.rules.Hebb())
    threads = setting.threads
    ours, theirs = recalls(photos, threads), recalls(plain, threads)
    times = compare({"ours": ours, "theirs": theirs}, setting.seconds)
    against = "whole recall, whole-number kernel (Hebb, random patterns), the same damage"
    what = "whole recall, projection kernel, photograph"
    claim = slower(what, times["ours"], against, times["theirs"], setting.target(3))
    notes = (
        f"Sweeps: {ours().sweeps} and {theirs().sweeps}. {_FLIPPED:.0%} of the bits are flipped."
    )
    return [Row("photographs", xi.n, xi.p, threads, (claim,), notes)]


def _ready(xi: hf.Patterns, rule: hf.rules.Hebb | hf.rules.PseudoInverse) -> Problem:
    """Return a network of these patterns and a damaged one of them."""
    net = hf.models.hopfield(xi, rule=rule)
    return Problem(xi, net, hf.patterns.flip(xi[0], _FLIPPED, seed=1), 0.0)
