"""What is wrong with a story, most important first: where it stands, why, and what an author can do about it.

A thing that can never be met because what leads to it cannot is a consequence; its cause is told
first and the consequence says only what it hangs on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from ..play.layout import SCENE
from ..play.program import Program
from ..story.records import at
from ..story.rules import RESULTS
from .claims import GOAL, LOST_GOAL
from .why import rule_of, spelled

if TYPE_CHECKING:
    from ..story.diagnostics import Mark
    from ..story.model import Way
    from ..story.rules import Rule
    from .claims import Claim
    from .proved import Proof, RoleProof

DEAD, STUCK, GOAL_TROUBLE, DOMINATED, ONE_SIDED = (
    "dead",
    "no way out",
    "goal",
    "never better",
    "always the same",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: its kind, what it is and where, why it is so, and what to do.

    ``cause`` is false for what follows from another fault and goes away with it.
    """

    kind: str
    name: str
    place: str
    why: str
    cure: str
    cause: bool = True
    path: tuple[str, ...] = ()


def faults(proof: Proof) -> list[Fault]:
    """Return everything that is wrong, most important first."""
    program = Program(proof.pack)
    return [
        *_dead(proof, program),
        *_stuck(proof, program),
        *_goals(proof),
        *_dominated(proof),
        *_one_sided(proof),
    ]


# -- what nobody can ever meet ---------------------------------------------------------------------


class _Met:
    """Which scenes and options somebody can come to."""

    def __init__(self, proof: Proof) -> None:
        self.words: dict[tuple[str, str, str], set[str]] = {}
        self.claims: dict[tuple[str, str, str], Claim] = {}
        self.whys: dict[tuple[str, str, str], str] = {}
        for role in proof.roles.values():
            for verdict in role.verdicts:
                key = verdict.claim.thing
                self.words.setdefault(key, set()).add(verdict.word)
                self.claims.setdefault(key, verdict.claim)
                if verdict.never:
                    self.whys.setdefault(key, verdict.never)
        self.dead = [key for key, words in self.words.items() if words == {"unreachable"}]
        self.gone = {(kind, name) for kind, name, _ in self.dead}

    def scene(self, name: str) -> bool:
        return ("scene", name) not in self.gone

    def option(self, name: str) -> bool:
        return ("option", name) not in self.gone


def _dead(proof: Proof, program: Program) -> Iterator[Fault]:
    met = _Met(proof)
    causes, consequences = [], []
    for key in met.dead:
        kind, name, place = key
        claim = met.claims[key]
        if kind == "result":
            continue
        hangs = _hangs_on(program, met, claim)
        if hangs:
            consequences.append(Fault(DEAD, f"{kind} {name}", place, hangs, "", cause=False))
            continue
        why = _untaken(program, met, claim.at) if kind == "scene" else met.whys.get(key, "")
        rule = rule_of(program, claim)
        if not why and rule is not None:
            why = f"Its rule never holds there:  {spelled(rule)}"
        causes.append(Fault(DEAD, f"{kind} {name}", place, why or _NO_RULE[kind], _CURES[kind]))
    yield from causes
    yield from consequences


_NO_RULE = {
    "scene": "No way that can be taken leads there.",
    "ending": "No scene that can be reached ends so.",
    "option": "It is a fallback, and something else is always open.",
    "text": "Nothing that can be reached shows it.",
    "quotation": "Nothing that can be reached shows it.",
    "judgement": "A wording above it always holds first.",
}
_CURES = {
    "scene": "Lead to it by a way that can be taken, or delete it.",
    "ending": "Let a scene that can be reached end so, or delete it.",
    "option": "Loosen the rule, let something earlier make it hold, or delete the option.",
    "text": "Loosen the rule, let something earlier make it hold, or delete the paragraph.",
    "quotation": "Loosen the rule, let something earlier make it hold, or quote it elsewhere.",
    "judgement": "Loosen its rule or tighten those above it, or delete the wording.",
}


def _hangs_on(program: Program, met: _Met, claim: Claim) -> str:
    """Return what a claim follows from, if something else that is dead is the cause."""
    scene = program.layout.scenes[claim.at]
    if claim.kind == "scene":
        return _shut(program, met, claim.at)
    if not met.scene(scene):
        return f"Its scene, {scene}, cannot be reached."
    if claim.option is not None and claim.kind != "option":
        option = f"{scene}/{program.place(claim.at).turns[claim.option].id}"
        return "" if met.option(option) else f"Its option, {option}, is never open."
    return ""


def _shut(program: Program, met: _Met, scene: int) -> str:
    """Return which dead things alone lead to a scene; nothing if a thing that can be reached should."""
    dead = []
    for lead in _leads(program, scene):
        if lead.alive(met):
            return ""
        dead.append(lead.via)
    shown = ", ".join(dead[:3]) + (" …" if len(dead) > 3 else "")
    return f"Only {shown} leads there, which cannot be reached." if dead else ""


def _untaken(program: Program, met: _Met, scene: int) -> str:
    """Say why the ways to a scene are never taken, though what they start from can be reached."""
    for lead in _leads(program, scene):
        if lead.alive(met):
            if lead.result:
                return f"It is come to only if the vote in {lead.scene} is {lead.result}, which it never is."
            if lead.rule is not None:
                return f"The way to it from {lead.via} is never taken; its rule:  {spelled(lead.rule)}"
            return f"From {lead.via} another way, above the one to it, is always taken."
    return ""


