"""What is written: YAML with notes for somebody who has never written any."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..dates import parse_day
from ..slugs import slug
from .typed import folded, ident, typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    Answers = Mapping[str, str]


def branch(a: Answers, name: str, *, door: bool) -> str:
    """Return the one file of a branch: it leaves a scene, has one of its own, and leads on."""
    own = slug(a["title"], {a["scene"], a["back"]})
    way = (
        f"""\
    doors:
      - to: {ident(own)}
        text: {folded(a["choice"], 10)}
"""
        if door
        else f"""\
    choices:
      - text: {folded(a["choice"], 10)}
        goto: {ident(own)}
"""
    )
    return f"""\
# A branch. The story's own files stay as they are.
# A line that begins with # is a note to you; the player never sees it.
story:
  id: {ident(name)}
  extends: {ident(a["of"])}
  title: {typed(a["title"])}
  authors: {typed(a["author"])}

# What scenes of the story get besides what they have.
add:
  {a["scene"]}:
{way}
# Scenes of your own. The day and the place come from the scene that leads here.
scenes:
  {own}:
    text:
      # One paragraph to an item. If a text has a colon in it, put the whole of it in quotes.
      - {folded(a["text"], 8)}
    choices:
      - text: {folded(a["on"], 10)}
        # A change needs a cause that the player can read. To have one, take the # away:
        # because: You did what nobody had asked of you.
        # mood: {{somebody: +1}}
        goto: {ident(a["back"])}
"""


def pack(a: Answers, name: str) -> dict[str, str]:
    """Return the files of a whole small story: a role, two scenes, two endings, and a test."""
    role = slug(a["who"], {"start", "stayed", "gone"})
    story = f"""\
# A story: who is played, and how it can end. scenes.yaml says what happens in between.
# A line that begins with # is a note to you; the player never sees it.
story:
  # Saved games go by this id.
  id: {ident(name)}
  title: {typed(a["title"])}
  version: 0.1.0
  authors: [{json_list(a["author"])}]
  # So that you can quote from the program's evidence, by the ids of its quotations.
  evidence: shipped
  # The first words a player reads; 60 at most.
  greeting: {folded(a["greeting"], 4)}
  # The lines on which each ending is judged.
  judgements:
    people: The people

# People you make up. Those of the week itself are known already, by ids such as martov.
people:
  {role}:
    name: {typed(a["who"])}
    invented: true

# Whom one can play. Six short lines, 60 words together.
roles:
  {role}:
    card:
      who: {folded(a["who"], 8)}
      want: To get through the night.
      fear: That nobody will come.
      answers_to: Nobody, until the morning.
      cannot: Leave this place unwatched.
      deadline: Midnight.
    start: start

# What is so or not so. It begins as not so.
flags:
  stayed: You stayed where you were

# How it can end. For each line judged, the first words whose rule holds are shown; the last have no rule.
endings:
  over:
    title: Midnight
    evidence: counterfactual
    text:
      - if: flag.stayed
        text: Midnight comes, and finds you where you were.
      - if: not flag.stayed
        text: Midnight comes, and finds you on the road.
    judgement:
      people:
        - if: flag.stayed
          text: Somebody knew where to find you.
        - text: Nobody knew where to find you.
    questions:
      - What would you have needed to know?
"""
    scenes = f"""\
# What happens. Each scene ends in one thing: choices, or an ending, or a scene that it flows into (goto).
scenes:
  start:
    title: {typed(a["title"])}
    # Old Style, the calendar of the time.
    when: 1917-10-29 evening
    where: {typed(a["place"])}
    # How far this is history: documented (needs cites:), inferred or counterfactual (each needs a reason:).
    evidence: counterfactual
    reason: Invented for this story.
    text:
      # One paragraph to an item. If a text has a colon in it, put the whole of it in quotes.
      - {folded(a["text"], 8)}
    choices:
      - id: first
        text: {folded(a["first"], 10)}
        flag: [stayed]
        # Every change has a cause that the player reads.
        because: You decided to stay.
        goto: midnight
      - id: second
        text: {folded(a["second"], 10)}
        goto: midnight

  midnight:
    title: Midnight
    when: 1917-10-29 midnight
    where: {typed(a["place"])}
    evidence: counterfactual
    reason: Invented for this story.
    text:
      - Somewhere a clock strikes.
    ending: over
