"""Relation patterns: their language, compiled to regular expressions over views.

A pattern file is TOML with `[[pattern]]` tables:

    name        the rule's name, written into every claim that it makes
    predicate   a relation of the vocabulary (or `kinship = true`: the kinship word decides)
    match       a regular expression with the symbols, roles, lists and macros of macros.toml
    confidence  how often such a match is right, measured on annotated articles
    status      of the claim, if not read from the words (former, proposed, ...)
    title_in    a list that the title in role `title` must be in; of a post it stays the title
    object_ends a list, in one of whose words the name in role `object` must end
    object_ends_not a list, in none of whose words it may end
    date        "start" or "end": which date of the claim the last date before the trigger is
    after       an expression that must stand before the match in the sentence
    not_after   an expression that must not stand right before the match
    antecedent  what is taken from before the sentence, if it does not name it: "person", "village", "body"
                (of the post before), "organization" (that the title belongs to), "actor" (the
                organization that the sentence before begins with)
    examples    sentences that must match, in the notation [name:KIND]

So a new relation is a few lines of Turtle and a pattern.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import InvalidPattern
from kg.lexicon import alternation, words
from kg.ontology import Vocabulary, vocabulary
from kg.records import Predicate, Status
from kg.relations.needs import Clause, Needs, needed
from kg.relations.view import SLOTS

_REFERENCE = re.compile(r"<(?:(?P<role>[a-z]+\d?)=)?(?P<body>\((?:[^<>]|<[^<>]*>)*\)|[^<>]+)>")
_QUANTIFIED = re.compile(r"(near|gap|skip|any):(\d+)")
_NO_NAMES = "".join(SLOTS.values())
_ROLES = frozenset({"subject", "object", "members", "other", "posts", "title", "trigger", "amount", "kin"})


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A pattern, which equals itself alone. Of kinship the word in role `kin` tells the predicate."""

    name: str
    predicate: Predicate | None
    expression: str
    needs: Needs
    confidence: float
    status: Status | None
    antecedent: str | None
    title_in: re.Pattern[str] | None
    object_ends: re.Pattern[str] | None
    object_ends_not: re.Pattern[str] | None
    after: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    date: str | None
    examples: tuple[str, ...]

    @property
    def regex(self) -> re.Pattern[str]:
        """The expression, compiled when a sentence first has all that it needs, which few articles have."""
        return _compiled(self.expression)


