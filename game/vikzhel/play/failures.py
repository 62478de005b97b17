"""How a story test can fail: a code for each way, with its cause and cure in a teacher's words.

These codes (V9) belong to playing and not to reading, so they stand apart from ``story/codes.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..story.diagnostics import Diagnostic
from .events import VoteHeld


class Way(NamedTuple):
    """One way to fail as the author's guide explains it."""

    title: str
    cause: str
    cure: str


FAILURES: dict[str, Way] = {
    "V901": Way(
        "A step that is not on offer",
        "Where the path has come to, nothing can be taken that has this id.",
        "Take one of the ids that the message lists, or add the step that is missing before.",
    ),
    "V902": Way(
        "A step that is locked",
        "What the path takes is shown there, but the rule that opens it does not hold.",
        "Take first what opens it; if it should be locked, name it under “locked:”.",
    ),
    "V903": Way(
        "A step after the end",
        "The story has ended before the path has.",
        "Delete what follows, or find the step that ended the story too soon.",
    ),
    "V904": Way(
        "The story is somewhere else",
        "The path has led to another scene or another ending than was expected, or to no ending yet.",
        "If the story is right, correct the test as the message says.",
    ),
    "V905": Way(
        "A count came out otherwise",
        "The figures of a vote are not those expected, or the vote has not been held on this path.",
        "If the story is right, write the figures of the message; if not, look at the points of the blocs.",
    ),
    "V906": Way(
        "A rule does not hold",
        "A mood, an issue, a flag or whatever the rule reads is not as the test expects.",
        "The message says how it is. Correct the test, or the effect that should have made it so.",
    ),
    "V907": Way(
        "Something is offered, locked or hidden that should not be",
        "What can be taken here, or is only shown, is not what the test expects.",
        "Correct the test, or the “if” of the choice.",
    ),
    "V908": Way(
        "A goal was judged otherwise",
        "At the end the goal is met, lost or open against expectation; before the end none is judged.",
        "Correct the test, or the rules under the goal.",
    ),
    "V909": Way(
        "Words that were not shown",
        "The player has not read these words, or not letter for letter.",
        "Copy them from the story, and look at the “if” of the paragraph they stand in.",
    ),
}
"""Title, cause and cure of every way to fail."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that was not as expected: its place in ``tests.yaml``, and after how many steps it was so.

    ``count`` is the vote that came out otherwise, for it to be explained.
    """

    problem: Diagnostic
    after: int
    count: VoteHeld | None = None
