"""The rules language: one variable against one constant, joined by and, or, not and brackets.

    mood.dan at least warm and (table.truce is armistice or not flag.pledged)

A recursive-descent parser of our own, so that every mistake is named at its column and a hostile
file can do nothing: length and depth are capped, nothing is evaluated. The proof depends on rules
staying this small: no arithmetic, and no variable is ever compared with another.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .dataclass import dataclass
from .diagnostics import Mark, Report, Word, did_you_mean

LONGEST = 600
DEEPEST = 12

BANDS = ("hostile", "cold", "wary", "neutral", "open", "warm", "trusting")
"""The seven named bands of a mood, from −3 to +3."""

RESULTS = ("not-held", "carried", "lost", "tied")
"""What a vote can have come to; a vote nobody has held yet is ``not-held``."""

KINDS = ("mood", "table", "flag", "knows", "vote", "seen", "count", "role")
YES_OR_NO = ("flag", "knows", "seen")
ORDERED = ("mood", "table", "count", "seen")


def mood_value(band: str) -> int:
    """Return the number of a band, −3..+3."""
    return BANDS.index(band) - 3


def band_name(value: int) -> str:
    """Return the band of a mood −3..+3."""
    return BANDS[value + 3]


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison: ``kind`` and ``name`` say which variable, ``op`` how, ``value`` with what.

    ``op`` is ``is``, ``is not``, ``at least`` or ``at most``; flags, facts and bare ``seen`` test
    ``at least`` 1. ``value`` is the word as typed; what it means is settled when ids are resolved.
    """

    kind: str
    name: Word
    op: str
    value: Word


@dataclass(frozen=True, slots=True)
class Not:
    part: Rule


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Rule, ...]


Rule = Test | Not | All | Any


def tests_of(rule: Rule) -> list[Test]:
    """Return every comparison in a rule, left to right."""
    if isinstance(rule, Test):
        return [rule]
    if isinstance(rule, Not):
        return tests_of(rule.part)
    return [test for part in rule.parts for test in tests_of(part)]


