"""Things that are read and never change, change and are never read, or are declared and never touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..diagnostics import Word
from ..evidence import Quotation
from ..model import Bloc, Effects, Reading, Vote
from ..resolve import rules_of
from ..rules import tests_of
from .desk import Desk


@dataclass
class Uses:
    """Which ids of one kind are asked for by rules, weighed in votes, and changed."""

    asked: dict[str, Word] = field(default_factory=dict)
    weighed: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)


_KINDS = {"flag": "flag", "knows": "fact", "count": "counter", "mood": "mood", "table": "issue"}
_NOUNS = {
    "flag": ("the flag", "Nothing ever sets", "flag: {}"),
    "fact": ("the fact", "Nobody ever learns", "learn: {}"),
    "counter": ("the counter", "Nothing ever counts", "count: {{{}: +1}}"),
    "mood": ("the mood of", "Nothing ever moves", "mood: {{{}: +1}}"),
    "issue": ("the issue", "Nothing ever changes", "table: {{{}: +1}}"),
}
_RULES = {
    "flag": "flag.{}",
    "fact": "knows.{}",
    "counter": "count.{} at least 1",
    "mood": "mood.{} at least open",
    "issue": "table.{} is …",
}


def variables(desk: Desk) -> None:
    files = desk.pack.files
    uses = _uses(desk)
    tables: dict[str, Iterable[Word]] = {
        "flag": files.flags,
        "fact": files.facts,
        "counter": files.counters,
        "mood": files.moods,
        "issue": files.table,
    }
    for kind, declared in tables.items():
        noun, nothing, effect = _NOUNS[kind]
        use = uses[kind]
        for name in declared:
            read, changed = name in use.asked or name in use.weighed, name in use.changed
            if read and not changed:
                if name in use.asked:  # An issue that only votes weigh may lie as it lay.
                    desk.report.add(
                        "V830",
                        use.asked[name].mark,
                        f"{nothing} {noun} “{name}”, so this always has the same answer.",
                        f"Let a choice or a scene change it:  {effect.format(name)}",
                    )
            elif changed and not read:
                desk.report.add(
                    "V831",
                    name.mark,
                    f"Things change {noun} “{name}”, and no rule and no vote ever asks for it.",
                    f"Let something depend on it, for example  if: {_RULES[kind].format(name)}",
                )
            elif not changed:
                desk.report.add(
                    "V832",
                    name.mark,
                    f"Nothing changes {noun} “{name}” and nothing reads it.",
                    "Delete it, or use it.",
                )


def _uses(desk: Desk) -> dict[str, Uses]:
    uses: dict[str, Uses] = defaultdict(Uses)
    for rule in rules_of(desk.pack):
        for test in tests_of(rule):
            if test.kind in _KINDS:
                uses[_KINDS[test.kind]].asked.setdefault(str(test.name), test.name)
    for record in desk.records:
        if isinstance(record, Effects):
            uses["flag"].changed.update(map(str, (*record.flag, *record.unflag)))
            uses["fact"].changed.update(map(str, record.learn))
            uses["counter"].changed.update(map(str, record.count))
            uses["mood"].changed.update(map(str, record.mood))
            uses["issue"].changed.update(map(str, record.table))
        elif isinstance(record, Bloc):
            uses["issue"].weighed.update(map(str, (*record.points, *record.never)))
            if record.mood is not None:
                uses["mood"].weighed.add(str(record.mood))
        elif isinstance(record, Vote):
            texts = [record.on] if record.on else []
            if record.between:
                texts += [record.between.a.on, record.between.b.on]
            for text in texts:
                uses["issue"].weighed.update(map(str, text))
    for name, fact in desk.pack.files.facts.items():
        if fact.reveals:
            uses["fact"].weighed.add(str(name))
    return uses


def sources(desk: Desk) -> None:
    used: set[str] = set()
    for record in desk.records:
        if isinstance(record, Quotation):
            used.update(map(str, filter(None, (record.source, record.as_quoted_in))))
        elif isinstance(record, Reading):
            used.add(str(record.source))
    for name in desk.pack.files.sources:
        if name not in used:
            desk.report.add(
                "V834",
                name.mark,
                f"The pack brings the source “{name}”, and nothing is quoted from it.",
                "Quote it, give a historian's reading from it, or delete it.",
            )
