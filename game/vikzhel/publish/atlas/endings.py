"""Every ending: how likely it is and one way to it, all its words with their conditions, judgements, readings, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...play.telling import citation
from .markup import Html, a, grade, heading, p, t, ul

if TYPE_CHECKING:
    from ...story import model
    from .book import Book


def endings(book: Book) -> Html:
    """Return all endings, and at last all questions together."""
    said = [_ending(book, str(name), ending) for name, ending in book.files.endings.items()]
    questions = dict.fromkeys(str(q) for ending in book.files.endings.values() for q in ending.questions)
    if questions:
        said.append(heading(3, "questions", "All questions to talk over"))
        said.append("<ol>" + "".join(f"<li>{t(question)}</li>" for question in questions) + "</ol>")
    return "\n".join(said)


def _ending(book: Book, name: str, ending: model.Ending) -> Html:
    said = [heading(3, f"ending-{name}", t(ending.title), name)]
    really = " This is how it really ended." if ending.recorded else ""
    said.append(p(f"{grade(str(ending.evidence))}{really}", "meta"))
    rows = []
    for chart in book.charts:
        stops = [stop for stop in chart.stops.values() if stop.ending == name]
        if stops:
            rows.append(_for_role(book, chart.role, name, [stop.id for stop in stops]))
    said.append(ul(rows))
    said.append(book.blocks(ending.text))
    if ending.later:
        said.append(heading(4, f"ending-{name}.later", "Later words"))
        said.append(book.blocks(ending.later))
    if ending.judgement:
        said.append(heading(4, f"ending-{name}.judgement", "How it is judged"))
        said.append(p("On each line the first wording that holds is read.", "note"))
        for line, wordings in ending.judgement.items():
            label = book.pack.manifest.judgements[line]
            said.append(p(f"<b>{t(label)}</b>"))
            said.append(ul(f"{book.when(one.condition)}{t(one.text)}" for one in wordings))
    if ending.historians:
        said.append(heading(4, f"ending-{name}.readings", "What historians make of it"))
        said.append(ul(_reading(book, one) for one in ending.historians))
    if ending.questions:
        said.append(heading(4, f"ending-{name}.questions", "To talk over"))
        said.append(ul(map(t, ending.questions)))
    return "\n".join(filter(None, said))


def _for_role(book: Book, role: str, ending: str, scenes: list[str]) -> Html:
    odds = book.findings.odds_words(role, ending)
    path = book.findings.path("ending", ending, role)
    never = book.findings.verdict("ending", ending, role) == "unreachable"
    said = f"{t(book.say.role(role))}, in {', '.join(map(book.scene, scenes))}"
    said += ": never reached (proved)." if never else f": {t(odds)}." if odds else "."
    if path:
        said += f' One way: <span class="id">{t(" → ".join(path))}</span>'
    return said


def _reading(book: Book, one: model.Reading) -> Html:
    cited = citation(book.base.sources[one.source])
    fits = f" A run fits it in which {t(one.in_which)}." if one.in_which else ""
    return f'{t(one.reading)} <span class="note">{a(f"source-{one.source}", t(cited))}{fits}</span>'
