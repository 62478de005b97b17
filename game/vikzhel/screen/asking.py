"""What the player is asked now: the lines to choose from, and the words above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.run import role_of
from ..story.wording import inner
from .count import taken, texts_of
from .screens.again import FRONT, OVER
from .widgets.choices import BY_HAND, Line

if TYPE_CHECKING:
    from ..archive.past import Seen
    from ..play.run import Run

FORECASTS = (
    Line("carried", "It will be carried"),
    Line("lost", "It will be lost"),
    Line("unsure", "I cannot say"),
)
SURENESS = (Line("1", "A guess"), Line("2", "Fairly sure"), Line("3", "Certain"))

MORE = "/more"
READ_ON = Line(MORE, "more to read: Space or Enter", mark="↓")
SKIP = "/skip"
READ_BEFORE = Line(SKIP, "read before: End, or a click here, goes on to what you do", mark="↓")
READ_FIRST = Line(MORE, "First read to the end: Space or Enter. Then choose.", mark="↓")
COUNTING = Line(MORE, "any key, or a click, brings in the rest at once", mark="…")
COUNTED = Line(MORE, "any key: why they voted so, and what is on record", mark="↓")


def awaited(run: Run) -> str:
    """Return the vote whose count is awaited, if one is: then the player is asked what he expects of it."""
    return next((option.id for option in run.open if option.kind == "vote"), "")


def lines(run: Run, forecast: str, seen: Seen | None = None) -> list[Line]:
    """Return what can be done now; before a count, what is expected of it, and then how surely.

    ``seen`` is what was chosen in earlier runs, which is marked.
    """
    if run.over:
        other = [Line("other", "Play somebody else")] if len(run.program.pack.files.roles) > 1 else []
        return [
            Line(OVER, "Go over it: the debrief"),
            Line("again", f"Play again as {inner(role_of(run))}"),
            *other,
            Line(FRONT, "To the front page"),
            Line("leave", "Leave"),
        ]
    vote = awaited(run)
    if vote:
        return list(SURENESS) if forecast else _forecasts(run, vote)
    if run.open and run.open[0].kind == "draw":
        return [Line("", "See what comes")]
    before = {option.id: seen.told(run.scene, option.id) if seen else "" for option in run.options}
    return [
        Line(option.id, option.text, " ".join(filter(None, [option.added, before[option.id]])), option.locked)
        for option in run.options
    ]


def _forecasts(run: Run, vote: str) -> list[Line]:
    texts = texts_of(run.program.pack, vote)
    if texts is None:
        return list(FORECASTS)
    found = [Line(result, f"They will take {taken(result, texts)}") for result in ("carried", "lost")]
    return [*found, FORECASTS[-1]]


def question(run: Run, forecast: str, *, spoken: bool = False) -> str:
    """Return the words above the lines; above the first of all how one is taken, which ``spoken`` lines say themselves."""
    if run.over:
        return "And now?"
    if awaited(run):
        return "How sure are you?" if forecast else "What do you expect?"
    if len(run.open) == 1:
        return ""
    asked = "Where do you go?" if run.open[0].kind == "door" else "What do you do?"
    return asked if run.steps or spoken else f"{asked} {BY_HAND}"
