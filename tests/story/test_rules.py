"""The rules language: what is printed is parsed back, and nothing that is typed can crash it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from vikzhel.story.diagnostics import Mark, Report, Source, Word
from vikzhel.story.rules import BANDS, RESULTS, All, Any, Not, Rule, band_name, mood_value, parse_rule
from vikzhel.story.rules import Test as Comparison
from vikzhel.story.rules import tests_of as comparisons_of

NOWHERE = Mark(Source("x.yaml", ""), 0, 0)


def parsed(text: str) -> tuple[Rule | None, Report]:
    source = Source("x.yaml", text)
    report = Report()
    return parse_rule(text, lambda column, width: Mark(source, 0, column, width), report), report


def printed(rule: Rule, *, inside: bool = False) -> str:
    """Write a rule the way an author would, with brackets where they are needed."""
    if isinstance(rule, Comparison):
        subject = rule.kind if rule.kind == "role" else f"{rule.kind}.{rule.name}"
        bare = rule.kind in ("flag", "knows") or (rule.kind == "seen" and rule.value == "1")
        return subject if bare else f"{subject} {rule.op} {rule.value}"
    if isinstance(rule, Not):
        return f"not {printed(rule.part, inside=True)}"
    word = " and " if isinstance(rule, All) else " or "
    text = word.join(printed(part, inside=True) for part in rule.parts)
    return f"({text})" if inside else text


def word(text: str) -> Word:
    return Word(text, NOWHERE)


IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,9}", fullmatch=True)
IS = st.sampled_from(["is", "is not"])
ORDERS = st.sampled_from(["is", "is not", "at least", "at most"])


def _comparison(kind: str, name: str, op: str, value: str) -> Comparison:
    return Comparison(kind, word(name), op, word(value))


COMPARISONS = st.one_of(
    st.builds(
        _comparison, st.sampled_from(["flag", "knows", "seen"]), IDS, st.just("at least"), st.just("1")
    ),
    st.builds(_comparison, st.just("mood"), IDS, ORDERS, st.sampled_from(BANDS)),
    st.builds(_comparison, st.just("table"), IDS, ORDERS, st.just("veto")),
    st.builds(_comparison, st.just("vote"), IDS, IS, st.sampled_from(RESULTS)),
    st.builds(
        _comparison,
        st.sampled_from(["count", "seen"]),
        IDS,
        st.sampled_from(["at least", "at most"]),
        st.just("2"),
    ),
    st.builds(_comparison, st.just("role"), st.just("role"), IS, st.just("martov")),
)


def _joined(parts: list[Rule], kind: type[All] | type[Any]) -> Rule:
    return kind(tuple(parts))


RULES: st.SearchStrategy[Rule] = st.recursive(
    COMPARISONS,
    lambda rules: st.one_of(
        st.builds(Not, rules),
        st.builds(_joined, st.lists(rules, min_size=2, max_size=3), st.sampled_from([All, Any])),
    ),
    max_leaves=8,
)


@given(RULES)
@settings(max_examples=500, deadline=None)
def test_printing_and_parsing_is_a_round_trip(rule: Rule) -> None:
    text = printed(rule)
    again, report = parsed(text)
    if again is None:
        assert {problem.code for problem in report.problems} == {"V405"}
    else:
        assert again == rule
        assert printed(again) == text
        assert len(comparisons_of(again)) == len(comparisons_of(rule))
        for test in comparisons_of(again):
            at = test.value.mark.column
            bare = test.kind in ("flag", "knows") or (test.kind == "seen" and test.value == "1")
            assert bare or text[at : at + len(test.value)] == test.value


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    "not",
                    "and",
                    "or",
                    "(",
                    ")",
                    "is",
                    "at",
                    "least",
                    "most",
                    "flag.a",
                    "mood.b",
                    "role",
                    "warm",
                    "==",
                ]
            ),
            max_size=14,
        ).map(" ".join),
    )
)
@settings(max_examples=1000, deadline=None)
def test_no_text_crashes_and_every_mistake_has_its_column(text: str) -> None:
    rule, report = parsed(text)
    assert (rule is None) == (len(report.problems) == 1)
    for problem in report.problems:
        assert 0 <= problem.mark.column <= len(text)
        assert problem.code in {"V401", "V402", "V403", "V404", "V405", "V406"}
        assert problem.message.endswith((".", "?"))
        assert problem.hint


def test_depth_and_length_are_capped() -> None:
    for text in ("not " * 12 + "flag.a", "(" * 12 + "flag.a" + ")" * 12):
        assert parsed(text)[0] is not None
        assert parsed(f"not {text}")[1].problems[0].code == "V405"
    assert parsed("flag.a" + " and flag.a" * 54)[0] is not None
    assert parsed("flag.a" + " and flag.a" * 55)[1].problems[0].code == "V405"


def test_and_binds_closer_than_or_and_not_closest() -> None:
    rule, _ = parsed("flag.a or not flag.b and flag.c")
    assert isinstance(rule, Any)
    assert isinstance(rule.parts[1], All)
    assert isinstance(rule.parts[1].parts[0], Not)


def test_words_may_be_typed_in_capitals() -> None:
    assert (
        parsed("flag.a AND NOT mood.b AT LEAST warm")[0] == parsed("flag.a and not mood.b at least warm")[0]
    )


def test_bands_and_their_numbers() -> None:
    assert [band_name(mood_value(band)) for band in BANDS] == list(BANDS)
    assert [mood_value(band) for band in ("hostile", "neutral", "trusting")] == [-3, 0, 3]
