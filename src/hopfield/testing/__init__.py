"""What must hold, for anyone's couplings, rules and dynamics: laws, and exact answers for small networks."""

from hopfield.testing.exact import all_states, boltzmann, fixed_points
from hopfield.testing.laws import (
    LawViolationError,
    energy_never_rises,
    field_is_dense_times_state,
    field_is_the_slope_of_the_energy,
    gap_is_half_the_energy_difference,
    gauge_changes_nothing,
    negative_mirrors,
    probe_is_untouched,
    random_states,
    relabelling_changes_nothing,
    rows_stand_alone,
    synchronous_cycles_are_short,
    ties_keep_the_state,
)
from hopfield.testing.suite import (
    answers_truthfully,
    has_an_energy_or_says_why_not,
    holds_what_is_clamped,
    obeys,
)

__all__ = [
    "LawViolationError",
    "all_states",
    "answers_truthfully",
    "boltzmann",
    "energy_never_rises",
    "field_is_dense_times_state",
    "field_is_the_slope_of_the_energy",
    "fixed_points",
    "gap_is_half_the_energy_difference",
    "gauge_changes_nothing",
    "has_an_energy_or_says_why_not",
    "holds_what_is_clamped",
    "negative_mirrors",
    "obeys",
    "probe_is_untouched",
    "random_states",
    "relabelling_changes_nothing",
    "rows_stand_alone",
    "synchronous_cycles_are_short",
    "ties_keep_the_state",
]
