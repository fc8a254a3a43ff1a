"""How sharply a network tells one overlap from another: the function F in E(s) = -n·F(m)."""

from dataclasses import dataclass

__all__ = ["Linear"]


@dataclass(frozen=True)
class Linear:
    """F(m) = ½ Σ_μ m_μ²: the classical network, whose field is linear in the overlaps.         hopfield1982"""
