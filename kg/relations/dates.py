"""Chinese dates in a sentence, resolved against the date of the report: 今年2月, 去年底, 18日, 2019年3月5日.

The result is as precise as the words: YYYY, YYYY-MM or YYYY-MM-DD. What needs a report date that is not
known, or names no calendar date, gives nothing.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kg.lexicon import alternation, table, words

_DIGITS = {char: digit for digit, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
_NUMBER = "[0-9〇零一二三四五六七八九十]{1,4}"


@dataclass(frozen=True, slots=True)
class When:
    """A date and where it stands in the text given."""

    start: int
    end: int
    iso: str


_Parts = tuple[int, int | None, int | None]


@cache
def _date() -> re.Pattern[str]:
    year, month, near = (
        alternation(given)
        for given in (
            (*table("dates")["years"], *words("dates", "same_year")),
            table("dates")["months"],
            (*table("dates")["days"], *words("dates", "some_day")),
        )
    )
    return re.compile(
        f"(?P<year>(?:{_NUMBER})年|{year})?(?P<early>初|底|末|年初|年底|年末)?"
        f"(?P<month>(?:{_NUMBER})月(?!份?以[来前后])|{month})?份?(?P<day>(?:{_NUMBER})[日号](?!线|楼|院))?"
        f"|(?P<near>{near})"
    )


def dates(text: str, published: str | None) -> Iterator[When]:
    """The dates in `text`, in order; `published` (ISO, any precision) is what relative ones are counted from.

    >>> [when.iso for when in dates("今年2月任书记，2019年3月5日前任县长", "2020-02-26")]
    ['2020-02', '2019-03-05']
    """
    year: int | None = None
    for match in _date().finditer(text):
        if not match.group():
            continue
        parts = _parts(match, published, year)
        if parts is None:
            continue
        year = parts[0]
        iso = _iso(*parts)
        if iso is not None:
            yield When(match.start(), match.end(), iso)


def _parts(match: re.Match[str], published: str | None, last_year: int | None) -> _Parts | None:
    """Year, month and day of one match; None where the year cannot be told."""
    if match["near"] is not None:
        return _near(match["near"], published)
    report_year = int(published[:4]) if published else None
    report_month = int(published[5:7]) if published and len(published) >= 7 else None
    month = _month(match["month"], report_month)
    day = _number(match["day"][:-1]) if match["day"] else None
    if match["year"] is not None:
        year = _year(match["year"], report_year, last_year)
        return None if year is None else (year, month, day)
    if match["month"] is None:
        # 18日 is one of the report's month.
        if day is None or report_month is None or report_year is None:
            return None
        return report_year, report_month, day
    year = report_year if last_year is None else last_year
    # A month later than the report's is that of the year before: 12月 in a report of January.
    if year is not None and year == report_year and month and report_month and month > report_month + 1:
        year -= 1
    return None if year is None else (year, month, day)


def _near(word: str, published: str | None) -> _Parts | None:
    """昨天, counted from the day of the report."""
    shift = table("dates")["days"].get(word)
    if shift is None or published is None or len(published) != len("YYYY-MM-DD"):
        return None
    moved = date.fromisoformat(published) + timedelta(days=shift)
    return moved.year, moved.month, moved.day


def _year(word: str, report_year: int | None, last_year: int | None) -> int | None:
    """2019年, 去年, counted from the report's year, or 当年, the one that was named last."""
    if word in words("dates", "same_year"):
        return last_year
    shift = table("dates")["years"].get(word)
    if shift is not None:
        return report_year + int(shift) if report_year else None
    number = _number(word[:-1])
    return number if number is not None and 1800 <= number <= 2199 else None


def _month(word: str | None, report_month: int | None) -> int | None:
    if word is None:
        return None
    shift = table("dates")["months"].get(word)
    if shift is None:
        return _number(word[:-1])
    return None if report_month is None else (report_month - 1 + int(shift)) % 12 + 1


def _number(text: str) -> int | None:
    """二〇二〇, 十二, 26 as a number."""
    if text.isascii():
        return int(text)
    if "十" in text:
        tens, _, units = text.partition("十")
        if tens not in {"", *_DIGITS} or units not in {"", *_DIGITS}:
            return None
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0)
    digits = [_DIGITS.get(char) if not char.isdigit() or char in _DIGITS else int(char) for char in text]
    if any(digit is None for digit in digits):
        return None
    return int("".join(map(str, digits)))


def _iso(year: int, month: int | None, day: int | None) -> str | None:
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"
