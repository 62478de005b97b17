"""What the writing guide aims at on average: words in a scene and an option, options, the length of sentences.

A single scene may well be short, and a sentence long; a whole pack of them reads hurriedly or drags. So the
aims that have a lower end are held against the average of the pack, once there is enough of it to have one.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Mark
from ..text import words
from .desk import Desk
from .plainness import narration, sentence_words, sentences

LEAST, LEAST_SENTENCES = 10, 50
"""Of how many an average is taken, at least."""
SCENE, OPTION, OPTIONS, SENTENCE = (90, 150), (8, 16), (2, 3), (13, 17)


def aims(desk: Desk) -> None:
    scenes = [
        (desk.own_words[str(scene_id)], scene_id.mark)
        for scene_id, scene in desk.scenes.items()
        if scene.text and not scene.ending
    ]
    decisions = [scene.choices for scene in desk.scenes.values() if len(scene.choices) > 1]
    options = [(words(choice.text), choice.text.mark) for choices in decisions for choice in choices]
    offered = [
        (
            desk.most((None if c.locked else c.condition, 1) for c in choices if not c.fallback),
            choices[0].mark,
        )
        for choices in decisions
    ]
    sizes = []
    for scene_id, scene in desk.scenes.items():
        text = narration(scene)
        count = sentences(text)
        sizes += [(sentence_words(text) / count, scene_id.mark)] * count if count else []
    _hold(desk, "The scenes have {} words", scenes, LEAST, SCENE)
    _hold(desk, "The options have {} words", options, LEAST, OPTION)
    _hold(desk, "The decisions have {} options", offered, LEAST, OPTIONS)
    _hold(desk, "The sentences have {} words", sizes, LEAST_SENTENCES, SENTENCE)


def _hold(
    desk: Desk, what: str, counts: Sequence[tuple[float, Mark]], enough: int, aim: tuple[int, int]
) -> None:
    """Hold an average against an aim; the remark stands at whatever is farthest from it."""
    if len(counts) < enough:
        return
    average = round(sum(count for count, _ in counts) / len(counts), 1)
    least, most = aim
    if not least <= average <= most:
        farthest = (min if average < least else max)(counts, key=lambda count: count[0])
        desk.report.add(
            "V816",
            farthest[1],
            f"{what.format(f'{average:g}')} on average in this pack; {least} to {most} is the aim.",
            f"Here is the {'least' if average < least else 'most'} of it ({farthest[0]:.0f}); begin here.",
        )
