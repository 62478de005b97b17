"""Lines of type into what the compositor paints, each style mixed once a theme."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.content import Content
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from ..voices import NAME
from ..voices import ink as mix


class Inked(ScrollView):
    """A scrolling widget that makes its rows itself."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._inks: dict[Style, RichStyle] = {}
        self._styles_parsed: dict[str | Style, Style] = {}

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.clear()
        self._styles_parsed.clear()

    def segments(self, content: Content, width: int) -> list[Segment]:
        """Return a line just so wide."""
        missing = width - content.cell_length
        if missing < 0:
            return list(Strip(self.segments(content, content.cell_length)).crop(0, width))
        base = self.visual_style
        inks = self._inks
        found = []
        for text, style in content.render(base, "", self._parsed):
            if text:
                ink = inks.get(style)
                if ink is None:
                    ink = inks[style] = style.rich_style
                found.append(Segment(text, ink))
        if missing:
            found.append(Segment(" " * missing, self.ink("")))
        return found

    def _parsed(self, style: str | Style) -> Style:
        known = self._styles_parsed.get(style)
        if known is None:
            known = self._styles_parsed[style] = self._get_style(self._mixed(style))
        return known

    def _mixed(self, style: str | Style) -> str | Style:
        """Return a style with a speaker's ink, if it names one, mixed for the ground it stands on."""
        if isinstance(style, Style) or not style.startswith(NAME):
            return style
        name, *rest = style.split()
        colour = "" if self.app.native_ansi_color else mix(name, dark=self.app.current_theme.dark)
        return " ".join([colour, *rest])

    def ink(self, style: str) -> RichStyle:
        """Return a style upon the page's own, as rich has it."""
        whole = self.visual_style + self._parsed(style) if style else self.visual_style
        known = self._inks.get(whole)
        if known is None:
            known = self._inks[whole] = whole.rich_style
        return known
