"""What all documents say together, once it is known who is who.

What must be counted over all of them (claims that say the same, pairs that share a sentence) is kept as keys
and offsets; the sentences that are shown are cut from their documents in the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.records import Document, Evidence, Statement
from kg.resolve.cooccurrence import Sight, first_shown, proof, together
from kg.resolve.statements import Key, Saying, statement


class Telling:
    """Collects what is said: `add` what each document says, take the `statements`, then the `sentences` of
    each.

    >>> telling = Telling()
    >>> telling.add([], [])
    >>> telling.statements()
    []
    """

    def __init__(self) -> None:
        self._sayings: dict[Key, list[Saying]] = defaultdict(list)
        self._sights: dict[tuple[str, str], list[Sight]] = defaultdict(list)
        self._shown: dict[str, list[tuple[str, Sight]]] = defaultdict(list)

    def add(self, sayings: Iterable[Saying], sights: Iterable[tuple[tuple[str, str], Sight]]) -> None:
        """Adds what one document, or some, say and show; see `passes.Told`."""
        for saying in sayings:
            self._sayings[saying.key].append(saying)
        for pair, sight in sights:
            self._sights[pair].append(sight)

    def statements(self) -> list[Statement]:
        """All statements, ordered by id. What they were made of is let go."""
        found = [statement(key, sayings) for key, sayings in self._sayings.items()]
        self._sayings.clear()
        while self._sights:
            pair, seen = self._sights.popitem()
            count, shown = first_shown(seen)
            made = together(pair, count, shown)
            found.append(made)
            for sight in shown:
                self._shown[sight.document].append((made.id, sight))
        return sorted(found, key=lambda made: made.id)

    def sentences(self, document: Document) -> Iterator[Evidence]:
        """The sentences of a document that show two entities together, as evidence."""
        for made, sight in self._shown.get(document.id, ()):
            yield proof(made, sight, document.text[sight.start : sight.end])
