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
    "V816": Entry(
        "Averages off the aim",
        "Over the whole pack the scenes, options or sentences are shorter or longer than they should be on average: "
        "90 to 150 words in a scene, 8 to 16 in an option, 13 to 17 in a sentence, three options in a decision.",
        "Begin with the one that the message names, and look at those like it.",
        STYLE,
    ),
    "V817": Entry(
        "Four people at once",
        "Four people are named in one scene; three are what a newcomer keeps apart.",
        "Name those who act, and call the others by what they are: a delegate, a guard.",
        STYLE,
    ),
    "V818": Entry(
        "Several new people at once",
        "More than one name stands in a scene that no player can have met before.",
        "Let some of them come later, or call them by what they are.",
        STYLE,
    ),
    "V819": Entry(
        "Italics or capitals for stress",
        "A word is set between signs, which are shown as they are, or written in capitals as if it were shouted.",
        "Write it plainly, and let the sentence carry the stress.",
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
    "V825": Entry(
        "A name spelt another way",
        "Russian names are spelt in many ways, and this game keeps to one for each: Kamenev, Riazanov, Martov, "
        "Krushinsky, Sovnarkom, Vikzhel.",
        "Write it as the message says; what stands in a quotation stays as it was printed.",
        NOTICE,
    ),
    "V826": Entry(
        "Too much changes at once",
        "One choice changes more than three things that the player is told of, and nobody takes in so many.",
        "Keep the three that matter most, or let one change later, where its cause is shown again.",
        NOTICE,
    ),
    "V827": Entry(
        "Too many predictions",
        "In one run a player may be asked more than three times what a vote will bring.",
        "Delete  predict:  from some of the votes.",
        NOTICE,
    ),
    "V828": Entry(
        "Many reflective options",
        "More than one option in five is reflective: it changes nothing.",
        "Let some of them change something that a later rule reads.",
        STYLE,
    ),
    "V829": Entry(
        "Two options that come to the same",
        "Two options of one decision change nothing and lead to the same place, so it makes no difference which is taken.",
        "Let one of them change something, or mark it  reflective: true,  which tells the player so.",
        STYLE,
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
        "Evidence that nothing uses",
        "The pack brings a source, quotation, body, voice or chronology entry of its own, and nothing rests on it.",
        "Use it, or delete it.",
        STYLE,
    ),
    "V835": Entry(
        "A goal that is lost without a word",
        "A goal has a rule that says when it is lost, and no text tells the player when that has happened.",
        "Add  tells:  with the goal's id to a text that stands where it is lost.",
        NOTICE,
    ),
    "V836": Entry(
        "A goal called lost that need not be",
        "A text with “tells” says that a goal is lost, and can be shown where the goal's rule “lost” does not hold.",
        "Give the text that rule as its “if”, or let the choice do what the rule asks for.",
        NOTICE,
    ),
    "V837": Entry(
        "An id that cannot be typed",
        "In the plain mode a player may type an id, but a number is always an option's number, and a command's first "
        "letters are always the command.",
        "Give it an id of two or three words.",
        STYLE,
    ),
    "V838": Entry(
        "Time that runs backwards",
        "A way leads to a scene with an earlier  when:  than the scene it comes from. The player sees both days. "
        "Going round within a day, back to where he was, is let be.",
        "Lead to a scene that is not earlier, or correct one  when:. A memory keeps the day on which it is remembered.",
        NOTICE,
    ),
}
