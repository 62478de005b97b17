"""What the story rests on: every quotation with all that is needed to weigh it, the record, the sources, the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...play.telling import citation
from ...story.dates import day_words
from ...story.records import at
from ...story.walk import records
from ..days import both_styles
from .markup import Html, a, heading, link_out, p, t, ul

if TYPE_CHECKING:
    from ...story import evidence
    from .book import Book

_SURE = {
    "high": "The wording is sure.",
    "medium": "The wording is fairly sure.",
    "low": "The wording is doubtful.",
}
_CHECKED = {
    "excerpt": "Read in a source.",
    "reed": "Read in Reed.",
    "mixed": "Partly read in a source, partly from memory of print.",
    "recall": "From memory of print, not verified.",
}


def quotations(book: Book) -> Html:
    """Return every quotation of the story by day: words, context, source, doubts, and where it is met."""
    found = [(name, at(book.base.quotes, name)) for name in book.quoted]
    found.sort(key=lambda pair: (pair[1].date_os, pair[0]))
    return "\n".join(_quotation(book, name, quote) for name, quote in found)


def _quotation(book: Book, name: str, quote: evidence.Quotation) -> Html:
    title = f"{quote.speaker_name}, {day_words(quote.date_os)}"
    said = [heading(3, f"quote-{name}", t(title), name)]
    original = f'<p lang="und">{t(quote.original)}</p>' if quote.original else ""
    said.append(f"<blockquote><p>{t(quote.text)}</p>{original}</blockquote>")
    place = f" {quote.place}." if quote.place else ""
    said.append(p(t(f"{both_styles(quote.date_os)}.{place} {quote.occasion}")))
    said.append(p(t(quote.context or "")))
    said.append(p(f"{a(f'source-{quote.source}', t(book.cited_as(quote)))}.{_where(quote.url)}", "note"))
    second = (
        " Not read in the source itself, but quoted in a later work." if quote.seen == "secondary" else ""
    )
    kind = f" A source of the kind: {book.base.sources[quote.source].kind}."
    said.append(p(t(f"{_SURE[str(quote.confidence)]}{second}{kind} {quote.note or ''}".strip()), "note"))
    if book.quoted[name]:
        said.append(p(f"Met in: {', '.join(book.quoted[name])}.", "note"))
    return "\n".join(filter(None, said))


def _where(url: object) -> Html:
    return f" {link_out(str(url), t(url))}" if url else ""


def events(book: Book) -> Html:
    """Return the entries of the record that the story cites, by day."""
    found = [(name, at(book.base.chronology, name)) for name in book.cited]
    found.sort(key=lambda pair: (pair[1].date_os, pair[0]))
    said = []
    for name, event in found:
        time = f", {str(event.time).replace('-', ' ')}" if event.time and event.time != "unknown" else ""
        place = f", {event.place}" if event.place else ""
        said.append(heading(3, f"event-{name}", t(f"{day_words(event.date_os)}{time}{place}"), name))
        said.append(p(t(event.what)))
        votes = f"The vote: {event.votes} " if event.votes else ""
        doubt = f"Disputed: {event.disputed} " if event.disputed else ""
        if event.documented == "false":
            doubt += "Not documented. "
        said.append(p(t(f"{votes}{doubt}{_CHECKED[str(event.checked)]}"), "note"))
        said.append(ul((t(source) for source in event.sources), "note"))
    return "\n".join(filter(None, said))


def sources(book: Book) -> Html:
    """Return the works that the story's quotations and readings are from."""
    used: dict[str, None] = dict.fromkeys(map(str, book.files.sources))
    for name in book.quoted:
        quote = at(book.base.quotes, name)
        used[str(quote.source)] = None
        if quote.as_quoted_in:
            used[str(quote.as_quoted_in)] = None
    for record in records(book.files.endings):
        if getattr(record, "reading", None) is not None:
            used[str(record.source)] = None
    rows = []
    found = [(name, at(book.base.sources, name)) for name in used]
    for name, source in sorted(found, key=lambda pair: (str(pair[1].author).casefold(), pair[0])):
        more = [citation(source)]
        more += [f"Translated by {source.translator}."] if source.translator else []
        more += [f"{source.publisher}."] if source.publisher else []
        more.append(f"{str(source.kind).capitalize()}; {str(source.rights).replace('-', ' ')}.")
        rows.append(f'<li id="source-{t(name)}">{t(" ".join(more))}{_where(source.url)}</li>')
    return f"<ul>{''.join(rows)}</ul>" if rows else ""


def glossary(book: Book) -> Html:
    """Return the words that the story explains."""
    entries = sorted(
        ((str(k), str(v)) for k, v in book.files.glossary.items()), key=lambda pair: pair[0].casefold()
    )
    rows = "".join(f"<dt>{t(term)}</dt><dd>{t(meaning)}</dd>" for term, meaning in entries)
    return f"<dl>{rows}</dl>" if rows else ""
