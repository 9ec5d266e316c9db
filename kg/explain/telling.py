"""Facts, sentences and decisions in words, for people and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.explain.names import KIND_WORDS
from kg.messages import Message, joined, say, say_n
from kg.ontology import Vocabulary, vocabulary
from kg.records import Decision, Entity, EntityMention, Evidence, Judgement, Statement, Status

CO_OCCURRENCE = "coOccursWith"
STATUS_WORDS = {
    Status.CURRENT: say("current"),
    Status.FORMER: say("former"),
    Status.ACTING: say("acting"),
    Status.PROPOSED: say("proposed"),
    Status.DENIED: say("denied"),
}
JUDGEMENT_WORDS = {
    Judgement.MERGED: say("taken for one"),
    Judgement.SPLIT: say("kept apart"),
    Judgement.UNDECIDED: say("undecided, so kept apart"),
}


# What is weighed when two of one name are compared: `Decision.features` begin with these names.
_REASONS = {
    "name": say("how common the name is"),
    "household_name": say("a name that everybody knows"),
    "reprint": say("one article prints the other"),
    "same_publisher": say("same publisher"),
    "other_press": say("different papers"),
    "same_post": say("same post"),
    "same_employer": say("same body"),
    "same_house": say("divisions of one body"),
    "same_territory": say("offices of one place"),
    "same_title": say("same title"),
    "same_high_office": say("same high office"),
    "denied": say("denied in the text"),
    "apart_at_once": say("two posts at one time"),
    "same_field": say("same field"),
    "other_field": say("different fields"),
    "neighbouring_field": say("neighbouring fields"),
    "kin": say("same relative"),
    "kin_nearby": say("a relative named nearby"),
    "same_school": say("same school"),
    "body_nearby": say("same body named nearby"),
    "same_place": say("same place"),
    "place_nearby": say("same place named nearby"),
    "companions": say("named with the same people"),
    "usual_company": say("named with those around the best known one"),
    "usual_scene": say("named where the best known one is"),
    "best_known": say("best known of the name"),
    "same_region": say("same region"),
    "other_region": say("different regions"),
    "other-place": say("in different places"),
}
# Fields of work, as kg/resolve/fields.toml names them.
_FIELDS = {
    "medicine": say("medicine"),
    "police": say("police"),
    "court": say("courts"),
    "school": say("education"),
    "business": say("business"),
    "media": say("media"),
    "government": say("government"),
    "village": say("village"),
    "labour": say("labour"),
    "sport": say("sport"),
    "law": say("law"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement with the names of its ends and the evidence for it."""

    statement: Statement
    subject: str
    object: str
    evidence: tuple[Evidence, ...]

    def sentence(self, language: str = "en", *, terms: Vocabulary | None = None) -> Message:
        """The fact in one line, the relation in this language: `周敏 — holds post (县长) → 岚水县`.

        `terms` has the words for relations of one's own, which go by their name without it.
        """
        terms = terms or vocabulary()
        words = terms.labels.get(self.statement.predicate, {})
        label = words.get(language) or self.statement.predicate
        said = self.statement
        marks = [
            said.title,
            None if said.status is Status.CURRENT else STATUS_WORDS[said.status],
            said.amount,
        ]
        marks.append(_when(said, terms))
        known = [mark for mark in marks if mark]
        inside = [" (", joined(", ", known), ")"] if known else []
        return joined("", [self.subject, " — ", label, *inside, " → ", self.object])


