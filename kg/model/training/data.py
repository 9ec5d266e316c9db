"""Annotated sentences from several sources, brought to one convention (people, organizations, places).

| source | what is mapped |
|---|---|
| MSRA | as it is: a chain of places is annotated level by level, nested names by the outermost |
| UNER Chinese (GSDSimp) | as it is, tokens mapped back to characters |
| CLUENER | name -> PER; government, company, organization -> ORG; address, scene -> LOC, chains split; |
|   | well-known places that it leaves out are masked from the loss |
| résumés | NAME -> PER, ORG -> ORG, LOC -> LOC; places are masked likewise |
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.model.training.words import words

Annotation = tuple[int, int, str]
MASKED = "?"  # the kind of a stretch whose tags are unknown: any tags are allowed there

KINDS = ("PER", "ORG", "LOC")
TAGS = ("O", *(f"{position}-{kind}" for kind in KINDS for position in "BIES"))


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence, its annotations in order (disjoint; MASKED where nothing is known), where it comes from."""

    text: str
    spans: tuple[Annotation, ...]
    source: str


def spans_of(tags: Sequence[str]) -> list[Annotation]:
    """Spans of BIO, BMES or BIOES tags; a name that begins without B is taken as a name."""
    found: list[Annotation] = []
    start, kind = -1, ""
    for at, tag in enumerate([*tags, "O"]):
        position, _, this = tag.partition("-")
        if start >= 0 and (position in "OBS" or this != kind):
            found.append((start, at, kind))
            start = -1
        if position != "O" and start < 0:
            start, kind = at, this
        if position in "ES" and start >= 0:
            found.append((start, at + 1, kind))
            start = -1
    return found


def _blocks(path: Path) -> Iterator[list[str]]:
    block: list[str] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip("\r\n"):
                block.append(line.rstrip("\r\n"))
            elif block:
                yield block
                block = []
    if block:
        yield block


def read_msra(path: Path) -> list[Sample]:
    """One character, a tab and a BIO tag a line."""
    samples = []
    for block in _blocks(path):
        rows = [line.split("\t") for line in block]
        samples.append(Sample("".join(r[0] for r in rows), tuple(spans_of([r[1] for r in rows])), "msra"))
    return samples


def read_uner(path: Path) -> list[Sample]:
    """Universal NER: `# text = …`, then index, token and IOB2 tag; tokens are found in the text in order."""
    samples = []
    for block in _blocks(path):
        text = next(line.removeprefix("# text = ") for line in block if line.startswith("# text = "))
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        places, cursor = [], 0
        for row in rows:
            begin = text.find(row[1], cursor)
            if begin < 0:
                break
            cursor = begin + len(row[1])
            places.append((begin, cursor))
        if len(places) == len(rows):
            spans = spans_of([row[2] if row[2][2:] in KINDS else "O" for row in rows])
            samples.append(
                Sample(text, tuple((places[a][0], places[b - 1][1], kind) for a, b, kind in spans), "uner")
            )
    return samples


_CLUENER = {
    "name": "PER",
    "government": "ORG",
    "company": "ORG",
    "organization": "ORG",
    "address": "LOC",
    "scene": "LOC",
}


def read_cluener(path: Path, places: Places) -> list[Sample]:
    """JSON lines; spans by character with inclusive ends."""
    samples = []
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            spans = [
                (begin, end + 1, _CLUENER[label])
                for label, names in row["label"].items()
                if label in _CLUENER
                for ranges in names.values()
                for begin, end in ranges
            ]
            spans = disjoint(spans)
            spans = [
                part
                for span in spans
                for part in (places.split(row["text"], span) if span[2] == "LOC" else [span])
            ]
            others = [
                (b, e + 1, "O")
                for label, names in row["label"].items()
                if label not in _CLUENER
                for ranges in names.values()
                for b, e in ranges
            ]
            samples.append(Sample(row["text"], tuple(places.mask(row["text"], spans, others)), "cluener"))
    return samples


def read_resumes(path: Path, places: Places) -> list[Sample]:
    """One character, a space and a BMES tag a line."""
    kinds = {"NAME": "PER", "ORG": "ORG", "LOC": "LOC"}
    samples = []
    for block in _blocks(path):
        rows = [line.rsplit(" ", 1) for line in block]
        text = "".join(r[0] for r in rows)
        if len(text) != len(rows):
            continue
        spans = [(a, b, kinds[kind]) for a, b, kind in spans_of([r[1] for r in rows]) if kind in kinds]
        samples.append(Sample(text, tuple(places.mask(text, spans, [])), "resume"))
    return samples


