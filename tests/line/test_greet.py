"""The greeting: from one file, before anything heavy is imported, and silent when that file is broken."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from packs import write_pack
from vikzhel.line.greet import greet
from vikzhel.places import pack_folder

WATCH = """\
import io, sys

class Watched(io.StringIO):
    def write(self, text):
        if not hasattr(self, "seen"):
            self.seen = set(sys.modules)
        return super().write(text)

out = Watched()
from vikzhel.line.session import play
play(sys.argv[1], "", "", sys.argv[2], io.StringIO("1\\n1\\n1\\nwhy\\ntable\\nsources\\n"), out)
print(*sorted(out.seen))
print(*sorted(sys.modules))
print(out.getvalue()[:40])
"""


def _greeting(folder: Path | str) -> str:
    out = io.StringIO()
    greet(str(folder), out)
    return out.getvalue()


def test_the_title_and_the_greeting_come_first_and_alone() -> None:
    text = _greeting(pack_folder("tutorial"))
    assert text.startswith(
        "The Midnight Telegram.\nA practice story in three scenes.\n\nOne night, one depot"
    )
    assert text.endswith("the words on the poster are real.\n")


@pytest.mark.parametrize(
    "manifest",
    [
        "story:\n  title: [\n",
        "story: a word\n",
        "",
        "story:\n  title: Only a title\n",
        "- a list\n",
        "story: {title: A, greeting: [b]}\n",
        "story:\n  title: A\n  greeting: B\n  version: *alias\n",
        'story:\n  title: A\n  greeting: "B\\e[2J"\n',
    ],
)
def test_a_manifest_that_cannot_be_read_is_greeted_with_silence(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "story.yaml").write_text(manifest, encoding="utf-8")
    assert _greeting(tmp_path) == ""


def test_a_folder_that_is_not_there_is_greeted_with_silence(tmp_path: Path) -> None:
    assert _greeting(tmp_path / "nowhere") == ""


def test_only_the_manifest_is_read_before_the_greeting(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack", "  broken: [\n")
    assert _greeting(folder) == "A small story.\n\nGood evening.\n"


def test_nothing_heavy_is_imported_before_the_greeting_and_no_screen_library_ever(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", WATCH, pack_folder("tutorial"), str(tmp_path)]
    ran = subprocess.run(argv, capture_output=True, encoding="utf-8", check=True)
    first, last, text = ran.stdout.split("\n", 2)
    assert text.startswith("The Midnight Telegram.")
    before, after = set(first.split()), set(last.split())
    assert "vikzhel.story.nodes" in before
    assert before.isdisjoint(
        {
            "dataclasses",
            "inspect",
            "pathlib",
            "sqlite3",
            "argparse",
            "textwrap",
            "vikzhel.story.packs",
            "vikzhel.play",
        }
    )
    assert "vikzhel.play.run" in after
    assert not any(name.partition(".")[0] in ("textual", "rich") for name in after)
