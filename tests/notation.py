"""Annotated sentences: `[长治市委:ORG]书记[孙大军:PER]` is a text with two mentions, no model needed."""

from __future__ import annotations

import re

from kg.coreference import context, link
from kg.records import Document, Extraction, Kind, Mention, Status, stable_id
from kg.relations import relate

_MARK = re.compile(r"\[(?P<name>[^\[\]:]+):(?P<kind>PER|ORG|LOC)\]")

Triple = tuple[str, str, str]


def annotated(marked: str, *, published: str | None = None) -> Extraction:
    """The document of a marked text, with its mentions."""
    text, mentions, position = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        start = len(text)
        text += match["name"]
        mentions.append(Mention(start, len(text), Kind(match["kind"]), match["name"]))
        position = match.end()
    text += marked[position:]
    document = Document(stable_id("doc", text), "a.txt", text, "zh", published=published)
    return Extraction(document, tuple(mentions))


def related(marked: str, *, published: str | None = None) -> Extraction:
    """The marked text with aliases and claims."""
    return relate(link(annotated(marked, published=published)))


def names(extraction: Extraction) -> dict[str, str]:
    """What each mention's surface stands for."""
    known = context(extraction)
    return {m.text: known.names[i] for i, m in enumerate(extraction.mentions)}


def triples(marked: str, predicate: str | None = None) -> set[Triple]:
    """What the marked text claims, by full names; denied claims are left out."""
    extraction = related(marked)
    known = context(extraction)
    found = set()
    for claim in extraction.claims:
        if claim.status is not Status.DENIED and predicate in (None, claim.predicate.name):
            subject, target = known.names[claim.subject], known.names[claim.object]
            found.add((subject, claim.predicate.name, target))
            if claim.predicate.symmetric:
                found.add((target, claim.predicate.name, subject))
    return found


def posts(marked: str) -> set[tuple[str, str, str, str]]:
    """Who holds what where, and how it stands."""
    extraction = related(marked)
    known = context(extraction)
    return {
        (known.names[c.subject], known.names[c.object], c.title or "", c.status.value)
        for c in extraction.claims
        if c.predicate.name == "holdsPost"
    }