# Not re.compile's own cache, which is emptied again and again where there are so many expressions.
_compiled = cache(re.compile)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The macros and word lists that patterns may refer to."""

    macros: Mapping[str, str]
    lists: Mapping[str, str]

    def compile(self, match: str) -> re.Pattern[str]:
        """An expression with symbols, lists, macros. Raises KeyError for an unknown reference, re.error."""
        return re.compile(self.expand(match))

    def ends(self, name: str | None) -> re.Pattern[str] | None:
        """What ends in a word of the list, if one is named. Raises KeyError for an unknown list."""
        return None if name is None else re.compile(f"(?:{self.lists[name]})$")

    def expand(self, text: str) -> str:
        """The regular expression that is meant. Raises KeyError for an unknown reference."""
        return _REFERENCE.sub(lambda m: self._reference(m["role"], m["body"]), text)

    def _reference(self, role: str | None, body: str) -> str:
        name = role.rstrip("0123456789") if role else None
        if name is not None and name not in _ROLES:
            raise KeyError(f"role {role}")
        inner = self._body(body)
        return f"(?P<{role}>{inner})" if role else f"(?:{inner})"

    def _body(self, body: str) -> str:
        sized = _QUANTIFIED.fullmatch(body)
        if sized:
            banned = {
                "near": _NO_NAMES + "，（）",
                "gap": _NO_NAMES + "（）",
                "skip": SLOTS["PER"],
                "any": "",
            }[sized[1]]
            return f"[^。！？；\\n{banned}]{{0,{sized[2]}}}?"
        if body in SLOTS:
            return SLOTS[body]
        if body in self.macros:
            return self.expand(self.macros[body])
        if body in self.lists:
            return self.lists[body]
        if re.fullmatch(r"[a-z_]+", body):
            raise KeyError(f"list {body}")
        # Anything else is an expression of its own, in which bare symbol names stand for symbols.
        symbols = re.sub(r"\b(PER|ORG|LOC|TITLE)\b", lambda m: SLOTS[m[1]], body)
        return self.expand(symbols)


class Index:
    """Finds those of some patterns that can match a sentence, by the characters in it."""

    def __init__(self, rules: Iterable[Pattern]) -> None:
        # One bit for each clause: a sentence is asked for all patterns at once.
        bits: dict[Clause, int] = {}
        self._rules = [
            (sum(bits.setdefault(clause, 1 << len(bits)) for clause in rule.needs), rule) for rule in rules
        ]
        self._all = (1 << len(bits)) - 1
        self._met: dict[str, int] = {}
        for clause, bit in bits.items():
            for character in clause:
                self._met[character] = self._met.get(character, 0) | bit

    def of(self, chars: str) -> list[Pattern]:
        """The patterns whose needs a view meets, in their order.

        >>> index(patterns()).of("")
        []
        """
        met = 0
        for character in set(chars):
            met |= self._met.get(character, 0)
        lacking = self._all & ~met
        return [rule for needs, rule in self._rules if not needs & lacking]


@lru_cache(maxsize=8)
def index(rules: tuple[Pattern, ...]) -> Index:
    """The index of these patterns, which one document after the other is tried with."""
    return Index(rules)


@cache
def patterns() -> tuple[Pattern, ...]:
    """The packaged patterns."""
    folder = resources.packaged("relations", "patterns")
    grammar = read_grammar(resources.parsed("relations", "patterns", "macros.toml"))
    files = sorted(
        (f for f in folder.iterdir() if f.name != "macros.toml" and f.name.endswith(".toml")),
        key=lambda f: f.name,
    )
    found: list[Pattern] = []
    for file in files:
        found += _read_patterns(file.name, file.read_text(encoding="utf-8"), grammar, vocabulary())
    return tuple(found)


def user_patterns(files: Iterable[Path], terms: Vocabulary) -> tuple[Pattern, ...]:
    """The packaged patterns and those of the user's own files, which may refer to the packaged macros and
    lists.
    """
    grammar = read_grammar(resources.parsed("relations", "patterns", "macros.toml"))
    more = [
        p
        for file in files
        for p in read_patterns(str(file), file.read_text(encoding="utf-8"), grammar, terms)
    ]
    return (*patterns(), *more)


def read_grammar(data: Mapping[str, Any]) -> Grammar:
    """Macros and lists; a list may be given as the path of a lexicon table ("kinship.parent")."""
    lists = {name: alternation(_terms(value)) for name, value in data["lists"].items()}
    return Grammar(data["macros"], lists)


def _terms(value: str | list[str]) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(value)
    table, _, path = value.partition(".")
    if path == "all":
        return tuple(word for name in KIN_PREDICATES for word in words(table, name))
    return words(table, *path.split("."))


# What a kinship word says: the predicate, and whether the one called so is its subject.
KIN_PREDICATES: Mapping[str, tuple[str, bool]] = {
    "parent": ("parentOf", True),
    "child": ("parentOf", False),
    "spouse": ("spouseOf", True),
    "sibling": ("siblingOf", True),
    "relative": ("relativeOf", True),
}


def read_patterns(source: str, text: str, grammar: Grammar, terms: Vocabulary) -> list[Pattern]:
    """The patterns of one file, all of which can be compiled. Raises InvalidPattern, UnknownPredicate."""
    found = _read_patterns(source, text, grammar, terms)
    for pattern in found:
        try:
            _compiled(pattern.expression)
        except re.error as error:
            raise InvalidPattern(source, pattern.name, f"match cannot be read: {error}") from error
    return found


def _read_patterns(source: str, text: str, grammar: Grammar, terms: Vocabulary) -> list[Pattern]:
    found = []
    for entry in tomllib.loads(text).get("pattern", ()):
        name = str(entry.get("name", "?"))
        try:
            expression = grammar.expand(entry["match"])
        except KeyError as error:
            raise InvalidPattern(source, name, f"match cannot be read: {error}") from error
        found.append(
            Pattern(
                name,
                None if entry.get("kinship") else terms[entry["predicate"]],
                expression,
                needed(expression),
                float(entry.get("confidence", 0.8)),
                Status(entry["status"]) if "status" in entry else None,
                entry.get("antecedent"),
                re.compile(grammar.lists[entry["title_in"]]) if "title_in" in entry else None,
                grammar.ends(entry.get("object_ends")),
                grammar.ends(entry.get("object_ends_not")),
                grammar.compile(entry["after"]) if "after" in entry else None,
                grammar.compile(f"(?:{entry['not_after']})$") if "not_after" in entry else None,
                entry.get("date"),
                tuple(entry.get("examples", ())),
            )
        )
    return found
