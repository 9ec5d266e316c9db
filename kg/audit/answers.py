"""The answers, kept in OUT/audit.toml, which a rebuild leaves as it is; and sheets of questions (CSV).

    [[answer]]
    statement = "st-5c0e7d3f4b68a1c9"
    right = true
    fact = "李明 — holds post (县长) → 示例县"
    sentence = "【示例县】县长【李明】讲话。"
    note = ""

A statement's id depends on what it says and of whom, so an answer holds for as long as the graph says the
same.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg import resources
from kg.audit.sample import Question
from kg.errors import KgError
from kg.messages import say

FILE = "audit.toml"
_HEAD = """\
# Statements that somebody has read against their sentences: `kg audit`. Builds keep this file as it is.
"""
_COLUMNS = ("statement", "right", "predicate", "fact", "sentence", "source", "note")


class AnswersUnreadable(KgError):
    """Answers that cannot be read; nothing of them is lost, for nothing is written over them."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = str(path)
        super().__init__(say("{path}: {reason}. Mend the file, or move it away.", path=path, reason=reason))


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a statement is right; `fact` and `sentence` say what was asked, for whoever reads the file."""

    statement: str
    right: bool
    fact: str = ""
    sentence: str = ""
    note: str = ""


Answers = Mapping[str, Answer]


def answer(question: Question, right: bool, note: str = "") -> Answer:
    """The answer to a question."""
    sentence = question.quotes[0].marked() if question.quotes else ""
    return Answer(question.statement.id, right, question.fact.sentence(), sentence, note)


def read_answers(path: Path) -> dict[str, Answer]:
    """The answers in a file by statement, none where there is no file; raises `AnswersUnreadable`.

    >>> read_answers(Path("no/such/audit.toml"))
    {}
    """
    if not path.exists():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return {item["statement"]: _read(item) for item in content.get("answer", ())}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AnswersUnreadable(path, str(error)) from error
    except (KeyError, TypeError, AttributeError):
        reason = say('an [[answer]] needs statement = "st-…" and right = true or false')
        raise AnswersUnreadable(path, reason) from None


def _read(item: Mapping[str, Any]) -> Answer:
    if not isinstance(item["right"], bool):
        raise TypeError
    texts = (str(item.get(name, "")) for name in ("fact", "sentence", "note"))
    return Answer(str(item["statement"]), item["right"], *texts)


def write_answers(answers: Answers, path: Path) -> None:
    """Writes all answers, in the order in which they were given, at once or not at all."""
    blocks = (
        f"\n[[answer]]\nstatement = {_quoted(item.statement)}\nright = {str(item.right).lower()}\n"
        f"fact = {_quoted(item.fact)}\nsentence = {_quoted(item.sentence)}\nnote = {_quoted(item.note)}\n"
        for item in answers.values()
    )
    draft = path.with_name(f".{path.name}")
    draft.write_text(_HEAD + "".join(blocks), encoding="utf-8")
    draft.replace(path)


def _quoted(text: str) -> str:
    # Escapes of JSON are escapes of TOML; JSON leaves DEL as it is, which TOML does not take.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_sheet(questions: Iterable[Question], answers: Answers, path: Path) -> None:
    """A sheet with a row for each question, for `right` to be filled with y or n and read back."""
    # With a byte order mark, without which Excel takes Chinese for something else.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(_COLUMNS)
        for question in questions:
            given = answers.get(question.statement.id)
            writer.writerow(
                (
                    question.statement.id,
                    "" if given is None else "y" if given.right else "n",
                    question.statement.predicate,
                    _cell(question.fact.sentence()),
                    _cell("\n".join(quote.marked() for quote in question.quotes)),
                    _cell("\n".join(quote.source for quote in question.quotes)),
                    _cell(given.note if given else ""),
                )
            )


def _cell(text: str) -> str:
    # A sheet takes a cell that begins so for a formula, and an article may begin as it likes.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def read_sheet(path: Path) -> Sequence[Answer]:
    """The rows of a sheet that are answered; raises `AnswersUnreadable`, which names the row."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AnswersUnreadable(path, error.strerror or str(error)) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a spreadsheet on a Chinese Windows writes.
        text = content.decode("gb18030", errors="replace")
    rows = csv.DictReader(io.StringIO(text))
    if not {"statement", "right"} <= set(rows.fieldnames or ()):
        raise AnswersUnreadable(path, say("the columns statement and right are not there"))
    found, meant = [], _words()
    for number, row in enumerate(rows, 2):
        word = (row["right"] or "").strip().lower()
        if word and word not in meant:
            reason = say("row {row}: {word!r} is neither y nor n", row=number, word=word)
            raise AnswersUnreadable(path, reason)
        if word:
            texts = (row.get(name) or "" for name in ("fact", "sentence", "note"))
            found.append(Answer((row["statement"] or "").strip(), meant[word], *texts))
    return found


@cache
def _words() -> Mapping[str, bool]:
    """What people write into the column `right`, and whether it says that a statement is."""
    words = resources.parsed("audit", "sheet.toml")
    return dict.fromkeys(words["right"], True) | dict.fromkeys(words["wrong"], False)
