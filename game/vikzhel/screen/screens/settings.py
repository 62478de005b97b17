"""The settings: each holds as soon as it is changed, and is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from ..actions import SETTINGS, bindings
from ..cells import cells, cut, padded
from ..settings import spoken_in
from ..themes import offered
from ..typesetting import BLANK, BOLD, INK, QUIET, RED, RED_BOLD, hang, wrap
from ..widgets.head import Head
from ..widgets.keybar import KeyBar

if TYPE_CHECKING:
    from ..settings import Settings

SAMPLE = (
    "So long a line of text may be, and no longer, however wide the window is. A page of a newspaper is set in narrow "
    "columns for the same reason: the eye must find the beginning of the next line."
)
_MOTIONS = {"full": "as it comes: a count comes in bloc by bloc", "none": "none: everything is there at once"}
_WIDTHS = {60: "60 columns", 72: "72 columns", 80: "as wide as the window, up to 80"}
_SPOKEN = {False: "off: marks, bars and columns", True: "spoken: all in words, in one column, nothing moves"}
_LABEL = 14


class Row(Widget):
    """One setting: its name and the value in force, with an arrow to either side."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Row { height: 1; background: $background; color: $foreground; padding: 0 1; }
    Row.-marked { background: $press-picked; text-style: bold; }
    Row.-marked:ansi, Row.-marked:nocolor { text-style: bold reverse; }
    """

    class Turned(Message):
        """An arrow, or the row, was clicked."""

        def __init__(self, row: Row, by: int) -> None:
            super().__init__()
            self.row, self.by = row, by

    def __init__(self, name: str, label: str) -> None:
        super().__init__(id=f"set-{name}")
        self.auto_links = False
        self.setting = name
        self._label = label
        self._value = ""

    def show(self, value: str, marked: bool) -> None:
        """Show a value, and whether the keys change this one."""
        self._value = value
        self.set_class(marked, "-marked")
        self.refresh()

    def render(self) -> Content:
        room = max(8, self.content_size.width - _LABEL - 4)
        if spoken_in(self.app):
            told = Content(f"{self._label}: {self._value}{'; marked' * self.has_class('-marked')}")
            return told.stylize(Style.from_meta({"@click": "turned(1)"}))
        value = cut(self._value, room)
        back = Content.assemble(("◂ ", RED)).stylize(Style.from_meta({"@click": "turned(-1)"}))
        on = Content.assemble(
            padded(value, min(room, max(cells(value), 44))), (" ▸", RED)
        ).stylize(Style.from_meta({"@click": "turned(1)"}))  # fmt: skip
        line = Content.assemble((padded(self._label, _LABEL), INK), back, on)
        return line.pad_right(max(0, self.content_size.width - line.cell_length))

    def action_turned(self, by: int) -> None:
        self.post_message(self.Turned(self, by))


class SettingsSheet(ModalScreen[None]):
    """Shows every setting with its value; arrows change it."""

    CSS_PATH = "settings.tcss"
    BINDINGS = bindings(SETTINGS)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._at = 0

    def compose(self) -> ComposeResult:
        with Vertical(id="settings"):
            yield Head("Settings", id="settings-head")
            yield Row("theme", "Theme")
            yield Row("motion", "Motion")
            yield Row("width", "Text width")
            yield Row("spoken", "Descriptions")
            yield Static(id="sample", markup=False)
            yield Static(id="kept-in", markup=False)
            yield KeyBar(SETTINGS)

    def on_mount(self) -> None:
        self._show()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    @property
    def _rows(self) -> list[Row]:
        return list(self.query(Row))

    def _options(self, name: str) -> Mapping[Any, str]:
        """Return what a setting can be, with the words for each, in order."""
        if name == "theme":
            return offered(self.app.available_themes)
        told: dict[str, Mapping[Any, str]] = {"motion": _MOTIONS, "width": _WIDTHS, "spoken": _SPOKEN}
        return told[name]

    def _value(self, name: str) -> Any:
        return self.app.theme if name == "theme" else getattr(self._settings, name)

    def _show(self) -> None:
        for number, row in enumerate(self._rows):
            value = self._value(row.setting)
            row.show(self._options(row.setting).get(value, str(value)), number == self._at)
        sample = self.query_one("#sample", Static)
        width = min(self._settings.width, max(16, sample.content_size.width))
        lines = [*wrap(SAMPLE, width), BLANK]
        lines += [
            Content.assemble(
                ("Bold ", BOLD), ("red ", RED_BOLD), ("and quiet ink ", QUIET), "on this ground."
            )
        ]
        sample.update(Content("\n").join(lines))
        kept = self.query_one("#kept-in", Static)
        kept.update(Content("\n").join(self._kept_in(max(16, kept.content_size.width))))

    def _kept_in(self, width: int) -> list[Content]:
        if self._settings.trouble:
            return hang(("! ", RED_BOLD), self._settings.trouble, width)
        where = f"Kept in {self._settings.file}." if self._settings.file else "These settings are not kept."
        return wrap(f"Every change holds at once. {where}", width, QUIET)

    # -- doing ---------------------------------------------------------------------------------

    def action_row(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self._rows) - 1))
        self._show()

    def on_row_turned(self, event: Row.Turned) -> None:
        event.stop()
        self._at = self._rows.index(event.row)
        self.action_turn(event.by)

    def action_turn(self, by: int) -> None:
        """Put the next value of the marked setting in force; after the last comes the first."""
        name = self._rows[self._at].setting
        values = list(self._options(name))
        now = self._value(name)
        at = values.index(now) if now in values else 0
        self.app.change(**{name: values[(at + by) % len(values)]})  # type: ignore[attr-defined]
        self._show()

    def action_close(self) -> None:
        self.dismiss(None)
