"""English sentences of the library that come without a template, so that the command line can translate them.

A reason for skipping a document goes through worker processes and report.json as plain text; the packages for
queries, ontologies and the server write their errors as text. `kg.cli.language.understood` recognizes them.
The tests hold that each phrase still stands in the source.
"""

from __future__ import annotations

from collections.abc import Sequence

# What the system says when a file cannot be opened or written; it stands in no source.
SYSTEM: Sequence[str] = (
    "Permission denied",
    "No such file or directory",
    "No space left on device",
    "Read-only file system",
    "Is a directory",
    "Not a directory",
)
# Values stand in braces. Of two phrases that fit, the first counts.
PHRASES: Sequence[str] = (
    # Why a document was skipped.
    "row {number}: {reason}",
    "{number} more rows that cannot be read",
    "not CSV ({reason})",
    "not JSON ({reason}, column {column})",
    "no column with the text ({usual}, 正文 …); there are: {have}. Try --columns text=NAME",
    "no column {wanted}; there are: {have}",
    "not a JSON object",
    "{column} is no text",
    "{column} is empty",
    "same content as {first}",
    "cannot be read ({reason})",
    "empty file",
    "no article text in this page",
    "only white space",
    "no words in it",
    "longer than {number} characters, split it or raise --max-chars",
    "cannot be analysed ({reason})",
    "format not known ({suffix}). Give .txt, .md, .html, .jsonl or .csv",
    "{suffix} is not read. Save it as .txt or .html",
    "no suffix",
    "not valid {encoding}. Convert it to UTF-8",
    "not valid {encoding}",
    "binary, not text",
    "{what}, not text",
    "a PDF file",
    "a zip, Word or Excel file",
    "an old Word or Excel file",
    "a picture",
    "a gzip file",
    "a program",
    "damaged UTF-8: some bytes are no text. Save it again as UTF-8",
    "text in no known encoding. Convert it to UTF-8",
    "took longer than {limit} s",
    # What `kg evaluate -v` lists.
    "{document}: not in the graph",
    "{document}: spurious {what}",
    "{document}: unmerged {what} is also {other}",
    "{document}: missed {what}",
    "{document}: wrong {what}",
    # Files and formats.
    "{path}: {reason}. Mend the file, or move it away to build without it.",
    "{place}: cannot listen here ({reason}). Choose another with --port or --host.",
    "{name}: not an export format. Known: {known}.",
    "{name}: not an RDF format. Known: {known}, each also with .gz.",
    "{iri}: not a usable base IRI ({reason}). Give one such as {example}.",
    "{path}: not a text file in UTF-8 ({reason})",
    "not in format {number}: another version of kg wrote it",
    # Where a build cannot write.
    "it is a file",
    "it is where a disk is mounted, name a folder inside it",
    "permission denied",
    "it holds other files and no built graph",
    "a worker process {how} before it was ready. What it printed above says why.",
)