def disjoint(spans: Iterable[Annotation]) -> list[Annotation]:
    """The outermost of overlapping spans, in text order."""
    kept: list[Annotation] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)


class Places:
    """What is known of divisions: splits chains of places, masks places that a source leaves out."""

    def __init__(self, gazetteer: Path) -> None:
        with (gazetteer / "admin_divisions_cn.csv").open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        self.by_depth: dict[int, list[str]] = {depth: [] for depth in range(4)}
        self.short: dict[int, list[str]] = {depth: [] for depth in range(4)}
        for row in rows:
            self.by_depth[int(row["deep"])].append(row["ext_name"])
            self.short[int(row["deep"])].append(row["name"])
        full = {name for depth in range(4) for name in self.by_depth[depth] if 2 < len(name) < 12}
        short = {name for depth in range(2) for name in self.short[depth] if len(name) > 1}
        self._heads = full | short | set(words("well_known"))
        well_known = sorted(
            set(words("well_known")) | {n for n in [*self.short[0], *self.by_depth[0]] if len(n) > 1},
            key=lambda w: (-len(w), w),
        )
        self._well_known = re.compile("|".join(map(re.escape, well_known)))
        self._tail = re.compile(r"^[\u4e00-\u9fff]{1,8}[省市县乡镇村州旗]$")

    def split(self, text: str, span: Annotation) -> list[Annotation]:
        """Levels of a chain like 山西省长治市襄垣县; a span that is not plainly a chain is left whole."""
        start, end, kind = span
        parts: list[Annotation] = []
        while end - start > 3:
            head = next(
                (n for n in range(min(11, end - start - 2), 1, -1) if text[start : start + n] in self._heads),
                0,
            )
            rest = text[start + head : end]
            if not head or not (rest in self._heads or self._tail.match(rest)):
                break
            parts.append((start, start + head, kind))
            start += head
        return [*parts, (start, end, kind)]

    def mask(self, text: str, spans: Sequence[Annotation], others: Sequence[Annotation]) -> list[Annotation]:
        """The spans and, as MASKED, the well-known places outside of all annotations."""
        taken = [*spans, *others]
        missing = [
            (m.start(), m.end(), MASKED)
            for m in self._well_known.finditer(text)
            if all(m.end() <= a or b <= m.start() for a, b, _ in taken)
        ]
        return sorted([*spans, *missing])


@dataclass(frozen=True, slots=True)
class Corpora:
    """Training samples by source, and development parts that are strictly apart from them."""

    train: dict[str, list[Sample]]
    dev: dict[str, list[Sample]]


def read_corpora(data: Path) -> Corpora:
    """Reads the folder that holds `ner/` and `gazetteer/`.

    Held out: the last twentieth of MSRA by document order, UNER's own development part, every tenth block of
    ten CLUENER sentences.
    """
    ner, places = data / "ner", Places(data / "gazetteer")
    msra = read_msra(ner / "msra_train.bio")
    cut = len(msra) - len(msra) // 20
    cluener = read_cluener(ner / "cluener_train.json", places)
    held = [index // 10 % 10 == 9 for index in range(len(cluener))]
    return Corpora(
        train={
            "msra": msra[:cut],
            "uner": read_uner(ner / "uner_zh_gsdsimp" / "train.iob2"),
            "cluener": [s for s, h in zip(cluener, held, strict=True) if not h],
            "resume": read_resumes(ner / "resume_train.char.bmes", places),
        },
        dev={
            "msra": msra[cut:],
            "uner": read_uner(ner / "uner_zh_gsdsimp" / "dev.iob2"),
            "cluener": [s for s, h in zip(cluener, held, strict=True) if h],
        },
    )


def write_samples(path: Path, samples: Iterable[Sample]) -> None:
    """Writes JSON lines, whole or not at all."""
    temporary = path.with_suffix(".new")
    with temporary.open("w", encoding="utf-8") as lines:
        for s in samples:
            lines.write(json.dumps([s.text, s.spans, s.source], ensure_ascii=False) + "\n")
    temporary.replace(path)


def read_samples(path: Path) -> list[Sample]:
    """Reads what `write_samples` wrote."""
    with path.open(encoding="utf-8") as lines:
        return [
            Sample(text, tuple((a, b, kind) for a, b, kind in spans), source)
            for text, spans, source in map(json.loads, lines)
        ]
