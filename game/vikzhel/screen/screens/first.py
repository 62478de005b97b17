"""A page that comes up while somebody waits for it: it is styled, laid out and painted once, not twice."""

from __future__ import annotations

from textual.screen import Screen


class First(Screen[None]):
    """Is styled for the size there is as it is composed, and not painted before the application has started."""

    def take_size(self) -> None:
        """Put the breakpoints in force; Textual itself would only after the first layout."""
        for points, size in (
            (self.HORIZONTAL_BREAKPOINTS or [], self.app.size.width),
            (self.VERTICAL_BREAKPOINTS or [], self.app.size.height),
        ):
            here = max((least for least, _ in points if least <= size), default=0)
            for least, name in points:
                self.set_class(least == here, name)

    def _compositor_refresh(self) -> None:
        """Paint, unless Textual would throw it away (8 ms), as it does while the application starts."""
        if not self.app._batch_count:
            super()._compositor_refresh()
