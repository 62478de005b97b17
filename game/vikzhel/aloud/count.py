"""A vote in words: how each bloc voted and why, the count, and the record beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..archive.cites import cited_in_full
from ..story.records import at
from ..story.wording import capital, inner, sentence

if TYPE_CHECKING:
    from ..play.events import Record, Roll, VoteHeld
    from ..play.run import Step
    from ..story.packs import Pack
    from . import Block

_SAID = ("You expect", "You guess", "You are fairly sure", "You are certain")
_WORDS = {"for": "for", "against": "against", "abstain": "abstaining"}


def sides(pack: Pack, vote: str) -> tuple[str, str] | None:
    """Return what two rival texts are called, or ``None`` if the vote is on one motion."""
    between = at(pack.files.votes, vote).between
    return (str(between.a.label), str(between.b.label)) if between else None


def needed(carry: str, rival: tuple[str, str] | None, verb: str = "needed") -> str:
    """Say what it took to carry; between two texts it is the first that has to reach two thirds."""
    if carry != "two-thirds":
        return f"It {verb} more votes for than against."
    if rival:
        return f"{capital(inner(rival[0]))} {verb} two thirds of the votes for either text."
    return f"It {verb} two thirds of the votes for and against."


def expectation(pack: Pack, step: Step) -> str:
    """Return what the player said before the count, in words."""
    rival = sides(pack, step.id)
    if not step.prediction:
        return "You make no guess."
    if step.prediction == "unsure":
        return "You cannot tell."
    said = _SAID[step.sureness] if 0 <= step.sureness < len(_SAID) else _SAID[0]
    if rival:
        return f"{said}: they take {inner(rival[0] if step.prediction == 'carried' else rival[1])}."
    return f"{said}: {step.prediction}."


def held(pack: Pack, event: VoteHeld, step: Step | None) -> list[Block]:
    """Return a vote as the man learns of it: in the room, as news, or as hearsay without a figure."""
    rival = event.rivals
    if event.seen == "hearsay":
        return [[_rumour(event, rival)]]
    start = "News of a vote" if event.seen == "news" else "Vote"
    rolls = [f"{start}. {event.body}: {sentence(event.title)}"]
    rolls += [_roll(roll, rival) for roll in event.rolls]
    count = [_count(event, rival)]
    foretold = step is not None and step.kind == "vote" and step.id == event.vote
    if step is not None and foretold and step.prediction in ("carried", "lost"):
        count.append(_judged(step.prediction, event.result, rival))
    blocks = [rolls, count]
    if event.recorded is not None:
        blocks.append(_record(pack, event, event.recorded, rival))
    return blocks


def _rumour(event: VoteHeld, rival: tuple[str, str] | None) -> str:
    if event.result == "tied":
        heard = "it was tied"
    elif rival:
        heard = f"it took {inner(rival[0] if event.result == 'carried' else rival[1])}"
    else:
        heard = f"it was {event.result}"
    return f"Hearsay of a vote. {event.body}: {sentence(event.title)} They say that {heard}. No figures have reached you."


def _roll(roll: Roll, rival: tuple[str, str] | None) -> str:
    vote = _WORDS[roll.vote]
    if rival and roll.vote != "abstain":
        vote = f"for {inner(rival[0] if roll.vote == 'for' else rival[1])}"
    seats = f"{roll.seats} vote{'' if roll.seats == 1 else 's'}"
    return f"{capital(roll.name)}, {seats}: {vote}. {sentence(capital(roll.why))}".rstrip()


def _count(event: VoteHeld, rival: tuple[str, str] | None) -> str:
    figures = _figures(event.votes_for, event.against, event.abstain, rival)
    if rival and event.result != "tied":
        taken = rival[0] if event.result == "carried" else rival[1]
        bar = f" {needed(event.carry, rival)}" if event.carry == "two-thirds" else ""
        return f"Taken: {inner(taken)}. {figures}.{bar}"
    bar = "" if rival else f" {needed(event.carry, rival)}"
    return f"{capital(event.result)}: {figures}.{bar}"


def _figures(
    votes_for: int | str, against: int | str, abstain: int | str, rival: tuple[str, str] | None
) -> str:
    first, second = (f"for {inner(rival[0])}", f"for {inner(rival[1])}") if rival else ("for", "against")
    parts = (
        (votes_for, first, f"votes {first}"),
        (against, second, f"votes {second}"),
        (abstain, "abstaining", "abstentions"),
    )
    return ", ".join(
        f"{figure} {word}" if isinstance(figure, int) else f"{words} {_MISSING.get(figure, figure)}"
        for figure, word, words in parts
    )


_MISSING = {"unknown": "not recorded"}


def _judged(prediction: str, result: str, rival: tuple[str, str] | None) -> str:
    if result == "tied":
        return "You did not expect a tie."
    return "So you expected." if prediction == result else "You expected otherwise."


def _record(pack: Pack, event: VoteHeld, record: Record, rival: tuple[str, str] | None) -> Block:
    same = (record.votes_for, record.against, record.abstain) == (
        event.votes_for,
        event.against,
        event.abstain,
    )
    figures = _figures(record.votes_for, record.against, record.abstain, rival)
    lines = [f"On the record{', the same' if same else ''}: {figures}."]
    if record.note:
        lines.append(sentence(record.note))
    return lines + [f"Source: {cited_in_full(pack, entry, most=2)}" for entry in record.cites]
