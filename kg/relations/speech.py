"""Reported speech: who says what a sentence claims (据李娜介绍，…; “…”王五说)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from kg.coreference.context import Context
from kg.lexicon import alternation, table
from kg.records import Claim, Kind
from kg.relations.view import SLOTS, View


def speakers(seen: View) -> list[tuple[int, int, int]]:
    """The reported stretches of a sentence as (mention index of the speaker, start, end), offsets in the
    document.
    """
    found = []
    told, quoted = _speech()
    for match in told.finditer(seen.chars):
        if match.end() < len(seen.starts):
            index = seen.mentions[match.start("who")]
            found.append((index, seen.starts[match.end()], seen.sentence.end))
    for match in quoted.finditer(seen.chars):
        index = seen.mentions[match.start("who")]
        found.append((index, seen.sentence.start, seen.starts[match.start("who")]))
    return found


@cache
def _speech() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Who speaks before what is said, and behind it, as expressions over views."""
    verbs = alternation(table("speech")["verbs"])
    speaker = f"(?P<who>[{SLOTS['PER']}{SLOTS['ORG']}])"
    # Who speaks is the last one named before the verb: 应急局局长|唐宇|介绍.
    between = f"[^，。：“”{SLOTS['PER']}{SLOTS['ORG']}{SLOTS['LOC']}]{{0,10}}"
    return (
        re.compile(f"{speaker}{between}(?:{verbs})[，：]"),
        re.compile(f"^“[^“”]*”{speaker}{between}(?:{verbs})"),
    )


def said_after(context: Context, seen: View) -> list[tuple[int, int, int]]:
    """The whole sentence as the speech of whoever speaks at the beginning of the next: “……。”|李娜说。"""
    text = context.folded
    if text[seen.sentence.end - 1] != "”":
        return []
    following = next((s for s in context.sentences if s.start >= seen.sentence.end), None)
    if following is None or "\n" in text[seen.sentence.end : following.start]:
        return []
    for index, mention in enumerate(context.mentions):
        if mention.start == following.start and mention.kind is not Kind.LOC:
            spoken = _speaking().match(text, mention.end, following.end)
            return [(index, seen.sentence.start, seen.sentence.end)] if spoken else []
    return []


@cache
def _speaking() -> re.Pattern[str]:
    """What follows who spoke, right behind the name."""
    return re.compile(f"[^，。：“”]{{0,6}}(?:{alternation(table('speech')['verbs'])})")


def with_speaker(claim: Claim, told_at: int, reported: list[tuple[int, int, int]]) -> Claim:
    """The claim with its speaker, if what says it (at offset `told_at`) stands in somebody else's reported
    speech.
    """
    for index, start, end in reported:
        if start <= told_at < end and index not in (claim.subject, claim.object):
            return replace(claim, speaker=index)
    return claim
