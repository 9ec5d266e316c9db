"""From a pattern's match to claims: who plays which role, how the claim stands, how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from kg.coreference.context import Context, governing
from kg.lexicon import alternation, expression, table, words
from kg.ner.places import level_of
from kg.ontology import vocabulary
from kg.records import Claim, Kind, Predicate, Span, Status
from kg.relations.anaphora import stand_ins
from kg.relations.containment import rank
from kg.relations.dates import dates
from kg.relations.patterns import KIN_PREDICATES, Pattern
from kg.relations.posts import Post, body_before, body_of_title, posts
from kg.relations.speech import said_after, speakers, with_speaker
from kg.relations.standing import is_said_of_others, status_of
from kg.relations.view import SLOTS, View, view

_SLOT_CLASS = "[" + "".join(SLOTS[name] for name in ("PER", "ORG", "LOC")) + "]"
_RUN = re.compile(f"{_SLOT_CLASS}+")
# How many sentences back the one who acts may be named.
_REACH = 2
# How many sentences back somebody is still spoken of, if nobody else is named.
_SPOKEN = 4
# The body of a post and who holds it.
_HELD = re.compile(
    f"{SLOTS['ORG']}\\w{{0,8}}{SLOTS['TITLE']}(?:[、兼]\\w{{0,8}}{SLOTS['TITLE']})*{SLOTS['PER']}"
)
# How often a stand-in means whom it is read for.
_MEANT = 0.92


def claims_of_sentence(context: Context, sentence: Span, patterns: Iterable[Pattern]) -> Iterator[Claim]:
    """Every claim that the patterns find in one sentence."""
    seen = view(context.folded, sentence, context.mentions, stand_ins(context, sentence))
    if not seen.mentions:
        return
    reported = [*speakers(seen), *said_after(context, seen)]
    symbols = frozenset(seen.chars)
    for pattern in patterns:
        if not pattern.needs <= symbols:
            continue
        for match in _matches(pattern.regex, seen.chars):
            if _stands_well(pattern, seen.chars, match.start()):
                told_at = seen.starts[match.start()]
                for claim in _claims(context, seen, pattern, match):
                    yield with_speaker(claim, told_at, reported)


def _stands_well(pattern: Pattern, chars: str, start: int) -> bool:
    """Whether what stands before a match lets it be one."""
    if pattern.not_after is not None and pattern.not_after.search(chars, 0, start):
        return False
    return pattern.after is None or pattern.after.search(chars, 0, start) is not None


def _matches(regex: re.Pattern[str], chars: str) -> Iterator[re.Match[str]]:
    """Matches from left to right; a later one may begin inside an earlier one, behind its first symbol."""
    position = 0
    while (match := regex.search(chars, position)) is not None:
        yield match
        position = max(match.start() + 1, match.end() - 1)


def _claims(context: Context, seen: View, pattern: Pattern, match: re.Match[str]) -> Iterator[Claim]:
    roles = _roles(match)
    subjects = _mentions(context, seen, roles.get("subject"))
    trigger = roles.get("trigger") or roles.get("kin")
    if is_said_of_others(pattern.predicate, seen, match, roles):
        return
    status = pattern.status or status_of(pattern.predicate, seen, match, roles)
    made: Iterable[tuple[int, Predicate, int, str | None, Status]]
    if pattern.predicate is None:
        made = _kinship(context, seen, pattern, roles, subjects)
    elif "posts" in roles and pattern.predicate.name == "holdsPost":
        known = None
        if pattern.antecedent == "person":
            subjects = _person_spoken_of(context, seen, seen.span(match.start(), match.end()).start)
        if pattern.antecedent == "body":
            known = body_before(seen, roles["posts"][0])
        elif pattern.antecedent == "organization":
            known = body_of_title(context, seen, roles["posts"])
            if known is None:
                return
        elif "trigger" in roles:
            known = _only_organization(context, seen, match.start(), subjects)
        found = list(posts(context, seen, *roles["posts"], body=known))
        made = ((s, pattern.predicate, p.body, p.title, _joined(status, p)) for s in subjects for p in found)
        trigger = None
    elif "members" in roles:
        made = (
            (one, pattern.predicate, other, None, status)
            for one, other in combinations(_mentions(context, seen, roles["members"]), 2)
        )
    else:
        objects = _mentions(context, seen, roles.get("object"))
        if pattern.object_ends is not None:
            objects = [i for i in objects if pattern.object_ends.search(context.names[i])]
        if pattern.antecedent == "actor":
            subjects = _actor(context, seen)
        if pattern.antecedent == "person" and not subjects:
            subjects = _person_spoken_of(context, seen, seen.span(match.start(), match.end()).start)
        if pattern.predicate.name == "studiedAt":
            objects = [_school(context, i) for i in objects if _school_name().search(context.names[i])]
        if pattern.antecedent == "village" and not objects:
            objects = _villages(context, seen.span(match.start(), match.end()).start)
        title = _text(context, seen, roles.get("title"))
        if pattern.title_in is not None:
            if title is None or not pattern.title_in.fullmatch(title):
                return
            title = None
        made = ((s, pattern.predicate, o, title, status) for s in subjects for o in objects)
    amount = _text(context, seen, roles.get("amount"))
    when = _when(context, seen, match, roles) if pattern.date is not None else None
    guessed = any(match.start() <= position < match.end() for position in seen.stand_ins)
    confidence = round(pattern.confidence * (_MEANT if guessed else 1.0), 3)
    for subject, predicate, target, title, standing in made:
        kinds = context.mentions[subject].kind, context.mentions[target].kind
        # Who is willing to work together does not yet do so, and communiqués are full of it.
        wish = predicate.name == "cooperatesWith" and standing is Status.PROPOSED
        wider = (
            kinds == (Kind.LOC, Kind.LOC)
            and predicate.name == "locatedIn"
            and _is_wider(context, subject, target)
        )
        if subject != target and predicate.admits(*kinds) and not wish and not wider:
            yield Claim(
                subject,
                predicate,
                target,
                seen.sentence,
                seen.span(*trigger)
                if trigger and trigger[0] < trigger[1]
                else _title_span(context, seen, roles),
                pattern.name,
                confidence,
                title=title,
                status=standing,
                start_date=when if pattern.date == "start" else None,
                end_date=when if pattern.date == "end" else None,
                amount=amount,
            )


def _school(context: Context, department: int) -> int:
    """The school whose department somebody went to: 示例大学 of 示例大学新闻系."""
    whole = context.mentions[department]
    if not context.names[department].endswith(words("bodies", "schools", "departments")):
        return department
    inside = (
        i
        for i, m in enumerate(context.mentions)
        if m.kind is Kind.ORG and m.start == whole.start and m.end < whole.end
    )
    return max(inside, key=lambda i: context.mentions[i].end, default=department)


def _is_wider(context: Context, place: int, other: int) -> bool:
    """Whether a place is known to be of a wider level than another: nothing wide lies in what is narrow, and
    no country or province in another.
    """
    one, two = rank(context.names[place]), rank(context.names[other])
    return one < two or one == two <= 0


def _roles(match: re.Match[str]) -> dict[str, tuple[int, int]]:
    """The stretch of each role that took part in the match; subject2 is subject in another arm of the
    pattern.
    """
    return {
        role.rstrip("0123456789"): match.span(role) for role, words_ in match.groupdict().items() if words_
    }


def _mentions(context: Context, seen: View, span: tuple[int, int] | None) -> list[int]:
    """The mentions in a stretch of the view. Of places that follow each other directly only the last is
    meant.
    """
    if span is None:
        return []
    found = []
    for run in _RUN.finditer(seen.chars, *span):
        positions = range(run.start(), run.end())
        last = [p for p in positions if p == run.end() - 1 or seen.chars[p] == SLOTS["PER"]]
        found += [seen.mention_at(p) for p in last]
    return found


def _text(context: Context, seen: View, span: tuple[int, int] | None) -> str | None:
    if span is None or span[0] == span[1]:
        return None
    where = seen.span(*span)
    return context.extraction.document.text[where.start : where.end].strip() or None


def _title_span(context: Context, seen: View, roles: Mapping[str, tuple[int, int]]) -> Span | None:
    """The words of the post stand for the trigger where the pattern has no other."""
    span = roles.get("posts") or roles.get("title")
    if span is None:
        return None
    titles = [p for p in range(*span) if seen.chars[p] == SLOTS["TITLE"]]
    return seen.span(titles[0], titles[-1] + 1) if titles else None


def _joined(status: Status, post: Post) -> Status:
    """What the post's own words say wins, unless the sentence denies it or sets it in the past."""
    return post.status if status is Status.CURRENT else status


