"""Questions with a name: ontology/queries/*.rq, each with its titles and parameters in comments at its head.

    # title@zh: 谁在哪里任什么职
    # title@en: Who holds which post where
    # param: person entity
    # param: date date required
    VALUES ?person { UNDEF }

A parameter is bound by filling its `VALUES ?person { UNDEF }` line, so that the file is SPARQL as it stands
and answers for everybody when nothing is given. What is filled in is written by the RDF library, never
pasted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg import resources
from kg.errors import MissingPath, QueryError
from kg.messages import joined, say
from kg.query.store import GraphStore

_HEADER = re.compile(r"^#\s*(title@(?P<language>[a-z]+)|(?P<key>param|computed))\s*:\s*(?P<value>.*?)\s*$")
_TYPES = frozenset({"entity", "date", "text", "number"})
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_ROWS = re.compile(r"(VALUES\s*\([^)]*\)\s*\{)\s*\(\s*(?:UNDEF\s*)+\)\s*\}")

_LIMIT = re.compile(r"^(\s*)# limit$", re.MULTILINE)
_SCAN = re.compile(r"^(\s*)(\S.*?) \. # scan$", re.MULTILINE)

Term = ox.NamedNode | ox.Literal


@dataclass(frozen=True)
class Parameter:
    """What a question can be asked about; `type` is entity, date, text or number."""

    name: str
    type: str = "entity"
    required: bool = False


@dataclass(frozen=True)
class Named:
    """A question: its titles by language, its parameters and its SPARQL. A query of one's own has no name."""

    name: str
    titles: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    text: str
    computed: tuple[str, ...] = ()

    def title(self, language: str = "zh") -> str:
        return self.titles.get(language) or self.titles.get("en") or self.name


@cache
def named_queries() -> Mapping[str, Named]:
    """The packaged questions by name.

    >>> named_queries()["posts"].title("en")
    'Who holds which post where, and who says so'
    """
    folder = resources.ontology("queries")
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".rq")), key=lambda file: file.name
    )
    return {
        file.name.removesuffix(".rq"): parse(file.read_text(encoding="utf-8"), file.name.removesuffix(".rq"))
        for file in files
    }


