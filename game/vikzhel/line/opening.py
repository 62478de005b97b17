"""How a game or a followed path opens: the pack is read, the man is introduced."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ..aloud import lookups
from ..story.diagnostics import PackError
from ..story.packs import read_pack
from ..story.text import one_line
from .wording import inner

if TYPE_CHECKING:
    from ..story.packs import Pack
    from .page import Block


def read_or_explain(folder: str) -> Pack | None:
    """Return a pack, or say on stderr what is wrong with it."""
    try:
        return read_pack(folder)
    except PackError as broken:
        complain(broken.report.render())
        return None


def complain(problem: str) -> None:
    """Say on stderr why it cannot go on."""
    print(problem, file=sys.stderr)


def how_to_play(pack: Pack) -> list[Block]:
    """Return the pack's own words on how it works."""
    return [[str(pack.manifest.how)]] if pack.manifest.how else []


def introduction(pack: Pack, role: str, *, with_card: bool) -> list[Block]:
    """Return who the player is now, with the card unless it has just been told."""
    card = lookups.card(pack, role) if with_card else []
    return [[f"You play {inner(lookups.name(pack, role))}.", *card], lookups.goals(pack, role)]


def roles(pack: Pack) -> list[Block]:
    """Return every role with its card, numbered."""
    return [
        [f"{number}. {lookups.name(pack, str(role))}.", *lookups.card(pack, str(role))]
        for number, role in enumerate(pack.files.roles, 1)
    ]


def no_such_role(pack: Pack, role: str) -> str:
    """Say that nobody of that id can be played, and who can."""
    return f"Nobody called “{one_line(role)}” can be played here. There is {', '.join(pack.files.roles)}."
