"""A count, set as a roll on a board: what was put, how each bloc voted and why, the sum, the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from ..play.events import Record, VoteHeld
from .typesetting import BLANK, BOLD, QUIET, RED, RED_BOLD, ends, hang, rule, wrap

if TYPE_CHECKING:
    from ..play.run import Step
    from ..story.packs import Pack

Texts = tuple[str, str]
"""What the two texts of a vote between rival texts are called: a vote for is one for the first."""

VOTES = ("for", "against", "abstain")
_RESULT = {"carried": "Carried", "lost": "Lost", "tied": "Tied"}
_SURE = {1: "a guess", 2: "fairly sure", 3: "certain"}


def texts_of(pack: Pack, vote: str) -> Texts | None:
    """Return the names of the two texts a vote is between, or ``None`` if it is on one motion."""
    between = next((record.between for name, record in pack.files.votes.items() if name == vote), None)
    return (str(between.a.label), str(between.b.label)) if between else None


def taken(result: str, texts: Texts) -> str:
    """Return the name of the text that a result takes, in quotation marks."""
    return f"“{texts[0] if result == 'carried' else texts[1]}”"


def set_count(event: VoteHeld, step: Step | None, width: int, texts: Texts | None = None) -> list[Content]:
    """Return a count as the player learns of it: in the room, as news, or by hearsay (no figures)."""
    lines = [rule(width, *_heads(event), style=RED_BOLD, line="═"), *wrap(event.title, width, BOLD)]
    sitting = _sitting(event)
    lines += wrap(sitting, width, QUIET) if sitting else []
    if event.seen == "hearsay":
        said = {
            "carried": "is said to have been carried",
            "lost": "is said to be lost",
            "tied": "is said to be tied",
        }[event.result]
        if texts and event.result != "tied":
            said = f"is said that {taken(event.result, texts)} was taken"
        return [*lines, *wrap(f"It {said}. Nobody gives figures.", width), BLANK]
    lines += [BLANK, *_rolls(event, width, texts), rule(width)]
    lines += _result(event, width, texts)
    if event.recorded is not None:
        lines += set_record(event.recorded, width, texts)
    if step is not None and step.prediction:
        lines += hang(("› ", RED), _foreseen(event, step, texts), width, QUIET)
    return [*lines, BLANK]


def _rolls(event: VoteHeld, width: int, texts: Texts | None) -> list[Content]:
    """Return how each bloc voted and why; between two texts, under the name of the text it voted for."""
    lines: list[Content] = []
    indent = " " * (6 if texts else 15)
    for vote in VOTES:
        rolls = [roll for roll in event.rolls if roll.vote == vote]
        if texts and rolls:
            named = {"for": f"For “{texts[0]}”", "against": f"For “{texts[1]}”"}.get(vote, "Abstaining")
            lines += wrap(named, width, BOLD)
        for roll in rolls:
            lead = f"{roll.seats:>4}  " if texts else f"{vote:<8} {roll.seats:>4}  "
            lines += hang((lead, ""), roll.name, width)
            lines += wrap(roll.why, width, QUIET, first=indent, rest=indent) if roll.why else []
    return lines


def _result(event: VoteHeld, width: int, texts: Texts | None) -> list[Content]:
    counted = event.votes_for, event.against, event.abstain
    if texts is None:
        return [ends(_RESULT[event.result], figures(*counted), width, RED_BOLD, BOLD)]
    result = "Tied" if event.result == "tied" else f"Taken: {taken(event.result, texts)}"
    return [*wrap(result, width, RED_BOLD), *wrap(f"{figures(*counted, texts)}.", width, BOLD)]


def _heads(event: VoteHeld) -> tuple[str, str]:
    return {"room": "The count", "news": "News of a count", "hearsay": "Hearsay"}[event.seen], event.body


def _sitting(event: VoteHeld) -> str:
    needs = "It needs two thirds of those voting." if event.carry == "two-thirds" else ""
    away = {"room": "", "news": "You were not there.", "hearsay": "You were not there."}[event.seen]
    return " ".join(part for part in (away, needs) if part)


def figures(votes_for: int | str, against: int | str, abstain: int | str, texts: Texts | None = None) -> str:
    """Return ``5 for, 1 against, 3 abstained``; between two texts ``5 for “A”, 1 for “B”, 3 abstained``."""
    one, other = (f"for “{texts[0]}”", f"for “{texts[1]}”") if texts else ("for", "against")
    return f"{votes_for} {one}, {against} {other}, {abstain} abstained"


def set_record(record: Record, width: int, texts: Texts | None = None) -> list[Content]:
    """Return the recorded figures and what is doubtful about them."""
    known = [value for value in (record.votes_for, record.against, record.abstain) if isinstance(value, int)]
    if known:
        shown = _figure(record.votes_for), _figure(record.against), _figure(record.abstain)
        told = figures(*shown, texts)
    else:
        told = "no figures are known"
    lines = hang(("Record  ", RED), f"{told}.", width, BOLD)
    return lines + (wrap(record.note, width, QUIET, first=" " * 8, rest=" " * 8) if record.note else [])


def _figure(value: int | str) -> str:
    return str(value) if isinstance(value, int) else {"unknown": "an unknown number"}.get(value, f"({value})")


def _foreseen(event: VoteHeld, step: Step, texts: Texts | None) -> str:
    if step.prediction == "unsure":
        return "You would not say beforehand how it would go."
    came = "You saw it coming" if step.prediction == event.result else "It came otherwise than you thought"
    sure = f", {_SURE[step.sureness]}" if step.sureness in _SURE else ""
    expected = f"them to take {taken(step.prediction, texts)}" if texts else f"it {step.prediction}"
    return f"{came}: you expected {expected}{sure}."
