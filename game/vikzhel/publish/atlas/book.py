"""What the pages of an atlas share: the pack, what is proved, the words for things, and who leads where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...play.telling import citation
from ...story.dates import day_words
from ...story.records import at, find
from ...story.text import words
from ...story.walk import records
from ...story.wording import capital
from ..chart import BACK
from ..phrases import Phrases
from .markup import Html, a, grade, p, t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...story import evidence, model
    from ...story.packs import Pack
    from ...story.rules import Rule
    from ..chart import Chart, Stop
    from ..findings import Findings

A_MINUTE = 115
"""Words that a class reads in a minute, deciding included: half an hour for a week of some 3,500."""


class Book:
    """A pack on its way onto paper."""

    def __init__(self, pack: Pack, findings: Findings, charts: list[Chart]) -> None:
        self.pack, self.files, self.findings, self.charts = pack, pack.files, findings, charts
        self.base = pack.evidence
        self.say = Phrases(pack)
        self.stops: dict[str, list[tuple[Chart, Stop]]] = {}
        self.from_: dict[str, dict[tuple[str, str], None]] = {}
        for chart in charts:
            for stop in chart.stops.values():
                self.stops.setdefault(stop.id, []).append((chart, stop))
            for arrow in chart.arrows:
                if arrow.end != BACK:
                    self.from_.setdefault(arrow.end, {})[arrow.start, arrow.label] = None
        self.quoted: dict[str, list[str]] = {}
        self.cited: dict[str, None] = {}
        self._gather()

    def _gather(self) -> None:
        """Find where every quotation stands, and every entry of the record that is cited."""
        places = [
            (f"scene-{name}", self.say.scene(str(name)), scene) for name, scene in self.files.scenes.items()
        ]
        places += [(f"ending-{name}", str(end.title), end) for name, end in self.files.endings.items()]  # type: ignore[misc]
        for anchor, title, whole in places:
            for record in records(whole):
                quote = getattr(record, "quote", None)
                if quote is not None:
                    here = self.quoted.setdefault(str(quote), [])
                    link = a(anchor, t(title))
                    if link not in here:
                        here.append(link)
        for record in records(self.files):
            for name in getattr(record, "cites", None) or ():
                if find(self.base.chronology, str(name)) is not None:
                    self.cited[str(name)] = None
                elif find(self.base.quotes, str(name)) is not None:
                    self.quoted.setdefault(str(name), [])
        for name in self.files.quotes:
            self.quoted.setdefault(str(name), [])
        for name in self.files.chronology:
            self.cited[str(name)] = None

    # -- small things ------------------------------------------------------------------------------

    def scene(self, name: str) -> Html:
        """Return a link to a scene by its title."""
        return a(f"scene-{name}", t(self.say.scene(name)))

    def when(self, rule: Rule | None) -> Html:
        """Return a condition in words, or nothing."""
        return f'<span class="cond">If {t(self.say.rule(rule))}:</span> ' if rule is not None else ""

    def effects(self, record: model.Effects) -> Html:
        """Return what changes and why; changes of one cause together."""
        causes: dict[str, list[str]] = {}
        for what, why in self.say.effects(record):
            causes.setdefault(why, []).append(what)
        said = [
            f"{t(capital('; '.join(what)))}.{f' <i>{t(why)}</i>' if why else ''}"
            for why, what in causes.items()
        ]
        unread = str(record.because or "")
        if unread and unread not in causes:
            said.append(f"A cause that no player reads, since nothing changes by it: <i>{t(unread)}</i>")
        return p("Changes: " + " ".join(said), "why") if said else ""

    def ways(self, ways: list[model.Way], before: str = "Leads to ") -> Html:
        """Return where it goes on, with the conditions in their order."""
        said = []
        for number, way in enumerate(ways):
            to = "the doors again" if way.to == "back" else self.scene(str(way.to))
            if way.condition is None:
                said.append(f"otherwise {to}" if number else to)
            else:
                said.append(f"{to} if {t(self.say.rule(way.condition))}")
        return before + "; ".join(said) + "." if said else ""

    def cites(self, names: Iterable[str]) -> Html:
        """Return links to entries of the record and quotations."""
        said = []
        for name in names:
            event, quote = find(self.base.chronology, str(name)), find(self.base.quotes, str(name))
            if event is not None:
                place = f", {event.place}" if event.place else ""
                said.append(a(f"event-{name}", t(f"{day_words(event.date_os)}{place}")))
            elif quote is not None:
                said.append(a(f"quote-{name}", t(f"{quote.speaker_name}, {day_words(quote.date_os)}")))
        return "; ".join(said)

    def quotation(self, name: str) -> Html:
        """Return a quotation as it is met in the story: the words, who, and where it is printed."""
        quote = at(self.base.quotes, name)
        cited = self.cited_as(quote)
        return (
            f"<blockquote><p>{t(quote.text)}</p><footer>{t(quote.speaker_name)}, {t(quote.occasion)}. {t(cited)}. "
            f"{a(f'quote-{name}', 'How far to trust it')}</footer></blockquote>"
        )

    def cited_as(self, quote: evidence.Quotation) -> str:
        """Return where a quotation is printed, and the later work that quotes it."""
        later = self.base.sources[quote.as_quoted_in] if quote.as_quoted_in else None
        return citation(self.base.sources[quote.source], str(quote.locator or ""), later)

    def blocks(self, blocks: list[model.Block]) -> Html:
        """Return text with the condition of every paragraph before it."""
        return "\n".join(self._block(block) for block in blocks)

    def _block(self, block: model.Block) -> Html:
        when = self.when(block.condition)
        rests = p(t(block.brought.replace(" by your teacher: ", " by ")), "brought")
        if block.evidence is not None:
            why = f" {t(block.reason)}" if block.reason else ""
            said = self.cites(map(str, block.cites))
            rests += p(f"{grade(str(block.evidence))}{why}{' See ' + said + '.' if said else ''}", "note")
        elif block.cites:
            rests += p(f"See {self.cites(map(str, block.cites))}.", "note")
        if block.tells:
            rests += p(
                f"This tells the player that a goal is lost: {t(self._goal(str(block.tells)))}", "note"
            )
        if block.quote is not None:
            return (p(when) if when else "") + self.quotation(str(block.quote)) + rests
        if block.says is not None:
            who = t(self.pack.name_of(block.says))
            return p(f"{when}<b>{who}</b> (invented words): {t(block.line)}", "says") + rests
        return p(f"{when}{t(block.text)}") + rests

    def _goal(self, name: str) -> str:
        for role in self.files.roles.values():
            goal = find(role.goals, name)
            if goal is not None:
                return str(goal.text)
        return name

    def length(self, scene: model.Scene) -> tuple[int, int]:
        """Return the fewest and most words that a scene gives to read, its options included."""
        least = most = 0
        for block in scene.text:
            count = self.words(block)
            most += count
            least += 0 if block.condition is not None else count
        for choice in scene.choices:
            count = words(str(choice.text))
            most += count + words(str(choice.locked or ""))
            least += 0 if choice.condition is not None or choice.fallback else count
        for door in scene.doors.of if scene.doors else []:
            most += words(str(door.text))
            least += 0 if door.condition is not None else words(str(door.text))
        replies = [sum(map(self.words, choice.reply)) for choice in scene.choices]
        return least + min(replies, default=0), most + max(replies, default=0)

    def words(self, block: model.Block) -> int:
        """Return the words of one block."""
        if block.quote is not None:
            return words(str(self.base.quotes[block.quote].text))
        return words(str(block.text or block.line or ""))


def minutes(count: float) -> str:
    """Return how long so many words take, in words."""
    half = round(2 * count / A_MINUTE)
    if half < 1:
        return "under half a minute"
    whole, rest = divmod(half, 2)
    if not whole:
        return "half a minute"
    return f"{whole}{'½' if rest else ''} minute{'' if half == 2 else 's'}"
