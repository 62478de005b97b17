"""The author's desk: the packs that were found, what check and the proof say of each, and ways to look at it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from ...desk import packs
from ...desk.preview import CannotPreview
from ...desk.preview import Preview as Previewed
from ...story.diagnostics import PackError
from ...story.packs import Shelf
from ...story.text import one_line
from ..actions import DESK, bindings
from ..cells import cut
from ..settings import spoken_in, width_in
from ..spoken import bare
from ..typesetting import BLANK, BOLD, INK, QUIET, RED, RED_BOLD, Matter, rule, wrap
from ..widgets.keybar import KeyBar
from ..widgets.page import Page
from .archive import Found as Listed
from .sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...desk.packs import Checked, Found, Proved
    from ...publish.chart import Chart
    from ...publish.findings import Findings


class Packs(Listed):
    """A click marks a pack; a click on the one that is marked takes it."""

    def on_click(self, event: events.Click) -> None:
        clicked = event.style.meta.get("option")
        if clicked is not None and clicked != self.highlighted:
            self.highlighted = clicked
            event.prevent_default()


class Desk(Screen[None]):
    """Shows what lies on the desk. Packs are checked one by one, behind it; nothing is proved."""

    KIND = DESK
    CSS_PATH = "desk.tcss"
    BINDINGS = bindings(DESK)
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (100, "-two")]  # noqa: RUF012

    @dataclass
    class Known(Message):
        """A pack has been checked, and its report read."""

        number: int
        checked: Checked
        proved: Proved

    @dataclass
    class Opened(Message):
        """What was asked for of a pack has been read: its preview or its map, or why there is none."""

        what: Previewed | list[tuple[Chart, Findings]] | str

    def __init__(self, named: Iterable[str] = ()) -> None:
        super().__init__()
        self._found = packs.packs(named)
        self._known: dict[int, Desk.Known] = {}

    def compose(self) -> ComposeResult:
        yield Static(id="desk-head", markup=False)
        with Horizontal(id="desk-lies"):
            with Vertical(id="desk-packs"):
                yield Packs(id="packs-found", markup=False)
            with Vertical(id="desk-about"):
                yield Page(id="about", widest=width_in(self.app))
        yield KeyBar(DESK)

    def on_mount(self) -> None:
        self.set_class(spoken_in(self.app), "-spoken")
        self._look()

    def on_screen_resume(self) -> None:
        """Coming back from a preview, look again: files may have been saved."""
        if self._known:
            self._look()

    def _look(self) -> None:
        self.run_worker(self._check, thread=True, name="checking", group="checking", exclusive=True)

    def _check(self) -> None:
        worker, shelf = get_current_worker(), Shelf()
        for number, found in enumerate(self._found):
            if worker.is_cancelled:
                return
            self.post_message(self.Known(number, packs.checked(found, shelf), packs.proved(found)))

    @on(Known)
    def _was_checked(self, event: Known) -> None:
        self._known[event.number] = event
        self._list()
        if event.number == self._marked:
            self._about()

    @property
    def _marked(self) -> int:
        return self.query_one(Listed).highlighted or 0

    @property
    def _pack(self) -> Found:
        return self._found[self._marked]

    # -- showing -------------------------------------------------------------------------------

    def on_resize(self) -> None:
        self.query_one(Page).widen(width_in(self.app))
        self.call_after_refresh(self._list)

    def _list(self) -> None:
        listed = self.query_one(Listed)
        at, width = listed.highlighted, max(20, listed.scrollable_content_region.width - 2)
        listed.set_options(self._line(number, width) for number in range(len(self._found)))
        listed.highlighted = at if at is not None else 0 if self._found else None
        self._head()

    def _head(self) -> None:
        head = self.query_one("#desk-head", Static)
        title = "The author's desk"
        ruled = rule(max(10, head.content_size.width), title, "", RED_BOLD, "═")
        head.update(f"{title}. Marked: {self._pack.title}" if spoken_in(self.app) else ruled, layout=False)

    def _line(self, number: int, width: int) -> Option:
        found, known = self._found[number], self._known.get(number)
        state = (
            "being checked"
            if known is None
            else "can be played"
            if known.checked.playable
            else "to be mended"
        )
        ink = RED if known is not None and not known.checked.playable else QUIET
        what = f"a branch of {found.belongs}" if found.belongs else "a story"
        told = Content.assemble(
            "  ", (state, ink), (cut(f"; {what}, {found.source}", width - 2 - len(state)), QUIET)
        )
        return Option(Content("\n").join([Content.styled(cut(found.title, width), BOLD), told]))

    @on(OptionList.OptionHighlighted)
    def _turned(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._head()
        self._about()

    def _about(self) -> None:
        about: Matter = partial(_about, self._pack, self._known.get(self._marked))
        self.query_one(Page).show([bare(about) if spoken_in(self.app) else about], top=0)

    # -- doing ---------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_preview()

    def action_row(self, by: int) -> None:
        listed = self.query_one(Listed)
        if listed.option_count:
            listed.highlighted = max(0, min(self._marked + by, listed.option_count - 1))

    def action_read(self, pages: int) -> None:
        self.query_one(Page).turn(pages)

    def action_preview(self) -> None:
        """Play the pack from its beginning, read again at each save; from there any scene can be gone to."""
        self._open(partial(_preview_of, self._pack.folder))

    def action_map(self) -> None:
        """Lay the story's map open as an outline, one role after the other."""
        self._open(partial(_map_of, self._pack.folder))

    def _open(self, read: Callable[[], Previewed | list[tuple[Chart, Findings]] | str]) -> None:
        """Read a story beside the page; what was asked for last counts."""

        def opened() -> None:
            worker, what = get_current_worker(), read()
            if not worker.is_cancelled:
                self.post_message(self.Opened(what))

        self.run_worker(opened, thread=True, name="opening", group="opening", exclusive=True)

    @on(Opened)
    def _was_opened(self, event: Opened) -> None:
        from .preview import Preview

        if not self.is_current:  # something else has been opened meanwhile
            return
        if isinstance(event.what, str):
            self.notify(event.what, markup=False)
        elif isinstance(event.what, Previewed):
            self.app.push_screen(Preview(event.what))
        else:
            self.post_message(Sheet.Wanted("The map", "m", [_outlined(*one) for one in event.what]))

    def action_check(self) -> None:
        known = self._known.get(self._marked)
        if known is not None:
            self._lay("What check says", "c", known.checked.whole)

    def action_proof(self) -> None:
        known = self._known.get(self._marked)
        if known is not None and known.proved.whole:
            self._lay("What was proved", "o", known.proved.whole)
        else:
            self.notify(f"Not proved as it is now:  vikzhel prove {self._pack.typed}", markup=False)

    def _lay(self, head: str, key: str, text: str) -> None:
        self.post_message(Sheet.Wanted(head, key, [_typed(part) for part in text.split("\n\n")]))

    def action_sheet(self, name: str) -> None:
        self.post_message(Sheet.of(name, DESK, None, spoken=spoken_in(self.app)))

    def action_leave(self) -> None:
        if self.app.screen_stack[0] is self:
            self.app.exit()
        else:
            self.dismiss(None)


