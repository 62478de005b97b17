"""Whether every claim has a source: graded scenes, dates in two calendars, quotations short enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .dates import day_words, new_style
from .diagnostics import Mark, Report, Word
from .evidence import LONGEST_QUOTATION
from .text import words

if TYPE_CHECKING:
    from datetime import date

    from .model import Block, Scene
    from .packs import Pack


def check_grounds(pack: Pack, report: Report) -> None:
    """Report scenes and paragraphs whose grade does not fit what they cite, and impossible evidence."""
    for scene_id, scene in pack.files.scenes.items():
        _check_grade(pack, f"“{scene_id}”", scene, report)
        for block in scene.text:
            _check_grade(pack, "This paragraph", block, report)
    _check_evidence(pack, report)


def _check_grade(pack: Pack, what: str, graded: Scene | Block, report: Report) -> None:
    if graded.evidence is None:
        return
    if graded.evidence == "documented":
        if not graded.cites and not report.doubtful(graded.mark, "cites"):
            report.add(
                "V702",
                graded.evidence.mark,
                f"{what} is called documented, but cites nothing.",
                "Add  cites:  with a chronology entry, or call it inferred and give a reason.",
            )
        entries = [e for c in graded.cites if (e := pack.evidence.chronology.get(c)) is not None]
        if (
            entries
            and not report.doubtful(graded.mark, "cites")
            and all(e.checked == "recall" or e.documented == "false" for e in entries)
        ):
            report.add(
                "V706",
                graded.cites[0].mark,
                f"{what} is called documented, but all it cites rests on memory and was not checked.",
                "Call it inferred and say so in “reason”; or, if you have read it in a source, write  checked: excerpt  in the entry.",
            )
    elif (
        graded.reason is None and graded.evidence != "invented" and not report.doubtful(graded.mark, "reason")
    ):
        report.add(
            "V703",
            graded.evidence.mark,
            f"{what} is {graded.evidence}, but does not say why it may be imagined so.",
            "Add  reason:  in one sentence.",
        )


def _check_evidence(pack: Pack, report: Report) -> None:
    base = pack.evidence
    for quote_id, quotation in base.quotes.items():
        _check_day(quote_id, quotation.date_os, quotation.date_ns, report)
        if words(quotation.text) > LONGEST_QUOTATION:
            report.add(
                "V705",
                quotation.text.mark,
                f"The quotation “{quote_id}” has {words(quotation.text)} words; {LONGEST_QUOTATION} is the most.",
                "Shorten it with [...] where words are left out.",
            )
    for entry_id, entry in base.chronology.items():
        _check_day(entry_id, entry.date_os, entry.date_ns, report)


def _check_day(entry_id: Word, old: date, new: date | None, report: Report) -> None:
    expected = new_style(old)
    if new is not None and expected != new:
        report.add(
            "V704",
            _place_of("date_ns:", entry_id),
            f"“{entry_id}”: {day_words(old)} Old Style is {day_words(expected)} New Style, not {day_words(new)}.",
            f"Write  date_ns: {expected.isoformat()}",
        )


def _place_of(key: str, entry_id: Word) -> Mark:
    """Return where a key's value stands in an entry, or else the entry."""
    mark = entry_id.mark
    for row in range(mark.line, mark.line + 60):
        line = mark.source.line(row)
        column = line.find(key)
        if column >= 0:
            value = line[column + len(key) :]
            return Mark(
                mark.source, row, column + len(key) + len(value) - len(value.lstrip()), len(value.strip())
            )
    return mark
