"""The catalogue of V8: what ``check`` remarks on in a pack that can be played.

Each limit of length is from the project's writing guide; two of a kind (a target and a hard limit) are two
codes, because a code belongs to one group.
"""

from __future__ import annotations

from typing import NamedTuple

from .groups import MUST_FIX, NOTICE, STYLE


class Entry(NamedTuple):
    """One code as the author's guide explains it."""

    title: str
    cause: str
    cure: str
    group: str = MUST_FIX


REMARKS: dict[str, Entry] = {
    "V801": Entry(
        "A long scene",
        "More than 150 words stand in one scene, before anything can be chosen.",
        "Cut what the player need not know yet, or make two scenes of it.",
        STYLE,
    ),
    "V802": Entry(
        "A scene that is too long",
        "More than 180 words stand in one scene; on a small screen the beginning scrolls away.",
        "Make two scenes of it, joined by  goto:.",
        NOTICE,
    ),
    "V803": Entry(
        "A long option",
        "An option should have 8 to 16 words; this one has more.",
        "Say what is done, and leave how it goes to the reply.",
        STYLE,
    ),
    "V804": Entry(
        "An option that is too long",
        "An option has more than 22 words, and a list of such options cannot be taken in.",
        "Say what is done, and leave how it goes to the reply.",
        NOTICE,
    ),
    "V805": Entry(
        "A long quotation",
        "A quotation of more than 60 words is shown; students skip long quotations.",
        "Shorten it with [...] in the evidence, or choose a shorter one.",
        STYLE,
    ),
    "V806": Entry(
        "A role card that is too long",
        "The six lines of a card have more than 60 words together, and it is read before anything happens.",
        "Keep one short line for each key.",
        NOTICE,
    ),
    "V807": Entry(
        "First words that are too long",
        "The greeting may have 60 words and “how” 120; a lesson has 45 minutes.",
        "Cut them; much explains itself in the first scene.",
        NOTICE,
    ),
    "V808": Entry(
        "A long reply",
        "What is shown at once when a choice is taken has more than 25 words.",
        "Keep one sentence here, and let the next scene tell the rest.",
        STYLE,
    ),
    "V809": Entry(
        "A long explanation in the glossary",
        "A word is explained in more than 12 words, and the explanation stands inside a sentence.",
        "Keep what a newcomer needs for this one sentence.",
        STYLE,
    ),
    "V810": Entry(
        "Much to read before the first decision",
        "A player reads more than 150 words before there is anything to decide.",
        "Let the first decision come sooner.",
        STYLE,
    ),
    "V811": Entry(
        "Too much to read before the first decision",
        "A player reads more than 200 words before there is anything to decide.",
        "Let the first decision come sooner; move what is told to a later scene.",
        NOTICE,
    ),
    "V812": Entry(
        "Many options",
        "More than four options can be open at once; three is what people weigh well.",
        "Join two that are alike, or put one into another scene.",
        NOTICE,
    ),
    "V813": Entry(
        "Too many people",
        "More than four people are named in one scene; a newcomer cannot keep them apart.",
        "Name those who act, and call the others by what they are: a delegate, a guard.",
        NOTICE,
    ),
    "V814": Entry(
        "Long sentences",
        "The sentences of this scene have more than 20 words on average; 13 to 17 read easily.",
        "Cut the longest ones in two.",
        STYLE,
    ),
    "V815": Entry(
        "Hard to read",
        "By the Flesch–Kincaid formula this narration asks for more than ten years of school.",
        "Use shorter sentences and shorter words.",
        STYLE,
    ),
    "V820": Entry(
        "Words that know the future",
        "A scene says something that nobody could know on its day.",
        "Tell only what the man can see and hear then; what came of it belongs in the debrief.",
        NOTICE,
    ),
    "V821": Entry(
        "Violence without a content note",
        "A scene tells of killing or wounds, and names no content note that warns of it.",
        "Add  content:  to the scene with one of the notes from story.yaml.",
        NOTICE,
    ),
    "V822": Entry(
        "Somebody speaks who was elsewhere",
        "The evidence has this person in another place on the scene's day.",
        "Give the words to somebody who was there, or have them read from a telegram.",
        NOTICE,
    ),
    "V823": Entry(
        "A quotation before its day",
        "A scene shows words that were said or written only later.",
        "Choose words of that day or before, or move the scene.",
        NOTICE,
    ),
    "V824": Entry(
        "A result told before the vote",
        "A title or an option says how a vote ends that has not been held yet.",
        "Name the question, and leave the answer to the vote.",
        NOTICE,
    ),
    "V830": Entry(
        "Asked for, but nothing ever changes it",
        "A rule asks for something that no scene and no choice ever changes, so the answer is always the same.",
        "Let a choice or a scene change it, or delete the rule.",
        NOTICE,
    ),
    "V831": Entry(
        "Changed, but nothing ever asks for it",
        "Something changes that no rule and no vote reads, so it makes no difference.",
        "Let something later depend on it, or delete it.",
        STYLE,
    ),
    "V832": Entry(
        "Declared, but never used",
        "Nothing changes it and nothing reads it.",
        "Delete it, or use it.",
        STYLE,
    ),
    "V833": Entry(
        "Never open to anybody",
        "Its rule asks for what cannot be so at this place, whatever the player did before.",
        "Change the rule, or let something on the way here make it true.",
        NOTICE,
    ),
    "V834": Entry(
        "A source that nothing uses",
        "The pack brings a source of its own, and no quotation and no historian's reading is from it.",
        "Use it, or delete it.",
        STYLE,
    ),
}
