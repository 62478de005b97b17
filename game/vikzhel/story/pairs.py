"""A group's pairs: keys that stand twice, and the ids in what is not going to be read."""

from __future__ import annotations

from .diagnostics import Report, Word
from .nodes import Map, Node, Scalar, Seq


def lose(node: Node, broken: set[str]) -> None:
    """Note every id that may be given inside a node that is not going to be read."""
    if isinstance(node, Map):
        for name, child in node.pairs:
            broken.add(str(name))
            if name == "id" and isinstance(child, Scalar):
                broken.add(child.value)
            lose(child, broken)
    elif isinstance(node, Seq):
        for item in node.items:
            if isinstance(item, Scalar):
                broken.add(item.value)
            lose(item, broken)


def unique_pairs(node: Map, report: Report) -> list[tuple[Word, Node]]:
    """Return a mapping's pairs, the first of each key, reporting every key typed twice."""
    seen: dict[str, Word] = {}
    for key, _ in node.pairs:
        seen.setdefault(key, key)
    if len(seen) == len(node.pairs):
        return node.pairs
    pairs = []
    twice: list[Word] = []
    for key, value in node.pairs:
        if seen[key] is key:
            pairs.append((key, value))
        else:
            twice.append(key)
            lose(value, report.broken)
    first = twice[0]
    more = len(twice) - 1
    report.add(
        "V303",
        first.mark,
        f"“{first}” stands twice in the same place"
        + (f", and so {'does a key' if more == 1 else f'do {more} keys'} after it" if more else "")
        + "; only one of them could count.",
        "If something new begins here, its name or its dash is missing above; otherwise delete one of the two."
        if more
        else "Delete one of the two, or give it another name.",
        seen[first].mark,
    )
    return pairs
