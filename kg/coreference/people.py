"""People: surname with title (孙书记), familiar forms (老段), and short foreign names (泽连斯基)."""

from __future__ import annotations

import re
from functools import cache

from kg.coreference.context import Context
from kg.gazetteer import surname_of
from kg.lexicon import alternation, table, words
from kg.records import Alias, Kind, Mention

_FAMILIAR = re.compile("(?P<prefix>老|小|阿)(?P<surname>[\u4e00-\u9fff])(?![\u4e00-\u9fff]?[省市县区镇乡村])")
_AFTER_FAMILIAR = re.compile("[，。：；！？“”、说的在和与是把对给就也还又曾家一告表介前带跟听看常总笑]|$")


def titled_people(context: Context) -> list[Mention]:
    """Mentions such as 孙书记, 王医生 or 老段, for each surname that the document's people bear."""
    surnames = _surnames(context)
    if not surnames:
        return []
    taken = {p for m in context.mentions for p in range(m.start, m.end)}
    text = context.extraction.document.text
    found = [
        match.span()
        for match in _titled(alternation(surnames)).finditer(context.folded)
        if not taken.intersection(range(match.start(), match.end()))
    ]
    for match in _FAMILIAR.finditer(context.folded):
        free = not taken.intersection(range(match.start(), match.end()))
        if free and match["surname"] in surnames and _AFTER_FAMILIAR.match(context.folded, match.end()):
            found.append(match.span())
    return [Mention(start, end, Kind.PER, text[start:end], 0.8) for start, end in sorted(set(found))]


def people_aliases(context: Context) -> list[Alias]:
    """The full name behind a surname with a title, a familiar form, or the last part of a foreign name."""
    full = sorted({context.names[i] for i, m in enumerate(context.mentions) if m.kind is Kind.PER})
    found = []
    for i, mention in enumerate(context.mentions):
        if mention.kind is not Kind.PER:
            continue
        name = context.names[i]
        surname = _surname_in(name)
        if surname is not None:
            target = _bearer(context, surname, name[len(surname) :], mention.start)
            if target is not None and target != name:
                found.append(Alias(i, target, "surname-with-title"))
        elif "·" not in name:
            longer = [other for other in full if other.endswith("·" + name)]
            if len(longer) == 1:
                found.append(Alias(i, longer[0], "last-name"))
    return found


def _surnames(context: Context) -> tuple[str, ...]:
    people = {context.names[i] for i, m in enumerate(context.mentions) if m.kind is Kind.PER}
    return tuple(
        sorted({s for name in people if 2 <= len(name) <= 4 and (s := surname_of(name)) is not None})
    )


def _bearer(context: Context, surname: str, title: str, position: int) -> str | None:
    """The person of that surname: the only one in the document, else the only one who is given the title
    there, else the only one in this line before."""
    bearers = [
        (m.start, context.names[i])
        for i, m in enumerate(context.mentions)
        if m.kind is Kind.PER
        and _surname_in(context.names[i]) is None
        and surname_of(context.names[i]) == surname
        and 2 <= len(context.names[i]) <= 4
    ]
    line = context.folded.rfind("\n", 0, position)
    titled = "|".join(map(re.escape, table("titles")["spoken"].get(title, [title])))
    for chosen in (
        {name for _, name in bearers},
        {name for _, name in bearers if re.search(f"(?:{titled}){re.escape(name)}", context.folded)},
        {name for start, name in bearers if line < start < position},
    ):
        if len(chosen) == 1:
            return chosen.pop()
    return None


def _surname_in(name: str) -> str | None:
    """The surname of a mention that is a surname and a title, or a familiar form; None for a name."""
    familiar = _FAMILIAR.fullmatch(name)
    if familiar:
        return familiar["surname"]
    match = re.fullmatch(f"(?P<surname>[\u4e00-\u9fff]{{1,2}}?)(?:{_titles()})", name)
    return (
        match["surname"]
        if match and len(name) > len(match["surname"]) and surname_of(match["surname"] + "某")
        else None
    )


def _titled(surnames: str) -> re.Pattern[str]:
    return re.compile(
        f"(?<![\u4e00-\u9fff](?=[\u4e00-\u9fff]总))(?P<surname>{surnames})(?:{_titles()})(?![\u4e00-\u9fff]?[党])"
    )


@cache
def _titles() -> str:
    heads = [
        head for head in words("titles", "heads") if len(head) >= 2 and head not in words("titles", "weak")
    ]
    return (
        "副?(?:"
        + alternation(
            [
                *heads,
                "老师",
                "总",
                "局",
                "队",
                "工",
                "阿姨",
                "大爷",
                "大妈",
                "奶奶",
                "爷爷",
                "大叔",
                "大姐",
                "大哥",
                "师傅",
            ]
        )
        + ")"
    )