def _when(
    context: Context, seen: View, match: re.Match[str], roles: Mapping[str, tuple[int, int]]
) -> str | None:
    """The last date before the words that say what happened, in the same sentence."""
    told = (roles.get("trigger") or roles.get("posts") or match.span())[0]
    begin, end = seen.sentence.start, seen.starts[told] if told < len(seen.starts) else seen.sentence.end
    found = [when.iso for when in dates(context.folded[begin:end], context.extraction.document.published)]
    return found[-1] if found else None


@cache
def _school_name() -> re.Pattern[str]:
    return re.compile(expression("bodies", "schools", "names"))


def _kinship(
    context: Context,
    seen: View,
    pattern: Pattern,
    roles: Mapping[str, tuple[int, int]],
    subjects: Sequence[int],
) -> Iterator[tuple[int, Predicate, int, str | None, Status]]:
    word = seen.chars[slice(*roles["kin"])]
    others = _mentions(context, seen, roles.get("other"))
    if pattern.antecedent == "person" and others:
        subjects = _person_spoken_of(context, seen, context.mentions[others[0]].start)
    for name, (predicate, called_is_subject) in KIN_PREDICATES.items():
        if word not in words("kinship", name) and word not in table("kinship")["short"].get(name, ()):
            continue
        for subject in subjects:
            for other in others:
                ends = (other, subject) if called_is_subject else (subject, other)
                yield ends[0], vocabulary()[predicate], ends[1], word, Status.CURRENT


