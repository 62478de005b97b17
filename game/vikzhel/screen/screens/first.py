"""A page that comes up while somebody waits for it: it is styled and painted once, not three times."""

from __future__ import annotations

import asyncio

from textual import events
from textual.screen import Screen

from ..widgets.ground import Ground


class First(Ground, Screen[None]):
    """Is styled for the size there is as it is composed, and painted when what its first layout set going is done."""

    stands = False
    """True once it is being painted."""
    _fitted = False
    _patience = 200
    """How often it is looked at whether all is done: a mouse that is being moved may never let it be."""

    def take_size(self) -> None:
        """Put the breakpoints in force; Textual itself would only after the first layout."""
        for points, size in (
            (self.HORIZONTAL_BREAKPOINTS or [], self.app.size.width),
            (self.VERTICAL_BREAKPOINTS or [], self.app.size.height),
        ):
            here = max((least for least, _ in points if least <= size), default=0)
            for least, name in points:
                self.set_class(least == here, name)

    def fit(self) -> None:
        """Set what hangs on the sizes that the layout has given."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.call_later(self._settle)

    def on_resize(self) -> None:
        if self.stands:
            self.call_after_refresh(self.fit)
        else:
            self._fitted = False

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Do not style all of it anew (5 ms): that was done a moment ago, as it was composed."""
        event.refresh_styles = self.stands

    async def _settle(self) -> None:
        """Let all take the sizes of the first layout, fit what hangs on them, then lay out again and paint."""
        await asyncio.sleep(0)
        self._patience -= 1
        busy = any(pump.message_queue_size for pump in self.walk_children(with_self=True))
        if busy and self._patience > 0:
            self.call_later(self._settle)
        elif not self._fitted:
            self._fitted = True
            self.fit()
            self.call_later(self._settle)
        else:
            self.stands = True
            self._refresh_layout()

    def _compositor_refresh(self) -> None:
        """Paint, but never what is about to be set anew: each time costs 8 to 16 ms."""
        if self.stands:
            super()._compositor_refresh()
