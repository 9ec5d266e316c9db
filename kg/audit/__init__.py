"""Measuring precision on a random sample that somebody reads (floor 6).

sample     which statements are asked about, and their sentences with the two names marked
answers    OUT/audit.toml, where the answers are kept; sheets (CSV) for those who prefer one
precision  how many of the statements are right, with an interval
page       the sample as a web page that works without a network
"""

from kg.audit.answers import (
    FILE,
    Answer,
    Answers,
    answer,
    read_answers,
    read_sheet,
    write_answers,
    write_sheet,
)
from kg.audit.page import write_page
from kg.audit.precision import Precision, measure, wilson
from kg.audit.sample import Part, Piece, Question, Quote, draw

__all__ = [
    "FILE",
    "Answer",
    "Answers",
    "Part",
    "Piece",
    "Precision",
    "Question",
    "Quote",
    "answer",
    "draw",
    "measure",
    "read_answers",
    "read_sheet",
    "wilson",
    "write_answers",
    "write_page",
    "write_sheet",
]
