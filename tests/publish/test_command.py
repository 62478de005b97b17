"""``vikzhel map`` and ``vikzhel atlas`` as they are called."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from packs import write_pack
from vikzhel import cli
from vikzhel.proof import cache

ROOT = Path(__file__).parents[2]
TUTORIAL = str(ROOT / "story" / "tutorial")
SMALL = "  start: {{e}, choices: [{id: a, text: Wait, goto: end}]}\n  end: {{e}, ending: over}\n"
TWO = """\
  bo:
    card: {who: A, want: B, fear: C, answers_to: D, cannot: E, deadline: F}
    start: start
"""


@pytest.fixture(autouse=True)
def _no_report_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def two(tmp_path: Path) -> str:
    """A pack with two roles."""
    folder = write_pack(tmp_path / "two", SMALL, people="people: {bo: {name: Bo, invented: true}, ana: Ana}")
    text = (folder / "story.yaml").read_text(encoding="utf-8")
    text = text.replace("  ana: {name: Ana, invented: true}\n", "").replace("roles:\n", "roles:\n" + TWO)
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def test_the_outline_comes_at_once_and_says_that_nothing_is_proved(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["map", TUTORIAL]) == 0
    said = capsys.readouterr()
    assert "A telegraph clerk: 3 scenes, 1 decision, 2 endings." in said.out
    assert "Run vikzhel prove" in " ".join(said.out.split())
    assert said.err == ""
    assert cache.read(cache.path_of(TUTORIAL)) is None


def test_after_a_proof_every_form_has_its_odds(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["prove", TUTORIAL]) == 0
    capsys.readouterr()
    assert cli.main(["map", TUTORIAL]) == 0
    assert "at random 44 %" in capsys.readouterr().out
    assert cli.main(["map", TUTORIAL, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["proved"] is True
    assert data["roles"]["clerk"]["endings"]["line-runs"]["odds"]["at random"] == pytest.approx(4 / 9)
    assert {scene["verdict"] for scene in data["roles"]["clerk"]["scenes"]} == {"reachable"}
    assert cli.main(["map", TUTORIAL, "--mermaid"]) == 0
    assert "at random 44 %" in capsys.readouterr().out
    assert cli.main(["map", TUTORIAL, "--dot"]) == 0
    assert capsys.readouterr().out.startswith("digraph map {")


def test_a_picture_is_proved_first_and_says_where_it_was_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clerk.svg"
    assert cli.main(["map", TUTORIAL, "--svg", str(file)]) == 0
    said = capsys.readouterr()
    assert str(file) in said.out
    assert "odds are worked out first" in said.err
    assert "at random 44 %" in "".join(ET.parse(file).getroot().itertext())
    assert cache.read(cache.path_of(TUTORIAL)) is not None
    assert cli.main(["map", TUTORIAL, "--svg", str(file)]) == 0
    assert capsys.readouterr().err == ""


def test_several_roles_get_a_picture_each_or_one_together(
    two: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["map", two, "--svg", str(tmp_path / "map.svg")]) == 0
    assert sorted(path.name for path in tmp_path.glob("*.svg")) == ["map-ana.svg", "map-bo.svg"]
    assert cli.main(["map", two, "--role", "all", "--svg", str(tmp_path / "both.svg")]) == 0
    words = "".join(ET.parse(tmp_path / "both.svg").getroot().itertext())
    assert "A small story: Ana" in words
    assert "A small story: Bo" in words
    assert cli.main(["map", two, "--role", "bo", "--svg", str(tmp_path / "one.svg")]) == 0
    assert "A small story: Ana" not in (tmp_path / "one.svg").read_text(encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["map", two]) == 0
    assert "Ana: " in (said := capsys.readouterr().out)
    assert "Bo: " in said


def test_an_atlas_is_written_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["atlas", TUTORIAL]) == 0
    assert (tmp_path / "tutorial-atlas.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert cli.main(["atlas", TUTORIAL, "all.html"]) == 0
    assert "Written: all.html" in capsys.readouterr().out


def test_what_is_wrong_is_said_calmly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["map", TUTORIAL, "--role", "clark"]) == 1
    assert "Nobody in this story is called “clark”. Did you mean “clerk”?" in capsys.readouterr().err
    assert cli.main(["map", str(tmp_path / "nowhere")]) == 1
    assert "Nothing can be drawn of this story until that is mended." in capsys.readouterr().err
    assert cli.main(["atlas", TUTORIAL, str(tmp_path / "no" / "such" / "folder.html")]) == 1
    assert "could not be written" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["map", TUTORIAL, "--dot", "--json"])


def test_a_spoilt_report_is_left_aside(capsys: pytest.CaptureFixture[str]) -> None:
    cache.keep(cache.path_of(TUTORIAL), {"format": cache.FORMAT, "verdicts": [{"kind": 1}], "roles": 7})
    assert cli.main(["map", TUTORIAL]) == 0
    assert "odds not worked out" in capsys.readouterr().out


def test_a_report_is_found_again_by_any_path_to_the_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "story")
    assert cache.path_of("tutorial") == cache.path_of("./tutorial") == cache.path_of(TUTORIAL)
