"""Known places and names (floor 1): divisions of China, countries, world cities, surnames.

gazetteer()                 the divisions: named, get, parents, is_within, resolve
short_is_safe               whether a short name in running text can be taken for the place
split_chain, suffix_level   names that say where a place lies, and its level
countries, country_named, is_country, country_of, other_names
surname_of, is_surname, surname_share, name_rarity
"""

from kg.gazetteer.chains import PlaceLevel, split_chain, suffix_level
from kg.gazetteer.divisions import Division, Gazetteer, Level, gazetteer, short_is_safe
from kg.gazetteer.people import is_surname, name_rarity, surname_of, surname_share
from kg.gazetteer.world import Country, countries, country_named, country_of, is_country, other_names

__all__ = [
    "Country",
    "Division",
    "Gazetteer",
    "Level",
    "PlaceLevel",
    "countries",
    "country_named",
    "country_of",
    "gazetteer",
    "is_country",
    "is_surname",
    "name_rarity",
    "other_names",
    "short_is_safe",
    "split_chain",
    "suffix_level",
    "surname_of",
    "surname_share",
]
