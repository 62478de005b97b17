"""What the checks share: the pack, the report, and how much of a text can stand on the screen at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, TypeVar

from ..diagnostics import Mark, Report, Word
from ..fields import ListOf, TableOf, field_table
from ..kinds import Prose
from ..nodes import Scalar
from ..routes import following
from ..rules import BANDS, RESULTS, All, Not, Rule, Test, tests_of
from ..text import words
from ..walk import records

if TYPE_CHECKING:
    from ..model import Block
    from ..packs import Pack
    from .flow import Flow

T = TypeVar("T")
_SMALL = re.compile(r"\b[^\W\d_A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]+\b")
MOST_CASES = 16_384
"""How many cases times rules are tried for texts that hang together."""
MOST_VALUES = 128
LONGEST_WORD = 8000
"""How many lines of a file one text is looked for in, at most."""


class Desk:
    """One pack on the desk of whoever checks it."""

    def __init__(self, pack: Pack, report: Report) -> None:
        self.pack = pack
        self.report = report
        self.scenes = pack.files.scenes
        self._judged: dict[int, tuple[Rule, Callable[[dict[tuple[str, str], str]], bool]]] = {}
        self._answers: dict[int, dict[str, bool]] = {}
        """By a comparison's ``id``: whether it holds for each value of its variable that was asked about."""

    @cached_property
    def records(self) -> list[Any]:
        """Every record of the pack's own files."""
        return records(self.pack.files)

    @cached_property
    def last_day(self) -> date | None:
        """The last day on which a scene of the pack is set."""
        days = [scene.when.day for scene in self.scenes.values() if scene.when]
        return max(days, default=None)

    @cached_property
    def flow(self) -> Flow | None:
        """What may be so where; ``None`` for a pack with far too many doors to tell."""
        from .flow import Flow, TooMuch

        goals = [goal for role in self.pack.files.roles.values() for goal in role.goals.values()]
        try:
            return Flow(self, [goal.lost for goal in goals if goal.lost is not None])
        except TooMuch:
            return None

    @cached_property
    def days(self) -> dict[str, set[date]]:
        """For each scene the days on which it may be set: its own, or those of the scenes that lead to it."""
        days: dict[str, set[date]] = {str(at): set() for at in self.scenes}
        after = following(self.scenes)
        todo = [(str(at), scene.when.day) for at, scene in self.scenes.items() if scene.when]
        dated = {at for at, _ in todo}
        while todo:
            at, day = todo.pop()
            if day not in days[at]:
                days[at].add(day)
                todo += [(to, day) for to in after[at] if to in days and to not in dated]
        return days

    def ends_on(self, ending: Word) -> set[date]:
        """Return the days on which the story may come to an ending; nothing if one of them is not known."""
        days = [self.days[str(at)] for at, scene in self.scenes.items() if scene.ending == ending]
        return set().union(*days) if all(days) else set()

    @cached_property
    def prose(self) -> list[Word]:
        """Every text of the author's own in the pack: what stands in the evidence is somebody else's."""
        return prose_of([self.pack.manifest, self.pack.files, *self.records])

    @cached_property
    def own_words(self) -> dict[str, int]:
        """How many words of narration and speech a player reads at most in each scene; quotations have their own limit."""
        return {
            str(scene_id): self.most(
                (block.condition, words(block.text or block.line or ""))
                for block in scene.text
                if block.quote is None
            )
            for scene_id, scene in self.scenes.items()
        }

    @cached_property
    def small_words(self) -> frozenset[str]:
        """Every word that stands somewhere in the author's texts in small letters."""
        return frozenset(word for text in self.prose for word in _SMALL.findall(text))

    def words_of(self, block: Block) -> Word | None:
        """Return what a block shows: narration, invented speech, or the words of a quotation."""
        if block.quote is not None:
            quotation = self.pack.evidence.quotes.get(block.quote)
            return quotation.text if quotation else None
        return block.text if block.text is not None else block.line

    def most(self, items: Iterable[tuple[Rule | None, int]]) -> int:
        """Return the largest sum of numbers whose rules can hold together.

        Every value of every variable is tried, each group of rules that share variables by itself. A
        group with too many cases counts as nothing: this may say too little, never too much.
        """
        total = 0
        groups: list[tuple[set[tuple[str, str]], list[tuple[Rule, int]]]] = []
        for rule, number in items:
            if rule is None:
                total += number
                continue
            names = {(test.kind, str(test.name)) for test in tests_of(rule)}
            joined = [group for group in groups if group[0] & names]
            groups = [group for group in groups if not group[0] & names]
            groups.append(
                (names.union(*(g[0] for g in joined)), [m for g in joined for m in g[1]] + [(rule, number)])
            )
        return total + sum(self._most_of(members) for _, members in groups)

    def _most_of(self, members: list[tuple[Rule, int]]) -> int:
        tests: dict[tuple[str, str], list[Test]] = {}
        for rule, _ in members:
            for test in tests_of(rule):
                tests.setdefault((test.kind, str(test.name)), []).append(test)
        ways: list[list[dict[int, bool]]] = []
        cases = 1
        for group in tests.values():
            if len(self.values(group[0])) > MOST_VALUES:
                return 0
            answers = {tuple(self.holds(test, value) for test in group) for value in self.values(group[0])}
            ways.append(
                [{id(test): told for test, told in zip(group, a, strict=True)} for a in sorted(answers)]
            )
            cases *= len(answers)
            if cases * len(members) > MOST_CASES:
                return 0
        best = 0
        counted = [(compiled(rule, _answer), number) for rule, number in members]
        for case in product(*ways):
            told = {key: value for part in case for key, value in part.items()}
            best = max(best, sum(number for holds, number in counted if holds(told)))
        return best

    def values(self, test: Test) -> list[str]:
        """Return every value that a test's variable can have, in order."""
        files = self.pack.files
        if test.kind == "mood":
            return [*BANDS]
        if test.kind == "table":
            return [*map(str, files.table[test.name].positions)]
        if test.kind == "vote":
            return [*RESULTS]
        if test.kind == "role":
            return [*map(str, files.roles)]
        if test.kind == "count":
            counter = files.counters[test.name]
            return [str(n) for n in range(counter.min, counter.max + 1)]
        return ["0", "1", "2"] if test.kind == "seen" else ["0", "1"]

    def holds(self, test: Test, value: str) -> bool:
        """Return whether a comparison holds for a value of its variable."""
        known = self._answers.setdefault(id(test), {})
        if value not in known:
            known[value] = self._holds(test, value)
        return known[value]

    def judged(self, rule: Rule, case: dict[tuple[str, str], str]) -> bool:
        """Return whether a rule holds, given the value of each variable that it reads by kind and name."""
        known = self._judged.get(id(rule))
        if known is None:
            known = self._judged[id(rule)] = rule, compiled(rule, self._asked)
        return known[1](case)

    def _asked(self, test: Test) -> Callable[[dict[tuple[str, str], str]], bool]:
        key = test.kind, str(test.name)
        answers = {value: self._holds(test, value) for value in self.values(test)}
        return lambda case: answers[case[key]]

    def _holds(self, test: Test, value: str) -> bool:
        values = self.values(test)
        at, wanted = values.index(value), values.index(str(test.value)) if str(test.value) in values else -1
        if test.op in ("is", "is not"):
            return (at == wanted) == (test.op == "is")
        return at >= wanted if test.op == "at least" else at <= wanted


