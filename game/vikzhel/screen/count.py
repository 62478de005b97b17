"""A count, set as a roll on a board: what was put, how each bloc voted and why, the sum, the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from ..play.events import Record, VoteHeld
from .typesetting import BLANK, BOLD, QUIET, RED, RED_BOLD, ends, hang, rule, wrap

if TYPE_CHECKING:
    from ..play.run import Step

VOTES = ("for", "against", "abstain")
_RESULT = {"carried": "Carried", "lost": "Lost", "tied": "Tied"}
_SURE = {1: "a guess", 2: "fairly sure", 3: "certain"}


def set_count(event: VoteHeld, step: Step | None, width: int) -> list[Content]:
    """Return a count as the player learns of it: in the room, as news, or by hearsay (no figures)."""
    result = _RESULT[event.result]
    lines = [rule(width, *_heads(event), style=RED_BOLD, line="═"), *wrap(event.title, width, BOLD)]
    sitting = _sitting(event)
    lines += wrap(sitting, width, QUIET) if sitting else []
    if event.seen == "hearsay":
        said = {
            "carried": "is said to have been carried",
            "lost": "is said to be lost",
            "tied": "is said to be tied",
        }
        return [*lines, *wrap(f"It {said[event.result]}. Nobody gives figures.", width), BLANK]
    if event.seen == "room":
        lines.append(BLANK)
        for vote in VOTES:
            for roll in event.rolls:
                if roll.vote == vote:
                    lines.append(ends(f"{vote:<8} {roll.seats:>4}  {roll.name}", "", width))
                    lines += wrap(roll.why, width, QUIET, first=" " * 15, rest=" " * 15) if roll.why else []
    lines += [
        rule(width),
        ends(result, figures(event.votes_for, event.against, event.abstain), width, RED_BOLD, BOLD),
    ]
    if event.recorded is not None:
        lines += set_record(event.recorded, width)
    if step is not None and step.prediction:
        lines += hang(("› ", RED), _foreseen(event, step), width, QUIET)
    return [*lines, BLANK]


def _heads(event: VoteHeld) -> tuple[str, str]:
    return {"room": "The count", "news": "News of a count", "hearsay": "Hearsay"}[event.seen], event.body


def _sitting(event: VoteHeld) -> str:
    needs = "It needs two thirds of those voting." if event.carry == "two-thirds" else ""
    away = {"room": "", "news": "You were not there.", "hearsay": "You were not there."}[event.seen]
    return " ".join(part for part in (away, needs) if part)


def figures(votes_for: int | str, against: int | str, abstain: int | str) -> str:
    """Return ``5 for, 1 against, 3 abstained``."""
    return f"{votes_for} for, {against} against, {abstain} abstained"


def set_record(record: Record, width: int) -> list[Content]:
    """Return the recorded figures and what is doubtful about them."""
    known = [value for value in (record.votes_for, record.against, record.abstain) if isinstance(value, int)]
    if known:
        told = figures(*(_figure(value) for value in (record.votes_for, record.against, record.abstain)))
    else:
        told = "no figures are known"
    lines = hang(("Record  ", RED), f"{told}.", width, BOLD)
    return lines + (wrap(record.note, width, QUIET, first=" " * 8, rest=" " * 8) if record.note else [])


def _figure(value: int | str) -> str:
    return str(value) if isinstance(value, int) else {"unknown": "an unknown number"}.get(value, f"({value})")


def _foreseen(event: VoteHeld, step: Step) -> str:
    if step.prediction == "unsure":
        return "You would not say beforehand how it would go."
    came = "You saw it coming" if step.prediction == event.result else "It came otherwise than you thought"
    sure = f", {_SURE[step.sureness]}" if step.sureness in _SURE else ""
    return f"{came}: you expected it {step.prediction}{sure}."
