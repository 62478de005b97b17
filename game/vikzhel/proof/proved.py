"""What was proved: a verdict on everything a story claims, and all figures of each role."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .figures import Figures

if TYPE_CHECKING:
    from ..story.packs import Pack
    from .claims import Claim
    from .decisions import Decision, Measures
    from .sampling import Sample

REACHABLE, UNREACHABLE, UNDECIDED = "reachable", "unreachable", "undecided"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was proved of one claim: a word, the choices that lead there, and otherwise why not."""

    claim: Claim
    word: str
    path: tuple[str, ...] = ()
    why: str = ""
    never: str = ""
    """Of something never met: which part of its rule fails, where that is known."""


@dataclass
class RoleProof:
    """All that was proved for one role."""

    role: str
    method: str = "stopped"
    """``exact``, ``control`` (texts by slices), ``sampled``, or ``stopped``."""
    states: int = 0
    seconds: float = 0.0
    verdicts: list[Verdict] = field(default_factory=list)
    aims: list[Verdict] = field(default_factory=list)
    """Of each goal, at each ending, whether it can be met there; and whether though it counts as lost."""
    odds: dict[str, dict[str, float]] = field(default_factory=dict)
    """For each player, the odds of each ending."""
    goals: dict[str, dict[str, float]] = field(default_factory=dict)
    """For each player, the odds of each goal."""
    error: float = 0.0
    """The largest standard error of the odds at random, or the share of plays that were given up in a
    ring; 0 where they are exact."""
    endless: list[tuple[str, ...]] = field(default_factory=list)
    """Paths to states from which no ending can be reached."""
    decisions: list[Decision] = field(default_factory=list)
    measures: Measures | None = None
    sample: Sample | None = None
    figures: Figures = field(default_factory=Figures)
    """What is counted along a path."""
    forever: dict[str, float] = field(default_factory=dict)
    """For each player, how often he comes where no ending can be reached; in plays, of what was found."""
    plays: dict[str, int] = field(default_factory=dict)
    """For each player whose odds were drawn, by how many plays; the odds of others are exact."""
    unfinished: bool = False
    """Stopped before everything was worked out; what is there is right."""


@dataclass
class Proof:
    """What was proved of a story."""

    pack: Pack
    claims: list[Claim]
    roles: dict[str, RoleProof]
    seconds: float
