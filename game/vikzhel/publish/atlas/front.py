"""The first pages: what this is, how long it takes, who is played, the days, the maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...story.front import CARD
from ...story.records import at
from ..boxes import FILLS
from ..brought import with_branches
from ..days import HalfDay, clock, grid_of
from ..drawing import column_svgs, counted
from ..findings import RANDOM, percent
from ..legend import GRADES, proof_words
from .book import A_MINUTE, minutes
from .markup import Html, a, grade, heading, p, t, table, ul

if TYPE_CHECKING:
    from ..chart import Chart
    from .book import Book

MOST_TELLING = 5


def before(book: Book) -> Html:
    """Return what a teacher has to know first, and how long things take."""
    manifest = book.pack.manifest
    licence = f" Licence: {manifest.licence}." if manifest.licence else ""
    said = [
        p(
            "This page holds everything in the story, all endings too: keep it from those who are still to play. "
            'Things are called by their titles; the small words in <span class="id">this-type</span> are the ids that files use.',
            "warn",
        ),
        p(t(manifest.greeting)),
        p(t(manifest.how or "")),
        p(t(licence.strip())),
        p(t(with_branches(book.pack)), "brought"),
    ]
    if manifest.content:
        said.append(heading(3, "content", "What is reported in it"))
        said.append(ul(t(note) for note in manifest.content.values()))
    if manifest.judgements:
        said.append(heading(3, "judgements", "On what endings are judged"))
        said.append(ul(t(line) for line in manifest.judgements.values()))
    said.append(heading(3, "marks", "How far things rest on evidence"))
    said.append(
        ul(
            f"{grade(name)} {t(words.partition(': ')[2] or words)}"
            for name, words in GRADES.items()
            if name in FILLS
        )
    )
    said.append(heading(3, "times", "How long it takes"))
    said.append(_times(book))
    return "\n".join(said)


def _times(book: Book) -> Html:
    rows = []
    for chart in book.charts:
        path = book.findings.role(chart.role).get("path") or {}
        read = path.get("words")
        if not read:
            continue
        decisions, doors = path.get("decisions") or {}, path.get("doors") or {}
        rows.append(
            [
                a(f"role-{chart.role}", t(chart.name)),
                _span(read),
                minutes(read["median"] or read["least"]),
                _span(decisions),
                _span(doors),
            ]
        )
    if not rows:
        return p(t(proof_words(book.charts[0], book.findings)) if book.charts else "", "note")
    head = ("Role", "Words on a path", "About", "Decisions", "Doors opened")
    note = (
        f"The middle of all random plays, and from the least to the most. Times are at {A_MINUTE} words a minute, "
        "deciding included. The words are those of the card, the text, the options and the judgements."
    )
    return table(head, rows, note)


def _span(found: dict[str, int | None]) -> Html:
    if not found:
        return ""
    median, least, most = found.get("median"), found.get("least"), found.get("most")
    if most == 0:
        return "none"
    middle = f"{median:,} " if median is not None else ""
    return f"{middle}({least:,}–{most:,})" if most is not None else f"{middle}(from {least:,})"


def people(book: Book) -> Html:
    """Return the role cards with goals, and who else there is."""
    said = []
    for chart in book.charts:
        role = book.pack.role(chart.role)
        lines = [(name, getattr(role.card, field)) for field, name in CARD]
        said.append(heading(3, f"role-{chart.role}", t(chart.name), chart.role))
        said.append(
            '<dl class="card">'
            + "".join(f"<dt>{name}</dt><dd>{t(text)}</dd>" for name, text in lines)
            + "</dl>"
        )
        said.append(p(f"Begins with {book.scene(str(role.start))}. {t(counted(chart))} {_grades(chart)}"))
        if role.begins is not None:
            said.append(book.effects(role.begins).replace("Changes:", "Different for him at the start:", 1))
        if role.goals:
            said.append(heading(4, f"goals-{chart.role}", "Goals"))
            said.append(ul(_goal(book, chart, str(name)) for name in role.goals))
        said.append(_odds(book, chart))
        said.append(_telling(book, chart))
    own = book.files.people
    if own:
        said.append(heading(3, "own-people", "People of the story's own"))
        said.append(
            ul(
                f"{t(one.name)}{' (invented)' if one.invented else ''}{': ' + t(one.about) if one.about else ''}"
                for one in own.values()
            )
        )
    return "\n".join(filter(None, said))


def _grades(chart: Chart) -> str:
    """Say how many scenes rest on what."""
    grades = [stop.grade for stop in chart.stops.values()]
    counts = {grade: grades.count(grade) for grade in (*GRADES, *sorted(set(grades) - set(GRADES)))}
    said = [f"{count} {grade}" for grade, count in counts.items() if count]
    return f"Scenes by evidence: {', '.join(said)}."


def _goal(book: Book, chart: Chart, name: str) -> Html:
    goal = at(book.pack.role(chart.role).goals, name)
    said = [t(goal.text), f'<span class="cond">Met if {t(book.say.rule(goal.met))}.</span>']
    if goal.lost is not None:
        said.append(f'<span class="cond">Out of reach once {t(book.say.rule(goal.lost))}.</span>')
    share = (book.findings.role(chart.role).get("goals", {}).get(RANDOM) or {}).get(name)
    if share is not None:
        said.append(f"Met in {percent(share)} of random plays.")
    return "<br>".join(said)


def _odds(book: Book, chart: Chart) -> Html:
    """Return how likely each ending is for each kind of player."""
    players = book.findings.players(chart.role)
    endings = list(dict.fromkeys(stop.ending for stop in chart.stops.values() if stop.ending))
    if not players or not endings:
        return ""
    rows = []
    for name in endings:
        row = [a(f"ending-{name}", t(at(book.files.endings, name).title))]
        for player in players:
            odds = book.findings.odds(chart.role, player, name)
            row.append("" if odds is None else percent(odds))
        rows.append(row)
    about = "Estimates from random plays." if book.findings.estimated(chart.role) else ""
    return table(
        ("Ending", *(t(words.removeprefix("who ")) for words in players.values())),
        rows,
        f"How likely each ending is for a player who … (a kind of player takes what suits him three times in four). {about}",
        1,
    )


def _telling(book: Book, chart: Chart) -> Html:
    """Return the decisions that tell most of the ending."""
    found = sorted(book.findings.role(chart.role).get("decisions", ()), key=lambda d: -(d.get("bits") or 0))
    rows = [
        f"{book.scene(one['scene'])} (met in {percent(min(1.0, one['visits']))} of random plays)"
        for one in found[:MOST_TELLING]
        if one.get("bits")
    ]
    return p("The decisions that tell most of how it ends, the weightiest first:") + ul(rows) if rows else ""


def timeline(book: Book) -> Html:
    """Return every day and half-day with the scenes of each role."""
    days: dict[HalfDay, dict[str, list[str]]] = {}
    hours: dict[HalfDay, str] = {}
    for chart in book.charts:
        grid = grid_of(chart)
        for row in grid.rows:
            hours[row.half] = hours.get(row.half) or grid.half(row.half)
            days.setdefault(row.half, {}).setdefault(chart.role, []).extend(row.stops)
    rows = []
    for half in sorted(days):
        first = f"{t(half.words)}<br>{hours[half]}"
        cells = [
            ul(
                f"{t(clock(at(book.files.scenes, at_).when))} {book.scene(at_)}"
                for at_ in days[half].get(chart.role, ())
            )
            for chart in book.charts
        ]
        rows.append([first, *cells])
    return table(("Old Style", *(t(chart.name) for chart in book.charts)), rows)


def maps(book: Book) -> Html:
    """Return each role's map in pieces of a page, with what lines and shapes mean."""
    said = [
        p(
            "Read downwards. A box is a scene, its shape the evidence: square and heavy, documented; round, inferred; cut corners "
            "and dashes, counterfactual; pointed and dotted, invented. A double frame is an ending. A dashed line is gone only if a "
            "rule holds, a thin one leads back to the doors and on, a dotted one is never gone. Numbers are options in their order. "
            "A line that ends in a letter goes on from the same letter in the next piece."
        )
    ]
    for chart in book.charts:
        said.append(heading(3, f"map-of-{chart.role}", t(chart.name)))
        said.append(p(t(f"{counted(chart)} {proof_words(chart, book.findings)}"), "note"))
        pieces = column_svgs(book.pack, chart, book.findings)
        for number, svg in enumerate(pieces, 1):
            of = f", {number} of {len(pieces)}" if len(pieces) > 1 else ""
            said.append(f"<figure>{svg}<figcaption>{t(chart.name)}{of}</figcaption></figure>")
    return "\n".join(said)
