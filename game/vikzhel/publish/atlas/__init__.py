"""Everything in a story on one page to print: what a teacher has to have seen before the class plays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..chart import chart_of
from .book import Book
from .endings import endings
from .evidence import events, glossary, quotations, sources
from .front import before, maps, people, timeline
from .markup import page, t
from .scenes import scenes
from .table import blocs, state, votes

if TYPE_CHECKING:
    from ...story.packs import Pack
    from ..findings import Findings


def atlas(pack: Pack, findings: Findings) -> str:
    """Return the atlas of a pack as one HTML page that needs no network and runs no script."""
    charts = [chart_of(pack, str(role), findings) for role in pack.files.roles]
    book = Book(pack, findings, charts)
    parts = [
        ("before", "Before you print", before(book)),
        ("people", "Who can be played", people(book)),
        ("days", "The days", timeline(book)),
        ("maps", "Maps", maps(book)),
        ("state", "What can change", state(book)),
        ("blocs", "Who votes together, and for what", blocs(book)),
        ("scenes", "Scenes", scenes(book)),
        ("votes", "Votes", votes(book)),
        ("endings", "Endings", endings(book)),
        ("quotations", "Quotations", quotations(book)),
        ("record", "The record", events(book)),
        ("sources", "Sources", sources(book)),
        ("glossary", "Words explained", glossary(book)),
    ]
    return page(
        title=f"{pack.manifest.title}: the teacher's atlas",
        heading=t(pack.manifest.title),
        under=t(pack.manifest.subtitle or ""),
        by=t(
            f"The teacher's atlas. Version {pack.manifest.version}, by {', '.join(map(str, pack.manifest.authors))}."
        ),
        parts=[(anchor, heading, body) for anchor, heading, body in parts if body],
    )
