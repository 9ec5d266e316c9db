"""How the packaged place and name lists are made from their sources; run by hand, never by a build.

    python -m kg.gazetteer.recipe divisions SOURCE.csv
    python -m kg.gazetteer.recipe surnames SOURCE.tsv

Only facts are taken: codes, names and counts. NOTICE beside each list names the source and its licence.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from kg.gazetteer.divisions import township_short

_LEXICON = Path(__file__).parents[1] / "lexicon"
PLACES = _LEXICON / "places"
PEOPLE = _LEXICON / "people"

# What the source calls a division though it is none: halves of a municipality, the rest of the world.
_PSEUDO = frozenset(
    {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "重庆城区", "重庆郊县", "国外"}
)
# A name that ends in one of these loses too much with its last character: 开发区 is not 开发, 左旗 is not 左.
# Two more characters before 园区 and 新区 keep 绿园区 and 梁园区 out: those are 绿园 and 梁园.
_KEPT_WHOLE = re.compile(
    r".*(开发区|..园区|..新区|(工业|物流|经济|示范|试验|管理|保税|合作)区|[左右前中后]旗|联合旗)"
)
_SUFFIX = re.compile(
    r"(特别行政区|自治[区州县旗]|民族苏木|民族乡|行政委员会|街道办事处|街道|地区|苏木|[省市州盟县区旗镇乡])$"
)
# Names in 林区 or 矿区: 神农架 and 白云鄂博 are what people say; 井陉 alone is the county.
_BY_HAND = {
    "神农架林区": "神农架",
    "白云鄂博矿区": "白云鄂博",
    "峰峰矿区": "峰峰",
    "井陉矿区": "井陉矿区",
    "鹰手营子矿区": "鹰手营子",
    "下花园区": "下花园",
}


def short_name(full: str, peoples: tuple[str, ...]) -> str:
    """The short form of a division's full name, or the full name where no shorter form is unmistakable.

    >>> short_name("恩施土家族苗族自治州", ("土家族", "苗族"))
    '恩施'
    """
    if full in _BY_HAND:
        return _BY_HAND[full]
    if _KEPT_WHOLE.fullmatch(full):
        return full
    stem = _SUFFIX.sub("", full)
    while True:
        people = next((p for p in peoples if stem.endswith(p) and len(stem) - len(p) >= 2), None)
        if people is None:
            break
        stem = stem.removesuffix(people)
    # 东乡族自治县 and 鄂温克族自治旗 are named after the people alone.
    if "自治" in full:
        stem = stem.removesuffix("族")
    return stem if len(stem) >= 2 else full


def _peoples() -> tuple[str, ...]:
    lines = (PLACES / "peoples.txt").read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _division_rows(source: Path) -> Iterator[tuple[str, str]]:
    """Code and full name of each real division: no pseudo level, no row that repeats its parent's name."""
    with source.open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    for code, row in rows.items():
        name = row["ext_name"]
        parent = rows.get(row["pid"])
        if name in _PSEUDO or (parent is not None and parent["ext_name"] == name):
            continue
        yield code, name


def divisions(source: Path) -> str:
    """The division list: a line per province, city and county, its townships on the same line."""
    peoples = _peoples()
    heads: dict[str, tuple[str, list[str]]] = {}
    townships: list[tuple[str, str]] = []
    for code, name in _division_rows(source):
        if len(code) == 9:
            townships.append((code, name))
        else:
            heads[code] = (name, [])
    for code, name in sorted(townships):
        # Where the county level is a placeholder (东莞市, 石河子市) the townships belong to what is above it.
        head = next(code[:size] for size in (6, 4, 2) if code[:size] in heads)
        short = short_name(name, peoples)
        # The reader shortens the usual township itself; only what it would get wrong is written down.
        exception = "" if short == township_short(name) else f"={short}"
        heads[head][1].append(code[len(head) :] + name + exception)
    lines = []
    for code, (name, below) in sorted(heads.items()):
        short = short_name(name, peoples)
        lines.append("\t".join((code, name, "" if short == name else short, " ".join(below))).rstrip("\t"))
    return "\n".join(lines) + "\n"


def surnames(source: Path) -> str:
    """The surname list: surname and frequency per 100,000 bearers, most frequent first."""
    rows = [line.split("\t") for line in source.read_text("utf-8").splitlines()[1:]]
    pairs = sorted(((name, float(count)) for name, count in rows), key=lambda pair: (-pair[1], pair[0]))
    return "".join(f"{name}\t{count:g}\n" for name, count in pairs)


def main(arguments: list[str]) -> None:
    """Rebuild one list from its source file."""
    what, source = arguments
    if what == "divisions":
        (PLACES / "divisions.tsv").write_text(divisions(Path(source)), "utf-8")
    elif what == "surnames":
        (PEOPLE / "surnames.tsv").write_text(surnames(Path(source)), "utf-8")
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
