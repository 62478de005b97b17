"""The runs that are kept, as a list shows them: the front page opens on it, so no part of the game is imported."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ..story.dataclass import dataclass
from .home import branches_in, origin_in

if TYPE_CHECKING:
    from .file import File


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as a list shows it. Times are UTC; ``ending`` is empty while it is not over.

    ``name`` is what the player calls it, ``parent`` the code of the run it branched off, or empty.
    """

    code: str
    story: str
    role: str
    steps: int
    ending: str
    touched: datetime
    origin: str
    """The pack it was played in: a shipped name, or the full path of a folder; empty if not known here."""
    name: str = ""
    parent: str = ""
    parent_steps: int = 0
    choices: int = 0
    """How many of the steps are choices."""
    scene: str = ""
    """Where the last step that stands was taken."""
    branches: tuple[str, ...] = ()
    """The ids of the branches it was played with."""


def runs(file: File) -> list[RunRow]:
    """Return every run, the one last played first."""
    rows = file.all(
        "SELECT id, code, story, role, ending, touched, packs, name, parent, parent_steps"
        " FROM runs ORDER BY turn DESC, id DESC"
    )
    taken = _places_standing(file)
    found = []
    for number, code, story, role, ending, touched, packs, name, parent, parent_steps in rows:
        steps, when = taken.get(number, []), datetime.fromisoformat(touched)
        choices, origin = sum(kind == "choice" for kind, _ in steps), origin_in(packs)
        scene = steps[-1][1] if steps else ""
        found.append(
            RunRow(
                code,
                story,
                role,
                len(steps),
                ending,
                when,
                origin,
                name,
                parent,
                parent_steps,
                choices,
                scene,
                tuple(branch["id"] for branch in branches_in(packs)),
            )
        )
    return found


def _places_standing(file: File) -> dict[int, list[tuple[str, str]]]:
    """Return for each run the kind and scene of its steps that stand, in order."""
    places: dict[int, list[tuple[str, str]]] = {}
    for run, kind, scene, option in file.all(
        "SELECT run, kind, scene, option FROM steps ORDER BY run, number"
    ):
        standing = places.setdefault(run, [])
        if kind == "undo":
            del standing[int(option) :]
        else:
            standing.append((kind, scene))
    return places
