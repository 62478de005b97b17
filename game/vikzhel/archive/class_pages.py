"""A class report set as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.wording import capital, counted, inner, listed, number, sentence
from . import ballots
from .classroom import predictions
from .sheet import Block, Lines, Part, Row, Sheet, Table

if TYPE_CHECKING:
    from .classroom import Classroom, Group, Pair, Split

NAMED = 40
"""So many runs are named behind an option; of more the first are."""
CUT = "cut short, as the story was edited since"
WIDEST = 3
"""Decisions pointed out because the class split most over them."""


def sheet(found: Classroom) -> Sheet:
    """Return a class report: first the whole, then a part for each man who was played."""
    every = found.pupils
    lead = [
        f"{capital(counted(len(every), 'run'))}: {listed(f'{number(len(g.pupils))} of {g.name}' for g in found.groups)}."
    ]
    if found.refused:
        lead.append(f"{capital(counted(len(found.refused), 'file'))} left out; they are named at the end.")
    parts = [_glance(found)]
    parts += [_man(group) for group in found.groups]
    if found.refused or found.cut:
        left_out = tuple(f"{name}: {reason}." for name, reason in found.refused)
        blocks: list[Block] = [Lines("", left_out, listed=True)] if left_out else []
        blocks += (
            [Lines("Played on another version of the story", found.cut, listed=True)] if found.cut else []
        )
        parts.append(Part("Files left out, or read in part", tuple(blocks)))
    return Sheet("Class report", tuple(lead), tuple(parts))


def _glance(found: Classroom) -> Part:
    blocks: list[Block] = []
    rows = []
    for group in found.groups:
        titles: dict[str, list[str]] = {}
        for pupil in group.pupils:
            title = (
                pupil.path.ended.title if pupil.path.ended else CUT if pupil.gathered.trouble else "not over"
            )
            titles.setdefault(title, []).append(pupil.label)
        for title, who in sorted(titles.items(), key=lambda item: -len(item[1])):
            rows.append(
                Row(
                    (group.name, title, str(len(who)), _names(who)),
                    f"{group.name}, {sentence(f'“{title}”: {number(len(who))} ({_names(who)})')}",
                )
            )
    blocks.append(Table("How they ended", ("Who was played", "Ending", "Runs", "Which"), tuple(rows)))
    return Part("The class at a glance", tuple(blocks))


def _man(group: Group) -> Part:
    blocks: list[Block] = []
    widest = sorted(
        (s for s in group.splits if s.bits and s.kind == "choice"), key=lambda s: -s.bits * s.came
    )[:WIDEST]
    if widest:
        lines = tuple(_split_words(split) for split in widest)
        blocks.append(Lines("Where the class split most. Ask one of each to say why", lines, listed=True))
    if group.same_ending:
        blocks += [_pair(pair, "The same ending, different reasons") for pair in group.same_ending]
    if group.near_miss:
        blocks += [_pair(pair, "Nearly the same way, another ending") for pair in group.near_miss]
    expected = _expected(group)
    if expected.rows:
        blocks.append(expected)
    if any(place != "never" for place, _ in group.left):
        blocks.append(_left(group))
    if group.splits:
        blocks.append(_decisions(group, widest))
    wrote = tuple(
        f"{pupil.label}: {sentence(note.text)}" for pupil in group.pupils for note in pupil.gathered.notes
    )
    more = (Lines("What they wrote", wrote, listed=True),) if wrote else ()
    return Part(f"{group.name}, {counted(len(group.pupils), 'run')}", tuple(blocks), more)


def _split_words(split: Split) -> str:
    said = "; ".join(f"“{text.rstrip('.')}”, {number(len(who))}" for text, who, _ in split.options)
    return f"{split.place}: {said}."


def _pair(pair: Pair, heading: str) -> Lines:
    endings = (
        f"“{pair.ending[0]}”"
        if pair.ending[0] == pair.ending[1]
        else f"“{pair.ending[0]}” and “{pair.ending[1]}”"
    )
    return Lines(f"{heading}: {pair.labels[0]} and {pair.labels[1]}, {endings}", pair.words, listed=True)


def _expected(group: Group) -> Table:
    rows = []
    for title, said in predictions(group).items():
        count = {word: sum(one.said == word for _, one in said) for word in ("carried", "lost", "unsure")}
        right = sum(one.hit for _, one in said)
        wrong = [label for label, one in said if one.sureness == 3 and one.said != "unsure" and not one.hit]
        cells = (
            ballots.bare(title), str(count["carried"]), str(count["lost"]), str(count["unsure"]), str(right), _names(wrong),
        )  # fmt: skip
        spoken = (
            f"“{ballots.bare(title)}”: {_many(count['carried'])} expected that it would be carried, "
            f"{_many(count['lost'])} that it would be lost, {_many(count['unsure'])} could not tell. "
            f"{capital(_many(right))} {'was' if right < 2 else 'were'} right."
        )
        if wrong:
            spoken += f" Certain, and wrong: {_names(wrong)}."
        rows.append(Row(cells, spoken))
    columns = ("Vote", "Carried", "Lost", "Could not tell", "Right", "Certain, and wrong")
    return Table("What they expected", columns, tuple(rows))


def _left(group: Group) -> Table:
    ordered = sorted(group.left, key=lambda item: -len(item[1]))
    rows = tuple(
        Row(
            (place, str(len(who)), _names(who)),
            f"{'Never left it' if place == 'never' else place}: {number(len(who))} ({_names(who)}).",
        )
        for place, who in ordered
    )
    return Table("Where they left the record", ("Where", "Runs", "Which"), rows)


def _decisions(group: Group, widest: list[Split]) -> Table:
    rows = []
    for split in group.splits:
        for index, (text, who, his) in enumerate(split.options):
            place = split.place if not index else ""
            real = f"{inner(group.name)} himself" if his else ""
            mark = "split most" if split in widest and not index else ""
            rows.append(
                Row(
                    (place, f"{text}{f' (so did {real})' if real else ''}", str(len(who)), _names(who)),
                    f"{split.place}. {sentence(text)} {capital(number(len(who)))}: {_names(who)}."
                    + (f" So did {real}." if real else ""),
                    mark,
                )
            )
    return Table("Which option each run chose", ("When and where", "Option", "Runs", "Which"), tuple(rows))


def _many(count: int) -> str:
    return number(count) if count else "nobody"


def _names(who: list[str] | tuple[str, ...]) -> str:
    if len(who) <= NAMED:
        return ", ".join(who)
    return f"{', '.join(who[:NAMED])} and {len(who) - NAMED} more"
