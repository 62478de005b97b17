"""Options, doors and texts whose rule can never hold where they stand, by plain dataflow.

For every scene the flags, facts, votes and roles that *may* be so on some way to it are gathered, and
those that may *not* be so; ways are joined, rules on the way are ignored. That is an over-approximation: what it
calls impossible is impossible, and it finds less than the proof does (Nielson, Nielson and Hankin,
*Principles of Program Analysis*, 1999, ch. 2). Moods, issues and counters are left out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..diagnostics import Mark, Word
from ..model import Branch, Choice, Effects, Scene, Way
from ..rules import All, Not, Rule, Test, tests_of
from .desk import Desk

_RESULTS = ("carried", "lost", "tied")
MOST_LOOKED = 100_000
"""How many scenes behind doors are looked at, each once for every set of doors; beyond that nothing is said."""


class May(NamedTuple):
    """Which variables may be so, and which may not be so: one bit for each."""

    true: int
    false: int

    def joined(self, other: May) -> May:
        return May(self.true | other.true, self.false | other.false)

    def after(self, true: int, false: int) -> May:
        """Return what may be so once some variables have been made so, and others not so."""
        return May((self.true & ~false) | true, (self.false & ~true) | false)


class TooMuch(Exception):
    """So many ways lie behind so many doors that following them would take long."""


class _Edge(NamedTuple):
    to: str
    true: int
    false: int


def premises(desk: Desk) -> None:
    flow = _Flow(desk)
    try:
        states = flow.run()
    except TooMuch:
        return
    seen_endings: dict[str, May] = {}
    for scene_id, scene in desk.scenes.items():
        state = states.get(str(scene_id))
        if state is None:
            continue
        inside = flow.entered(scene, state)
        if scene.ending:
            known = seen_endings.get(str(scene.ending))
            seen_endings[str(scene.ending)] = inside.joined(known) if known else inside
        for choice in scene.choices:
            flow.look(choice.condition, inside, choice.mark, "This choice", "chosen")
        hub = states.get(_hub(scene_id), inside)
        for door in scene.doors.of if scene.doors else []:
            flow.look(door.condition, hub, door.mark, "This door", "opened")
        for block in scene.text:
            flow.look(block.condition, inside, block.mark, "This text", "read")
    for ending_id, state in seen_endings.items():
        for block in desk.pack.files.endings[Word(ending_id, desk.pack.manifest.mark)].text:
            flow.look(block.condition, state, block.mark, "This text", "read")


def _hub(scene_id: str) -> str:
    """Name the place a player comes back to between doors."""
    return f"{scene_id}\0doors"


class _Flow:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.bits: dict[str, int] = {}
        self.looked = 0
        self.changed: set[str] = set()
        """Flags and facts that something sets; a rule that reads another one is told as V830."""
        for record in desk.records:
            if isinstance(record, Effects):
                self.changed.update(f"flag.{name}" for name in (*record.flag, *record.unflag))
                self.changed.update(f"knows.{name}" for name in record.learn)

    def bit(self, name: str) -> int:
        return self.bits.setdefault(name, 1 << len(self.bits))

    def run(self) -> dict[str, May]:
        """Return what may be so on entering every scene that is reached."""
        files = self.desk.pack.files
        edges = {
            str(scene_id): [*self._edges(str(scene_id), scene)]
            for scene_id, scene in self.desk.scenes.items()
        }
        self._way_back(edges)
        begins = [(role, self._effects(role.begins)) for role in files.roles.values()]
        roles = {str(role_id): self.bit(f"role.{role_id}") for role_id in files.roles}
        everything = sum(roles.values())
        for name in [*(f"flag.{flag}" for flag in files.flags), *(f"knows.{fact}" for fact in files.facts)]:
            self.bit(name)
        for name in files.votes:
            for result in _RESULTS:
                self.bit(f"vote.{name} {result}")
        unheld = sum(self.bit(f"vote.{name} not-held") for name in files.votes)
        nothing = (1 << len(self.bits)) - 1
        states: dict[str, May] = {}
        todo: list[str] = []

        def reach(to: str, state: May) -> None:
            known = states.get(to)
            joined = state if known is None else known.joined(state)
            if joined != known:
                states[to] = joined
                todo.append(to)

        for (role, (true, false)), (_, own) in zip(begins, roles.items(), strict=True):
            state = May(0, nothing).after(own | unheld, everything & ~own)
            reach(str(role.start), state.after(true, false))
        while todo:
            at = todo.pop()
            state = states[at]
            scene = self.desk.scenes.get(Word(at, self.desk.pack.manifest.mark))
            inside = self.entered(scene, state) if scene else state
            for edge in edges.get(at, ()):
                reach(edge.to, inside.after(edge.true, edge.false))
        return states

    def entered(self, scene: Scene, state: May) -> May:
        return state.after(*self._effects(scene))

    def _effects(self, effects: Effects | None) -> tuple[int, int]:
        if effects is None:
            return 0, 0
        true = sum(self.bit(f"flag.{name}") for name in {*effects.flag})
        true |= sum(self.bit(f"knows.{name}") for name in {*effects.learn})
        return true, sum(self.bit(f"flag.{name}") for name in {*effects.unflag})

    def _edges(self, at: str, scene: Scene) -> Iterator[_Edge]:
        def lead(ways: Iterable[Way], true: int = 0, false: int = 0) -> Iterator[_Edge]:
            for way in ways:
                yield _Edge(f"{at}\0back" if way.to == "back" else str(way.to), true, false)

        yield from lead(scene.goto)
        several: list[Choice | Branch] = [*scene.choices, *(scene.chance.of if scene.chance else [])]
        for leading in several:
            yield from lead(leading.goto, *self._effects(leading))
        if scene.doors:
            yield _Edge(_hub(at), 0, 0)
        if scene.vote:
            vote = scene.vote
            for result, outcome in (
                ("carried", vote.carried),
                ("lost", vote.lost),
                ("tied", vote.tied or vote.lost),
            ):
                true, false = self._effects(outcome)
                others = sum(
                    self.bit(f"vote.{vote.hold} {r}") for r in (*_RESULTS, "not-held") if r != result
                )
                yield from lead(outcome.goto, true | self.bit(f"vote.{vote.hold} {result}"), false | others)

    def _way_back(self, edges: dict[str, list[_Edge]]) -> None:
        """Add the places between doors, and lead every “back” to each of them it may belong to."""
        for scene_id, scene in self.desk.scenes.items():
            if scene.doors is None:
                continue
            hub = _hub(scene_id)
            behind = [str(door.to) for door in scene.doors.of]
            edges[hub] = [_Edge(to, 0, 0) for to in (*behind, *(str(way.to) for way in scene.doors.then))]
            seen: set[str] = set()
            while behind:
                at = behind.pop()
                if at in seen or at not in edges:
                    continue
                seen.add(at)
                self.looked += 1
                if self.looked > MOST_LOOKED:
                    raise TooMuch
                for edge in edges[at].copy():
                    if edge.to == f"{at}\0back":
                        edges[at].append(_Edge(hub, edge.true, edge.false))
                    elif "\0" not in edge.to:
                        behind.append(edge.to)

    def look(self, rule: Rule | None, state: May, mark: Mark, what: str, done: str) -> None:
        if rule is None or any(self._told(test) for test in tests_of(rule)) or self._can(rule, state)[0]:
            return
        at = tests_of(rule)[0].name.mark
        self.desk.report.add(
            "V833",
            at if at.source is mark.source else mark,
            f"{what} can never be {done}: on no way to it can its “if” hold.",
            "Change the rule, or let a choice on the way here make it true.",
        )

    def _told(self, test: Test) -> bool:
        return test.kind in ("flag", "knows") and f"{test.kind}.{test.name}" not in self.changed

    def _can(self, rule: Rule, state: May) -> tuple[bool, bool]:
        """Return whether a rule may hold, and whether it may not."""
        if isinstance(rule, Test):
            return self._test(rule, state)
        if isinstance(rule, Not):
            true, false = self._can(rule.part, state)
            return false, true
        parts = [self._can(part, state) for part in rule.parts]
        if isinstance(rule, All):
            return all(true for true, _ in parts), any(false for _, false in parts)
        return any(true for true, _ in parts), all(false for _, false in parts)

    def _test(self, test: Test, state: May) -> tuple[bool, bool]:
        if test.kind in ("flag", "knows"):
            bit = self.bit(f"{test.kind}.{test.name}")
        elif test.kind == "role":
            bit = self.bit(f"role.{test.value}")
        elif test.kind == "vote":
            bit = self.bit(f"vote.{test.name} {test.value}")
        else:
            return True, True
        true, false = bool(state.true & bit), bool(state.false & bit)
        return (false, true) if test.op == "is not" else (true, false)
