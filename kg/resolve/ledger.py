"""The identity ledger, OUT/identity.toml: what people decided about who is who, and what the program decided.

    [[merge]]                        # these are one
    kind = "PER"
    of = [{ names = ["段长河"], documents = ["a.txt"] }, { names = ["老段"], documents = ["b.txt"] }]
    reason = "checked with the village"

    [[split]]                        # the first is another than the second
    kind = "PER"
    of = [{ names = ["李伟"], documents = ["c.txt"] }, { names = ["李伟"], documents = ["d.txt", "e.txt"] }]

A decision names entities by their names and their documents, which a rebuild does not change. Later
decisions overrule earlier ones. The part that people write, down to the line of dashes, is kept to the
letter; what follows is rewritten by each build.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.records import Decision, Graph, Judgement, Kind, stable_id
from kg.resolve.locals import Local, LocalEntity
from kg.text import fold

FILE = "identity.toml"
_LINE = "# ---- below this line: the program's own decisions, rewritten by each build ----"
_HEAD = """\
# Who is who. [[merge]] joins what the program keeps apart, [[split]] divides what it joined; both are
# replayed at every build, and a later one overrules an earlier one. Write here what you know, or let
# `kg merge` and `kg split` write it.
"""


class LedgerUnreadable(KgError):
    """An identity ledger that cannot be read; nothing of it is lost, for nothing is written over it."""

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path = str(path)
        super().__init__(f"{path}: {reason}. Mend the file, or move it away to build without it.")


@dataclass(frozen=True, slots=True)
class Side:
    """An entity as people name it: under which names, in which documents (by source name)."""

    names: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody decided: the sides are one (MERGED), or the first is another than the second (SPLIT)."""

    judgement: Judgement
    kind: Kind
    sides: tuple[Side, ...]
    reason: str = ""

    @property
    def id(self) -> str:
        parts = (json.dumps([side.names, side.documents], ensure_ascii=False) for side in self.sides)
        return stable_id("rul", self.judgement, self.kind, *parts)

    def __str__(self) -> str:
        verb = "merge" if self.judgement is Judgement.MERGED else "split"
        return f"{verb} " + ", ".join(f"{side.names[0]} ({len(side.documents)})" for side in self.sides)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rulings in the order in which they were made, and the text that holds them."""

    rulings: tuple[Ruling, ...] = ()
    text: str = _HEAD

    def with_ruling(self, ruling: Ruling) -> Ledger:
        """The ledger with one more ruling at its end, the text before it untouched."""
        text = self.text if self.text.endswith("\n") else self.text + "\n"
        return Ledger((*self.rulings, ruling), f"{text}\n{_block(ruling)}")

    def stale(self, graph: Graph) -> tuple[Ruling, ...]:
        """The rulings that found nothing to apply to when `graph` was made."""
        applied = {decision.id for decision in graph.decisions if decision.by == "person"}
        return tuple(ruling for ruling in self.rulings if ruling.id not in applied)


def read_ledger(path: Path) -> Ledger:
    """The ledger in `path`, empty where there is none; raises `LedgerUnreadable`.

    >>> read_ledger(Path("no/such/identity.toml")).rulings
    ()
    """
    if not path.exists():
        return Ledger()
    try:
        text = path.read_text(encoding="utf-8").partition(_LINE)[0]
        content = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LedgerUnreadable(path, str(error)) from error
    rulings = [
        (_first_line(text, verb, n), _ruling(path, verb, item))
        for verb in ("merge", "split")
        for n, item in enumerate(content.get(verb, ()))
    ]
    return Ledger(tuple(ruling for _, ruling in sorted(rulings, key=lambda pair: pair[0])), text)


def write_ledger(ledger: Ledger, graph: Graph, path: Path) -> None:
    """Writes the rulings as they stand and the graph's decisions below them."""
    sources = {document.id: document.source_name for document in graph.documents}
    blocks = (_decision(decision, sources) for decision in graph.decisions if decision.by == "rule")
    text = ledger.text if ledger.text.endswith("\n") else ledger.text + "\n"
    path.write_text(
        f"{text.rstrip()}\n\n{_LINE}\n" + "".join(f"\n{block}" for block in blocks), encoding="utf-8"
    )


