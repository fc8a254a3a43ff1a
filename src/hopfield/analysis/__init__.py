"""What emerges from many units, and all that a network holds: margins, basins, capacity, flows; every attractor."""

from hopfield.analysis.atlas import Atlas, Attractor, Macrostates, atlas
from hopfield.analysis.attention import Attention, attention
from hopfield.analysis.attractors import Census, CensusRow, attractors
from hopfield.analysis.basins import Basin, basin
from hopfield.analysis.capacity import Capacity, capacity
from hopfield.analysis.familiarity import Familiarity, familiarity
from hopfield.analysis.faults import FaultTolerance, fault_tolerance
from hopfield.analysis.landscape import Landscape, landscape
from hopfield.analysis.prototypes import Generalisation, generalisation
from hopfield.analysis.reciting import Recital, recite
from hopfield.analysis.retrieval import Retrieval
from hopfield.analysis.stability import stability
from hopfield.analysis.trajectory import trajectory
from hopfield.analysis.transition import Transition, transition
from hopfield.analysis.valleys import ValleyTree

__all__ = [
    "Atlas",
    "Attention",
    "Attractor",
    "Basin",
    "Capacity",
    "Census",
    "CensusRow",
    "Familiarity",
    "FaultTolerance",
    "Generalisation",
    "Landscape",
    "Macrostates",
    "Recital",
    "Retrieval",
    "Transition",
    "ValleyTree",
    "atlas",
    "attention",
    "attractors",
    "basin",
    "capacity",
    "familiarity",
    "fault_tolerance",
    "generalisation",
    "landscape",
    "recite",
    "stability",
    "trajectory",
    "transition",
]
