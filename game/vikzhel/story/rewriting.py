"""Changing a file that somebody wrote: read for comparing, and written whole or not at all.

Whoever changes one reads it before and after, and sees that it says what it said and only what is new besides.
"""

from __future__ import annotations

import os
import shutil
import tempfile

from .diagnostics import Report, Source
from .nodes import Map, Node, Seq
from .parsing import parse

MARK = b"\xef\xbb\xbf"
"""What some editors put before a file in UTF-8; it stays."""


class CannotChange(Exception):
    """The file cannot be changed; the message says why in a teacher's words."""


def parted(data: bytes) -> tuple[bytes, str]:
    """Return a file's byte-order mark, if it has one, and its text. Raises ``CannotChange``."""
    head, body = (MARK, data[len(MARK) :]) if data.startswith(MARK) else (b"", data)
    try:
        return head, body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CannotChange("it is not saved as UTF-8") from error


def read(text: str) -> Map | None:
    """Return what a text says, whatever its line ends. Raises ``CannotChange`` if it has to be mended first."""
    report = Report()
    node = parse(Source("", text.replace("\r\n", "\n").replace("\r", "\n")), report)
    if report.problems:
        raise CannotChange("it has to be mended first: run  vikzhel check")
    return node


def values(node: Node | None) -> object:
    """Return what a text says without its places: groups as pairs in order, lists by number."""
    if node is None:
        return []
    if isinstance(node, Map):
        return [(str(key), values(value)) for key, value in node.pairs]
    if isinstance(node, Seq):
        return {n: values(item) for n, item in enumerate(node.items)}
    return node.value


def write(path: str, data: bytes, *, new: bool) -> None:
    """Write a file whole or not at all; with ``new`` never over one that is there. Raises ``OSError``, ``CannotChange``."""
    target = os.path.realpath(path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if new:
        with open(target, "xb") as stream:
            stream.write(data)
        return
    if not os.stat(target).st_mode & 0o222:
        raise CannotChange("it is write-protected")
    handle, beside = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".vikzhel-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        shutil.copymode(target, beside)
        os.replace(beside, target)
    except BaseException:
        os.unlink(beside)
        raise
