"""The kinds of single value a story file may hold: text, ids, rules, numbers, days, changes."""

from __future__ import annotations

import re
from typing import Any, Protocol

from .dates import PARTS, day_in_words, looks_like_day, parse_day, parse_moment
from .diagnostics import Mark, Report, Word, did_you_mean
from .nodes import Node, Scalar, kind_of
from .rules import LONGEST, Rule, parse_rule
from .text import ODD_QUOTES

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
LONGEST_TEXT = 8000
Schema = dict[str, Any]
"""A JSON Schema, draft 7."""
TYPED = ["string", "number", "boolean"]
"""What an editor makes of a value without quotes: the reader takes 1917 and true for text where text is wanted."""
ANYTHING = r"\S"
"""The pattern of a text that is not empty."""
MISSING: Any = object()
"""What a kind returns when the value could not be read; the problem has been reported."""


class Names(Protocol):
    """What the ids in a branch stand for: its own things have the branch's id before theirs."""

    def full(self, kind: str, word: Word) -> Word:
        """Return the id that a mention of some kind of thing stands for."""

    def in_rule(self, rule: Rule) -> Rule:
        """Return a rule with the ids that those in it stand for."""


class Reading:
    """What one reading of a pack gathers: problems, and every id mentioned, to be looked up at the end."""

    def __init__(self, report: Report, names: Names | None = None) -> None:
        self.report = report
        self.names = names
        """Set while a branch is read."""
        self.mentions: list[tuple[str, Word]] = []
        self.holes = 0
        """How many holes have been met, where YAML could not read a value."""


class Kind:
    """A kind of value. ``wants`` completes the sentence “here should be …”.

    A kind that is one single value says in ``value`` what is made of it; lists and groups ``read`` whole nodes.
    """

    wants = "a value"
    many = ""
    """How several of them are called, if that can be said better than with ``wants``."""
    sample = ""
    """What could be typed behind a key."""
    how = ""
    """How it is typed, for what does not fit behind a key."""

    def read(self, node: Node, reading: Reading, what: str) -> Any:
        """Return what stands in a node; report what is wrong with it and return ``MISSING``."""
        if isinstance(node, Scalar) and not node.hole and not node.absent:
            return self.value(node, reading, what)
        return self.wrong(node, reading, what)

    def value(self, scalar: Scalar, reading: Reading, what: str) -> Any:
        raise NotImplementedError

    def schema(self, shared: Schema) -> Schema:
        """Say as JSON Schema what may stand here; records go into ``shared``, by name."""
        raise NotImplementedError

    def wrong(self, node: Node, reading: Reading, what: str) -> Any:
        """Report that a node is not of this kind."""
        if node.hole or (isinstance(node, Scalar) and node.absent and _cut_below(node)):
            reading.holes += 1
            return MISSING
        example = f"For example:  {what}: {self.sample}" if self.sample else self.how
        if not (isinstance(node, Scalar) and node.absent):
            reading.report.add(
                "V302", node.mark, f"“{what}” should be {self.wants}, but here is {kind_of(node)}.", example
            )
        elif not _taken_for_note(node, reading):
            reading.report.add(
                "V304", node.mark, f"“{what}” has nothing after it; here should be {self.wants}.", example
            )
        return MISSING


def _cut_below(node: Scalar) -> bool:
    """True if nothing stands behind a key because YAML could not read what stands below it."""
    return any(node.end_line < row <= node.end_line + 2 for row in node.mark.source.cut)


def _taken_for_note(node: Scalar, reading: Reading) -> bool:
    """Report a plain value that “ #” cuts short; False if nothing does."""
    source = node.mark.source
    line = source.line(node.end_line)
    rest = line[node.end_column :]
    note = rest.lstrip()
    column = node.end_column + len(rest) - len(note)
    if not note.startswith("#") or line[column - 1 : column] not in (" ", "\t"):
        return False
    shown = note.rstrip()
    reading.report.add(
        "V308",
        Mark(source, node.end_line, column, len(shown)),
        "The text is cut here: YAML takes what follows “#” for a note to yourself, not for the player.",
        "Put the whole text in quotes, or move your note to a line of its own.",
    )
    return True


