"""Answers as a table to read on a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from kg.messages import say, say_n
from kg.query import words
from kg.query.answer import Answer, Value, text_of

# A cell of the table is cut here; the other formats give all of it.
WIDEST_CELL = 60
# On a narrow terminal the widest cells are cut further, but not below this.
NARROWEST_CELL = 14


def table(
    answer: Answer,
    told: Callable[[object], str] = str,
    language: str = "en",
    columns: int | None = None,
) -> str:
    """`answer` for a terminal; see `kg.query.render.render`."""
    if answer.boolean is not None:
        return told(say("yes") if answer.boolean else say("no")) + "\n"
    if answer.triples is not None:
        header: Sequence[str] = ("subject", "predicate", "object")
        rows: Sequence[Sequence[Value]] = [(t.subject, t.predicate, t.object) for t in answer.triples]
    else:
        # Where ?person comes with ?personName, people want the name; the other formats give both.
        shown = [i for i, name in enumerate(answer.variables) if f"{name}Name" not in answer.variables]
        header = [_heading(answer.variables[i], answer.variables) for i in shown]
        rows = [[row[i] for i in shown] for row in answer.rows]
    asked = answer.question is not None and bool(answer.question.name)
    cells = [_cells(header, row, answer, language if asked else "") for row in rows]
    if asked and language != "en":
        header = [words.columns().get(name, {}).get(language, name) for name in header]
    widths = [max(map(width, column)) for column in zip(header, *cells, strict=True)]
    if columns is not None:
        widths = _fitted(widths, columns)
        header = [_cut(cell, size) for cell, size in zip(header, widths, strict=True)]
        cells = [[_cut(cell, size) for cell, size in zip(row, widths, strict=True)] for row in cells]
    lines = [_line(header, widths), _line(["─" * size for size in widths], widths)]
    lines += [_line(row, widths) for row in cells]
    more = say_n("{n}+ row", "{n}+ rows", len(rows))
    count = more if answer.more else say_n("{n} row", "{n} rows", len(rows))
    return "\n".join([*lines, *map(told, (count, *answer.notes))]) + "\n"


def _cells(header: Sequence[str], row: Sequence[Value], answer: Answer, language: str) -> list[str]:
    """A row as people read it; `language` is empty for a query of one's own, whose cells stay as they are."""
    texts = [text_of(value, answer.prefixes) for value in row]
    if not language:
        return [_cut(text) for text in texts]
    told = dict(zip(header, texts, strict=True))
    asked = answer.question.text if answer.question else ""
    post = "holdsPost" in told.get("relation", asked)
    found = [
        None if value is None else words.worded(name, value, language, post=post)
        for name, value in zip(header, row, strict=True)
    ]
    return [_cut(text if word is None else word) for word, text in zip(found, texts, strict=True)]


def _fitted(widths: Sequence[int], columns: int) -> list[int]:
    """The widths with the widest made narrower until a row fits, as far as that leaves something to read."""
    fitted = list(widths)
    while sum(fitted) + 2 * (len(fitted) - 1) > columns and max(fitted) > NARROWEST_CELL:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _heading(name: str, all_names: Sequence[str]) -> str:
    stem = name.removesuffix("Name")
    return stem if stem in all_names else name


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(
        cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True)
    ).rstrip()


def width(text: str) -> int:
    """The columns that `text` takes on a terminal, where a Chinese character takes two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _cut(text: str, widest: int = WIDEST_CELL) -> str:
    # Control characters would move the cursor, or worse, on the reader's terminal.
    text = "".join(c if c.isprintable() else " " for c in text)
    if width(text) <= widest:
        return text
    kept, used = [], 0
    for character in text:
        used += width(character)
        if used > widest - 1:
            break
        kept.append(character)
    return "".join(kept) + "…"
