"""The sample as one web page: y and n on the keyboard, answers kept by the browser and saved as a sheet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from jinja2 import Environment

from kg.audit.answers import Answers
from kg.audit.sample import Question
from kg.ontology import Vocabulary, vocabulary
from kg.resources import packaged


def write_page(
    questions: Iterable[Question],
    answers: Answers,
    path: Path,
    *,
    title: str,
    language: str = "en",
    told: Callable[[str], str] = str,
    terms: Vocabulary | None = None,
) -> None:
    """Writes the page. What is answered already shows its answer.

    Args:
        title: the graph's folder, as it was named.
        language: zh or en; `told` gives a message in that language, where it is not English.
        terms: has the words for relations of one's own.
    """
    asked = tuple(questions)
    words = json.loads(packaged("audit", "page.json").read_text(encoding="utf-8"))[language]
    labels = (terms or vocabulary()).labels
    rows = [
        {
            "id": question.statement.id,
            "predicate": labels.get(question.statement.predicate, {}).get(language)
            or question.statement.predicate,
            "fact": told(question.fact.sentence(language, terms=terms)),
            "quotes": question.quotes,
            "given": {True: "y", False: "n"}.get(answers[question.statement.id].right)
            if question.statement.id in answers
            else "",
            "sheet": {
                "predicate": question.statement.predicate,
                "fact": question.fact.sentence(),
                "sentence": "\n".join(quote.marked() for quote in question.quotes),
            },
        }
        for question in asked
    ]
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        packaged("audit", "page.html").read_text(encoding="utf-8")
    )
    path.write_text(template.render(title=title, language=language, words=words, rows=rows), encoding="utf-8")
