"""Folding and lexicon features on small lexicons made by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.model.features import GROUPS, PADDING, SLOTS, UNKNOWN, Entry, Features, Lexicon, fold


@given(st.text(st.characters()))
@example("張三\u00a0李四\ud800😀\u202e")
@settings(max_examples=300, deadline=None)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(text) == len(fold(text))
    assert "\n" not in fold(text)


def test_folding_brings_variants_to_one_form() -> None:
    assert fold("北京，上海：（一）") == fold("北京,上海:(一)")
    assert fold("長治市衛健委") == "长治市卫健委"
    assert fold("逯江\u00a0王宏\u3000李明") == "逯江 王宏 李明"
    assert fold("１２月ＡＢｃ") == "00月ABc"


def test_folding_is_idempotent_for_punctuation_and_digits() -> None:
    once = fold("「引文」『二』，3、４．5％")
    assert once == fold(once)


def _features() -> Features:
    lexicon = Lexicon(
        [
            Entry("长治", 1, 1.0, 0b1000000),
            Entry("长治市", 2, 2.0, 0b100000),
            Entry("市", 3, 4.0, 0),
            Entry("王", 4, 1.0, 0b10),
        ]
    )
    return Features("长治市王", ["长治", "治市"], lexicon)


def test_lexicon_words_are_grouped_by_place() -> None:
    batch = _features().batch(["在长治市"])
    words, weights = batch.words[0], batch.weights[0]
    assert [0] * SLOTS == words[0].tolist()
    assert [2, 1] == words[1][:2].tolist()  # both begin here, the heavier first
    assert [2] == words[2][3:4].tolist()  # inside 长治市
    assert [1] == words[2][6:7].tolist()  # end of 长治
    assert [2] == words[3][6:7].tolist()
    assert [3] == words[3][9:10].tolist()  # alone
    np.testing.assert_allclose(GROUPS, weights[1:].sum(axis=1), rtol=1e-5)
    indicators = batch.indicators[0]
    assert indicators[1, 5 * GROUPS] == 1.0  # a division begins
    assert indicators[3, 5 * GROUPS + 2] == 1.0  # and ends


def test_padding_and_unknown_characters() -> None:
    batch = _features().batch(["长治", "王某某长"])
    assert [2, 3, PADDING, PADDING] == batch.characters[0].tolist()
    assert [5, UNKNOWN, UNKNOWN, 2] == batch.characters[1].tolist()
    assert [2, 4] == batch.lengths.tolist()
    assert batch.pairs[0, 0] == 2


def test_words_never_match_across_texts() -> None:
    alone = _features().batch(["长"])
    beside = _features().batch(["长", "治"])
    np.testing.assert_array_equal(alone.words[0], beside.words[0])
