"""A head: a rule over the whole width with a title let into it, and whether there is more to read."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from ..settings import spoken_in
from ..typesetting import RED_BOLD, rule

_READ_ON = Style.from_meta({"@click": "screen.read(1)"})


class Head(Widget):
    """One row. At its end ``more`` says how to read on, and a click there does; or ``how`` what to do with what is under it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Head { height: 1; background: $background; color: $foreground; padding: 0 1; }"

    def __init__(self, title: str = "", *, id: str, line: str = "═") -> None:
        super().__init__(id=id)
        self.auto_links = False
        self._title = title
        self._more = self._how = ""
        self._line = line

    def show(self, title: str, more: str = "", how: str = "") -> None:
        """Show another title, and whether there is more."""
        if (title, more, how) != (self._title, self._more, self._how):
            self._title, self._more, self._how = title, more, how
            self.refresh()

    def render(self) -> Content:
        if spoken_in(self.app):
            told = Content("; ".join(filter(None, (self._title, self._more.rstrip(" ↓")))))
            return told.stylize(_READ_ON) if self._more else told
        ruled = rule(self.content_size.width, self._title, self._more or self._how, RED_BOLD, self._line)
        return ruled.stylize(_READ_ON, len(ruled) - len(self._more) - 3) if self._more else ruled
