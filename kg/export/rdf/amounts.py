"""Sums of money as numbers, so that queries can add them up."""

from __future__ import annotations

import re
from decimal import Decimal

from kg.lexicon import table

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_ENGLISH = {"thousand": 10**3, "million": 10**6, "billion": 10**9}

_NUMBER = re.compile(
    r"(?P<digits>\d[\d,，]*(?:\.\d+)?)\s*(?P<scale>(?:thousand|million|billion)\b|[十百千]?[万萬]?[亿億]?)"
    r"|(?P<words>[零〇一二两俩三四五六七八九十百千万亿]+)",
)


def money(amount: str) -> tuple[Decimal, str] | None:
    """The sum that `amount` names and its ISO 4217 currency, or None when it is not exactly one sum of money.

    >>> money("200余万元")
    (Decimal('2000000'), 'CNY')
    >>> money("口罩3000只") is None
    True
    """
    text = re.sub(r"[余多约近逾超]", "", amount.lower())
    currency = next((code for name, code in table("money")["currencies"].items() if name in text), None)
    numbers = list(_NUMBER.finditer(text))
    # "100万元和口罩2万只" holds a sum and a quantity: which is which is not for us to guess.
    if currency is None or len(numbers) != 1:
        return None
    number = numbers[0]
    if number["words"] is not None:
        value = _chinese(number["words"])
        return None if value is None else (Decimal(value), currency)
    value_of_digits = Decimal(re.sub(r"[,，]", "", number["digits"]))
    scale = 1
    word = number["scale"]
    if word in _ENGLISH:
        scale = _ENGLISH[word]
    else:
        for character in word:
            scale *= _SMALL.get(character) or _LARGE[character]
    total = value_of_digits * scale
    return (total.quantize(Decimal(1)) if total == total.to_integral_value() else total.normalize()), currency


def _chinese(words: str) -> int | None:
    """三百二十万 as 3200000; None for what is no number, such as 万 alone or 一二三."""
    total = section = 0
    digit: int | None = None
    for character in words:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _SMALL:
            # 十 alone is ten; 百 alone is no number.
            if digit is None and (character != "十" or section):
                return None
            section += (1 if digit is None else digit) * _SMALL[character]
            digit = None
        else:
            section += digit or 0
            if not section and not total:
                return None
            total = (
                (total + section) * _LARGE[character]
                if _LARGE[character] > 10**4
                else (total + section * _LARGE[character])
            )
            section, digit = 0, None
    return total + section + (digit or 0) or None