class Prose(Kind):
    """Words for the player: one paragraph, with line breaks and runs of spaces folded into one.

    A quotation's are ``verbatim``: letter for letter.
    """

    wants = "text"
    many = "texts"

    def __init__(self, *, verbatim: bool = False, sample: str = "some words") -> None:
        self.verbatim = verbatim
        self.sample = sample

    def value(self, scalar: Scalar, reading: Reading, what: str) -> Any:
        if scalar.plain:
            line = scalar.mark.source.line(scalar.end_line)
            if len(line) > scalar.end_column and not line.isspace():
                _taken_for_note(scalar, reading)
        text = scalar.value.rstrip("\n") if self.verbatim else " ".join(scalar.value.split())
        if not text or text.isspace():
            empty = Scalar("", scalar.mark, None, scalar.end_line, scalar.end_column)
            return self.wrong(empty, reading, what)
        if len(text) > LONGEST_TEXT:
            reading.report.add(
                "V311",
                scalar.mark,
                f"This text has {len(text)} characters; {LONGEST_TEXT} is the most.",
                "Cut it into paragraphs, or into several scenes.",
            )
            return MISSING
        return Word(text, scalar.mark)

    def schema(self, shared: Schema) -> Schema:
        return {"type": TYPED, "pattern": ANYTHING, "maxLength": LONGEST_TEXT}


class Id(Kind):
    """An id that is being given: small letters, digits and hyphens."""

    wants = "an id"
    many = "ids"
    sample = "vote-truce"

    def value(self, scalar: Scalar, reading: Reading, what: str) -> Any:
        return read_id(scalar.word(), reading)

    def schema(self, shared: Schema) -> Schema:
        return {"type": TYPED, "pattern": f"^{ID.pattern}$"}


def read_id(word: Word, reading: Reading) -> Any:
    """Check the shape of an id; report and return ``MISSING`` if it cannot be one."""
    if ID.fullmatch(word):
        return word
    if word == "":
        return MISSING
    slug = re.sub(r"[^a-z0-9]+", "-", word[:200].lower()).strip("-")[:64].strip("-")
    quoted = word[0] in ODD_QUOTES
    several = [part.strip() for part in word.split(",")]
    reading.report.broken.add(slug)
    message = f"“{word}” cannot be an id: ids are small letters, digits and hyphens, at most 64."
    hint = f"Write  {slug}" if slug else "Give it a short name such as  vote-truce"
    if quoted:
        message = "These are a word processor's quote marks, which YAML does not know."
    elif len(several) > 1 and all(ID.fullmatch(part) for part in several):
        message = f"“{word}” cannot be one id; YAML takes a comma for a part of the text."
        hint = f"If several can stand here, put them in brackets:  [{', '.join(several)}]"
    reading.report.add("V309", word.mark, message, hint)
    return MISSING


_SAMPLES = {
    "scene": "the-next-scene",
    "role": "martov",
    "person or body": "martov",
    "person, body or voice": "martov",
    "body": "vikzhel",
    "vote": "cc-names",
    "source": "reed-ten-days",
}


class Ref(Kind):
    """The id of something that must exist: a scene, a person, a quotation …"""

    def __init__(self, to: str, *, also: tuple[str, ...] = ()) -> None:
        self.to = to
        self.also = also
        self.wants = f"the id of {'an' if to[0] in 'aeiou' else 'a'} {to}"
        self.many = f"ids, each of {'an' if to[0] in 'aeiou' else 'a'} {to}"
        self.sample = _SAMPLES.get(to, "")

    def value(self, scalar: Scalar, reading: Reading, what: str) -> Any:
        return self.mention(scalar.word(), reading)

    def mention(self, word: Word, reading: Reading) -> Any:
        if word in self.also:
            return word
        if not ID.fullmatch(word):
            if self.to == "quotation" and " " in word:
                reading.report.add(
                    "V309",
                    word.mark,
                    "Here stands a quotation's id, never its words: those stand under “quotes:”, with their source.",
                    "Give the words an entry under “quotes:” and write its id here; speech that you invent goes under "
                    "“says:” and “line:”.",
                )
                return MISSING
            return read_id(word, reading)
        if reading.names is not None:
            word = reading.names.full(self.to, word)
        reading.mentions.append((self.to, word))
        return word

    def schema(self, shared: Schema) -> Schema:
        return {"type": TYPED, "pattern": f"^{ID.pattern}$"}


class RuleText(Kind):
    """A rule, parsed; ids in it are looked up later."""

    wants = "a rule"
    sample = "mood.dan at least warm and not flag.pledged"

    def value(self, scalar: Scalar, reading: Reading, what: str) -> Any:
        rule = parse_rule(scalar.value, scalar.place, reading.report)
        if rule is None:
            return MISSING
        return rule if reading.names is None else reading.names.in_rule(rule)

    def schema(self, shared: Schema) -> Schema:
        return {"type": "string", "pattern": ANYTHING, "maxLength": LONGEST}


