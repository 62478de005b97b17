"""Where something is attested, in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.telling import citation
from ..story.dates import day_words
from ..story.records import at

if TYPE_CHECKING:
    from ..story.packs import Pack


def cited(pack: Pack, entry: str) -> str:
    """Return a chronology entry or a quotation as one line: day, place or speaker, and where it is printed."""
    evidence = pack.evidence
    if any(name == entry for name in evidence.quotes):
        quote = at(evidence.quotes, entry)
        later = evidence.sources[quote.as_quoted_in] if quote.as_quoted_in else None
        where = citation(evidence.sources[quote.source], str(quote.locator or ""), later)
        return f"{quote.speaker_name}, {day_words(quote.date_os)}: {where}"
    event = at(evidence.chronology, entry)
    place = f"{event.place}, " if event.place else ""
    source = named(str(event.sources[0])) if event.sources else ""
    more = f" and {len(event.sources) - 1} more" if len(event.sources) > 1 else ""
    return f"{place}{day_words(event.date_os)}: {source}{more}"


def named(source: str) -> str:
    """Return a source of the chronology without its web address, if it has a name beside it."""
    source = source.removeprefix("[print] ")
    address, _, name = source.partition(" ")
    if not address.startswith(("http://", "https://")):
        return source
    name = name.strip()
    return name[1:-1] if name.startswith("(") and name.endswith(")") else name or address
