"""From what a recognizer found to the mentions of a document.

The recognizer knows names; this module knows how the names of bodies and places are built and what stands
in news furniture. Mentions may nest: 襄垣县返底村党支部 is one organization, and 襄垣县 and 返底村 in it
are places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from kg import text as texts
from kg.corpus import furniture
from kg.gazetteer import gazetteer, is_country
from kg.lexicon import alternation, words
from kg.ner.bodies import Body, bodies, tail_after, whole_of
from kg.ner.employers import employers
from kg.ner.mending import (
    believed,
    english_kinds,
    is_generic,
    lengthened,
    misread,
    names_a_trade,
    plausible,
    rekinded,
    trimmed,
)
from kg.ner.places import full_place, leading_places, level_of, listed_place_before, split_chain
from kg.ner.prose import prose
from kg.ner.states import states
from kg.records import Document, Kind, Mention

# A span of the grammar is as sure as the grammar: measured on the annotated articles, it errs about once in
# twenty.
_GRAMMAR = 0.95
# A company that its head's title shows: about as sure, measured on sentences of business news.
_TITLED_NAME = 0.9
_SURE = 0.8
_SURE_LENGTH = 5
_HAN = re.compile("[\u4e00-\u9fff]+")


def assemble(document: Document, found: Iterable[Mention]) -> tuple[Mention, ...]:
    """The document's mentions, outer before inner, in the order of the text."""
    folded = texts.fold(document.text)
    if document.language == "zh":
        outer = _Cover(document, folded)
        named = [cut for mention in _in_prose(document, found) if (cut := plausible(mention)) is not None]
        for mention in believed(rekinded(trimmed(lengthened(named, folded))), folded):
            outer.add(mention)
        _add_bodies(outer)
        _add_employers(outer)
        _add_states(outer)
        _add_repeats(outer)
        outer.drop(is_generic)
        alone = _standing_alone(outer)
        chains = [piece for mention in outer.mentions() for piece in _pieces(outer, mention, alone)]
    else:
        chains = english_kinds(_in_prose(document, found))
    chains += _furniture(document)
    return tuple(sorted(set(chains), key=lambda m: (m.start, -m.end, m.kind)))


class _Cover:
    """Spans that do not overlap; a longer one takes the place of what it covers."""

    def __init__(self, document: Document, folded: str) -> None:
        self.document = document
        self.folded = folded
        self._owner: dict[int, Mention] = {}

    def add(self, mention: Mention) -> None:
        """Adds a mention unless a longer one stands in its way; of two with the same ends the later stays."""
        rivals = self.overlapping(mention.start, mention.end)
        if any(rival.end - rival.start > mention.end - mention.start for rival in rivals):
            return
        for rival in rivals:
            self._take_out(rival)
        for position in range(mention.start, mention.end):
            self._owner[position] = mention

    def replace(self, mention: Mention) -> None:
        """Adds a mention in place of all that it overlaps."""
        for rival in self.overlapping(mention.start, mention.end):
            self._take_out(rival)
        self.add(mention)

    def _take_out(self, mention: Mention) -> None:
        for position in range(mention.start, mention.end):
            self._owner.pop(position, None)

    def drop(self, unwanted: Callable[[str, Kind], bool]) -> None:
        """Takes out the mentions whose folded name and kind are not wanted, save the places that they begin
        with.
        """
        for mention in self.mentions():
            name = self.folded[mention.start : mention.end]
            if unwanted(name, mention.kind):
                self._take_out(mention)
                # 南宁市良庆区|乡镇党委 still names two places.
                places = leading_places(name)
                if places and mention.kind is Kind.ORG:
                    self.add(
                        self.new(mention.start, mention.start + places[-1][1], Kind.LOC, mention.confidence)
                    )

    def overlapping(self, start: int, end: int) -> list[Mention]:
        seen = {id(m): m for p in range(start, end) if (m := self._owner.get(p)) is not None}
        return list(seen.values())

    def at(self, position: int) -> Mention | None:
        return self._owner.get(position)

    def mentions(self) -> list[Mention]:
        return sorted({id(m): m for m in self._owner.values()}.values(), key=lambda m: m.start)

    def new(self, start: int, end: int, kind: Kind, confidence: float) -> Mention:
        return Mention(start, end, kind, self.document.text[start:end], confidence)


def _in_prose(document: Document, found: Iterable[Mention]) -> Iterator[Mention]:
    stretches = prose(document)
    for mention in found:
        inside = any(s.start <= mention.start and mention.end <= s.end for s in stretches)
        if inside and not misread(document.text, mention):
            trimmed = _trim(document, mention)
            if trimmed is not None:
                yield trimmed


