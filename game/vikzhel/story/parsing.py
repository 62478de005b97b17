"""Positioned YAML: text to nodes that know their line and column, and nothing a pack should not have.

Built on PyYAML's parser *events* (libyaml where it is there, pure Python where it is not), never on
``load``: nothing is constructed, and nesting is counted before it can hurt. YAML is read strictly:
one document, no anchors, aliases, merge keys or tags, at most ``DEEPEST`` levels. After a syntax
error the smallest thing around it is set aside (a *hole*) and reading goes on, so that one pass
tells all and nothing is said about what stood in the hole.
"""

from __future__ import annotations

import re
from bisect import insort

from .decoding import straighten
from .diagnostics import Mark, Report, Source, Word
from .nodes import Map, Node, Scalar, Seq, kind_of
from .recovery import Cuts
from .text import FORBIDDEN, name_of

TYPE_CHECKING = False  # typing takes 3 ms to import; this module is read before the greeting
if TYPE_CHECKING:
    from typing import Any

    from .trouble import Trouble

DEEPEST = 32
MOST_RECOVERIES = 60
RECOVERED_CHARACTERS = 6_000_000
"""How much may be read again after syntax errors: what keeps a large broken file from taking minutes."""


def open_parser(text: str, pure: bool = False) -> Any:
    """Return a PyYAML event parser: libyaml's if it can be had, else the pure-Python one."""
    import yaml

    if not pure:
        try:
            from yaml.cyaml import CParser  # type: ignore[attr-defined]
        except ImportError:
            pass
        else:
            return CParser(text)
    return yaml.SafeLoader(_MISREAD.sub(lambda found: _VEIL[found.group()], text))


_MISREAD = re.compile(r"(?<=[^\s\[{,])\?|(?<=[\w ]):(?=[\[{])")
"""Where PyYAML's own parser ends a text inside brackets, and libyaml does not."""
_VEIL = {"?": "\ue03f", ":": "\ue03a"}
_UNVEIL = {ord(veiled): plain for plain, veiled in _VEIL.items()}


def parse(source: Source, report: Report, *, pure: bool = False) -> Map | None:
    """Read a source into nodes; ``None`` when there is nothing in it or nothing could be read.

    ``pure`` forces the pure-Python parser (the one used where libyaml is not installed).
    """
    from yaml.error import YAMLError

    lines = straighten(source, report)
    tabs = any(p.code == "V201" and p.mark.source is source for p in report.problems)
    cuts = Cuts(source, lines, report.broken)
    root: Node | None = None
    size = sum(map(len, lines)) + 1
    for attempt in range(1, MOST_RECOVERIES + 1):
        # What is said before an error is reached is said again when the text is read once more.
        said = Report()
        try:
            root = _Builder(source, said, cuts.holes).build("\n".join(lines) + "\n", pure)
            break
        except (YAMLError, ValueError, OverflowError, _TooDeepError) as error:
            trouble = _explained(source, lines, error)
            trouble.mark.column -= source.shifts.get(trouble.mark.line, 0)
            new = not cuts.consequence(trouble)
            if new and not (tabs and trouble.weak):
                report.add(trouble.code, trouble.mark, trouble.message, trouble.hint)
                if trouble.weak:
                    report.guesses.append(report.problems[-1])
            if not cuts.cut(trouble, again=not new) or attempt * size > RECOVERED_CHARACTERS:
                said.blind = True
                break
    else:
        said.blind = True
    report.problems += said.problems
    report.blind = report.blind or said.blind
    if root is None or (isinstance(root, Scalar) and (root.absent or root.hole)):
        return None
    if not isinstance(root, Map):
        report.add(
            "V302",
            root.mark,
            f"A story file is made of keys such as “scenes:”, but this one holds {kind_of(root)}.",
            "Start the file with a key at the left margin, for example:  scenes:",
        )
        report.blind = True
        return None
    return root