class _RuleError(Exception):
    def __init__(self, code: str, column: int, width: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.column, self.width = code, column, width
        self.message, self.hint = message, hint


_TOKEN = re.compile(r"\s*(?:([()])|([A-Za-z0-9_+.\-]+)|(==|!=|<=|>=|&&|\|\||[<>=!&|])|(\S))")

_SIGNS = {
    "==": "is",
    "=": "is",
    "!=": "is not",
    ">=": "at least",
    "<=": "at most",
    ">": "at least",
    "<": "at most",
    "&&": "and",
    "&": "and",
    "||": "or",
    "|": "or",
    "!": "not",
}


Place = Callable[[int, int], Mark]
"""Says where a character of a rule, and how many after it, stand in a file."""


def parse_rule(text: str, place: Place, report: Report) -> Rule | None:
    """Parse a rule; on a mistake report it at its own column and return ``None``."""
    try:
        if len(text) > LONGEST:
            raise _RuleError(
                "V405",
                0,
                len(text),
                f"This rule is {len(text)} characters long; {LONGEST} is the most.",
                "Set a flag where the thing happens, and let the rule read the flag.",
            )
        return _Parser(text, place).whole()
    except _RuleError as error:
        report.add(error.code, place(error.column, error.width), error.message, error.hint)
        return None


class _Parser:
    def __init__(self, text: str, place: Place) -> None:
        self.text = text
        self.place = place
        self.tokens: list[tuple[str, int]] = []
        at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if not found:
                break
            index = found.lastindex or 0
            token, column = found.group(index), found.start(index)
            if index == 3:
                raise _RuleError(
                    "V401",
                    column,
                    len(token),
                    f"Rules are written in words; “{token}” is not one.",
                    f"Use “{_SIGNS[token]}”.",
                )
            if index == 4:
                raise _RuleError(
                    "V401",
                    column,
                    len(token),
                    f"“{token}” means nothing in a rule.",
                    "A rule looks like:  mood.dan at least warm and not flag.pledged",
                )
            self.tokens.append((token, column))
            at = found.end()
        self.at = 0
        self.depth = 0

    def peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def column(self) -> int:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else len(self.text)

    def take(self) -> Word:
        token, column = self.tokens[self.at]
        self.at += 1
        return Word(token, self.place(column, len(token)))

    def whole(self) -> Rule:
        if not self.tokens:
            raise _RuleError(
                "V402", 0, 1, "The rule is empty.", "Write a rule such as  flag.pledged  or delete the key."
            )
        rule = self.either()
        if self.at < len(self.tokens):
            token = self.peek()
            if token == ")":
                raise _RuleError(
                    "V403", self.column(), 1, "This bracket closes nothing.", "Delete it, or open one before."
                )
            raise _RuleError(
                "V402",
                self.column(),
                len(token),
                f"The rule could end before “{token}”, and two conditions need a word between them.",
                did_you_mean(token, ("and", "or"), "Put “and” or “or” between them."),
            )
        return rule

    def either(self) -> Rule:
        parts = [self.both()]
        while self.peek().lower() == "or":
            self.at += 1
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def both(self) -> Rule:
        parts = [self.single()]
        while self.peek().lower() == "and":
            self.at += 1
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def single(self) -> Rule:
        token = self.peek()
        if token.lower() == "not":
            self.deeper()
            self.at += 1
            rule = Not(self.single())
            self.depth -= 1
            return rule
        if token == "(":
            return self.bracketed()
        if token in ("", ")"):
            raise _RuleError(
                "V402",
                self.column(),
                1,
                "A condition is missing here.",
                "A condition looks like:  flag.pledged  or  mood.dan at least warm",
            )
        return self.test()

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _RuleError(
                "V405",
                self.column(),
                1,
                f"Brackets and “not” are nested more than {DEEPEST} deep.",
                "Set a flag where the thing happens, and let the rule read the flag.",
            )

    def bracketed(self) -> Rule:
        opened = self.column()
        self.deeper()
        self.at += 1
        rule = self.either()
        self.depth -= 1
        if self.peek() != ")":
            raise _RuleError(
                "V403", opened, 1, "This bracket is never closed.", "Add a “)” where the group ends."
            )
        self.at += 1
        return rule

    def test(self) -> Test:
        column = self.column()
        subject = self.take()
        if subject.lower() == "role":
            kind, name = "role", Word("role", subject.mark)
        else:
            kind, _, rest = subject.partition(".")
            name = Word(rest, subject.mark.shifted(len(kind) + 1, max(1, len(rest))))
            if kind not in KINDS or not rest or kind == "role":
                self.bad_subject(subject, kind, rest, column)
        return self.compared(kind, name, subject, column)

    def bad_subject(self, subject: str, kind: str, rest: str, column: int) -> None:
        if kind in KINDS and not rest:
            raise _RuleError(
                "V404", column, len(subject), f"“{kind}” of what?", f"Write  {kind}.  and then the id."
            )
        if rest:
            meant = did_you_mean(kind, KINDS, f"A rule can read {', '.join(KINDS)}.")
            hint = meant.replace("”", f".{rest}”")
        elif subject.lower() in ("and", "or", "is", "at"):
            raise _RuleError(
                "V402",
                column,
                len(subject),
                f"A condition is missing before “{subject}”.",
                "A condition looks like:  flag.pledged  or  mood.dan at least warm",
            )
        else:
            hint = (
                f"Say which kind of thing it is:  flag.{subject}, mood.{subject}, "
                f"table.{subject}, knows.{subject} …"
            )
        raise _RuleError("V404", column, len(subject), f"“{subject}” is nothing a rule can read.", hint)

    def compared(self, kind: str, name: Word, subject: Word, column: int) -> Test:
        op = self.operator()
        if not op:
            if kind in YES_OR_NO:
                return Test(kind, name, "at least", Word("1", name.mark))
            raise _RuleError(
                "V406",
                column + len(subject),
                1,
                f"“{subject}” has to be compared with something.",
                f"For example:  {subject} {_EXAMPLE[kind]}",
            )
        if kind in ("flag", "knows"):
            raise _RuleError(
                "V406",
                column,
                len(subject),
                f"“{subject}” is either so or not so; it cannot be compared.",
                f"Write just  {subject}  or  not {subject}",
            )
        if op in ("at least", "at most") and kind not in ORDERED:
            raise _RuleError(
                "V406",
                column,
                len(subject),
                f"“{subject}” has no order, so “{op}” means nothing for it.",
                "Use “is” or “is not”.",
            )
        if self.at >= len(self.tokens) or self.peek() in ("(", ")") or self.peek().lower() in ("and", "or"):
            raise _RuleError(
                "V402",
                self.column(),
                1,
                f"What should “{subject}” be compared with? The value is missing.",
                f"For example:  {subject} {_EXAMPLE[kind]}",
            )
        return Test(kind, name, op, self.take())

    def operator(self) -> str:
        token = self.peek().lower()
        if token == "is":
            self.at += 1
            if self.peek().lower() == "not":
                self.at += 1
                return "is not"
            return "is"
        if token == "at":
            column = self.column()
            self.at += 1
            word = self.peek().lower()
            if word not in ("least", "most"):
                raise _RuleError(
                    "V402", column, 2, "After “at” comes “least” or “most”.", "Write “at least” or “at most”."
                )
            self.at += 1
            return f"at {word}"
        if "." in token or token == "not":
            raise _RuleError(
                "V402",
                self.column(),
                len(token),
                "Two conditions need a word between them.",
                f"Put “and” or “or” before “{self.peek()}”.",
            )
        if token not in ("", "and", "or", ")", "("):
            words = ("is", "at", "and", "or")
            raise _RuleError(
                "V402",
                self.column(),
                len(token),
                f"“{token}” cannot stand here.",
                did_you_mean(
                    token, words, "Here comes “is”, “is not”, “at least”, “at most”, “and” or “or”."
                ),
            )
        return ""


_EXAMPLE = {
    "mood": "at least open",
    "table": "is …  (one of its positions)",
    "vote": "is carried",
    "count": "at least 1",
    "role": "is martov",
    "seen": "at least 2",
    "flag": "",
    "knows": "",
}
