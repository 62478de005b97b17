"""What was read and chosen before: the memory that a second week is marked by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.events import Narration, Quotation, Speech
from ..play.run import Diverged, Run
from ..story.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..play.events import Event
    from ..play.program import Program
    from ..play.run import Step

TAKEN = """
SELECT scene, option, count(DISTINCT run), max(touched || printf(' %09d', number)) AS last
FROM steps JOIN runs ON runs.id = run
WHERE story = ? AND role = ? AND code != ? AND kind != 'undo' AND number >= parent_steps
GROUP BY scene, option ORDER BY last
"""
"""Every option taken in the runs of a role but one, the one taken last at the end. What a branch has from its parent counts once."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was taken in earlier runs, steps undone included.

    ``times`` says for (scene, option) in how many runs it was taken; ``last`` says for a scene what was
    taken there last.
    """

    times: Mapping[tuple[str, str], int]
    last: Mapping[str, str]

    @property
    def scenes(self) -> frozenset[str]:
        """The scenes in which something was decided before."""
        return frozenset(self.last)


def seen_in(rows: Iterable[tuple[str, str, int, str]]) -> Seen:
    """Return what the rows of ``TAKEN`` come to."""
    found = list(rows)
    return Seen(
        {(scene, option): times for scene, option, times, _ in found},
        {scene: option for scene, option, _, _ in found},
    )


def texts_read(program: Program, role: str, runs: Iterable[Sequence[Step]]) -> frozenset[str]:
    """Return every paragraph that was told in these runs, as today's story has it.

    They are replayed, so that a paragraph counts as read only if it was told, and in these words. A run
    that does not fit any more counts as far as it does.
    """
    read: set[str] = set()
    for steps in runs:
        try:
            run = Run.replay(program, role, steps)
        except Diverged as changed:
            run = Run.replay(program, role, steps[: changed.number])
        read |= {text for event in run.events() if (text := text_of(event))}
    return frozenset(read)


def text_of(event: Event) -> str:
    """Return the story's own words in an event, or nothing."""
    match event:
        case Narration(text=text) | Quotation(text=text) | Speech(line=text):
            return text
    return ""
