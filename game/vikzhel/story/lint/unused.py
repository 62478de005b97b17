"""Variables that are read and never change, or change and are never read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..diagnostics import Word
from ..model import Effects, Holding
from ..negotiation import Bloc, Vote
from ..resolve import rules_of
from ..rules import tests_of
from .desk import Desk


@dataclass
class Uses:
    """Which ids of one kind are asked for by rules, weighed in votes, and changed."""

    asked: dict[str, Word] = field(default_factory=dict)
    weighed: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)


_KINDS = {
    "flag": "flag",
    "knows": "fact",
    "count": "counter",
    "mood": "mood",
    "table": "issue",
    "vote": "vote",
}
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
    uses = uses_of(desk)
    tables: dict[str, Iterable[Word]] = {
        "flag": files.flags,
        "fact": files.facts,
        "counter": files.counters,
        "mood": files.moods,
        "issue": files.table,
    }
    for vote, asked in uses["vote"].asked.items():
        if vote not in uses["vote"].changed:
            desk.report.add(
                "V830",
                asked.mark,
                f"The vote “{vote}” is never held, so this always has the same answer.",
                f"Let a scene hold it:  vote: {{hold: {vote}, carried: …, lost: …}}",
            )
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


def uses_of(desk: Desk) -> dict[str, Uses]:
    """Return for each kind of variable, and for votes, what is asked for, weighed and changed."""
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
        elif isinstance(record, Holding):
            uses["vote"].changed.add(str(record.hold))
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
