"""Names with a dot, whole where the recognizer cut them: 雪克来|提·扎克尔, 阿衣古丽·托|乎他西.

Such a name is made of the few characters that write sounds, so that one which stops between two of them goes
on. All functions expect text folded by `kg.text.fold`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.lexicon import expression, words
from kg.records import Kind, Mention

_MARK = re.compile("[^\u4e00-\u9fff·—-]|$")


def whole_names(mentions: Sequence[Mention], folded: str) -> list[Mention]:
    """The mentions, names with a dot as long as they are.

    >>> text = "买尔旦·托乎提说，阿不来提·艾沙、吐逊江和他同去。"
    >>> found = [Mention(0, 5, Kind.PER, "买尔旦·托", 0.5), Mention(9, 12, Kind.PER, "阿不来", 0.7),
    ...          Mention(12, 16, Kind.PER, "提·艾沙", 0.7)]
    >>> [mention.text for mention in whole_names(found, text)]
    ['买尔旦·托乎提', '阿不来提·艾沙']
    """
    found: list[Mention] = []
    for mention in _to_their_ends(sorted(mentions, key=lambda m: m.start), folded):
        last = found[-1] if found else None
        if last is not None and _is_dotted(last) and mention.end <= last.end:
            continue  # 艾力更·依明|巴海
        start = _begin(mention, last, folded)
        if start < mention.start:
            if last is not None and last.start == start:
                found.pop()
            mention = replace(mention, start=start, text=folded[start : mention.end])
        found.append(mention)
    return found


def _is_dotted(mention: Mention) -> bool:
    return mention.kind is Kind.PER and "·" in mention.text


def _begin(mention: Mention, last: Mention | None, folded: str) -> int:
    """Where a name begins whose first characters were read as somebody else's name, or as none; `last` is
    the name before it.
    """
    if not _is_dotted(mention):
        return mention.start
    start, least = mention.start, last.end if last else 0
    while start > least and folded[start - 1] in _sounds():
        start -= 1
    if last is not None and last.end == start and last.kind is Kind.PER and not _is_dotted(last):
        return last.start
    # 观众吐提|亚·热扎: hardly a name has a first part of one character.
    return start if mention.text.index("·") == 1 else mention.start


def _to_their_ends(mentions: Iterable[Mention], folded: str) -> Iterator[Mention]:
    wholes: dict[str, str] = {}
    for mention in mentions:
        if not _is_dotted(mention):
            yield mention
            continue
        name = mention.text
        if name not in wholes:
            wholes[name] = name + _rest(name, folded)
        end = mention.start + len(wholes[name])
        goes_on = folded.startswith(wholes[name], mention.start)
        yield replace(mention, end=end, text=wholes[name]) if goes_on else mention


def _rest(name: str, folded: str) -> str:
    """What a name that the recognizer cut goes on with; nothing where that is not sure.

    Wherever the document has the name it goes on so, and then with something else; or its last part would be
    one character; or what goes on ends where a name does.
    """
    ends = [match.end() for match in re.finditer(re.escape(name), folded)]
    runs = [match.group() for end in ends if (match := _run().match(folded, end)) is not None]
    shared = min(runs, key=len, default="")
    if not shared or not all(run.startswith(shared) for run in runs):
        return ""
    behind = {folded[end + len(shared) : end + len(shared) + 1] for end in ends}
    set_off = (_MARK if len(shared) == 1 else _sets_off()).match(folded, ends[0] + len(shared))
    return shared if len(behind) > 1 or name[-2] == "·" or set_off else ""


@cache
def _sounds() -> frozenset[str]:
    return frozenset("".join(words("characters", "sounds", "written")))


@cache
def _sets_off() -> re.Pattern[str]:
    """What stands right behind a name: a mark, or the word for what its bearer does."""
    return re.compile(f"{_MARK.pattern}|{expression('characters', 'sounds', 'set_off')}")


@cache
def _run() -> re.Pattern[str]:
    """Characters that write sounds, and do not begin a word behind a name: 提|出, 都|在."""
    begin = expression("characters", "sounds", "begin")
    return re.compile(f"(?:(?!{begin})[{''.join(sorted(_sounds()))}])*")
