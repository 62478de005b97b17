"""The papers of the front page: how this works, and where everybody stands before the week begins."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from ..story.dates import MONTHS
from ..story.front import front_of
from .cells import cut, padded
from .typesetting import BLANK, BOLD, INK, QUIET, RED, Matter, hang, heading, paragraph, wrap

if TYPE_CHECKING:
    from ..story.front import Front
    from ..story.negotiation import Bloc, Issue
    from ..story.packs import Pack


def item(text: str) -> Matter:
    """Return one thing of a list."""
    return lambda width: hang(("— ", RED), text, width)


def how(front: Front) -> list[Matter]:
    """Return how this works, who wrote it, and what is reported in it."""
    page = [paragraph(front.how or front.greeting)]
    if front.notes:
        page += [heading("Before you begin"), *map(item, front.notes), lambda _: [BLANK]]
    licence = f" {front.licence}." if front.licence else ""
    page.append(paragraph(f"{front.title} {front.version}, by {', '.join(front.authors)}.{licence}", QUIET))
    return page


_SHORT = [month[:3] for month in MONTHS]
_DAYS = re.compile(r"\b(?:[0-9]{1,2}\s*[-–/]\s*)?([0-9]{1,2})\s+(" + "|".join(_SHORT) + r")")
_LATER = re.compile(r"\b(later|in the end|afterwards|eventually|19(?:1[89]|[2-9][0-9]))\b", re.IGNORECASE)


_BRACKET = re.compile(r"\s*\(([^)]*)\)")


def known_by(text: str, day: date | None) -> str:
    """Return what of a text could be known on a day, without hindsight: all of it, if no day is given.

    Left out is each sentence, or part of one up to a semicolon, that names a later day. Days in brackets
    say from when, or from when to when, it was so: ``Chairman (27 Oct - 8 Nov)``. It is left out before and
    after them, and told without them in between.
    """
    if day is None:
        return text
    kept = []
    for part in re.split(r"(?<=[.;!?])\s+", text):
        spans = [_days(bracket) for bracket in _BRACKET.findall(part)]
        told = _BRACKET.sub(lambda found: "" if _later(found[1], day) else found[0], part)
        if all(_holds(span, day) for span in spans) and not _later(told, day):
            kept.append(told)
    return " ".join(kept).rstrip(";")


def _days(text: str) -> list[tuple[int, int]]:
    return [(_SHORT.index(month) + 1, int(number)) for number, month in _DAYS.findall(text)]


def _later(text: str, day: date) -> bool:
    return bool(_LATER.search(text)) or any(named > (day.month, day.day) for named in _days(text))


def _holds(span: list[tuple[int, int]], day: date) -> bool:
    now = day.month, day.day
    return not span or (span[0] <= now and (len(span) == 1 or now <= span[-1]))


# -- where they stand ----------------------------------------------------------------------------


def stand(pack: Pack) -> list[Matter]:
    """Return the questions of the draft and the bodies that decide, as they are known on the first day.

    What a bloc asks for and what it will never sign is for the player to find out; only which questions
    it cares about is given away.
    """
    issues = [(str(name), issue) for name, issue in pack.files.table.items()]
    bodies = sitting(pack)
    page: list[Matter] = [heading("The questions on the table, from the one side to the other")]
    page += [_question(number, issue) for number, (_, issue) in enumerate(issues, 1)]
    page.append(heading("Who decides, and which questions divide them"))
    page.append(_matrix(pack, issues, bodies))
    page.append(
        paragraph("?  they care about it; how much, and what they will never sign, you have to learn", QUIET)
    )
    for body in bodies:
        page.append(_body(pack, body))
    return page


def sitting(pack: Pack) -> dict[str, list[Bloc]]:
    """Return the blocs of each body."""
    bodies: dict[str, list[Bloc]] = {}
    for bloc in pack.files.blocs.values():
        bodies.setdefault(str(bloc.body), []).append(bloc)
    return bodies


def _question(number: int, issue: Issue) -> Matter:
    def set_it(width: int) -> list[Content]:
        lines = hang((f"{number}  ", RED), str(issue.label), width, BOLD)
        if issue.question:
            lines += wrap(str(issue.question), width, QUIET, first="   ", rest="   ")
        for name, words in issue.positions.items():
            here = name == issue.start
            lines += hang(("   ● " if here else "   ○ ", RED if here else QUIET), str(words), width, INK)
            if here:
                lines[-1] = Content.assemble(lines[-1], ("  ← as the week begins", QUIET))
        return [*lines, BLANK]

    return set_it


def _matrix(pack: Pack, issues: list[tuple[str, Issue]], bodies: dict[str, list[Bloc]]) -> Matter:
    """Return a grid: who decides down the side, the numbers of the questions along the top."""

    def set_it(width: int) -> list[Content]:
        each = 4
        room = width - each * len(issues)
        head = Content.assemble(
            " " * room, *((f"{number:^{each}}", RED) for number in range(1, len(issues) + 1))
        )
        lines = [head]
        for body, blocs in bodies.items():
            lines.append(Content.styled(cut(body_name(pack, body), width), BOLD))
            for bloc in blocs:
                told = padded(cut(f"  {_capital(str(bloc.name))}", room - 1), room)
                marks = ("?" if cares(bloc, name) else "·" for name, _ in issues)
                lines.append(
                    Content.assemble(
                        (told, INK), *((f"{mark:^{each}}", RED if mark == "?" else QUIET) for mark in marks)
                    )
                )
        return [*lines, BLANK]

    return set_it


def cares(bloc: Bloc, issue: str) -> bool:
    return any(str(name) == issue for table in (bloc.points, bloc.never) for name in table)


def body_name(pack: Pack, body: str) -> str:
    return _capital(pack.name_of(body))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _body(pack: Pack, body: str) -> Matter:
    record = next((record for name, record in pack.evidence.bodies.items() if name == body), None)
    first = front_of(pack).day

    def set_it(width: int) -> list[Content]:
        if record is None:
            return []
        lines = [Content.styled(cut(body_name(pack, body), width), BOLD)]
        if str(record.name) != pack.name_of(body):
            lines += wrap(str(record.name), width, QUIET)
        for label, text in (("Wanted", record.wanted), ("Could", record.power)):
            words = known_by(str(text or ""), first.day if first else None)
            if words:
                lines += hang((f"{label:<7} ", QUIET), words, width)
        return [*lines, BLANK]

    return set_it