def _trim(document: Document, mention: Mention) -> Mention | None:
    """Without the spaces and quotation marks at its ends, which are nobody's name."""
    text = mention.text
    left = len(text) - len(text.lstrip(" \u3000\xa0“”‘’\"'《》「」,，、。.:："))
    right = len(text.rstrip(" \u3000\xa0“”‘’\"'《》「」,，、。:："))
    if left >= right:
        return None
    # 德林村村|口: the second 村 belongs to what follows.
    if text[:right].endswith("村村") and document.text[mention.start + right :][:1] in tuple("口民头里委级"):
        right -= 1
    left, right = _paired(text, left, right)
    left, right = left + mention.start, right + mention.start
    right = _whole_word(document.text, left, right)
    left, right = _with_title_marks(document.text, left, right)
    kept = document.text[left:right]
    # 甲国外贸与商务国务部|长: what is left of 商务国务部 is no name.
    if not kept or (kept + "国务部" == text[: len(kept) + 3] and not is_country(kept)):
        return None
    places = leading_places(kept) if right < mention.end and mention.kind is Kind.ORG else ()
    kind = Kind.LOC if places and places[-1][1] == len(kept) else mention.kind
    return replace(mention, start=left, end=right, text=kept, kind=kind)


def _whole_word(text: str, left: int, right: int) -> int:
    """Where a name ends whose last word was cut in two: 粤港澳大湾|区, 甲国国务部|长."""
    if text.endswith(("大湾", "保税港"), left, right) and text.startswith("区", right):
        return right + 1
    minister = text.endswith("国务部", left, right) and text.startswith("长", right)
    return right - len("国务部") if minister else right


def _with_title_marks(text: str, left: int, right: int) -> tuple[int, int]:
    """`left:right` with the title mark beside whose other half is inside: 《|文史》杂志社, 印度《晨报|》."""
    opened, closed = text.find("《", left, right), text.find("》", left, right)
    if closed >= 0 and (opened < 0 or closed < opened) and text[max(0, left - 1) : left] == "《":
        left -= 1
    elif opened >= 0 and closed < 0 and text[right : right + 1] == "》":
        right += 1
    return left, right


def _paired(text: str, left: int, right: int) -> tuple[int, int]:
    """`left:right` without a bracket or quotation mark whose other half lies outside, and what is behind it:
    亚洲基础设施投资银行|（亚投行, 贾滩镇|“政协, 后勤保障组|”“环境整治组."""
    for opening, closing in ("（）", "“”"):
        opened, closed = text.find(opening, left, right), text.find(closing, left, right)
        if closed >= 0 and (opened < 0 or closed < opened):
            right = closed
        elif opened > left and closed < 0:
            right = opened
    return left, right


def _add_bodies(cover: _Cover) -> None:
    """Adds the bodies that the grammar finds, each with the place before it."""
    folded = cover.folded
    for begin, stop in ((s.start, s.end) for s in prose(cover.document)):
        stretch = folded[begin:stop]
        for body in bodies(stretch):
            _widen(cover, _with_place(cover, folded, begin, body), begin + body.end)
        for match in chain(_bare_body().finditer(stretch), _scheme().finditer(stretch)):
            _widen(cover, begin + match.start(), begin + match.end())
    for whole in [m for m in cover.mentions() if m.kind is Kind.ORG]:
        # 银川市委组织部|组织一科|科长: the part is named by its head's title.
        part = _headed_part().match(folded, whole.end)
        if part is not None:
            _widen(cover, whole.start, part.end())
    for place in [m for m in cover.mentions() if m.kind is Kind.LOC]:
        after = cover.at(place.end)
        if after is not None and after.kind is Kind.ORG and names_a_trade(after.text):
            _widen(cover, place.start, after.end)
        tail = tail_after(folded, place.end)
        if tail is not None:
            _widen(cover, place.start, tail.end)
        mission = _mission().match(folded, place.end)
        if mission is not None:
            _widen(cover, place.start, mission.end())


@cache
def _bare_body() -> re.Pattern[str]:
    """A body without its place, right before the title of somebody in it: |党支部|书记."""
    named, titles = (alternation(words("bodies", "bare", key)) for key in ("bodies", "titles"))
    return re.compile(f"(?<![\u4e00-\u9fff])(?:{named})(?=副?(?:{titles}))")


