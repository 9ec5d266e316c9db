"""From the matches of patterns to claims: what each says, whether it can be so, and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from kg.coreference.context import Context
from kg.lexicon import expression, table, words
from kg.ontology import vocabulary
from kg.records import Claim, Kind, Predicate, Span, Status
from kg.relations.anaphora import stand_ins
from kg.relations.antecedents import actor, only_organization, person_spoken_of, village
from kg.relations.containment import rank
from kg.relations.match import Match, by_roles
from kg.relations.offices import is_sole
from kg.relations.patterns import KIN_PREDICATES, Index, Pattern
from kg.relations.posts import body_before, body_of_title, posts
from kg.relations.speech import said_after, speakers, with_speaker
from kg.relations.standing import is_said_of_others, status_of
from kg.relations.view import view

# Twelve hosts of one forum would be 66 claims, which bury all that is said of them elsewhere.
_FEW = 5
# How often a stand-in means whom it is read for.
_MEANT = 0.92


@dataclass(frozen=True, slots=True)
class _Saying:
    """What a match says of two mentions."""

    subject: int
    predicate: Predicate
    object: int
    title: str | None
    status: Status


def claims_of_sentence(context: Context, sentence: Span, patterns: Index) -> Iterator[Claim]:
    """Every claim that the patterns find in one sentence."""
    seen = view(context.folded, sentence, context.mentions, stand_ins(context, sentence))
    if not seen.mentions:
        return
    reported = [*speakers(seen), *said_after(context, seen)]
    for pattern in patterns.of(seen.chars):
        for match in _matches(pattern.regex, seen.chars):
            if _stands_well(pattern, seen.chars, match.start()):
                found = by_roles(context, seen, pattern, match)
                for claim in _claims(found):
                    yield with_speaker(claim, found.begins, reported)


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


def _claims(found: Match) -> Iterator[Claim]:
    if is_said_of_others(found):
        return
    pattern = found.pattern
    sayings = [saying for saying in _sayings(found) if _can_be_so(found.context, saying)]
    when = found.when if sayings and pattern.date is not None else None
    confidence = round(pattern.confidence * (_MEANT if found.guessed else 1.0), 3)
    for saying in sayings:
        yield Claim(
            saying.subject,
            saying.predicate,
            saying.object,
            found.seen.sentence,
            found.trigger,
            pattern.name,
            confidence,
            title=saying.title,
            status=saying.status,
            start_date=when if pattern.date == "start" else None,
            end_date=when if pattern.date == "end" else None,
            amount=found.text("amount"),
        )


def _sayings(found: Match) -> Iterator[_Saying]:
    predicate = found.pattern.predicate
    if predicate is None:
        return _of_kin(found)
    if found.of_posts:
        return _of_posts(found, predicate)
    if "members" in found.roles:
        return _of_members(found, predicate)
    return _of_two_ends(found, predicate)


def _can_be_so(context: Context, saying: _Saying) -> bool:
    """Whether what is said fits its predicate, and is more than a wish."""
    kinds = context.mentions[saying.subject].kind, context.mentions[saying.object].kind
    if saying.subject == saying.object or not saying.predicate.admits(*kinds):
        return False
    # Who is willing to work together does not yet do so, and communiqués are full of it.
    if saying.predicate.name == "cooperatesWith" and saying.status is Status.PROPOSED:
        return False
    places = saying.predicate.name == "locatedIn" and kinds == (Kind.LOC, Kind.LOC)
    return not (places and _is_wider(context, saying.subject, saying.object))


def _is_wider(context: Context, place: int, other: int) -> bool:
    """Whether a place is known to be of a wider level than another: nothing wide lies in what is narrow, and
    no country or province in another.
    """
    one, two = rank(context.names[place]), rank(context.names[other])
    return one < two or one == two <= 0


def _status(found: Match) -> Status:
    return found.pattern.status or status_of(found)


def _of_kin(found: Match) -> Iterator[_Saying]:
    """Who is whose parent, child, spouse: the word in role `kin` tells the predicate."""
    context, word = found.context, found.seen.chars[slice(*found.roles["kin"])]
    subjects, others = found.mentions("subject"), found.mentions("other")
    if found.pattern.antecedent == "person" and others:
        subjects = person_spoken_of(context, found.seen.sentence, context.mentions[others[0]].start)
    for name, (predicate, called_is_subject) in KIN_PREDICATES.items():
        if word not in words("kinship", name) and word not in table("kinship")["short"].get(name, ()):
            continue
        for subject in subjects:
            for other in others:
                ends = (other, subject) if called_is_subject else (subject, other)
                yield _Saying(ends[0], vocabulary()[predicate], ends[1], word, Status.CURRENT)


def _of_posts(found: Match, predicate: Predicate) -> Iterator[_Saying]:
    """Who holds which posts, at which bodies."""
    context, seen, antecedent = found.context, found.seen, found.pattern.antecedent
    subjects = found.mentions("subject")
    if antecedent == "person":
        subjects = person_spoken_of(context, seen.sentence, found.begins)
    body = None
    if antecedent == "body":
        body = body_before(seen, found.roles["posts"][0])
    elif antecedent == "organization":
        body = body_of_title(context, seen, found.roles["posts"])
        if body is None:
            return
    elif "trigger" in found.roles:
        body = only_organization(context, seen, found.start)
    if re.search("[您你]", found.between):
        return  # 某某表示，您当选主席: it is whoever is spoken to
    status = _status(found)
    held = list(posts(context, seen, *found.roles["posts"], body=body))
    for post in held:
        # 村长张三和李四 are a head and somebody with him.
        for subject in subjects[:1] if is_sole(post.title) else subjects:
            # What the post's own words say wins, unless the sentence denies it or sets it in the past.
            own = post.status if status is Status.CURRENT else status
            yield _Saying(subject, predicate, post.body, post.title, own)


def _of_members(found: Match, predicate: Predicate) -> Iterator[_Saying]:
    """Each with each of those named side by side; of a long list the first, who leads it, with each."""
    status = _status(found)
    members = found.mentions("members")
    pairs = combinations(members, 2) if len(members) <= _FEW else ((members[0], m) for m in members[1:])
    for one, other in pairs:
        yield _Saying(one, predicate, other, None, status)


def _of_two_ends(found: Match, predicate: Predicate) -> Iterator[_Saying]:
    """Each subject with each object, taken from before the sentence where it does not name them."""
    context, pattern = found.context, found.pattern
    title = found.text("title")
    if pattern.title_in is not None:
        if title is None or not pattern.title_in.fullmatch(title):
            return
        # Who founded something is a founder: the relation says it, where it is no post.
        title = title if predicate.name == "holdsPost" else None
    status = _status(found)
    objects = _objects(found, predicate)
    subjects = found.mentions("subject")
    if pattern.antecedent == "actor":
        subjects = actor(context, found.seen.sentence)
    if pattern.antecedent == "organization" and not subjects:
        headed = body_of_title(context, found.seen, found.roles["posts"])
        subjects = [] if headed is None else [headed]
    if pattern.antecedent == "person" and not subjects:
        subjects = person_spoken_of(context, found.seen.sentence, found.begins)
    for subject in subjects:
        for target in objects:
            yield _Saying(subject, predicate, target, title, status)


def _objects(found: Match, predicate: Predicate) -> list[int]:
    context, pattern = found.context, found.pattern
    objects = found.mentions("object")
    if pattern.object_ends is not None:
        objects = [i for i in objects if pattern.object_ends.search(context.names[i])]
    if pattern.object_ends_not is not None:
        objects = [i for i in objects if not pattern.object_ends_not.search(context.names[i])]
    if predicate.name == "studiedAt":
        objects = [_school(context, i) for i in objects if _school_name().search(context.names[i])]
    if pattern.antecedent == "village" and not objects:
        objects = village(context, found.begins)
    return objects


@cache
def _school_name() -> re.Pattern[str]:
    return re.compile(expression("bodies", "schools", "names"))


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
