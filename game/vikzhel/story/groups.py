"""The groups that problems fall into."""

from __future__ import annotations

MUST_FIX = "must fix"
"""The pack cannot be played, or its tests cannot be run."""
NOTICE = "players will notice"
"""It can be played, and a player will stumble over this."""
STYLE = "style"
"""It could read better."""
GROUPS = (MUST_FIX, NOTICE, STYLE)
