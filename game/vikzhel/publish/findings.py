"""What the proof found, read out of its report; nothing, if there is no report.

The report is a file of the cache, so whatever is not in it, or not as expected, is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..proof.report import RANDOM as RANDOM

if TYPE_CHECKING:
    from ..proof.cache import Data


class Findings:
    """Verdicts and odds by name and role."""

    def __init__(self, data: Data | None) -> None:
        self.data: Data = data or {}
        self.known = data is not None
        self.finished = bool(self.data.get("finished"))
        self._verdicts: dict[tuple[str, str], Mapping[str, Any]] = {}
        for said in self.data.get("verdicts", ()):
            self._verdicts.setdefault((said["kind"], said["name"]), said["roles"])

    def verdict(self, kind: str, name: str, role: str) -> str:
        """Return reachable, unreachable or undecided; nothing if the proof does not say."""
        return str(self._verdicts.get((kind, name), {}).get(role, {}).get("verdict", ""))

    def path(self, kind: str, name: str, role: str) -> list[str]:
        """Return one way to something: the ids to take, in order."""
        return list(self._verdicts.get((kind, name), {}).get(role, {}).get("path", ()))

    def role(self, role: str) -> Mapping[str, Any]:
        """Return what is said of a role."""
        found: Mapping[str, Any] = self.data.get("roles", {}).get(role, {})
        return found

    def players(self, role: str) -> dict[str, str]:
        """Return the players who were let play a role: their ids and how they play."""
        return dict(self.role(role).get("players", {}))

    def odds(self, role: str, player: str, ending: str) -> float | None:
        """Return how likely a player is to come to an ending, or ``None`` if nobody worked it out."""
        table = self.role(role).get("odds", {}).get(player)
        return None if table is None else float(table.get(ending, 0.0))

    def aimed(self, role: str, ending: str) -> tuple[float, str] | None:
        """Return the odds of an ending for the goal of the role's that brings it most often, and that goal."""
        found = [
            (odds, goal)
            for goal in self.role(role).get("goals", {}).get(RANDOM, {})
            if (odds := self.odds(role, goal, ending)) is not None
        ]
        return max(found, key=lambda pair: pair[0]) if found else None

    def odds_words(self, role: str, ending: str) -> str:
        """Return an ending's odds in words; nothing if they were not worked out."""
        odds, aimed = self.odds(role, RANDOM, ending), self.aimed(role, ending)
        about = "about " if self.estimated(role) else ""
        said = [] if odds is None else [f"at random {about}{percent(odds)}"]
        return ", ".join([*said, *([f"informed {about}{percent(aimed[0])}"] if aimed else [])])

    def estimated(self, role: str) -> bool:
        """True if a role's odds are estimates from random plays."""
        return bool(self.role(role).get("standard_error"))


def percent(share: float) -> str:
    """Return a share in words: ``22 %``, ``8.6 %``, ``0.12 %``."""
    if share <= 0:
        return "0 %"
    if share < 0.0001:
        return "under 0.01 %"
    whole = 100 * share
    return f"{whole:.0f} %" if whole >= 10 else f"{whole:.1f} %" if whole >= 1 else f"{whole:.2g} %"
