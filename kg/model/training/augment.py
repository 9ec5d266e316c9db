"""Substitution of names, so that modern, local and rare names are found although the annotated newswire lacks
them.

Every function takes a random generator; the same seed gives the same samples.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from kg.model.training.data import KINDS, Annotation, Places, Sample
from kg.model.training.words import words

_FOREIGN_KEEP = 0.5


class Names:
    """Builds names: people from surname statistics, places from divisions, bodies by grammar."""

    def __init__(self, gazetteer: Path, places: Places, samples: Sequence[Sample]) -> None:
        rows = [
            line.split("\t")
            for line in (gazetteer / "chinese_surnames.tsv").read_text(encoding="utf-8").splitlines()[1:]
        ]
        self.surnames = [r[0].strip() for r in rows if r[0].strip()]
        # Flattened: rare surnames are what the newswire lacks.
        self._surname_weights = _cumulative([float(r[1]) ** 0.65 for r in rows if r[0].strip()])
        known = set(self.surnames)
        first, second, single = Counter[str](), Counter[str](), Counter[str]()
        self.foreign: list[str] = []
        for sample in samples:
            for a, b, kind in sample.spans:
                name = sample.text[a:b]
                if kind != "PER":
                    continue
                if 2 <= len(name) <= 3 and name[0] in known and all("\u4e00" <= c <= "\u9fff" for c in name):
                    if len(name) == 3:
                        first[name[1]] += 1
                        second[name[2]] += 1
                    else:
                        single[name[1]] += 1
                elif len(name) > 3:
                    self.foreign.append(name)
        self._first, self._second, self._single = _pool(first), _pool(second), _pool(single)
        self._places = places
        self._places_short = {name for depth in range(3) for name in places.short[depth] if len(name) > 1}
        self._known = known

    def chinese(self, rng: random.Random) -> str:
        surname = rng.choices(self.surnames, cum_weights=self._surname_weights)[0]
        if rng.random() < 0.22:
            return surname + _pick(self._single, rng)
        return surname + _pick(self._first, rng) + _pick(self._second, rng)

    def person_like(self, name: str, rng: random.Random) -> str | None:
        """Another name in the place of this one; None where it should stay."""
        han = all("\u4e00" <= c <= "\u9fff" for c in name)
        if han and 2 <= len(name) <= 4 and (name[0] in self._known or name[:2] in self._known):
            if len(name) == 2 and rng.random() < 0.15:
                return rng.choice(("老", "小", "阿")) + rng.choice(self.surnames)
            return self.chinese(rng)
        if len(name) > 3 and self.foreign and rng.random() < _FOREIGN_KEEP:
            return rng.choice(self.foreign)
        return None

    def place(self, depth: int, rng: random.Random) -> str:
        """Depth 0 province to 3 township, 4 village."""
        if depth < 4:
            for _ in range(5):
                name = rng.choice(self._places.by_depth[depth])
                if 2 < len(name) < 10 and "(" not in name and "直辖" not in name:
                    return name
            return "长治市"
        stem = rng.choice(self._places.short[3])[:2] if rng.random() < 0.4 else self._stem(rng)
        return stem + rng.choice(words("village_ends"))

    def _stem(self, rng: random.Random) -> str:
        if rng.random() < 0.5:
            return _pick(self._first, rng) + _pick(self._second, rng)
        return rng.choice(self.surnames) + rng.choice(words("village_stems"))

    def place_like(self, name: str, rng: random.Random) -> str | None:
        if len(name) < 2:
            return None
        ends = {"省": 0, "市": 1, "县": 2, "区": 2, "旗": 2, "乡": 3, "镇": 3, "村": 4, "庄": 4, "屯": 4}
        if name[-1] in ends and len(name) > 2:
            return self.place(ends[name[-1]], rng)
        if name.endswith("街道"):
            return rng.choice(self._places.short[3])[:3] + "街道"
        if name.endswith("社区"):
            return self._stem(rng) + "社区"
        if name in self._places_short:
            return self._short(rng)
        return None

    def _short(self, rng: random.Random) -> str:
        for _ in range(5):
            name = rng.choice(self._places.short[rng.choice((1, 1, 2, 2, 2))])
            if 2 <= len(name) <= 4:
                return name
        return "长治"

    def chain(self, rng: random.Random) -> str:
        """A city, a county or a township, alone or with what it lies in."""
        kind = rng.random()
        if kind < 0.3:
            return rng.choice((self._short(rng), self._short(rng) + rng.choice("市县")))
        if kind < 0.6:
            return self.place(rng.choice((1, 2)), rng)
        if kind < 0.75:
            return self.place(1, rng) + self.place(2, rng)
        return rng.choice(("", self.place(2, rng), self.place(1, rng) + self.place(2, rng))) + self.place(
            3, rng
        )

    def organization(self, rng: random.Random) -> str:
        """A body of today by grammar."""
        kind = rng.random()
        if kind < 0.3:
            place = rng.choice((self._short(rng), self.place(2, rng), self.place(1, rng), "市", "县", "区"))
            body = rng.choice(words("bodies_county"))
            return (
                place
                + ("市" if body == "委" and len(place) > 1 and place[-1] not in "市县区省州旗盟" else "")
                + body
            )
        if kind < 0.45:
            town = self.place(3, rng)
            lead = rng.choice(("", "", self.place(2, rng), self.place(1, rng) + self.place(2, rng)))
            return lead + town + rng.choice(words("bodies_town"))
        if kind < 0.6:
            lead = rng.choice(("", "", "", self.place(3, rng), self.place(2, rng) + self.place(3, rng)))
            return lead + self.place(4, rng) + rng.choice(words("bodies_village"))
        if kind < 0.68:
            school = self._short(rng) + rng.choice(words("schools"))
            return (
                school
                + rng.choice(("附属", "附属", "第一附属", "第二附属"))
                + rng.choice(("", self._lucky(rng)))
                + rng.choice(words("hospitals"))
            )
        if kind < 0.74:
            return (
                rng.choice(("", self._short(rng), self._short(rng) + "市"))
                + self._lucky(rng)
                + rng.choice(words("hospitals"))
            )
        return (
            rng.choice(("", self._short(rng), self._short(rng), self.place(1, rng), self.place(0, rng)))
            + self._lucky(rng)
            + rng.choice(words("company_ends"))
        )

    def _lucky(self, rng: random.Random) -> str:
        if rng.random() < 0.25:
            return _pick(self._first, rng) + _pick(self._second, rng)
        return "".join(rng.choice(words("lucky")) for _ in range(rng.choice((2, 2, 2, 3))))

    def substitute(
        self, sample: Sample, rng: random.Random, *, person: float, place: float, organization: float
    ) -> Sample:
        """Replaces names with these probabilities per distinct name; the same name becomes the same name."""
        chosen: dict[tuple[str, str], str | None] = {}
        chances = dict(zip(KINDS, (person, organization, place), strict=True))
        for a, b, kind in sample.spans:
            name = sample.text[a:b]
            if (kind, name) in chosen or kind not in chances:
                continue
            other = None
            if rng.random() < chances[kind]:
                if kind == "PER":
                    other = self.person_like(name, rng)
                elif kind == "LOC":
                    other = self.place_like(name, rng)
                elif name.endswith(words("organization_ends")) and len(name) > 3:
                    other = self.organization(rng)
            chosen[kind, name] = other
        if not any(chosen.values()):
            return sample
        text, spans, cursor = "", list[Annotation](), 0
        for a, b, kind in sample.spans:
            text += sample.text[cursor:a]
            begin = len(text)
            text += chosen.get((kind, sample.text[a:b])) or sample.text[a:b]
            spans.append((begin, len(text), kind))
            cursor = b
        return Sample(text + sample.text[cursor:], tuple(spans), sample.source)

    def bylines(self, count: int, rng: random.Random) -> list[Sample]:
        """Author lines and lists of post, body and person, as local papers print them."""
        return [self._byline(rng) if rng.random() < 0.5 else self._posts(rng) for _ in range(count)]

    def _byline(self, rng: random.Random) -> Sample:
        line = _Line()
        if rng.random() < 0.3:
            line.add(rng.choice(("（", "", "(", "  ")))
        line.add(rng.choice(words("bylines")))
        mark = rng.choice((" ", " ", " ", "  ", "、", "　", "\u00a0"))
        if rng.random() < 0.5:
            line.add(rng.choice(("", " ", "　")))
        for index in range(rng.choice((1, 2, 2, 2, 3, 4))):
            if index:
                line.add(mark)
            name = self.chinese(rng)
            if len(name) == 2 and rng.random() < 0.2:
                name = name[0] + rng.choice(("　", " ")) + name[1]
            line.add(name, "PER")
        line.add(rng.choice(("", "", ")", "）", "　文/图", " 报道", " 摄", "摄")))
        return line.sample()

    def _posts(self, rng: random.Random) -> Sample:
        line = _Line()
        line.add(
            rng.choice(
                (
                    "",
                    "",
                    "近日，",
                    "当天，",
                    "随后，",
                    "活动中，",
                    "据了解，",
                    "“",
                    "在",
                    "这是",
                    "今年以来，",
                    "目前，",
                )
            )
        )
        for index in range(rng.choice((1, 1, 2, 3))):
            if index:
                line.add(rng.choice(("、", "，", "；", "和")))
            kind = rng.random()
            if kind < 0.5:
                line.add(self.organization(rng), "ORG")
                line.add(rng.choice(words("titles")))
                line.add(self.chinese(rng), "PER")
            elif kind < 0.75:
                for depth in sorted(rng.sample((1, 2, 3, 4), rng.choice((1, 2, 3)))):
                    line.add(self.place(depth, rng), "LOC")
                line.add(rng.choice(("村民", "居民", "种植户", "党员", "群众", "志愿者", "贫困户", "网格员")))
                line.add(self.chinese(rng), "PER")
            else:
                line.add(self.chinese(rng), "PER")
                line.add(rng.choice(("是", "任", "来自", "曾任", "，男，汉族，现任")))
                line.add(self.organization(rng), "ORG")
                line.add(rng.choice(words("titles")))
        line.add(
            rng.choice(
                (
                    "说。",
                    "介绍。",
                    "表示",
                    "告诉记者。",
                    "。",
                    "，",
                    "向大家讲解。",
                    "走进田间地头。",
                    "到场参加。",
                    "带头捐款。",
                    "：“",
                )
            )
        )
        return line.sample()


class _Line:
    def __init__(self) -> None:
        self.text, self.spans = "", list[Annotation]()

    def add(self, words: str, kind: str = "") -> None:
        if kind:
            self.spans.append((len(self.text), len(self.text) + len(words), kind))
        self.text += words

    def sample(self) -> Sample:
        return Sample(self.text, tuple(self.spans), "grammar")


def plain_quotes(sample: Sample, rng: random.Random) -> Sample:
    """Straight quotation marks, as web text has them (folding cannot tell opening from closing)."""
    return Sample(sample.text.replace("“", '"').replace("”", '"'), sample.spans, sample.source)


def traditional(samples: Sequence[Sample]) -> list[Sample]:
    """The samples in traditional script where that keeps their length; folding does not quite undo it."""
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    made = [Sample(convert(s.text), s.spans, s.source) for s in samples]
    return [m for m, s in zip(made, samples, strict=True) if len(m.text) == len(s.text)]


def _cumulative(weights: Sequence[float]) -> list[float]:
    total, sums = 0.0, list[float]()
    for weight in weights:
        total += weight
        sums.append(total)
    return sums


def _pool(counts: Counter[str]) -> tuple[list[str], list[float]]:
    letters = sorted(counts)
    return letters, _cumulative([counts[c] ** 0.75 for c in letters])


def _pick(pool: tuple[list[str], list[float]], rng: random.Random) -> str:
    return rng.choices(pool[0], cum_weights=pool[1])[0]
