"""The glossary: what is explained, when, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packs import write_pack
from vikzhel.aloud.gloss import Glossary
from vikzhel.places import pack_folder

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Sit, VotePack


def test_a_term_is_explained_once_under_the_lines_it_is_first_heard_in() -> None:
    glossary = Glossary({"VTsIK": "the soviets' executive", "soviet": "a council"})
    assert glossary.explained(["VTsIK meets.", "VTsIK sits."]) == [
        "VTsIK meets.",
        "VTsIK sits.",
        "(VTsIK: the soviets' executive.)",
    ]
    assert glossary.explained(["VTsIK and the soviets."]) == [
        "VTsIK and the soviets.",
        "(Soviet: a council.)",
    ]
    assert glossary.explained(["A soviet."]) == ["A soviet."]


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("The Left SRs came.", ["Left SRs"]),
        ("The Left SRs and the SRs came.", ["Left SRs", "SRs"]),
        ("One SR came.", ["SRs"]),
        ("Cadets fired.", ["cadets"]),
        ("A Kadet spoke.", ["Kadets"]),
        ("The kadets spoke.", []),
        ("The Dumas’ men and the Duma's clerk.", ["Duma"]),
        ("Individuals.", []),
        ("A C++ man. A.B", ["C++"]),
    ],
)
def test_a_term_is_found_in_its_forms_and_not_inside_another(text: str, explained: list[str]) -> None:
    terms = ["SRs", "Left SRs", "cadets", "Kadets", "Duma", "dual", "C++", "A.C"]
    found = Glossary(dict.fromkeys(terms, "x")).explained([text])[1:]
    assert [note[1:].partition(":")[0].casefold() for note in found] == [
        term.casefold() for term in explained
    ]


@pytest.mark.parametrize(
    ("terms", "text", "explained"),
    [
        (["s"], "Nothing 5 here, and the clerk's too.", []),
        (["s", "x"], "s is here.", ["s"]),
        (["SRs", "SR"], "An SR came.", ["SR"]),
        (["SRs", "SR"], "The SRs and an SR came.", ["SRs", "SR"]),
        (["SR"], "The SRs came.", ["SR"]),
        (["?", "$"], "Who? For $ or 5$.", ["$"]),
        (["soviet", "Soviet"], "The Soviet sits; a soviet sat.", ["Soviet", "soviet"]),
        (["gas", "ga"], "The gas.", ["gas"]),
    ],
)
def test_no_term_hides_another_or_is_found_in_nothing(
    terms: list[str], text: str, explained: list[str]
) -> None:
    notes = Glossary({term: f"meaning of {term}" for term in terms}).notes([text])
    assert [note.partition("meaning of ")[2].rstrip(".)") for note in notes] == explained


def test_words_are_explained_before_a_question_and_never_between_it_and_its_numbers(
    sit: Sit, vote_pack: VotePack, tmp_path: Path
) -> None:
    scenes = (
        "  start: {{e}, choices: [{id: a, text: Ask the guild, goto: end}, {id: b, text: Go, goto: end}]}\n"
    )
    scenes += "  end: {{e}, ending: over}\n"
    blocks = sit(write_pack(tmp_path / "pack", scenes, "glossary: {guild: a trade}\n")).blocks
    asked = blocks.index("What do you do?\n1. Ask the guild.\n2. Go.")
    assert blocks[asked - 1] == "(Guild: a trade.)"
    assert blocks[asked + 1].startswith("Type 1 or 2")
    folder = vote_pack(rivals=True)
    (folder / "more.yaml").write_text(
        "glossary: {carry: be taken, text: what is voted on}\n", encoding="utf-8"
    )
    blocks = sit(folder).blocks
    asked = blocks.index("Will it carry?")
    assert blocks[asked - 1] == "(Carry: be taken.)\n(Text: what is voted on.)"
    assert blocks[asked + 1].startswith("Your guess: 1. They take Ana's text.")
    assert "(" not in blocks[asked + 1]


def test_no_term_is_explained_twice_in_a_sitting(sit: Sit) -> None:
    lines = sit(pack_folder("talks"), ["2", "1", "1", "again", "undo", "1", "table", "1"]).lines
    notes = [line for line in lines if line.startswith("(")]
    assert len(notes) > 5
    assert len(notes) == len(set(notes))
