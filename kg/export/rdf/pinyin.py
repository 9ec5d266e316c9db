"""Chinese personal names in pinyin: 欧阳修 is Ouyang Xiu."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

from kg.lexicon import table, words

_HAN_NAME = re.compile(r"[㐀-䶿一-鿿·・•]+")
_DOTS = re.compile(r"[·・•]")


def pinyin(name: str) -> str | None:
    """The name in pinyin without tones, surname first; None when it is not all in Chinese characters.

    >>> pinyin("孙大军"), pinyin("欧阳长安"), pinyin("买买提·阿不力孜"), pinyin("Tom")
    ('Sun Dajun', "Ouyang Chang'an", 'Maimaiti Abulizi', None)
    """
    if not _HAN_NAME.fullmatch(name):
        return None
    parts = [part for part in _DOTS.split(name) if part]
    if len(parts) != 1:
        # A name with a dot is foreign or of a minority: it has no surname to set apart.
        return " ".join(_word(part) for part in parts) or None
    surname = name[:2] if len(name) > 2 and name.startswith(words("surnames", "compound")) else name[:1]
    given = name[len(surname) :]
    spelled = table("surnames")["readings"].get(surname) or _word(surname)
    return f"{spelled} {_word(given)}" if given else spelled


@lru_cache(maxsize=1 << 15)
def _word(characters: str) -> str:
    """The syllables as one word; an apostrophe keeps 长安 (Chang'an) apart from other readings."""
    syllables = lazy_pinyin(characters, v_to_u=True)
    joined = "".join(
        f"'{syllable}" if number and syllable[:1] in "aoe" else syllable
        for number, syllable in enumerate(syllables)
    )
    return joined[:1].upper() + joined[1:]