@dataclass(frozen=True)
class Links:
    """What the rulings say of the local entities at hand."""

    together: Mapping[Local, Local]
    apart: frozenset[frozenset[Local]]
    applied: tuple[tuple[Ruling, Local, Local], ...]

    def people_apart(self, name: str) -> Collection[frozenset[Local]]:
        """The pairs apart of which one is a person of this name."""
        return self._people_apart.get(name, ())

    @cached_property
    def _people_apart(self) -> Mapping[str, Collection[frozenset[Local]]]:
        found: dict[str, set[frozenset[Local]]] = defaultdict(set)
        for pair in self.apart:
            for _, kind, name in pair:
                if kind is Kind.PER:
                    found[name].add(pair)
        return found


def links(ledger: Ledger, locals_: Iterable[LocalEntity]) -> Links:
    """The rulings as links between local entities, each ruling overruling those before it."""
    index: dict[tuple[Kind, str], list[LocalEntity]] = defaultdict(list)
    if ledger.rulings:
        for local in locals_:
            index[local.kind, local.document.source_name].append(local)
    group: dict[Local, set[Local]] = {}
    apart: set[frozenset[Local]] = set()
    applied = []
    for ruling in ledger.rulings:
        sides = [_matching(side, ruling.kind, index) for side in ruling.sides]
        if len(sides) < 2 or not all(sides):
            continue
        applied.append((ruling, min(sides[0]), min(sides[1])))
        if ruling.judgement is Judgement.MERGED:
            whole = set().union(*sides, *(group.get(local, ()) for side in sides for local in side))
            group.update(dict.fromkeys(whole, whole))
            apart = {pair for pair in apart if not pair <= whole}
        else:
            first, second = sides[0] - sides[1], sides[1]
            for key in first | second:
                whole = group.get(key, {key})
                if whole & first and whole - first:
                    group.update({k: part for part in (whole & first, whole - first) for k in part})
            apart |= {frozenset((a, b)) for a in first for b in second}
    return Links({key: min(whole) for key, whole in group.items()}, frozenset(apart), tuple(applied))


def _matching(side: Side, kind: Kind, index: Mapping[tuple[Kind, str], Sequence[LocalEntity]]) -> set[Local]:
    names = {fold(name) for name in side.names}
    return {
        local.key
        for document in side.documents
        for local in index.get((kind, document), ())
        if local.name in names
    }


def _ruling(path: Path, verb: str, item: Any) -> Ruling:
    try:
        sides = tuple(
            Side(tuple(map(str, side["names"])), tuple(map(str, side["documents"]))) for side in item["of"]
        )
        judgement = Judgement.MERGED if verb == "merge" else Judgement.SPLIT
        ruling = Ruling(judgement, Kind(item["kind"]), sides, str(item.get("reason", "")))
    except (KeyError, TypeError, ValueError) as error:
        raise LedgerUnreadable(path, f"a [[{verb}]] needs kind (PER, ORG, LOC) and of ({error})") from error
    if (
        len(sides) < 2
        or (verb == "split" and len(sides) > 2)
        or not all(s.names and s.documents for s in sides)
    ):
        raise LedgerUnreadable(path, f"a [[{verb}]] needs two sides, each with names and documents")
    return ruling


def _first_line(text: str, verb: str, number: int) -> int:
    """The line on which the table begins: rulings count in the order of the file, whatever their verb."""
    lines = [
        n
        for n, line in enumerate(text.splitlines())
        if line.split("#")[0].strip().replace(" ", "") == f"[[{verb}]]"
    ]
    return lines[number] if number < len(lines) else len(text)


def _block(ruling: Ruling) -> str:
    verb = "merge" if ruling.judgement is Judgement.MERGED else "split"
    sides = ",\n".join(
        f"  {{ names = {_list(side.names)}, documents = {_list(side.documents)} }}" for side in ruling.sides
    )
    reason = f"reason = {_string(ruling.reason)}\n" if ruling.reason else ""
    return f"[[{verb}]]\nkind = {_string(ruling.kind)}\nof = [\n{sides},\n]\n{reason}"


def _decision(decision: Decision, sources: Mapping[str, str]) -> str:
    return (
        f"[[decision]]\njudgement = {_string(decision.judgement)}\nkind = {_string(decision.kind)}\n"
        f"name = {_string(decision.name)}\nscore = {decision.score}\n"
        f"documents = {_list(sources.get(d, d) for d in (decision.document, decision.other_document))}\n"
        f"because = {_list(decision.features)}\n"
    )


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(map(_string, items))}]"


def _string(text: str) -> str:
    """A TOML basic string, whose escapes are those of JSON; DEL has to be escaped besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
