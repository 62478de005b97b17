"""What can be read at any time: the role card, the words explained, how this works, the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from ..play.run import role_of
from ..story.front import front_of
from . import front_papers
from .actions import deeds
from .cells import cells, padded
from .typesetting import (
    BLANK,
    BOLD,
    INK,
    QUIET,
    RED,
    RED_BOLD,
    Matter,
    hang,
    heading,
    paragraph,
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


def card(pack: Pack, role: str, width: int, *, style: str = INK) -> list[Content]:
    """Return a role card in lines."""
    record = next(r for name, r in pack.files.roles.items() if name == role)
    lines: list[Content] = []
    for field, label in _CARD:
        text = str(getattr(record.card, field))
        if width >= 40:
            lines += hang((f"{label:<11} ", QUIET), text, width, style)
        else:
            lines += [Content.styled(label, QUIET), *wrap(text, width, style)]
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
    return front_papers.how(front_of(pack))


def help_page(screen: str, *, spoken: bool = False) -> list[Matter]:
    """Return every key of a screen, from the table of actions; those that lay a paper open under a head of their own."""
    if spoken:
        from .spoken_papers import keys as said

        return said(screen)
    known = deeds(screen)
    papers = [deed for deed in known if deed.action.startswith("sheet(") and deed.keys != ("question_mark",)]
    others = [deed for deed in known if deed not in papers]
    groups = (("", others), ("Papers to lay open", papers)) if len(papers) > 1 else (("", known),)
    at = max((len(deed.key_words) for deed in known), default=0) + 3

    def keys(width: int) -> list[Content]:
        lines: list[Content] = []
        for head, group in groups:
            lines += [Content.styled(head, RED_BOLD), BLANK] if head else []
            for deed in group:
                lines += hang((f"{deed.key_words:<{at}}", RED_BOLD), deed.help, width)
            lines.append(BLANK)
        return lines

    mouse = (
        "The mouse works everywhere and is needed nowhere. In the story a click on a cutting or on a speaker tells "
        "what is known of them, a click on a pane the whole of it. Drag over text to mark it, Ctrl+C copies; with "
        "Shift held, your terminal's own copying works too. For a screen reader, start with --plain."
    )
    return [keys, paragraph(mouse, QUIET)]


def marks_key() -> Matter:
    """Return what the marks in the text mean."""
    marks = (
        ("┃", "a cutting: words on record, with their source; “?” says what is in doubt"),
        ("—", "talk invented for the game, always under the speaker's name and “invented words”"),
        ("+ −", "somebody's mood towards you moved, and why"),
        ("§", "the draft agreement changed"),
        ("#", "something that is counted went up or down"),
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
