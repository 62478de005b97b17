"""The panels a player can lay over the story, by name: each made from the run as it stands."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ..places import pack_folder
from ..story.dataclass import dataclass
from . import draft, journey, ledger, papers, people, sources, stands
from .actions import GAME
from .library import sentence
from .typesetting import QUIET, Matter, paragraph

if TYPE_CHECKING:
    from ..archive.store import KeptRun


@dataclass(frozen=True, slots=True)
class Paper:
    """A panel to be shown: its head, the key that opens it, and what stands on it.

    ``find`` says what one would look for by typing; empty if typing means nothing there.
    """

    title: str
    key: str
    matters: list[Matter]
    find: str = ""
    at_end: bool = False
    always: int = 0
    """Matters at the beginning that stay when others are looked for."""


def panel(name: str, kept: KeptRun, *, spoken: bool = False) -> Paper:
    """Return a panel of a run; a ``spoken`` one tells in words what others show by marks and columns."""
    paper = _PANELS[name](kept)
    if not spoken:
        return paper
    from .spoken import PAPERS

    if name == "help":
        return replace(paper, matters=[*papers.help_page(GAME, spoken=True), paper.matters[-1]])
    if name in PAPERS:
        return replace(paper, matters=PAPERS[name](kept.run), always=0)
    return paper


def _ledger(kept: KeptRun) -> Paper:
    return Paper("Why", "w", ledger.ledger(kept.run), "a name or a word")


def _table(kept: KeptRun) -> Paper:
    return Paper("The table", "t", draft.table(kept.run))


def _stands(kept: KeptRun) -> Paper:
    return Paper("Where they stand", "s", stands.stands(kept.run), "a body or an issue", always=2)


def _people(kept: KeptRun) -> Paper:
    return Paper("Who is who", "p", people.people(kept.run), "a name, a party or a post")


def _sources(kept: KeptRun) -> Paper:
    return Paper("Sources met", "q", sources.sources(kept.run), "a speaker, a work or a word")


def _words(kept: KeptRun) -> Paper:
    return Paper("Words", "g", papers.words(kept.run.program.pack), "a word")


def _map(kept: KeptRun) -> Paper:
    return Paper("What you have seen", "m", journey.journey(kept.run), at_end=True)


def _card(kept: KeptRun) -> Paper:
    return Paper("Your card", "c", papers.role_card(kept.run))


def _how(kept: KeptRun) -> Paper:
    return Paper("How this works", "h", papers.how(kept.run.program.pack))


def _help(kept: KeptRun) -> Paper:
    return Paper(
        "Help",
        "question_mark",
        [*papers.help_page(GAME), papers.marks_key(), paragraph(_keeping(kept), QUIET)],
    )


def _keeping(kept: KeptRun) -> str:
    """Return whether every step is being written down, in words, and what to type to go on with it."""
    if kept.store is not None:
        from ..aloud.way_back import command

        folder = pack_folder(kept.run.program.pack.origin)
        back = command(folder, os.path.dirname(kept.store.path), kept.code, plain=False)
        return f"This run is kept as {kept.code}. To go on with it later: {back}"
    return sentence(kept.trouble) if kept.trouble else "This run is not kept."


_PANELS: dict[str, Callable[[KeptRun], Paper]] = {
    "why": _ledger,
    "table": _table,
    "stands": _stands,
    "people": _people,
    "sources": _sources,
    "words": _words,
    "map": _map,
    "card": _card,
    "how": _how,
    "help": _help,
}
