"""What a sentence must have so that a pattern can match it: most lack it, and need not be searched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

# Characters of which a sentence must have one.
Clause = frozenset[str]
Needs = frozenset[Clause]

# What an expression is made of, plain characters together. A look-around matches nothing.
_TOKEN = re.compile(
    r"(?P<plain>[^\[\]\\()|*?+{}.^$]+(?![*?+{]))|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\]|\\.)"
    r"|(?P<open>\((?P<special>\?(?!:|P<))?(?:\?:|\?P<\w+>)?)|(?P<close>\))|(?P<arm>\|)"
    r"|(?P<repeat>(?P<optional>[*?]|\{(?:0+(?:,\d*)?|,\d*)\})|\+|\{\d+(?:,\d*)?\})[?+]?"
    r"|(?P<character>.)",
    re.DOTALL,
)
# Sets with ranges, classes or exceptions may have more characters than are worth a look.
_PLAIN_SET = re.compile(r"\[([^^\\-][^\\-]*)\]")
_NONE: Needs = frozenset()


def needed(expression: str) -> Needs:
    """What stands in every match of a regular expression: sets of characters, one of each.

    Letters with a case are left out, since an expression may ignore it.

    >>> needed("甲+(?:是|任)(?:乙|丙)?") == {frozenset("甲"), frozenset("是任")}
    True
    >>> needed("捐款|捐出|赠") == {frozenset("捐赠")}
    True
    """
    return _needed(_TOKEN.finditer(expression))


def _needed(tokens: Iterator[re.Match[str]]) -> Needs:
    """What every arm needs, up to the end of the group whose beginning was read last."""
    arms, last = [_NONE], _NONE
    for token in tokens:
        if token["repeat"]:
            last = _NONE if token["optional"] else last
            continue
        arms[-1] |= last
        last = _NONE
        if token["close"]:
            break
        if token["arm"]:
            arms.append(_NONE)
        elif token["open"]:
            inside = _needed(tokens)
            last = _NONE if token["special"] else inside
        elif token["plain"]:
            last = frozenset().union(*map(_of_characters, token["plain"]))
        else:
            last = _of_characters(token[0])
    arms[-1] |= last
    return _of_any(arms)


@lru_cache(maxsize=1 << 12)
def _of_characters(written: str) -> Needs:
    """Of a character, or of a set of them."""
    found = _PLAIN_SET.fullmatch(written)
    characters = frozenset(found[1] if found else written)
    plain = found is not None or (len(written) == 1 and written not in ".^$")
    caseless = all(char.lower() == char.upper() for char in characters)
    return frozenset({characters}) if plain and caseless else _NONE


def _of_any(arms: Sequence[Needs]) -> Needs:
    """What is needed where one of the arms matches: what all need, and one of what each of them needs."""
    if len(arms) == 1:
        return arms[0]
    if not all(arms):
        return _NONE
    # What many need first: 捐 for 捐款 and 捐出, so that few characters are looked for.
    asked = Counter(clause for arm in arms for clause in arm)
    each: Clause = frozenset()
    for arm in arms:
        if not any(clause <= each for clause in arm):
            each |= min(arm, key=lambda clause: (-asked[frozenset(clause)], len(clause), sorted(clause)))
    return frozenset.intersection(*arms) | {each}
