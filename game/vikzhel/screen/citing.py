"""Where something stands: an entry of the chronology as a citation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..archive.cites import named
from ..story.dates import Moment

if TYPE_CHECKING:
    from ..story.packs import Pack


def cited(pack: Pack, entry: str, *, most: int = 0) -> str:
    """Return place, day and sources of an entry, so many of them at most, or all.

    Its ``what`` is left out on purpose: it tells the whole sitting, and a man may still be in the
    middle of it.
    """
    event = next(record for name, record in pack.evidence.chronology.items() if name == entry)
    moment = Moment(event.date_os)
    place = f"{event.place}, " if event.place else ""
    sources = list(dict.fromkeys(named(str(source)) for source in event.sources))
    more = len(sources) - most if most else 0
    told = "; ".join(sources[:most] if more > 0 else sources)
    rest = f"; and {more} more, under Sources" if more > 0 else ""
    return f"{place}{moment.words} (New Style {moment.new_style_words}). In: {told}{rest}."
