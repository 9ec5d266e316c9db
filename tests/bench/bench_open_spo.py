"""Posts and kinship on the open_spo sentences: recall of what is annotated, precision where both ends are.

usage: python tests/bench/bench_open_spo.py FOLDER [--half even|odd|both] [--show missed|wrong] [--limit 40]

FOLDER holds `open_spo_train.txt` and `open_spo_pairs_train.txt`. Sentences are read one by one. Rules may be
written on the even ones; the odd ones are only measured. An annotated pair of a title and a person counts as
found where the person is found to hold that title there, be the body written as 甲部|部长 or 甲|部长; who is
whose kin, in either direction. What is found of a body, a title and a person that all are annotated, each
somewhere in the sentence, but not together, counts as wrong.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.build.stages import Setup, extract, load_stages
from kg.coreference import context
from kg.lexicon import words
from kg.records import Document, Extraction
from kg.relations.patterns import KIN_PREDICATES

Triple = tuple[str, str, str]

_PAIR = re.compile(r"(?P<label>[01]) (?P<triple>[^#]*#[^#]*#[^#]*)#(?P<masked>.*)")
_STATUS = re.compile("^(?:原|前|新任|现任|时任|代|新)")
_DOUBLED = re.compile("(.)(?=\\1长$)")


@dataclass
class Count:
    """What was annotated and found, and what was found and can be judged."""

    annotated: int = 0
    found: int = 0
    right: int = 0
    wrong: int = 0
    missed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def figures(self) -> Mapping[str, float]:
        judged = self.right + self.wrong
        return {
            "annotated": self.annotated,
            "recall": round(100 * self.found / max(1, self.annotated), 1),
            "judged": judged,
            "precision": round(100 * self.right / max(1, judged), 1),
        }


def sentences(file: Path) -> list[str]:
    """The sentences of a file of characters with tags, an empty line behind each."""
    blocks = file.read_text(encoding="utf-8").split("\n\n")
    return ["".join(line.rpartition(" ")[0] for line in block.splitlines()) for block in blocks if block]


def annotated(file: Path, texts: Sequence[str]) -> dict[int, dict[Triple, bool]]:
    """For each sentence its triples (body, title, person) and whether they hold."""
    of_length = defaultdict(list)
    for number, text in enumerate(texts):
        of_length[len(text)].append(number)
    found: dict[int, dict[Triple, bool]] = defaultdict(dict)
    for line in file.read_text(encoding="utf-8").splitlines():
        match = _PAIR.fullmatch(line)
        if match is None:
            continue
        body, title, person = match["triple"].split("#")
        for number in of_length[len(match["masked"])]:
            text = texts[number]
            if body in text and person in text and _is_masked(text, match["masked"]):
                held = found[number].get((body, title, person), False)
                found[number][body, title, person] = held or match["label"] == "1"
                break
    return found


def _is_masked(text: str, masked: str) -> bool:
    return all(a == b or b in "SPO" for a, b in zip(text, masked, strict=True))


def is_kin(title: str) -> bool:
    known = [word for name in KIN_PREDICATES for word in words("kinship", name)]
    return title.endswith((*known, "之父", "之母", "之妻")) or title in words("kinship", "short")


def is_post(title: str) -> bool:
    return title.endswith(words("titles", "heads"))


def claimed(extraction: Extraction, *, kin: bool) -> Iterator[tuple[Triple, Triple]]:
    """What is claimed, as (body or kin, title, person), as it is written and by full names."""
    names = context(extraction).names
    for claim in extraction.claims:
        if (claim.predicate.name in _kin_predicates()) if kin else (claim.predicate.name == "holdsPost"):
            ends = (claim.object, claim.subject)
            written = [extraction.mentions[i].text for i in ends]
            title = claim.title or ""
            yield (written[0], title, written[1]), (names[ends[0]], title, names[ends[1]])


def _kin_predicates() -> set[str]:
    return {predicate for predicate, _ in KIN_PREDICATES.values()}


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > 1 and (one in other or other in one))


def same_post(found: Triple, annotated: Triple) -> bool:
    body, title, person = found
    wanted_body, wanted, holder = annotated
    wanted = _STATUS.sub("", wanted)
    whole = (body + title).replace("的", "")
    titled = title.endswith(wanted) or wanted.endswith(title)
    said = (
        (_alike(body, wanted_body) and titled)
        or whole.endswith((wanted_body + wanted).replace("的", ""))
        or (len(wanted) > 3 and _DOUBLED.sub("", whole).endswith(wanted))
    )
    return _alike(person, holder) and said


def same_kin(found: Triple, annotated: Triple) -> bool:
    one, _, other = found
    first, _, second = annotated
    return (_alike(one, first) and _alike(other, second)) or (_alike(one, second) and _alike(other, first))


def count(extraction: Extraction, triples: Mapping[Triple, bool], into: Count, *, kin: bool) -> None:
    """Adds what one sentence says."""
    same, text = (same_kin if kin else same_post), extraction.document.text
    holding = [triple for triple, holds in triples.items() if holds]
    wanted = [triple for triple in holding if is_kin(triple[1]) is kin and (kin or is_post(triple[1]))]
    found = list(dict.fromkeys(claimed(extraction, kin=kin)))
    for triple in wanted:
        hit = any(same(form, triple) for forms in found for form in forms)
        into.annotated, into.found = into.annotated + 1, into.found + hit
        if not hit:
            into.missed.append(f"{' '.join(triple)} | {text}")
    for forms in found:
        if any(same(form, triple) for triple in holding for form in forms):
            into.right += 1
        elif all(any(_alike(part, triple[n]) for triple in triples) for n, part in enumerate(forms[0])):
            into.wrong += 1
            into.errors.append(f"{' '.join(forms[0])} | {text}")


def main() -> None:
    """Reads the options, measures, prints."""
    parser = argparse.ArgumentParser(description="Posts and kinship on open_spo.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("even", "odd", "both"), default="both")
    parser.add_argument("--show", choices=("missed", "wrong"))
    parser.add_argument("--limit", type=int, default=40)
    given = parser.parse_args()
    texts = sentences(given.folder / "open_spo_train.txt")
    triples = annotated(given.folder / "open_spo_pairs_train.txt", texts)
    documents = [Document(f"doc-{n}", f"{n}", text, "zh") for n, text in enumerate(texts)]
    counts = {"posts": Count(), "kinship": Count()}
    for number, extraction in enumerate(extract(documents, load_stages(Setup()))):
        if given.half != "both" and (number % 2 == 0) != (given.half == "even"):
            continue
        for name, into in counts.items():
            count(extraction, triples.get(number, {}), into, kin=name == "kinship")
    print(json.dumps({name: into.figures() for name, into in counts.items()}))
    for name, into in counts.items() if given.show else ():
        for line in (into.missed if given.show == "missed" else into.errors)[: given.limit]:
            print(name, line)


if __name__ == "__main__":
    main()
