"""The evidence base: every quotation letter for letter, every day in both calendars, every source there."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from vikzhel.story.diagnostics import Report
from vikzhel.story.kinds import Reading
from vikzhel.story.packs import read_evidence
from vikzhel.story.tables import EvidenceFile
from vikzhel.story.text import words

DIGESTS = Path(__file__).parent / "quote_digests.txt"


@pytest.fixture(scope="module")
def read() -> tuple[EvidenceFile, Reading]:
    reading = Reading(Report())
    return read_evidence(reading, hashlib.sha256()), reading


@pytest.fixture(scope="module")
def base(read: tuple[EvidenceFile, Reading]) -> EvidenceFile:
    return read[0]


def _digests() -> dict[str, str]:
    lines = [line for line in DIGESTS.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return dict(line.rsplit(" ", 1) for line in lines)


def test_the_evidence_is_read_without_a_complaint(read: tuple[EvidenceFile, Reading]) -> None:
    assert read[1].report.render() == "0 problems found."


def test_every_quotation_has_a_digest_and_every_digest_a_quotation(base: EvidenceFile) -> None:
    texts = {*map(str, base.quotes)}
    originals = {f"{name}/original" for name, quote in base.quotes.items() if quote.original}
    assert {*_digests()} == texts | originals


def test_every_quotation_is_letter_for_letter(base: EvidenceFile) -> None:
    digests = _digests()
    changed = []
    for name, quote in base.quotes.items():
        for key, text in ((str(name), quote.text), (f"{name}/original", quote.original)):
            if text is not None and digests[key] != hashlib.sha256(text.encode("utf-8")).hexdigest():
                changed.append(key)
    assert not changed, "these words were changed: go back to the source, then mend quote_digests.txt"


def test_every_day_stands_in_both_calendars(base: EvidenceFile) -> None:
    for name, entry in [*base.quotes.items(), *base.chronology.items()]:
        assert entry.date_ns - entry.date_os == timedelta(days=13), name


def test_every_quotation_has_its_source_and_speaker(base: EvidenceFile) -> None:
    speakers = {*base.people, *base.bodies, *base.voices}
    for name, quote in base.quotes.items():
        assert quote.source in base.sources, name
        assert quote.speaker in speakers, name
        assert words(quote.text) <= 90, name


def test_every_event_names_people_and_bodies_that_are_there(base: EvidenceFile) -> None:
    for name, event in base.chronology.items():
        assert {*event.participants} <= {*base.people}, name
        assert {*event.bodies} <= {*base.bodies}, name
        assert event.sources, name


def test_people_bodies_and_voices_do_not_share_ids(base: EvidenceFile) -> None:
    ids = [*map(str, base.people), *map(str, base.bodies), *map(str, base.voices)]
    assert len(ids) == len({*ids})


def test_what_is_only_recalled_is_never_called_read(base: EvidenceFile) -> None:
    for name, event in base.chronology.items():
        if event.checked == "reed":
            assert any("Reed" in source or "Ten Days" in source for source in event.sources), name
