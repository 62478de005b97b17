"""What a player may look up at any moment: his card, moods, the table, what changed and why, the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..archive.cites import cited_in_full
from ..play.events import MoodChanged, Quotation, SceneEntered, VoteHeld
from ..story.records import at
from ..story.rules import band_name
from ..story.wording import capital, counted, listed, sentence
from . import changes
from .say import dated, weighed

if TYPE_CHECKING:
    from ..play.events import Chosen
    from ..play.run import Run
    from ..story.negotiation import Bloc
    from ..story.packs import Pack
    from . import Block

_CARD = (
    ("who", "You are"),
    ("want", "You want"),
    ("fear", "You fear"),
    ("answers_to", "You answer to"),
    ("cannot", "You cannot"),
    ("deadline", "Your deadline"),
)


def name(pack: Pack, role: str) -> str:
    """Return the name of a role as the player reads it."""
    return str(at(pack.files.roles, role).name or pack.name_of(role))


def card(pack: Pack, role: str) -> Block:
    """Return the six lines of a role card."""
    lines = at(pack.files.roles, role).card
    return [f"{label}: {sentence(str(getattr(lines, field)))}" for field, label in _CARD]


def goals(pack: Pack, role: str) -> Block:
    """Return what the man wants, which the end judges apart."""
    texts = [sentence(str(goal.text)) for goal in at(pack.files.roles, role).goals.values()]
    return ["Your own goals:" if len(texts) > 1 else "Your own goal:", *texts] if texts else []


def moods(run: Run) -> list[Block]:
    """Return all moods in words, those that matter in this scene first."""
    pack = run.program.pack
    bands = {
        str(who): f"{mood.label or pack.name_of(who)}: {band_name(run.mood(str(who)))}."
        for who, mood in pack.files.moods.items()
    }
    if not bands:
        return [["Nobody's mood is followed in this story."]]
    room = next((e.room for e in reversed(run.events()) if isinstance(e, SceneEntered)), ())
    here = [bands.pop(who) for who in room if who in bands]
    if not here:
        return [["Towards you:", *bands.values()]]
    return [
        ["Towards you, in this scene:", *here],
        ["Towards you, elsewhere:", *bands.values()] if bands else [],
    ]


def table(run: Run) -> list[Block]:
    """Return where the draft stands, and what is known of the lines others will not cross."""
    files = run.program.pack.files
    if not files.table:
        return [["There is no draft agreement in this story."]]
    draft = ["The draft on the table:"]
    for issue, record in files.table.items():
        question = f" {record.question}" if record.question else ""
        draft.append(
            f"{sentence(record.label)}{question} Now: {sentence(at(record.positions, run.position(str(issue))))}"
        )
    known: dict[str, list[str]] = {}
    for fact, learnt in files.facts.items():
        if run.knows(str(fact)):
            for bloc, issues in learnt.reveals.items():
                known.setdefault(str(bloc), []).extend(str(issue) for issue in issues)
    lines, unknown = [], []
    for bloc, weighs in files.blocs.items():
        seen = known.get(str(bloc), [])
        hidden = [i for i in files.table if (i in weighs.points or i in weighs.never) and i not in seen]
        lines += [
            f"{capital(weighs.name)}, on {_line(run.program.pack, weighs, str(i))}"
            for i in files.table
            if i in seen
        ]
        if hidden:
            unknown.append(f"{weighs.name}, {counted(len(hidden), 'question')}")
    blocks = [draft]
    if lines:
        blocks.append(["What you know of those who vote:", *lines])
    if unknown:
        blocks.append([f"Still unknown to you: {'; '.join(unknown)}."])
    return blocks


def _line(pack: Pack, bloc: Bloc, issue: str) -> str:
    """Say where a bloc stands on an issue: what it will never accept, what it likes and dislikes."""
    record = at(pack.files.table, issue)
    never = [str(p) for p in {str(i): ps for i, ps in bloc.never.items()}.get(issue, [])]
    points = {str(i): {str(p): n for p, n in worth.items()} for i, worth in bloc.points.items()}.get(
        issue, {}
    )
    says = []
    for verb, positions in (
        ("will never accept", never),
        ("is drawn to", [p for p, worth in points.items() if worth > 0 and p not in never]),
        ("dislikes", [p for p, worth in points.items() if worth < 0 and p not in never]),
    ):
        if positions:
            says.append(f"{verb} {listed((f'“{at(record.positions, p)}”' for p in positions), 'or')}")
    return f"“{record.label}”: {sentence('; '.join(says) or 'no line of its own')}"


def ledger(run: Run, whose: str = "") -> list[Block]:
    """Return every change so far, when and why; only one person's moods if ``whose`` is given."""
    places: list[tuple[str, list[changes.Change]]] = []
    for event in run.events():
        if isinstance(event, SceneEntered):
            title = sentence(event.title or event.where or event.scene)
            now = f"{event.when.words}. {title}" if event.when else title
            if not places or now != places[-1][0]:
                places.append((now, []))
        elif isinstance(event, changes.KINDS) and (not whose or _about(event, whose)):
            places[-1][1].append(event)
    found = [[place, *changes.listed_with_causes(changed)] for place, changed in places if changed]
    if not found:
        return [
            [f"Nothing has changed yet for anybody called {whose}." if whose else "Nothing has changed yet."]
        ]
    return found


