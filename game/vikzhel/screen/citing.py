"""Where something stands: an entry of the chronology as a citation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..story.dates import Moment

if TYPE_CHECKING:
    from ..story.packs import Pack


def cited(pack: Pack, entry: str) -> str:
    """Return place, day and sources of an entry.

    Its ``what`` is left out on purpose: it tells the whole sitting, and a man may still be in the
    middle of it.
    """
    event = next(record for name, record in pack.evidence.chronology.items() if name == entry)
    moment = Moment(event.date_os)
    place = f"{event.place}, " if event.place else ""
    sources = "; ".join(dict.fromkeys(_named(str(source)) for source in event.sources))
    return f"{place}{moment.words} (New Style {moment.new_style_words}). In: {sources}."


def _named(source: str) -> str:
    """Return a source without its web address, if it has a name beside it."""
    source = source.removeprefix("[print] ")
    address, _, name = source.partition(" ")
    if not address.startswith(("http://", "https://")):
        return source
    name = name.strip()
    return name[1:-1] if name.startswith("(") and name.endswith(")") else name or address
