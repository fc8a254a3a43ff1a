"""Does the valley tree show depths, widths and passes as the atlas has them?"""

from itertools import pairwise

import numpy as np
import pytest

import hopfield as hf
from hopfield.errors import LoadWarning, ParameterError

ATLAS = hf.analysis.atlas(hf.models.hopfield(hf.patterns.letters("TCH")))


def bars(axes):
    """(energy, basin, pass, middle) of every leaf, by its name."""
    boxes = [patch for bars in axes.containers for patch in bars.patches]
    found = {}
    for text in axes.texts:
        x, energy = text.xy
        box = next(b for b in boxes if abs(b.get_x() + b.get_width() / 2 - x) < 1e-9)
        assert box.get_y() == energy
        found[text.get_text().split()[0]] = (
            energy,
            box.get_width(),
            energy + box.get_height(),
            x,
        )
    return found


def test_leaves_are_as_deep_as_energies_and_as_wide_as_basins(axes):
    assert hf.plots.valley_tree(ATLAS, axes=axes) is axes
    found = bars(axes)
    names = ["T", "C", "H", "-T", "-C", "-H", "-T-C+H", "T+C-H", "-T+C-H", "T-C+H"]
    assert sorted(found) == sorted(names)
    for name, attractor in zip(names, ATLAS.attractors, strict=True):
        energy, width, _, _ = found[name]
        assert energy == attractor.energy
        assert width == pytest.approx(attractor.basin)
    assert found["T"][2] == pytest.approx(ATLAS.attractors[0].energy + 28 / 25)
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    assert legend == ["stored", "reversed", "mixture"]


def test_no_two_leaves_overlap_and_branches_join_where_the_passes_are(axes):
    hf.plots.valley_tree(ATLAS, axes=axes)
    places = sorted((x, width) for _, width, _, x in bars(axes).values())
    for (left, wide), (right, other) in pairwise(places):
        assert left + wide / 2 < right - other / 2
    lines = np.array(axes.collections[0].get_segments())
    level = lines[lines[:, 0, 0] != lines[:, 1, 0]]
    assert sorted(level[:, 0, 1]) == pytest.approx(sorted(ATLAS.tree.passes))
    upright = lines[lines[:, 0, 0] == lines[:, 1, 0]]
    assert len(upright) == len(level) == len(ATLAS.tree.passes)
    # no line crosses another: what a level line spans is what the branches below it span
    assert (upright[:, 1, 1] >= upright[:, 0, 1]).all()


def test_leaves_take_names_of_ones_own_and_numbers_where_there_are_no_labels(axes):
    hf.plots.valley_tree(ATLAS, names=[f"a{k}" for k in range(10)], axes=axes)
    assert set(bars(axes)) == {f"a{k}" for k in range(10)}
    with pytest.raises(ParameterError, match="10 entries and there are 2 labels"):
        hf.plots.valley_tree(ATLAS, names=["a", "b"], axes=axes)
    plain = hf.analysis.atlas(hf.models.hopfield(hf.patterns.hadamard(2, 16)))
    other = axes.figure.add_subplot()
    hf.plots.valley_tree(plain, axes=other)
    assert set(bars(other)) == {"0", "1", "-0", "-1"}


def test_nameless_and_single_valleys_have_a_tree_too(axes):
    J = np.array([[0.0, 1.0], [1.0, 0.0]])
    net = hf.Network(hf.couplings.DenseCoupling(J))
    hf.plots.valley_tree(hf.analysis.atlas(net), axes=axes)
    assert [text.get_text()[0] for text in axes.texts] == ["?", "?"]
    tilted = hf.Network(hf.couplings.DenseCoupling(J), theta=np.array([5.0, 5.0]))
    alone = axes.figure.add_subplot()
    hf.plots.valley_tree(hf.analysis.atlas(tilted), axes=alone)
    (box,) = [patch for bars in alone.containers for patch in bars.patches]
    assert box.get_width() == 1.0
    assert box.get_height() > 0.0


def test_what_is_no_atlas_or_too_much_for_a_picture_is_refused(axes):
    with pytest.raises(ParameterError, match=r"expected Atlas, as hf\.analysis\.atlas.*ValleyTree"):
        hf.plots.valley_tree(ATLAS.tree, axes=axes)
    with pytest.warns(LoadWarning):
        net = hf.models.hopfield(hf.patterns.random(9, 9, seed=0))
    free = hf.Network(0.0 * net.coupling)
    crowd = hf.analysis.atlas(free)
    assert len(crowd.attractors) > 200
    with pytest.raises(ParameterError, match="512 attractors, and a picture shows 200"):
        hf.plots.valley_tree(crowd, axes=axes)
