"""Countries and large cities of the world, by their Chinese and English names.

Packaged data (lexicon/places/countries*.tsv, cities*.tsv). 香港, 澳门 and 台湾 are found among the divisions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.gazetteer.divisions import gazetteer, place_lines


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory of ISO 3166: `code` has two letters, `names` are all its names."""

    code: str
    alpha3: str
    name: str
    english: str
    capital: str
    names: tuple[str, ...]


@cache
def countries() -> tuple[Country, ...]:
    """All countries, by code.

    >>> [country.code for country in countries() if country.name == "法国"]
    ['FR']
    """
    rows = (line.split("\t") for line in place_lines("countries_common.tsv"))
    common = {code: tuple(names) for code, *names in rows}
    found = []
    for line in place_lines("countries.tsv"):
        code, alpha3, name, english, capital = line.split("\t")
        names = dict.fromkeys((name, english, *common.get(code, ())))
        found.append(Country(code, alpha3, name, english, capital, tuple(names)))
    return tuple(found)


def country_named(name: str) -> Country | None:
    """The country with this name, Chinese or English, full or in common use (美利坚合众国, 美国, 美, USA).

    A name of one character stands for a country only where something else says that it is a place.

    >>> country_named("美国").code, country_named("朝鲜民主主义人民共和国").code, country_named("山西")
    ('US', 'KP', None)
    """
    return _by_name().get(name)


def is_country(name: str) -> bool:
    """Whether this is a name of a country.

    >>> is_country("法国"), is_country("巴黎")
    (True, False)
    """
    return name in _by_name()


def country_of(city: str) -> Country | None:
    """The country in which a city of this name lies; None where the name is not known or not of one country.

    >>> country_of("巴黎").name, country_of("London").code, country_of("襄垣县").code
    ('法国', 'GB', 'CN')
    """
    code = _country_of_city().get(city)
    at_home = bool(gazetteer().named(city))
    if code is not None:
        return None if at_home and code != "CN" else _by_code()[code]
    return _by_code()["CN"] if at_home else None


def other_names(city: str) -> tuple[str, ...]:
    """The other names of the one city or country that has this name; none where several have it.

    >>> other_names("慕尼黑"), other_names("襄垣县")
    (('Munich',), ())
    """
    country = country_named(city)
    if country is not None:
        return tuple(name for name in country.names if name != city)
    rows = _cities().get(city, ())
    return tuple(name for name in rows[0] if name != city) if len(rows) == 1 else ()


@cache
def _cities() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in place_lines("cities.tsv"):
        name, _, *others = line.split("\t")
        for known in {name, *others}:
            found.setdefault(known, []).append((name, *others))
    return {name: tuple(rows) for name, rows in found.items()}


@cache
def _by_code() -> Mapping[str, Country]:
    return {country.code: country for country in countries()}


@cache
def _by_name() -> Mapping[str, Country]:
    return {name: country for country in countries() for name in country.names}


@cache
def _country_of_city() -> Mapping[str, str]:
    found = {}
    for line in place_lines("cities.tsv"):
        name, code, *others = line.split("\t")
        found.update(dict.fromkeys((name, *others), code))
    # The names written down by hand come last: they have the last word.
    for line in place_lines("cities_common.tsv"):
        code, *names = line.split("\t")
        found.update(dict.fromkeys(names, code))
    return found
