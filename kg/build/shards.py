"""The documents of a build in shards, gone through by a crew: the passes of `kg.resolve.passes`, spread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.build.cache import Cache, Segment, extractions_of
from kg.build.codec import ExtractionCodec
from kg.build.crew import Crew
from kg.build.sorting import Run, Sorter
from kg.build.stages import Setup
from kg.records import Extraction
from kg.resolve import passes
from kg.resolve.cooccurrence import Sight
from kg.resolve.locals import Local
from kg.resolve.passes import Held, Noted
from kg.resolve.person import Person
from kg.resolve.statements import Saying

# What a shard may have, so that little is held of it at once, and how many shards each process gets, so that
# all are done at about the same time.
_MOST, _EACH = 1024, 6
# Tables whose rows the last pass makes.
TOLD = ("documents", "mentions", "evidence")


@dataclass(frozen=True)
class Shard:
    """Some documents of a build, which any process can read from the cache."""

    segments: tuple[Segment, ...]
    setup: Setup

    def __iter__(self) -> Iterator[Extraction]:
        return extractions_of(self.segments, ExtractionCodec(self.setup.vocabulary()))


@dataclass(frozen=True)
class ToldRuns:
    """What the documents of a shard say: rows of tables in sorted runs on disk, and what is to be counted."""

    runs: Mapping[str, Sequence[Run]]
    sayings: Sequence[Saying]
    sights: Sequence[tuple[tuple[str, str], Sight]]


class Shards:
    """The documents of a build; `kg.resolve.passes.Passes` over them."""

    def __init__(self, shards: Sequence[Shard], crew: Crew) -> None:
        self._shards = shards
        self._crew = crew
        self._documents: list[frozenset[str]] = []

    @classmethod
    def of(cls, cache: Cache, keys: Collection[bytes], setup: Setup, crew: Crew) -> Shards:
        """The documents with these keys in `cache`."""
        size = max(1, min(_MOST, -(-len(keys) // (_EACH * (crew.size + 1)))))
        return cls([Shard(tuple(part), setup) for part in _cut(cache.segments(keys), size)], crew)

    def noted(self, ruled_on: Collection[str]) -> Iterator[Noted]:
        found = self._crew.map(noted, [(shard, frozenset(ruled_on)) for shard in self._shards])
        self._documents = [frozenset(here.letters.document for here in mine) for mine in found]
        for mine in found:
            yield from mine
            mine.clear()

    def people(self, owners: Mapping[Local, str], shown: Mapping[str, str]) -> Iterator[Person]:
        calls = [
            (shard, mine, {owner: shown[owner] for owner in mine.values() if owner in shown})
            for shard, mine in zip(self._shards, self._by_shard(owners), strict=True)
        ]
        for found in self._crew.map(people, calls):
            yield from found

    def told(self, owners: Mapping[Local, str], texts: Mapping[str, str], scratch: Path) -> list[ToldRuns]:
        """What all documents say; the runs lie in `scratch`."""
        return self._crew.map(
            told,
            [
                (shard, mine, {document: texts[document] for document in documents}, scratch / str(number))
                for number, (shard, mine, documents) in enumerate(
                    zip(self._shards, self._by_shard(owners), self._documents, strict=True)
                )
            ],
        )

    def _by_shard(self, owners: Mapping[Local, str]) -> list[dict[Local, str]]:
        of = {document: number for number, mine in enumerate(self._documents) for document in mine}
        found: list[dict[Local, str]] = [{} for _ in self._shards]
        for local, owner in owners.items():
            found[of[local[0]]][local] = owner
        return found


def noted(shard: Shard, ruled_on: Collection[str]) -> list[Noted]:
    """The first pass over a shard."""
    return list(Held(shard).noted(ruled_on))


def people(shard: Shard, owners: Mapping[Local, str], shown: Mapping[str, str]) -> list[Person]:
    """The second pass over a shard."""
    return list(Held(shard).people(owners, shown))


def told(shard: Shard, owners: Mapping[Local, str], texts: Mapping[str, str], scratch: Path) -> ToldRuns:
    """The last pass over a shard."""
    sorters = {name: Sorter(name, scratch) for name in TOLD}
    sayings: list[Saying] = []
    sights: list[tuple[tuple[str, str], Sight]] = []
    for extraction in shard:
        sorters["documents"].extend([extraction.document])
        here = passes.told(extraction, owners, texts)
        sorters["mentions"].extend(here.mentions)
        sorters["evidence"].extend(here.evidence)
        sayings += here.sayings
        sights += here.sights
    return ToldRuns({name: sorter.runs() for name, sorter in sorters.items()}, sayings, sights)


def _cut(segments: Sequence[Segment], size: int) -> Iterator[list[Segment]]:
    """The segments in parts of `size` documents."""
    waiting: dict[Path, set[bytes]] = defaultdict(set)
    count = 0
    for path, keys in segments:
        for key in sorted(keys):
            waiting[path].add(key)
            count += 1
            if count == size:
                yield [(where, frozenset(mine)) for where, mine in waiting.items()]
                waiting.clear()
                count = 0
    if waiting:
        yield [(where, frozenset(mine)) for where, mine in waiting.items()]
