"""Spoilt packs: never a crash, always a place inside the file, never a control character, never slow."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import shutil
import sys
import time
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from mutations import spoil

from vikzhel.places import pack_folder, seeds_folder
from vikzhel.story import packs
from vikzhel.story.check import check_pack
from vikzhel.story.diagnostics import Report
from vikzhel.story.kinds import Reading
from vikzhel.story.packs import PackError, read_evidence, read_pack
from vikzhel.story.tables import EvidenceFile

SLOWEST = 2.0
CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


@pytest.fixture(scope="module")
def shipped() -> EvidenceFile:
    return read_evidence(Reading(Report()), hashlib.sha256())


@pytest.fixture(autouse=True)
def _evidence_is_read_once(shipped: EvidenceFile, monkeypatch: pytest.MonkeyPatch) -> None:
    def again(reading: Reading, digest: object, **_: object) -> EvidenceFile:
        tables = {field.name: dict(getattr(shipped, field.name)) for field in dataclasses.fields(shipped)}
        return EvidenceFile(**tables)

    monkeypatch.setattr(packs, "read_evidence", again)


def _check(pack: Path, what: str, *, pure: bool = False) -> None:
    start = time.process_time()
    _, report, playable, _ = check_pack(pack, pure=pure)
    rendered = report.render()
    taken = time.process_time() - start
    assert taken < SLOWEST, f"{what} took {taken:.1f} s"
    assert not CONTROL.search(rendered), what
    for problem in report.problems:
        mark = problem.mark
        lines = mark.source.lines
        assert 0 <= mark.line <= len(lines), what
        assert 0 <= mark.column <= len(mark.source.line(mark.line)), what
        assert re.match(r"[^\n]*:\d+:\d+: \S", problem.render()), what
    if not playable:
        with pytest.raises(PackError):
            read_pack(pack, pure=pure)
    else:
        read_pack(pack, pure=pure)


def _fuzz(pack: Path, seeds: range, *, also_pure: int = 0) -> None:
    files = sorted(pack.rglob("*.yaml"))
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    for seed in seeds:
        rng = Random(seed)
        path = rng.choice(files)
        path.write_bytes(spoil(texts[path], rng))
        _check(pack, f"{path.name}, seed {seed}")
        if also_pure and seed % also_pure == 0:
            _check(pack, f"{path.name}, seed {seed}, pure", pure=True)
        path.write_text(texts[path], encoding="utf-8")


@pytest.mark.parametrize("part", range(4))
def test_spoilt_tutorial(part: int, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(pack_folder("tutorial"), pack)
    _fuzz(pack, range(part * 500, part * 500 + 500), also_pure=50)


def test_spoilt_talks(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    # Whole files would be slow to read hundreds of times: the head of each, whatever comes of it.
    for path in sorted(Path(pack_folder("talks")).rglob("*.yaml")):
        head = path.read_text(encoding="utf-8").split("\n")[:90]
        (pack / path.name).write_text("\n".join(head) + "\n", encoding="utf-8")
    _fuzz(pack, range(10_000, 10_250))


def test_spoilt_evidence(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(Path(__file__).parent / "corpus" / "V609-unreached", pack)
    for path in sorted(Path(seeds_folder()).glob("*.yaml")):
        head = path.read_text(encoding="utf-8").split("\n")[:70]
        (pack / path.name).write_text("\n".join(head) + "\n", encoding="utf-8")
    _fuzz(pack, range(20_000, 20_250))


@pytest.mark.parametrize("seed", range(3))
def test_random_bytes(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    pack = tmp_path / "pack"
    pack.mkdir()
    for number in range(60):
        data = rng.randbytes(rng.randint(0, 400))
        if number % 2:
            data = bytes(rng.choices(b" \n-:{}[]\"'#&*!|>?%@`\\,ab\xff\x00\t", k=rng.randint(1, 400)))
        (pack / "story.yaml").write_bytes(data)
        _check(pack, f"bytes {seed}/{number}")
        _check(pack, f"bytes {seed}/{number}, pure", pure=True)
