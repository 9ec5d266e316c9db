"""Chinese personal names in pinyin: 欧阳修 is Ouyang Xiu."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

_HAN_NAME = re.compile(r"[㐀-䶿一-鿿·・•]+")
_DOTS = re.compile(r"[·・•]")

# Characters that sound otherwise when they are a surname.
_SURNAMES = {
    "单": "Shan", "解": "Xie", "曾": "Zeng", "仇": "Qiu", "查": "Zha", "盖": "Ge", "区": "Ou", "朴": "Piao",
    "翟": "Zhai", "乐": "Yue", "员": "Yun", "洗": "Xian", "缪": "Miao", "牟": "Mu", "折": "She",
    "种": "Chong", "繁": "Po", "黑": "He", "秘": "Bi", "覃": "Qin", "召": "Shao", "卜": "Bu", "重": "Chong",
    "隗": "Wei", "句": "Gou", "祭": "Zhai", "都": "Du",
}  # fmt: skip
_COMPOUND = re.compile(
    "欧阳|司马|上官|诸葛|司徒|东方|独孤|南宫|夏侯|皇甫|尉迟|公孙|慕容|令狐|端木|宇文|长孙|申屠|轩辕|百里|"
    "呼延|东郭|澹台|闻人|万俟|钟离|濮阳|淳于|单于|太史|公冶|宗政|赫连|鲜于|闾丘|司空"
)


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
    surname = name[:2] if len(name) > 2 and _COMPOUND.match(name) else name[:1]
    given = name[len(surname) :]
    spelled = _SURNAMES.get(surname) or _word(surname)
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
