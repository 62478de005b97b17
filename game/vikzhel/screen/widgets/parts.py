"""The parts of a sheet: a list at the side where there is room for one, else a row of numbers; each can be clicked."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from ..cells import cells, cut
from ..typesetting import BOLD, QUIET, RED_BOLD, hang

HERE = "▸"
"""Stands before the part that is shown."""


class Parts(Widget):
    """Names the parts, the one that is shown among them."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Parts { background: $background; color: $foreground; }"

    def __init__(self) -> None:
        super().__init__()
        self.auto_links = False
        self._titles: list[str] = []
        self._at = 0

    def show(self, titles: list[str], at: int) -> None:
        """Name these parts; ``at`` is the number, from 0, of the one that is shown."""
        if (titles, at) != (self._titles, self._at):
            self._titles, self._at = titles, at
            self.refresh()

    def render(self) -> Content:
        width = self.content_size.width
        if self.content_size.height > 1:
            return Content("\n").join(
                line for number in range(len(self._titles)) for line in self._item(number, width)
            )
        return self._row(width)

    def _item(self, number: int, width: int) -> list[Content]:
        here = number == self._at
        lead = f"{HERE if here else ' '}{number + 1}  "
        lines = hang((lead, RED_BOLD), self._titles[number], width, BOLD if here else "")
        if here:
            lines = [
                Content.assemble(line, " " * max(0, width - line.cell_length)).stylize_before(
                    "on $press-picked"
                )
                for line in lines
            ]
        return [*(self._clicked(line, number) for line in lines), Content("")]

    def _row(self, width: int) -> Content:
        """Return the numbers in a row with the title of the part that is shown, and of the next at the other end."""
        parts = []
        for number, title in enumerate(self._titles):
            if number == self._at:
                room = max(8, width - 4 * len(self._titles))
                shown = Content.assemble((f"{HERE}{number + 1} ", RED_BOLD), (cut(title, room), BOLD))
            else:
                shown = Content.styled(f" {number + 1} ", RED_BOLD)
            parts.append(self._clicked(shown, number))
        row = Content(" ").join(parts)
        following = self._at + 1
        if following < len(self._titles):
            room = width - row.cell_length - 3
            title = self._titles[following]
            words = f"→ {title if cells(title) <= room - 2 else title.partition(',')[0]}"
            if cells(words) <= room:
                gap = " " * (width - row.cell_length - cells(words))
                row = Content.assemble(row, gap, self._clicked(Content.styled(words, QUIET), following))
        return row

    @staticmethod
    def _clicked(content: Content, number: int) -> Content:
        return content.stylize(Style.from_meta({"@click": f"screen.part({number + 1})"}))
