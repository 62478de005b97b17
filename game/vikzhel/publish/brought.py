"""What branches brought to a story or changed in it: the words for it, and the sign that marks it on a map.

A sign is ``+`` for added and ``~`` for changed; where several branches are laid, with the number of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .lettering import number, width

if TYPE_CHECKING:
    from ..story.model import Scene
    from ..story.packs import Pack

SIZE = 7.0
HIGH = 9.0
_SIGNS = {"Added": "+", "Changed": "~"}


class Brought(NamedTuple):
    """What one branch did to something: its sign on a map, and ``added by The canteen (Anna Petrova)``."""

    sign: str
    words: str


def brought(pack: Pack, told: str) -> tuple[Brought, ...]:
    """Return what branches did to something of which players are told this."""
    several = len(pack.branches) > 1
    return tuple(
        Brought(f"{sign}{at if several else ''}", f"{how.lower()} by {branch.called}")
        for at, branch in enumerate(pack.branches, 1)
        for how, sign in _SIGNS.items()
        if f"{how} by your teacher: {branch.called}" in told
    )


def brought_into(pack: Pack, name: str, scene: Scene) -> tuple[Brought, ...]:
    """Return what branches did to the options and paragraphs of a scene."""
    options = [str(choice.id) for choice in scene.choices]
    options += [str(door.to) for door in scene.doors.of] if scene.doors else []
    told = [pack.brought.get(f"{name}/{option}", "") for option in options]
    return brought(pack, "\n".join([*told, *(block.brought for block in scene.text)]))


def in_words(what: tuple[Brought, ...]) -> str:
    """Return it in words, for behind other words."""
    return ", ".join(one.words for one in what)


def with_branches(pack: Pack) -> str:
    """Return ``With The canteen (Anna Petrova).``; nothing if a story stands alone."""
    return f"With {', and '.join(branch.called for branch in pack.branches)}." if pack.branches else ""


def tab(sign: str, x: float, y: float, *, whole: bool) -> str:
    """Draw a sign in a tab with its left upper corner at a place: black for a whole scene, white for something in it."""
    wide = width(sign, SIZE, bold=True) + 6
    fill, ink = ("#1a1a1a", "#fff") if whole else ("#fff", "#1a1a1a")
    return (
        f'<rect class="b" x="{number(x)}" y="{number(y)}" width="{number(wide)}" height="{number(HIGH)}" '
        f'fill="{fill}" stroke-width=".8"/>'
        f'<text x="{number(x + wide / 2)}" y="{number(y + 7)}" font-size="{number(SIZE)}" font-weight="bold" class="m" '
        f'style="fill:{ink}">{sign}</text>'
    )
