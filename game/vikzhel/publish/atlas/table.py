"""The negotiation: what can change, who votes together and what it would take, and every vote with its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...story.records import find
from ...story.walk import records
from ...story.wording import capital
from ..phrases import signed
from .markup import Html, a, heading, p, t, table, ul

if TYPE_CHECKING:
    from ...story import negotiation
    from ...story.diagnostics import Word
    from .book import Book


def state(book: Book) -> Html:
    """Return everything that is remembered, in words, and where it comes about."""
    files, said = book.files, []
    if files.table:
        said.append(heading(3, "draft", "The draft agreement on the table"))
        for name, issue in files.table.items():
            said.append(heading(4, f"issue-{name}", t(issue.label), str(name)))
            said.append(p(t(issue.question or "")))
            rows = [
                f"{t(words)}{' (here it begins)' if key == issue.start else ''}"
                for key, words in issue.positions.items()
            ]
            said.append("<ol>" + "".join(f"<li>{row}</li>" for row in rows) + "</ol>")
    if files.moods:
        said.append(heading(3, "moods", "Moods"))
        said.append(
            p(
                "From coldest to warmest: hostile, cold, wary, neutral, open, warm, trusting. At the start:",
                "note",
            )
        )
        said.append(ul(t(f"{book.say.mood(str(name))}: {mood.start}") for name, mood in files.moods.items()))
    if files.counters:
        said.append(heading(3, "counters", "What is counted"))
        said.append(ul(t(f"{c.label}: {c.min} to {c.max}, from {c.start}") for c in files.counters.values()))
    where = _where(book)
    for kind, title, entries in (
        ("flag", "What may have happened", {str(k): str(v) for k, v in files.flags.items()}),
        ("learn", "What may be learnt", {str(k): str(v.text) for k, v in files.facts.items()}),
    ):
        if entries:
            said.append(heading(3, f"state-{kind}", title))
            rows = []
            for item, words in entries.items():
                places = where.get((kind, item), {})
                comes = f' <span class="note">({", ".join(places)})</span>' if places else ""
                rows.append(f'{t(words)} <span class="id">{t(item)}</span>{comes}')
            said.append(ul(rows))
    return "\n".join(filter(None, said))


def _where(book: Book) -> dict[tuple[str, str], dict[Html, None]]:
    """Return in which scenes each flag is set and each fact learnt."""
    found: dict[tuple[str, str], dict[Html, None]] = {}
    for name, scene in book.files.scenes.items():
        for record in records(scene):
            for kind in ("flag", "learn"):
                for item in getattr(record, kind, None) or ():
                    found.setdefault((kind, str(item)), {})[book.scene(str(name))] = None
    return found


def blocs(book: Book) -> Html:
    """Return every bloc: whose mood tilts it, what positions are worth to it, what it refuses, what presses it."""
    if not book.files.blocs:
        return ""
    said = [
        p(
            "A text is worth to a bloc the sum of the points of its positions. To that comes what events add or take, and one point "
            "up or down for the mood: up if warm or trusting, down if cold or hostile. If that reaches what the bloc needs, it votes for; "
            "one point short, it abstains; otherwise, or if a line it will not cross is crossed, it votes against."
        )
    ]
    bodies: dict[str, list[str]] = {}
    for name, bloc in book.files.blocs.items():
        bodies.setdefault(str(bloc.body), []).append(_bloc(book, str(name), bloc))
    for body, inside in bodies.items():
        said += [heading(3, f"body-{body}", t(book.pack.name_of(body)), body), *inside]
    return "\n".join(filter(None, said))


def _bloc(book: Book, name: str, bloc: negotiation.Bloc) -> Html:
    said = [heading(4, f"bloc-{name}", t(capital(str(bloc.name))), name)]
    tilt = f" The mood of {book.say.mood(str(bloc.mood))} tilts it." if bloc.mood is not None else ""
    said.append(p(t(f"Needs {_points(bloc.needs)}.{tilt}")))
    rows = []
    for issue, points in bloc.points.items():
        for position, worth in points.items():
            why = _reason(bloc, str(issue), str(position))
            rows.append(
                [
                    t(book.say.issue(str(issue))),
                    t(book.say.position(str(issue), str(position))) + (f" <i>{t(why)}</i>" if why else ""),
                    signed(worth),
                ]
            )
    said.append(table(("Issue", "Position", "Points"), rows, numbers=2))
    never = []
    for issue, positions in bloc.never.items():
        for position in positions:
            why = _reason(bloc, str(issue), str(position))
            words = f"{book.say.issue(str(issue))}: “{book.say.position(str(issue), str(position))}”"
            never.append(t(words) + (f" <i>{t(why)}</i>" if why else ""))
    said.append(p("Lines it will not cross:") + ul(never) if never else "")
    press = [
        f'{signed(one.points)} <span class="cond">if {t(book.say.rule(one.condition))}</span>: {t(one.because)}'
        for one in bloc.pressure
    ]
    said.append(p("What events add or take:") + ul(press) if press else "")
    return "\n".join(filter(None, said))


def _reason(bloc: negotiation.Bloc, issue: str, position: str) -> str:
    return str(find(find(bloc.reasons, issue) or {}, position) or "")


def _points(count: int) -> str:
    return f"{count} point{'' if count == 1 else 's'}".replace("-", "−")


def votes(book: Book) -> Html:
    """Return every vote: who sits there, on what, what carries it, and the record."""
    held: dict[str, dict[Html, None]] = {}
    for name, scene in book.files.scenes.items():
        if scene.vote is not None:
            held.setdefault(str(scene.vote.hold), {})[book.scene(str(name))] = None
    said = []
    for name, vote in book.files.votes.items():
        said.append(heading(3, f"vote-{name}", t(book.say.vote(str(name))), str(name)))
        carry = (
            "two thirds of the votes for and against"
            if vote.carry == "two-thirds"
            else "more votes for than against"
        )
        said.append(p(f"{t(book.pack.name_of(str(vote.body)))}. It takes {carry}."))
        if str(name) in held:
            said.append(p(f"Held in: {', '.join(held[str(name)])}.", "note"))
        if vote.between is not None:
            for text in (vote.between.a, vote.between.b):
                said.append(p(f"{t(text.label)}: {t(_positions(book, text.on))}"))
        if vote.on:
            said.append(p(f"The draft, and in it: {t(_positions(book, vote.on))}"))
        elif vote.on is not None:
            said.append(p("The draft as it lies on the table."))
        rows = []
        for bloc_name, seats in vote.present.items():
            rows.append(
                [
                    a(f"bloc-{bloc_name}", t(capital(str(book.files.blocs[bloc_name].name)))),
                    str(seats),
                    _stances(book, vote, str(bloc_name)),
                ]
            )
        said.append(table(("Bloc", "Seats", "How it votes"), rows))
        if vote.recorded is not None:
            said.append(_recorded(book, vote.recorded))
        else:
            said.append(p("The record has no figures for it.", "note"))
    return "\n".join(filter(None, said))


def _positions(book: Book, on: dict[Word, Word]) -> str:
    said = [
        f"{book.say.issue(str(issue))}: “{book.say.position(str(issue), str(to))}”"
        for issue, to in on.items()
    ]
    return "; ".join(said) + "." if said else "the draft as it lies."


def _stances(book: Book, vote: negotiation.Vote, bloc: str) -> Html:
    stances = find(vote.stance, bloc) if vote.stance is not None else None
    if stances is None:
        return "by its points"
    said = []
    for number, one in enumerate(stances):
        when = (
            f' <span class="cond">if {t(book.say.rule(one.condition))}</span>'
            if one.condition is not None
            else ""
        )
        why = f". <i>{t(one.because)}</i>" if one.because else ""
        other = "otherwise " if number and one.condition is None else ""
        said.append(f"{other}{_VOTES[str(one.vote)]}{when}{why}")
    if all(one.condition is not None for one in stances):
        said.append("otherwise by its points")
    return ul(said) if len(said) > 1 else "".join(said)


_VOTES = {"for": "for", "against": "against", "abstain": "abstains"}


def _recorded(book: Book, record: negotiation.Recorded) -> Html:
    def figure(value: object) -> str:
        return {"None": "not recorded", "unknown": "not recorded"}.get(str(value), str(value))

    words = (
        f"On the record: for, {figure(record.votes_for)}; against, {figure(record.against)}; "
        f"abstaining, {figure(record.abstain)}."
    )
    note = f" {t(record.note)}" if record.note else ""
    return p(f"{t(words)}{note} See {book.cites(map(str, record.cites))}.")
