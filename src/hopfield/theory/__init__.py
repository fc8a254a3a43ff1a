"""What the theory says: equations only, solved to the last digits, for numbers and for arrays of them.

Loads are p/n, temperatures are in units of the field of one memory (J = ξᵀξ/n), and n → ∞ unless n is an argument. Each
function raises ParameterError outside the range of its equation and says what that is. Each file opens like a page of
lecture notes: what is assumed, the result, where it fails.
"""

from hopfield.theory.classical import (
    bit_error,
    parallel_step,
    perfect_recall_load,
    storkey_load,
)
from hopfield.theory.dense import (
    dense_bit_error,
    dense_capacity,
    dense_sequence_capacity,
    exponential_capacity,
)
from hopfield.theory.dilution import clipped_load, dilution_load, noisy_load
from hopfield.theory.gardner import gardner_load, gardner_margin
from hopfield.theory.mixtures import (
    mixture_energy,
    mixture_load,
    mixture_overlap,
    mixture_temperature,
)
from hopfield.theory.modern import (
    modern_error,
    modern_pair_overlap,
    modern_separation,
    sparse_separation,
)
from hopfield.theory.palimpsests import (
    bounded_limit,
    bounded_load,
    marginalist_load,
    marginalist_strength,
)
from hopfield.theory.phases import (
    OrderParameters,
    critical_load,
    energy,
    entropy,
    free_energy,
    order_parameters,
    retrieval_overlap,
)
from hopfield.theory.sequences import (
    sequence_load,
    sequence_overlap,
    sequence_start,
    sequence_walk,
)
from hopfield.theory.sparse import SparseOptimum, sparse_load, sparse_optimum
from hopfield.theory.transitions import (
    at_temperature,
    glass_temperature,
    ground_state_load,
    ground_state_temperature,
    retrieval_temperature,
)

__all__ = [
    "OrderParameters",
    "SparseOptimum",
    "at_temperature",
    "bit_error",
    "bounded_limit",
    "bounded_load",
    "clipped_load",
    "critical_load",
    "dense_bit_error",
    "dense_capacity",
    "dense_sequence_capacity",
    "dilution_load",
    "energy",
    "entropy",
    "exponential_capacity",
    "free_energy",
    "gardner_load",
    "gardner_margin",
    "glass_temperature",
    "ground_state_load",
    "ground_state_temperature",
    "marginalist_load",
    "marginalist_strength",
    "mixture_energy",
    "mixture_load",
    "mixture_overlap",
    "mixture_temperature",
    "modern_error",
    "modern_pair_overlap",
    "modern_separation",
    "noisy_load",
    "order_parameters",
    "parallel_step",
    "perfect_recall_load",
    "retrieval_overlap",
    "retrieval_temperature",
    "sequence_load",
    "sequence_overlap",
    "sequence_start",
    "sequence_walk",
    "sparse_load",
    "sparse_optimum",
    "sparse_separation",
    "storkey_load",
]
