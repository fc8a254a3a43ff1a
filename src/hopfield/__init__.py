"""Associative memory: give it a fragment, get the whole.

    Patterns → Rule → Coupling → Network → Dynamics → Recall

A network is an energy over overlaps, heard through units, moved by a dynamics.
"""

from hopfield import (
    analysis,
    couplings,
    errors,
    experiments,
    learning,
    models,
    patterns,
    plots,
    rules,
    separation,
    testing,
    theory,
)
from hopfield.cite import cite
from hopfield.dynamics import Anneal, Async, Blockwise, Flips, Flow, Hidden, Sync
from hopfield.network import Network
from hopfield.outcome import Outcome
from hopfield.patterns import Match, Patterns
from hopfield.recall import Recall, recall
from hopfield.units import Binary, Graded, Linear, Spin

__version__ = "0.1.0.dev0"

__all__ = [
    "Anneal",
    "Async",
    "Binary",
    "Blockwise",
    "Flips",
    "Flow",
    "Graded",
    "Hidden",
    "Linear",
    "Match",
    "Network",
    "Outcome",
    "Patterns",
    "Recall",
    "Spin",
    "Sync",
    "analysis",
    "cite",
    "couplings",
    "errors",
    "experiments",
    "learning",
    "models",
    "patterns",
    "plots",
    "recall",
    "rules",
    "separation",
    "testing",
    "theory",
]
