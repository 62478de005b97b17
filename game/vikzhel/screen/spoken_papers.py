"""The papers that are the screen's own, in words: who is who, the words explained, the keys, how this works, where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.front import front_of
from ..story.wording import capital, listed, sentence
from .actions import deeds
from .front_papers import body_name, cares, known_by, sitting
from .people import met
from .spoken import paragraphs
from .typesetting import BLANK, Matter, wrap

if TYPE_CHECKING:
    from ..aloud import Block
    from ..play.run import Run
    from ..story.front import Front
    from ..story.packs import Pack

_ARROWS = str.maketrans({"←": "Left", "→": "Right", "↑": "Up", "↓": "Down"})


def in_words(keys: str) -> str:
    """Return keys as they are said: ``Down j``."""
    return keys.translate(_ARROWS).replace("1–9", "1 to 9").replace("1–5", "1 to 5")


def _under_each_other(lines: Block) -> Matter:
    return lambda width: [*(row for line in lines for row in wrap(line, width)), BLANK]


def keys(screen: str) -> list[Matter]:
    """Return every key of a screen."""
    return [
        _under_each_other([f"{in_words(deed.key_words)}: {sentence(deed.help)}" for deed in deeds(screen)])
    ]


def how(front: Front) -> list[Matter]:
    """Return how this works, who wrote it, and what is reported in it."""
    notes = ["Before you begin:", *front.notes] if front.notes else []
    whose = f"{front.title} {front.version}, by {listed(front.authors)}."
    return paragraphs([[front.greeting], [front.how], notes, [whose, f"{front.licence}."]])


def words(pack: Pack) -> list[Matter]:
    """Return the glossary in the order of the alphabet."""
    entries = sorted(((str(k), str(v)) for k, v in pack.files.glossary.items()), key=lambda e: e[0].lower())
    if not entries:
        return paragraphs([["This story explains no words."]])
    return [_under_each_other([f"{term}: {sentence(meaning)}"]) for term, meaning in entries]


def people(run: Run) -> list[Matter]:
    """Return everybody met or named so far, the last met first."""
    found = met(run)
    if not found:
        return paragraphs([["You have met nobody yet."]])
    blocks = []
    for person in found:
        mood = f" Towards you: {person.mood.rpartition(' ')[0]}." if person.mood else ""
        blocks.append(
            [f"{sentence(person.name)}{mood}", *(capital(sentence(line)) for line in person.lines if line)]
        )
    return paragraphs(blocks)


def stand(pack: Pack) -> list[Matter]:
    """Return the questions of the draft and the bodies that decide, as they are known on the first day."""
    issues = [(str(name), issue) for name, issue in pack.files.table.items()]
    blocks: list[Block] = [["The questions on the table, each from the one side to the other."]]
    for number, (_, issue) in enumerate(issues, 1):
        places = [f"{sentence(str(words_))}{' So the week begins.' * (name == issue.start)}"
                  for name, words_ in issue.positions.items()]  # fmt: skip
        blocks.append([f"{number}. {sentence(str(issue.label))} {issue.question or ''}".strip(), *places])
    blocks.append(
        ["Who decides, and what they care about. How much, and what they will never sign, you have to learn."]
    )
    first = front_of(pack).day
    for body, blocs in sitting(pack).items():
        block = [sentence(body_name(pack, body))]
        for bloc in blocs:
            labels = [f"“{issue.label}”" for name, issue in issues if cares(bloc, name)]
            block.append(
                f"{sentence(str(bloc.name)).rstrip('.')}: {listed(labels) or 'none of these questions'}."
            )
        record = next((record for name, record in pack.evidence.bodies.items() if name == body), None)
        for label, text in (("Wanted", record.wanted), ("Could", record.power)) if record else ():
            told = known_by(str(text or ""), first.day if first else None)
            block += [f"{label}: {sentence(told)}"] if told else []
        blocks.append(block)
    return paragraphs(blocks)
