"""Rows for a spreadsheet: one a decision, for one run or for a whole class.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it, so that it
stays text (OWASP, “CSV Injection”).
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ..play.events import VoteHeld
from ..story.text import one_line
from .record import beside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .path import Path

COLUMNS = (
    "run", "code", "story", "role", "ending", "step", "kind", "day", "time", "scene", "title",
    "option", "text", "options_open", "record", "as_recorded", "really_chose", "prediction", "sureness", "result",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%", "＝", "＋", "－", "＠")


def rows(path: Path, label: str, code: str) -> list[list[str]]:
    """Return a row for each step of a run at which something was decided, foretold or left to chance."""
    run = path.run
    known = {one.decision.step: one for one in beside(path)}
    ending = path.ended.ending if path.ended else ""
    start = [label, code, str(path.pack.manifest.id), run.role, ending]
    found = []
    for number, (step, log) in enumerate(zip(run.steps, path.logs[1:], strict=True)):
        decision, compared = path.at_step(number), known.get(number)
        if decision is None and step.kind != "vote":
            continue
        held = (
            next((e for e in log if isinstance(e, VoteHeld) and e.vote == step.id), None)
            if step.kind == "vote"
            else None
        )
        when = decision.when if decision else None
        title = decision.title if decision else held.title if held else ""
        found.append(
            [
                *start,
                str(number + 1),
                step.kind,
                when.day.isoformat() if when else "",
                when.time if when else "",
                step.scene,
                title,
                step.id,
                decision.text if decision else "",
                str(len(decision.others) + 1) if decision else "",
                compared.word if compared else "",
                ("yes" if compared.same else "no") if compared and compared.word != "none" else "",
                compared.his if compared else "",
                step.prediction,
                str(step.sureness) if step.sureness else "",
                held.result if held else "",
            ]
        )
    return found


def text(found: Iterable[list[str]]) -> str:
    """Return rows as CSV with a head, in UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in found:
        writer.writerow([safe(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    words = one_line(cell)
    return f"'{words}" if words.startswith(_FORMULA) else words
