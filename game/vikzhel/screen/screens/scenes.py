"""Every scene of a story, to go to one: what is typed leaves standing what has it in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ...desk.panel import where
from ..actions import SCENES, bindings
from ..typesetting import BOLD, QUIET, RED_BOLD, ends, rule
from ..widgets.keybar import KeyBar
from .archive import Found

if TYPE_CHECKING:
    from ...story.packs import Pack


class Scenes(ModalScreen[str | None]):
    """Returns the id of a scene, or ``None``."""

    CSS_PATH = "scenes.tcss"
    BINDINGS = bindings(SCENES)

    def __init__(self, pack: Pack, now: str) -> None:
        super().__init__()
        self._scenes = [
            (str(name), f"{name}  {scene.title or scene.where or ''}", where(name.mark))
            for name, scene in pack.files.scenes.items()
        ]
        self._now = now

    def compose(self) -> ComposeResult:
        yield Static(id="scenes-head", markup=False)
        yield Input(placeholder="A scene: its id, a word of its title, or its file", id="scenes-search")
        yield Found(id="scenes-found", markup=False)
        yield KeyBar(SCENES)

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.call_after_refresh(self._find, "")

    def on_resize(self) -> None:
        self.call_after_refresh(self._find, self.query_one(Input).value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._find(event.value)

    def _find(self, typed: str) -> None:
        words = typed.lower().split()
        shown = [one for one in self._scenes if all(word in " ".join(one).lower() for word in words)]
        found = self.query_one(Found)
        width = max(20, found.scrollable_content_region.width - 3)
        found.set_options(Option(ends(line, at, width, BOLD, QUIET), id=name) for name, line, at in shown)
        names = [name for name, *_ in shown]
        found.highlighted = names.index(self._now) if self._now in names else 0 if names else None
        head = self.query_one("#scenes-head", Static)
        count = f"{len(shown)} of {len(self._scenes)}"
        head.update(
            rule(max(10, head.content_size.width), "Go to a scene", count, RED_BOLD, "═"), layout=False
        )

    @on(Input.Submitted)
    def _chosen(self) -> None:
        marked = self.query_one(Found).highlighted_option
        self.dismiss(marked.id if marked is not None else None)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def action_row(self, by: int) -> None:
        found = self.query_one(Found)
        if found.option_count:
            found.highlighted = max(0, min((found.highlighted or 0) + by, found.option_count - 1))

    def action_close(self) -> None:
        self.dismiss(None)
