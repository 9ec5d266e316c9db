"""Known places and names (floor 1): divisions of China, countries, world cities, surnames.

    gazetteer()         the divisions: named, get, parents, is_within, resolve
    short_is_safe       whether a short name in running text can be taken for the place
"""

from kg.gazetteer.divisions import Division, Gazetteer, Level, gazetteer, short_is_safe

__all__ = ["Division", "Gazetteer", "Level", "gazetteer", "short_is_safe"]
