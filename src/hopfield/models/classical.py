"""The classical networks: ±1 units, and the 0/1 units of the paper."""

from hopfield.network import Network
from hopfield.patterns import Patterns
from hopfield.rules import Hebb, Rule
from hopfield.units import Binary

__all__ = ["hopfield", "hopfield1982"]


def hopfield(xi: Patterns, rule: Rule | None = None, theta: object = 0.0) -> Network:
    """Return the classical network of ±1 units.

    J = (1/n) Σ_μ ξ^μ ξ^μᵀ, J_ii = 0;  E = -½ Σ J_ij s_i s_j + θ·s                        hopfield1982, amit1985

    Parameters
    ----------
    xi : Patterns
    rule : Rule, default Hebb()
        another rule stores the patterns otherwise: PseudoInverse() is the projection rule
    theta : float or array_like (n,)

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.hopfield(xi)
    >>> round(net.n * net.energy(xi[0]))
    -312
    """
    return Network((rule or Hebb())(xi), theta=theta)


def hopfield1982(xi: Patterns, thresholds: object = 0.0) -> Network:
    """Return the network of the paper: units 0 and 1, thresholds U_i (hopfield1982).

    V_i → 1 if Σ_{j≠i} T_ij V_j > U_i, → 0 if < U_i, unchanged if equal; T = (1/n) Σ (2V-1)(2V-1)ᵀ, T_ii = 0;
    E = -½ Σ T_ij V_i V_j + Σ U_i V_i. The paper's T has no 1/n: its energies and thresholds are n times ours.

    Parameters
    ----------
    xi : Patterns
        ±1 outside; unit i of pattern μ is V_i = (1 + ξ_i^μ)/2
    thresholds : float or array_like (n,)
        with a uniform positive one, the all-zero state answers "unfamiliar"

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.models.hopfield1982(xi)
    >>> V = net.units.from_spins(xi[1])
    >>> found = hf.recall(net, V, seed=0)
    >>> xi.match(net.units.to_spins(found.state)).label
    'C'
    """
    return Network(Hebb()(xi), units=Binary(), theta=thresholds)
