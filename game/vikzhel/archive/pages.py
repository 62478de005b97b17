"""A debrief set as a sheet of five parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.dates import day_words
from ..story.wording import capital, counted, inner, listed, number, sentence
from . import ballots
from .cites import cited
from .met import calibration, often
from .sheet import Block, Lines, Part, Row, Sheet, Table
from .turning import times
from .turning_pages import turning_points

if TYPE_CHECKING:
    from ..play.events import VoteHeld
    from .debrief import Debrief, Reading
    from .path import Held
    from .record import Beside


def sheet(debrief: Debrief) -> Sheet:
    """Return a debrief as a sheet: its five parts in order."""
    path = debrief.path
    lead = [f"{path.pack.manifest.title}. You were {inner(path.name)}."]
    lead.append(sentence(f"It ended: {path.ended.title}") if path.ended else "This run is not over yet.")
    if debrief.code:
        lead.append(f"This run is kept as {debrief.code}.")
    if debrief.trouble:
        lead.append(debrief.trouble)
    parts = (
        Part(f"Your {debrief.span} in ten lines", (Lines("", debrief.week),)),
        Part("Beside it, the record", _record(debrief)),
        turning_points(debrief),
        Part("How historians read it", _readings(debrief)),
        _last(debrief),
    )
    return Sheet("Debrief", tuple(lead), parts)


# -- the record ------------------------------------------------------------------------------------


def _record(debrief: Debrief) -> tuple[Block, ...]:
    if not debrief.recorded:
        return (Lines("", (f"This story does not say what {inner(debrief.path.name)} really did.",)),)
    blocks: list[Block] = [Lines("", (_divergence(debrief),))]
    if debrief.beside:
        rows = tuple(_row(one) for one in debrief.beside)
        note = (
            "Where the record is silent, what he did is our reading. It never counts as leaving the record."
        )
        silent = any(one.word == "silent" for one in debrief.beside)
        blocks.append(
            Table("", ("", "When and where", "You", "He"), rows, note if silent else "", whole=True)
        )
    if debrief.as_he_did:
        blocks.append(Lines("One thing done as he did it", debrief.as_he_did, listed=True))
    votes = tuple(_vote(held) for held in debrief.path.votes)
    if votes:
        blocks.append(Table("The votes", ("Vote", f"In your {debrief.span}", "On the record"), votes))
    his = debrief.his.ended if debrief.his else None
    mine = debrief.path.ended
    if debrief.went_on:
        blocks.append(Lines(f"When your {debrief.span} had ended, he went on", debrief.went_on, listed=True))
    if his is not None and mine is not None and his.ending != mine.ending:
        blocks.append(Lines("", (sentence(f"His {debrief.span} ended with “{his.title}”"),)))
    return tuple(blocks)


def _divergence(debrief: Debrief) -> str:
    left = debrief.left
    if left is None:
        return "You never left the record: wherever it says what he did, you did the same."
    made = [one for one in debrief.beside if one.word in ("documented", "reported")]
    before = [one for one in made if one.decision.number < left.decision.number]
    kept = f" Up to then you had done as he did {often(len(before))}." if before else ""
    when = f" on {left.decision.when.words}" if left.decision.when else ""
    return f"You left the record{when}, at “{left.decision.title}”.{kept} {left.words.replace('He did', 'There he did', 1)}"


def _row(one: Beside) -> Row:
    d = one.decision
    here = "Here you leave the record. " if one.first else ""
    return Row(
        (str(d.number), d.place, d.text, one.words),
        f"{here}{d.place}. You: {sentence(d.text)} {one.words}",
        "You leave the record here" if one.first else "",
    )


def _vote(held: Held) -> Row:
    event = held.event
    title = (
        f"{ballots.bare(event.title)} ({event.body}{f', {day_words(held.when.day)}' if held.when else ''})"
    )
    mine = f"{event.result} {ballots.figures(event)}"
    told = ballots.told(event)
    if event.seen == "hearsay":
        told += f" You were not told the figures: {ballots.counted_up(event)}."
    if event.recorded is None:
        return Row((title, mine, "not held"), f"{told} The record has no such vote.")
    note = f" {sentence(event.recorded.note)}" if event.recorded.note else ""
    return Row((title, mine, ballots.figures(event.recorded)), f"{told} {_on_record(event)}{note}")


def _on_record(event: VoteHeld) -> str:
    """Say how a vote stands to the record."""
    assert event.recorded is not None
    figures = [event.recorded.votes_for, event.recorded.against, event.recorded.abstain]
    same = ballots.same_as_recorded(event)
    if same is None:
        return f"Its figures are {'disputed' if 'disputed' in figures else 'not recorded'}."
    if not same:
        his = ballots.figures(event.recorded).replace("?", "unknown").replace("–", " to ", 1)
        return f"On the record it was {his.replace('–', ', abstaining ')}."
    return "So it was on the record" + (
        "." if all(isinstance(f, int) for f in figures[:2]) else ", as far as its figures are known."
    )


# -- the readings ----------------------------------------------------------------------------------

WHOSE_TEST = "Which runs a reading fits is judged by this story, and not by the historian. Readings that disagree may fit the same run."


def _readings(debrief: Debrief) -> tuple[Block, ...]:
    if not debrief.readings:
        return (Lines("", ("This story gives no historians' readings of this ending.",)),)
    lines = []
    for one in debrief.readings:
        source = f"({one.source.rstrip('.')}.)"
        lines.append(" ".join(filter(None, [sentence(one.text), source, _fits(one, debrief.span)])))
    blocks: list[Block] = [Lines("", tuple(lines), listed=True)]
    if any(one.fits is not None for one in debrief.readings):
        blocks.append(Lines("", (WHOSE_TEST,)))
    standing = _standing(debrief)
    if standing:
        blocks.append(Lines(f"What your own {debrief.span} says to that", standing))
    return tuple(blocks)


def _fits(reading: Reading, span: str) -> str:
    """Say whether a run fits a reading and, where the author has put the rule in words, why."""
    if reading.fits is None:
        return ""
    said, one = ("fits this reading", "it is one") if reading.fits else ("does not fit it", "it is not one")
    return f"Your {span} {said}" + (
        f": {one} in which {reading.in_which.rstrip('.')}." if reading.in_which else "."
    )


def _standing(debrief: Debrief) -> tuple[str, ...]:
    """Return facts of this run against which a reading can be held: how early it was settled, and by what."""
    if not debrief.turnings or not debrief.turnings[0].turns or debrief.turnings[0].own is None:
        return ()
    turning, own = debrief.turnings[0], debrief.turnings[0].own
    assert own is not None
    start = turning.turns[0].before[own]
    half = turning.turns[(len(turning.turns) - 1) // 2]
    open_then = sum(share > 0 for share in half.after)
    lines = [
        f"Left to chance, your ending came {times(start)} from the start, and halfway, after "
        f"{half.decision.place}, {times(half.after[own], bare=True)}. "
        + (
            f"Then {counted(open_then, 'ending')} could still come."
            if open_then > 1
            else "Then no other could still come."
        ),
        f"A reading that takes the {debrief.span} for settled early expects such figures to stand high from the start. One that "
        "takes it for open expects them to turn late, and on somebody's choice. Which do yours speak for, and what can "
        "figures from a game not tell?",
    ]
    return tuple(lines)


# -- the rest --------------------------------------------------------------------------------------


def _last(debrief: Debrief) -> Part:
    path = debrief.path
    blocks: list[Block] = []
    ended = path.ended
    if ended is not None:
        blocks.append(
            Lines(
                f"The {debrief.span} judged",
                tuple(f"{line.label}: {sentence(line.text)}" for line in ended.judgements),
                listed=True,
            )
        )
        words = {"met": "Met", "lost": "Lost"}
        goals = tuple(
            f"{words.get(goal.result, 'Still open')}: {sentence(goal.text)}" for goal in ended.goals
        )
        blocks.append(Lines("What you wanted", goals, listed=True))
    blocks.append(Lines("What you expected", _foretold(debrief)))
    blocks.append(Lines("Whose voice you borrowed", _voices(debrief), listed=True))
    blocks.append(Lines("What you wrote", _journal(debrief), listed=True))
    blocks.append(Lines("What it rests on", _rests(debrief)))
    if ended is not None and ended.questions:
        blocks.append(Lines("To talk over", ended.questions, listed=True))
    if ended is not None:
        blocks.append(Lines("Endings", (_gallery(debrief),)))
    kept = tuple(block for block in blocks if not isinstance(block, Lines) or block.lines)
    return Part("Questions, and what you brought to them", kept, _sources(debrief))


def _foretold(debrief: Debrief) -> tuple[str, ...]:
    lines = []
    for one in debrief.foretold:
        said = (
            "you could not tell"
            if one.said == "unsure"
            else f"you expected: {one.said}" + (f" ({one.sure})" if one.sure else "")
        )
        lines.append(f"“{ballots.bare(one.title)}”: {said}. It was {one.result}.")
    return (*lines, *calibration(list(debrief.foretold)))


def _voices(debrief: Debrief) -> tuple[str, ...]:
    """Say how many options were somebody's, and whose, the man's own left for the details."""
    if not debrief.voiced:
        return ()
    own = [one for one in debrief.voiced if debrief.path.name in one.who]
    lent = [one for one in debrief.voiced if debrief.path.name not in one.who]
    many = len(debrief.voiced)
    some = "all" if many == debrief.choices > 1 else number(many)
    share = f"Of your {counted(debrief.choices, 'choice')}, {some} {'was' if many == 1 else 'were'} argued for by somebody in those days"
    whose = [f"{number(len(own))} by {debrief.path.name} himself"] if own else []
    whose += [f"{number(len(lent))} by others"] if lent else []
    return (f"{share}: {listed(whose)}.", *(one.words for one in lent))


def _journal(debrief: Debrief) -> tuple[str, ...]:
    """Return the lines of the journal, each with where it was written."""
    path = debrief.path
    lines = []
    for note in debrief.notes:
        after = [decision.place for decision in path.decisions if decision.step < note.step]
        end = path.ended is not None and note.step == len(path.run.steps)
        where = "At the end" if end else f"After {after[-1]}" if after else "At the start"
        lines.append(f"{where}: {sentence(note.text)}")
    return tuple(lines)


def _rests(debrief: Debrief) -> tuple[str, ...]:
    lines = [debrief.grades.words] if debrief.grades.total else []
    left = debrief.path.run.left_record()
    if left is not None:
        lines.append(sentence(left.words))
    if debrief.quotations:
        lines.append(f"You met {counted(len(debrief.quotations), 'quotation')}, listed under sources.")
    return tuple(lines)


def _gallery(debrief: Debrief) -> str:
    remain = debrief.of - len(debrief.seen)
    titles = listed(f"“{title}”" for title in debrief.seen)
    if debrief.of == 1:
        return f"You have seen the one ending of this story: {titles}."
    if not remain:
        return f"You have seen all {number(debrief.of)} endings of this story: {titles}."
    seen = f"You have seen {number(len(debrief.seen))} of the {debrief.of} endings of this story: {titles}."
    return f"{seen} {capital(number(remain))} more can be found."


def _sources(debrief: Debrief) -> tuple[Block, ...]:
    pack = debrief.path.pack
    rows = []
    for quotation in debrief.quotations:
        doubt = (
            "" if quotation.confidence == "high" else f" Confidence in the wording: {quotation.confidence}."
        )
        begins = " ".join(quotation.text.split()[:7])
        when = quotation.when.words
        rows.append(
            Row(
                (quotation.speaker, when, f"{begins} …", f"{sentence(quotation.cited)}{doubt}"),
                f"{quotation.speaker}, {when}: “{begins} …” {sentence(quotation.cited)}{doubt}",
            )
        )
    entries = dict.fromkeys(entry for scene in debrief.path.scenes for entry in scene.cites)
    rests = dict.fromkeys(sentence(cited(pack, entry)) for entry in entries)
    own = [one.words for one in debrief.voiced if debrief.path.name in one.who]
    blocks: list[Block] = (
        [Table("Sources met", ("Who", "When", "Begins", "Printed in"), tuple(rows))] if rows else []
    )
    blocks += [Lines("What the scenes rest on besides", tuple(rests), listed=True)] if rests else []
    blocks += (
        [Lines(f"Where {debrief.path.name} argued what you chose", tuple(own), listed=True)] if own else []
    )
    return tuple(blocks)