def _preview_of(folder: str) -> Previewed | str:
    shown = Previewed(folder)
    try:
        shown.put(*shown.read())
    except CannotPreview as refused:
        return str(refused)
    return shown


def _map_of(folder: str) -> list[tuple[Chart, Findings]] | str:
    from ...publish.command import charts

    try:
        return charts(folder)
    except PackError:
        return "There is no map of what cannot be played yet. See its mistakes with c."


def _about(found: Found, known: Desk.Known | None, width: int) -> list[Content]:
    """Return what is known of a pack, and what to type."""
    lines = [
        *wrap(found.title, width, BOLD),
        *wrap(found.kind, width, QUIET),
        *wrap(one_line(found.folder), width, QUIET),
        BLANK,
    ]
    if known is None:
        return [*lines, Content.styled("It is being checked.", QUIET)]
    lines += [rule(width, "Checked", "c: all of it", RED_BOLD), *wrap(known.checked.short, width), BLANK]
    if known.proved.short:
        lines.append(rule(width, "Proved", "o: all of it", RED_BOLD))
        for said in known.proved.short:
            lines += wrap(said, width)
    else:
        lines.append(rule(width, "Not proved as it is now", "", RED_BOLD))
        lines += wrap(f"To prove it, which may take a minute:  vikzhel prove {found.typed}", width)
    typed = (
        f"vikzhel preview {found.typed} --from SCENE",
        f"vikzhel check --watch {found.typed}",
        f"vikzhel atlas {found.typed}",
    )
    lines += [BLANK, rule(width, "In a terminal", "", RED_BOLD)]
    for command in typed:
        lines += wrap(command, width, QUIET)
    return lines


def _outlined(chart: Chart, findings: Findings) -> Matter:
    """Return a role's map in words, broken anew for each width."""
    from ...publish.outline import outline

    return lambda width: [*map(Content, outline(chart, findings, width).split("\n"))]


def _typed(part: str) -> Matter:
    """Return a part of a report line by line, as it was typed; what is too long is broken under its own margin."""

    def set_it(width: int) -> list[Content]:
        lines: list[Content] = []
        for line in part.split("\n"):
            margin = " " * min(len(line) - len(line.lstrip()), width // 2)
            lines += (
                [Content(margin) + row for row in wrap(line.lstrip(), width - len(margin), INK)]
                if len(line) > width
                else [Content(line)]
            )
        return [*lines, BLANK]

    return set_it
