"""Do asymmetric couplings with a delay recall patterns in time and in order? sompolinsky1986."""

from dataclasses import replace

from hopfield.experiments.papers import kleinfeld1986

__all__ = ["PAPER"]

_KEY = "sompolinsky1986"

# the same network as in kleinfeld1986, found independently and printed in the same year: so are what can be measured
_CLAIMS = tuple(
    replace(claim, key=_KEY, where="the dynamics with a delay: from the field of a unit")
    for claim in kleinfeld1986.PAPER.claims
)

PAPER = replace(
    kleinfeld1986.PAPER,
    key=_KEY,
    title="Temporal association in asymmetric neural networks",
    claims=_CLAIMS,
    note="The network of kleinfeld1986 and the same measurement. Their paper on static noise is sompolinsky1986pra.",
)
