"""The quotations met, with all that is needed to weigh them, and what the words in view rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from ..archive.cites import cited_in_full
from ..play.events import Quotation, SceneEntered, VoteHeld
from .passage import cutting, doubt
from .typesetting import BLANK, BOLD, QUIET, RED, Matter, hang, heading, paragraph, slip, wrap

if TYPE_CHECKING:
    from ..play.run import Run
    from ..story.packs import Pack

_GRADES = {
    "documented": "Documented: it is on record.",
    "inferred": "Inferred: the record does not say so, but makes it likely.",
    "counterfactual": "Counterfactual: this did not happen.",
    "invented": "Invented: made up for this branch of the story.",
}


def sources(run: Run) -> list[Matter]:
    """Return every quotation met in the run, newest first, then what the scenes and counts rest on."""
    pack = run.program.pack
    met: dict[str, Quotation] = {}
    cites: dict[str, None] = {}
    for event in run.events():
        if isinstance(event, Quotation):
            met.setdefault(event.id, event)
        elif isinstance(event, SceneEntered):
            cites |= dict.fromkeys(event.cites)
        elif isinstance(event, VoteHeld) and event.recorded and event.seen != "hearsay":
            cites |= dict.fromkeys(event.recorded.cites)
    if met:
        page = [weighed(quote, address(pack, quote)) for quote in reversed(list(met.values()))]
    else:
        page = [paragraph("You have met no source yet. Quotations in the story are gathered here.", QUIET)]
    if cites:
        page.append(heading("What the scenes and counts so far rest on"))
        page += [_entry(cited_in_full(pack, entry)) for entry in reversed(list(cites))]
    return page


def address(pack: Pack, quote: Quotation) -> str:
    """Return where a quotation, or the source it stands in, can be read."""
    record = next(entry for name, entry in pack.evidence.quotes.items() if name == quote.id)
    return str(record.url or pack.evidence.sources[record.source].url or "")


def _entry(text: str) -> Matter:
    return lambda width: [*hang(("— ", RED), text, width, QUIET)]


_KINDS = {
    "memoir": "a memoir, written afterwards",
    "secondary": "a later work",
    "resolution": "a resolution: what a meeting wished to be seen to say",
    "newspaper": "a newspaper, with a side of its own",
    "speech": "a speech or pamphlet: for those who listened",
    "minutes": "minutes: what a secretary wrote down",
    "letter": "a letter: for one reader",
}


def weighed(quote: Quotation, address: str) -> Matter:
    """Return a cutting and beneath it who said it, when, for whom, why, and what it cannot tell us."""
    doubts = " ".join(part for part in (_sentence(doubt(quote)), quote.note) if part)
    rows = (
        ("Who", quote.speaker),
        ("When", f"{quote.when.words}, New Style {quote.when.new_style_words}"),
        ("To whom", quote.occasion),
        ("Why", quote.context),
        ("Kind", _KINDS.get(quote.source_kind, quote.source_kind)),
        ("Limits", doubts or "Nothing is known to be in doubt about its wording."),
        ("Address", address),
    )

    def set_it(width: int) -> list[Content]:
        lines = [*cutting(quote, width, bare=True), BLANK]
        for label, text in rows:
            if text:
                lines += hang((f"{label:<9}", QUIET), text, width)
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
