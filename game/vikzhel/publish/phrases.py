"""Rules and effects in words that a teacher reads: no ids, no dots, no signs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..story.dates import day_words
from ..story.records import at
from ..story.rules import BANDS, All, Any, Not, Rule, Test

if TYPE_CHECKING:
    from ..story import model
    from ..story.packs import Pack


class Phrases:
    """Puts a pack's rules and effects into words, naming things as the player does."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.files = pack.files

    # -- names ---------------------------------------------------------------------------------

    def mood(self, name: str) -> str:
        """Return whose mood it is."""
        return self.pack.mood_name(name)

    def role(self, name: str) -> str:
        """Return a role's name."""
        return self.pack.role_name(name)

    def issue(self, name: str) -> str:
        return str(at(self.files.table, name).label)

    def position(self, issue: str, name: str) -> str:
        return str(at(at(self.files.table, issue).positions, name))

    def scene(self, name: str) -> str:
        return str(at(self.files.scenes, name).title or name)

    def flag(self, name: str) -> str:
        return _bare(str(at(self.files.flags, name)))

    def fact(self, name: str) -> str:
        return _bare(str(at(self.files.facts, name).text))

    def counter(self, name: str) -> str:
        return str(at(self.files.counters, name).label)

    def vote(self, name: str) -> str:
        """Return a vote's title; of several with one title, also which body held it, on which day and where."""
        mine = at(self.files.votes, name)
        alike = [str(other) for other, vote in self.files.votes.items() if vote.title == mine.title]
        told = [self._held(other) for other in alike]
        here = self._held(name)
        apart: list[str] = []
        for part, words in enumerate(here):
            if words and len({tuple(one[: part + 1]) for one in told}) > len(
                {tuple(one[:part]) for one in told}
            ):
                apart.append(words)
        return f"{mine.title} ({'; '.join(apart)})" if apart else str(mine.title)

    def _held(self, name: str) -> tuple[str, str, str]:
        """Return a vote's body, its days and its scenes, as far as they are known."""
        scenes = [
            (one, scene) for one, scene in self.files.scenes.items() if scene.vote and scene.vote.hold == name
        ]
        days = sorted({scene.when.day for _, scene in scenes if scene.when})
        return (
            self.pack.name_of(str(at(self.files.votes, name).body)),
            ", ".join(map(day_words, days)),
            ", ".join(dict.fromkeys(self.scene(str(one)) for one, _ in scenes)),
        )

    # -- rules ---------------------------------------------------------------------------------

    def rule(self, rule: Rule, *, no: bool = False, inside: bool = False) -> str:
        """Return a rule, or that it does not hold, as a clause that can follow “if”."""
        match rule:
            case Test():
                return self._test(rule, no)
            case Not(part):
                return self.rule(part, no=not no, inside=inside)
            case All(parts) | Any(parts):
                both = isinstance(rule, All) != no  # not (a and b) is: not a, or not b
                said = [self.rule(part, no=no, inside=True) for part in parts]
                whole = (", and " if both else ", or ").join(said)
                return f"({whole})" if inside else whole

    def _test(self, test: Test, no: bool) -> str:
        name, value = str(test.name), str(test.value)
        no = no != (test.op == "is not")
        op = "is" if test.op == "is not" else test.op
        if no and (turned := self._turned(test)):
            op, value, no = *turned, False
        isnt = "is not" if no else "is"
        match test.kind:
            case "role":
                return f"you {'do not play' if no else 'play'} {self.role(value)}"
            case "flag":
                return f"it is {'not ' if no else ''}so that “{self.flag(name)}”"
            case "knows":
                return f"you {'do not know' if no else 'know'} “{self.fact(name)}”"
            case "mood":
                return f"{self.mood(name)} {_ranged(isnt, op, value, ' or warmer', ' or colder')} towards you"
            case "table":
                words = f"“{_bare(self.position(name, value))}”"
                stands = "does not stand" if no else "stands"
                further = {"at least": " or further down the list", "at most": " or further up the list"}.get(
                    op, ""
                )
                return f"on the table, {self.issue(name)} {stands} at {words}{further}"
            case "vote":
                return self._vote(name, value, no)
            case "seen":
                return self._seen(name, op, value, no)
            case _:
                return f"{self.counter(name)} {isnt} {'' if op == 'is' else op + ' '}{value}"

    def _turned(self, test: Test) -> tuple[str, str] | None:
        """Return what holds when “at least” or “at most” does not: not at most wary is at least neutral."""
        steps: Sequence[str] = ()
        if test.kind == "table":
            steps = tuple(map(str, at(self.files.table, test.name).positions))
        elif test.kind in ("mood", "count"):
            steps = BANDS if test.kind == "mood" else tuple(map(str, range(1000)))
        if test.op not in ("at least", "at most") or test.value not in steps:
            return None
        down = test.op == "at least"
        to = steps.index(test.value) + (-1 if down else 1)
        return ("at most" if down else "at least", steps[to]) if 0 <= to < len(steps) else None

    def _vote(self, name: str, value: str, no: bool) -> str:
        title = f"the vote “{_bare(self.vote(name))}”"
        if value == "not-held":
            return f"{title} has {'' if no else 'not '}been held"
        return f"{title} was {'not ' if no else ''}{value}"

    def _seen(self, name: str, op: str, value: str, no: bool) -> str:
        title = f"“{_bare(self.scene(name))}”"
        if op == "at least" and value == "1":
            return f"you have {'not ' if no else ''}been through {title}"
        times = {"0": "never", "1": "once", "2": "twice or more"}.get(value, f"{value} times")
        how = {"is": "exactly ", "at least": "at least ", "at most": "at most "}[op]
        if value in ("0", "2"):
            how = "" if op != "at most" else how
        return f"you have {'not ' if no else ''}been through {title} {how}{times}"

    # -- effects -------------------------------------------------------------------------------

    def effects(self, record: model.Effects) -> list[tuple[str, str]]:
        """Return each change in words, with its cause."""
        cause = str(record.because or "")
        found = []
        for name, change in record.mood.items():
            shift = change.change
            what = (
                f"{self.mood(name)} becomes {shift.to}"
                if shift.to
                else f"{self.mood(name)} {_steps(shift.by)}"
            )
            found.append((what, str(change.because or cause)))
        for name, move in record.table.items():
            shift = move.change
            issue = self.issue(name)
            what = (
                f"the draft, {issue}: “{_bare(self.position(name, shift.to))}”"
                if shift.to
                else f"the draft, {issue}: {abs(shift.by)} position{'s' * (abs(shift.by) > 1)} "
                f"{'down' if shift.by > 0 else 'up'} the list"
            )
            found.append((what, str(move.because or cause)))
        for name, counted in record.count.items():
            shift = counted.change
            label = self.counter(name)
            what = f"{label}: set to {shift.to}" if shift.to else f"{label}: {signed(shift.by)}"
            found.append((what, str(counted.because or cause)))
        found += [(f"it is now so: “{self.flag(name)}”", cause) for name in record.flag]
        found += [(f"it is no longer so: “{self.flag(name)}”", cause) for name in record.unflag]
        found += [(f"you learn: “{self.fact(name)}”", cause) for name in record.learn]
        return found


def signed(count: int) -> str:
    """Return a number with its sign: ``+1``, ``−2``."""
    return f"{count:+d}".replace("-", "−")


def _ranged(isnt: str, op: str, value: str, more: str, less: str) -> str:
    return f"{isnt} {value}{more if op == 'at least' else less if op == 'at most' else ''}"


def _steps(by: int) -> str:
    count = abs(by)
    return f"{'warms' if by > 0 else 'cools'} by {count} step{'s' if count > 1 else ''}"


def _bare(text: str) -> str:
    """Return a sentence without its stop, to stand in quotes inside another."""
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text
