"""Pictures of results: every function takes arrays or results and returns matplotlib's Axes.

Colours can be told apart by colour-blind readers, and every line has a dash and a marker of its own, so that a black
and white print shows as much. matplotlib (`pip install 'hopfield[plots]'`) is loaded when the first plot is drawn.
"""

from hopfield.plots import style
from hopfield.plots.curves import basin, capacity, fault_tolerance, generalisation
from hopfield.plots.phases import phase_diagram
from hopfield.plots.pictures import patterns, weights
from hopfield.plots.planes import landscape
from hopfield.plots.resemblance import attention, overlaps
from hopfield.plots.trace import trace
from hopfield.plots.valleys import valley_tree

__all__ = [
    "attention",
    "basin",
    "capacity",
    "fault_tolerance",
    "generalisation",
    "landscape",
    "overlaps",
    "patterns",
    "phase_diagram",
    "style",
    "trace",
    "valley_tree",
    "weights",
]
