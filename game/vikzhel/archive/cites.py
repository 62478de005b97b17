"""Where something is attested: in a line, or in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..play.telling import citation
from ..story.dates import Moment, day_words
from ..story.records import at
from ..story.wording import sentence

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


def cited_in_full(pack: Pack, entry: str, *, most: int = 0) -> str:
    """Return place, day and sources of a chronology entry, so many of them at most, or all.

    Its ``what`` is left out on purpose: it tells the whole sitting, and a man may still be in the
    middle of it.
    """
    event = at(pack.evidence.chronology, entry)
    moment = Moment(event.date_os)
    place = f"{event.place}, " if event.place else ""
    sources = list(dict.fromkeys(named(str(source)) for source in event.sources))
    more = len(sources) - most if most else 0
    told = "; ".join(sources[:most] if more > 0 else sources)
    rest = f"; and {more} more, under Sources" if more > 0 else ""
    return sentence(f"{place}{moment.words} (New Style {moment.new_style_words}). In: {told}{rest}")


def named(source: str) -> str:
    """Return a source of the chronology without its web address, if it has a name beside it."""
    source = source.removeprefix("[print] ")
    address, _, name = source.partition(" ")
    if not address.startswith(("http://", "https://")):
        return source
    name = name.strip()
    return name[1:-1] if name.startswith("(") and name.endswith(")") else name or address
