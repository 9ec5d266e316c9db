"""Statements that cannot both hold."""

from __future__ import annotations

from kg.records import Status
from kg.resolve.contradictions import by_statement, contradictions
from tests.builders import document, fact, graph, organization, person, place

BUREAU = organization("襄垣县教育局")
LI, WANG = person("李伟"), person("王芳")


def test_two_heads_of_one_bureau_at_one_time() -> None:
    one = document("教育局局长李伟讲话。", "a.txt", published="2023-09-12")
    other = document("教育局局长王芳讲话。", "b.txt", published="2023-10-03")
    facts = [
        fact(LI, "holdsPost", BUREAU, one, title="局长"),
        fact(WANG, "holdsPost", BUREAU, other, title="局长"),
    ]
    (pair,) = contradictions(graph([one, other], [LI, WANG, BUREAU], facts))
    assert "admits one" in pair.why
    assert by_statement([pair]) == {pair.one: [pair.other], pair.other: [pair.one]}


def test_a_change_that_is_told_contradicts_nothing() -> None:
    one = document("教育局局长李伟讲话。", "a.txt", published="2023-09-12")
    other = document("教育局局长王芳讲话，李伟不再担任局长。", "b.txt", published="2023-10-03")
    facts = [
        fact(LI, "holdsPost", BUREAU, one, title="局长"),
        fact(LI, "holdsPost", BUREAU, other, title="局长", status=Status.FORMER),
        fact(WANG, "holdsPost", BUREAU, other, title="局长"),
    ]
    assert contradictions(graph([one, other], [LI, WANG, BUREAU], facts)) == ()


def test_a_post_for_several_contradicts_nothing() -> None:
    text = document("副局长李伟、王芳讲话。", published="2023-09-12")
    facts = [fact(who, "holdsPost", BUREAU, text, title="副局长") for who in (LI, WANG)]
    assert contradictions(graph([text], [LI, WANG, BUREAU], facts)) == ()


def test_two_birthplaces_of_which_none_contains_the_other() -> None:
    here, there, inside = place("襄垣县"), place("武乡县"), place("返底村")
    text = document("李伟生于襄垣县，一说武乡县。他是返底村人。返底村在襄垣县。")
    facts = [
        fact(LI, "bornIn", here, text),
        fact(LI, "bornIn", inside, text),
        fact(inside, "locatedIn", here, text),
    ]
    assert contradictions(graph([text], [LI, here, inside], facts)) == ()
    facts.append(fact(LI, "bornIn", there, text))
    found = contradictions(graph([text], [LI, here, there, inside], facts))
    assert {"two birthplaces, neither within the other"} == {pair.why for pair in found}
    assert len(found) == 2


def test_a_denial_an_impossible_parent_and_crossed_dates() -> None:
    text = document("李伟是王芳的父亲，王芳是李伟的母亲，李伟并非局长。")
    facts = [
        fact(LI, "parentOf", WANG, text),
        fact(WANG, "parentOf", LI, text),
        fact(LI, "holdsPost", BUREAU, text, title="局长"),
        fact(LI, "holdsPost", BUREAU, text, title="局长", status=Status.DENIED),
        fact(WANG, "worksAt", BUREAU, text, start_date="2020", end_date="2019-03"),
    ]
    why = {pair.why for pair in contradictions(graph([text], [LI, WANG, BUREAU], facts))}
    assert why == {
        "one affirms what the other denies",
        "each is said to be the other's parent",
        "it ends before it begins",
    }
