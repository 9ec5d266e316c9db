"""English names of Chinese organizations and of the world's cities: 澄阳日报 and Chengyang Daily are one.

A Chinese name is put into English part by part (lexicon/english.toml); what has no English is spelled in
pinyin. Names are joined only where one Chinese name of the corpus has that English (`kg.resolve.things`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, product

from pypinyin import lazy_pinyin

from kg.gazetteer import other_names
from kg.lexicon import alternation, table, words
from kg.ner.places import leading_places, level_of
from kg.records import Kind

ENGLISH = "english-of-one-name"
# More readings than these are chance.
_MOST = 24
_HAN = re.compile("[\u4e00-\u9fff]{3,}")
_LATIN = re.compile(r"[A-Za-z0-9ü'’.,&()\- ]*[A-Za-z][A-Za-z0-9ü'’.,&()\- ]*")


def in_english(kind: Kind, name: str) -> tuple[str, ...]:
    """The English names that a Chinese one may have, those of organizations as `english_key` writes them.

    >>> in_english(Kind.ORG, "澄阳日报"), in_english(Kind.LOC, "慕尼黑")
    (('chengyang daily',), ('Munich',))
    >>> in_english(Kind.PER, "李伟"), in_english(Kind.ORG, "县委")
    ((), ())
    """
    if kind is Kind.LOC:
        return tuple(other for other in other_names(name) if is_latin(other)) if not is_latin(name) else ()
    return _organization(name) if kind is Kind.ORG and _HAN.fullmatch(name) else ()


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters.

    >>> is_latin("Chengyang Daily"), is_latin("TCL集团")
    (True, False)
    """
    return _LATIN.fullmatch(name) is not None


def english_key(name: str) -> str:
    """An English name in small letters, without punctuation, article and the name of an edition.

    >>> english_key("The Chengyang Daily (English Edition)"), english_key("Lanshui No. 1 People's Hospital")
    ('chengyang daily', 'lanshui no 1 peoples hospital')
    """
    bare = re.sub("[^a-z0-9ü ]", "", re.sub("[-&]", " ", name.casefold()))
    for edition in words("english", "editions"):
        bare = bare.removesuffix(edition)
    return " ".join(re.sub("^the ", "", bare.strip()).split())


@cache
def _organization(name: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    places = leading_places(name)
    # 江苏远桥医药集团 is often Yuanqiao Pharmaceutical Group alone.
    fronts = {0, *(end for _, end in places if end <= len(name) - 4)}
    for start in sorted(fronts):
        outer = name[:start]
        lead = (
            [_pinyin(outer), ""]
            if outer and level_of(outer) is None
            else ["", _pinyin(outer)]
            if outer
            else [""]
        )
        for reading in islice(_readings(name[start:]), _MOST):
            found.update(dict.fromkeys(f"{front} {reading}".strip() for front in lead))
    return tuple(found)


def _readings(name: str) -> Iterator[str]:
    """A proper name in pinyin and the English of all that follows it; of a part and its whole both orders."""
    match = _parts().fullmatch(name)
    if match is None:
        return
    glosses = table("english")["glosses"]
    tails = [glosses[part] for part in _gloss().findall(match["parts"])]
    proper = _pinyin(match["proper"])
    for chosen in product(*tails):
        kept = [word for word in chosen if word]
        yield " ".join([proper, *kept])
        if len(kept) == 2 and "affiliated" in kept[1]:
            yield f"{kept[1]} of {proper} {kept[0]}"


def _pinyin(name: str) -> str:
    return "".join(lazy_pinyin(name))


@cache
def _gloss() -> re.Pattern[str]:
    return re.compile(alternation(table("english")["glosses"]))


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(f"(?P<proper>[\u4e00-\u9fff]{{2,4}}?)(?P<parts>(?:{_gloss().pattern})+)")
