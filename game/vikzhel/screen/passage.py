"""What one step told, set as type: narration, cuttings, speech, changes, counts and the end.

Every narration, speech and quotation of the stream is set, in the stream's order. Consecutive
changes are drawn together by their cause, which is given once, after the last of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby, pairwise
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
    FlagChanged,
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
from ..play.run import Step, diverges
from ..story.dataclass import dataclass
from ..story.rules import band_name
from ..story.wording import inner, listed
from .count import Count
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
    clicked,
    ends,
    hang,
    rule,
    slip,
    wrap,
)
from .voices import initial, voice

if TYPE_CHECKING:
    from ..play.run import Run
    from ..story import model

Change = MoodChanged | TableChanged | CounterChanged | FactLearned
Told = Change | FlagChanged


@dataclass(frozen=True, slots=True)
class Piece:
    """A matter, the scene it belongs to and the evidence it rests on; the quotation that it is, if it is one.

    ``coming`` is a count that can come in bloc by bloc.
    """

    matter: Matter
    scene: SceneEntered | None
    grade: str = ""
    quote: Quotation | None = None
    coming: Count | None = None


def pieces(events: Iterable[Event], run: Run, step: Step | None, before: SceneEntered | None) -> list[Piece]:
    """Return what one step told, ready to set. ``before`` is the scene it was taken in.

    What was chosen, the reply to it and what it changed belong to that scene and to the evidence of
    the choice; a count belongs to the scene it was held in. Each scene then entered has a head of its
    own, but for the first of a run: the fixed head above the page shows that one.
    """
    found: list[Piece] = []
    scene, grade = before, before.grade if before else ""
    told = [event for event, following in pairwise([*events, None]) if event and _set(event, following)]
    for changes, group in groupby(told, key=lambda event: isinstance(event, Told)):
        if changes:
            found.append(Piece(_changes([event for event in group if isinstance(event, Told)]), scene, grade))
            continue
        for event in group:
            if isinstance(event, SceneEntered):
                first, notes = scene is None, _new_notes(event, scene)
                scene, grade = event, event.grade
                if not first:
                    found.append(Piece(_scene(event, notes), scene, grade))
                elif notes:
                    found.append(Piece(_notes(notes), scene, grade))
                continue
            if isinstance(event, Chosen):
                grade = choice_grade(event, run) or grade
            own = event.grade if isinstance(event, Narration) else ""
            quote = event if isinstance(event, Quotation) else None
            count = _count(event, run, step) if isinstance(event, VoteHeld) else None
            coming = count if count and count.stages else None
            found.append(
                Piece(
                    clicked(_credited(event, matter(event, run, step)), *_looked_up(event)),
                    scene,
                    own or grade,
                    quote,
                    coming,
                )
            )
    return found


def _looked_up(event: Event) -> tuple[str, ...]:
    """Return the panel that says more about an event, and what to look up there; nothing if there is none."""
    match event:
        case Quotation(speaker=speaker):
            return "sources", speaker
        case Speech(name=name):
            return "people", name
    return ()


def _credited(event: Event, matter: Matter) -> Matter:
    """Return a matter with what branch put it there beneath it, if one did."""
    if not isinstance(event, (Narration, Speech, Quotation)) or not event.added:
        return matter
    return lambda width: [*matter(width)[:-1], *wrap(event.added, width, QUIET), BLANK]


def _set(event: Event, following: Event | None) -> bool:
    """Return whether an event is shown: not a return to the doors that leads straight on, for one."""
    if isinstance(event, SceneEntered):
        return not (event.again and isinstance(following, SceneEntered))
    if isinstance(event, Chosen):
        return bool(event.text)
    return isinstance(event, (*_MATTERS, Told, Narration, Speech, VoteHeld))


def matter(event: Event, run: Run, step: Step | None) -> Matter:
    """Return one event as type; changes are set together, by ``pieces``."""
    if isinstance(event, VoteHeld):
        return _count(event, run, step).whole
    if isinstance(event, Speech):
        return _speech(event, voice(run.program.pack, event.who))
    if isinstance(event, Narration):
        goals = next(r.goals for name, r in run.program.pack.files.roles.items() if name == run.role)
        lost = next((str(goal.text) for name, goal in goals.items() if name == event.goal), "")
        return _narration(event, lost)
    if isinstance(event, Chosen):
        return _chosen(event, _attested(event, run), choice_grade(event, run))
    return _MATTERS[type(event)](event)


def _count(event: VoteHeld, run: Run, step: Step | None) -> Count:
    asked = step if step is not None and step.kind == "vote" and step.id == event.vote else None
    return Count(event, run.program.pack, asked)


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


def _speech(event: Speech, ink: str) -> Matter:
    """Invented words: an initial as emblem, the name, the word “invented”, and a dash, as Russian books set talk."""

    def set_it(width: int) -> list[Content]:
        head = (f" {initial(event.name)} ", f"{ink} bold reverse"), " ", (event.name, f"{ink} bold")
        return [
            Content.assemble(*head, ("  invented words", QUIET)),
            *hang(("  — ", ink), event.line, width),
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


def cutting(quote: Quotation, width: int, *, bare: bool = False) -> list[Content]:
    """Return a quotation as a pasted cutting: its words, who and when, where it stands, what is in doubt.

    A ``bare`` one has only its words and where they stand.
    """
    inner = width - 4
    when = f"{quote.when.words} (New Style {quote.when.new_style_words})"
    lines = hang(("“", INK), f"{quote.text}”", inner)
    lines += [] if bare else wrap(f"{quote.speaker}, {when}", inner, BOLD)
    lines += wrap(quote.cited, inner, QUIET)
    unsure = "" if bare else doubt(quote)
    if unsure:
        lines += hang(("? ", RED), f"{unsure[0].upper()}{unsure[1:]}.", inner, QUIET)
    return slip(lines, width)


def _quotation(event: Quotation) -> Matter:
    return lambda width: [*cutting(event, width), BLANK]


def _chosen(event: Chosen, attested: str, grade: str) -> Matter:
    """What the player chose; how far that is history is told once it is taken, and not before."""
    mark = Content.assemble(("  ~ ", RED), (grade, QUIET)) if grade else BLANK

    def set_it(width: int) -> list[Content]:
        lines = hang(("› ", RED_BOLD), event.text, width, QUIET)
        if lines[-1].cell_length + mark.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], mark)
        else:
            lines.append(mark)
        lines += hang(("  ", INK), attested, width, QUIET) if attested else []
        return [*lines, BLANK]

    return set_it


def _attested(event: Chosen, run: Run) -> str:
    """Return who argued this that week: told once it is taken, or choosing would be spotting the mark."""
    choice = _choice(event, run)
    if choice is None or not choice.argued_by:
        return ""
    return f"Argued that week by {listed(inner(run.program.pack.name_of(who)) for who in choice.argued_by)}."


def choice_grade(event: Chosen, run: Run) -> str:
    """Return what a choice rests on, where that can be told apart from its scene; else nothing.

    What the man did is documented if the record has it; what he is recorded not to have done did not
    happen, whatever grade the scene around it has.
    """
    choice = _choice(event, run)
    if choice is None:
        return ""
    if choice.evidence:
        return str(choice.evidence)
    if run.role in choice.really_chose:
        return "documented" if (choice.record or "documented") == "documented" else ""
    return "counterfactual" if diverges(run.program, run.role, Step("choice", event.scene, event.id)) else ""


def _choice(event: Chosen, run: Run) -> model.Choice | None:
    if event.kind != "choice":
        return None
    scenes = run.program.pack.files.scenes.items()
    scene = next((record for name, record in scenes if name == event.scene), None)
    return next((record for record in scene.choices if record.id == event.id), None) if scene else None


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


def _new_notes(event: SceneEntered, before: SceneEntered | None) -> tuple[str, ...]:
    """Return the content notes of a scene that the scene before it did not have."""
    return tuple(note for note in event.content if before is None or note not in before.content)


def _notes(notes: tuple[str, ...]) -> Matter:
    return lambda width: [line for note in notes for line in hang(("! ", RED), note, width, QUIET)] + [BLANK]


def _scene(event: SceneEntered, notes: tuple[str, ...]) -> Matter:
    """Return the head of a scene that the story flows on into; a short one where he comes back to it."""

    def set_it(width: int) -> list[Content]:
        when = event.when.words if event.when else ""
        new = f"New Style {event.when.new_style_words}" if event.when else ""
        lines = [
            rule(width, event.grade),
            ends(event.title or event.where, when, width, RED_BOLD, BOLD),
        ]
        if not event.again:
            lines.append(ends(event.where if event.title else "", new, width, QUIET, QUIET))
        lines += wrap(event.added, width, QUIET) if event.added and not event.again else []
        return [*lines, BLANK, *(_notes(notes)(width) if notes else [])]

    return set_it


def _changes(events: list[Told]) -> Matter:
    """Return changes under each other, those of one cause together with the cause after the last.

    A flag says only its cause, quietly: what it means is told where it matters, and by the ledger.
    """
    by_cause: dict[str, list[Change]] = {}
    for event in events:
        group = by_cause.setdefault(event.because, [])
        if not isinstance(event, FlagChanged):
            group.append(event)
    rows = []
    for cause, group in by_cause.items():
        rows += [change_words(event) for event in group]
        if cause and group:
            sign, told = rows[-1]
            rows[-1] = sign, f"{told} {cause}"
        elif cause:
            rows.append(("·", cause))

    def set_them(width: int) -> list[Content]:
        lines = [line for sign, told in rows for line in hang((f"{sign:<3}", RED), told, width, QUIET)]
        return [*lines, BLANK] if lines else []

    return set_them


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
    Quotation: _quotation,
    Prediction: _prediction,
    DoorsOpened: _doors,
    Drawn: _drawn,
    Ended: lambda event: lambda width: set_ending(event, width),
}
