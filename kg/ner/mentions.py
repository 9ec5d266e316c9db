"""From what a recognizer found to the mentions of a document.

The recognizer knows names; the rules know how the names of bodies and places are built (`growing`,
`nesting`), what the document says elsewhere (`mending`), and what stands in news furniture. Mentions may
nest: 襄垣县返底村党支部 is one organization, and 襄垣县 and 返底村 in it are places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg import text as texts
from kg.corpus import furniture
from kg.ner.cover import GRAMMAR, Cover
from kg.ner.dotted import whole_names
from kg.ner.doubtful import believed
from kg.ner.employers import employers
from kg.ner.generic import is_generic
from kg.ner.growing import add_bodies
from kg.ner.mending import apart, english_kinds, lengthened, plausible, rekinded, trimmed
from kg.ner.nesting import pieces, standing_alone
from kg.ner.places import level_of, split_chain
from kg.ner.prose import prose
from kg.ner.states import states
from kg.ner.trimming import in_prose
from kg.records import Document, Kind, Mention

# A company that its head's title shows: about as sure, measured on sentences of business news.
_TITLED_NAME = 0.9
_SURE = 0.8
_SURE_LENGTH = 5
_SHORTEST_PLACE = 3


def assemble(document: Document, found: Iterable[Mention]) -> tuple[Mention, ...]:
    """The document's mentions, outer before inner, in the order of the text."""
    folded = texts.fold(document.text)
    if document.language == "zh":
        outer = Cover(document, folded)
        parts = (part for mention in in_prose(document, found) for part in apart(mention))
        named = [cut for part in parts if (cut := plausible(part)) is not None]
        for mention in believed(rekinded(trimmed(lengthened(whole_names(named, folded), folded))), folded):
            outer.add(mention)
        add_bodies(outer)
        _add_employers(outer)
        _add_states(outer)
        _add_repeats(outer)
        outer.drop(is_generic)
        alone = standing_alone(outer)
        chains = [piece for mention in outer.mentions() for piece in pieces(outer, mention, alone)]
    else:
        chains = english_kinds(in_prose(document, found))
    chains += _furniture(document)
    return tuple(sorted(set(chains), key=lambda m: (m.start, -m.end, m.kind)))


def _add_repeats(cover: Cover) -> None:
    """What was found once as a name is found everywhere in the document, unless another name covers it."""
    names: dict[str, Mention] = {}
    for mention in cover.mentions():
        long_enough = 2 if mention.kind is Kind.PER else 3
        if len(mention.text) >= long_enough and (mention.confidence >= 0.6 or mention.kind is Kind.PER):
            name = cover.folded[mention.start : mention.end]
            for level in _named_levels(name) if mention.kind is Kind.LOC else ():
                names.setdefault(level, mention)
            names[name] = names.get(name, mention)
    if not names:
        return
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n))))
    for begin, stop in ((s.start, s.end) for s in prose(cover.document)):
        for match in pattern.finditer(cover.folded, begin, stop):
            known = names[match.group()]
            rivals = cover.overlapping(match.start(), match.end())
            whole = known.kind is Kind.LOC and level_of(match.group()) is not None
            if _mends(known, rivals, match.start(), match.end(), whole=whole):
                cover.add(cover.new(match.start(), match.end(), known.kind, known.confidence))
            elif whole and _begins_before(rivals, match.start(), match.end()):
                cover.add(cover.new(match.start(), rivals[0].end, Kind.LOC, known.confidence))


def _named_levels(name: str) -> Iterator[str]:
    """The places of a chain that are named with their level word: 云岭乡 of 岚水县云岭乡."""
    places = (name[a:b] for a, b in split_chain(name))
    return (place for place in places if len(place) >= _SHORTEST_PLACE and level_of(place))


def _mends(known: Mention, rivals: Sequence[Mention], start: int, end: int, *, whole: bool) -> bool:
    """Whether a name found elsewhere stands at `start:end` in place of what was found there."""
    # A long name that is sure mends what was cut short: 治医学院 in 长治医学院附属和平医院.
    sure = end - start >= _SURE_LENGTH and known.confidence >= _SURE
    if sure and all(len(r.text) < end - start for r in rivals):
        return True
    only_places = all(r.kind is Kind.LOC and start <= r.start for r in rivals)
    # A whole name mends what was taken for a place in it: 青海 in 师青海.
    if known.kind is Kind.PER:
        return only_places and all(start < r.start and r.end == end for r in rivals)
    # 亲民党 in 会见亲民党主席, of which only the end was found.
    if rivals and known.kind is Kind.ORG:
        return all(r.kind is Kind.ORG and start < r.start and r.end == end for r in rivals)
    # A place with its level word mends the pieces that it was cut into: 云|岭乡, 前|庄村.
    return not rivals or (whole and only_places and all(r.end <= end for r in rivals))


def _begins_before(rivals: Sequence[Mention], start: int, end: int) -> bool:
    """Whether the one place that was found begins with the rest of one that is known with its level word:
    前|庄村茶叶产业园 beside 前庄村."""
    only = rivals[0] if len(rivals) == 1 else None
    return only is not None and only.kind is Kind.LOC and start < only.start and end < only.end


def _add_states(cover: Cover) -> None:
    """Adds the countries that the recognizer passed over, cut short or took for people, before an office that
    only a state has: 萨尔瓦多|总统, 中非|总统.
    """
    for begin, stop in ((s.start, s.end) for s in prose(cover.document)):
        for span in states(cover.folded[begin:stop]):
            start, end = begin + span.start, begin + span.end
            rivals = cover.overlapping(start, end)
            whole = any(r.kind is not Kind.PER and r.end - r.start >= end - start for r in rivals)
            if not whole and all(start <= r.start and r.end <= end for r in rivals):
                cover.replace(cover.new(start, end, Kind.LOC, GRAMMAR))


def _add_employers(cover: Cover) -> None:
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
