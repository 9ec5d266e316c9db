"""People: surname with title (孙书记), familiar forms (老段), and short foreign names (泽连斯基)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from kg.coreference.context import Context
from kg.gazetteer import surname_of, surname_share
from kg.lexicon import alternation, table, words
from kg.lexicon.titles import title_pattern
from kg.records import SIGNATURES, Alias, Kind, Mention


def titled_people(context: Context) -> list[Mention]:
    """Mentions such as 孙书记, 王医生 or 老段 where it is known who of the document's people is meant."""
    surnames = _surnames(context)
    if not surnames:
        return []
    taken = {p for m in context.mentions for p in range(m.start, m.end)}
    text = context.extraction.document.text
    spans, after = {*_titled(context.folded, surnames)}, _after_familiar()
    spans |= {
        match.span()
        for match in _familiar().finditer(context.folded)
        if match["surname"] in surnames and after.match(context.folded, match.end())
    }
    return [
        Mention(start, end, Kind.PER, text[start:end], 0.8)
        for start, end in sorted(spans)
        if not taken.intersection(range(start, end)) and _means(context, start, end) is not None
    ]


def _means(context: Context, start: int, end: int) -> str | None:
    """Who a surname with a title or a familiar form in the text is."""
    called = context.folded[start:end]
    surname = surname_in(called)
    return surname and _bearer(context, surname, called[len(surname) :], start)


def people_aliases(context: Context) -> list[Alias]:
    """The full name behind a surname with a title, a familiar form, a given name, or the last part of a
    foreign name.
    """
    full = sorted({context.names[i] for i, m in enumerate(context.mentions) if m.kind is Kind.PER})
    found: dict[int, tuple[str, str]] = {}
    spoken: dict[str, list[int]] = defaultdict(list)
    for i, mention in enumerate(context.mentions):
        if mention.kind is not Kind.PER:
            continue
        name = context.names[i]
        surname = surname_in(name)
        if surname is not None:
            spoken[name].append(i)
            target = _bearer(context, surname, name[len(surname) :], mention.start)
            if target is not None and target != name:
                found[i] = target, "surname-with-title"
        elif "·" not in name:
            longer = [other for other in full if other.endswith("·" + name)]
            given = _with_given_name(name, full)
            if len(longer) == 1:
                found[i] = longer[0], "last-name"
            elif len(given) == 1 and not longer:
                found[i] = given[0], "given-name"
    # One form means one person in one article: 老段 in the title is the 老段 of the text.
    for indexes in spoken.values():
        known = {found[i] for i in indexes if i in found}
        if len(known) == 1:
            found |= dict.fromkeys(indexes, known.pop())
    return [Alias(i, target, rule) for i, (target, rule) in found.items()]


def _with_given_name(name: str, full: Sequence[str]) -> list[str]:
    """The full names that have this given name of two characters: 孙立群 for 立群.

    What begins with a usual surname is a name of its own: 李强 is not 王李强.
    """
    if len(name) != 2 or surname_share(name[0]) > _USUAL_SURNAME:
        return []
    return [other for other in full if other != name and (s := surname_of(other)) and other == s + name]


# A surname that one in five thousand bears; rarer ones are met as characters of given names far more often.
_USUAL_SURNAME = 0.0002


def _surnames(context: Context) -> tuple[str, ...]:
    people = {context.names[i] for i, m in enumerate(context.mentions) if m.kind is Kind.PER}
    return tuple(
        sorted({s for name in people if 2 <= len(name) <= 4 and (s := surname_of(name)) is not None})
    )


def _bearer(context: Context, surname: str, title: str, position: int) -> str | None:
    """The person of that surname: the only one in the document, else the only one who is given the title
    there, else the only one in this line before, else the only one so far, else the only one in this line
    who is not given another title. None where somebody new is spoken of: 市民王先生.
    """
    polite = title in words("titles", "address")
    if polite and re.search(
        f"(?:{alternation(words('titles', 'anybody'))}|的){surname}{title}", context.folded
    ):
        return None
    line = context.folded.rfind("\n", 0, position)
    near = context.folded.rfind("\n", 0, max(line, 0))
    bearers = [
        (m.start, context.names[i])
        for i, m in enumerate(context.mentions)
        if m.kind is Kind.PER
        and surname_in(context.names[i]) is None
        and surname_of(context.names[i]) == surname
        and 2 <= len(context.names[i]) <= 4
        and not _signs(context, m)
        # An office may be spoken of before its holder is named; 王女士 was introduced just before.
        and (not polite or near < m.start < position)
    ]
    chosen = (names for names in _narrowed(context, bearers, title, position) if len(names) == 1)
    return next(iter(next(chosen, ())), None)


