"""What emerges from many units: margins, familiarity, basins, capacity, categories, decline, sequences, flows."""

from hopfield.analysis.basins import Basin, basin
from hopfield.analysis.capacity import Capacity, capacity
from hopfield.analysis.familiarity import Familiarity, familiarity
from hopfield.analysis.faults import FaultTolerance, fault_tolerance
from hopfield.analysis.prototypes import Generalisation, generalisation
from hopfield.analysis.reciting import Recital, recite
from hopfield.analysis.retrieval import Retrieval
from hopfield.analysis.stability import stability
from hopfield.analysis.trajectory import trajectory
from hopfield.analysis.transition import Transition, transition

__all__ = [
    "Basin",
    "Capacity",
    "Familiarity",
    "FaultTolerance",
    "Generalisation",
    "Recital",
    "Retrieval",
    "Transition",
    "basin",
    "capacity",
    "familiarity",
    "fault_tolerance",
    "generalisation",
    "recite",
    "stability",
    "trajectory",
    "transition",
]
