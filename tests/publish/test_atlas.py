"""The atlas: everything in the story stands in it, as a sound page that runs nothing and fetches nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generated import pack_of, story
from packs import write_pack
from vikzhel.publish.atlas import atlas
from vikzhel.publish.findings import RANDOM, Findings
from vikzhel.story.packs import Pack, read_pack
from vikzhel.story.walk import records

NOTHING = Findings(None)
VOID = {"meta"}
SVG = {"svg", "title", "desc", "style", "g", "path", "text", "circle", "rect"}
BODY = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "nav",
    "main",
    "section",
    "article",
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "a",
    "b",
    "i",
    "span",
    "div",
    "br",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "blockquote",
    "footer",
    "figure",
    "figcaption",
}


class Page(HTMLParser):
    """A strict reader: every tag is known, closed in its order, and harmless."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.parts: list[str] = []
        assert html.startswith("<!DOCTYPE html>\n")
        self.feed(html)
        self.close()
        assert not self.open
        self.words = " ".join(" ".join(self.parts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in (SVG if "svg" in self.open or tag == "svg" else BODY), tag
        for name, value in attrs:
            assert not name.startswith("on")
            assert name not in ("src", "srcset", "action", "style")
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                assert tag == "a"
                assert re.match(r"#|https?://", value or ""), value
                self.links.append(value or "")
        if tag in ("p", "ul", "ol", "table", "blockquote", "h3", "h4"):
            assert "p" not in self.open, f"<{tag}> in a paragraph"
        if tag == "li":
            assert self.open[-1] in ("ul", "ol")
        if re.fullmatch("h[1-4]", tag):
            self.headings.append(int(tag[1]))
        if tag not in (*VOID, "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.parts.append(data)


def flat(text: object) -> str:
    return " ".join(str(text).split())


def check(pack: Pack, findings: Findings = NOTHING) -> Page:
    """Read an atlas strictly and see that every word of the pack stands in it."""
    html = atlas(pack, findings)
    page = Page(html)
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.links if link[0] == "#"} <= {f"#{name}" for name in page.ids}
    assert page.headings[0] == 1
    assert all(b <= a + 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
    assert "<script" not in html.lower()
    assert "@import" not in html
    assert "url(" not in html
    squeezed = page.words.replace(" ", "").casefold()

    def told(text: Any) -> None:
        assert flat(text).replace(" ", "").casefold() in squeezed, text

    for name, scene in pack.files.scenes.items():
        assert f"scene-{name}" in page.ids
        for choice in scene.choices:
            assert f"option-{name}.{choice.id}" in page.ids
    for name in pack.files.endings:
        assert f"ending-{name}" in page.ids
    for record in records(pack.files):
        for attr in (
            "text",
            "line",
            "because",
            "locked",
            "reason",
            "reading",
            "predict",
            "note",
            "title",
            "name",
            "label",
        ):
            value = getattr(record, attr, None)
            if (
                value is not None
                and not isinstance(value, list)
                and record.__class__.__name__ not in ("Bot",)
            ):
                told(value[:-1] if attr in ("text", "title", "label") and str(value).endswith(".") else value)
        for question in getattr(record, "questions", ()):
            told(question)
        quote = getattr(record, "quote", None)
        if quote is not None:
            found = pack.evidence.quotes[quote]
            assert f"quote-{quote}" in page.ids
            for text in (found.text, found.occasion, found.context, found.note):
                told(text or "")
    for flag in pack.files.flags.values():
        told(flag)
    for fact in pack.files.facts.values():
        told(fact.text)
    for term, meaning in pack.files.glossary.items():
        told(term)
        told(meaning)
    return page


def test_everything_in_the_game_stands_in_its_atlas(talks: Pack) -> None:
    page = check(talks)
    for role in ("Lev Kamenev", "David Riazanov", "Julius Martov"):
        assert role in page.words
    assert "has not been proved" in page.words
    assert len(atlas(talks, NOTHING).encode()) < 3_000_000


def test_everything_in_the_tutorial_stands_in_its_atlas(tutorial: Pack) -> None:
    page = check(tutorial)
    assert "Open only if it is so that “You asked Osip whom his train carries”. Else barred:" in page.words
    assert "Osip, an engine driver cools by 1 step." in page.words


def test_hostile_words_are_printed_and_not_obeyed(hostile: Pack) -> None:
    check(hostile)
    html = atlas(hostile, NOTHING)
    assert "javascript:alert(1)" in html
    assert 'href="javascript' not in html


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 16))
def test_everything_in_any_story_stands_in_its_atlas(seed: int, scenes: int) -> None:
    with pack_of(story(Random(seed), scenes)) as pack:
        check(pack)
        assert atlas(pack, NOTHING) == atlas(pack, NOTHING)


def test_what_is_proved_stands_in_the_atlas(tutorial: Pack) -> None:
    spread = {"least": 200, "median": 230, "percentile_95": 260, "most": 1280}
    clerk = {
        "players": {RANDOM: "who chooses at random"},
        "odds": {RANDOM: {"line-runs": 0.4375, "line-stands": 0.5625}},
        "goals": {RANDOM: {}},
        "decisions": [{"scene": "telegraph-room", "visits": 1.0, "bits": 0.9}],
        "path": {"words": spread, "decisions": {**spread, "median": 1}, "doors": {}},
    }
    reached = {"clerk": {"verdict": "reachable", "path": ["ask-osip", "hold-back"]}}
    findings = Findings(
        {
            "finished": True,
            "roles": {"clerk": clerk},
            "verdicts": [{"kind": "ending", "name": "line-runs", "roles": reached}],
        }
    )
    words = check(tutorial, findings).words
    assert "230 (200–1,280)" in words
    assert "2 minutes" in words
    assert "44 %" in words
    assert "ask-osip → hold-back" in words
    assert "A strip of paper tape (met in 100 % of random plays)" in words


def test_a_vote_is_told_with_what_each_bloc_needs_and_the_record(tmp_path: Path) -> None:
    scenes = (
        "  start: {{e}, vote: {hold: draft, seen: news, predict: Will it pass?, carried: {goto: end}, lost: {goto: end}}}\n"
        "  end: {{e}, ending: over}\n"
    )
    extra = """\
blocs:
  hard:
    name: the hard line
    body: council
    mood: ana
    needs: 2
    points: {who: {some: -1, all: 3}}
    never: {who: [few]}
    reasons: {who: {all: they have said so}}
    pressure: [{if: flag.late, points: 1, because: It is late for everybody.}]
  soft: {name: the soft ones, body: council}
votes:
  draft:
    title: That all be let in
    body: council
    present: {hard: 3, soft: 4}
    on: {who: all}
    carry: two-thirds
    recorded: {for: 5, against: unknown, cites: that-day}
chronology:
  that-day: {date_os: 1917-10-29, date_ns: 1917-11-11, what: They met., documented: "true", sources: [A book], checked: recall}
"""
    words = check(read_pack(write_pack(tmp_path, scenes, extra))).words
    for said in (
        "Needs 2 points. The mood of Ana tilts it.",
        "they have said so +3",
        "Who is in: “A few”",
        "+1 if it is so that “It is late” : It is late for everybody.",
        "It takes two thirds of the votes for and against.",
        "On the record: for, 5; against, not recorded; abstaining, not recorded.",
        "The player hears of it as news.",
        "Asked before the count: “Will it pass?”",
        "They met.",
    ):
        assert said in words, said