def _about(event: changes.Change, whose: str) -> bool:
    return isinstance(event, MoodChanged) and whose.casefold() in f"{event.who} {event.name}".casefold()


def sources(run: Run) -> list[Block]:
    """Return the quotations met, with all that is needed to weigh them, and what the scenes rest on."""
    pack = run.program.pack
    quoted: dict[str, Quotation] = {}
    cites: dict[str, None] = {}
    for event in run.events():
        if isinstance(event, Quotation):
            quoted.setdefault(event.id, event)
        elif isinstance(event, SceneEntered):
            cites |= dict.fromkeys(event.cites)
        elif isinstance(event, VoteHeld) and event.recorded and event.seen != "hearsay":
            cites |= dict.fromkeys(event.recorded.cites)
    blocks = [
        [f"You have met {counted(len(quoted), 'quotation')}." if quoted else "You have met no quotation yet."]
    ]
    blocks += [_source(pack, number, quotation) for number, quotation in enumerate(quoted.values(), 1)]
    if cites:
        blocks.append(
            ["The scenes and votes so far rest on this:", *(cited_in_full(pack, entry) for entry in cites)]
        )
    return blocks


def _source(pack: Pack, number: int, quotation: Quotation) -> Block:
    record = at(pack.evidence.quotes, quotation.id)
    opening = quotation.text.split()
    begins = " ".join(opening[:8]) + (" …" if len(opening) > 8 else "")
    address = record.url or pack.evidence.sources[record.source].url
    lines = [
        f"{number}. {quotation.speaker}, {dated(quotation.when)}. {sentence(quotation.occasion)} It begins: “{begins}”",
        f"Source: {sentence(quotation.cited)}",
    ]
    if quotation.context:
        lines.append(f"Why it was said: {sentence(quotation.context)}")
    doubts = weighed(quotation) or ([sentence(quotation.note)] if quotation.note else [])
    if doubts:
        lines.append(f"What limits it: {' '.join(doubts)}")
    return [*lines, f"Address: {address}"] if address else lines


def decisions(run: Run) -> Block:
    """Return the decisions so far, numbered for ``undo``."""
    made = [
        f"{number}. {decided(run.program.pack, chosen)}"
        for number, (_, chosen) in enumerate(run.decisions(), 1)
    ]
    return (
        ["Your decisions so far; undo and a number takes you back to before that one:", *made] if made else []
    )


def decided(pack: Pack, chosen: Chosen) -> str:
    """Return one decision in a line."""
    if chosen.kind == "vote":
        return f"The count: {sentence(at(pack.files.votes, chosen.id).title)}"
    scene = at(pack.files.scenes, chosen.scene)
    return " ".join(sentence(str(part)) for part in (scene.title, chosen.text) if part)