def _person_spoken_of(context: Context, seen: View, position: int) -> list[int]:
    """The one person named before `position` in this clause, this sentence or the four before; nobody if the
    nearest of these that names anybody names two."""
    clause = max(context.folded.rfind("；", seen.sentence.start, position) + 1, seen.sentence.start)
    stretches = [
        (clause, position),
        *((s.start, s.end) for s in (seen.sentence, *context.before(seen.sentence, _SPOKEN))),
    ]
    for nth, (start, end) in enumerate(stretches):
        inside = [
            i
            for i, m in enumerate(context.mentions)
            if m.kind is Kind.PER
            and start <= m.start < min(end, position)
            # The kin of somebody else: 女儿罗思雨 in 女儿罗思雨考进大学，儿子罗思远……
            and not _kin_before().search(context.folded, max(0, m.start - 4), m.start)
        ]
        if inside:
            last = context.mentions[inside[-1]]
            # A pronoun after the name may speak of somebody else.
            elsewhere = nth > 0 and re.search("[他她]", context.folded[last.end : min(end, position)])
            if (
                len({context.names[i] for i in inside}) > 1
                and nth < 2
                and _begins_clause(context, inside[-1])
            ):
                return [inside[-1]]
            return [inside[-1]] if len({context.names[i] for i in inside}) == 1 and not elsewhere else []
    return []


def _begins_clause(context: Context, person: int) -> bool:
    """Whether a person stands first in a clause and is who it is about: 确吉 in 拉吉过世后，确吉与儿子…"""
    start = context.mentions[person].start
    return start == 0 or context.folded[start - 1] in "，。；：\n"


def _actor(context: Context, seen: View) -> list[int]:
    """The organization that the sentence before begins with, or the one before that: who goes on acting in a
    sentence that names nobody as its subject. Only within the paragraph, and not past another beginning."""
    for before in context.before(seen.sentence, _REACH):
        if "\n" in context.folded[before.start : seen.sentence.start + 1].lstrip("\n"):
            return []
        first = next(
            (i for i, m in enumerate(context.mentions) if before.start <= m.start < before.end), None
        )
        if first is not None:
            mention = context.mentions[first]
            at_start = not context.folded[before.start : mention.start].strip()
            return [first] if at_start and mention.kind is Kind.ORG else []
    return []


@cache
def _kin_before() -> re.Pattern[str]:
    kin = alternation(word for name in KIN_PREDICATES for word in words("kinship", name))
    return re.compile(f"(?:{kin})$")


def _only_organization(context: Context, seen: View, position: int, subjects: Sequence[int]) -> int | None:
    """The organization before a view position, if the sentence names one only: 甲公司公告，张三出任董事长.

    Where it is the body of somebody else's post it says nothing of `subjects`: 县委书记李四和担任护林员的……
    """
    before = [at for at, i in seen.mentions.items() if at < position and context.mentions[i].kind is Kind.ORG]
    if len({context.names[seen.mentions[at]] for at in before}) != 1:
        return None
    held = _HELD.match(seen.chars, before[-1])
    others = held is not None and seen.mentions[held.end() - 1] not in subjects
    return None if others else seen.mentions[before[-1]]


def _villages(context: Context, position: int) -> list[int]:
    """The village that the text speaks of at `position`."""
    small = words("bodies", "small")
    towns = words("bodies", "small", "towns")
    places = [
        i
        for i, m in enumerate(context.mentions)
        if m.kind is Kind.LOC and m.start < position and level_of(context.names[i]) in small
    ]
    narrow = [i for i in places if level_of(context.names[i]) not in towns] or places
    found = governing(narrow, context, position)
    return [] if found is None else [found]
