"""The draft agreement as it lies on the table, and what is known of those who will vote on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from ..play.events import TableChanged
from ..story.dataclass import dataclass
from . import lines
from .cells import cells, cut
from .typesetting import BLANK, BOLD, QUIET, RED, Matter, hang, paragraph, wrap

if TYPE_CHECKING:
    from ..play.run import Run


@dataclass(frozen=True, slots=True)
class Laid:
    """A question of the draft as it lies.

    ``positions`` are its positions in words and ``at`` the one it is in; ``known`` the lines that the
    man has learnt, each with its mark, in short and in full; ``unknown`` the names of those whose line
    he has not.
    """

    label: str
    question: str
    positions: tuple[str, ...]
    at: int
    known: tuple[tuple[str, str, str], ...]
    unknown: tuple[str, ...]


def draft(run: Run, told: int | None = None) -> list[Laid]:
    """Return the draft as the first ``told`` events (all, if none is given) have left it."""
    pack = run.program.pack
    events = run.events()
    learnt = lines.learnt(events[:told])
    later: dict[str, str] = {}
    for event in events[len(events) if told is None else told :]:
        if isinstance(event, TableChanged):
            later.setdefault(event.issue, event.before)
    blocs = {str(name): bloc for name, bloc in pack.files.blocs.items()}
    found = []
    for name, issue in pack.files.table.items():
        items = [str(item) for item in issue.positions]
        words = tuple(str(text) for text in issue.positions.values())
        at = words.index(later[str(name)]) if str(name) in later else items.index(run.position(str(name)))
        known = tuple(
            (
                mark,
                f"{lines.name_of(bloc)}: {lines.ATTITUDES[mark]}{lines.refused(pack, bloc, str(name))}.",
                f"{lines.name_of(bloc)}, {lines.ATTITUDES[mark]}: {lines.told(pack, bloc, str(name))}.",
            )
            for bloc_id, issue_id in learnt
            if issue_id == name
            for bloc in [blocs[bloc_id]]
            for mark in [lines.mark(bloc, str(name), items[at])]
        )
        unknown = tuple(
            lines.name_of(bloc)
            for bloc_id, bloc in blocs.items()
            if lines.has_line(bloc, str(name)) and (bloc_id, str(name)) not in learnt
        )
        found.append(Laid(str(issue.label), str(issue.question or ""), words, at, known, unknown))
    return found


def table(run: Run) -> list[Matter]:
    """Return the draft in full: every position of every question, and who is known to stand where."""
    if not run.program.pack.files.table:
        return [paragraph("There is no draft agreement in this story.", QUIET)]
    return [paragraph(_MARKS, QUIET), *(_in_full(issue) for issue in draft(run))]


_MARKS = (
    "● the position the draft is in. ? you have not learnt yet what they would say to it: sound people out, "
    "and read what you are shown."
)


def laid_out(found: list[Laid]) -> list[Matter]:
    """Return a draft as type, short."""
    return [_in_short(issue) for issue in found]


def _in_short(issue: Laid) -> Matter:
    def set_it(width: int) -> list[Content]:
        set_lines = [_headed(issue, width), *wrap(issue.positions[issue.at], width)]
        for mark, told, _ in issue.known:
            set_lines += hang((f"{mark} ", RED), told, width, QUIET)
        if issue.unknown:
            others = "" if not issue.known else "other " if len(issue.unknown) == 1 else "others "
            set_lines += hang(
                (f"{lines.UNKNOWN} ", RED), f"{len(issue.unknown)} {others}not learnt", width, QUIET
            )
        return [*set_lines, BLANK]

    return set_it


def _headed(issue: Laid, width: int) -> Content:
    many = range(len(issue.positions))
    marks = Content.assemble(
        *(("●" if n == issue.at else "○", RED if n == issue.at else QUIET) for n in many)
    )
    label = cut(issue.label, width - len(many) - 2)
    return Content.assemble((label, BOLD), " " * max(1, width - cells(label) - len(many)), marks)


def _in_full(issue: Laid) -> Matter:
    def set_it(width: int) -> list[Content]:
        set_lines = [_headed(issue, width)]
        set_lines += wrap(issue.question, width, QUIET) if issue.question else []
        for number, words in enumerate(issue.positions):
            here = number == issue.at
            set_lines += hang(
                ("● " if here else "○ ", RED if here else QUIET), words, width, BOLD if here else QUIET
            )
        for mark, _, told in issue.known:
            set_lines += hang((f"  {mark} ", RED), told, width)
        if issue.unknown:
            set_lines += hang((f"  {lines.UNKNOWN} ", RED), f"{'; '.join(issue.unknown)}.", width, QUIET)
        return [*set_lines, BLANK]

    return set_it