class Whole(Kind):
    """A whole number between bounds."""

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most
        self.wants = f"a whole number from {least} to {most}"
        self.sample = str(max(least, 1))

    def value(self, scalar: Scalar, reading: Reading, what: str) -> Any:
        number = re.fullmatch(r"[+-]?[0-9]{1,9}", scalar.value)
        if number and scalar.plain and self.least <= int(scalar.value) <= self.most:
            return int(scalar.value)
        reading.report.add(
            "V306",
            scalar.mark,
            f"“{what}” should be {self.wants}, and “{scalar.value}” is not."
            if scalar.plain or not number
            else f"“{what}” should be {self.wants}, and in quotes it is text.",
            "Take the quotes away."
            if number and not scalar.plain
            else f"For example:  {what}: {self.sample}",
        )
        return MISSING

    def schema(self, shared: Schema) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Figure(Kind):
    """A recorded number of votes, or the word that says why there is none."""

    wants = "a number of votes, or “unknown”, or “disputed”"
    sample = "unknown"

    def value(self, scalar: Scalar, reading: Reading, what: str) -> Any:
        if scalar.value in ("unknown", "disputed"):
            return scalar.word()
        if re.fullmatch(r"[0-9]{1,4}", scalar.value):
            return int(scalar.value)
        reading.report.add(
            "V306",
            scalar.mark,
            f"“{what}” should be {self.wants}, and “{scalar.value}” is not.",
            f"For example:  {what}: 14  or  {what}: unknown",
        )
        return MISSING

    def schema(self, shared: Schema) -> Schema:
        written = {"type": "string", "pattern": "^([0-9]{1,4}|unknown|disputed)$"}
        return {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 9999}, written]}


class Switch(Kind):
    """true or false."""

    wants = "true or false"
    sample = "true"

    def value(self, scalar: Scalar, reading: Reading, what: str) -> Any:
        if scalar.value in ("true", "false") and scalar.plain:
            return scalar.value == "true"
        yes = scalar.value.lower() in ("yes", "on", "y", "true")
        reading.report.add(
            "V306",
            scalar.mark,
            f"“{what}” is either true or false, in small letters and without quotes.",
            f"Write  {what}: {'true' if yes else 'false'}",
        )
        return MISSING

    def schema(self, shared: Schema) -> Schema:
        return {"type": "boolean"}


class OneOf(Kind):
    """One word out of a fixed few."""

    def __init__(self, *words: str) -> None:
        self.words = words
        self.wants = "one of " + ", ".join(words)
        self.sample = words[0]

    def value(self, scalar: Scalar, reading: Reading, what: str) -> Any:
        if scalar.value in self.words:
            return scalar.word()
        reading.report.add(
            "V305",
            scalar.mark,
            f"“{what}” cannot be “{scalar.value}”; it is {self.wants}.",
            did_you_mean(scalar.value, self.words, f"For example:  {what}: {self.sample}"),
        )
        return MISSING

    def schema(self, shared: Schema) -> Schema:
        plain = [word == "true" for word in self.words if word in ("true", "false")]
        return {"enum": [*self.words, *plain]}


class Grade(OneOf):
    """How far something is history. In a branch it may be simply invented."""

    def __init__(self) -> None:
        super().__init__("documented", "inferred", "counterfactual")
        self.in_branch = OneOf(*self.words, "invented")

    def read(self, node: Node, reading: Reading, what: str) -> Any:
        return (
            super().read(node, reading, what)
            if reading.names is None
            else self.in_branch.read(node, reading, what)
        )


class When(Kind):
    """A day Old Style, with an hour or a part of the day unless ``day_only``."""

    def __init__(self, *, day_only: bool = False) -> None:
        self.day_only = day_only
        self.wants = "a day" if day_only else "a day, with an hour or a part of the day"
        self.sample = "1917-10-29" if day_only else "1917-10-29 18:30"

    def value(self, scalar: Scalar, reading: Reading, what: str) -> Any:
        value = parse_day(scalar.value) if self.day_only else parse_moment(scalar.value)
        if value is not None:
            return value
        day, _, time = scalar.value.strip().partition(" ")
        parts = f", or the day and one of: {', '.join(PARTS)}"
        typed = day_in_words(scalar.value)
        hint = f"Write  1917-10-29{'' if self.day_only else '  or  1917-10-29 18:30' + parts}."
        if typed:
            hint = f"Write  {typed}"
        mark = scalar.mark
        if not looks_like_day(day):
            message = f"“{scalar.value}” is not written as {self.wants}: year, month and day with hyphens."
        elif parse_day(day) is None:
            message = f"There is no such day as {day}."
        elif self.day_only:
            message = f"Only a day can stand here, and “{time.strip()}” follows it."
        else:
            message = f"“{time.strip()}” is neither an hour nor a part of the day."
            mark = scalar.place(len(scalar.value) - len(time), len(time))
        reading.report.add("V307", mark, message, hint)
        return MISSING

    def schema(self, shared: Schema) -> Schema:
        time = f"( +({'|'.join(PARTS)}|([01]?[0-9]|2[0-3]):[0-5][0-9]))?"
        day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
        return {"type": "string", "pattern": f"^{day}{'' if self.day_only else time}$"}
