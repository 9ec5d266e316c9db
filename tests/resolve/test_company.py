"""Who is only named beside others: the best known one of that name, or nobody knows."""

from __future__ import annotations

import pytest

from kg.records import Extraction, Kind
from kg.resolve import resolve
from tests.resolve.articles import article, groups

# Three articles tell who 王毅 is, and two of them name 逯江 beside him; others name neither.
TOLD = [
    article("1.txt", "[岚水县委:ORG]书记[王毅:PER]到[石桥镇:LOC]调研，[逯江:PER]陪同。"),
    article("2.txt", "[岚水县委:ORG]书记[王毅:PER]主持会议。"),
    article("3.txt", "[岚水县委:ORG]书记[王毅:PER]会见了[乙集团:ORG]客人，[逯江:PER]参加。"),
]
# So many others that who stands beside 王毅 is seldom named.
OTHERS = [
    article(f"other-{number}.txt", f"[段{given}:PER]和[谌利:PER]在[石桥镇:LOC]。")
    for number, given in enumerate(a + b for a in "东南西北春夏秋冬" for b in "金木水火土山林海")
]


def bearers(*more: Extraction) -> list[frozenset[str]]:
    return sorted(groups(resolve([*TOLD, *OTHERS, *more]), Kind.PER, "王毅"), key=len, reverse=True)


def test_who_is_named_beside_the_usual_people_is_the_best_known_one() -> None:
    bare = article("bare.txt", "座谈会上，[王毅:PER]、[逯江:PER]听了发言。")
    (all_,) = bearers(bare)
    assert {"1.txt", "2.txt", "3.txt", "bare.txt"} == all_


@pytest.mark.parametrize(
    "text",
    [
        # Other company, or none.
        "座谈会上，[王毅:PER]、[谌利:PER]听了发言。",
        "[王毅:PER]听了发言。",
        # Somebody of whom something is said that is another's.
        "[逯江:PER]看望了[云岭医院:ORG]医生[王毅:PER]。",
        "[逯江:PER]看望了[柳堰村:LOC]村民[王毅:PER]。",
    ],
)
def test_whoever_else_has_the_name_stays_apart(text: str) -> None:
    assert frozenset({"bare.txt"}) in bearers(article("bare.txt", text))


def test_what_an_article_is_about_says_a_little() -> None:
    told = [
        article(f"{number}.txt", f"[{place}:LOC]：[岚水县委:ORG]书记[王毅:PER]讲话。{beside}")
        for number, (place, beside) in enumerate(
            [*[("岚水宾馆", "[逯江:PER]在场。")] * 3, *[("岚水宾馆", "")] * 8, ("石桥镇", "")]
        )
    ]
    graph = resolve([*told, *OTHERS, article("bare.txt", "[岚水宾馆:LOC]，[逯江:PER]。\n[王毅:PER]讲了话。")])
    (found,) = groups(graph, Kind.PER, "王毅")
    assert "bare.txt" in found
    reasons = {reason.split(" ")[0] for decision in graph.decisions for reason in decision.features}
    assert "usual_scene" in reasons
    # The scene alone is no company.
    graph = resolve([*told, *OTHERS, article("bare.txt", "[岚水宾馆:LOC]。\n[王毅:PER]讲了话。")])
    assert frozenset({"bare.txt"}) in groups(graph, Kind.PER, "王毅")
