"""Story tests: named paths through a pack and what must be so on them, as ``tests.yaml`` holds them.

The file is read by the machinery of the pack's own files, so its mistakes are told in the same words.
Its records are laid beside the pack's: ids and rules in them are looked up as the story's own are, and
a program compiled from both keeps every variable that an expectation reads.
"""

from __future__ import annotations

import os
import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from .dataclass import dataclass
from .decoding import LARGEST_FILE, decode
from .diagnostics import Mark, Report, Source, Word, listed
from .fields import ListOf, Record, TableOf, key
from .folder import TESTS
from .kinds import MISSING, Id, Kind, OneOf, Prose, Reading, Ref, RuleText, Schema
from .model import Node
from .nodes import Node as Typed
from .nodes import Scalar
from .packs import Pack
from .parsing import parse
from .resolve import look_up, rules_below
from .rules import Rule
from .tables import PackFile

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_PATH = 500


@dataclass(kw_only=True, slots=True)
class Claim(Node):
    """A rule that must hold, and the rule as it was typed."""

    condition: Rule
    text: str


class _ClaimKind(Record):
    """A rule on a line of its own. It is a record so that its ids are looked up like any rule's."""

    def __init__(self) -> None:
        super().__init__(Claim, RuleText.wants, many="rules")
        self.sample = RuleText.sample

    def read(self, node: Typed, reading: Reading, what: str) -> Any:
        rule = RuleText().read(node, reading, what)
        if rule is MISSING or not isinstance(node, Scalar):
            return MISSING
        return Claim(mark=node.mark, condition=rule, text=" ".join(node.value.split()))

    def schema(self, shared: Schema) -> Schema:
        return RuleText().schema(shared)


@dataclass(kw_only=True, slots=True)
class Figures(Node):
    """The figures of one count: for, against, abstaining."""

    votes: tuple[int, int, int]

    def __str__(self) -> str:
        return "-".join(map(str, self.votes))


class FiguresKind(Kind):
    """The figures of a count, as minutes give them: 5-1-3."""

    wants = "votes for, against and abstaining, such as 5-1-3"
    sample = "5-1-3"
    written = re.compile("([0-9]{1,4})-([0-9]{1,4})-([0-9]{1,4})")

    def value(self, scalar: Scalar, reading: Reading, what: str) -> Any:
        found = self.written.fullmatch(scalar.value)
        if found:
            votes = int(found[1]), int(found[2]), int(found[3])
            return Figures(mark=scalar.mark, votes=votes)
        result = scalar.value in ("carried", "lost", "tied", "not-held")
        reading.report.add(
            "V306",
            scalar.mark,
            f"“{what}” should be {self.wants}, and “{scalar.value}” is not.",
            f"A result without figures is a rule: write it under “rules:” as  vote.{what} is {scalar.value}"
            if result
            else f"For example:  {what}: {self.sample}",
        )
        return MISSING

    def schema(self, shared: Schema) -> Schema:
        return {"type": "string", "pattern": f"^{self.written.pattern}$"}


IDS = ListOf(Id(), lone=True)


@dataclass(kw_only=True, slots=True)
class Expectation(Node):
    """What must be so at one moment of a path."""

    scene: Word | None = key(Ref("scene"), "the scene the story is in")
    ending: Word | None = key(Ref("ending"), "the ending it has come to")
    votes: dict[Word, Figures] = key(
        TableOf(FiguresKind(), keys=Ref("vote"), least=1), "how counts came out: for, against, abstaining"
    )
    goals: dict[Word, Word] = key(
        TableOf(OneOf("met", "lost", "open"), keys=Ref("goal"), least=1),
        "what became of his goals at the end",
    )
    rules: list[Claim] = key(ListOf(_ClaimKind(), lone=True), "rules that must hold")
    offered: list[Word] = key(IDS, "ids of what can be taken")
    locked: list[Word] = key(IDS, "ids of what is shown but cannot be taken")
    hidden: list[Word] = key(IDS, "ids of what the scene has but does not show")
    told: list[Word] = key(
        ListOf(Prose(), lone=True), "words the player has read: after this step, or anywhere on the path"
    )


EXPECT = Record(Expectation, "the keys of what is expected, such as scene, ending, votes or rules")


@dataclass(kw_only=True, slots=True)
class Taken(Node):
    """One step of a path: the id of what is taken, and what must be so straight after it."""

    take: Word = key(Id(), "the id of what is taken", need=True)
    expect: Expectation | None = key(EXPECT, "what must be so after this step", need=True)


