"""Documents in (floor 1): files, folders and streams to `Document` records, with their news furniture read.

sources      which files, what each is called, in which order
encoding     bytes to text
rows         one article a row: .jsonl, .csv
markup       front matter, HTML
fields       what columns, front matter and pages say about an article
furniture    titles, bylines, datelines, editors' lines, captions; credits, names, dates, lines below it
reading      all of it, one document at a time
"""

from kg.corpus.furniture import people, publisher_span
from kg.corpus.reading import ReadOptions, read_corpus, read_file, read_row

__all__ = ["ReadOptions", "people", "publisher_span", "read_corpus", "read_file", "read_row"]
