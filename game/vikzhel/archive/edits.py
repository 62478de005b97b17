"""What an author's edits have done to a run, in calm sentences: where it no longer goes on, and what does otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.events import Chosen
from ..play.run import today_s
from ..story.dates import day_words
from ..story.wording import counted, listed

if TYPE_CHECKING:
    from ..play.program import Program
    from ..play.run import Diverged, Run

MOST_NAMED = 3


def no_further(program: Program, changed: Diverged, steps: int) -> str:
    """Say at which of a run's steps it no longer fits the story, what was chosen there, why, and what may mend it."""
    renamed = {str(old): str(new) for old, new in program.pack.manifest.renamed.items()}
    scenes = {str(name): scene for name, scene in program.pack.files.scenes.items()}
    kept, now = changed.step, today_s(changed.step, renamed)
    scene = scenes.get(now.scene)
    parts = [f"“{scene.title}”"] if scene is not None and scene.title else []
    parts += [day_words(scene.when.day)] if scene is not None and scene.when else []
    place = f" ({', '.join(parts)})" if parts else ""
    chose = f" What was chosen there: “{kept.words.rstrip('.')}”." if kept.words else ""
    said = f"at step {changed.number + 1} of {steps}{place}, {changed.reason}.{chose}"
    number = program.layout.scene_index.get(now.scene)
    lost = kept.scene if number is None else ""
    if number is not None and all(turn.id != now.id for turn in program.place(number).turns):
        lost = f"{kept.scene}/{kept.id}" if kept.kind == "choice" else kept.id
    if lost and kept.kind in ("choice", "door"):
        new = f"{now.scene}/new-name" if "/" in lost else "new-name"
        said += f" If that only has another name now, write  renamed: {{{lost}: {new}}}  in story.yaml, and old runs are whole again."
    return said


def otherwise(run: Run, start: str) -> str:
    """Return what does or says something else than when a run was played, to stand within a sentence; nothing if nothing does.

    ``start`` is the digest of what the week began with then, empty if it was not kept.
    """
    changed = []
    if start and start != run.start:
        changed.append("what the story begins with has been changed since")
    names = list(dict.fromkeys(_named(run, number) for number in run.edited))
    if len(names) > MOST_NAMED:
        changed.append(
            f"what {len(names)} of the steps do has been changed since, the first of them {names[0]}"
        )
    elif names:
        changed.append(f"what {listed(names)} {'do' if len(names) > 1 else 'does'} has been changed since")
    if run.reworded:
        number, then = run.reworded[0]
        more = len(run.reworded) - 1
        also = f", and so with {counted(more, 'other step')}" if more else ""
        changed.append(f"where it now says {_named(run, number)}, the words chosen were “{then}”{also}")
    return "; and ".join(changed)


def what_is_new(run: Run, start: str, *, cut: bool = False) -> str:
    """Say to who goes on with a run what does something else than it did; ``cut`` if it does not go on to its end."""
    changed = otherwise(run, start)
    if not changed:
        return ""
    stands = "Every step before that still stands" if cut else "Every step of it still stands"
    lead = "" if cut else "The story has been edited since this run was played. "
    return f"{lead}{stands}, but {changed}. Moods, the table and votes to come may be otherwise than you remember."


def _named(run: Run, number: int) -> str:
    """Return a step by the words that were chosen, or by its place where none were."""
    log = run.events(number + 1)[: len(run.events(number + 1)) - len(run.events(number + 2))]
    chosen = next((event for event in log if isinstance(event, Chosen) and event.text), None)
    return f"“{chosen.text}”" if chosen else f"step {number + 1}"
