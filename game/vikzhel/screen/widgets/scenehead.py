"""The fixed head above the story: where and when we are, and how far this is history."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from ...play.events import SceneEntered
from ...play.run import Left
from ..hours import in_full
from ..typesetting import BOLD, QUIET, RED_BOLD, ends, rule

_MEANS = {
    "documented": "it is on record",
    "inferred": "likely, not recorded",
    "counterfactual": "this did not happen",
}


class SceneHead(Widget):
    """Two rows: title and hour, place and the other calendar."""

    DEFAULT_CSS = """
    SceneHead { height: 2; background: $background; color: $foreground; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._scene: SceneEntered | None = None

    def show(self, scene: SceneEntered | None) -> None:
        """Show another scene."""
        if scene is not self._scene:
            self._scene = scene
            self.refresh()

    def render(self) -> Content:
        scene, width = self._scene, self.content_size.width
        if scene is None:
            return Content("")
        when, new = (
            (in_full(scene.when), f"New Style {scene.when.new_style_words}") if scene.when else ("", "")
        )
        title = ends(scene.title or scene.where, when, width, RED_BOLD, BOLD)
        return Content("\n").join([title, ends(scene.where if scene.title else "", new, width, QUIET, QUIET)])


class GradeRule(Widget):
    """A rule with the evidence grade let into it, and since when the run has been off the record."""

    DEFAULT_CSS = """
    GradeRule { height: 1; background: $background; color: $foreground; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._grade = ""
        self._off: Left | None = None

    def show(self, grade: str, off: Left | None) -> None:
        """Show another grade; ``off`` is where the player first did what his man did not do."""
        if (grade, off) != (self._grade, self._off):
            self._grade, self._off = grade, off
            self.refresh()

    def render(self) -> Content:
        width, off = self.content_size.width, self._off.words if self._off else ""
        grade = f"{self._grade}: {_MEANS[self._grade]}" if self._grade in _MEANS else self._grade
        if len(grade) + len(off) + 10 > width:
            off = off.partition(",")[0]  # the hour goes first, then what the grade means
        if len(grade) + len(off) + 10 > width:
            grade = self._grade
        return rule(width, grade, off)
