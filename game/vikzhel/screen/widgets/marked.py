"""A list whose marked line can be told without colour."""

from __future__ import annotations

from textual.style import Style
from textual.widgets import OptionList

MARKED = "option-list--option-highlighted"


class Marked(OptionList, inherit_bindings=False):
    """Sets the marked line in reverse where the theme has no ground of its own to mark it with."""

    DEFAULT_CSS = """
    Marked {
        border: none; padding: 0; background: $background; color: $foreground;
        scrollbar-size-vertical: 1;
        &:focus { border: none; background-tint: $foreground 0%; }
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option-disabled { color: $press-quiet; }
        & > .option-list--option-highlighted, &:focus > .option-list--option-highlighted {
            background: $press-picked; color: $foreground; text-style: bold;
        }
    }
    """

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> Style:
        """Return a style; Textual itself leaves out of it that it is reversed."""
        style = super().get_visual_style(*component_classes, partial=partial)
        if MARKED in component_classes and self.app.native_ansi_color:
            return style + Style(reverse=True)
        return style
