"""Shares that were drawn from random plays, with how far they may be off."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """A share that was drawn, with its standard error."""

    share: float
    error: float


def drawn(share: float, plays: int) -> Share:
    """Return a share of so many plays with its standard error; of none, it is exact."""
    if not plays:
        return Share(share, 0.0)
    # A share of nothing still has an error: as if one play more had been otherwise.
    return Share(share, (max(share * (1 - share), 1 / plays) / plays) ** 0.5)
