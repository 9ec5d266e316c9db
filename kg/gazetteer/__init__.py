"""Known places and names (floor 1): divisions of China, countries, world cities, surnames.

    gazetteer()                  the divisions: named, get, parents, is_within, resolve
    short_is_safe                whether a short name in running text can be taken for the place
    split_chain, suffix_level    place names that say where they lie, and of what level they are
"""

from kg.gazetteer.chains import PlaceLevel, split_chain, suffix_level
from kg.gazetteer.divisions import Division, Gazetteer, Level, gazetteer, short_is_safe

__all__ = [
    "Division",
    "Gazetteer",
    "Level",
    "PlaceLevel",
    "gazetteer",
    "short_is_safe",
    "split_chain",
    "suffix_level",
]
