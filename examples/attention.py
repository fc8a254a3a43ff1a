"""One step of a modern network is attention, and it comes to rest near one pattern, some, or the mean of all."""

import numpy as np

import hopfield as hf

rng = np.random.default_rng(0)
Q, K, V = (rng.normal(size=shape) for shape in ((4, 64), (100, 64), (100, 24)))

scores = Q @ K.T / np.sqrt(64)
weights = np.exp(scores - scores.max(axis=1, keepdims=True))
expected = weights / weights.sum(axis=1, keepdims=True) @ V
net = hf.models.modern(K, beta=1 / np.sqrt(64), values=V)
found = hf.recall(net, Q, hf.Sync(), max_sweeps=1)
print(f"attention of 4 queries to 100 keys agrees to {np.abs(found.state - expected).max():.0e}")

# twelve patterns around three centres: the larger β, the fewer patterns a fixed point is made of
centres = np.repeat(np.eye(3, 20), 4, axis=0)
X = centres + 0.08 * rng.normal(size=centres.shape)
X /= np.linalg.norm(X, axis=1, keepdims=True)
for separation in ("softmax", "entmax15", "sparsemax"):
    for beta in (0.5, 8.0, 300.0):
        net = hf.models.modern(X, beta, separation=separation)
        found = hf.recall(net, X[5], hf.Sync(), max_sweeps=1000)
        seen = hf.analysis.attention(net, found.state)
        members = [int(k) for k in np.sort(seen.members[seen.members >= 0])]
        print(
            f"{separation:9} β = {beta:5}   {found.outcome.name} after {found.sweeps:2} sweeps,"
            f" energy {found.energy:.3f}: {seen.kind}, {seen.effective:.1f} patterns, {members}"
        )