def prose_of(things: Iterable[Any]) -> list[Word]:
    """Return the author's own texts in some records, in order."""
    found: list[Word] = []
    for record in things:
        if not record.__class__.__module__.endswith(".evidence"):
            for attr in _prose_of(record.__class__):
                value = getattr(record, attr)
                if isinstance(value, dict | list):
                    found += value.values() if isinstance(value, dict) else value
                elif value is not None:
                    found.append(value)
    return found


_FORMAL = ("authors", "licence", "version")


@cache
def _prose_of(record: type) -> tuple[str, ...]:
    """Return the attributes of a record that hold texts, or lists or tables of them."""
    kinds = {field.attr: field.kind for field in field_table(record).values()}
    return tuple(
        attr
        for attr, kind in kinds.items()
        if attr not in _FORMAL
        and isinstance(kind.item if isinstance(kind, ListOf | TableOf) else kind, Prose)
    )


def compiled(rule: Rule, test: Callable[[Test], Callable[[T], bool]]) -> Callable[[T], bool]:
    """Return a rule as a function of whatever the functions that ``test`` makes of its comparisons are given."""
    if isinstance(rule, Test):
        return test(rule)
    if isinstance(rule, Not):
        part = compiled(rule.part, test)
        return lambda given: not part(given)
    parts = [compiled(part, test) for part in rule.parts]
    of_them = all if isinstance(rule, All) else any
    return lambda given: of_them([part(given) for part in parts])


def _answer(test: Test) -> Callable[[dict[int, bool]], bool]:
    """Return what looks a comparison's answer up by its ``id``."""
    key = id(test)
    return lambda told: told[key]


def place_in(text: Word, offset: int, width: int) -> Mark:
    """Return where a stretch of a text stands in its file."""
    first = text.mark.source.line(text.mark.line)[text.mark.column : text.mark.column + 1]
    style = first if first in ("'", '"', "|", ">") else None
    scalar = Scalar(str(text), text.mark, style or None, text.mark.line + LONGEST_WORD, 0)
    return scalar.place(offset, width)