@cache
def _scheme() -> re.Pattern[str]:
    """A body whose name is built by one scheme all over the country: 国网长治供电公司."""
    fronts, ends = (alternation(words("bodies", "schemes", key)) for key in ("fronts", "endings"))
    return re.compile(f"(?:{fronts})[一-鿿]{{2,8}}?(?:{ends})")


@cache
def _mission() -> re.Pattern[str]:
    """What one place has set up for another, behind the one: 江苏省|对口支援新疆伊犁州前方指挥部."""
    deeds, ends = (alternation(words("bodies", "missions", key)) for key in ("deeds", "endings"))
    return re.compile(f"(?:{deeds})[一-鿿]{{2,14}}?(?:{ends})")


@cache
def _headed_part() -> re.Pattern[str]:
    """A part of an organization, right before the title of its own head: 组织一科|科长."""
    parts = alternation(words("bodies", "parts", "headed"))
    return re.compile(f"[\u4e00-\u9fff]{{1,8}}?(?P<part>{parts})(?=副?(?P=part)长)")


def _widen(cover: _Cover, start: int, end: int) -> None:
    """Adds the organization `start:end`, grown over the organizations that it overlaps."""
    for rival in cover.overlapping(start, end):
        if (
            rival.kind is Kind.PER
            and rival.end - rival.start >= 2
            and not start <= rival.start < rival.end <= end
        ):
            return
        if rival.kind is Kind.ORG or rival.start < start:
            start, end = min(start, rival.start), max(end, rival.end)
    cover.add(cover.new(start, end, Kind.ORG, _GRAMMAR))


def _with_place(cover: _Cover, folded: str, offset: int, body: Body) -> int:
    """Where the body begins, with the place that its level word belongs to."""
    start, tail = offset + body.start, offset + body.tail
    place = cover.at(start) or (cover.at(start - 1) if start else None)
    if place is not None and place.kind is not Kind.PER and place.end <= tail:
        return place.start
    # 襄垣县|返底|村党支部: after a place, what ends in a level word is a place too, whether or not it is
    # known.
    for size in range(1, 6):
        outer = cover.at(start - size - 1) if start > size else None
        if cover.at(start - size) is not None or not _HAN.fullmatch(folded[start - size : start]):
            break
        if outer is not None and outer.kind is Kind.LOC and body.level in words("bodies", "small"):
            return start - size
    # 襄垣 before 县委: a known place that the recognizer passed over.
    begin = listed_place_before(folded, tail)
    return start if begin is None else min(start, begin)


def _add_repeats(cover: _Cover) -> None:
    """What was found once as a name is found everywhere in the document, unless another name covers it."""
    names: dict[str, Mention] = {}
    for mention in cover.mentions():
        long_enough = 2 if mention.kind is Kind.PER else 3
        if len(mention.text) >= long_enough and (mention.confidence >= 0.6 or mention.kind is Kind.PER):
            names.setdefault(cover.folded[mention.start : mention.end], mention)
    if not names:
        return
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))))
    for begin, stop in ((s.start, s.end) for s in prose(cover.document)):
        for match in pattern.finditer(cover.folded, begin, stop):
            known = names[match.group()]
            rivals = cover.overlapping(match.start(), match.end())
            # A long name that is sure mends what was cut short: 治医学院 in 长治医学院附属和平医院.
            mends = len(match.group()) >= _SURE_LENGTH and known.confidence >= _SURE
            if not rivals or (mends and all(len(r.text) < len(match.group()) for r in rivals)):
                cover.add(cover.new(match.start(), match.end(), known.kind, known.confidence))


def _add_states(cover: _Cover) -> None:
    """Adds the countries that the recognizer passed over, before an office that only a state has."""
    for begin, stop in ((s.start, s.end) for s in prose(cover.document)):
        for span in states(cover.folded[begin:stop]):
            start, end = begin + span.start, begin + span.end
            if not cover.overlapping(start, end):
                cover.add(cover.new(start, end, Kind.LOC, _GRAMMAR))


def _add_employers(cover: _Cover) -> None:
    """Adds the companies that only the title of their head shows, in place of people and places that the
    recognizer took them for.
    """
    people = {mention.start for mention in cover.mentions() if mention.kind is Kind.PER}
    for begin, stop in ((s.start, s.end) for s in prose(cover.document)):
        offsets = {start - begin for start in people}
        for span in employers(cover.folded[begin:stop], offsets):
            start, end = begin + span.start, begin + span.end
            rivals = cover.overlapping(start, end)
            if all(rival.kind is not Kind.ORG and rival.start >= start for rival in rivals):
                cover.replace(cover.new(start, end, Kind.ORG, _TITLED_NAME))


