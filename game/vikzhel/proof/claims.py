"""What a story claims to contain, each thing with the place it stands and the rule it hangs on.

A claim is anything a player could meet: a scene, an option, a piece of text, a quotation, a vote's
result, an ending, a line of judgement. The proof gives each a verdict for each role.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..play.program import Program
from ..story.diagnostics import Mark
from ..story.rules import RESULTS, All, Any, Not, Rule, Test

if TYPE_CHECKING:
    from ..story import model


GOAL, LOST_GOAL = "goal", "lost goal"
AIMS = (GOAL, LOST_GOAL)
LONGEST_NAME = 60
"""Characters of a text by which it is called."""
ALWAYS = Not(Any(()))
"""Always holds: what follows a wording without a rule is never read."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a player could meet.

    ``kind`` is scene, option, text, quotation, result, ending, judgement; or goal: that a role's goal is met
    at an ending, or lost goal: that it is met there though it counts as lost. ``at`` is the scene's index.
    With ``option`` it is met when that option is taken there; else when the scene is entered. ``rule`` must
    hold as well; ``result`` is that of a vote, ``tells`` the goal whose loss a text tells.
    """

    kind: str
    name: str
    at: int
    mark: Mark
    rule: Rule | None = None
    option: int | None = None
    result: int = 0
    tells: str = ""

    @property
    def thing(self) -> tuple[str, str, str]:
        """What it is in the files: kind, name and place. An ending reached from two scenes is one ending."""
        return self.kind, self.name, str(self.mark)


def claims(program: Program) -> list[Claim]:
    """Return everything a story claims to contain, in the order of its files."""
    return list(_claims(program))


def _claims(program: Program) -> Iterator[Claim]:
    files = program.pack.files
    for at, (name, scene) in enumerate(files.scenes.items()):
        yield Claim("scene", str(name), at, name.mark)
        yield from _texts(str(name), at, scene.text)
        for number, choice in enumerate(scene.choices):
            yield Claim("option", f"{name}/{choice.id}", at, choice.mark, option=number)
            yield from _texts(f"{name}/{choice.id}", at, choice.reply, number)
        for number, door in enumerate(scene.doors.of if scene.doors else []):
            yield Claim("option", f"{name}/{door.to}", at, door.mark, option=number)
        for number, branch in enumerate(scene.chance.of if scene.chance else []):
            yield Claim("option", f"{name}/{branch.id}", at, branch.mark, option=number)
        if scene.vote:
            for number, result in enumerate(RESULTS[1:], 1):
                if result != "tied" or scene.vote.tied is not None:
                    yield Claim(
                        "result", f"{scene.vote.hold} {result} in {name}", at, scene.vote.mark, result=number
                    )
        if scene.ending:
            ending = files.endings[scene.ending]
            yield Claim("ending", str(scene.ending), at, ending.mark)
            yield from _texts(str(scene.ending), at, [*ending.text, *ending.later])
            for role, record in files.roles.items():
                own = Test("role", role, "is", role)
                for goal, aim in record.goals.items():
                    yield Claim(GOAL, str(goal), at, aim.mark, All((own, aim.met)))
                    if aim.lost is not None:
                        yield Claim(LOST_GOAL, str(goal), at, aim.mark, All((own, aim.met, aim.lost)))
            for line, wordings in ending.judgement.items():
                before: list[Rule] = []
                for wording in wordings:
                    if_ = [] if wording.condition is None else [wording.condition]
                    parts = [*(Not(rule) for rule in before), *if_]
                    rule = All(tuple(parts)) if parts else None
                    yield Claim(
                        "judgement", f"{scene.ending} {line}: {_short(wording.text)}", at, wording.mark, rule
                    )
                    before += if_ if if_ else [ALWAYS]


def _texts(where: str, at: int, blocks: list[model.Block], option: int | None = None) -> Iterator[Claim]:
    for block in blocks:
        if block.quote is not None:
            kind, name = "quotation", str(block.quote)
        else:
            text = block.text if block.text is not None else block.line
            kind, name = "text", f"{where}: {_short(str(text))}"
        yield Claim(kind, name, at, block.mark, block.condition, option, tells=str(block.tells or ""))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + " …"


def observed(program: Program, wanted: Iterable[Claim]) -> dict[int, list[Rule]]:
    """Return the rules that must be read, scene by scene, to tell whether claims are met."""
    rules: dict[int, list[Rule]] = {}
    for claim in wanted:
        if claim.rule is not None:
            rules.setdefault(claim.at, []).append(claim.rule)
    return rules
