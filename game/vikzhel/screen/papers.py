"""The papers a player can lay open beside the story: ledger, table, sources, card, words, help.

Each is a list of matters made from the run as it stands; a sheet (or, on a wide terminal, a pane) shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from ..play.events import (
    CounterChanged,
    Event,
    FactLearned,
    FlagChanged,
    MoodChanged,
    Quotation,
    SceneEntered,
    TableChanged,
)
from ..play.run import role_of
from .actions import deeds
from .cells import cells, cut, padded
from .moods import Standing, ladder, mood_name
from .passage import change_words, cutting, doubt
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
    heading,
    paragraph,
    slip,
    wrap,
)

if TYPE_CHECKING:
    from ..play.run import Run
    from ..story.packs import Pack

_CARD = (
    ("who", "Who"),
    ("want", "Wants"),
    ("fear", "Fears"),
    ("answers_to", "Answers to"),
    ("cannot", "Cannot"),
    ("deadline", "The clock"),
)
_GRADES = {
    "documented": "Documented: it is on record.",
    "inferred": "Inferred: the record does not say so, but makes it likely.",
    "counterfactual": "Counterfactual: this did not happen.",
    "invented": "Invented: made up for this branch of the story.",
}


# -- the ledger --------------------------------------------------------------------------------


def ledger(run: Run) -> list[Matter]:
    """Return where everybody stands, and every change of the run with its cause, newest first."""
    files = run.program.pack.files
    moods = [str(who) for who in files.moods if who != run.role]
    changes = {event.who: event for event in run.events() if isinstance(event, MoodChanged)}
    found = [Standing(mood_name(run, who), run.mood(who), changes.get(who)) for who in moods]
    page: list[Matter] = []
    if found:
        page += [heading("Where they stand with you"), lambda width: ladder(found, width)]
    entries = _entries(run.events())
    page.append(heading("What changed, and why"))
    if not entries:
        page.append(paragraph("Nothing yet.", QUIET))
    for scene, events in entries:
        page.append(_entry(scene, events))
    return page


Noted = MoodChanged | TableChanged | CounterChanged | FactLearned | FlagChanged


def _entries(events: list[Event]) -> list[tuple[SceneEntered | None, list[Noted]]]:
    """Return the changes gathered by the scene they happened in, newest first."""
    entries: list[tuple[SceneEntered | None, list[Noted]]] = []
    scene: SceneEntered | None = None
    for event in events:
        if isinstance(event, SceneEntered):
            scene = event
        elif isinstance(event, Noted):
            if not entries or entries[-1][0] is not scene:
                entries.append((scene, []))
            entries[-1][1].append(event)
    return entries[::-1]


def _entry(scene: SceneEntered | None, events: list[Noted]) -> Matter:
    def set_it(width: int) -> list[Content]:
        when = scene.when.words if scene and scene.when else ""
        lines = [ends((scene.title or scene.where) if scene else "", when, width, BOLD)]
        for event in events:
            if isinstance(event, FlagChanged):
                sign, told = ("·", f"{event.meaning}.") if event.so else ("·", f"No longer: {event.meaning}.")
            else:
                sign, told = change_words(event)
            text = f"{told} {event.because}".strip()
            lines += hang((f"{sign:<3}", RED), text, width)
        return [*lines, BLANK]

    return set_it


# -- the table ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Laid:
    """A question of the draft as it lies: its positions in words, which of them it is in, known red lines."""

    label: str
    positions: tuple[str, ...]
    at: int
    known: tuple[tuple[str, str], ...]


def table(run: Run) -> list[Matter]:
    """Return the draft agreement: where each question stands among its positions, and known red lines."""
    if not run.program.pack.files.table:
        return [paragraph("There is no draft agreement in this story.", QUIET)]
    return laid_out(draft(run))


def draft(run: Run, told: int | None = None) -> list[Laid]:
    """Return the draft as the first ``told`` events (all, if none is given) have left it."""
    events = run.events()
    known = _known_lines(run, events[:told])
    later: dict[str, str] = {}
    for event in events[len(events) if told is None else told :]:
        if isinstance(event, TableChanged):
            later.setdefault(event.issue, event.before)
    found = []
    for name, issue in run.program.pack.files.table.items():
        words = tuple(str(text) for text in issue.positions.values())
        at = [str(item) for item in issue.positions].index(run.position(str(name)))
        if name in later:
            at = words.index(later[str(name)])
        found.append(Laid(str(issue.label), words, at, tuple(known.get(str(name), ()))))
    return found


def laid_out(found: list[Laid]) -> list[Matter]:
    """Return a draft as type."""
    return [_issue(issue) for issue in found]


def _issue(issue: Laid) -> Matter:
    def set_it(width: int) -> list[Content]:
        many = range(len(issue.positions))
        marks = Content.assemble(
            *(("●" if n == issue.at else "○", RED if n == issue.at else QUIET) for n in many)
        )
        label = cut(issue.label, width - len(many) - 2)
        gap = " " * max(1, width - cells(label) - len(many))
        lines = [Content.assemble((label, BOLD), gap, marks)]
        lines += wrap(issue.positions[issue.at], width)
        for mark, told in issue.known:
            lines += hang((f"{mark} ", RED), told, width, QUIET)
        return [*lines, BLANK]

    return set_it


def _known_lines(run: Run, events: list[Event]) -> dict[str, list[tuple[str, str]]]:
    """Return by issue the red lines that the man has come to know, each with its mark."""
    files = run.program.pack.files
    blocs = {str(name): bloc for name, bloc in files.blocs.items()}
    learned = [event for event in events if isinstance(event, FactLearned)]
    known: dict[str, list[tuple[str, str]]] = {}
    for bloc_id, issue_id in dict.fromkeys(pair for event in learned for pair in event.reveals):
        bloc = blocs[bloc_id]
        issue = next(record for name, record in files.table.items() if name == issue_id)
        never = next((positions for name, positions in bloc.never.items() if name == issue_id), [])
        words = [str(text) for item, text in issue.positions.items() if item in never]
        name = str(bloc.name)[:1].upper() + str(bloc.name)[1:]
        told = f"{name}: never “{'” or “'.join(words)}”." if words else f"{name}: no line drawn here."
        known.setdefault(issue_id, []).append(("×" if words else "·", told))
    return known


# -- sources -----------------------------------------------------------------------------------


def sources(run: Run) -> list[Matter]:
    """Return every quotation met in the run, newest first, each with all that is needed to weigh it."""
    met = {event.id: event for event in run.events() if isinstance(event, Quotation)}
    if not met:
        return [paragraph("You have met no source yet. Quotations in the story are gathered here.", QUIET)]
    return [_source(quote) for quote in reversed(list(met.values()))]


def _source(quote: Quotation) -> Matter:
    def set_it(width: int) -> list[Content]:
        lines = [*cutting(quote, width, note=True)]
        for label, text in (
            ("Said", quote.occasion),
            ("Why", quote.context),
            ("Kind", quote.source_kind),
        ):
            if text:
                lines += hang((f"{label:<6}", RED), text, width, QUIET)
        return [*lines, BLANK]

    return set_it


def source_card(scene: SceneEntered | None, grade: str, quote: Quotation | None) -> list[Matter]:
    """Return the card beside the story: what it rests on, and the quotation last met.

    The reason is the scene's, and so is left out where the grade is not the scene's.
    """
    page: list[Matter] = []
    if scene is not None:
        page.append(_ground(grade, scene.reason if grade == scene.grade else ""))
    if quote is not None:
        page.append(_provenance(quote))
    return page


def _ground(grade: str, reason: str) -> Matter:
    def set_it(width: int) -> list[Content]:
        lines = wrap(_GRADES.get(grade, grade), width, BOLD)
        return [*lines, *wrap(reason, width, QUIET), BLANK] if reason else [*lines, BLANK]

    return set_it


def _provenance(quote: Quotation) -> Matter:
    def set_it(width: int) -> list[Content]:
        inner = width - 4
        lines = wrap(quote.speaker, inner, BOLD)
        lines += wrap(f"{quote.when.words}, New Style {quote.when.new_style_words}", inner, QUIET)
        lines += [*wrap(quote.occasion, inner), *wrap(quote.cited, inner, QUIET)]
        lines += wrap(quote.context, inner) if quote.context else []
        unsure = " ".join(part for part in (_sentence(doubt(quote)), quote.note) if part)
        if unsure:
            lines += hang(("? ", RED), unsure, inner, QUIET)
        return [*slip(lines, width), BLANK]

    return set_it


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""


# -- the card, the words, the help -------------------------------------------------------------


def card(pack: Pack, role: str, width: int, *, style: str = INK) -> list[Content]:
    """Return a role card in lines."""
    record = next(r for name, r in pack.files.roles.items() if name == role)
    lines: list[Content] = []
    for field, label in _CARD:
        text = str(getattr(record.card, field))
        if width >= 40:
            lines += hang((f"{label:<11} ", RED), text, width, style)
        else:
            lines += [Content.styled(label, RED), *wrap(text, width, style)]
    return lines


def role_card(run: Run) -> list[Matter]:
    """Return the card of the man played, with his goals."""
    pack = run.program.pack
    goals = next(record.goals for name, record in pack.files.roles.items() if name == run.role)
    page: list[Matter] = [heading(role_of(run)), lambda width: [*card(pack, run.role, width), BLANK]]
    if goals:
        page.append(heading("What you want to have reached"))
        page += [_item(str(goal.text)) for goal in goals.values()]
    return page


def _item(text: str) -> Matter:
    return lambda width: hang(("— ", RED), text, width)


def words(pack: Pack) -> list[Matter]:
    """Return the glossary in the order of the alphabet."""
    entries = sorted(((str(k), str(v)) for k, v in pack.files.glossary.items()), key=lambda e: e[0].lower())
    if not entries:
        return [paragraph("This story explains no words.", QUIET)]
    return [_word(term, meaning) for term, meaning in entries]


def _word(term: str, meaning: str) -> Matter:
    def set_it(width: int) -> list[Content]:
        at = min(26, width // 2)
        if cells(term) > at - 2:
            return [*wrap(term, width, BOLD), *wrap(meaning, width, first=" " * at, rest=" " * at)]
        return hang((padded(term, at), BOLD), meaning, width)

    return set_it


def how(pack: Pack) -> list[Matter]:
    """Return how this works, who wrote it, and what is reported in it."""
    manifest = pack.manifest
    page = [paragraph(str(manifest.how or manifest.greeting))]
    if manifest.content:
        page += [heading("Before you begin"), *(_item(str(note)) for note in manifest.content.values())]
        page.append(lambda _: [BLANK])
    by = ", ".join(map(str, manifest.authors))
    licence = f" {manifest.licence}." if manifest.licence else ""
    page.append(paragraph(f"{manifest.title} {manifest.version}, by {by}.{licence}", QUIET))
    return page


def help_page(screen: str) -> list[Matter]:
    """Return every key of a screen, from the table of actions."""

    def keys(width: int) -> list[Content]:
        lines = []
        for deed in deeds(screen):
            lines += hang((f"{deed.key_words:<18}", RED_BOLD), deed.help, width)
        return [*lines, BLANK]

    mouse = (
        "The mouse works everywhere and is needed nowhere. Drag over text to mark it; your terminal's own "
        "copying works too. For a screen reader, start with --plain."
    )
    return [keys, paragraph(mouse, QUIET)]


def marks_key() -> Matter:
    """Return what the marks in the text mean."""
    marks = (
        ("┃", "a cutting: words on record, with their source; “?” says what is in doubt"),
        ("—", "talk invented for the game, always under the speaker's name and “invented words”"),
        ("+ −", "somebody's mood towards you moved, and why"),
        ("§", "the draft agreement changed"),
        ("!", "you have come to know something, or a note on what is reported"),
        ("~", "what this paragraph rests on, or what you chose, where that is not what its scene rests on"),
        ("·", "something is so now; the ledger (w) says what"),
        ("×", "barred for now, a red line, or a goal out of reach"),
    )

    def set_it(width: int) -> list[Content]:
        lines = [Content.styled("Marks in the text", RED_BOLD), BLANK]
        for mark, meaning in marks:
            lines += hang((f"{mark:<6}", RED), meaning, width)
        return [*lines, BLANK]

    return set_it
