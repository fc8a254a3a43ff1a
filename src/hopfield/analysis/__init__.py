"""What emerges from many units: margins, familiarity, basins, categories, graceful decline, sequences, flows."""

from hopfield.analysis.attention import Attention, attention
from hopfield.analysis.basins import Basin, basin
from hopfield.analysis.familiarity import Familiarity, familiarity
from hopfield.analysis.faults import FaultTolerance, fault_tolerance
from hopfield.analysis.prototypes import Generalisation, generalisation
from hopfield.analysis.reciting import Recital, recite
from hopfield.analysis.stability import stability
from hopfield.analysis.trajectory import trajectory

__all__ = [
    "Attention",
    "Basin",
    "Familiarity",
    "FaultTolerance",
    "Generalisation",
    "Recital",
    "attention",
    "basin",
    "familiarity",
    "fault_tolerance",
    "generalisation",
    "recite",
    "stability",
    "trajectory",
]
