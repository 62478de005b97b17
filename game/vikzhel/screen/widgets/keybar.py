"""The bottom row: keys and what they do, from the table of actions; each can be clicked."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from ..actions import Deed, deeds
from ..settings import spoken_in

GAP = 2


class KeyBar(Widget):
    """Shows as many keys as fit, those of the lowest rank to stay longest."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; background: $background; color: $press-quiet; padding: 0 1; }
    """

    def __init__(self, screen: str) -> None:
        super().__init__()
        self.auto_links = False
        self._deeds = [deed for deed in deeds(screen) if deed.bar]
        self._short = False
        """True where there is not room enough to write Ctrl in full."""

    def render(self) -> Content:
        width = self.content_size.width
        shown = list(self._deeds)
        self._short = False
        self._short = self._width(shown) > width
        while shown and self._width(shown) > width:
            shown.remove(max(shown, key=lambda deed: deed.bar))
        parts: list[Content] = []
        for deed in shown:
            clicked = Style.from_meta(
                {"@click": deed.action if "." in deed.action else f"screen.{deed.action}"}
            )
            part = Content.assemble((self._keys(deed), "bold $press-red"), " ", deed.label)
            parts.append(part.stylize(clicked))
        return Content(" " * GAP).join(parts)

    def _keys(self, deed: Deed) -> str:
        if spoken_in(self.app):
            from ..spoken_papers import in_words

            return in_words(deed.key_words)
        return deed.key_words.replace("Ctrl+", "^") if self._short else deed.key_words

    def _width(self, shown: list[Deed]) -> int:
        return sum(len(self._keys(deed)) + 1 + len(deed.label) for deed in shown) + GAP * (len(shown) - 1)
