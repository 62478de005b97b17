"""The variables of a story and where each stands in a state.

A state is a tuple of small ints. The first four places are the scene, the role, the doors hub
(0: none, else the scene's index + 1) and the doors taken there (a bit each); the declared variables
follow in the order of the files. Nothing else is state, so every story is finite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.dataclass import dataclass
from ..story.resolve import rules_of
from ..story.rules import RESULTS, mood_value, tests_of

if TYPE_CHECKING:
    from ..story.packs import Pack
    from ..story.rules import Test

State = tuple[int, ...]

SCENE, ROLE, HUB, TAKEN = 0, 1, 2, 3
DECLARED = 4
"""Where in a state the declared variables begin."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: where it stands, what values it can have (``least``..``most``), where it starts.

    ``kind`` is the word a rule uses for it (mood, table, flag, knows, count, vote, seen), or
    ``once`` for a choice that can be used up.
    """

    index: int
    kind: str
    name: str
    least: int
    most: int
    start: int


class Layout:
    """Gives every declared variable its place."""

    def __init__(self, pack: Pack) -> None:
        files = pack.files
        self.roles = tuple(map(str, files.roles))
        self.scenes = tuple(map(str, files.scenes))
        self.scene_index = {name: index for index, name in enumerate(self.scenes)}
        self.positions = {str(issue): tuple(map(str, files.table[issue].positions)) for issue in files.table}
        self.variables: list[Variable] = []
        self._place: dict[tuple[str, str], Variable] = {}
        for who, mood in files.moods.items():
            self._add("mood", who, -3, 3, mood_value(mood.start))
        for name, issue in files.table.items():
            places = self.positions[name]
            self._add("table", name, 0, len(places) - 1, places.index(issue.start))
        for flag in files.flags:
            self._add("flag", flag, 0, 1, 0)
        for fact in files.facts:
            self._add("knows", fact, 0, 1, 0)
        for name, counter in files.counters.items():
            self._add("count", name, counter.min, counter.max, counter.start)
        for vote in files.votes:
            self._add("vote", vote, 0, len(RESULTS) - 1, 0)
        tests = [test for rule in rules_of(pack) for test in tests_of(rule)]
        for scene in dict.fromkeys(str(test.name) for test in tests if test.kind == "seen"):
            self._add("seen", scene, 0, 2, 0)
        for at, scene_record in files.scenes.items():
            for choice in scene_record.choices:
                if choice.once:
                    self._add("once", f"{at}/{choice.id}", 0, 1, 0)

    def _add(self, kind: str, name: str, least: int, most: int, start: int) -> None:
        variable = Variable(DECLARED + len(self.variables), kind, str(name), least, most, start)
        self.variables.append(variable)
        self._place[kind, str(name)] = variable

    def __getitem__(self, place: tuple[str, str]) -> Variable:
        return self._place[place]

    def get(self, kind: str, name: str) -> Variable | None:
        """Return a variable, or ``None`` if nothing reads it."""
        return self._place.get((kind, name))

    def variable(self, index: int) -> Variable:
        """Return the variable that stands at a place of a state."""
        return self.variables[index - DECLARED]

    def first_state(self, role: str, scene: int) -> list[int]:
        """Return the values everything starts with, before a role's own beginnings."""
        return [scene, self.roles.index(role), 0, 0, *(v.start for v in self.variables)]

    def value_of(self, test: Test) -> int:
        """Return the number a rule's word stands for."""
        word = str(test.value)
        if test.kind == "mood":
            return mood_value(word)
        if test.kind == "table":
            return self.positions[test.name].index(word)
        if test.kind == "vote":
            return RESULTS.index(word)
        if test.kind == "role":
            return self.roles.index(word)
        return int(word)
