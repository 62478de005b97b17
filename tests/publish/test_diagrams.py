"""Mermaid and DOT: what is printed can be read by those programs, whatever stands in the story."""

from __future__ import annotations

import re
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from generated import pack_of, story
from vikzhel.publish.days import grid_of
from vikzhel.publish.diagrams import dot, mermaid
from vikzhel.publish.findings import Findings
from vikzhel.story.packs import Pack

from .conftest import charts

NOTHING = Findings(None)

_DOT = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|([A-Za-z_][A-Za-z0-9_]*|-?[0-9.]+)|(->|[{}\[\];=,]))')


class Dot:
    """A reader of the part of the DOT grammar that is used (graphviz.org/doc/info/lang.html)."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while text[at:].strip():
            found = _DOT.match(text, at)
            assert found, text[at : at + 60]
            kind = ("id", "id", "sign")[(found.lastindex or 1) - 1]
            self.tokens.append((kind, found[found.lastindex or 0]))
            at = found.end()
        self.nodes: set[str] = set()
        self.edges: set[tuple[str, str]] = set()
        self.at = 0
        assert self.take() == "digraph"
        self.name()
        self.block()
        assert self.at == len(self.tokens)

    def peek(self) -> str:
        return self.tokens[self.at][1]

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def name(self) -> str:
        kind, text = self.tokens[self.at]
        assert kind == "id", text
        self.at += 1
        return text

    def block(self) -> None:
        assert self.take() == "{"
        while self.peek() != "}":
            if self.peek() == "subgraph":
                self.take()
                self.name()
                self.block()
                continue
            name = self.name()
            if self.peek() == "=":
                self.take()
                self.name()
            else:
                ends = [name]
                while self.peek() == "->":
                    self.take()
                    ends.append(self.name())
                if self.peek() == "[":
                    self.attributes()
                if len(ends) > 1:
                    self.edges.add((ends[0], ends[1]))
                elif name not in ("node", "edge"):
                    self.nodes.add(name)
            assert self.take() == ";"
        assert self.take() == "}"

    def attributes(self) -> None:
        assert self.take() == "["
        while self.peek() != "]":
            self.name()
            assert self.take() == "="
            self.name()
            if self.peek() == ",":
                self.take()
        assert self.take() == "]"


_NODE = re.compile(r'\s*(r\d+s\d+)(\[|\(|\{\{|>)"([^"]*)"(\]|\)|\}\}):::\w+')
_EDGE = re.compile(r'\s*(r\d+s\d+) (-->|-\.->)(\|"[^"]*"\|)? (r\d+s\d+)')
_OTHER = re.compile(r"\s*(flowchart TB|direction TB|classDef \w+ [\w:,# -]+|class [\w,]+ ending)")


def read_mermaid(text: str) -> tuple[set[str], set[tuple[str, str]]]:
    """Read a flowchart line by line, as mermaid.js.org/syntax/flowchart.html has it."""
    nodes: set[str] = set()
    edges: set[tuple[str, str]] = set()
    depth = 0
    assert text.startswith("flowchart TB\n")
    for line in text.splitlines():
        if re.fullmatch(r'\s*subgraph \w+\["[^"]*"\]', line):
            depth += 1
        elif line.strip() == "end":
            depth -= 1
            assert depth >= 0
        elif found := _NODE.fullmatch(line):
            nodes.add(found[1])
            assert re.fullmatch(r"(?:[^#;<>`\"]|#\d+;|<br/>)*", found[3])
        elif found := _EDGE.fullmatch(line):
            edges.add((found[1], found[4]))
        else:
            assert _OTHER.fullmatch(line), line
    assert depth == 0
    return nodes, edges


def _check(pack: Pack) -> None:
    maps = [(chart, NOTHING) for chart in charts(pack)]
    read = Dot(dot(maps))
    nodes, edges = read_mermaid(mermaid(maps))
    stops = sum(len(chart.stops) for chart, _ in maps)
    lines = 0
    for chart, _ in maps:
        grid = grid_of(chart)
        told = [a for arrows in grid.again.values() for a in arrows if a.end in chart.stops]
        lines += len({(a.start, a.end) for a in grid.down + told})
    assert len(read.nodes) == len(nodes) == stops
    assert len(read.edges) == len(edges) == lines
    assert {end for edge in read.edges for end in edge} <= read.nodes
    assert {end for edge in edges for end in edge} <= nodes


def test_the_shipped_stories_can_be_read(talks: Pack, tutorial: Pack) -> None:
    _check(talks)
    _check(tutorial)


def test_hostile_words_end_no_string(hostile: Pack) -> None:
    _check(hostile)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 25))
def test_any_story_can_be_read(seed: int, scenes: int) -> None:
    with pack_of(story(Random(seed), scenes)) as pack:
        _check(pack)
