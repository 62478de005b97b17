"""How people stand, as type: a word, a signed number and a small track, never colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from ..play.events import MoodChanged
from ..story.dataclass import dataclass
from ..story.rules import band_name
from .cells import cells, cut
from .typesetting import BLANK, BOLD, QUIET, RED, RULE, hang

if TYPE_CHECKING:
    from ..play.run import Run

MOST = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands towards the player, and what last moved it."""

    name: str
    value: int
    last: MoodChanged | None


def signed(value: int) -> str:
    """Return −3 … 0 … +3."""
    return "0" if value == 0 else f"+{value}" if value > 0 else f"−{-value}"


def words(value: int) -> str:
    """Return ``wary −1``."""
    return f"{band_name(value)} {signed(value)}"


def track(value: int) -> Content:
    """Return a small track with the mood's place on it: ``──●┼───``."""
    marks = ["─"] * 7
    marks[3] = "┼"
    marks[value + 3] = "●"
    parts = [(mark, RED if mark == "●" else RULE) for mark in marks]
    return Content.assemble(*parts)


def standings(run: Run, room: tuple[str, ...], told: int | None = None) -> list[Standing]:
    """Return at most six: those the scene names, then those that changed last, then the first declared.

    Only the first ``told`` events are looked at: how people stood before the rest was read.
    """
    changes: dict[str, MoodChanged] = {}
    later: dict[str, MoodChanged] = {}
    for number, event in enumerate(run.events()):
        if isinstance(event, MoodChanged):
            if told is None or number < told:
                changes[event.who] = event
            else:
                later.setdefault(event.who, event)
    declared = [str(who) for who in run.program.pack.files.moods]
    order = dict.fromkeys([*room, *reversed(list(changes)), *declared])
    order.pop(run.role, None)  # a man's mood towards himself is nobody's business
    return [
        Standing(mood_name(run, who), later[who].before if who in later else run.mood(who), changes.get(who))
        for who in list(order)[:MOST]
    ]


def mood_name(run: Run, who: str) -> str:
    """Return how the screen names somebody with a mood."""
    pack = run.program.pack
    label = next((mood.label for name, mood in pack.files.moods.items() if name == who), None)
    return str(label) if label else pack.name_of(who)


def short(name: str, width: int) -> str:
    """Return a name short enough: without what follows a comma, without “The”, then the last word, then cut.

    Of “The Left SRs” never the last word: they are not the SRs.
    """
    before = name.partition(",")[0]
    bare = before.removeprefix("The ")
    bare = f"{bare[:1].upper()}{bare[1:]}"
    last = bare.rpartition(" ")[2] if not before.startswith("The ") else ""
    for candidate in (name, before, bare, last):
        if candidate and cells(candidate) <= width:
            return candidate
    return cut(bare, width)


def strip(found: list[Standing], width: int, rows: int) -> list[Content]:
    """Return moods in rows of two, as many rows as there are lines for."""
    entries = [_row(standing, (width - 3) // 2) for standing in found[: rows * 2]]
    lines = []
    for at in range(0, len(entries), 2):
        pair = entries[at : at + 2]
        lines.append(pair[0] if len(pair) == 1 else Content.assemble(pair[0], (" │ ", RULE), pair[1]))
    return lines


def rung(standing: Standing, width: int) -> list[Content]:
    """Return a mood with what last moved it and why, and a blank line."""
    lines = [_row(standing, width)]
    if standing.last is not None:
        lines += hang((f"{change_sign(standing.last)} ", RED), standing.last.because, width, QUIET)
    return [*lines, BLANK]


def _row(standing: Standing, width: int) -> Content:
    """Return ``Fedor Dan      cold −2 ─●─┼───``, the tracks of several rows under each other."""
    state = words(standing.value)
    name = short(standing.name, width - cells(state) - 9)
    gap = " " * max(1, width - cells(name) - cells(state) - 8)
    return Content.assemble((name, BOLD), gap, (state, QUIET), " ", track(standing.value))


def change_sign(change: MoodChanged) -> str:
    """Return ``+1``, ``−2``, or ``=`` where the mood was already at its bound."""
    moved = change.after - change.before
    return signed(moved) if moved else "="
