"""The catalogue of V9: how a story test can fail, as ``vikzhel test`` tells it.

They are found by playing, and explained here with all the other codes.
"""

from __future__ import annotations

from .remarks import Entry

FAILURES: dict[str, Entry] = {
    "V901": Entry(
        "A step that is not on offer",
        "Where the path has come to, nothing can be taken that has this id.",
        "Take one of the ids that the message lists, or add the step that is missing before.",
    ),
    "V902": Entry(
        "A step that is locked",
        "What the path takes is shown there, but the rule that opens it does not hold.",
        "Take first what opens it; if it should be locked, name it under “locked:”.",
    ),
    "V903": Entry(
        "A step after the end",
        "The story has ended before the path has.",
        "Delete what follows, or find the step that ended the story too soon.",
    ),
    "V904": Entry(
        "The story is somewhere else",
        "The path has led to another scene or another ending than was expected, or to no ending yet.",
        "If the story is right, correct the test as the message says.",
    ),
    "V905": Entry(
        "A count came out otherwise",
        "The figures of a vote are not those expected, or the vote has not been held on this path.",
        "If the story is right, write the figures of the message; if not, look at the points of the blocs.",
    ),
    "V906": Entry(
        "A rule does not hold",
        "A mood, an issue, a flag or whatever the rule reads is not as the test expects.",
        "The message says how it is. Correct the test, or the effect that should have made it so.",
    ),
    "V907": Entry(
        "Something is offered, locked or hidden that should not be",
        "What can be taken here, or is only shown, is not what the test expects.",
        "Correct the test, or the “if” of the choice.",
    ),
    "V908": Entry(
        "A goal was judged otherwise",
        "At the end the goal is met, lost or open against expectation; before the end none is judged.",
        "Correct the test, or the rules under the goal.",
    ),
    "V909": Entry(
        "Words that were not shown",
        "The player has not read these words, or not letter for letter.",
        "Copy them from the story, and look at the “if” of the paragraph they stand in.",
    ),
}
