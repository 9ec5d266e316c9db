"""Every packaged pattern matches the sentences that it gives as examples, and claims its own predicate."""

from __future__ import annotations

import pytest

from kg.coreference import context, link
from kg.errors import InvalidPattern, UnknownPredicate
from kg.ontology import vocabulary
from kg.relations import relate
from kg.relations.patterns import Pattern, index, patterns, read_patterns, user_patterns
from kg.relations.view import view
from tests.notation import annotated

_CASES = [(pattern, example) for pattern in patterns() for example in pattern.examples]


@pytest.mark.parametrize(("pattern", "example"), _CASES, ids=lambda value: getattr(value, "name", ""))
def test_a_pattern_claims_its_own_examples(pattern: Pattern, example: str) -> None:
    claims = relate(link(annotated(example)), [pattern]).claims
    mine = [claim for claim in claims if claim.rule == pattern.name]
    assert mine, f"{pattern.name} says nothing of {example}"
    if pattern.predicate is not None:
        assert {pattern.predicate.name} == {claim.predicate.name for claim in mine}


def test_every_pattern_has_an_example() -> None:
    assert [] == [pattern.name for pattern in patterns() if not pattern.examples]


def test_rule_names_are_unique() -> None:
    names = [pattern.name for pattern in patterns()]
    assert sorted(set(names)) == sorted(names)


def test_every_predicate_is_claimed_by_something() -> None:
    by_pattern = {pattern.predicate.name for pattern in patterns() if pattern.predicate}
    by_kinship = {"parentOf", "spouseOf", "siblingOf", "relativeOf"}
    # locatedIn and partOf are also read off names; coOccursWith is counted, not claimed.
    assert set(vocabulary()) - {"coOccursWith"} <= by_pattern | by_kinship


@pytest.mark.parametrize(("pattern", "example"), _CASES, ids=lambda value: getattr(value, "name", ""))
def test_an_index_gives_the_patterns_that_match(pattern: Pattern, example: str) -> None:
    known = context(link(annotated(example)))
    views = [view(known.folded, sentence, known.mentions) for sentence in known.sentences]
    for seen in views:
        tried = index(patterns()).of(seen.chars)
        assert set(tried) >= {rule for rule in patterns() if rule.regex.search(seen.chars)}
        assert len(tried) < len(patterns()) / 2


def test_a_user_adds_a_relation_with_data_only(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from kg.ontology import read_vocabulary

    terms_file = tmp_path / "mine.ttl"
    terms_file.write_text(
        "@prefix kg: <https://kg.example/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix schema: <https://schema.org/> .\n"
        'kg:coached a owl:ObjectProperty, kg:Relation ; rdfs:label "执教"@zh, "coached"@en ;\n'
        "  rdfs:domain schema:Person ; rdfs:range schema:Person .\n",
        encoding="utf-8",
    )
    pattern_file = tmp_path / "mine.toml"
    pattern_file.write_text(
        '[[pattern]]\nname = "coach-of"\npredicate = "coached"\nconfidence = 0.9\n'
        'match = "<subject=PER>(?:执教|带教|指导)过?<object=PER>"\n'
        'examples = ["[甲某:PER]执教过[乙某:PER]"]\n',
        encoding="utf-8",
    )
    terms = read_vocabulary(terms_file)
    rules = user_patterns([pattern_file], terms)
    claims = relate(link(annotated("[李明:PER]执教过[王芳:PER]。")), rules, terms=terms).claims
    assert [("coached", "coach-of")] == [(claim.predicate.name, claim.rule) for claim in claims]


def test_a_pattern_file_is_refused_with_its_name_and_reason() -> None:
    from kg.relations.patterns import Grammar

    grammar = Grammar({}, {})
    with pytest.raises(InvalidPattern, match=r"mine\.toml: pattern 'a': .*role nobody"):
        read_patterns(
            "mine.toml", '[[pattern]]\nname="a"\npredicate="met"\nmatch="<nobody=PER>"', grammar, vocabulary()
        )
    with pytest.raises(InvalidPattern, match=r"mine\.toml: pattern 'a': match cannot be read: missing \)"):
        read_patterns(
            "mine.toml", '[[pattern]]\nname="a"\npredicate="met"\nmatch="(<PER>"', grammar, vocabulary()
        )
    with pytest.raises(UnknownPredicate, match="Did you mean met"):
        read_patterns(
            "mine.toml", '[[pattern]]\nname="a"\npredicate="mett"\nmatch="<PER>"', grammar, vocabulary()
        )
