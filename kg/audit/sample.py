"""Which statements are asked about: a random sample of each predicate that is the same every time.

A statement's place in the draw is a hash of the seed and its id, and the sample is the first `n` of each
predicate. So a larger sample holds the smaller one, and a rebuild that changes a tenth of the graph keeps
nine tenths of the sample and of the answers. (Known as bottom-k sampling: Cohen and Kaplan, Summarizing data
using bottom-k sketches, PODC 2007.)
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from kg.errors import UnknownPredicate
from kg.explain import CO_OCCURRENCE, Fact
from kg.records import EntityMention, Evidence, Graph, Statement

# Of a statement that many sentences say, so many are shown: one that says it is enough for a yes.
_MOST_QUOTES = 3


class Part(StrEnum):
    """What a piece of a quoted sentence is for the statement."""

    PLAIN = ""
    SUBJECT = "subject"
    OBJECT = "object"
    BOTH = "both"
    TRIGGER = "trigger"


_NAMED = (Part.SUBJECT, Part.OBJECT, Part.BOTH)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quoted sentence."""

    text: str
    part: Part


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence with the names of the two ends marked, the article's name and the rule that read it."""

    pieces: tuple[Piece, ...]
    source: str
    rule: str

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def marked(self) -> str:
        """The sentence on one line with the two names in brackets, for where there are no colours.

        >>> Quote((Piece("示例县", Part.BOTH), Piece("政府", Part.SUBJECT)), "a.txt", "name").marked()
        '【【示例县】政府】'
        """
        found = []
        for named, run in groupby(self.pieces, key=lambda piece: piece.part in _NAMED):
            pieces = list(run)
            if not named:
                found += [piece.text for piece in pieces]
            elif any(piece.part is Part.BOTH for piece in pieces) and len(pieces) > 1:
                # One name within the other.
                inner = (f"【{p.text}】" if p.part is Part.BOTH else p.text for p in pieces)
                found.append(f"【{''.join(inner)}】")
            else:
                found += [f"【{piece.text}】" for piece in pieces]
        return " ".join("".join(found).split())


@dataclass(frozen=True, slots=True)
class Question:
    """A statement to judge, in words, with sentences that are said to say it."""

    statement: Statement
    fact: Fact
    quotes: tuple[Quote, ...]


def draw(graph: Graph, n: int, *, predicate: str | None = None, seed: int = 0) -> tuple[Question, ...]:
    """At most `n` statements of each predicate, or of one, drawn at random; the same for the same seed.

    Co-occurrence is no statement and is left out. Raises `UnknownPredicate` for one that the graph lacks.

    >>> draw(Graph((), (), (), (), ()), 50)
    ()
    """
    strata = statements_by_predicate(graph)
    if predicate is not None and predicate not in strata:
        raise UnknownPredicate(predicate, strata)
    chosen = [
        statement
        for name, statements in sorted(strata.items())
        if predicate in (None, name)
        for statement in sorted(statements, key=lambda item: _lot(seed, item.id))[:n]
    ]
    return _questions(graph, chosen)


def statements_by_predicate(graph: Graph) -> Mapping[str, Sequence[Statement]]:
    """What can be right or wrong, by predicate."""
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in graph.statements:
        if statement.predicate != CO_OCCURRENCE:
            found[statement.predicate].append(statement)
    return found


def _lot(seed: int, key: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{key}".encode()).digest()


def _questions(graph: Graph, chosen: Sequence[Statement]) -> tuple[Question, ...]:
    wanted = {statement.id for statement in chosen}
    evidence: defaultdict[str, list[Evidence]] = defaultdict(list)
    for proof in graph.evidence:
        if proof.statement in wanted:
            evidence[proof.statement].append(proof)
    documents = {proof.document for proofs in evidence.values() for proof in proofs}
    mentions: defaultdict[str, list[EntityMention]] = defaultdict(list)
    for mention in graph.mentions:
        if mention.document in documents:
            mentions[mention.document].append(mention)
    names = {entity.id: entity.name for entity in graph.entities}
    sources = {document.id: document.source_name for document in graph.documents}
    questions = []
    for statement in chosen:
        proofs = tuple(sorted(evidence[statement.id], key=lambda item: (-item.confidence, item.id)))
        fact = Fact(statement, names[statement.subject], names[statement.object], proofs)
        # A reprint says the same again.
        different = {" ".join(proof.quote.split()): proof for proof in reversed(proofs)}
        quotes = (
            Quote(_pieces(proof, statement, mentions[proof.document]), sources[proof.document], proof.rule)
            for proof in [*reversed(different.values())][:_MOST_QUOTES]
        )
        questions.append(Question(statement, fact, tuple(quotes)))
    return tuple(questions)


def _pieces(proof: Evidence, statement: Statement, mentions: Sequence[EntityMention]) -> tuple[Piece, ...]:
    """The quote, cut where a name begins or ends. Names lie within names: 岚水县 in 岚水县委."""
    parts = [Part.PLAIN] * len(proof.quote)
    if proof.trigger_start is not None and proof.trigger_end is not None:
        for at in range(max(proof.trigger_start, proof.start), min(proof.trigger_end, proof.end)):
            parts[at - proof.start] = Part.TRIGGER
    for mention in mentions:
        if proof.start <= mention.start and mention.end <= proof.end:
            for at in range(mention.start - proof.start, mention.end - proof.start):
                if mention.entity == statement.subject:
                    parts[at] = Part.BOTH if parts[at] is Part.OBJECT else Part.SUBJECT
                elif mention.entity == statement.object:
                    parts[at] = Part.BOTH if parts[at] is Part.SUBJECT else Part.OBJECT
    runs = groupby(zip(proof.quote, parts, strict=True), key=lambda pair: pair[1])
    return tuple(Piece("".join(character for character, _ in run), part) for part, run in runs)