def _standing_alone(cover: _Cover) -> frozenset[str]:
    """The full names of the places that the document names by themselves."""
    names = (cover.folded[m.start : m.end] for m in cover.mentions() if m.kind is Kind.LOC)
    return frozenset(full_place(name[a:b]) for name in names for a, b in split_chain(name))


def _pieces(cover: _Cover, mention: Mention, alone: frozenset[str]) -> Iterator[Mention]:
    """The mention itself, or the levels of a chain of places.

    The places in an organization's name come with it if they are a chain of levels, or if the document also
    names them by themselves: 武汉 in 武汉同济医院 is no place of the article that mentions only the hospital.
    """
    name = cover.folded[mention.start : mention.end]
    if mention.kind is Kind.LOC:
        for start, end in _levels(name, alone):
            if not is_generic(name[start:end], Kind.LOC):
                yield cover.new(mention.start + start, mention.start + end, Kind.LOC, mention.confidence)
                for a, b in _places_of_zone(name[start:end]):
                    at = mention.start + start
                    yield cover.new(at + a, at + b, Kind.LOC, mention.confidence)
        return
    places = leading_places(name) if mention.kind is Kind.ORG else ()
    if places and _is_foreign_company(name, places[0]):
        # 美国|埃克森美孚公司 names a country and a company; 美国国务院 is one name.
        cut = mention.start + places[0][1]
        yield cover.new(mention.start, cut, Kind.LOC, mention.confidence)
        yield cover.new(cut, mention.end, Kind.ORG, mention.confidence)
        return
    yield mention
    if mention.kind is Kind.ORG:
        small = words("bodies", "small")
        for start, end in places:
            tail = tail_after(name, end)
            governs = tail is not None and tail.sort == "authority" and level_of(name[start:end]) in small
            governs = governs or _has_its_head_named(cover.folded, mention.end, name[start:end])
            if end < len(name) and (len(places) > 1 or governs or full_place(name[start:end]) in alone):
                yield cover.new(mention.start + start, mention.start + end, Kind.LOC, mention.confidence)
        whole = whole_of(name)
        while whole is not None:
            yield cover.new(mention.start, mention.start + whole, Kind.ORG, mention.confidence)
            whole = whole_of(name[:whole])


def _has_its_head_named(folded: str, end: int, place: str) -> bool:
    """Whether a body's title at `end` is followed by the title of who heads its place: 市长 in
    云岭市委副书记、市长.
    """
    level = level_of(full_place(place))
    return (
        level is not None
        and re.match(f"[^，。；]{{1,12}}、(?:常务副|副|代理?)?{level}长", folded[end : end + 20]) is not None
    )


def _places_of_zone(name: str) -> Sequence[tuple[int, int]]:
    """The places that a zone or an institution is named after: 成都市 of 成都市高新区."""
    what = max((w for w in words("generic", "facilities", "bare") if name.endswith(w)), key=len, default="")
    front = name.removesuffix(what)
    if not what or not front or is_country(front):
        return ()
    chain = split_chain(front)
    # 滨海新区 is named after the sea, and not after the county of that name.
    known = all(
        any(d.name == front[a:b] or d.level in ("province", "city") for d in gazetteer().named(front[a:b]))
        for a, b in chain
    )
    return chain if known else ()


def _levels(name: str, alone: frozenset[str]) -> Sequence[tuple[int, int]]:
    """The levels of a chain; a place in front of one that stands alone elsewhere is a level:
    南浔|嘉业藏书楼.
    """
    places = leading_places(name)
    if places and places[-1][1] < len(name) and name[places[-1][1] :] in alone:
        return [*places, (places[-1][1], len(name))]
    return split_chain(name)


def _is_foreign_company(name: str, first: tuple[int, int]) -> bool:
    country = name[slice(*first)]
    rest = name[first[1] :]
    company = len(rest) > 3 and rest.endswith(("公司", "集团")) and not names_a_trade(rest)
    return is_country(country) and country != "中国" and company


def _furniture(document: Document) -> Iterator[Mention]:
    for span in furniture.people(document):
        yield Mention(span.start, span.end, Kind.PER, document.text[span.start : span.end])
    publisher = furniture.publisher_span(document)
    if publisher is not None:
        yield Mention(
            publisher.start, publisher.end, Kind.ORG, document.text[publisher.start : publisher.end]
        )


def outermost(mentions: Sequence[Mention]) -> Iterator[int]:
    """The indexes of the mentions that lie in no other; `mentions` are ordered as `assemble` orders them."""
    end = 0
    for index, mention in enumerate(mentions):
        if mention.start >= end:
            yield index
            end = mention.end
