"""The map in words, for a terminal and a screen reader, and as data for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from ..story.text import one_line
from ..story.wording import sentence
from .brought import in_words
from .chart import BACK
from .days import clock, grid_of
from .drawing import counted
from .legend import proof_words

if TYPE_CHECKING:
    from .chart import Chart, Exit, Stop
    from .findings import Findings

COLUMNS = 80
Para = tuple[str, str, str]
"""A paragraph of the outline, and what stands before its first line and before the others."""
BLANK: tuple[Para] = (("", "", ""),)
_KINDS = {"choices": "", "doors": "doors", "vote": "vote", "chance": "chance", "ending": "ending", "flow": ""}
_VERDICTS = {"unreachable": "never reached (proved)", "undecided": "not decided whether it is reached"}


def outline(chart: Chart, findings: Findings, columns: int = COLUMNS) -> str:
    """Return a role's map in lines of at most so many columns: days, scenes, options and where they lead, endings."""
    lines: list[str] = []
    for text, first, rest in _paragraphs(chart, findings):
        lines += wrap(
            one_line(text), columns, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
        ) or [""]
    return "\n".join(lines) + "\n"


def _paragraphs(chart: Chart, findings: Findings) -> Iterator[Para]:
    lines = [*_para(f"{chart.name}: {counted(chart)}"), *BLANK]
    day = None
    grid = grid_of(chart)
    for row in grid.rows:
        if row.half != day:
            day = row.half
            lines += [*BLANK, *_para(grid.words(day)), *BLANK]
        for at in row.stops:
            lines += _scene(chart.stops[at], chart)
    lines += [*BLANK, *_para("Endings"), *BLANK]
    for ending, stops in _endings(chart).items():
        said = findings.odds_words(chart.role, ending) or "odds not worked out"
        where = ", ".join(stop.id for stop in stops)
        lines += _para(f"{stops[0].name} [{ending}]: {said}. In {where}.", "  ", "    ")
    yield from [*lines, *BLANK, *_para(proof_words(chart, findings))]


def _scene(stop: Stop, chart: Chart) -> Iterator[Para]:
    time = f"{clock(stop.when)}  " if clock(stop.when) else ""
    kind = _KINDS[stop.kind]
    if stop.kind == "doors":
        kind = f"doors, {stop.pick} of {len(stop.options)} to be opened"
    inside = f"something in it {in_words(stop.inside)}" if stop.inside and not stop.brought else ""
    parts = [kind, stop.grade, _VERDICTS.get(stop.verdict, ""), in_words(stop.brought), inside]
    title = (
        f"{stop.title}: {stop.ending_title}"
        if stop.ending and stop.ending_title != stop.title
        else stop.title
    )
    yield from _para(f"{time}{title} [{stop.id}]: {', '.join(part for part in parts if part)}.", "  ", "    ")
    same = stop.kind == "choices" and len({one.ways for one in stop.exits}) == 1 and len(stop.exits) > 1
    for way_out in stop.exits:
        leads = "" if same else _leads(way_out, chart)
        yield from _para(_exit(way_out, leads), "    ", "       ")
    if same:
        yield from _para(f"Each leads to {_places(stop.exits[0], chart)}.", "    ", "       ")


def _exit(way_out: Exit, leads: str) -> str:
    if way_out.kind in ("option", "door"):
        sometimes = " (open only sometimes)" if way_out.shut else ""
        never = " (never open, proved)" if way_out.verdict == "unreachable" else ""
        said = f"{way_out.label}. {sentence(way_out.text)} [{way_out.id}]{never or sometimes}"
        if way_out.brought:
            said = f"{said} ({in_words(way_out.brought)})"
        return f"{said}{': leads to ' + leads if leads else ''}." if leads else said
    if way_out.kind == "flow":
        return f"Goes on to {leads}."
    if way_out.kind == "then":
        return f"Then goes on to {leads}."
    never = " (never, proved)" if way_out.verdict == "unreachable" else ""
    said = (
        f"If {way_out.label}"
        if way_out.kind == "result"
        else f"{way_out.label}: {way_out.text or way_out.id}"
    )
    return f"{said}{never}: leads to {leads}."


def _leads(way_out: Exit, chart: Chart) -> str:
    return "" if way_out.kind == "door" else _places(way_out, chart)


def _places(way_out: Exit, chart: Chart) -> str:
    said = []
    for to, rule in way_out.ways:
        name = "the doors" if to == BACK else f"{chart.stops[to].name} [{to}]" if to in chart.stops else to
        said.append(f"{name} if a rule holds" if rule else name)
    return ", or ".join(said)


def _endings(chart: Chart) -> dict[str, list[Stop]]:
    found: dict[str, list[Stop]] = {}
    for stop in chart.stops.values():
        if stop.ending:
            found.setdefault(stop.ending, []).append(stop)
    return found


def _para(text: str, first: str = "", rest: str = "") -> tuple[Para]:
    return ((text, first, rest),)


# -- as data ---------------------------------------------------------------------------------------


def as_data(chart: Chart, findings: Findings) -> dict[str, Any]:
    """Return a role's map as plain data; the keys do not change their meaning.

    ``scenes`` in the order of the map: ``id``, ``title``, ``kind``, ``day`` (Old Style), ``time``, ``where``,
    ``evidence``, ``verdict`` (``null`` if there is no proof), ``pick``, ``vote``, ``ending`` and ``exits``, each with ``kind``,
    ``id``, ``text``, ``sometimes``, ``verdict`` and ``to``: ``scene`` (or ``back``) and whether it hangs on a ``rule``;
    ``brought``: what branches did to a scene or an exit, in words.
    ``endings``: their titles, scenes, and ``odds`` for each player.
    """
    order = [at for row in grid_of(chart).rows for at in row.stops]
    return {
        "name": chart.name,
        "start": chart.first,
        "scenes": [_stop_data(chart.stops[at]) for at in order],
        "endings": {
            ending: {
                "title": stops[0].name,
                "scenes": [stop.id for stop in stops],
                "odds": {
                    player: findings.odds(chart.role, player, ending)
                    for player in findings.players(chart.role)
                },
            }
            for ending, stops in _endings(chart).items()
        },
    }


def _stop_data(stop: Stop) -> dict[str, Any]:
    return {
        "id": stop.id,
        "title": stop.title,
        "kind": stop.kind,
        "day": stop.when.day.isoformat() if stop.when else None,
        "time": (stop.when.time or None) if stop.when else None,
        "where": stop.where,
        "evidence": stop.grade,
        "verdict": stop.verdict or None,
        "pick": stop.pick or None,
        "vote": stop.vote or None,
        "ending": stop.ending or None,
        "brought": [one.words for one in stop.brought],
        "exits": [
            {
                "kind": one.kind,
                "id": one.id or None,
                "text": one.text,
                "sometimes": one.shut,
                "verdict": one.verdict or None,
                "brought": [by.words for by in one.brought],
                "to": [{"scene": to, "rule": rule} for to, rule in one.ways],
            }
            for one in stop.exits
        ],
    }
