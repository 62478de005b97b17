"""Keys typed ahead: each belongs to the page that stands when its turn comes.

A key goes from the application down to what has the focus and back up until something uses it, and what it
does may go the same way again before a page turns. A key that was let in meanwhile would do to the old page
what was meant for the next. So keys are let in one at a time: the next when all that the one before
set going is done, and the page it has led to is on the screen.
"""

from __future__ import annotations

import asyncio
from collections import deque

from textual import events
from textual.app import App

AT_ONCE = ("ctrl+q", "ctrl+c")
"""Keys that wait for nothing."""
A_LOOK = 0.002
"""Seconds between two looks at whether everything is done."""
LONGEST = 0.1
"""Seconds after which a page that was to be painted is looked at again: it may have gone meanwhile."""


class TypedAhead(App[None]):
    """Lets keys in one at a time."""

    def __init__(self, *, ansi_color: bool | None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.typed_at = 0.0
        """When the key was typed that was let in last, on the clock of ``monotonic``."""
        self._ahead: deque[events.Key] = deque()
        self._letting_in: asyncio.Task[None] | None = None

    @property
    def turning(self) -> bool:
        """True while a page is to come that has to be waited for, and keys with it."""
        return False

    def give_up(self, key: str) -> bool:
        """Return whether a key takes back what is waited for."""
        return False

    @property
    def resting(self) -> bool:
        """True if no key is waiting and all that keys have set going is done."""
        return self._letting_in is None

    async def on_event(self, event: events.Event) -> None:
        """Let a key in if nothing is under way; else keep it until its turn comes."""
        if isinstance(event, events.Key) and event.key == "ctrl+j":
            event = events.Key("enter", "\r")  # so Enter arrives that was typed before the terminal was ours
        if not isinstance(event, events.Key) or event.is_forwarded or event.key in AT_ONCE:
            await super().on_event(event)
        elif self.turning and self.give_up(event.key):
            self._ahead.clear()
            await super().on_event(event)
        elif self._letting_in is not None or not self._done:
            self._ahead.append(event)
            self._let_in()
        else:
            await self._let(event)
            self._let_in()

    async def _let(self, event: events.Key) -> None:
        self.typed_at = event.time
        await super().on_event(event)

    @property
    def _done(self) -> bool:
        """True if the page on top stands and nothing waits to be done on it."""
        if not self.screen_stack:
            return False
        page = self.screen
        return (
            page.is_mounted
            and getattr(page, "stands", True)
            and not any(pump.message_queue_size for pump in (self, *page.walk_children(with_self=True)))
        )

    def _let_in(self) -> None:
        if self._letting_in is None:
            self._letting_in = asyncio.create_task(self._each())

    async def _each(self) -> None:
        """Let in what was typed ahead, one by one."""
        try:
            await self._all_done()
            while self._ahead:
                await self._let(self._ahead.popleft())
                await self._all_done()
        except Exception as error:
            self._handle_exception(error)
        finally:
            self._letting_in = None

    async def _all_done(self) -> None:
        """Wait until the page on top stands, is painted, and nothing is under way."""
        while self.is_running and self.screen_stack:
            page, painted = self.screen, asyncio.Event()
            if not self.turning and self._done and page.call_after_refresh(painted.set):
                try:
                    await asyncio.wait_for(painted.wait(), LONGEST)
                except TimeoutError:
                    continue
                if page is self.screen and not self.turning and self._done:
                    return
            await asyncio.sleep(A_LOOK)
