"""The last page: how it came out, on each line of judgement apart; never one score."""

from __future__ import annotations

from textual.content import Content

from ..play.events import Ended
from .typesetting import BLANK, BOLD, QUIET, RED_BOLD, hang, rule, wrap

_LABEL = 18


def set_ending(event: Ended, width: int) -> list[Content]:
    """Return the ending's judgement, goals, readings and questions; its story text stands before it."""
    grade = "this is how it really ended" if event.recorded else event.grade
    lines = [rule(width, "The end", grade, line="═"), *wrap(event.title, width, BOLD), BLANK]
    label = min(_LABEL, width // 3)
    for judgement in event.judgements:
        lines += _row(judgement.label, judgement.text, label, width)
    if event.goals:
        lines += [Content.styled("What you wanted", RED_BOLD)]
        for goal in event.goals:
            lines += _row(
                {"met": "Reached", "lost": "Lost"}.get(goal.result, "Still open"), goal.text, label, width
            )
    if event.readings:
        lines += [Content.styled("How historians read it", RED_BOLD)]
        for cited, reading in event.readings:
            lines += [*wrap(reading, width), *wrap(cited, width, QUIET), BLANK]
    if event.questions:
        lines += [Content.styled("To talk over", RED_BOLD)]
        for question in event.questions:
            lines += hang(("— ", QUIET), question, width)
        lines.append(BLANK)
    return lines


def _row(label: str, text: str, at: int, width: int) -> list[Content]:
    """Return a label and its text in two columns."""
    first, *more = wrap(label, at - 2, BOLD)
    body = wrap(text, width - at)
    rows = []
    for number in range(max(len(more) + 1, len(body))):
        left = ([first, *more] + [BLANK] * len(body))[number]
        right = (body + [BLANK] * len(more))[number]
        rows.append(Content.assemble(left, " " * (at - left.cell_length), right))
    return [*rows, BLANK]
