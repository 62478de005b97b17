"""One decision of one run put into another, everything else left as it was: what two runs tell only together.

The later choices are kept where they are open. Where the changed run comes to a place that it had not been
to, it does what the other did there; where neither has been, nobody can say how it would have gone on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.run import Run
from ..story.wording import counted, number
from .gather import THE_RECORD
from .path import ending_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .compare import Side
    from .path import Decision

LONGEST = 500
MOST_TOLD = 3


def transplanted(run: Run, other: Run, step: int, option: str) -> Run | None:
    """Return a run as it would have gone with another option at ``step``; ``None`` if nobody can say."""
    changed = Run(run.program, run.role)
    for taken in run.steps[:step]:
        changed.take(taken.id)
    changed.take(option)
    mine, theirs = _taken(run, step + 1), _taken(other, 0)
    while not changed.over and len(changed.steps) < LONGEST:
        opened = [one.id for one in changed.open]
        known = [*mine.get(changed.scene, ()), *theirs.get(changed.scene, ())]
        wanted = [name for name in known if name in opened] or (opened if len(opened) == 1 else [])
        if not wanted:
            return None
        for names in (mine.get(changed.scene, []), theirs.get(changed.scene, [])):
            if wanted[0] in names:
                names.remove(wanted[0])
                break
        changed.take(wanted[0])
    return changed if changed.over else None


def _taken(run: Run, since: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for step in run.steps[since:]:
        found.setdefault(step.scene, []).append(step.id)
    return found


def told(one: Side, other: Side) -> list[str]:
    """Say which single decisions of the other run would have changed how a run ended."""
    if one.path.ended is None or other.path.ended is None:
        return []
    tried = turned = unknown = 0
    lines = []
    for decision in one.path.decisions:
        theirs = other.decision(decision.scene)
        if decision is not one.decision(decision.scene) or not _could(decision, theirs):
            continue
        assert theirs is not None
        tried += 1
        changed = transplanted(one.path.run, other.path.run, decision.step, theirs.id)
        if changed is None:
            unknown += 1
        elif _ending(changed) != one.ending:
            turned += 1
            lines.append(_words(one, other, theirs, _ending(changed)))
    if not tried:
        return []
    rest = tried - turned - unknown
    if not lines:
        said = f"Put any one of {other.label}'s other choices into {one.label}, and leave the rest: it would have ended as it did"
        return [f"{said} ({counted(tried - unknown, 'choice')} tried)."] if tried > unknown else []
    shown = lines[-MOST_TOLD:]
    if len(lines) > len(shown):
        shown.insert(
            0,
            f"{number(turned).capitalize()} single choices of {other.label} would have turned {one.label}. The last of them:",
        )
    if rest:
        shown.append(
            f"Any other of {other.label}'s choices, put into {one.label} alone, would not have changed how it ended ({number(rest)} tried)."
        )
    return shown


def _could(decision: Decision, theirs: Decision | None) -> bool:
    return (
        theirs is not None
        and decision.kind == "choice"
        and theirs.id != decision.id
        and any(option.id == theirs.id for option in decision.others)
    )


def _words(one: Side, other: Side, theirs: Decision, ending: str) -> str:
    choice = other.path.choice(theirs)
    silent = other.label == THE_RECORD and choice is not None and choice.record == "silent"
    reading = " That he did this is our reading; the record is silent." if silent else ""
    as_theirs = f", as {other.label} did" if ending == other.ending else ""
    return (
        f"Put this one choice of {other.label} into {one.label}, and leave the rest: {theirs.place}, "
        f"“{theirs.text.rstrip('.')}”. Then it would have ended with “{ending_title(one.path.pack, ending)}”{as_theirs}.{reading}"
    )


def _ending(run: Run) -> str:
    scene = run.scene
    return next(str(s.ending or "") for name, s in run.program.pack.files.scenes.items() if name == scene)


def all_told(sides: Sequence[Side]) -> list[str]:
    """Say it of two runs of one man, each way."""
    return [*told(sides[0], sides[1]), *told(sides[1], sides[0])] if len(sides) == 2 else []
