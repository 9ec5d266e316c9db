"""Who is only named, without a word on who that is: the one of that name whom the corpus knows well, if the
company is his.

An article that lists 王毅 beside 蔡奇 says too little to be compared with another such article. Held against
all articles on the one 王毅 whose posts are told it may say enough: most of those name 蔡奇 too, and few
others do. What the article is about says a little, too: it names 人民大会堂 as most of those do.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.resolve.person import Person
from kg.resolve.score import Comparison, Corpus, Feature, compare
from kg.resolve.settings import companion_rarity, prior, thresholds, weight

# A person is well known in a corpus whose articles, so many at least, tell a post.
_FEWEST = 3
# So many articles show where a person is usually met; of fewer it is where the corpus is set.
_SCENES = 10
# A name of so many texts or fewer may be without a count (kg.resolve.score.Corpus).
_UNCOUNTED = 2
# No companion counts for more, nor how much better known than namesakes one is.
_MOST = 3.0
_BEST_KNOWN = 2.0


@dataclass(frozen=True)
class Known:
    """A well-known person: how many texts name the person, how many of them each companion and each body or
    place.
    """

    texts: int
    companions: Counter[str]
    scene: Counter[str]
    titles: frozenset[str]


def named_only(
    groups: Sequence[Sequence[Person]], known: Corpus
) -> Iterator[tuple[int, int, Person, Person, Comparison]]:
    """Groups that are the well-known person's of their name: the numbers of both, and the link's two ends.

    Args:
        groups: the people of one name, by whom they are.
        known: the counts over all documents.
    """
    told = [number for number, group in enumerate(groups) if any(map(_is_told, group))]
    chief = max(told, key=lambda number: (len(groups[number]), -number), default=None)
    if chief is None or len(groups[chief]) < _FEWEST:
        return
    best = _known(groups[chief])
    others = sum(len(groups[number]) for number in told if number != chief)
    fame = min(_BEST_KNOWN, math.log(len(groups[chief]) / (1 + others)))
    merged, _ = thresholds()
    for number, group in enumerate(groups):
        if number in told or not all(_is_bare(person, best) for person in group):
            continue
        found = [(_around(person, best, known), person) for person in group]
        weakest, person = min(found, key=lambda item: (sum(f.odds for f in item[0]), item[1].local.key))
        name = Feature("name", person.local.name, round(prior(person.local.name), 2))
        better = Feature("best_known", str(best.texts), round(fame, 2))
        comparison = Comparison((name, better, *(feature for feature in weakest if feature.odds)))
        if weakest[0].odds > 0 and comparison.odds > merged:
            like = max(groups[chief], key=lambda p: (compare(person, p, known).odds, p.local.key))
            yield number, chief, person, like, comparison


def _is_told(person: Person) -> bool:
    return bool(person.posts) and not person.local.signed


def _is_bare(person: Person, best: Known) -> bool:
    """Whether nothing is said of who a person is, or no more than a title of the well-known one's."""
    return person.is_bare and not person.titles - best.titles


def _known(group: Sequence[Person]) -> Known:
    companions = Counter(name for person in group for name in person.companions)
    scene = Counter(name for person in group for name in person.scene)
    titles = frozenset(title for person in group for title in person.titles)
    return Known(len(group), companions, scene, titles)


def _around(person: Person, best: Known, known: Corpus) -> tuple[Feature, Feature]:
    """What the companions say, and what the bodies and places of the document do."""
    company = {
        name: odds * companion_rarity(name)
        for name, odds in _likelier(person.companions, best.companions, best, known).items()
    }
    names = person.scene if best.texts >= _SCENES else ()
    scene = _likelier(names, best.scene, best, known)
    shown = {key: known.shown.get(key, key) for key in scene}
    beside = _feature("usual_company", company, {}, weight("usual_company"))
    # The scene goes along with the company and says no more than it.
    return beside, _feature("usual_scene", scene, shown, min(weight("usual_scene"), beside.odds))


def _likelier(names: Iterable[str], there: Counter[str], best: Known, known: Corpus) -> dict[str, float]:
    """For each of the names how much likelier an article on the well-known one has it than any article."""
    found = {}
    for name in names:
        if there[name]:
            share = (there[name] + 0.5) / (best.texts + 1)
            # The person's article and one on the well-known one; a name of so few need not have been counted.
            anywhere = max(known.naming.get(name, 0), _UNCOUNTED) / max(known.documents, 1)
            found[name] = min(_MOST, max(0.0, math.log(share / anywhere)))
    return found


def _feature(name: str, odds: Mapping[str, float], shown: Mapping[str, str], most_odds: float) -> Feature:
    """The names go together, so that each after the first counts for half of the one before."""
    most = sorted(odds, key=lambda key: (-odds[key], key))
    total = sum(odds[key] / 2**place for place, key in enumerate(most))
    detail = "、".join(shown.get(key, key) for key in most[:4])
    return Feature(name, detail, round(min(total, most_odds), 2))
