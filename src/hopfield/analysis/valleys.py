"""Which valleys does a path have to leave to get from one to another, and how high is the pass between them?"""

from dataclasses import dataclass

import numpy as np

from hopfield.analysis.chart import Chart
from hopfield.budget import check_memory

__all__ = ["ValleyTree", "valleys"]


@dataclass(frozen=True, eq=False)
class ValleyTree:
    """The valleys of an energy and how they join as its level rises: a disconnectivity graph (becker1997).

    Leaves 0 to a - 1 are the attractors; branch a + k is made by the k-th merge, of two leaves or earlier branches.

    Attributes
    ----------
    bottoms : (a,) float array
        the energies of the attractors
    merges : (a - 1, 2) int array
        which two join, in the order of their passes
    passes : (a - 1,) float array
        the energy of the pass: the lowest level at which one can get from any state of the one to the other

    Examples
    --------
    >>> import hopfield as hf
    >>> tree = hf.analysis.atlas(hf.models.hopfield(hf.patterns.letters("TCH"))).tree
    >>> tree.merges.shape, tree.n_leaves
    ((9, 2), 10)
    >>> linkage = tree.linkage()  # for scipy.cluster.hierarchy.dendrogram
    >>> linkage.shape
    (9, 4)
    """

    bottoms: np.ndarray
    merges: np.ndarray
    passes: np.ndarray

    @property
    def n_leaves(self) -> int:
        """The number of attractors."""
        return len(self.bottoms)

    def pass_between(self, a: int, b: int) -> float:
        """Return the lowest level at which one can get from leaf a to leaf b by single flips."""
        parent: dict[int, int] = {}
        for k, pair in enumerate(self.merges.tolist()):
            parent |= dict.fromkeys(pair, self.n_leaves + k)
        above, branch = {a}, a
        while branch in parent:
            branch = parent[branch]
            above.add(branch)
        branch = b
        while branch not in above:
            branch = parent[branch]
        return float(self.bottoms[a] if branch < self.n_leaves else self._level(branch))

    def _level(self, branch: int) -> float:
        """Return the energy at which a branch begins."""
        return self.passes[branch - self.n_leaves]

    def linkage(self) -> np.ndarray:
        """Return the tree as SciPy's hierarchical clustering has it, (a - 1, 4).

        The heights are the passes above the lowest attractor; the last column counts leaves.
        """
        found = np.empty((len(self.merges), 4))
        found[:, :2], found[:, 2] = self.merges, self.passes - self.bottoms.min()
        counts = [1] * self.n_leaves
        for a, b in self.merges.tolist():
            counts.append(counts[a] + counts[b])
        found[:, 3] = counts[self.n_leaves :]
        return found


def valleys(chart: Chart, leaves: np.ndarray) -> ValleyTree:
    """Return the tree of a chart whose attractors are in this order: macrostates that any single flip joins.

    Raises
    ------
    SizeError
        if it does not fit into memory
    """
    from hopfield.kernels.macrostates import merge

    size = len(chart.energy)
    check_memory(24 * size, f"the passes between {size:,} macrostates")
    node = np.full(size, -1, dtype=np.int32)
    node[leaves] = np.arange(len(leaves))
    # where energies are equal, what is at rest is flooded first, so that no lake is without a leaf
    rising = np.lexsort([node < 0, chart.energy]).astype(np.int32)
    merges = np.empty((len(leaves) - 1, 2), dtype=np.int64)
    saddles = np.empty(len(leaves) - 1, dtype=np.int64)
    parent = np.empty(size, dtype=np.int32)
    merge(rising, chart.classes.strides, chart.classes.sizes, parent, node, merges, saddles)
    return ValleyTree(chart.energy[leaves], merges, chart.energy[saddles])
