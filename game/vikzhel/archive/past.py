"""What was read and chosen before: the memory that a second week is marked by."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ..play.events import Narration, Quotation, Speech
from ..play.run import Diverged, Run, Step, today_s
from ..story.dataclass import dataclass
from .file import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..play.events import Event
    from ..play.program import Program
    from .kept import KeptRun

TAKEN = """
SELECT run, kind, scene, option, max(printf('%09d %09d', turn, number)) AS last
FROM steps JOIN runs ON runs.id = run
WHERE story = ? AND role = ? AND code != ? AND kind != 'undo' AND number >= parent_steps
GROUP BY run, kind, scene, option ORDER BY last
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

    def told(self, scene: str, option: str) -> str:
        """Say whether an option was taken before; nothing if it was not."""
        if not self.times.get((scene, option)):
            return ""
        last = self.last.get(scene) == option
        return "You chose this last time." if last else "You have chosen this before."


class Earlier:
    """What the player did and read in earlier runs of this role, as far as the archive knows them."""

    def __init__(self, kept: KeptRun) -> None:
        self._kept = kept
        self.seen: Seen | None = None
        """What was chosen before; ``None`` on a first week."""
        self._read: frozenset[str] | None = None
        pack, store = kept.run.program.pack, kept.store
        if store is not None:
            renamed = {str(old): str(new) for old, new in pack.manifest.renamed.items()}
            try:
                seen = store.seen(str(pack.manifest.id), kept.run.role, kept.code, renamed)
            except StoreError:
                return
            self.seen = seen if seen.times else None

    @property
    def read(self) -> frozenset[str]:
        """Return every paragraph that was told in earlier runs."""
        if self._read is None:
            run, store = self._kept.run, self._kept.store
            self._read = frozenset()
            if self.seen is not None and store is not None:
                story = str(run.program.pack.manifest.id)
                with suppress(StoreError):
                    steps = store.earlier(story, run.role, self._kept.code)
                    self._read = texts_read(run.program, run.role, steps)
        return self._read

    def all_read(self, events: Iterable[Event]) -> bool:
        """True if there is something to read in these events, and nothing in it is new."""
        texts = [text for event in events if (text := text_of(event))]
        return bool(texts) and self.seen is not None and all(text in self.read for text in texts)


def seen_in(rows: Iterable[tuple[int, str, str, str, str]], renamed: Mapping[str, str]) -> Seen:
    """Return what the rows of ``TAKEN`` come to, under the names that scenes and options have today."""
    runs: dict[tuple[str, str], set[int]] = {}
    last = {}
    for run, kind, scene, option, _ in rows:
        step = today_s(Step(kind, scene, option), dict(renamed))
        runs.setdefault((step.scene, step.id), set()).add(run)
        last[step.scene] = step.id
    return Seen({taken: len(by) for taken, by in runs.items()}, last)


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