def read_query(path: Path) -> Named:
    """A question from a file of one's own; raises `MissingPath` or, for a file that is not text,
    `QueryError`.
    """
    try:
        return parse(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise QueryError(
            say("{path}: not a text file in UTF-8 ({reason})", path=path, reason=error.reason)
        ) from error
    except OSError:
        raise MissingPath(path) from None


def parse(text: str, name: str = "") -> Named:
    """A question from the text of its file."""
    titles: dict[str, str] = {}
    parameters: list[Parameter] = []
    computed: tuple[str, ...] = ()
    for line in text.splitlines():
        header = _HEADER.match(line)
        if header is None:
            continue
        if header["language"]:
            titles[header["language"]] = header["value"]
        elif header["key"] == "computed":
            computed = tuple(header["value"].split())
        else:
            parameters.append(_parameter(header["value"]))
    return Named(name, titles, tuple(parameters), text, computed)


def bind(
    question: Named,
    store: GraphStore,
    given: Mapping[str, str],
    *,
    extra: Callable[[Mapping[str, Sequence[Term]]], str] | None = None,
) -> str:
    """The SPARQL of `question` with the `given` parameters in it.

    `extra` computes the rows of `VALUES (…) { UNDEF }` from the terms, for a question that SPARQL cannot
    answer alone.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            raise QueryError(_unknown_parameter(question, name, known))
    missing = [p.name for p in question.parameters if p.required and not given.get(p.name)]
    if missing:
        asked = question.name or say("the query")
        options = joined(", ", [f"--{name}" for name in missing])
        raise QueryError(say("{question} needs {options}", question=asked, options=options))
    # What a terminal could not decode arrives as lone surrogates, which no term can hold.
    words = {name: value.encode("utf-8", "replace").decode("utf-8") for name, value in given.items() if value}
    terms = {name: terms_of(known[name], value, store) for name, value in words.items()}
    text = question.text
    for name in known:
        place = re.compile(r"VALUES\s+\?" + re.escape(name) + r"\s*\{\s*UNDEF\s*\}")
        if name in terms and not place.search(text) and not question.computed:
            line = f"VALUES ?{name} {{ UNDEF }}"
            raise QueryError(
                say("the query has no place for {name}: it needs the line {line}", name=name, line=line)
            )
        values = " ".join(str(term) for term in terms.get(name, ()))
        # A row without values joins everything and, worse, keeps the optimizer from using an index.
        text = _put(text, place, f"VALUES ?{name} {{ {values} }}" if values else "")
    if question.name:
        text = _scanned(text, everything=not any(known[name].type == "entity" for name in terms))
    if extra is not None:
        rows = extra(terms)
        for head in _ROWS.findall(text):
            text = _put(text, _ROWS, f"{head} {rows} }}")
    return text


def first_rows(text: str, limit: int | None) -> str:
    """`text` with its line `# limit` filled in: one row more than `limit`, to tell whether there are more.

    A question has that line in a sub-select that gives the rows in order, one for each row of the result, so
    that what costs time (names, sentences) is looked up for the rows that are shown and no others.
    """
    return text if limit is None else _LIMIT.sub(rf"\1LIMIT {limit + 1}", text)


def _scanned(text: str, *, everything: bool) -> str:
    """`text` with its lines that end in `# scan` as they are quickest.

    Oxigraph looks up what stands in one group row by row, which is best for a question about somebody. A
    sub-select it reads through once and joins by hashing: for a question about everybody that takes a tenth
    of the time.
    """
    if not everything or not _SCAN.search(text):
        return _SCAN.sub(r"\1\2 .", text)
    why = "# What stands in a sub-select of its own is read through once, not looked up row by row.\n"
    return why + _SCAN.sub(r"\1{ SELECT * WHERE { \2 } }", text)


def _put(text: str, place: re.Pattern[str], filled: str) -> str:
    """`filled` at each `place`, as it is: a backslash in it is no reference to a group."""
    return filled.join(place.split(text)[:: place.groups + 1])


def _parameter(words: str) -> Parameter:
    name, *rest = words.split()
    kinds = [word for word in rest if word in _TYPES]
    return Parameter(name, kinds[0] if kinds else "entity", "required" in rest)


def _unknown_parameter(question: Named, name: str, known: Mapping[str, Parameter]) -> str:
    near = get_close_matches(name, known, n=1)
    takes = say("It takes: {known}.", known=", ".join(known) or say("none"))
    hint = say("Did you mean {near}?", near=f"--{near[0]}") if near else takes
    asked = question.name or say("the query")
    return say("{question} has no parameter {name}. {hint}", question=asked, name=name, hint=hint)


def terms_of(parameter: Parameter, value: str, store: GraphStore) -> tuple[Term, ...]:
    """What a reader's `value` stands for in this graph; raises `QueryError` for nothing."""
    if parameter.type == "entity":
        return _named(value, store)
    if parameter.type == "date":
        _check_date(parameter.name, value)
        return (ox.Literal(value),)
    if parameter.type == "number":
        try:
            return (ox.Literal(int(value)),)
        except ValueError:
            told = say("{name} must be a whole number, not {value}", name=parameter.name, value=repr(value))
            raise QueryError(told) from None
    return (ox.Literal(value),)


def _named(name: str, store: GraphStore) -> tuple[Term, ...]:
    found = store.named(name)
    if not found:
        near = near_names(name, store)
        hint = (
            say("Did you mean {near}?", near=", ".join(near)) if near else say("kg open OUT lists all names.")
        )
        raise QueryError(
            say("nobody and nothing is called {value} in this graph. {hint}", value=repr(name), hint=hint)
        )
    return found


def _check_date(name: str, value: str) -> None:
    if not _DATE.fullmatch(value):
        raise QueryError(
            say("{name} must be YYYY, YYYY-MM or YYYY-MM-DD, not {value}", name=name, value=repr(value))
        )
    year, month, day = (*map(int, value.split("-")), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        raise QueryError(say("{name}: no calendar has {value}", name=name, value=value)) from None


def near_names(name: str, store: GraphStore) -> list[str]:
    """Up to three names of the graph that look like `name`."""
    found = get_close_matches(name, sorted(set(store.labels())), n=3, cutoff=0.5)
    # One character of three is as like by the figures as two of four, and no help.
    return [near for near in found if 2 * len(near) > len(name)]
