"""What each document says of its people: the features by which namesakes are told apart or joined."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from kg.coreference.shortening import normal_form
from kg.gazetteer import is_country, suffix_level
from kg.lexicon import alternation, words
from kg.lexicon.titles import title_pattern
from kg.ner.bodies import whole_of
from kg.ner.places import level_of
from kg.records import Claim, Document, Kind, Span, Status
from kg.resolve.homes import Home, by_level, counties, main_county, territory
from kg.resolve.locals import Local, LocalEntity, Page
from kg.resolve.settings import fields, packaged_table

_EMPLOYMENT = frozenset({"holdsPost", "worksAt", "memberOf"})
_HOME = frozenset({"residesIn", "bornIn"})
_KIN = frozenset({"parentOf", "spouseOf", "siblingOf", "relativeOf"})
# Places that say something of a person: a province says nothing.
_NARROW = frozenset({"county", "township", "village"})
_BEFORE = 24
# 本报记者|王静, 本报2月1日讯 记者|王静; not 新华社记者.
_OWN_REPORTER = re.compile("(?:本[报网台刊]|(?<![\u4e00-\u9fff]))(?:见习|实习|特约|融媒体?)?记者[:： ]*$")
_LONGEST_LIST = 60
_STANDING = re.compile("^(?:原|前|时任|现任|拟任|代理|代)")


@dataclass(frozen=True)
class Post:
    """A post as one document tells it; dates are those of the article where nothing else is said."""

    body: str
    title: str
    status: Status
    start: str
    end: str


@dataclass(frozen=True)
class Person:
    """A person of one document. Bodies and places are entity ids or names that all documents share."""

    local: LocalEntity
    employers: frozenset[str]
    posts: frozenset[Post]
    titles: frozenset[str]
    fields: frozenset[str]
    offices: frozenset[str]  # counties and towns whose offices the person holds
    places: frozenset[str]
    schools: frozenset[str]
    kin: frozenset[str]
    nearby_bodies: frozenset[str]
    nearby_places: frozenset[str]
    companions: Mapping[str, float]  # others named in the document, 1 in the same sentence, less elsewhere
    county: str | None
    home: Home
    counties: frozenset[str]  # all that the document names
    scene: frozenset[str]  # bodies and places that the document names; none of who only signs it
    surroundings: frozenset[str]  # towns and villages that the document names
    houses: frozenset[str]  # the bodies that the person's bodies belong to, or they themselves

    @property
    def document(self) -> Document:
        return self.local.document

    @property
    def is_bare(self) -> bool:
        """Whether the document says nothing of who the person is, save perhaps a title."""
        said = (self.posts, self.employers, self.places, self.schools, self.kin, self.offices)
        return not any(said) and not self.local.signed

    # What is asked of a person in every comparison is worked out once.

    @cached_property
    def held(self) -> frozenset[tuple[str, str]]:
        """Body and title of the posts that nobody denies."""
        return frozenset((p.body, core_of(p.title)) for p in self.posts if p.status is not Status.DENIED)

    @cached_property
    def denied(self) -> frozenset[str]:
        """The titles of the posts that are denied."""
        return frozenset(post.title for post in self.posts if post.status is Status.DENIED)

    @cached_property
    def ranks(self) -> frozenset[str]:
        """The titles without marks of standing."""
        return frozenset(map(core_of, self.titles))

    @cached_property
    def around_bodies(self) -> frozenset[str]:
        """The bodies that the person is of, or named beside."""
        return self.nearby_bodies | self.employers

    @cached_property
    def around_places(self) -> frozenset[str]:
        """The places that the person is of, or named beside."""
        return self.nearby_places | self.places


@cache
def core_of(title: str) -> str:
    """The title without marks of rank and status that come and go: 副县长 and 县长 stay two, 原县长 is
    县长.

    >>> core_of("原县长"), core_of("副县长")
    ('县长', '副县长')
    """
    return _STANDING.sub("", title)


def people(page: Page, owners: Mapping[Local, str], shown: Mapping[str, str]) -> list[Person]:
    """The people of one document; `owners` has the entity of each body and place, `shown` its name."""
    found = [local for (kind, _), local in sorted(page.entities.items()) if kind is Kind.PER]
    if not found:
        return []
    claims: dict[str, list[tuple[Claim, int, int]]] = defaultdict(list)
    names, mentions = page.context.names, page.extraction.mentions
    for claim in page.extraction.claims:
        for one, other in ((claim.subject, claim.object), (claim.object, claim.subject)):
            if mentions[one].kind is Kind.PER:
                claims[names[one]].append((claim, one, other))
    sentences = page.context.sentences
    where = [_sentence(sentences, mention.start) for mention in mentions]
    reader = _Reader(page, owners, where, shown)
    return [reader.person(local, claims.get(local.name, ()), found) for local in found]


class _Reader:
    """Reads the people of one document; holds what they share."""

    def __init__(
        self,
        page: Page,
        owners: Mapping[Local, str],
        where: Sequence[int | None],
        shown: Mapping[str, str],
    ) -> None:
        self._page = page
        self._owners = owners
        self._where = where
        full = {
            name: shown.get(owners.get(local.key, ""), name)
            for (kind, name), local in page.entities.items()
            if kind is Kind.LOC
        }
        self._county = main_county(page, full)
        self._home = by_level([self._county]) if self._county else {}
        self._counties = counties(page, full) | {
            owners.get(local.key, name)
            for (kind, name), local in page.entities.items()
            if kind is Kind.LOC and suffix_level(name) in (None, "county")
        }
        self._scene = frozenset(
            owners.get(local.key, name)
            for (kind, name), local in page.entities.items()
            if kind is not Kind.PER and not is_country(name)
        )
        self._surroundings = frozenset(
            owners.get(local.key, name)
            for (kind, name), local in page.entities.items()
            if kind is Kind.LOC and suffix_level(name) in ("township", "village")
        )

    def person(
        self, local: LocalEntity, claims: Sequence[tuple[Claim, int, int]], others: Sequence[LocalEntity]
    ) -> Person:
        names = self._page.context.names
        employment = [(c, other) for c, one, other in claims if c.predicate.name in _EMPLOYMENT]
        homes = [other for c, _, other in claims if c.predicate.name in _HOME and _narrow(names[other])]
        posts = frozenset(self._post(c, other) for c, other in employment if c.title)
        titles = {post.title for post in posts if post.status is not Status.DENIED} | self._titles(local)
        reports = local.signed or self._reports(local)
        bodies = self._bodies(local, employment, reports)
        body_names = set(bodies.values()) - {""}
        near = self._near(local)
        # Who only signs is beside nothing that the article tells of.
        beside = {kind: set() if local.signed else near[kind] for kind in (Kind.ORG, Kind.LOC)}
        return Person(
            local,
            employers=frozenset(bodies),
            posts=posts,
            titles=frozenset(titles),
            fields=fields().of(titles, body_names) | ({"media"} if reports else set()),
            offices=frozenset(
                p for name in body_names for p in (*territory(name), name) if suffix_level(p) in _NARROW
            ),
            places=frozenset(map(self._entity, homes)),
            schools=frozenset(self._entity(o) for c, _, o in claims if c.predicate.name == "studiedAt"),
            kin=frozenset(names[o] for c, _, o in claims if c.predicate.name in _KIN),
            nearby_bodies=frozenset(map(self._entity, beside[Kind.ORG])),
            nearby_places=frozenset(self._entity(i) for i in beside[Kind.LOC] if _narrow(names[i]))
            | frozenset(self._names_of({names[i] for i in homes})),
            companions=self._companions(local, near[Kind.PER], others),
            county=self._county,
            home=self._home,
            counties=self._counties,
            scene=frozenset() if reports else self._scene,
            surroundings=self._surroundings,
            houses=frozenset(map(_house, body_names)) | self._newsroom(reports),
        )

    def _bodies(
        self, local: LocalEntity, employment: Sequence[tuple[Claim, int]], reports: bool
    ) -> dict[str, str]:
        """The bodies that the person is of, with their names; a reporter is of who publishes the report."""
        held = (other for claim, other in employment if claim.status is not Status.DENIED)
        bodies = {self._entity(other): self._page.context.names[other] for other in held}
        publisher = (self._agency(local) or self._publisher()) if reports else None
        if publisher:
            bodies[publisher] = publisher
        return bodies

    def _names_of(self, names: Iterable[str]) -> Iterable[str]:
        for name in names:
            yield self._owners.get((self._page.document.id, Kind.LOC, name), name)

    def _entity(self, mention: int) -> str:
        local = self._page.local(mention)
        return self._owners.get(local, local[2])

    def _post(self, claim: Claim, other: int) -> Post:
        published = self._page.document.published or ""
        current = claim.status in (Status.CURRENT, Status.ACTING)
        start = claim.start_date or (published if current else "")
        end = claim.end_date or (published if current else "")
        return Post(self._entity(other), claim.title or "", claim.status, start, end)

    def _reports(self, local: LocalEntity) -> bool:
        """Whether the text calls the person its own reporter or editor: 本报记者王静, 二版责编：王静 李明."""
        for i in local.mentions:
            before = self._before(i, _LONGEST_LIST)
            if _OWN_REPORTER.search(before[-12:]) or _made_by().search(before):
                return True
        return False

    def _agency(self, local: LocalEntity) -> str | None:
        """The agency whose report it is: 新华社北京2月1日电（记者王静）."""
        for i in local.mentions:
            if found := _by_agency().search(self._before(i, _LONGEST_LIST)):
                return found["agency"]
        return None

    def _before(self, mention: int, most: int) -> str:
        start = self._page.extraction.mentions[mention].start
        return self._page.context.folded[max(0, start - most) : start]

    def _newsroom(self, reports: bool) -> frozenset[str]:
        """The local press that a reporter is of: the papers and sites of one county share their people."""
        place = self._page.context.publisher
        stem = place.removesuffix(level_of(place) or "")
        return frozenset({f"{stem}媒体"} if reports and place else ())

    def _publisher(self) -> str | None:
        name = self._page.document.publisher
        if not name:
            return None
        # 澄阳日报客户端 is an edition of 澄阳日报.
        return _edition().sub("", name).strip()

    def _near(self, local: LocalEntity) -> dict[Kind, set[int]]:
        """The mentions in the sentences that name the person."""
        mine = {self._where[i] for i in local.mentions} - {None}
        found: dict[Kind, set[int]] = {kind: set() for kind in Kind}
        for i, mention in enumerate(self._page.extraction.mentions):
            if self._where[i] in mine and i not in local.mentions:
                found[mention.kind].add(i)
        return found

    def _titles(self, local: LocalEntity) -> set[str]:
        """The titles right before the name, those of surname with title, and high offices behind the name:
        校长|王芳, 王校长, 王芳|总理.
        """
        found = set()
        for i in local.mentions:
            mention = self._page.extraction.mentions[i]
            surface = self._page.context.folded[mention.start : mention.end]
            match = _title_before().search(self._before(i, _BEFORE))
            if match and surface == local.name:
                found.add(match["title"])
            match = _office_behind().match(self._page.context.folded, mention.end)
            if match and surface == local.name:
                found.add(match["title"])
            behind = _title_within().search(surface) if surface != local.name else None
            if behind:
                found.add(behind.group())
        return found

    def _companions(
        self, local: LocalEntity, near: Iterable[int], others: Sequence[LocalEntity]
    ) -> dict[str, float]:
        """Everyone else of the document who is written about, or who signs with the person."""
        close = {self._page.context.names[i] for i in near}
        found = {o.name: 0.6 for o in others if o.signed == local.signed and o.name != local.name}
        return {name: 1.0 if name in close else share for name, share in found.items()}


@cache
def _house(body: str) -> str:
    """The body of which this one is a part: 岚水县法院 of 岚水县人民法院民一庭."""
    chamber = _with_chambers().match(body)
    whole = chamber.end() if chamber else whole_of(body)
    return (
        normal_form(body[:whole] if whole else body)
        .replace("人民法院", "法院")
        .replace("人民检察院", "检察院")
    )


@cache
def _with_chambers() -> re.Pattern[str]:
    """Courts and the like whose chambers and squads are no bodies of their own: 岚水县人民法院|民一庭."""
    return re.compile(f".{{2,}}?(?:{alternation(words('bodies', 'with_chambers'))})")


@cache
def _made_by() -> re.Pattern[str]:
    """What stands before who made the article: 责编：, with others between."""
    labels = alternation(words("press", "signatures", "labels"))
    return re.compile(f"(?:{labels})[:：] *(?:[\u4e00-\u9fff]{{1,4}}[ 、]+)*$")


@cache
def _by_agency() -> re.Pattern[str]:
    agencies = alternation(words("press", "agencies"))
    return re.compile(f"(?P<agency>{agencies})[^。\n]{{0,20}}电[^。\n]*$")


@cache
def _office_behind() -> re.Pattern[str]:
    """A high office behind a name; 王芳总理|夫人 is another."""
    offices = alternation(packaged_table("posts")["high"])
    return re.compile(f"(?P<title>{offices})(?!{alternation(words('titles', 'of_another'))})")


@cache
def _edition() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words('press', 'editions'))})$")


def _narrow(name: str) -> bool:
    return suffix_level(name) in _NARROW


def _sentence(sentences: Sequence[Span], position: int) -> int | None:
    """Which of the sentences a position stands in, by number; None outside of them."""
    at = bisect_right(sentences, position, key=lambda sentence: sentence.end)
    return at if at < len(sentences) and sentences[at].start <= position else None


@cache
def _title() -> str:
    """A title of the lexicon or of a field of work, as a regular expression."""
    return f"(?:{title_pattern().pattern}|副?(?:{alternation(title for title, _ in fields().titles)}))"


@cache
def _title_before() -> re.Pattern[str]:
    return re.compile(f"(?P<title>{_title()})$")


@cache
def _title_within() -> re.Pattern[str]:
    return re.compile(f"(?<=.)(?:{_title()}|总)$")
