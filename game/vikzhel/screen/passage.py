"""What one step told, set as type: narration, cuttings, speech, changes, counts and the end.

Every narration, speech and quotation of the stream is set, in the stream's order. Consecutive
changes are drawn together, and a cause that several share is given once, after the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from textual.content import Content

from ..play.events import (
    Chosen,
    CounterChanged,
    DoorsOpened,
    Drawn,
    Ended,
    Event,
    FactLearned,
    MoodChanged,
    Narration,
    Prediction,
    Quotation,
    Reflection,
    SceneEntered,
    Speech,
    TableChanged,
    VoteHeld,
)
from ..story.rules import band_name
from .count import set_count
from .ending import set_ending
from .moods import change_sign
from .typesetting import (
    BLANK,
    BOLD,
    INK,
    QUIET,
    RED,
    RED_BOLD,
    Matter,
    ends,
    hang,
    rule,
    slip,
    wrap,
)

if TYPE_CHECKING:
    from ..play.run import Run, Step

Change = MoodChanged | TableChanged | CounterChanged | FactLearned


@dataclass(frozen=True, slots=True)
class Piece:
    """A matter and the scene it belongs to."""

    matter: Matter
    scene: SceneEntered | None


def pieces(events: Iterable[Event], run: Run, step: Step | None, before: SceneEntered | None) -> list[Piece]:
    """Return what one step told, ready to set. ``before`` is the scene it was taken in.

    The first scene entered gets no head of its own: the fixed head above the page shows it, from the
    reply to the choice on. A count still belongs to the scene that it was held in.
    """
    found: list[Piece] = []
    told = [event for event, following in pairwise([*events, None]) if event and _set(event, following)]
    opening = next((event for event in told if isinstance(event, SceneEntered | VoteHeld)), None)
    scene = opening if isinstance(opening, SceneEntered) else before
    headed = isinstance(opening, VoteHeld)
    for number, event in enumerate(told):
        if isinstance(event, SceneEntered):
            scene = event
            if not headed:
                headed = True
                if number:
                    found.append(Piece(_break, scene))
                if event.content:
                    found.append(Piece(_notes(event), scene))
                continue
        following = told[number + 1] if number + 1 < len(told) else None
        found.append(Piece(matter(event, following, run, step), scene))
    return found


def _set(event: Event, following: Event | None) -> bool:
    """Return whether an event is shown: not a return to the doors that leads straight on, for one."""
    if isinstance(event, SceneEntered):
        return not (event.again and isinstance(following, SceneEntered))
    if isinstance(event, Chosen):
        return bool(event.text)
    return isinstance(event, (*_MATTERS, Narration, VoteHeld))


def matter(event: Event, following: Event | None, run: Run, step: Step | None) -> Matter:
    """Return one event as type. ``following`` decides whether a change ends its group."""
    if isinstance(event, Change):
        return _change(event, following)
    if isinstance(event, VoteHeld):
        asked = step if step is not None and step.kind == "vote" and step.id == event.vote else None
        return lambda width: set_count(event, asked, width)
    if isinstance(event, Narration):
        goals = next(r.goals for name, r in run.program.pack.files.roles.items() if name == run.role)
        lost = next((str(goal.text) for name, goal in goals.items() if name == event.goal), "")
        return _narration(event, lost)
    if isinstance(event, Chosen):
        return _chosen(event, _attested(event, run))
    return _MATTERS[type(event)](event)


def _narration(event: Narration, lost: str) -> Matter:
    """A paragraph; beneath it its own evidence grade, if it has one, and the goal it tells is lost."""

    def set_it(width: int) -> list[Content]:
        lines = wrap(event.text, width)
        if event.grade:
            reason = f": {event.reason}" if event.reason else ""
            lines += hang(("~ ", RED), f"{event.grade}{reason}", width, QUIET)
        if lost:
            lines += hang(
                ("× ", RED_BOLD), f"You can no longer reach this: {lost.rstrip('.')}.", width, QUIET
            )
        return [*lines, BLANK]

    return set_it


def _speech(event: Speech) -> Matter:
    """Invented words: the name, the word “invented”, and a dash, as Russian books set talk."""

    def set_it(width: int) -> list[Content]:
        return [
            Content.assemble((event.name, BOLD), ("  invented words", QUIET)),
            *hang(("— ", RED), event.line, width),
            BLANK,
        ]

    return set_it


def doubt(quote: Quotation) -> str:
    """Return in words how sure a quotation is; nothing if it is as sure as can be."""
    found = []
    if quote.confidence != "high":
        found.append(
            "the wording is likely, not certain"
            if quote.confidence == "medium"
            else "the wording is doubtful"
        )
    if quote.second_hand:
        found.append("read in a later work, not in the source itself")
    return "; ".join(found)


def cutting(quote: Quotation, width: int, *, note: bool = False) -> list[Content]:
    """Return a quotation as a pasted cutting: its words, who and when, where it stands, what is in doubt."""
    inner = width - 4
    when = f"{quote.when.words} (New Style {quote.when.new_style_words})"
    lines = hang(("“", INK), f"{quote.text}”", inner)
    lines += wrap(f"{quote.speaker}, {when}", inner, BOLD)
    lines += wrap(quote.cited, inner, QUIET)
    unsure = doubt(quote)
    if unsure:
        lines += hang(("? ", RED), f"{unsure[0].upper()}{unsure[1:]}.", inner, QUIET)
    if note and quote.note:
        lines += wrap(quote.note, inner, QUIET)
    return slip(lines, width)


def _quotation(event: Quotation) -> Matter:
    return lambda width: [*cutting(event, width), BLANK]


def _chosen(event: Chosen, attested: str) -> Matter:
    def set_it(width: int) -> list[Content]:
        lines = hang(("› ", RED_BOLD), event.text, width, QUIET)
        lines += hang(("  ", INK), attested, width, QUIET) if attested else []
        return [*lines, BLANK]

    return set_it


def _attested(event: Chosen, run: Run) -> str:
    """Return who argued this that week: told once it is taken, or choosing would be spotting the mark."""
    pack = run.program.pack
    scene = next((record for name, record in pack.files.scenes.items() if name == event.scene), None)
    choice = next((record for record in scene.choices if record.id == event.id), None) if scene else None
    if choice is None or not choice.argued_by:
        return ""
    return f"Argued that week by {' and '.join(pack.name_of(who) for who in choice.argued_by)}."


def _drawn(event: Drawn) -> Matter:
    return lambda width: [*wrap(event.text, width), BLANK] if event.text else []


def _reflection(event: Reflection) -> Matter:
    return lambda width: [*wrap("Nothing at the table changes.", width, QUIET), BLANK]


def _doors(event: DoorsOpened) -> Matter:
    places = "one more of these places" if event.left == 1 else f"{event.left} of these places"
    return lambda width: [*wrap(f"There is time for {places}.", width, QUIET), BLANK]


def _prediction(event: Prediction) -> Matter:
    return lambda width: [
        *hang(("? ", RED_BOLD), f"Before the count: {event.question}", width, BOLD),
        BLANK,
    ]


def _notes(event: SceneEntered) -> Matter:
    return lambda width: (
        [line for note in event.content for line in hang(("! ", RED), note, width, QUIET)] + [BLANK]
    )


def _break(width: int) -> list[Content]:
    return [rule(min(width, 12)), BLANK]


def _scene(event: SceneEntered) -> Matter:
    """Return the head of a scene that the story flows on into."""

    def set_it(width: int) -> list[Content]:
        when = event.when.words if event.when else ""
        new = f"New Style {event.when.new_style_words}" if event.when else ""
        lines = [
            rule(width, event.grade),
            ends(event.title or event.where, when, width, RED_BOLD, BOLD),
            ends(event.where if event.title else "", new, width, QUIET, QUIET),
            BLANK,
        ]
        return [*lines, *(_notes(event)(width) if event.content else [])]

    return set_it


def _change(event: Change, following: Event | None) -> Matter:
    together = isinstance(following, Change)
    shared = isinstance(following, Change) and following.because == event.because
    sign, told = change_words(event)
    text = told if shared or not event.because else f"{told} {event.because}"

    def set_it(width: int) -> list[Content]:
        lines = hang((f"{sign:<3}", RED), text, width, QUIET)
        return lines if together else [*lines, BLANK]

    return set_it


def change_words(event: Change) -> tuple[str, str]:
    """Return a change's sign and its words, without the cause."""
    if isinstance(event, MoodChanged):
        if event.before == event.after:
            return "=", f"{event.name}: {band_name(event.after)} already, and can go no further."
        return change_sign(event), f"{event.name}: {band_name(event.before)} → {band_name(event.after)}."
    if isinstance(event, TableChanged):
        return "§", f"{event.label}: {event.after}."
    if isinstance(event, CounterChanged):
        return "#", f"{event.label}: {event.before} → {event.after}."
    return "!", f"You now know: {event.text.rstrip('.')}."


_MATTERS: dict[type, Callable[..., Matter]] = {
    Reflection: _reflection,
    Speech: _speech,
    Quotation: _quotation,
    SceneEntered: _scene,
    MoodChanged: _change,
    TableChanged: _change,
    CounterChanged: _change,
    FactLearned: _change,
    Prediction: _prediction,
    DoorsOpened: _doors,
    Drawn: _drawn,
    Ended: lambda event: lambda width: set_ending(event, width),
}
