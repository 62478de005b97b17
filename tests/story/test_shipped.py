"""The packs that ship check clean, with both parsers."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from vikzhel.story.dates import Moment
from vikzhel.story.diagnostics import Mark, Word
from vikzhel.story.packs import try_pack

PACKS = sorted(path.parent for path in (Path(__file__).parents[2] / "story").glob("*/story.yaml"))


@pytest.mark.parametrize("pack", PACKS, ids=[pack.name for pack in PACKS])
def test_shipped_pack_checks_clean(pack: Path) -> None:
    assert try_pack(pack)[1].render() == "0 problems found."


def test_a_shipped_pack_is_the_same_without_libyaml() -> None:
    folder = Path(__file__).parents[2] / "story" / "tutorial"
    fast, plain = try_pack(folder)[0], try_pack(folder, pure=True)[0]
    assert fast is not None
    assert plain is not None
    assert _plain(fast.files) == _plain(plain.files)
    assert _plain(fast.evidence) == _plain(plain.evidence)
    assert fast.fingerprint == plain.fingerprint


def _plain(thing: object) -> object:
    """Return a tree of records as plain values and places, for comparing."""
    if isinstance(thing, Mark):
        return str(thing), thing.width
    if isinstance(thing, Word):
        return str(thing), str(thing.mark)
    if isinstance(thing, Moment):
        return thing.words
    if isinstance(thing, dict):
        return [(_plain(name), _plain(value)) for name, value in thing.items()]
    if isinstance(thing, list | tuple):
        return [_plain(item) for item in thing]
    if is_dataclass(thing):
        return [type(thing).__name__, *(_plain(getattr(thing, field.name)) for field in fields(thing))]
    return str(thing)
