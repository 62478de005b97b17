"""Limits of length, in words. The figures are the writing guide's: judgement, to be moved by playtest."""

from __future__ import annotations

from ..diagnostics import Word
from ..model import Block, Card, Choice, Door, Scene
from ..routes import backwards, onward
from ..text import words
from .desk import Desk

SCENE, SCENE_LIMIT = 150, 180
OPTION, OPTION_LIMIT = 16, 22
QUOTATION = 60
CARD, HOW, GREETING, REPLY, GLOSS = 60, 120, 60, 25, 12
OPENING, OPENING_LIMIT = 150, 200


def scenes(desk: Desk) -> None:
    for scene_id in desk.scenes:
        count = desk.own_words[str(scene_id)]
        if count > SCENE:
            over = count > SCENE_LIMIT
            desk.report.add(
                "V802" if over else "V801",
                scene_id.mark,
                f"A player may read {count} words in the scene “{scene_id}” before choosing; "
                f"{SCENE_LIMIT if over else SCENE} is {'the most' if over else 'enough'}.",
                "Make two scenes of it, joined by  goto:" if over else "Cut what can wait until later.",
            )


def all_words(desk: Desk, scene: Scene) -> int:
    """Return how many words of any kind a player reads at most in a scene, quotations too."""
    return desk.most((block.condition, words(desk.words_of(block) or "")) for block in scene.text)


def options(desk: Desk) -> None:
    for scene in desk.scenes.values():
        items: list[Choice | Door] = [*scene.choices, *(scene.doors.of if scene.doors else [])]
        for item in items:
            count = words(item.text)
            if count > OPTION:
                over = count > OPTION_LIMIT
                desk.report.add(
                    "V804" if over else "V803",
                    item.text.mark,
                    f"This option has {count} words; {OPTION_LIMIT if over else OPTION} is the {'most' if over else 'aim'}.",
                    "Say only what is done; how it goes can stand in  reply:",
                )


def quotations(desk: Desk) -> None:
    for block in desk.records:
        if isinstance(block, Block) and block.quote is not None:
            quotation = desk.pack.evidence.quotes.get(block.quote)
            if quotation and words(quotation.text) > QUOTATION:
                desk.report.add(
                    "V805",
                    block.quote.mark,
                    f"The quotation “{block.quote}” has {words(quotation.text)} words; {QUOTATION} is the aim.",
                    "Show a shorter one, or bring a shortened one of your own, with [...] where words are left out.",
                )


def cards(desk: Desk) -> None:
    for role_id, role in desk.pack.files.roles.items():
        count = _card_words(role.card)
        if count > CARD:
            desk.report.add(
                "V806",
                role.card.mark,
                f"The card of “{role_id}” has {count} words in its six lines; {CARD} is the most.",
                "Keep one short line for each of the six.",
            )


def _card_words(card: Card) -> int:
    return sum(map(words, (card.who, card.want, card.fear, card.answers_to, card.cannot, card.deadline)))


def first_words(desk: Desk) -> None:
    manifest = desk.pack.manifest
    for name, text, most in (("greeting", manifest.greeting, GREETING), ("how", manifest.how, HOW)):
        if text is not None and words(text) > most:
            desk.report.add(
                "V807",
                text.mark,
                f"“{name}” has {words(text)} words; {most} is the most.",
                "Cut it; what a player needs later can be told later.",
            )


def replies(desk: Desk) -> None:
    for scene in desk.scenes.values():
        for choice in scene.choices:
            count = desk.most(
                (block.condition, words(block.text or block.line or "")) for block in choice.reply
            )
            if count > REPLY:
                desk.report.add(
                    "V808",
                    choice.reply[0].mark,
                    f"The reply to this choice has {count} words; {REPLY} is the aim.",
                    "Keep one sentence here, and tell the rest in the next scene.",
                )


def glosses(desk: Desk) -> None:
    for term, gloss in desk.pack.files.glossary.items():
        if words(gloss) > GLOSS:
            desk.report.add(
                "V809",
                gloss.mark,
                f"“{term}” is explained in {words(gloss)} words; {GLOSS} is the aim.",
                "Say only what a newcomer needs to read on.",
            )


def openings(desk: Desk) -> None:
    """Count what is read from a role's first scene up to the first decision."""
    longest: dict[str, int] = {}
    told: set[str] = set()
    for role_id, role in desk.pack.files.roles.items():
        alone = desk.scenes.get(role.start)
        if alone is None or role.start in told:
            continue
        told.add(role.start)
        count = _read_before_deciding(desk, role.start, longest)
        if count > max(
            OPENING, desk.own_words[str(role.start)]
        ):  # Of a single scene, its own length says it.
            over = count > OPENING_LIMIT
            desk.report.add(
                "V811" if over else "V810",
                role.start.mark,
                f"“{role_id}” reads up to {count} words before the first decision; "
                f"{OPENING_LIMIT if over else OPENING} is {'the most' if over else 'enough'}.",
                "Let the first choice come sooner.",
            )


def _read_before_deciding(desk: Desk, start: Word, longest: dict[str, int]) -> int:
    """Return the most that is read from a scene on; a ring counts once."""
    for at in backwards(desk.scenes, start, _undecided, longest):
        scene = desk.scenes[at]
        after = max((longest.get(str(to), 0) for to in _undecided(scene)), default=0)
        longest[str(at)] = all_words(desk, scene) + after
    return longest.get(str(start), 0)


def _undecided(scene: Scene) -> list[Word]:
    """Return where a scene leads; nothing if something is decided there, or it ends."""
    decided = len(scene.choices) > 1 or scene.doors or scene.ending or (scene.vote and scene.vote.predict)
    return [] if decided else [way.to for way in onward(scene)]