def _when(said: Statement, terms: Vocabulary) -> str | None:
    """The time of a statement: a span, or the day of what happens and is over."""
    # Whom somebody met in June nobody has met since June. A graph may hold relations that no vocabulary has.
    happens = said.predicate in terms.predicates and terms[said.predicate].event
    if said.start_date == said.end_date or (happens and not said.end_date):
        return said.start_date
    return say("{start} to {end}", start=said.start_date or "…", end=said.end_date or "…")


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that the graph holds of one entity, or of the link between two when `other` is there."""

    entity: Entity
    other: Entity | None
    mentions: tuple[EntityMention, ...]
    facts: tuple[Fact, ...]
    # Named in one sentence, which nobody says of them: never among the facts.
    together: tuple[Fact, ...]
    # Who was taken for one, or kept apart, and why; of two entities, what was decided between them.
    decisions: tuple[Decision, ...]
    sources: dict[str, str]

    def lines(self, *, most: int = 5, language: str = "en", terms: Vocabulary | None = None) -> Iterator[str]:
        """The explanation as text, at most `most` sentences a fact and decisions a kind.

        `language` is that of the relations, `terms` as in `Fact.sentence`; the rest are `Message`s for a
        catalogue.
        """
        if self.other is None:
            yield from self._about()
        else:
            # Two of one name are told apart by their ids.
            alike = self.entity.name == self.other.name
            one, other = (f"{e.name} {e.id}" if alike else e.name for e in (self.entity, self.other))
            yield say("{one} and {other}", one=one, other=other)
        yield from self._decided(most)
        if not self.facts:
            yield ""
            yield (
                say("  no sentence was read as a statement about both")
                if self.other
                else say("  no sentence was read as a statement")
            )
        for fact in self.facts:
            yield ""
            yield joined("", [fact.sentence(language, terms=terms), f"   {fact.statement.confidence:.2f}"])
            # An article's headline or caption may say the sentence again.
            different = {(item.document, _one_line(item)): item for item in reversed(fact.evidence)}
            shown = [*reversed(different.values())]
            for item in shown[:most]:
                yield say(
                    "    rule {rule}, {confidence:.2f}, {where}",
                    rule=item.rule,
                    confidence=item.confidence,
                    where=self._where(item),
                )
                yield f"      {_one_line(item)}"
            yield from _more(len(shown) - most)
        if self.other is not None:
            yield from self._together(most)

    def as_json(self) -> dict[str, object]:
        """The explanation as what `json.dumps` takes."""
        return {
            "entity": _plain(self.entity),
            "other": _plain(self.other) if self.other else None,
            "mentions": [
                {
                    "document": self.sources[item.document],
                    **{name: getattr(item, name) for name in ("start", "end", "text", "rule", "confidence")},
                }
                for item in self.mentions
            ],
            "decisions": [
                {
                    **{name: getattr(item, name) for name in ("judgement", "score", "by", "entity", "other")},
                    "documents": [self.sources[item.document], self.sources[item.other_document]],
                    "features": list(item.features),
                }
                for item in self.decisions
            ],
            "facts": [self._fact(fact) for fact in self.facts],
            "together": [self._fact(fact) for fact in self.together],
        }

    def _fact(self, fact: Fact) -> dict[str, object]:
        said = fact.statement
        names = ("title", "status", "start_date", "end_date", "amount", "confidence")
        return {
            "id": said.id,
            "subject": {"id": said.subject, "name": fact.subject},
            "predicate": said.predicate,
            "object": {"id": said.object, "name": fact.object},
            **{name: getattr(said, name) for name in names},
            "evidence": [
                {
                    "document": self.sources[item.document],
                    **{name: getattr(item, name) for name in ("start", "end", "quote", "rule", "confidence")},
                }
                for item in fact.evidence
            ],
        }

    def _where(self, item: Evidence) -> Message:
        return say("{source}, at character {start}", source=self.sources[item.document], start=item.start)

    def _together(self, most: int) -> Iterator[str]:
        """The sentences that name both without being a fact about both."""
        found = [item for fact in self.together for item in fact.evidence]
        if found:
            yield ""
            yield say_n("named together in {n} sentence", "named together in {n} sentences", len(found))
        for item in found[:most]:
            yield joined("", ["    ", self._where(item)])
            yield f"      {_one_line(item)}"
        yield from _more(len(found) - most)

    def _about(self) -> Iterator[str]:
        entity = self.entity
        described = [entity.description] if entity.description else []
        kind = joined(", ", [KIND_WORDS[entity.kind], *described])
        yield joined("", [entity.name, " (", kind, f")   {entity.id}"])
        for alias, rule in zip(entity.aliases, entity.alias_rules, strict=True):
            yield say("  also {alias}   rule {rule}", alias=alias, rule=rule)
        documents = {mention.document for mention in self.mentions}
        yield say(
            "  {mentions} in {documents}",
            mentions=say_n("{n} mention", "{n} mentions", len(self.mentions)),
            documents=say_n("{n} document", "{n} documents", len(documents)),
        )
        groups: dict[tuple[str, str], list[EntityMention]] = {}
        for mention in self.mentions:
            groups.setdefault((mention.text, mention.rule), []).append(mention)
        for (text, rule), found in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
            yield say(
                "    {text} × {n}   rule {rule}, confidence from {least:.2f}, first in {where}",
                text=text,
                n=len(found),
                rule=rule,
                least=min(mention.confidence for mention in found),
                where=min(self.sources[mention.document] for mention in found),
            )

    def _decided(self, most: int) -> Iterator[str]:
        for judgement, words in JUDGEMENT_WORDS.items():
            found = [item for item in self.decisions if item.judgement is judgement]
            if found:
                yield ""
                yield joined("", [words, ":"])
            for item in found[:most]:
                yield from self._decision(item)
            yield from _more(len(found) - most)

    def _decision(self, item: Decision) -> Iterator[str]:
        by = say("somebody ruled so") if item.by == "person" else say("probability {p:.2f}", p=item.score)
        pair = joined(" = " if item.judgement is Judgement.MERGED else " ≠ ", self._sides(item))
        yield joined("", ["    ", pair, "   ", by])
        if item.features:
            yield joined("", ["      ", joined("; ", map(reason, item.features))])

    def _sides(self, item: Decision) -> Iterator[str]:
        """The two documents; where they speak of different entities, with the id of the other one."""
        for entity, document in ((item.entity, item.document), (item.other, item.other_document)):
            other = f"{entity} " if item.entity != item.other and entity != self.entity.id else ""
            yield f"{other}{self.sources[document]}"


def _one_line(item: Evidence) -> str:
    return " ".join(item.quote.split())


def reason(feature: str) -> Message:
    """What was weighed, with its name in words.

    >>> reason("same_post +5.50 (岚水县 县长)"), reason("noted by hand")
    ('same post +5.50 (岚水县 县长)', 'noted by hand')
    >>> reason("other_field -4.50 (court | medicine)")
    'different fields -4.50 (courts | medicine)'
    """
    name, space, rest = feature.partition(" ")
    detail = [_FIELDS.get(word, word) for word in re.split("([a-z]+)", rest)]
    return joined("", [_REASONS.get(name, name), space, *(detail if name.endswith("_field") else [rest])])


def _more(n: int) -> Iterator[str]:
    if n > 0:
        yield say_n("    and {n} more", "    and {n} more", n)


def _plain(entity: Entity) -> dict[str, object]:
    return {
        "id": entity.id,
        "kind": entity.kind,
        "name": entity.name,
        "description": entity.description,
        "aliases": [
            {"name": alias, "rule": rule}
            for alias, rule in zip(entity.aliases, entity.alias_rules, strict=True)
        ],
    }
