"""Does a landscape show the energies that were found, say what they are, and the way that a recall took?"""

import numpy as np
import pytest

import hopfield as hf
from hopfield.errors import ParameterError

TC, TCH = hf.patterns.letters("TC"), hf.patterns.letters("TCH")
EXACT = hf.analysis.landscape(hf.models.hopfield(TC))
ENVELOPE = hf.analysis.landscape(hf.models.hopfield(TCH), (0, 2))
LIMIT = hf.analysis.landscape(hf.models.hopfield(TC), temperature=0.3, points=41)


@pytest.mark.parametrize("found", [EXACT, ENVELOPE], ids=["exact", "envelope"])
def test_each_pair_of_overlaps_has_its_mark_with_its_energy(axes, found):
    assert hf.plots.landscape(found, axes=axes) is axes
    (marks,) = axes.collections
    shown = {
        tuple(at): value
        for at, value in zip(marks.get_offsets().tolist(), marks.get_array(), strict=True)
    }
    expected = {
        (x, y): found.energy[i, j]
        for i, x in enumerate(found.first.tolist())
        for j, y in enumerate(found.second.tolist())
        if np.isfinite(found.energy[i, j])
    }
    assert shown == expected
    assert axes.get_title(loc="left").startswith(found.kind)
    assert (axes.get_xlabel(), axes.get_ylabel()) == tuple(
        f"overlap with {x}" for x in found.labels
    )


def test_memories_and_their_negatives_are_named_where_they_are(axes):
    hf.plots.landscape(ENVELOPE, axes=axes)
    q = float(TCH.overlaps(TCH[0])[2])
    named = {text.get_text(): text.xy for text in axes.texts}
    places = {"T": (1, q), "-T": (-1, -q), "H": (q, 1), "-H": (-q, -1)}
    assert {name: tuple(xy) for name, xy in named.items()} == {
        name: pytest.approx(xy) for name, xy in places.items()
    }


def test_a_free_energy_is_drawn_as_contours_of_its_values(axes):
    hf.plots.landscape(LIMIT, axes=axes)
    filled = axes.collections[0]
    low, high = filled.levels[0], filled.levels[-1]
    assert low <= np.nanmin(LIMIT.free_energy) < np.nanmax(LIMIT.free_energy) <= high
    assert axes.get_title(loc="left") == "free energy, n → ∞, T = 0.3"
    # the highest is in the middle, and the plane is not turned: first runs along x
    corners = np.concatenate([path.vertices for path in filled.get_paths() if len(path.vertices)])
    where = np.argwhere(np.isfinite(LIMIT.free_energy))
    assert corners[:, 0].max() == pytest.approx(LIMIT.first[where[:, 0]].max())
    right = corners[np.argmax(corners[:, 0])]
    i = where[:, 0].max()
    there = LIMIT.second[np.isfinite(LIMIT.free_energy[i])]
    assert there.min() - 1e-9 <= right[1] <= there.max() + 1e-9


def test_a_path_is_drawn_with_its_start_and_its_end(axes):
    net = hf.models.hopfield(TC)
    cue = hf.patterns.flip(TC[0], 0.3, seed=1)
    path = hf.recall(net, cue, watch={"m": TC.overlaps}, seed=0).trace["m"]
    hf.plots.landscape(EXACT, path=path, axes=axes)
    way, start, end = axes.lines
    assert np.array_equal(way.get_xydata(), path)
    assert np.array_equal(start.get_xydata(), path[:1])
    assert np.array_equal(end.get_xydata(), path[-1:])
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["start", "end"]
    assert start.get_marker() != end.get_marker()


def test_a_large_lattice_leaves_no_gaps(axes):
    n = 100
    found = hf.analysis.landscape(hf.models.hopfield(hf.patterns.random(2, n, seed=0)))
    hf.plots.landscape(found, axes=axes)
    (corners,) = [path.vertices for path in axes.collections[0].get_paths()]
    assert np.abs(corners).max() == pytest.approx(2 / n)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ([0.1, 0.2], r"\(moments, 2\)"),
        (np.zeros((3, 3)), r"\(moments, 2\)"),
        (np.zeros((0, 2)), r"\(moments, 2\)"),
        ("ab", r"\(moments, 2\)"),
        ([[0.0, 1.5]], "from -1 to 1, got 0 to 1.5"),
        ([[np.nan, 0.0]], "from -1 to 1"),
    ],
)
def test_a_path_that_is_none_is_refused_before_anything_is_drawn(axes, path, said):
    with pytest.raises(ParameterError, match=said):
        hf.plots.landscape(EXACT, path=path, axes=axes)
    assert not axes.collections


def test_what_is_no_landscape_is_refused(axes):
    with pytest.raises(ParameterError, match=r"expected Landscape, .* got ndarray"):
        hf.plots.landscape(EXACT.energy, axes=axes)