def _narrowed(
    context: Context, bearers: Sequence[tuple[int, str]], title: str, position: int
) -> Iterator[set[str]]:
    """The names among `bearers` (with their offsets) that may be meant at `position`, by one test after the
    other: they are made only as far as they are asked for, since some look through the whole text.
    """
    text = context.folded
    yield {name for _, name in bearers}
    titled = "|".join(map(re.escape, table("titles")["spoken"].get(title, [title])))
    yield {name for _, name in bearers if re.search(f"(?:{titled}){name}|{name}(?:{titled})", text)}
    line, after = text.rfind("\n", 0, position), text.find("\n", position)
    yield {name for start, name in bearers if line < start < position}
    yield {name for start, name in bearers if start < position}
    here = {name for start, name in bearers if line < start and (after < 0 or start < after)}
    yield {name for name in here if not re.search(f"(?:{title_pattern().pattern}){name}", text)}


def _signs(context: Context, mention: Mention) -> bool:
    """Whether the mention says who wrote the article: a reporter is nobody whom it speaks of."""
    regions = context.extraction.document.regions
    return _signing().search(context.folded, max(0, mention.start - 6), mention.start) is not None or any(
        region.role in SIGNATURES and region.start <= mention.start < region.end for region in regions
    )


@cache
def _signing() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words('press', 'signatures', 'labels'))})[：: ]?$")


def surname_in(name: str) -> str | None:
    """The surname of a mention that is a surname and a title, or a familiar form; None for a name.

    >>> surname_in("段书记"), surname_in("老段"), surname_in("王女士"), surname_in("段长河")
    ('段', '段', '王', None)
    """
    familiar = _familiar().fullmatch(name)
    if familiar:
        return familiar["surname"]
    match = re.fullmatch(f"(?P<surname>[\u4e00-\u9fff]{{1,2}}?)(?:{_titles()})", name)
    return (
        match["surname"]
        if match and len(name) > len(match["surname"]) and surname_of(match["surname"] + "某")
        else None
    )


@cache
def _familiar() -> re.Pattern[str]:
    """A prefix and a surname: 老段. 老乡 and 小时 are words, and 小王村 is a place."""
    prefixes = "|".join(
        f"{prefix}(?![{no_surnames}])" if no_surnames else prefix
        for prefix, no_surnames in table("titles")["familiar"].items()
    )
    return re.compile(f"(?:{prefixes})(?P<surname>[\u4e00-\u9fff])(?![\u4e00-\u9fff]?[省市县区镇乡村])")


@cache
def _after_familiar() -> re.Pattern[str]:
    return re.compile(f"[{table('titles')['short_forms']['before']}]|$")


def is_anonymous(name: str) -> bool:
    """Whether a name is shared by too many to be anybody's in another article: 李某, 王女士, 老段.

    >>> is_anonymous("李某某"), is_anonymous("王女士"), is_anonymous("王静")
    (True, True, False)
    """
    return "某" in name or "×" in name or surname_in(name) is not None


def _titled(folded: str, surnames: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The stretches that are one of the surnames with a title, from left to right."""
    # Surnames differ from document to document and titles do not: one expression for both would have to be
    # compiled for each document, which takes longer than all else here.
    named = re.compile(alternation(surnames))
    longest = sorted(surnames, key=lambda surname: (-len(surname), surname))
    title, short, before = _titles_behind()
    position = 0
    while (match := named.search(folded, position)) is not None:
        start = match.start()
        ends = [start + len(surname) for surname in longest if folded.startswith(surname, start)]
        found = next((t for end in ends if (t := title.match(folded, end))), None)
        if found is None and before.match(folded, start):
            found = next((t for end in ends if (t := short.match(folded, end))), None)
        position = start + 1
        if found is not None:
            yield start, found.end()
            position = found.end()


@cache
def _titles_behind() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What follows a surname: a title, or a short one; and where a surname with a short one may begin."""
    # 公司负责人, 监管工作: what is short or ends in 人 is part of other words more often than not.
    beside, no_title = table("titles")["short_forms"], table("titles")["not_before"]
    head = "|".join(f"{title}(?![{characters}])" for title, characters in no_title.items())
    return (
        re.compile(f"(?:{_titles()})(?![\u4e00-\u9fff]?[党])"),
        re.compile(f"{head}|(?:{_short_titles()})(?={_after_familiar().pattern})"),
        re.compile(f"(?<![\u4e00-\u9fff])|(?<=[{beside['behind']}])"),
    )


@cache
def _titles() -> str:
    weak = words("titles", "weak")
    heads = [h for h in words("titles", "heads") if len(h) >= 2 and h not in weak and not h.endswith("人")]
    address = [word for word in words("titles", "address") if len(word) >= 2]
    return f"副?(?:{alternation([*heads, *address])})"


@cache
def _short_titles() -> str:
    return alternation(word for word in words("titles", "address") if len(word) == 1)
