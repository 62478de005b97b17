"""Small things that words need before they are put on a page; shared with the debrief."""

from __future__ import annotations

from ..story.wording import alike, because, capital, counted, inner, listed, number, sentence

__all__ = ["alike", "because", "capital", "counted", "inner", "listed", "number", "sentence"]
