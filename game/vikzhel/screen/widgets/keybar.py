"""The row of keys at the foot of a screen, from the table of actions; each can be clicked, and says what it does."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from ..actions import Deed, deeds
from ..settings import spoken_in

GAP = 2
AIRY = 22
"""From so many rows on the bar keeps a row free above itself."""


class KeyBar(Widget):
    """Shows as many keys as fit, those of the lowest rank to stay longest. The one under the mouse is marked and told."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar { height: auto; dock: bottom; background: $background; color: $press-quiet; padding: 0 1; }
    """

    def __init__(self, screen: str, *, airy: int = AIRY) -> None:
        super().__init__()
        self.auto_links = False
        self._deeds = [deed for deed in deeds(screen) if deed.bar]
        self._airy = airy
        self._under = ""
        self._short = False
        """True where there is not room enough to write Ctrl in full."""

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return 2 if self.app.size.height >= self._airy else 1

    def render(self) -> Content:
        width = self.content_size.width
        shown = list(self._deeds)
        self._short = False
        self._short = self._width(shown) > width
        while shown and self._width(shown) > width:
            shown.remove(max(shown, key=lambda deed: deed.bar))
        parts: list[Content] = []
        for deed in shown:
            clicked = _clicked(deed)
            part = Content.assemble((self._keys(deed), "bold $foreground"), " ", deed.label)
            part = part.stylize(Style.from_meta({"@click": clicked}))
            parts.append(
                part.stylize("underline $foreground on $press-picked") if clicked == self._under else part
            )
        bar = Content(" " * GAP).join(parts)
        return Content("\n").join([Content(""), bar]) if self.content_size.height > 1 else bar

    def _keys(self, deed: Deed) -> str:
        if spoken_in(self.app):
            from ..spoken_papers import in_words

            return in_words(deed.key_words)
        return deed.key_words.replace("Ctrl+", "^") if self._short else deed.key_words

    def _width(self, shown: list[Deed]) -> int:
        return sum(len(self._keys(deed)) + 1 + len(deed.label) for deed in shown) + GAP * (len(shown) - 1)

    # -- the mouse -----------------------------------------------------------------------------

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._point_at(str(event.style.meta.get("@click", "")))

    def on_leave(self) -> None:
        self._point_at("")

    def _point_at(self, clicked: str) -> None:
        """Mark the key that a click would press, and tell what it does."""
        if clicked != self._under:
            self._under = clicked
            self.tooltip = next((deed.help for deed in self._deeds if _clicked(deed) == clicked), None)
            self.refresh()


def _clicked(deed: Deed) -> str:
    return deed.action if "." in deed.action else f"screen.{deed.action}"
