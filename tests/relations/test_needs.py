"""What a pattern needs: never more than its matches have."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.relations.needs import needed


@pytest.mark.parametrize(
    ("expression", "clauses"),
    [
        ("甲的乙", "甲 的 乙"),
        ("(?:甲|丙)乙", "甲丙 乙"),
        ("(?:甲乙|乙)是", "乙 是"),
        ("(?P<subject>乙+)(?P<object>甲)", "甲 乙"),
        ("乙(?:甲)?(?:丙){0,2}?丁*", "乙"),
        ("(?:乙、){2,}", "乙 、"),
        ("乙[甲丙][^丁]", "乙 甲丙"),
        ("乙[甲-丙]", "乙"),
        ("(?<!甲)(?=丙)乙(?!丁)", "乙"),
        ("乙|是", "乙是"),
        ("乙|是?", ""),
        (r"乙\(\[甲", "甲 乙"),
        ("^.乙$", "乙"),
        ("(?i:乙)甲", "甲"),
        ("(?i)a乙", "乙"),
        ("捐款|捐出|赠送|赠与", "捐赠"),
        ("(?:甲乙|甲丙)丁", "甲 丁"),
    ],
)
def test_every_arm_needs_what_is_not_optional(expression: str, clauses: str) -> None:
    assert {frozenset(clause) for clause in clauses.split()} == needed(expression)


_EXPRESSIONS = st.recursive(
    st.sampled_from(["甲", "乙", "丙", ".", "[甲乙]", "[^甲]", "(?=乙)", "(?!丙)"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda arms: f"(?:{arms[0]}|{arms[1]})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}?"])).map("(?:{0[0]}){0[1]}".format),
    ),
    max_leaves=8,
)


@given(_EXPRESSIONS, st.text("甲乙丙丁", max_size=8))
def test_what_matches_has_what_is_needed(expression: str, text: str) -> None:
    if re.search(expression, text):
        assert all(set(text) & clause for clause in needed(expression))
