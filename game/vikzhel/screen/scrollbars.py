"""The bar beside a list, as thin as the one beside a page: a hair line, and on it a heavier one for what is in view."""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

INK = Color.default()


class Hair(ScrollBarRender):
    """Draws both as lines, so that the ground of the list shows between them."""

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color = INK,
        bar_color: Color = INK,
    ) -> Segments:
        """Return a cell for each row; its meta says what a click on it does."""
        whole = super().render_bar(
            size, virtual_size, window_size, position, thickness, vertical, back_color, bar_color
        )
        return Segments(
            [_thin(segment, vertical, back_color, bar_color) for segment in whole.segments], vertical
        )


def _thin(segment: Segment, vertical: bool, back: Color, bar: Color) -> Segment:
    if segment.control or segment.text == "\n":
        return segment
    meta = segment.style.meta if segment.style else {}
    held = meta.get("@mouse.down") == "grab"
    glyph = ("┃" if held else "│") if vertical else ("━" if held else "─")
    return Segment(glyph.ljust(len(segment.text)), Style(color=bar if held else back, meta=meta))
