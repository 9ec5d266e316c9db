"""What a source says about an article outside its text: a row's columns, front matter, a page's metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from kg.corpus.dates import parse_date
from kg.lexicon import alternation, table, words
from kg.text import HAN, unpadded

_PADDED_NAME = re.compile(rf"(?<![{HAN}])([{HAN}]) ([{HAN}])(?![{HAN}])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What is known of an article beside its text."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None


@cache
def columns() -> Mapping[str, tuple[str, ...]]:
    """For each field the names that its column may have, in lower case; the first that a row has wins."""
    return {field: words("columns", "fields", field) for field in table("columns")["fields"]}


def column_of(names: Mapping[str, str], field: str, chosen: Mapping[str, str]) -> str | None:
    """The column that holds `field`: the one that the user named, else the first of the known names.

    Args:
        names: the columns that there are, by their names in lower case without outer space.
        field: a key of `columns()`.
        chosen: the columns that the user named, by field.
    """
    if field in chosen:
        return names.get(chosen[field].strip().lower())
    return next((names[name] for name in columns()[field] if name in names), None)


def fields_of(values: Mapping[str, object], chosen: Mapping[str, str] | None = None) -> Fields:
    """Fields from a mapping, by column names in Chinese or English; what is no text or no date is left out.

    >>> fields_of({"标题": "示例", "日期": "2020年2月26日", "作者": "逯江、王宏"}).authors
    ('逯江', '王宏')
    """
    names = {name.strip().lstrip("\ufeff").lower(): name for name in values}

    def value(field: str) -> object:
        column = column_of(names, field, chosen or {})
        return None if column is None else values[column]

    return Fields(
        title=_line(value("title")),
        published=_date(value("published")),
        publisher=_line(value("publisher")),
        authors=_names(value("authors")),
        editors=_names(value("editors")),
        url=_line(value("url")),
        language=language_code(_line(value("language"))),
    )


def language_code(name: str | None) -> str | None:
    """`zh` for zh-CN, zh_TW, Chinese and 中文; None for what is no language code.

    >>> language_code("zh-CN"), language_code("英文"), language_code("?")
    ('zh', 'en', None)
    """
    text = (name or "").strip().lower()
    code = table("columns")["languages"].get(text, re.split("[-_]", text)[0])
    return code if re.fullmatch("[a-z]{2,3}", code) else None


def scalar(value: object) -> str | None:
    """A text, number or date as text; None for anything else (a list, a mapping, nothing)."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _line(value: object) -> str | None:
    text = scalar(value)
    if isinstance(value, Mapping):
        text = scalar(value.get("name"))
    return " ".join(text.split()) or None if text else None


def _date(value: object) -> str | None:
    text = scalar(value)
    return parse_date(text[:100]) if text else None


def _names(value: object) -> tuple[str, ...]:
    """People from a list or from one text: 逯江、王宏; Jane Doe and John Smith; 记者 李明."""
    if isinstance(value, list | tuple):
        return tuple(dict.fromkeys(name for item in value for name in _names(item)))
    text = _line(value)
    if not text:
        return ()
    text = _before_names().sub("", text)
    if re.search(f"[{HAN}]", text):
        text = _PADDED_NAME.sub(r"\1\2", text)
        parts = re.split(r"[、，,;；/|\s]+", text)
    else:
        parts = re.split(r"\s*(?:[,;|/]|\band\b|&)\s*", text)
    return tuple(dict.fromkeys(unpadded(part.strip()) for part in parts if part.strip()))


@cache
def _before_names() -> re.Pattern[str]:
    labels = alternation(words("columns", "before_names"))
    return re.compile(rf"^(?:[Bb]y |(?:本报)?(?:{labels})[：:\s]*)")
