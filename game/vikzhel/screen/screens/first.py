"""A page that comes up while somebody waits for it: it is styled and painted once, not three times."""

from __future__ import annotations

import asyncio

from textual import events
from textual.screen import Screen


class First(Screen[None]):
    """Is styled for the size there is as it is composed, and painted when what its first layout set going is done."""

    _stands = False

    def take_size(self) -> None:
        """Put the breakpoints in force; Textual itself would only after the first layout."""
        for points, size in (
            (self.HORIZONTAL_BREAKPOINTS or [], self.app.size.width),
            (self.VERTICAL_BREAKPOINTS or [], self.app.size.height),
        ):
            here = max((least for least, _ in points if least <= size), default=0)
            for least, name in points:
                self.set_class(least == here, name)

    def on_mount(self) -> None:
        self.call_later(self._settle)

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Do not style all of it anew (5 ms): that was done a moment ago, as it was composed."""
        event.refresh_styles = self._stands

    async def _settle(self) -> None:
        """Let everything take the size that it was given, then lay out and paint."""
        await asyncio.sleep(0)
        if any(pump.message_queue_size for pump in self.walk_children(with_self=True)):
            self.call_later(self._settle)
        else:
            self._stands = True
            self._refresh_layout()

    def _compositor_refresh(self) -> None:
        """Paint, but never what is about to be set anew: each time costs 8 to 16 ms."""
        if self._stands:
            super()._compositor_refresh()
