"""The tokenizer of the package's own pipelines: one character, one token, whatever the text."""

from __future__ import annotations

import spacy
from hypothesis import example, given
from hypothesis import strategies as st

from kg.ner.pipeline import Characters, default_pipeline

_TOKENIZE = Characters(spacy.blank("zh").vocab)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("石桥镇 \u3000王婷\n\n😀")
def test_every_character_is_a_token_and_the_text_stays(content: str) -> None:
    doc = _TOKENIZE(content)
    assert [token.text for token in doc] == list(content)
    assert doc.text == content


@given(st.text(st.characters(categories=["L", "N", "P"]), max_size=60))
def test_without_white_space_it_is_what_spacy_makes(content: str) -> None:
    theirs = spacy.blank("zh")(content)
    assert [(t.text, t.idx) for t in _TOKENIZE(content)] == [(t.text, t.idx) for t in theirs]


def test_the_packaged_pipeline_uses_it() -> None:
    assert isinstance(default_pipeline("zh").loaded.tokenizer, Characters)
