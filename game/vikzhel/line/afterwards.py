"""The commands for when a week is over: comparing runs, putting one on paper, and reporting on a class."""

from __future__ import annotations

import json
import os
import sys
from io import StringIO
from typing import TYPE_CHECKING

from ..aloud import sheets
from ..archive import class_pages, compare_pages, html, markdown, spreadsheet
from ..archive.classroom import NoClass, classroom
from ..archive.compare import MOST_RUNS, compare
from ..archive.debrief import debrief
from ..archive.gather import Gathered, Gathering, NotGathered, told_apart
from ..archive.pages import sheet
from ..archive.path import Path
from ..archive.store import StoreError
from ..archive.transfer import NotARun, read_file, to_json
from ..proof.aside import EXACT, Aside
from .opening import complain
from .page import Page, showable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from ..archive.sheet import Sheet
    from ..proof.onward import Onward

AT_ONCE = 2
"""Runs whose odds are worked out side by side."""
ON_PAPER = 4.0
"""Seconds that go into exact odds for what is to be printed."""
PATIENCE = 20.0
"""Seconds after which one run's odds are done without; they take two and a half."""


def compare_runs(names: list[str], form: str, data: str, story: str, path: str, out: TextIO) -> int:
    """Tell what two runs or more have in common, where they part, and why they ended as they did."""
    if not 2 <= len(names) <= MOST_RUNS:
        complain(f"Name from two to {MOST_RUNS} runs. For more there is  vikzhel class FOLDER")
        return 1
    gathering = Gathering(data, story)
    try:
        found = told_apart(gathering.all(names))
    except NotGathered as error:
        complain(str(error))
        return 1
    finally:
        gathering.close()
    compared = compare(found, _odds(found, ON_PAPER if form in ("html", "md") else EXACT))
    first, second = (gathered.code or gathered.label.replace(" ", "-") for gathered in found[:2])
    name = f"{first}-beside-{second}"
    if form == "json":
        text = json.dumps(compare_pages.as_data(compared), ensure_ascii=False, indent=2)
        return _write(f"{text}\n", path, f"{name}.json", out)
    return _give(compare_pages.sheet(compared), form, path, name, out)


def export_run(name: str, form: str, data: str, story: str, path: str, out: TextIO) -> int:
    """Put a run on paper (``html``, ``md``), into a spreadsheet (``csv``) or into a file of its own (``json``)."""
    gathering = Gathering(data, story)
    try:
        if form == "json":
            text, code = _as_file(gathering, name)
        else:
            gathered = gathering.one(name)
            code = gathered.code or gathered.label
            if gathered.trouble and form == "csv":
                complain(gathered.trouble)
            text = _as_csv(gathered) if form == "csv" else _paper(_gone_over(gathering, gathered), form)
    except NotGathered as error:
        complain(str(error))
        return 1
    finally:
        gathering.close()
    return _write(text, path, f"{code}.{form}", out)


def class_report(folder: str, form: str, data: str, story: str, path: str, out: TextIO) -> int:
    """Make one report of a folder of run files."""
    gathering = Gathering(data, story)
    try:
        found = classroom(folder, gathering)
    except NoClass as none:
        complain(str(none))
        return 1
    finally:
        gathering.close()
    for name, reason in found.refused:
        complain(f"{name}: left out, because {reason}.")
    if form == "csv":
        rows = [row for p in found.pupils for row in spreadsheet.rows(p.path, p.label, p.gathered.code)]
        return _write(spreadsheet.text(rows), path, "class-report.csv", out)
    return _give(class_pages.sheet(found), form, path, "class-report", out)


# -- helpers ---------------------------------------------------------------------------------------


def _gone_over(gathering: Gathering, gathered: Gathered) -> Sheet:
    odds = _odds([gathered], ON_PAPER)[0]
    seen = gathering.seen(gathered.run.program)
    return sheet(
        debrief(gathered.run, gathered.code, odds, notes=gathered.notes, seen=seen, trouble=gathered.trouble)
    )


def _odds(found: Sequence[Gathered], exact: float = EXACT) -> list[Onward | None]:
    """Return the odds along each run, worked out side by side as far as there are cores."""
    odds: list[Onward | None] = []
    if sys.stderr.isatty():
        print("Working out the odds …", file=sys.stderr)
    for first in range(0, len(found), AT_ONCE):
        those = found[first : first + AT_ONCE]
        asides = [
            Aside(g.folder, g.run.role, [step.id for step in g.run.steps], exact=exact, more=0) for g in those
        ]
        odds += [aside.wait(PATIENCE) for aside in asides]
        for aside in asides:
            aside.close()
    return odds


def _as_file(gathering: Gathering, name: str) -> tuple[str, str]:
    """Return a run as the text of a run file, and its code."""
    try:
        played = read_file(name) if os.path.isfile(name) else gathering.store.played(name)
    except NotARun as error:
        raise NotGathered(f"{name}: {error}.") from error
    except StoreError as error:
        raise NotGathered(f"{error}") from error
    return to_json(played), played.code


def _as_csv(gathered: Gathered) -> str:
    return spreadsheet.text(spreadsheet.rows(Path(gathered.run), gathered.label, gathered.code))


def _paper(printed: Sheet, form: str) -> str:
    if form == "text":
        told = StringIO()
        Page(told).put(*sheets.whole(printed))
        return told.getvalue()
    return html.page(printed) if form == "html" else markdown.text(printed)


def _give(printed: Sheet, form: str, path: str, name: str, out: TextIO) -> int:
    """Tell a sheet here, or put it on paper."""
    if form == "text" and path in ("", "-"):
        Page(out).put(*sheets.whole(printed))
        return 0
    return _write(_paper(printed, form), path, f"{name}.{form}", out)


def _write(text: str, path: str, name: str, out: TextIO) -> int:
    """Write a text to a file, one of that name if none is given, or to ``out`` for ``-``."""
    if path == "-":
        raw = getattr(out, "buffer", None)
        if raw is not None and not out.isatty():
            out.flush()
            raw.write(text.encode("utf-8"))
        else:
            out.write(showable(text, getattr(out, "encoding", None) or ""))
        return 0
    path = path or _free(name)
    try:
        with open(path, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
    except OSError as error:
        complain(f"{path} cannot be written: {error.strerror or error}.")
        return 1
    print(f"Written to {os.path.abspath(path)}.", file=out)
    return 0


def _free(name: str) -> str:
    """Return a name that no file here has: nothing that is there is written over unasked."""
    stem, end = os.path.splitext(os.path.basename(name))
    number, free = 2, f"{stem}{end}"
    while os.path.exists(free):
        free, number = f"{stem}-{number}{end}", number + 1
    return free