class _TooDeepError(Exception):
    """Things are nested deeper than ``DEEPEST``."""

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark


def _explained(source: Source, lines: list[str], error: Exception) -> Trouble:
    """Say what is wrong; what that takes is imported only now, as most files are sound."""
    from .trouble import Trouble
    from .yaml_trouble import explain

    if isinstance(error, _TooDeepError):
        return Trouble(
            "V106",
            error.mark,
            f"Things are nested more than {DEEPEST} levels deep here.",
            "No story needs that; look for a stray bracket or a run of dashes.",
            in_value=False,
        )
    return explain(source, lines, error)


class _NoCharacterError(ValueError):
    """An escape in double quotes that stands for no character; libyaml refuses it by itself."""


class _Builder:
    """Builds nodes from parser events, refusing what story files may not use."""

    def __init__(self, source: Source, report: Report, holes: set[tuple[int, int]]) -> None:
        self.source = source
        self.report = report
        self.holes = holes

    def build(self, text: str, pure: bool) -> Node | None:
        from yaml import events as kinds

        scalar_event, map_event, seq_event = (
            kinds.ScalarEvent,
            kinds.MappingStartEvent,
            kinds.SequenceStartEvent,
        )
        map_end, seq_end = kinds.MappingEndEvent, kinds.SequenceEndEvent
        get = open_parser(text, pure).get_event
        source, holes = self.source, self.holes
        shifts, scrubbed = source.shifts, source.scrubbed
        stack: list[Seq | Map] = []
        parent: Seq | Map | None = None
        key: Word | None = None
        keys: list[Word | None] = []
        root: Node | None = None
        documents = 0
        while True:
            event = get()
            kind = event.__class__
            node: Node
            if kind is scalar_event:
                start, end = event.start_mark, event.end_mark
                row, column, end_row, end_column = start.line, start.column, end.line, end.column
                value, style = event.value, event.style
                if pure:
                    value = value.translate(_UNVEIL)
                if shifts:
                    column -= shifts.get(row, 0)
                    end_column -= shifts.get(end_row, 0)
                mark = Mark(source, row, column, end_column - column if end_row == row else 1)
                if scrubbed and any((row, column) <= place < (end_row, end_column) for place in scrubbed):
                    node = Scalar("", mark, style or None, end_row, end_column)
                    node.hole = True
                elif not style or style == ":":
                    style = None
                    if parent.__class__ is Map and key is None and event.anchor is None and event.tag is None:
                        # The common case, a plain key, needs no node of its own.
                        if value == "<<":
                            self._no_alias(mark)
                            self._cut(mark)
                            value = ""
                        elif not value:
                            self._no_key(mark, "nothing")
                        key = Word(value, mark)
                        continue
                    if not value and key is not None:
                        # The parsers do not agree on where nothing stands: right behind the colon.
                        end_row = key.mark.line
                        behind = source.line(end_row).find(":", key.mark.column + key.mark.width) + 1
                        if behind:
                            mark = Mark(source, end_row, behind)
                            end_column = behind
                    node = Scalar(value, mark, None, end_row, end_column)
                else:
                    node = Scalar(value, mark, style, end_row, end_column)
                if node.hole:
                    pass
                elif holes and (row, start.column) in holes:
                    node.hole = True
                elif event.anchor is not None or event.tag is not None:
                    self._extra(event, node)
                elif style == '"' and FORBIDDEN.search(value):
                    self._escaped(node)
            elif kind is map_event or kind is seq_event:
                start = event.start_mark
                mark = Mark(source, start.line, start.column)
                node = Map(mark, bool(event.flow_style)) if kind is map_event else Seq(mark)
                if event.anchor is not None or event.tag is not None:
                    self._extra(event, node)
                if len(stack) >= DEEPEST:
                    raise _TooDeepError(mark)
            elif kind is map_end or kind is seq_end:
                done = stack.pop()
                if isinstance(done, Map):
                    done.end_line = event.end_mark.line
                key = keys.pop()
                parent = stack[-1] if stack else None
                continue
            elif kind is kinds.AliasEvent:
                start, end = event.start_mark, event.end_mark
                mark = Mark(source, start.line, start.column, end.column - start.column)
                self._no_alias(mark)
                node = Scalar("", mark, '"', start.line, start.column)
                node.hole = True
            elif kind is kinds.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    start = event.start_mark
                    self.report.add(
                        "V212",
                        Mark(source, start.line, start.column, 3),
                        "A line of three dashes starts a second document; only the first is read.",
                        "Delete the dashes, or move what follows into a file of its own.",
                    )
                    self.report.blind = True
                    return root
                continue
            elif kind is kinds.StreamEndEvent:
                return root
            else:
                continue

            if parent is None:
                root = node
            elif isinstance(parent, Seq):
                parent.items.append(node)
            elif key is not None:
                if key:
                    parent.pairs.append((key, node))
                key = None
            else:
                key = self._key(node)
            if not isinstance(node, Scalar):
                stack.append(node)
                keys.append(key)
                parent, key = node, None

    def _key(self, node: Node) -> Word:
        """Return a node that stands where a key should as a key."""
        if isinstance(node, Scalar) and node.value:
            return node.word()
        if node.hole:
            self._cut(node.mark)
            return Word("", node.mark)
        self._no_key(node.mark, "nothing" if isinstance(node, Scalar) else kind_of(node))
        return Word("", node.mark)

    def _no_key(self, mark: Mark, what: str) -> None:
        self._cut(mark)
        self.report.add(
            "V214",
            mark,
            f"A key has to be a word, but here it is {what}.",
            "If this is text that starts with a bracket, a question mark or a colon, put it in quotes.",
        )

    def _cut(self, mark: Mark) -> None:
        """Note that something on a line is left out of what is read."""
        insort(self.source.cut, mark.line)

    def _extra(self, event: Any, node: Node) -> None:
        """Refuse an anchor or a tag, and set aside what it stands on."""
        mark = node.mark
        line = self.source.line(mark.line)
        # A group's own mark is behind its anchor, or on the next line: look for the sign itself.
        sign = "&" if event.anchor is not None else "!"
        at = line.find(sign) if line[mark.column : mark.column + 1] != sign else mark.column
        if at < 0 and mark.line > 0:
            at = self.source.line(mark.line - 1).find(sign)
            mark = Mark(self.source, mark.line - 1, at) if at >= 0 else mark
        elif at >= 0:
            mark = Mark(self.source, mark.line, at)
        word = self.source.line(mark.line)[mark.column :].split(" ", 1)[0] or sign
        mark.width = len(word)
        self.report.add(
            "V211",
            mark,
            f"“{word}” is an anchor or a tag to YAML; story files use neither.",
            "If it is meant as text, put the whole text in quotes; otherwise delete it.",
        )
        node.hole = isinstance(node, Scalar)

    def _no_alias(self, mark: Mark) -> None:
        self.report.add(
            "V211",
            mark,
            "This is an alias or a merge to YAML; story files use neither.",
            "If it is meant as text, put the whole text in quotes; otherwise write the thing out again.",
        )

    def _escaped(self, node: Scalar) -> None:
        """Refuse a forbidden character written as an escape, and set aside the text it stands in."""
        found = FORBIDDEN.search(node.value)
        if found is None:
            return
        if "\ud800" <= found.group() <= "\udfff":
            raise _NoCharacterError
        from .yaml_trouble import forbidden_escape

        place = forbidden_escape(self.source, node.mark, node.end_line)
        self.report.add(
            "V104",
            place or node.mark,
            f"This escape makes {name_of(found.group())}. Such characters can hide "
            "text or command a terminal, so no story may hold them.",
            "Take the backslash and what follows it out.",
        )
        node.hole = True