@dataclass(kw_only=True, slots=True)
class Trial(Node):
    """A story test: who is played, what he takes, and what must be so at the end of it."""

    about: Word | None = key(Prose(), "what the test is there for")
    role: Word = key(Ref("role"), "who is played", need=True)
    path: list[Taken] = key(
        ListOf(
            Record(Taken, "the id of what is taken", short="take", many="ids of what is taken"),
            most=LONGEST_PATH,
        ),
        "what is taken, in order",
    )
    expect: Expectation | None = key(EXPECT, "what must be so at the end of the path")


class _ByName(TableOf):
    """Tests by name. Nothing need stand there yet: a file is begun before its first test is written or recorded."""

    def read(self, node: Typed, reading: Reading, what: str) -> Any:
        empty = isinstance(node, Scalar) and node.absent and not node.hole
        return {} if empty else super().read(node, reading, what)

    def schema(self, shared: Schema) -> Schema:
        return {**super().schema(shared), "type": ["object", "null"]}


_BY_NAME = _ByName(Record(Trial, "a test with its keys"))


@dataclass(kw_only=True, slots=True)
class TrialsFile(Node):
    """The top-level key of ``tests.yaml``."""

    tests: dict[Word, Trial] = key(_BY_NAME, "the tests by name", need=True)


@dataclass(kw_only=True, slots=True)
class Tried(PackFile):
    """A pack's files with its story tests among them."""

    tests: dict[Word, Trial] = key(_BY_NAME, "story tests")


def read_trials(
    pack: Pack, data: bytes | None = None, *, report: Report | None = None, pure: bool = False
) -> tuple[Pack, dict[Word, Trial], Report]:
    """Read a pack's tests; ``data`` stands for the bytes of a ``tests.yaml`` not yet written.

    Return the pack with the tests laid beside its files, the tests by name (none without a file),
    and a report of what is wrong with them: ``report`` with more in it, if that of the pack is given. While the
    pack itself must be mended, no id is looked up: one that names nothing may well be the same mistake once more.
    """
    report = report or Report()
    sound = not report.fatal
    reading = Reading(report, pack.names)
    name = f"{pack.folder.name or pack.folder.absolute().name}/{TESTS}"
    path = pack.folder / TESTS
    if data is None:
        data = _bytes_of(path, pack.folder, name, report)
    node = None
    if data is not None:
        source = decode(data, name, report)
        source.path = str(path)
        node = parse(source, report, pure=pure)
    read = Record(TrialsFile, "a file of tests").read(node, reading, TESTS) if node is not None else MISSING
    tests: dict[Word, Trial] = {} if read is MISSING else read.tests
    files = Tried(**{field.name: getattr(pack.files, field.name) for field in fields(PackFile)}, tests=tests)
    tried = replace(pack, files=files)
    if sound:
        look_up(tried, reading, rules_below(tests))
        for trial in tests.values():
            _check_goals(pack, trial, report)
    return tried, tests, report


def _bytes_of(path: Path, folder: Path, name: str, report: Report) -> bytes | None:
    """Return what is in the file of tests, or ``None`` if there is no such file."""
    try:
        if not path.is_symlink() and not path.exists():
            return None
        if path.resolve().is_relative_to(folder.resolve()):
            with path.open("rb") as stream:
                return stream.read(LARGEST_FILE + 1)
        message = "This file is a link to a place outside the pack's folder."
        hint = "Copy the file itself into the folder."
    except (OSError, RuntimeError) as error:
        message = f"This file cannot be read: {os.strerror(getattr(error, 'errno', None) or 0)}."
        hint = "Check whether you may open it."
    report.add("V109", Mark(Source(name, ""), 0, 0), message, hint)
    return None


def _check_goals(pack: Pack, trial: Trial, report: Report) -> None:
    """Report goals that somebody has, but not the man who is played."""
    role = pack.files.roles.get(trial.role)
    everyone = {goal for other in pack.files.roles.values() for goal in other.goals}
    if role is None:
        return
    for expect in (trial.expect, *(taken.expect for taken in trial.path)):
        for goal in expect.goals if expect is not None else ():
            if goal in everyone and goal not in role.goals:
                report.add(
                    "V501",
                    goal.mark,
                    f"“{goal}” is not a goal of “{trial.role}”.",
                    f"His goals are: {listed(role.goals)}." if role.goals else "He has none.",
                )
