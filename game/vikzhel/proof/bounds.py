"""What a step gives to read at least and at most, whatever the state: for stories too big to be walked.

Each text is bounded by its shortest and its longest reading, as far as its own rules allow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from ..play.predicates import predicate
from ..play.program import BACK, Place, Program
from ..story.rules import Test, tests_of
from ..story.text import words
from .truth import table_of

if TYPE_CHECKING:
    from ..play.predicates import Predicate
    from ..story import model
    from ..story.rules import Rule

MOST_READINGS = 4096
"""Past this many ways a text can read it is bounded paragraph by paragraph."""

Bounds = tuple[int, int, int, int]
"""Least and most words, least and most quotations."""
NOTHING: Bounds = (0, 0, 0, 0)


class Between:
    """Bounds on texts, worked out once for each scene, option and scene it leads to."""

    def __init__(self, program: Program, role: str) -> None:
        self.program = program
        self.layout = program.layout
        self.role = program.layout.roles.index(role)
        self.hubs = [
            at for at, scene in enumerate(program.pack.files.scenes.values()) if scene.doors is not None
        ]
        self.whole = cache(self._whole)
        self.onward = cache(self._onward)
        self.text = cache(self._text)

    def row(
        self, scene: int, options: Sequence[int], nexts: Sequence[tuple[int, tuple[int, ...]]]
    ) -> tuple[Bounds, ...]:
        """Bound what each option gives to read; ``nexts`` are the scenes led to, with what is open there."""
        return tuple(self.whole(scene, option, *to) for option, to in zip(options, nexts, strict=True))

    def _whole(self, scene: int, option: int, to: int, offered: tuple[int, ...]) -> Bounds:
        return _sum((self._step(scene, option, to), self._offer(to, offered)))

    def _step(self, scene: int, option: int, to: int) -> Bounds:
        place = self.program.place(scene)
        turn = place.turns[option]
        said = NOTHING
        if turn.kind == "draw":
            count = words(str(turn.record.text or ""))
            said = count, count, 0, 0
        elif turn.kind == "choice":
            said = self.blocks(turn.record.reply)
        starts = (
            [target for _, _, ways in place.outcomes.values() for _, target in ways]
            if turn.kind == "vote"
            else [target for _, target in turn.ways]
        )
        return _sum((said, _either([ways[to] for way in starts for ways in self._there(way) if to in ways])))

    def _there(self, target: int) -> list[dict[int, Bounds]]:
        """Return what leads on from a way's target; the doors of a hub come back to are not told again."""
        if target != BACK:
            return [self.onward(target)]
        found = []
        for hub in self.hubs:
            found.append({hub: NOTHING})
            found += [ways for _, way in self.program.place(hub).ways for ways in self._there(way)]
        return found

    def _onward(self, scene: int) -> dict[int, Bounds]:
        """Return where the story can wait once a scene is entered, with what is read until then."""
        place = self.program.place(scene)
        text = self.text(scene)
        found: dict[int, list[Bounds]] = {}
        targets: list[int] = []
        if place.ballot is not None and not place.turns:
            targets = [target for _, _, ways in place.outcomes.values() for _, target in ways]
        elif place.turns or place.ending:
            found[scene] = [text]
        if place.ways and not any(door.condition is None for door in self._doors(scene)):
            targets += [target for _, target in place.ways]
        for target in targets:
            for ways in self._there(target):
                for to, bounds in ways.items():
                    found.setdefault(to, []).append(_sum((text, bounds)))
        return {to: _either(several) for to, several in found.items()}

    def _doors(self, scene: int) -> list[model.Door]:
        doors = self.program.place(scene).scene.doors
        return doors.of if doors is not None else []

    def _text(self, scene: int) -> Bounds:
        return self.blocks(self.program.place(scene).scene.text)

    def _offer(self, scene: int, options: tuple[int, ...]) -> Bounds:
        """Bound what is read where the story waits: what is on offer, the question before a count, or the end."""
        place = self.program.place(scene)
        if place.ending:
            return self._end(place)
        asked = 0
        if place.ballot is not None and place.scene.vote is not None:
            asked = words(str(place.scene.vote.predict))
        low = high = asked
        for turn in place.turns:
            if turn.kind in ("draw", "vote"):
                continue
            text, locked = words(str(turn.record.text)), words(str(turn.record.locked or ""))
            if turn.index in options:
                low, high = low + text, high + text
            elif locked and not getattr(turn.record, "fallback", False):
                high += text + locked
                low += 0 if turn.once is not None or turn.kind == "door" else text + locked
        return low, high, 0, 0

    def _end(self, place: Place) -> Bounds:
        record = next(e for name, e in self.program.pack.files.endings.items() if name == place.ending)
        lines = [[words(str(wording.text)) for wording in wordings] for wordings in record.judgement.values()]
        judged = sum(map(min, lines)), sum(map(max, lines)), 0, 0
        return _sum((self.blocks([*record.text, *record.later]), judged))

    def blocks(self, blocks: Sequence[model.Block]) -> Bounds:
        """Bound paragraphs that stand together: no reading of them is shorter or longer."""
        counted = [(block.condition, *self._one(block)) for block in blocks]
        always = [(count, quoted) for rule, count, quoted in counted if rule is None]
        base = sum(count for count, _ in always), sum(quoted for _, quoted in always)
        sometimes = [(rule, count, quoted) for rule, count, quoted in counted if rule is not None]
        readings = self._readings([rule for rule, _, _ in sometimes])
        if readings is None:
            count, quoted = sum(c for _, c, _ in sometimes), sum(q for _, _, q in sometimes)
            return base[0], base[0] + count, base[1], base[1] + quoted
        counts = [sum(sometimes[n][1] for n in shown) for shown in readings]
        quotes = [sum(sometimes[n][2] for n in shown) for shown in readings]
        return base[0] + min(counts), base[0] + max(counts), base[1] + min(quotes), base[1] + max(quotes)

    def _one(self, block: model.Block) -> tuple[int, int]:
        if block.quote is not None:
            quotes = self.program.pack.evidence.quotes
            return words(str(next(q.text for name, q in quotes.items() if name == block.quote))), 1
        return words(str(block.text or block.line or "")), 0

    def _readings(self, rules: list[Rule]) -> set[tuple[int, ...]] | None:
        """Return which rules can hold together, as far as each variable by itself allows; ``None`` if too many."""
        tests: dict[int, list[Test]] = {}
        for rule in rules:
            for test in tests_of(rule):
                if test.kind != "role":
                    tests.setdefault(self.layout[test.kind, str(test.name)].index, []).append(test)
        domains = []
        size = 1
        for index, reading in tests.items():
            variable = self.layout.variables[index - 4]
            rows = zip(*(table_of(test, self.layout, variable) for test in reading), strict=True)
            told: dict[tuple[object, ...], int] = {}
            for value, row in enumerate(rows, variable.least):
                told.setdefault(row, value)
            domains.append(list(told.values()))
            size *= len(told)
        if size > MOST_READINGS:
            return None
        holds: list[Predicate | None] = [predicate(rule, self.layout) for rule in rules]
        state = self.layout.first_state(self.layout.roles[self.role], 0)
        found = set()
        for values in product(*domains):
            for index, value in zip(tests, values, strict=True):
                state[index] = value
            found.add(tuple(n for n, function in enumerate(holds) if function is None or function(state)))
        return found


def _sum(parts: Iterable[Bounds]) -> Bounds:
    a, b, c, d = zip(*parts, strict=True)
    return sum(a), sum(b), sum(c), sum(d)


def _either(several: list[Bounds]) -> Bounds:
    """Return bounds that hold whichever of several is read."""
    return (
        min(bounds[0] for bounds in several),
        max(bounds[1] for bounds in several),
        min(bounds[2] for bounds in several),
        max(bounds[3] for bounds in several),
    )
