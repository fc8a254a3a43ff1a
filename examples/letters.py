"""Three letters, twelve ways to damage them, and the four kinds of answer."""

import numpy as np

import hopfield as hf

xi = hf.patterns.letters("TCH")
net = hf.models.hopfield(xi)

cues = {
    "T, 4 pixels flipped": hf.patterns.flip(xi[0], 4, seed=1),
    "C, half unknown": hf.patterns.erase(xi[1], 12, seed=1),
    "H, all but 4 flipped": hf.patterns.flip(xi[2], 21, seed=1),
    "T + C - H": np.sign(xi[0] + xi[1] - xi[2]),
}
for name, cue in cues.items():
    found = hf.recall(net, cue, seed=0)
    match = xi.match(found.state)
    before, after = (round(net.n * net.energy(s)) for s in (cue, found.state))
    print(f"{name:22} energy {before:5} → {after:5}   {found.outcome.name}   {match}")
