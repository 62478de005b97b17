"""What may be so where, by plain dataflow over flags, facts, votes, roles and scenes seen.

For every scene the variables that *may* be so on some way to it are gathered, and those that may *not* be so. A
rule on the way takes away what cannot be after it, as far as it is one condition or several joined by “and”;
where ways meet they are joined. Whole rules can be watched in the same way, so that “one or the other” is not lost
where the ways of the one and of the other meet. That is an over-approximation: what it calls impossible is impossible, and it
finds less than the proof does (Nielson, Nielson and Hankin, *Principles of Program Analysis*, 1999, ch. 2). Moods,
issues and counters are left out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from heapq import heappop, heappush
from itertools import product
from typing import NamedTuple

from ..model import Branch, Choice, Effects, Outcome, Scene, Way
from ..resolve import rules_of
from ..rules import RESULTS, All, Any, Not, Rule, Test, tests_of
from .desk import MOST_CASES, Desk

MOST_LOOKED = 100_000
"""How many scenes behind doors are looked at, each once for every set of doors; beyond that nothing is said."""


Case = dict[tuple[str, str], str]
"""The value of every variable that some rules read, by its kind and name."""


class May(NamedTuple):
    """Which variables may be so, and which may not be so: one bit for each."""

    true: int
    false: int

    def joined(self, other: May) -> May:
        return May(self.true | other.true, self.false | other.false)

    def made(self, true: int, false: int) -> May:
        """Return what may be so once some variables have been made so, and others not so."""
        return May((self.true & ~false) | true, (self.false & ~true) | false)


class TooMuch(Exception):
    """So many ways lie behind so many doors that following them would take long."""


class _Edge(NamedTuple):
    to: str
    given: Rule | None = None
    """What holds before the effects of going this way."""
    true: int = 0
    false: int = 0
    then: Sequence[tuple[Rule, bool]] = ()
    """Rules that hold, or do not hold, after the effects."""


def hub_of(scene_id: str) -> str:
    """Name the place a player comes back to between doors."""
    return f"{scene_id}\0doors"


class Flow:
    """The dataflow of one pack. Raises ``TooMuch`` for one with far too many doors."""

    def __init__(self, desk: Desk, watched: Iterable[Rule] = ()) -> None:
        self.desk = desk
        files = desk.pack.files
        self._ran: dict[str, dict[str, May]] = {}
        self._read: dict[int, int] = {}
        self._compiled: dict[int, tuple[Rule, _Can]] = {}
        self._bits: dict[str, int] = {}
        self._together: dict[str, int] = {}
        """For a vote, and for the role: all its values, of which one holds at a time."""
        for name in [*(f"flag.{flag}" for flag in files.flags), *(f"knows.{fact}" for fact in files.facts)]:
            self._add(name)
        for vote in files.votes:
            self._together[f"vote.{vote}"] = sum(self._add(f"vote.{vote} {result}") for result in RESULTS)
        self._together["role.role"] = sum(self._add(f"role.role {role}") for role in files.roles)
        for rule in rules_of(desk.pack):
            for test in tests_of(rule):
                if test.kind == "seen":
                    self._add(f"seen.{test.name}")
        self._watched = [
            (
                rule,
                self._add(f"watched {number}"),
                sum({self.bit(test) for test in tests_of(rule)}),
                _is_positive(rule),
            )
            for number, rule in enumerate(watched)
        ]
        self._entering = {str(at): self._effects(scene) for at, scene in desk.scenes.items()}
        """What entering a scene makes so, and not so."""
        self._edges = {str(at): [*self._leading(str(at), scene)] for at, scene in desk.scenes.items()}
        self._way_back()

    def _add(self, name: str) -> int:
        return self._bits.setdefault(name, 1 << len(self._bits))

    @cached_property
    def _order(self) -> dict[str, int]:
        """The scenes numbered so that each comes before what it leads to, but for the way back of a loop."""
        order: dict[str, int] = {}
        done: set[str] = set()
        for role in self.desk.pack.files.roles.values():
            way = [str(role.start)]
            while way:
                at = way[-1]
                ahead = [] if at in done else [e.to for e in self._edges.get(at, ()) if e.to not in done]
                done.add(at)
                if ahead:
                    way += ahead
                else:
                    way.pop()
                    order.setdefault(at, -len(order))
        return order

    def bit_of(self, name: str) -> int:
        """Return the bit of a variable by its name, such as ``flag.late`` or ``vote.cc-names carried``."""
        return self._bits[name]

    def bit(self, test: Test) -> int:
        """Return the bit that a comparison reads; 0 if it reads something that is left out here."""
        known = self._read.get(id(test))
        if known is None:
            known = self._read[id(test)] = self._looked_up(test)
        return known

    def _looked_up(self, test: Test) -> int:
        if test.kind in ("flag", "knows") or (
            test.kind == "seen" and (test.op, test.value) == ("at least", "1")
        ):
            return self._bits[f"{test.kind}.{test.name}"]
        if test.kind in ("vote", "role"):
            return self._bits[f"{test.kind}.{test.name} {test.value}"]
        return 0

    def run(self, only: str = "") -> dict[str, May]:
        """Return what may be so on entering every scene that is reached, by one role only or by all."""
        if only not in self._ran:
            self._ran[only] = self._run(only)
        return self._ran[only]

    def _run(self, only: str) -> dict[str, May]:
        nothing = (1 << len(self._bits)) - 1
        unheld = sum(self._bits[f"vote.{name} not-held"] for name in self.desk.pack.files.votes)
        states: dict[str, May] = {}
        order = self._order
        todo: list[tuple[int, str]] = []
        """A heap: a scene is looked at once all that lies before it has been, so nearly always once."""
        due: set[str] = set()

        def reach(to: str, state: May) -> None:
            if (state.true | state.false) != nothing:
                return  # Something would be neither so nor not so: nobody comes this way.
            known = states.get(to)
            joined = state if known is None else known.joined(state)
            if joined != known:
                states[to] = joined
                if to not in due:
                    due.add(to)
                    heappush(todo, (order.get(to, 0), to))

        for role_id, role in self.desk.pack.files.roles.items():
            if not only or role_id == only:
                own = self._bits[f"role.role {role_id}"] | unheld
                first = May(0, nothing).made(own, 0).made(*self._effects(role.begins))
                reach(str(role.start), self._watch(first))
        while todo:
            _, at = heappop(todo)
            due.discard(at)
            state = states[at]
            inside = self._made(state, *self._entering.get(at, (0, 0)))
            for edge in self._edges.get(at, ()):
                if edge.given is not None and not self.either(edge.given, inside)[0]:
                    continue
                after = self._made(self.narrowed(inside, edge.given), edge.true, edge.false)
                for rule, holds in edge.then:
                    if not self.either(rule, after)[0 if holds else 1]:
                        break
                    after = self.narrowed(after, rule, holds)
                else:
                    reach(edge.to, after)
        return states

    def entered(self, scene: Scene, state: May) -> May:
        """Return what may be so once a scene has been entered, when its text is read."""
        return self._made(state, *self._effects(scene))

    def after(self, effects: Effects, state: May) -> May:
        """Return what may be so after some effects."""
        return self._made(state, *self._effects(effects))

    def cases(self, state: May, rules: Sequence[Rule], role: str = "") -> list[Case] | None:
        """Return all that may be so in a state of what some rules read; ``None`` if that is too much to go through.

        Each variable is taken by itself. With ``role`` it is that man who plays.
        """
        tests = {(test.kind, str(test.name)): test for rule in rules for test in tests_of(rule)}
        domains: list[list[str]] = []
        count = 1
        for test in tests.values():
            values = self.desk.values(test)
            if test.kind == "role" and role:
                values = [role]
            elif test.kind in ("vote", "role"):
                bits = {value: self._bits[f"{test.kind}.{test.name} {value}"] for value in values}
                values = [value for value in values if state.true & bits[value]]
            elif test.kind in ("flag", "knows", "seen"):
                bit = self._bits[f"{test.kind}.{test.name}"]
                values = [value for value in values if (state.false if value == "0" else state.true) & bit]
            domains.append(values)
            count *= len(values)
            if count * len(tests) > MOST_CASES:
                return None
        return [dict(zip(tests, values, strict=True)) for values in product(*domains)]

    def holds(self, rule: Rule, case: Case) -> bool:
        """Return whether a rule holds in a case."""
        return self.desk.judged(rule, case)

    def can_hold(self, rule: Rule, state: May) -> bool:
        """Return whether a rule may hold in a state, its parts taken together."""
        if not self.either(rule, state)[0]:
            return False
        cases = self.cases(state, [rule])
        return cases is None or any(self.holds(rule, case) for case in cases)

    def either(self, rule: Rule, state: May) -> tuple[bool, bool]:
        """Return whether a rule may hold in a state, and whether it may not."""
        known = self._compiled.get(id(rule))
        if known is None:
            known = self._compiled[id(rule)] = rule, _compiled(rule, self.bit)
        return known[1](*state)

    def sure(self, rule: Rule, state: May) -> tuple[bool, bool]:
        """Return whether a watched rule is sure to hold in a state, and whether it is sure not to."""
        bit = next(bit for watched, bit, *_ in self._watched if watched is rule)
        return not state.false & bit, not state.true & bit

    def _made(self, state: May, true: int, false: int) -> May:
        """Return a state after effects, with what becomes of the watched rules."""
        if not true | false:
            return state
        after = state.made(true, false)
        for rule, bit, reads, positive in self._watched:
            if (true | false) & reads:
                may, may_not = self.either(rule, after)
                # What is asked for without “not” stays so while things only become so.
                stays = positive and not false & reads and not state.false & bit
                after = _with(after, bit, may, may_not and not stays)
        return after

    def _watch(self, state: May) -> May:
        """Return a state with what can be seen of the watched rules in it."""
        for rule, bit, *_ in self._watched:
            state = _with(state, bit, *self.either(rule, state))
        return state

    def narrowed(self, state: May, rule: Rule | None, holds: bool = True) -> May:
        """Return what may be so where a rule is known to hold, or not to."""
        if rule is None:
            return state
        if isinstance(rule, Not):
            return self.narrowed(state, rule.part, not holds)
        if isinstance(rule, All if holds else Any):
            for part in rule.parts:
                state = self.narrowed(state, part, holds)
            return state
        if not isinstance(rule, Test) or not self.bit(rule):
            return state
        bit = self.bit(rule)
        if (rule.op == "is not") == holds:
            return May(state.true & ~bit, state.false)
        others = self._together.get(f"{rule.kind}.{rule.name}", bit) & ~bit
        return May(state.true & ~others, state.false & ~bit)

    def _effects(self, effects: Effects | None) -> tuple[int, int]:
        if effects is None or not (effects.flag or effects.unflag or effects.learn):
            return 0, 0
        false = {*map(str, effects.unflag)}  # They come last: a flag that is set and cleared is cleared.
        true = {str(name) for name in effects.flag} - false
        facts = {str(name) for name in effects.learn}
        return (
            sum(self._bits[f"flag.{name}"] for name in true)
            | sum(self._bits[f"knows.{name}"] for name in facts),
            sum(self._bits[f"flag.{name}"] for name in false),
        )

    def _leading(self, at: str, scene: Scene) -> Iterator[_Edge]:
        seen = self._bits.get(f"seen.{at}", 0)
        yield from self._lead(at, scene.goto, None, seen)
        several: list[Choice | Branch] = [*scene.choices, *(scene.chance.of if scene.chance else [])]
        for item in several:
            given = item.condition if isinstance(item, Choice) else None
            true, false = self._effects(item)
            yield from self._lead(at, item.goto, given, true | seen, false)
        if scene.doors:
            yield _Edge(hub_of(at))
        if scene.vote:
            vote = scene.vote
            outcomes: list[Outcome] = [vote.carried, vote.lost, vote.tied or vote.lost]
            for result, outcome in zip(RESULTS[1:], outcomes, strict=True):
                true, false = self._effects(outcome)
                so = self._bits[f"vote.{vote.hold} {result}"]
                others = self._together[f"vote.{vote.hold}"] & ~so
                yield from self._lead(at, outcome.goto, None, true | so | seen, false | others)

    @staticmethod
    def _lead(
        at: str, ways: Iterable[Way], given: Rule | None = None, true: int = 0, false: int = 0
    ) -> Iterator[_Edge]:
        passed: list[tuple[Rule, bool]] = []
        for way in ways:
            holds = [] if way.condition is None else [(way.condition, True)]
            to = f"{at}\0back" if way.to == "back" else str(way.to)
            yield _Edge(to, given, true, false, (*passed, *holds))
            if way.condition is None:
                return
            passed.append((way.condition, False))

    def _way_back(self) -> None:
        """Add the places between doors, and lead every “back” to each of them it may belong to."""
        edges = self._edges
        looked = 0
        for scene_id, scene in self.desk.scenes.items():
            if scene.doors is None:
                continue
            hub = hub_of(scene_id)
            behind = [str(door.to) for door in scene.doors.of]
            edges[hub] = [
                *(_Edge(str(door.to), door.condition) for door in scene.doors.of),
                *self._lead(hub, scene.doors.then, None, self._bits.get(f"seen.{scene_id}", 0)),
            ]
            seen: set[str] = set()
            while behind:
                at = behind.pop()
                if at in seen or at not in edges:
                    continue
                seen.add(at)
                looked += 1
                if looked > MOST_LOOKED:
                    raise TooMuch
                for edge in edges[at].copy():
                    if edge.to == f"{at}\0back":
                        edges[at].append(edge._replace(to=hub))
                    elif "\0" not in edge.to:
                        behind.append(edge.to)


def _with(state: May, bit: int, may: bool, may_not: bool) -> May:
    return May(
        state.true | bit if may else state.true & ~bit, state.false | bit if may_not else state.false & ~bit
    )


def _is_positive(rule: Rule) -> bool:
    """True if a rule can only come to hold, and never cease to, while things become so."""
    if isinstance(rule, Test):
        return rule.kind in ("flag", "knows")
    return not isinstance(rule, Not) and all(map(_is_positive, rule.parts))


_Can = Callable[[int, int], tuple[bool, bool]]
"""Says of what may be so and what may not be whether a rule may hold, and whether it may not."""


def _compiled(rule: Rule, bit_of: Callable[[Test], int]) -> _Can:
    """Return a rule as a function, as it is asked for again and again."""
    if isinstance(rule, Test):
        bit = bit_of(rule)
        if not bit:
            return lambda true, false: (True, True)
        if rule.op == "is not":
            return lambda true, false: (false & bit != 0, true & bit != 0)
        return lambda true, false: (true & bit != 0, false & bit != 0)
    if isinstance(rule, Not):
        part = _compiled(rule.part, bit_of)
        return lambda true, false: part(true, false)[::-1]
    parts = [_compiled(part, bit_of) for part in rule.parts]
    if isinstance(rule, All):

        def all_of(true: int, false: int) -> tuple[bool, bool]:
            found = [part(true, false) for part in parts]
            return all(may for may, _ in found), any(may_not for _, may_not in found)

        return all_of

    def any_of(true: int, false: int) -> tuple[bool, bool]:
        found = [part(true, false) for part in parts]
        return any(may for may, _ in found), all(may_not for _, may_not in found)

    return any_of
