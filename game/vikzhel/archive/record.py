"""The record beside a run: what the real man did at each decision, and the week in which he does it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.run import Run
from ..story.dataclass import dataclass
from ..story.records import at
from ..story.wording import sentence
from .path import Path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..play.program import Program
    from .path import Decision

LONGEST = 500

_SURE = {"documented": 0, "reported": 1, "silent": 2}


@dataclass(frozen=True, slots=True)
class Beside:
    """A decision with what the real man did.

    ``word``: ``documented``, ``reported``, ``silent`` (then ``his`` is the author's reading, and never counts
    as a divergence), or ``none`` where the story has him do nothing: his week never came to this.
    ``first`` marks where the run left the record.
    """

    decision: Decision
    word: str
    his: str
    same: bool
    cites: tuple[str, ...]
    first: bool

    @property
    def verdict(self) -> str:
        """Return in a few words how the two compare."""
        if self.word == "none":
            return "His week did not come to this."
        if self.word == "silent":
            return (
                "The record is silent. Our reading: the same."
                if self.same
                else "The record is silent. Our reading:"
            )
        if self.same:
            return "He did the same." if self.word == "documented" else "He did the same, as it is reported."
        return "He did otherwise:" if self.word == "documented" else "He did otherwise, as it is reported:"

    @property
    def words(self) -> str:
        """Return what he did, in one or two sentences."""
        return self.verdict if self.same or self.word == "none" else f"{self.verdict} {sentence(self.his)}"


def beside(path: Path) -> list[Beside]:
    """Return every decision of a run that is a choice, with what the real man did."""
    left = path.run.left_record()
    found = []
    for decision in path.decisions:
        if decision.kind != "choice":
            continue
        choices = at(path.pack.files.scenes, decision.scene).choices
        his = [choice for choice in choices if path.run.role in choice.really_chose]
        if not his:
            found.append(Beside(decision, "none", "", False, (), False))
            continue
        mine = next((choice for choice in his if choice.id == decision.id), None)
        shown = mine or his[0]
        word = min((str(choice.record or "documented") for choice in his), key=_SURE.__getitem__)
        first = left is not None and left.step == decision.step
        found.append(
            Beside(decision, word, str(shown.text), mine is not None, tuple(map(str, shown.cites)), first)
        )
    return found


def unsaid(path: Path, decision: Decision) -> bool:
    """Return whether the record is silent on a choice of the man himself, which is then the author's reading of him."""
    if decision.kind != "choice":
        return False
    choices = at(path.pack.files.scenes, decision.scene).choices
    words = [str(choice.record or "documented") for choice in choices if path.run.role in choice.really_chose]
    return all(word == "silent" for word in words)


def recorded(program: Program, role: str) -> bool:
    """Return whether a story says anything of what a role's real man did."""
    return any(
        role in choice.really_chose
        for scene in program.pack.files.scenes.values()
        for choice in scene.choices
    )


def record_run(program: Program, role: str, like: Run | None = None) -> Run:
    """Return the run in which the man does what he did.

    Where the story says nothing of it, as at doors, he does as ``like`` did in that scene, or else takes
    the first thing open; chance brings what is likeliest. A story in which he goes round for ever is given up.
    """
    run = Run(program, role)
    also: Mapping[str, list[str]] = _taken(like)
    while not run.over and len(run.steps) < LONGEST:
        scene = at(program.pack.files.scenes, run.scene)
        opened = {option.id: option for option in run.open}
        if not opened:
            break
        wanted = [str(choice.id) for choice in scene.choices if role in choice.really_chose]
        if scene.chance:
            wanted = [str(max(scene.chance.of, key=lambda branch: branch.weight).id)]
        wanted += also.get(run.scene, [])
        run.take(next((name for name in wanted if name in opened), next(iter(opened))))
    return run


def _taken(run: Run | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for step in run.steps if run else []:
        found.setdefault(step.scene, []).append(step.id)
    return found


def went_on(path: Path, his: Path) -> list[str]:
    """Return what the man went on to do after the day on which a run ended, of what is known of it."""
    days = [scene.when.day for scene in path.scenes if scene.when]
    if not days or path.ended is None:
        return []
    later = [one for one in beside(his) if one.decision.when and one.decision.when.day > days[-1]]
    return [
        f"{one.decision.place}: {sentence(one.decision.text)}"
        for one in later
        if one.word in ("documented", "reported")
    ]
