"""Putting what happened into events: the only place where a state's numbers become words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..story.dates import Moment
from ..story.records import at
from .events import (
    Chosen,
    CounterChanged,
    DoorsOpened,
    Drawn,
    Ended,
    Event,
    FactLearned,
    FlagChanged,
    GoalJudged,
    Judgement,
    MoodChanged,
    Narration,
    Offered,
    Option,
    Prediction,
    Quotation,
    Reflection,
    SceneEntered,
    Speech,
    TableChanged,
)
from .layout import ROLE, TAKEN, Layout
from .predicates import Predicate, predicate

if TYPE_CHECKING:
    from ..story import model
    from ..story.evidence import Source
    from ..story.packs import Pack
    from .program import Effect, Place, Turn, Ways

Log = list[Event]
Blocks = list[tuple[Predicate | None, Event]]


class Teller:
    """Turns what the program does into events, compiling each text when it is first told."""

    def __init__(self, pack: Pack, layout: Layout) -> None:
        self.pack = pack
        self.layout = layout
        self._texts: dict[int, Blocks] = {}
        self._replies: dict[tuple[int, int], Blocks] = {}
        self._endings: dict[str, _Ending] = {}

    # -- text ----------------------------------------------------------------------------------

    def blocks(self, blocks: list[model.Block]) -> Blocks:
        """Return text blocks ready to tell: when each is shown, and as what."""
        return [(predicate(block.condition, self.layout), self._block(block)) for block in blocks]

    def _block(self, block: model.Block) -> Event:
        if block.quote is not None:
            return replace(self.quotation(block.quote), added=block.brought)
        if block.says is not None:
            return Speech(str(block.says), self.pack.name_of(block.says), str(block.line), block.brought)
        return Narration(
            str(block.text),
            str(block.tells or ""),
            str(block.evidence or ""),
            str(block.reason or ""),
            block.brought,
        )

    def quotation(self, quote_id: str) -> Quotation:
        """Return a quotation of the evidence base with its citation."""
        base = self.pack.evidence
        quote = at(base.quotes, quote_id)
        later = base.sources[quote.as_quoted_in] if quote.as_quoted_in else None
        return Quotation(
            id=str(quote_id),
            text=str(quote.text),
            speaker=str(quote.speaker_name),
            occasion=str(quote.occasion),
            when=Moment(quote.date_os),
            cited=citation(base.sources[quote.source], str(quote.locator or ""), later),
            confidence=str(quote.confidence),
            context=str(quote.context or ""),
            note=str(quote.note or ""),
            source_kind=str(base.sources[quote.source].kind),
            second_hand=quote.seen == "secondary",
        )

    def entered(self, place: Place, log: Log, *, again: bool) -> None:
        """Tell that a scene is entered, or come back to."""
        scene = place.scene
        content = self.pack.manifest.content
        log.append(
            SceneEntered(
                scene=place.name,
                title=str(scene.title or ""),
                when=scene.when,
                where=str(scene.where or ""),
                grade=str(scene.evidence),
                reason=str(scene.reason or ""),
                cites=tuple(map(str, scene.cites)),
                content=tuple(str(content[note]) for note in scene.content),
                room=tuple(map(str, scene.room)),
                again=again,
                added=self.pack.brought.get(place.name, ""),
            )
        )

    def text(self, place: Place, s: Sequence[int], log: Log) -> None:
        """Tell a scene's text as it reads in this state."""
        blocks = self._texts.get(place.index)
        if blocks is None:
            blocks = self._texts[place.index] = self.blocks(place.scene.text)
        log += [event for holds, event in blocks if holds is None or holds(s)]

    # -- choices -------------------------------------------------------------------------------

    def chosen(self, place: Place, turn: Turn, s: Sequence[int], log: Log) -> None:
        """Tell that an option was taken, and what is said at once."""
        if turn.kind == "draw":
            log.append(Drawn(turn.id, str(turn.record.text or "")))
            return
        text = "" if turn.kind == "vote" else str(turn.record.text)
        log.append(Chosen(place.name, turn.id, text, turn.kind))
        if turn.kind == "choice":
            if turn.record.reflective:
                log.append(Reflection())
            key = place.index, turn.index
            blocks = self._replies.get(key)
            if blocks is None:
                blocks = self._replies[key] = self.blocks(turn.record.reply)
            log += [event for holds, event in blocks if holds is None or holds(s)]

    def options(self, place: Place, s: Sequence[int], open_now: Sequence[int]) -> tuple[Option, ...]:
        """Return what is offered, open or locked, in the author's order."""
        offered = []
        for turn in place.turns:
            if turn.index in open_now:
                offered.append(self._option(place, turn, ""))
            elif turn.kind == "door" and s[TAKEN] >> turn.index & 1:
                continue
            elif turn.kind in ("choice", "door") and turn.record.locked:
                spent = turn.once is not None and s[turn.once]
                if not spent and not getattr(turn.record, "fallback", False):
                    offered.append(self._option(place, turn, str(turn.record.locked)))
        return tuple(offered)

    def _option(self, place: Place, turn: Turn, locked: str) -> Option:
        record = turn.record
        added = self.pack.brought.get(f"{place.name}/{turn.id}", "")
        if turn.kind != "choice":
            text = str(getattr(record, "text", None) or "") or (
                "Hear the count" if turn.kind == "vote" else turn.id
            )
            return Option(turn.id, text, turn.kind, turn.index, locked, added=added)
        grade = record.evidence or (
            "documented" if record.really_chose and (record.record or "documented") == "documented" else ""
        )
        return Option(
            turn.id,
            str(record.text),
            "choice",
            turn.index,
            locked,
            record.reflective,
            str(grade),
            tuple(self.pack.name_of(who) for who in record.argued_by),
            added,
        )

    def left(self, place: Place, ways: Ways, s: Sequence[int]) -> None:
        """A scene is left by the first of some ways that holds. Nothing is told of it; who traces rules looks on."""

    def held(self, place: Place, s: Sequence[int]) -> None:
        """Take note that a vote has been held; who plays is told of the count alone."""

    def waiting(self, place: Place, s: Sequence[int], open_now: Sequence[int], log: Log) -> None:
        """Tell what is on offer where the story waits, or how it ended."""
        if place.ending:
            self._ending(place.ending, s, log)
            return
        if place.pick:
            log.append(DoorsOpened(place.pick - s[TAKEN].bit_count(), place.pick))
        if place.ballot is not None and place.scene.vote is not None:
            log.append(Prediction(place.ballot.id, str(place.scene.vote.predict)))
        log.append(Offered(place.name, self.options(place, s, open_now)))

    # -- changes -------------------------------------------------------------------------------

    def changed(self, record: model.Effects, effect: Effect, before: int, after: int, log: Log) -> None:
        """Tell one change of a variable with its cause."""
        variable = self.layout.variable(effect[0])
        name, cause = variable.name, str(record.because or "")
        files = self.pack.files
        if variable.kind == "mood":
            change = at(record.mood, name)
            wanted = after if effect[2] is not None else before + effect[1]
            if before != after or wanted != after:
                who = self.pack.mood_name(name)
                log.append(MoodChanged(name, who, before, after, wanted, str(change.because or cause)))
        elif variable.kind == "table":
            if before != after:
                issue = at(files.table, name)
                words = [str(text) for text in issue.positions.values()]
                because = str(at(record.table, name).because or cause)
                log.append(TableChanged(name, str(issue.label), words[before], words[after], because))
        elif variable.kind == "count":
            if before != after:
                label = at(files.counters, name).label
                because = str(at(record.count, name).because or cause)
                log.append(CounterChanged(name, str(label), before, after, because))
        elif variable.kind == "flag":
            if before != after:
                log.append(FlagChanged(name, str(at(files.flags, name)), bool(after), cause))
        elif before != after:
            fact = at(files.facts, name)
            reveals = tuple((str(b), str(i)) for b, issues in fact.reveals.items() for i in issues)
            log.append(FactLearned(name, str(fact.text), reveals, cause))

    # -- the end -------------------------------------------------------------------------------

    def _ending(self, name: str, s: Sequence[int], log: Log) -> None:
        if name not in self._endings:
            self._endings[name] = _Ending(name, self)
        self._endings[name].tell(s, log)


