"""Telling what ``check`` found: for a person, as JSON for a program, as annotations for GitHub."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, NamedTuple

from .diagnostics import MOST_SHOWN, Diagnostic, shortened
from .folder import TESTS
from .groups import GROUPS, MUST_FIX, NOTICE, STYLE

if TYPE_CHECKING:
    from .diagnostics import Report

HEADINGS = {MUST_FIX: "what must be fixed", NOTICE: "what players will notice", STYLE: "style"}
LEVELS = {MUST_FIX: "error", NOTICE: "warning", STYLE: "notice"}
"""GitHub's own names for how serious an annotation is."""


class Finding(NamedTuple):
    """What was found in one pack: the name it was called by, its folder, the problems, and its contents in words."""

    pack: str
    folder: str
    report: Report
    playable: bool
    inventory: str

    @property
    def counts(self) -> dict[str, int]:
        """Return how many problems there are in each group."""
        counts = dict.fromkeys(GROUPS, 0)
        for problem in self.report.sorted():
            counts[problem.group] += 1
        return counts


def as_text(finding: Finding) -> str:
    """Return the problems file by file, what must be fixed first, then how many there are of each group."""
    problems = finding.report.sorted()
    by_place: dict[tuple[str, int], list[Diagnostic]] = {}
    for problem in problems:
        by_place.setdefault((problem.mark.source.name, GROUPS.index(problem.group)), []).append(problem)
    parts = []
    shown = 0
    for (name, group), found in sorted(by_place.items()):
        found = found[: MOST_SHOWN - shown]
        shown += len(found)
        if found:
            parts += [f"In {name}, {HEADINGS[GROUPS[group]]}:", *(problem.render() for problem in found)]
    if len(problems) > shown:
        parts.append(f"The first {shown} of {len(problems)} are shown.")
    last = []
    if problems:
        last.append(summary(finding.counts))
        if not finding.playable and finding.report.fatal:
            last.append("How it reads is looked at once nothing must be fixed.")
    if finding.playable:
        tests = f" Its tests cannot be run before {TESTS} is mended." if finding.report.fatal else ""
        last.append(f"{finding.pack}: can be played. {finding.inventory}{tests}")
    else:
        last.append(f"{finding.pack}: cannot be played yet.")
    return "\n\n".join([*parts, "\n".join(last)])


def summary(counts: dict[str, int]) -> str:
    """Return the counts of the groups in one line."""
    return (
        f"Must be fixed: {counts[MUST_FIX]}. Players will notice: {counts[NOTICE]}. Style: {counts[STYLE]}."
    )


def as_json(findings: list[Finding]) -> str:
    """Return one JSON object; the keys below do not change their meaning.

    ``problems``: a list of objects with ``code``, ``group``, ``file`` (a path that can be opened from here),
    ``line`` and ``column`` (from 1), ``width`` (in characters), ``message`` and ``hint``.
    ``packs``: for each pack its ``pack``, ``playable`` and ``counts`` (of each group).
    """
    problems = [
        {
            "code": problem.code,
            "group": problem.group,
            "file": file_of(problem, finding.folder),
            "line": problem.mark.line + 1,
            "column": problem.mark.column + 1,
            "width": problem.mark.width,
            "message": shortened(problem.message),
            "hint": shortened(problem.hint),
        }
        for finding in findings
        for problem in finding.report.sorted()
    ]
    packs = [{"pack": f.pack, "playable": f.playable, "counts": f.counts} for f in findings]
    return json.dumps({"problems": problems, "packs": packs}, indent=2)


def as_annotations(finding: Finding) -> str:
    """Return GitHub workflow commands, one a line, which show each problem at its line of a pull request.

    Escaped as GitHub's own toolkit does it (actions/toolkit, packages/core/src/command.ts).
    """
    lines = []
    for problem in finding.report.sorted():
        mark = problem.mark
        properties = {
            "file": file_of(problem, finding.folder),
            "line": str(mark.line + 1),
            "endLine": str(mark.line + 1),
            "col": str(mark.column + 1),
            "endColumn": str(mark.column + max(1, mark.width)),
            "title": f"{problem.code}, {problem.group}",
        }
        told = ",".join(f"{name}={_escaped(value, property=True)}" for name, value in properties.items())
        message = "\n".join(filter(None, (shortened(problem.message), shortened(problem.hint))))
        lines.append(f"::{LEVELS[problem.group]} {told}::{_escaped(message)}")
    return "\n".join([*lines, f"{finding.pack}: {summary(finding.counts)}"])


def _escaped(text: str, *, property: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property else text


def file_of(problem: Diagnostic, folder: str) -> str:
    """Return the path of the file a problem is in, from the working directory if it lies below it."""
    source = problem.mark.source
    path = source.path or os.path.join(os.path.dirname(os.path.abspath(folder)), source.name)
    if not os.path.exists(path):
        return source.name
    near = (
        os.path.relpath(path)
        if os.path.splitdrive(os.path.abspath(path))[0] == os.path.splitdrive(os.getcwd())[0]
        else path
    )
    return os.path.abspath(path) if near.startswith(os.pardir) else near
