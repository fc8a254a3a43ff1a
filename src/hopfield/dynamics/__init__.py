"""Which neurons move together, and at what temperature."""

from hopfield.dynamics.anneal import Anneal
from hopfield.dynamics.asynchronous import Async
from hopfield.dynamics.blockwise import Blockwise
from hopfield.dynamics.flow import Flow
from hopfield.dynamics.hidden import Hidden
from hopfield.dynamics.synchronous import Sync
from hopfield.dynamics.walk import Dynamics, Flips

__all__ = ["Anneal", "Async", "Blockwise", "Dynamics", "Flips", "Flow", "Hidden", "Sync"]
