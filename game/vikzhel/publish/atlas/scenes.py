"""Every scene: when it is read and by whom, its text with the conditions, and every way out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...story.records import at
from ...story.wording import capital, listed
from ..brought import brought
from ..days import UNDATED, HalfDay, both_styles, hour
from .book import minutes
from .markup import Html, a, grade, heading, p, t, ul

if TYPE_CHECKING:
    from ...story import model
    from ...story.rules import Rule
    from .book import Book


def scenes(book: Book) -> Html:
    """Return all scenes: those of each role by day, then those that several roles share, then what nobody reaches."""
    said = []
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in map(str, book.files.scenes):
        groups.setdefault(tuple(chart.role for chart, _ in book.stops.get(name, ())), []).append(name)
    order = sorted(groups, key=lambda roles: (len(roles) != 1, not roles, [book.say.role(r) for r in roles]))
    for roles in order:
        names = [book.say.role(role) for role in roles]
        title = f"For {listed(names)}" if names else "Not led to"
        said.append(heading(3, f"scenes-{'-'.join(roles) or 'none'}", t(title)))
        day = None
        for name in sorted(groups[roles], key=lambda one: _key(book, one)):
            scene = at(book.files.scenes, name)
            if scene.when is not None and scene.when.day != day:
                day = scene.when.day
                said.append(p(f"<b>{t(both_styles(day))}</b>"))
            said.append(_scene(book, name, scene))
    return "\n".join(said)


def _key(book: Book, name: str) -> tuple[HalfDay, float]:
    scene = at(book.files.scenes, name)
    if scene.when is None:
        return UNDATED, 0.0
    return HalfDay(scene.when.day, hour(scene.when) >= 12), hour(scene.when)


def _scene(book: Book, name: str, scene: model.Scene) -> Html:
    said = [heading(4, f"scene-{name}", t(scene.title or name), name)]
    least, most = book.length(scene)
    span = f"{least}–{most}" if least != most else str(most)
    when = f"{scene.when.words} ({scene.when.new_style_words} New Style)" if scene.when else ""
    facts = [t(when), t(scene.where or ""), grade(str(scene.evidence or "invented"))]
    facts.append(f"{span} words, about {minutes((least + most) / 2)}" if most else "")
    said.append(p(" · ".join(filter(None, facts)), "meta"))
    rests = book.cites(map(str, scene.cites))
    said.append(
        p(" ".join(filter(None, (t(scene.reason or ""), f"Rests on: {rests}." if rests else ""))), "note")
    )
    content = book.pack.manifest.content
    said.append(p(" ".join(t(content[note]) for note in scene.content), "note"))
    said.append(_brought(book, name))
    came = book.from_.get(name, {})
    froms = dict.fromkeys(start for start, _ in came)
    if froms:
        said.append(p(f"Comes after: {', '.join(map(book.scene, froms))}.", "note"))
    for chart, stop in book.stops.get(name, ()):
        if stop.verdict in ("unreachable", "undecided"):
            found = (
                "can never get here (proved)"
                if stop.verdict == "unreachable"
                else "may or may not get here (undecided)"
            )
            said.append(p(t(f"{chart.name} {found}."), "note"))
    if scene.room:
        said.append(
            p(
                f"Whose mood matters here: {t(', '.join(book.say.mood(str(who)) for who in scene.room))}.",
                "note",
            )
        )
    said.append(book.effects(scene).replace("Changes:", "On entering:", 1))
    said.append(book.blocks(scene.text))
    said += _ends(book, name, scene)
    return f"<article>{chr(10).join(filter(None, said))}</article>"


def _ends(book: Book, name: str, scene: model.Scene) -> list[Html]:
    if scene.choices:
        items = "".join(_choice(book, name, choice) for choice in scene.choices)
        return [f'<ol class="options">{items}</ol>']
    if scene.doors:
        doors = "".join(_door(book, name, door) for door in scene.doors.of)
        return [
            p(f"Doors: {scene.doors.pick} of {len(scene.doors.of)} may be opened, in any order."),
            f'<ol class="options">{doors}</ol>',
            p(book.ways(scene.doors.then, "Then to ")),
        ]
    if scene.vote:
        return _vote(book, scene.vote)
    if scene.chance:
        whole = sum(branch.weight for branch in scene.chance.of)
        rows = [
            f"{branch.weight} in {whole}: {t(branch.text or branch.id)} {book.ways(branch.goto)}{book.effects(branch)}"
            for branch in scene.chance.of
        ]
        return [p("Chance decides:"), ul(rows)]
    if scene.ending:
        title = book.files.endings[scene.ending].title
        return [p(f"Here it ends: {a(f'ending-{scene.ending}', t(title))}.")]
    return [p(book.ways(scene.goto, "Goes on to "))]


def _choice(book: Book, scene: str, choice: model.Choice) -> Html:
    said = [f'<b>{t(choice.text)}</b> <span class="id">{t(choice.id)}</span>']
    said.append(_brought(book, f"{scene}/{choice.id}"))
    said.append(_open(book, choice.condition, choice.locked))
    marks = [
        "Can be taken once only." * choice.once,
        "Offered only when nothing else is open." * choice.fallback,
        "Changes nothing, and says so." * choice.reflective,
    ]
    said.append(p(" ".join(filter(None, marks)), "note"))
    grounds = []
    if choice.evidence is not None:
        grounds.append(grade(str(choice.evidence)))
    if choice.argued_by:
        grounds.append(f"Argued that week by {t(', '.join(map(book.pack.name_of, choice.argued_by)))}.")
    if choice.really_chose:
        how = {
            "documented": " (documented)",
            "reported": " (reported)",
            "silent": " (our reading: the record is silent)",
        }
        who = ", ".join(book.say.role(str(role)) for role in choice.really_chose)
        grounds.append(t(f"What {who} really did{how.get(str(choice.record), '')}."))
    if choice.cites:
        grounds.append(f"See {book.cites(map(str, choice.cites))}.")
    said.append(p(" ".join(grounds), "note"))
    if choice.reply:
        said.append(f'<div class="reply">{book.blocks(choice.reply)}</div>')
    said.append(book.effects(choice))
    said.append(p(book.ways(choice.goto), "note"))
    said.append(p(t(_verdicts(book, scene, str(choice.id))), "note"))
    return f'<li id="option-{t(scene)}.{t(choice.id)}">{"".join(filter(None, said))}</li>'


def _door(book: Book, scene: str, door: model.Door) -> Html:
    said = [f"<b>{t(door.text)}</b> leads to {book.scene(str(door.to))}."]
    said.append(_brought(book, f"{scene}/{door.to}"))
    said.append(_open(book, door.condition, door.locked))
    said.append(p(t(_verdicts(book, scene, str(door.to))), "note"))
    return f'<li id="option-{t(scene)}.{t(door.to)}">{"".join(filter(None, said))}</li>'


def _brought(book: Book, what: str) -> Html:
    """Return who added or changed something, if a branch did."""
    found = brought(book.pack, book.pack.brought.get(what, ""))
    return "".join(p(t(f"{one.sign} {capital(one.words)}."), "brought") for one in found)


def _open(book: Book, condition: Rule | None, locked: object) -> Html:
    if condition is None:
        return ""
    if locked:
        return p(
            f'<span class="cond">Open only if {t(book.say.rule(condition))}.</span> Else barred: “{t(locked)}”',
            "note",
        )
    return p(f'<span class="cond">Shown only if {t(book.say.rule(condition))}.</span>', "note")


def _verdicts(book: Book, scene: str, option: str) -> str:
    said = []
    for chart, stop in book.stops.get(scene, ()):
        found = book.findings.verdict("option", f"{scene}/{option}", chart.role)
        if stop.verdict == "reachable" and found in ("unreachable", "undecided"):
            never = (
                "can never take this (proved)"
                if found == "unreachable"
                else "may or may not come to take this (undecided)"
            )
            said.append(f"{chart.name} {never}.")
    return " ".join(said)


def _vote(book: Book, held: model.Holding) -> list[Html]:
    seen = {
        "room": "The player is in the room.",
        "news": "The player hears of it as news.",
        "hearsay": "The player hears of it as hearsay, without figures.",
    }
    title = t(book.say.vote(str(held.hold)))
    said = [p(f"A vote is held: {a(f'vote-{held.hold}', title)} {seen[str(held.seen or 'room')]}")]
    if held.predict:
        said.append(p(f"Asked before the count: “{t(held.predict)}”", "note"))
    rows = []
    for result, outcome in (("carried", held.carried), ("lost", held.lost), ("tied", held.tied)):
        if outcome is not None:
            rows.append(f"If {result}: {book.ways(outcome.goto, 'to ')}{book.effects(outcome)}")
    said.append(ul(rows))
    return said
