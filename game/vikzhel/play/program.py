"""A story compiled: scenes by index, guards as functions, effects as small tuples.

``open`` and ``take`` are the whole of the game: which options a state has, and the state after one.
Both are pure. Given a list, ``take`` also writes down what happened as events; without one it builds
none, so a search and a screen run the same code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..story.records import at
from ..story.rules import RESULTS, mood_value
from .events import Event
from .layout import HUB, SCENE, TAKEN, Layout, State
from .predicates import Predicate, predicate
from .telling import Teller
from .votes import Ballot

if TYPE_CHECKING:
    from ..story import model
    from ..story.packs import Pack
    from ..story.rules import Rule

BACK = -1
Log = list[Event]
Ways = tuple[tuple[Predicate | None, int], ...]
Effect = tuple[int, int, int | None, int, int]
"""A variable's index, the step it moves by, the value it is set to (or None), and its bounds."""


class Turn:
    """One thing that can be taken in a scene: a choice, a door, a draw or the holding of a vote."""

    __slots__ = ("condition", "door", "effects", "id", "index", "kind", "once", "record", "ways", "weight")

    def __init__(self, index: int, kind: str, name: str, record: Any) -> None:
        self.index = index
        self.kind = kind
        self.id = name
        self.record = record
        self.condition: Rule | None = getattr(record, "condition", None)
        """Of a choice or a door: the rule that opens it."""
        self.effects: tuple[Effect, ...] = ()
        self.ways: Ways = ()
        self.once: int | None = None
        self.door = 0
        self.weight = 1


class Place:
    """A scene compiled: what happens on entering, and what can be taken there."""

    __slots__ = (
        "always",
        "ballot",
        "effects",
        "ending",
        "fallbacks",
        "guards",
        "index",
        "name",
        "outcomes",
        "pick",
        "scene",
        "turns",
        "visits",
        "ways",
    )

    def __init__(self, index: int, name: str, scene: model.Scene) -> None:
        self.index = index
        self.name = name
        self.scene = scene
        self.effects: tuple[Effect, ...] = ()
        self.visits: int | None = None
        self.turns: list[Turn] = []
        self.guards: list[tuple[int, Predicate | None]] = []
        self.fallbacks: list[tuple[int, Predicate | None]] = []
        self.always: tuple[int, ...] | None = None
        self.ways: Ways = ()
        self.pick = 0
        self.ballot: Ballot | None = None
        self.outcomes: dict[str, tuple[model.Outcome, tuple[Effect, ...], Ways]] = {}
        self.ending = ""

    def numbered(self, name: str) -> int:
        """Return the number, among all that can be taken here, of what has an id; −1 if nothing has."""
        return next((turn.index for turn in self.turns if turn.id == name), -1)


