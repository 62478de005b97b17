"""Where a preview begins: in a scene, as somebody, in a state that can be chosen in a few understandable ways.

Without a wish it is the first way in that is found (``ways_in``). ``recorded`` asks for what the man really did, the
name of a test for its path, a number for another state in which the scene reads otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ..archive.record import record_run, recorded
from ..places import ABOVE
from ..proof import cache
from ..story.diagnostics import did_you_mean, listed
from ..story.records import at
from ..story.routes import following
from ..story.text import one_line
from ..story.trials import read_trials
from .ways_in import RECORD, TEST, Way, WaysIn, into

if TYPE_CHECKING:
    from ..play.program import Program
    from ..story.trials import Trial

SECONDS = 2.0
"""How long a way into a scene is looked for at most; nearly always a tenth of a second is enough."""
LIKE_RECORD = "recorded"


class CannotPreview(Exception):
    """What was asked for is not there; the message is for the author."""


Given = Callable[["Program"], tuple[str, tuple[str, ...]]]
"""Returns whose path is to be followed, and the path; raises ``CannotPreview``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an author asks for; nothing need be."""

    scene: str = ""
    role: str = ""
    like: str = ""
    given: Given | None = None


@dataclass(slots=True)
class Begun:
    """Where a preview began. ``ways`` finds other ways into the scene, of which this is ``number`` (from 0)."""

    scene: str
    way: Way
    ways: WaysIn | None = None
    number: int = 0
    others: tuple[str, ...] = ()
    """Other roles that may come to the scene."""


def begin(program: Program, folder: str, asked: Asked) -> Begun:
    """Return where to begin; raise ``CannotPreview`` if what was asked for is not there."""
    roles = [str(role) for role in program.pack.files.roles]
    if asked.role and asked.role not in roles:
        raise CannotPreview(f"“{one_line(asked.role)}” cannot be played here. The roles are {listed(roles)}.")
    roles = [asked.role] if asked.role else roles
    path = _named(program, roles[0], asked)
    if path is not None:
        scene = _scene(program, folder, asked.scene) if asked.scene else ""
        taken = into(program, path.role, path.path, scene)
        if taken is None:
            source = f"{path.source[:1].upper()}{path.source[1:]}"
            raise CannotPreview(f"{source} does not come to “{scene}”.")
        return Begun(scene, replace(path, path=taken))
    scene = str(at(program.pack.files.roles, roles[0]).start)
    if asked.scene:
        scene = _scene(program, folder, asked.scene)
    return _found(program, folder, roles, scene, max(0, int(asked.like or 1) - 1))


def _found(program: Program, folder: str, roles: list[str], scene: str, number: int) -> Begun:
    """Return the beginning in a scene as the first role for whom a way in is found."""
    able = [role for role in roles if WaysIn(program, role, scene).possible]
    for role in able:
        ways = ways_in(program, folder, role, scene)
        way = ways.get(number, SECONDS)
        if way is not None:
            return Begun(scene, way, ways, number, tuple(other for other in able if other != role))
        if ways.found:
            raise CannotPreview(
                f"{len(ways.found)} is the highest --like for “{scene}” as {role}: no more states were found in which "
                "it reads otherwise."
            )
    who = f" as {roles[0]}" if len(roles) == 1 else ""
    leading = following(program.pack.files.scenes).values()
    if not able and not any(scene in after for after in leading):
        raise CannotPreview(
            f"Nothing leads to “{scene}” yet, so nobody can stand in it. Let a choice of another scene lead to it:  "
            f"goto: {scene.rpartition(':')[2]}"
        )
    raise CannotPreview(
        f"No play{who} was found that comes to “{scene}”. Whether any can:  "
        f"vikzhel prove {_typed(folder)} --path {scene}"
    )


def ways_in(program: Program, folder: str, role: str, scene: str) -> WaysIn:
    """Return the ways of a role into a scene, with the tests and the kept proof of a pack to help."""
    return WaysIn(program, role, scene, partial(_tests, program), _witness(folder, role, scene))


def _scene(program: Program, folder: str, asked: str) -> str:
    """Return the full id of a scene; those of branches may be asked for by their plain ones."""
    known = program.layout.scene_index
    own = [f"{branch.names.prefix}{asked}" for branch in program.pack.branches]
    found = next((name for name in (asked, *own) if name in known), None)
    if found is None:
        names = program.pack.names
        plain = [name.removeprefix(names.prefix) if names is not None else name for name in known]
        hint = did_you_mean(asked, plain) or f"For all of them:  vikzhel map {_typed(folder)}"
        raise CannotPreview(f"There is no scene “{one_line(asked)}” in this story. {hint}")
    return found


def _named(program: Program, role: str, asked: Asked) -> Way | None:
    """Return the path that was named, if one was: a file's, the record's or a test's."""
    if asked.given is not None:
        whose, ids = asked.given(program)
        return Way(whose, ids, "the path given")
    if asked.like == LIKE_RECORD:
        if not recorded(program, role):
            raise CannotPreview(f"This story does not say what {role} really did.")
        return Way(role, tuple(step.id for step in record_run(program, role).steps), RECORD)
    if asked.like and not asked.like.isdecimal():
        known = _tests(program)
        if asked.like not in known:
            hint = did_you_mean(asked.like, known, "Give “recorded”, a number, or the name of a test.")
            raise CannotPreview(f"There is no test “{one_line(asked.like)}” in tests.yaml. {hint}")
        trial = known[asked.like]
        return Way(str(trial.role), tuple(taken.take for taken in trial.path), f"{TEST} “{asked.like}”")
    return None


def _typed(folder: str) -> str:
    """Return what is previewed as a command takes it."""
    return one_line(folder.replace(ABOVE, " --with "))


def _tests(program: Program) -> dict[str, Trial]:
    _, tests, _ = read_trials(program.pack)
    return {str(name): trial for name, trial in tests.items()}


def _witness(folder: str, role: str, scene: str) -> tuple[str, ...] | None:
    """Return the proof's path to a scene, if the story as it is now has been proved."""
    data = cache.read(cache.path_of(folder))
    try:
        for verdict in data["verdicts"] if data else []:
            if verdict["kind"] == "scene" and verdict["name"] == scene:
                return tuple(map(str, verdict["roles"][role]["path"]))
    except (KeyError, TypeError, AttributeError):
        pass  # nobody comes there, or the report is spoilt
    return None