"""
    tests = f"""\
# Story tests: paths by the ids of choices, and what must be so on them.  vikzhel test  plays them.
tests:
  who-stays:
    role: {ident(role)}
    path: [first]
    expect: {{ending: over, rules: flag.stayed}}
"""
    return {"story.yaml": story, "scenes.yaml": scenes, "tests.yaml": tests}


def json_list(names: str) -> str:
    """Return names that are parted by commas as the items of a list in brackets."""
    import json

    return ", ".join(
        json.dumps(name.strip(), ensure_ascii=False) for name in names.split(",") if name.strip()
    )


def scene(a: Answers, name: str, *, invented: bool) -> str:
    """Return a scene; ``invented`` if it is a branch's, which need not say how far it is history."""
    ground = (
        ""
        if invented
        else f"""\
  # How far this is history: documented (needs cites:), inferred or counterfactual (each needs a reason:).
  evidence: counterfactual
  reason: {folded(a["reason"], 4)}
"""
    )
    on = (
        f"""\
  choices:
    - text: {folded(a["choice"], 8)}
      goto: {ident(a["goto"])}
"""
        if a["choice"]
        else f"""\
  goto: {ident(a["goto"])}
"""
    )
    return f"""\
{name}:
  title: {typed(a["title"])}
{ground}  text:
    - {folded(a["text"], 6)}
{on}"""


def role(a: Answers) -> str:
    """Return a role."""
    lines = "".join(
        f"    {key}: {folded(a[flag], 6)}\n"
        for key, flag in (
            ("who", "who"),
            ("want", "want"),
            ("fear", "fear"),
            ("answers_to", "answers-to"),
            ("cannot", "cannot"),
            ("deadline", "deadline"),
        )
    )
    return f"""\
{a["id"]}:
  # Six short lines, 60 words together.
  card:
{lines}  start: {ident(a["start"])}
"""


def person(a: Answers) -> str:
    """Return somebody made up."""
    return f"""\
{a["id"]}:
  name: {typed(a["name"])}
  invented: true
"""


def quote(a: Answers, speaker: str, source: str) -> str:
    """Return a quotation with everything needed to weigh it."""
    day = parse_day(a["date"]) or date(1917, 10, 29)
    locator = f"  locator: {typed(a['locator'])}\n" if a["locator"] else ""
    return f"""\
{a["id"]}:
  speaker: {ident(speaker)}
  speaker_name: {typed(a["speaker-name"])}
  # Letter for letter. [...] marks what is left out.
  text: {folded(a["text"], 4)}
  # Old Style; the day of the rest of Europe's calendar, thirteen days later, is worked out.
  date_os: {day.isoformat()}
  occasion: {folded(a["occasion"], 4)}
  source: {ident(source)}
{locator}  # How sure the wording is: high, medium or low.
  confidence: {a["confidence"]}
  # Read in the source itself (direct), or in a later work (secondary).
  seen: {a["seen"]}
"""


def voice(name: str, called: str) -> str:
    """Return somebody who is only quoted."""
    return f"""\
{name}:
  name: {typed(called)}
"""


def source(a: Answers, name: str) -> str:
    """Return a source."""
    year = f"  year: {a['year']}\n" if a["year"] else ""
    return f"""\
{name}:
  author: {typed(a["author"])}
  title: {typed(a["work"])}
{year}  # public-domain, or short-quotation for what is still in copyright.
  rights: {a["rights"]}
  # memoir, secondary, resolution, newspaper, speech, minutes or letter.
  kind: {a["kind"]}
"""
