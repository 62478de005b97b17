"""Whether every claim has a source: graded scenes, dates in two calendars, quotations short enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .dates import day_words, new_style
from .diagnostics import Report, Word
from .evidence import LONGEST_QUOTATION
from .text import words

if TYPE_CHECKING:
    from datetime import date

    from .model import Scene
    from .packs import Pack


def check_grounds(pack: Pack, report: Report) -> None:
    """Report scenes whose grade does not fit what they cite, and evidence that cannot be right."""
    for scene_id, scene in pack.files.scenes.items():
        _check_grade(pack, scene_id, scene, report)
    _check_evidence(pack, report)


def _check_grade(pack: Pack, scene_id: Word, scene: Scene, report: Report) -> None:
    if scene.evidence is None:
        return
    if scene.evidence == "documented":
        if not scene.cites and not report.doubtful(scene.mark, "cites"):
            report.add(
                "V702",
                scene.evidence.mark,
                f"“{scene_id}” is called documented, but cites nothing.",
                "Add  cites:  with a chronology entry, or call it inferred and give a reason.",
            )
        entries = [e for c in scene.cites if (e := pack.evidence.chronology.get(c)) is not None]
        if entries and not report.doubtful(scene.mark, "cites") and all(e.checked == "recall" or e.documented == "false" for e in entries):
            report.add(
                "V706",
                scene.cites[0].mark,
                f"“{scene_id}” is called documented, but all it cites rests on memory and was not checked.",
                "Call it inferred and say so in “reason”, or cite an entry that was read in a source.",
            )
    elif scene.reason is None and not report.doubtful(scene.mark, "reason"):
        report.add(
            "V703",
            scene.evidence.mark,
            f"“{scene_id}” is {scene.evidence}, but does not say why it may be imagined so.",
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


def _check_day(entry_id: Word, old: date, new: date, report: Report) -> None:
    expected = new_style(old)
    if expected != new:
        report.add(
            "V704",
            entry_id.mark,
            f"“{entry_id}”: {day_words(old)} Old Style is {day_words(expected)} New Style, not {day_words(new)}.",
            f"Write  date_ns: {expected.isoformat()}",
        )