class Program:
    """A pack compiled for play. Scenes are compiled when first entered, so starting is quick."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.layout = Layout(pack)
        self._scenes = list(pack.files.scenes.values())
        self._places: list[Place | None] = [None] * len(self._scenes)
        self._ballots: dict[str, Ballot] = {}
        self.teller = Teller(pack, self.layout)

    # -- compiling -----------------------------------------------------------------------------

    def place(self, index: int) -> Place:
        """Return a scene compiled, compiling it now if it has not been."""
        return self._places[index] or self._compile(index)

    def ballot(self, vote: str) -> Ballot:
        """Return a vote ready to be held."""
        if vote not in self._ballots:
            self._ballots[vote] = Ballot(vote, at(self.pack.files.votes, vote), self.pack, self.layout)
        return self._ballots[vote]

    def _compile(self, index: int) -> Place:
        scene, layout = self._scenes[index], self.layout
        place = Place(index, layout.scenes[index], scene)
        place.effects = self.effects(scene)
        seen = layout.get("seen", place.name)
        place.visits = seen.index if seen else None
        place.ending = str(scene.ending or "")
        place.ways = self._ways(scene.goto)
        for number, choice in enumerate(scene.choices):
            turn = self._turn(place, number, "choice", str(choice.id), choice)
            if choice.once:
                turn.once = layout["once", f"{place.name}/{choice.id}"].index
            guard = predicate(choice.condition, layout, once=turn.once)
            (place.fallbacks if choice.fallback else place.guards).append((number, guard))
        if scene.doors:
            place.pick = scene.doors.pick
            place.ways = self._ways(scene.doors.then)
            for number, door in enumerate(scene.doors.of):
                turn = Turn(number, "door", str(door.to), door)
                turn.door = 1 << number
                turn.ways = ((None, layout.scene_index[str(door.to)]),)
                place.turns.append(turn)
                place.guards.append((number, predicate(door.condition, layout)))
        for number, branch in enumerate(scene.chance.of if scene.chance else []):
            turn = self._turn(place, number, "draw", str(branch.id), branch)
            turn.weight = branch.weight
            place.guards.append((number, None))
        if scene.vote:
            place.ballot = self.ballot(str(scene.vote.hold))
            tied = scene.vote.tied or scene.vote.lost
            for result, then in zip(RESULTS[1:], (scene.vote.carried, scene.vote.lost, tied), strict=True):
                place.outcomes[result] = (then, self.effects(then), self._ways(then.goto))
            if scene.vote.predict is not None:
                place.turns.append(Turn(0, "vote", str(scene.vote.hold), scene.vote))
                place.guards.append((0, None))
        if not place.pick and not place.fallbacks and all(guard is None for _, guard in place.guards):
            place.always = tuple(number for number, _ in place.guards)
        self._places[index] = place
        return place

    def _turn(
        self, place: Place, number: int, kind: str, name: str, record: model.Choice | model.Branch
    ) -> Turn:
        turn = Turn(number, kind, name, record)
        turn.effects = self.effects(record)
        turn.ways = self._ways(record.goto)
        place.turns.append(turn)
        return turn

    def _ways(self, ways: list[model.Way]) -> Ways:
        index = self.layout.scene_index
        return tuple(
            (predicate(way.condition, self.layout), BACK if way.to == "back" else index[str(way.to)])
            for way in ways
        )

    def effects(self, record: model.Effects) -> tuple[Effect, ...]:
        """Return what a record changes, in the order moods, table, counters, flags, facts."""
        layout = self.layout
        found: list[Effect] = []
        for kind, changes in (("mood", record.mood), ("table", record.table), ("count", record.count)):
            for name, change in changes.items():
                variable = layout[kind, str(name)]
                to = change.change.to
                value: int | None = None
                if to is not None:
                    if kind == "mood":
                        value = mood_value(to)
                    elif kind == "table":
                        value = layout.positions[str(name)].index(str(to))
                    else:
                        value = int(to)
                found.append((variable.index, change.change.by, value, variable.least, variable.most))
        for kind, names, value in (
            ("flag", record.flag, 1),
            ("flag", record.unflag, 0),
            ("knows", record.learn, 1),
        ):
            found += [(layout[kind, str(name)].index, 0, value, 0, 1) for name in names]
        return tuple(found)

    # -- playing -------------------------------------------------------------------------------

    def begin(self, role: str, log: Log | None = None, passed: list[State] | None = None) -> State:
        """Return the state in which a role begins; ``KeyError`` if there is no such role.

        ``log`` takes down what is told, ``passed`` the state on entering each scene on the way.
        """
        record = self.pack.role(role)
        start = self.layout.scene_index[str(record.start)]
        s = self.layout.first_state(role, start)
        if record.begins is not None:
            self._affect(self.effects(record.begins), record.begins, s, None)
        self._settle(s, *self._arrive(s, start, log, passed), log, passed)
        return tuple(s)

    def open(self, state: Sequence[int]) -> Sequence[int]:
        """Return the numbers of what can be taken now; nothing at an ending."""
        place = self._places[state[SCENE]] or self._compile(state[SCENE])
        if place.always is not None:
            return place.always
        if place.pick:
            taken = state[TAKEN]
            return [k for k, holds in place.guards if not taken >> k & 1 and (holds is None or holds(state))]
        found = [k for k, holds in place.guards if holds is None or holds(state)]
        return found or [k for k, holds in place.fallbacks if holds is None or holds(state)]

    def take(
        self,
        state: Sequence[int],
        number: int,
        log: Log | None = None,
        passed: list[State] | None = None,
    ) -> State:
        """Return the state after taking what ``open`` numbered so; nothing checks that it is open.

        ``log`` takes down what is told, ``passed`` the state on entering each scene on the way.
        """
        s = list(state)
        place = self._places[s[SCENE]] or self._compile(s[SCENE])
        turn = place.turns[number]
        if log is not None:
            self.teller.chosen(place, turn, s, log)
        if turn.kind == "vote":
            self._settle(s, place, self._hold(s, place, log), log, passed)
            return tuple(s)
        if turn.effects:
            self._affect(turn.effects, turn.record, s, log)
        if turn.once is not None:
            s[turn.once] = 1
        if turn.door:
            s[TAKEN] |= turn.door
            self._settle(s, *self._arrive(s, turn.ways[0][1], log, passed), log, passed)
        else:
            self._settle(s, place, turn.ways, log, passed)
        return tuple(s)

    def _hold(self, s: list[int], place: Place, log: Log | None) -> Ways:
        """Hold the place's vote; return where its result leads."""
        assert place.ballot is not None
        assert place.scene.vote is not None
        if log is not None:
            log.append(place.ballot.explain(s, str(place.scene.vote.seen or "room")))
            self.teller.held(place, s)
        result = place.ballot.hold(s)[0]
        s[place.ballot.variable.index] = RESULTS.index(result)
        record, effects, ways = place.outcomes[result]
        if effects:
            self._affect(effects, record, s, log)
        return ways

    def _settle(
        self, s: list[int], place: Place, ways: Ways | None, log: Log | None, passed: list[State] | None
    ) -> None:
        """Leave by the first way that holds, and flow on until something waits or the week is over."""
        while ways is not None:
            if place.visits is not None and s[place.visits] < 2:
                s[place.visits] += 1
            for holds, target in ways:
                if holds is None or holds(s):
                    to = target
                    break
            if log is not None:
                self.teller.left(place, ways, s)
            place, ways = self._arrive(s, to, log, passed)
        if log is not None:
            self.teller.waiting(place, s, self.open(s), log)

    def _arrive(
        self, s: list[int], to: int, log: Log | None, passed: list[State] | None
    ) -> tuple[Place, Ways | None]:
        """Enter a scene (or come back to the doors); return it and where it leads if it does not wait."""
        again = to == BACK
        if again:
            to = s[HUB] - 1
        place = self._places[to] or self._compile(to)
        s[SCENE] = to
        if not again:
            if log is None:
                self._affect(place.effects, place.scene, s, None)
            else:
                # The text reads the state after the effects, but is told before them: cause, then change.
                changes: Log = []
                self._affect(place.effects, place.scene, s, changes)
                self.teller.entered(place, log, again=False)
                self.teller.text(place, s, log)
                log += changes
            if passed is not None:
                passed.append(tuple(s))
        if place.pick:
            if not again:
                s[HUB], s[TAKEN] = place.index + 1, 0
            if s[TAKEN].bit_count() < place.pick and self.open(s):
                if log is not None and again:
                    self.teller.entered(place, log, again=True)
                return place, None
            s[HUB] = s[TAKEN] = 0
            return place, place.ways
        if place.ballot is not None and not place.turns:
            return place, self._hold(s, place, log)
        return place, place.ways or None

    def _affect(
        self, effects: tuple[Effect, ...], record: model.Effects, s: list[int], log: Log | None
    ) -> None:
        """Apply effects one by one, writing down each if there is a log."""
        for effect in effects:
            index, by, to, least, most = effect
            before = s[index]
            if to is not None:
                after = to
            else:
                after = before + by
                after = least if after < least else most if after > most else after
            s[index] = after
            if log is not None:
                self.teller.changed(record, effect, before, after, log)