@dataclass(frozen=True, slots=True)
class _Lead:
    """One way to a scene: from which scene, by which option or result, and if what holds."""

    scene: str
    via: str
    rule: Rule | None
    result: str = ""

    def alive(self, met: _Met) -> bool:
        return met.scene(self.scene) and (self.via == self.scene or met.option(self.via))


def _leads(program: Program, scene: int) -> Iterator[_Lead]:
    """Yield the ways that lead to a scene."""
    target = program.layout.scenes[scene]
    for name, record in program.pack.files.scenes.items():
        at = str(name)
        exits: list[tuple[str, str, list[Way]]] = [(at, "", record.goto)]
        exits += [(f"{at}/{choice.id}", "", choice.goto) for choice in record.choices]
        if record.chance:
            exits += [(f"{at}/{branch.id}", "", branch.goto) for branch in record.chance.of]
        if record.doors:
            exits.append((at, "", record.doors.then))
            yield from (_Lead(at, f"{at}/{door.to}", None) for door in record.doors.of if door.to == target)
        if record.vote:
            for result in RESULTS[1:]:
                outcome = getattr(record.vote, result)
                exits.append((at, result, outcome.goto if outcome else []))
        for via, result, ways in exits:
            yield from (_Lead(at, via, way.condition, result) for way in ways if way.to == target)


# -- no way out ------------------------------------------------------------------------------------


def _stuck(proof: Proof, program: Program) -> Iterator[Fault]:
    told = set()
    for role, proved in proof.roles.items():
        for path in proved.endless:
            at = _follow(program, role, path)
            if at in told:
                continue
            told.add(at)
            scene = program.layout.scenes[at]
            mark = next(name.mark for name in proof.pack.files.scenes if name == scene)
            yield Fault(
                STUCK,
                f"scene {scene}",
                str(mark),
                "From there on no ending can be reached, whatever is chosen.",
                "Give one of the choices there, or of those they lead to, a way on to an ending.",
                path=path,
            )


def _follow(program: Program, role: str, path: tuple[str, ...]) -> int:
    """Return the scene in which a path leaves the player."""
    state = program.begin(role)
    for name in path:
        state = program.take(state, program.place(state[SCENE]).numbered(name))
    return state[SCENE]


# -- goals -----------------------------------------------------------------------------------------


def _goals(proof: Proof) -> Iterator[Fault]:
    for role, proved in proof.roles.items():
        for name, goal in proof.pack.role(role).goals.items():
            yield from _goal(proved, str(name), str(goal.text), str(goal.mark))


def _goal(proved: RoleProof, goal: str, text: str, place: str) -> Iterator[Fault]:
    found = (proved.figures.dooms or {}).get(goal)
    named = f"goal {goal}"
    aims = [aim for aim in proved.aims if aim.claim.name == goal and aim.claim.kind == GOAL]
    if aims and all(aim.word == "unreachable" for aim in aims):
        yield Fault(
            GOAL_TROUBLE,
            named,
            place,
            f"“{text}” can never be met.",
            "Loosen its  met:  rule, or give the player a path on which it comes to hold.",
        )
    for aim in proved.aims:
        if aim.claim.name == goal and aim.claim.kind == LOST_GOAL and aim.word == "reachable":
            yield Fault(
                GOAL_TROUBLE,
                named,
                place,
                f"“{text}” can be lost and met at one and the same ending.",
                "Let its  met:  and its  lost:  rule exclude each other.",
                path=aim.path,
            )
            break
    if found is None or found.never:
        return
    if found.early is not None:
        where, path = proved.figures.steps[found.early]
        yield Fault(
            GOAL_TROUBLE,
            named,
            where,
            f"A text with  tells: {goal}  can be read while the goal can still be met.",
            "Tighten the text's rule, or take  tells:  off it.",
            path=path,
        )
    if found.most > 4 and found.worst is not None:
        long = "for ever" if found.most == inf else f"for {found.most:.0f} more decisions"
        where, path = proved.figures.steps[found.worst]
        untold = "may not be told" if found.most < inf else "may never be told"
        yield Fault(
            GOAL_TROUBLE,
            named,
            where,
            f"Here “{text}” can become impossible, and the player {untold} {long}.",
            f"Put  tells: {goal}  on a text that is read soon after, at most 4 decisions on.",
            path=path,
        )


# -- options and votes that change nothing ---------------------------------------------------------


def _dominated(proof: Proof) -> Iterator[Fault]:
    for role, proved in proof.roles.items():
        who = proof.pack.role_name(role)
        for decision in proved.decisions:
            for worse, better in decision.dominated:
                yield Fault(
                    DOMINATED,
                    f"{decision.scene}/{worse}",
                    str(_mark_of(proof, decision.scene, worse)),
                    f"does no more than {better} ({who}).",
                    "With either, every ending is as likely, and no goal gains by the first. "
                    "Let it win something that the other does not.",
                )


def _mark_of(proof: Proof, scene: str, option: str) -> Mark:
    return next(choice.mark for choice in at(proof.pack.files.scenes, scene).choices if choice.id == option)


_LEFT = "If players should be able to change that, give a bloc a reason to; if history was so, leave it."


def _one_sided(proof: Proof) -> Iterator[Fault]:
    met = _Met(proof)
    for kind, name, place in met.dead:
        claim = met.claims[kind, name, place]
        scene = name.rpartition(" in ")[2]
        if claim.kind == "result" and met.scene(scene):
            vote, result = name.removesuffix(f" in {scene}").rsplit(" ", 1)
            yield Fault(ONE_SIDED, f"{vote}, in {scene},", place, f"is never {result}.", _LEFT)