class _Ending:
    """An ending made ready: its paragraphs, judgements and the goals, with when each is told."""

    def __init__(self, name: str, teller: Teller) -> None:
        pack, layout = teller.pack, teller.layout
        self.name = name
        self.record = at(pack.files.endings, name)
        self.text = teller.blocks([*self.record.text, *self.record.later])
        self.judgements = [
            [
                (predicate(wording.condition, layout), Judgement(str(line), str(label), str(wording.text)))
                for wording in wordings
            ]
            for line, wordings in self.record.judgement.items()
            for label in [pack.manifest.judgements[line]]
        ]
        self.goals = {
            role: [
                (str(goal_id), str(goal.text), predicate(goal.met, layout), predicate(goal.lost, layout))
                for goal_id, goal in pack.role(role).goals.items()
            ]
            for role in layout.roles
        }
        self.roles = layout.roles
        self.readings = tuple(
            (citation(pack.evidence.sources[r.source]), str(r.reading)) for r in self.record.historians
        )

    def tell(self, s: Sequence[int], log: Log) -> None:
        log += [event for holds, event in self.text if holds is None or holds(s)]
        judged = [
            next(judgement for holds, judgement in wordings if holds is None or holds(s))
            for wordings in self.judgements
        ]
        goals = []
        for goal, text, met, lost in self.goals[self.roles[s[ROLE]]]:
            over = lost is not None and lost(s)
            result = "met" if met is None or met(s) else "lost" if over else "open"
            goals.append(GoalJudged(goal, text, result))
        log.append(
            Ended(
                ending=self.name,
                title=str(self.record.title),
                grade=str(self.record.evidence),
                recorded=self.record.recorded,
                judgements=tuple(judged),
                goals=tuple(goals),
                readings=self.readings,
                questions=tuple(map(str, self.record.questions)),
            )
        )


def citation(source: Source, locator: str = "", later: Source | None = None) -> str:
    """Return a source in one line: author, title, year, where in it, and the later work that quotes it.

    What a title says already, as a newspaper's number and day do, is not said again.
    """
    title = str(source.title)
    year = f" ({source.year})" if source.year and str(source.year) not in title else ""
    at = f", {locator}" if locator and not title.endswith(locator) else ""
    author = "" if title.lstrip("[").startswith(str(source.author)) else f"{source.author}, "
    via = f", as quoted in {citation(later)}" if later is not None else ""
    return f"{author}{title}{year}{at}{via}"
