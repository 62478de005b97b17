"""What can be done now: numbered, locked ones in their place with the reason; one list, updated in place."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ..typesetting import QUIET, RED_BOLD, hang


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to choose: its id, its words, what is said beneath, and why it is barred, if it is."""

    id: str
    text: str
    beneath: str = ""
    locked: str = ""


class Choices(OptionList, inherit_bindings=False):
    """A list of lines; the screen has the keys, so that no key means two things."""

    DEFAULT_CSS = """
    Choices {
        border: none; padding: 0; background: $background; color: $foreground; height: auto;
        scrollbar-size-vertical: 1;
        &:focus { border: none; background-tint: $foreground 0%; }
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option-disabled { color: $press-quiet; }
        & > .option-list--option-highlighted, &:focus > .option-list--option-highlighted {
            background: $press-picked; color: $foreground; text-style: bold;
        }
        &:nocolor > .option-list--option-highlighted { text-style: bold underline; }
    }
    """

    @dataclass
    class Taken(Message):
        """The player has taken a line."""

        choices: Choices
        line: str

        @property
        def control(self) -> Choices:
            return self.choices

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self.shown: list[Line] = []
        self._set_in = 0

    @property
    def open(self) -> list[Line]:
        return [line for line in self.shown if not line.locked]

    def show(self, lines: list[Line], *, picked: bool = False) -> None:
        """Show other lines. One is marked only if ``picked`` or if it is the only one to take."""
        self.shown = lines
        self.set_options(self._options_now())
        self.scroll_to(y=0, animate=False)
        if self.open and (picked or len(self.open) == 1):
            self.highlighted = self.shown.index(self.open[0])

    @property
    def _width(self) -> int:
        return max(20, (self.scrollable_content_region.width or self.app.size.width) - 3)

    def _options_now(self) -> list[Option]:
        width = self._set_in = self._width
        number = 0
        found = []
        for line in self.shown:
            if not line.locked:
                number += 1
            mark = "×" if line.locked else str(number) if number <= 9 else " "
            rows = hang((f"{mark}  ", QUIET if line.locked else RED_BOLD), line.text, width)
            beneath = line.locked or line.beneath
            if beneath:
                rows += [Content.assemble("   ", row) for row in hang(("", ""), beneath, width - 3, QUIET)]
            found.append(Option(Content("\n").join(rows), id=line.id, disabled=bool(line.locked)))
        return found

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew; the mark stays where it was."""
        marked = self.highlighted
        if self.shown and self._set_in != self._width:
            self.set_options(self._options_now())
            self.highlighted = marked

    def move(self, by: int) -> None:
        """Move the mark over what can be taken."""
        if by > 0:
            self.action_cursor_down()
        else:
            self.action_cursor_up()

    def pick(self, number: int) -> bool:
        """Take the line with that number; return whether there is one."""
        if not 1 <= number <= len(self.open):
            return False
        self.post_message(self.Taken(self, self.open[number - 1].id))
        return True

    def take_marked(self) -> bool:
        """Take the marked line; return whether one is marked."""
        option = self.highlighted_option
        if option is None or option.disabled or option.id is None:
            return False
        self.post_message(self.Taken(self, option.id))
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Taken(self, event.option_id))
