"""Finding a pack's records by the plain ids that events carry; shared with the debrief."""

from __future__ import annotations

from ..story.records import at

__all__ = ["at"]
