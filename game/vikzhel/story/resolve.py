"""Looking up every id that a pack mentions, and checking that rules compare like with like."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import cache
from typing import TYPE_CHECKING

from .diagnostics import Report, Word, listed
from .folder import TESTS
from .kinds import Reading
from .rules import BANDS, RESULTS, All, Any, Not, Rule, Test, tests_of

if TYPE_CHECKING:
    from .packs import Pack


def resolve(pack: Pack, reading: Reading) -> None:
    """Report every id that names nothing, and every rule that compares with what cannot be."""
    look_up(pack, reading, rules_of(pack))
    _check_positions(pack, reading.report)
    _check_renamed(pack, reading.report)


def look_up(pack: Pack, reading: Reading, rules: Iterable[Rule]) -> None:
    """Report what a reading mentions and the pack does not have, and what in these rules cannot be."""
    known = known_ids(pack)
    unknown = _Unknown(known, reading.report)
    for kind, word in reading.mentions:
        if word not in known[kind]:
            unknown.add(kind, word)
    for rule in rules:
        for test in tests_of(rule):
            _check_test(pack, known, unknown, test)
    unknown.tell()


def known_ids(pack: Pack) -> dict[str, Container[str] | Iterable[str]]:
    """Return, for every kind of thing that can be mentioned, the ids there are."""
    files, base = pack.files, pack.evidence
    people = {*base.people, *files.people}
    bodies = {*base.bodies}
    goals = {goal for role in files.roles.values() for goal in role.goals}
    return {
        "scene": files.scenes,
        "role": files.roles,
        "person": people,
        "body": bodies,
        "person or body": people | bodies,
        "person, body or voice": people | bodies | {*base.voices},
        "mood": files.moods,
        "issue": files.table,
        "flag": files.flags,
        "fact": files.facts,
        "counter": files.counters,
        "bloc": files.blocs,
        "vote": files.votes,
        "ending": files.endings,
        "scene or ending": dict.fromkeys([*files.scenes, *files.endings]),
        "goal": goals,
        "bot or goal": goals | {*files.bots},
        "judgement": pack.manifest.judgements,
        "content note": pack.manifest.content,
        "quotation": base.quotes,
        "source": base.sources,
        "chronology entry": base.chronology,
        "chronology entry or quotation": {*base.chronology, *base.quotes},
    }


_DECLARE = {
    "quotation": "Add it under “quotes:” with its source, or write invented speech with “says:” and “line:”.",
    "flag": "Declare it under “flags:” with a few words on what it means.",
    "fact": "Declare it under “facts:” with the fact in words.",
    "counter": "Declare it under “counters:” with a label and a max.",
    "mood": "Declare it under “moods:”, for example  {0}: neutral",
    "issue": "Declare it under “table:” with a label and its positions.",
    "scene": "Add a scene of that name, or lead somewhere else.",
    "ending": "Add it under “endings:”.",
    "vote": "Declare it under “votes:”.",
    "bloc": "Declare it under “blocs:”.",
    "person or body": "Add it under “people:”, for example  {0}: {{name: A brakeman, invented: true}}",
    "content note": "Add it under “content:” in story.yaml.",
    "judgement": "Add it under “judgements:” in story.yaml.",
    "body": "Add it under “bodies:” with a name, and “checked: recall” if it rests on memory.",
    "bot or goal": "Declare it under “bots:”, for example  {0}: The bold one",
    "goal": "Goals stand under a role's “goals:”.",
}
_IN_EVIDENCE = ("person", "person or body", "body", "source", "quotation", "chronology entry")
_SHIPPED = (
    "If it is in the evidence base of the program, write  evidence: shipped  under “story:” in story.yaml."
)


class _Unknown:
    """Ids that name nothing, each told once however often it is mentioned."""

    def __init__(self, known: dict[str, Container[str] | Iterable[str]], report: Report) -> None:
        self.known = known
        self.report = report
        self.found: dict[str, list[tuple[str, Word]]] = {}

    def add(self, kind: str, word: Word) -> None:
        broken = self.report.broken
        if self.report.blind or word in broken or word.rpartition(":")[2] in broken:
            return  # It may stand in what could not be read.
        if kind in self.report.nameless:
            return  # It may be the name of what has none.
        if kind in ("scene", "role") and not self.known[kind]:
            return  # That there are none at all is told once.
        self.found.setdefault(str(word), []).append((kind, word))

    def tell(self) -> None:
        for mentions in self.found.values():
            mentions.sort(key=lambda mention: _place(mention[1]))
            (kind, word), others = mentions[0], mentions[1:]
            hint = self._hint(kind, word)
            if others:
                also = listed((str(other.mark) for _, other in others), 3)
                hint = f"{hint} The same id stands at {also}."
            message = f"There is no {kind} “{word}”."
            if kind == "quotation":
                message = (
                    f"There is no quotation “{word}” in the evidence base; "
                    "only quotations with a source can be shown."
                )
            self.report.add("V701" if kind == "quotation" else "V501", word.mark, message, hint)

    def _hint(self, kind: str, word: Word) -> str:
        options = self.known[kind]
        assert isinstance(options, Iterable)
        near = self.report.near(word, options)
        if near:
            return near
        in_story = not word.mark.source.name.endswith(f"/{TESTS}")  # a test is mended there, not the story
        declare = _DECLARE.get(kind, "").format(word) if in_story else ""
        if kind in _IN_EVIDENCE and not self.known["chronology entry"]:
            declare = f"{declare.rstrip('.')}. {_SHIPPED}" if declare else _SHIPPED
        there = listed(options)
        return declare or (f"There are: {there}." if there else "There are none.")


def _place(word: Word) -> tuple[str, int, int]:
    return word.mark.source.name, word.mark.line, word.mark.column


_TABLES = {
    "mood": "mood",
    "table": "issue",
    "flag": "flag",
    "knows": "fact",
    "vote": "vote",
    "seen": "scene",
    "count": "counter",
}


def _check_test(
    pack: Pack, known: dict[str, Container[str] | Iterable[str]], unknown: _Unknown, test: Test
) -> None:
    report = unknown.report
    if test.kind != "role":
        kind = _TABLES[test.kind]
        if test.name not in known[kind]:
            unknown.add(kind, test.name)
            return
    value = test.value
    allowed: Iterable[str]
    if test.kind == "mood":
        allowed, what = BANDS, "a band of mood"
    elif test.kind == "vote":
        allowed, what = RESULTS, "a vote's result"
    elif test.kind == "table":
        issue = pack.files.table[test.name]
        if report.doubtful(issue.mark, "positions"):
            return
        allowed, what = issue.positions, f"a position of “{test.name}”"
    elif test.kind == "role":
        allowed, what = pack.files.roles, "a role"
    else:
        _check_number(pack, report, test)
        return
    if value not in allowed and not _may_be(report, value, test.kind in ("table", "role")):
        report.add(
            "V407",
            value.mark,
            f"“{value}” is not {what}.",
            report.near(value, allowed, f"It can be: {listed(allowed)}."),
        )


def _may_be(report: Report, word: str, declared: bool = True) -> bool:
    """True if something could be declared in what was not read."""
    return declared and (report.blind or word in report.broken)


def _check_number(pack: Pack, report: Report, test: Test) -> None:
    if test.kind == "count":
        counter = pack.files.counters[test.name]
        least, most = counter.min, counter.max
    else:
        least, most = (0, 2) if test.kind == "seen" else (0, 1)
    if not test.value.isdecimal() or not least <= int(test.value) <= most:
        report.add(
            "V407",
            test.value.mark,
            f"“{test.kind}.{test.name}” is compared with a number from {least} to {most}, not with “{test.value}”.",
            f"For example:  {test.kind}.{test.name} at least {max(1, most - 1)}",
        )


@cache
def _holding_rules(record: type) -> tuple[str, ...]:
    return tuple(attr for attr in ("condition", "met", "lost") if hasattr(record, attr))


_RULES = (Test, Not, All, Any)


def rules_of(pack: Pack) -> list[Rule]:
    """Return every rule of a pack."""
    return rules_below(pack.files)


def rules_below(thing: object) -> list[Rule]:
    """Return every rule in the records below a thing."""
    from .walk import records

    found: list[Rule] = []
    for record in records(thing):
        for attr in _holding_rules(record.__class__):
            rule = getattr(record, attr)
            if isinstance(rule, _RULES):
                found.append(rule)
    return found


def _check_positions(pack: Pack, report: Report) -> None:
    """Check every mention of a position of an issue outside rules."""
    from .model import Effects
    from .negotiation import Bloc, Issue, Text, Vote
    from .walk import records

    issues = pack.files.table

    def check(issue: Word, position: Word) -> None:
        known = issues.get(issue)
        if known is None or position in known.positions or report.doubtful(known.mark, "positions"):
            return
        if not _may_be(report, position):
            report.add(
                "V407",
                position.mark,
                f"“{position}” is not a position of “{issue}”.",
                report.near(position, known.positions, f"Its positions are: {listed(known.positions)}."),
            )

    for record in records(pack.files):
        if isinstance(record, Issue):
            if record.start not in record.positions and not (
                _may_be(report, record.start) or report.doubtful(record.mark, "positions")
            ):
                report.add(
                    "V407",
                    record.start.mark,
                    f"The issue starts in “{record.start}”, which is not one of its positions.",
                    report.near(record.start, record.positions, f"They are: {listed(record.positions)}."),
                )
        elif isinstance(record, Bloc):
            for issue, points in record.points.items():
                for position in points:
                    check(issue, position)
            for issue, refused in record.never.items():
                for position in refused:
                    check(issue, position)
            for issue, reasons in record.reasons.items():
                for position in reasons:
                    check(issue, position)
        elif isinstance(record, Vote | Text):
            for issue, position in (record.on or {}).items():
                check(issue, position)
        elif isinstance(record, Effects):
            for issue, change in record.table.items():
                if change.change.to is not None:
                    check(issue, change.change.to)
            for name, count in record.count.items():
                counter, to = pack.files.counters.get(name), count.change.to
                if counter and to is not None and not counter.min <= int(to) <= counter.max:
                    report.add(
                        "V306",
                        to.mark,
                        f"“{name}” runs from {counter.min} to {counter.max}, so it cannot be set to {to}.",
                        f"Write “to {counter.max}” or less, or raise its “max”.",
                    )


def _check_renamed(pack: Pack, report: Report) -> None:
    """Check that old ids are gone and new ids are there."""
    scenes = pack.files.scenes
    choices = [f"{s}/{c.id}" for s, scene in scenes.items() for c in scene.choices]
    ids = {*scenes, *choices}
    for old, new in pack.manifest.renamed.items():
        if old in ids:
            report.add(
                "V503",
                old.mark,
                f"“{old}” still exists, so it cannot be the old name of something else.",
                "Delete this line, or rename the scene or choice.",
            )
        elif ("/" in old) != ("/" in new):
            report.add(
                "V503",
                new.mark,
                f"“{old}” and “{new}” are not of one kind.",
                "Write scene: scene, or scene/choice: scene/choice.",
            )
        elif new not in ids and not (report.blind or report.broken & {*new.split("/")}):
            report.add(
                "V503",
                new.mark,
                f"“{old}” is said to be called “{new}” now, but nothing is.",
                report.near(new, choices, "Write the scene's id, a stroke and the choice's id.")
                if "/" in new
                else report.near(new, scenes, "Write the id of a scene."),
            )
