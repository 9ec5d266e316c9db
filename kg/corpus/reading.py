"""Sources to documents, one at a time, each broken one with its reason."""

from __future__ import annotations

import gzip
import hashlib
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, cast

from kg.corpus import rows, sources
from kg.corpus.encoding import UndecodableError, clean, decode, encoding_of_lines
from kg.corpus.fields import Fields, columns, fields_of
from kg.corpus.furniture import read_furniture
from kg.corpus.markup import article, declared_encoding, front_matter
from kg.corpus.sources import Source, find_sources, suffix_of
from kg.records import Document, Region, Role, Skipped, stable_id
from kg.text import language_of

# No encoding needs more than four bytes for a character.
_BYTES_PER_CHARACTER = 4
_SNIFFED = 1 << 16
_NOTHING = Fields()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How a corpus is read.

    max_chars: a longer article is skipped, with the reason.
    language: the language of every article that does not say its own; None to tell it from the text.
    encoding: the encoding of every file; None to recognize it.
    columns: for .jsonl and .csv, which column holds `text`, `title`, `published`, `publisher`, `authors`,
        `editors`, `url`, `id` or `language`, where it is not one of the usual names.

    >>> ReadOptions(max_chars=100_000, columns={"text": "正文"}).columns["text"]
    '正文'
    >>> ReadOptions(columns={"body": "正文"})
    Traceback (most recent call last):
    ValueError: no such field: body. Fields: ...
    """

    max_chars: int = 2_000_000
    language: str | None = None
    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.columns) - set(columns()))
        if unknown:
            raise ValueError(f"no such field: {', '.join(unknown)}. Fields: {', '.join(columns())}")
        if self.max_chars < 1:
            raise ValueError(f"max_chars must be at least 1, not {self.max_chars}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """An article before its furniture is read. `fields` come before furniture, `hints` after it."""

    name: str
    text: str
    fields: Fields = _NOTHING
    hints: Fields = _NOTHING
    has_title: bool = False
    front_matter: int = 0
    markdown: bool = False


def read_corpus(
    paths: Sequence[str | Path], *, options: ReadOptions | None = None
) -> Iterator[Document | Skipped]:
    """The documents that `paths` name, one at a time, sorted by source name.

    What cannot be read comes as Skipped, with the reason; of two articles with the same title and text the
    second does. Line ends are read as `\\n`, and characters that no output can hold as U+FFFD; apart from
    that, offsets point into the text as it was read. An article that is a row or a page has its title as the
    first line.

    Args:
        paths: files, folders (read with all that is below them), glob patterns, `-` for standard input.
        options: limits, and column names for rows.

    Raises MissingPath, at once, for a path that does not exist.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = pathlib.Path(folder, "a.txt").write_text("示例县开会\\n\\n县长出席了会议。", encoding="utf-8")
    ...     [document.title for document in read_corpus([folder]) if isinstance(document, Document)]
    ['示例县开会']
    """
    return _read(find_sources(paths), options or ReadOptions())


def read_file(name: str, raw: bytes, options: ReadOptions) -> Document | Skipped:
    """The article in the bytes of one file, of which somebody else has made sure that it is the only one.

    >>> read_file("a.txt", b"", ReadOptions()).reason
    'empty file'
    """
    if len(raw) > options.max_chars * _BYTES_PER_CHARACTER + 4:
        return _too_long(name, options)
    try:
        draft = _file_draft(name, raw, options)
    except UndecodableError as error:
        return Skipped(name, str(error))
    return draft if isinstance(draft, Skipped) else _document(draft, options)


def read_row(
    file: str, key: str, values: Mapping[str, object] | str, options: ReadOptions
) -> Document | Skipped:
    """The article in one row: its columns, or a line of JSON; `key` names a row that has no id.

    >>> read_row("a.jsonl", "7", '{"text": "示例县开会。"}', ReadOptions()).source_name
    'a.jsonl#7'
    """
    row = rows.one_row(file, key, values, options.columns)
    return row if isinstance(row, Skipped) else _document(_row_draft(row, options), options)


def _read(found: Sequence[Source], options: ReadOptions) -> Iterator[Document | Skipped]:
    seen: dict[bytes, str] = {}
    for source in found:
        for outcome in _read_source(source, options):
            if isinstance(outcome, Document):
                # Digests only: a corpus may be larger than memory.
                content = f"{outcome.title or ''}\0{outcome.text.strip()}"
                digest = hashlib.sha256(content.encode("utf-8")).digest()
                first = seen.setdefault(digest, outcome.source_name)
                if first != outcome.source_name:
                    yield Skipped(outcome.source_name, f"same content as {first}")
                    continue
            yield outcome


def _read_source(source: Source, options: ReadOptions) -> Iterator[Document | Skipped]:
    if source.reason:
        yield Skipped(source.name, source.reason)
        return
    try:
        for draft in _drafts(source, options):
            yield draft if isinstance(draft, Skipped) else _document(draft, options)
    except UndecodableError as error:
        yield Skipped(source.name, str(error))
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        yield Skipped(source.name, f"cannot be read ({reason})")


def _drafts(source: Source, options: ReadOptions) -> Iterator[_Draft | Skipped]:
    suffix = suffix_of(source.name)
    if suffix in sources.JSON_LINES | sources.TABLES:
        yield from _row_drafts(source, suffix, options)
        return
    raw = _bytes(source, options)
    yield _too_long(source.name, options) if raw is None else _file_draft(source.name, raw, options)


def _file_draft(name: str, raw: bytes, options: ReadOptions) -> _Draft | Skipped:
    """The article that a file of its own is; raises UndecodableError."""
    suffix = suffix_of(name)
    if not raw:
        return Skipped(name, "empty file")
    if suffix in sources.PAGES:
        found = article(clean(_text(raw, options, declared_encoding(raw))))
        if found is None:
            return Skipped(name, "no article text in this page")
        text, page = found
        text, has_title = _titled(page.title, clean(text))
        return _Draft(name=name, text=text, hints=page, has_title=has_title)
    text = clean(_text(raw, options))
    fields, end = front_matter(text)
    return _Draft(name=name, text=text, fields=fields, front_matter=end, markdown=suffix in sources.MARKDOWN)


def _row_drafts(source: Source, suffix: str, options: ReadOptions) -> Iterator[_Draft | Skipped]:
    assert source.path is not None, "standard input is read as .txt"
    with _open(source.path) as stream:
        head = stream.read(_SNIFFED)
        if not head.strip():
            yield Skipped(source.name, "only white space" if head else "empty file")
            return
        encoding = options.encoding or encoding_of_lines(head)
        stream.seek(0)
        read = rows.json_rows if suffix in sources.JSON_LINES else rows.table_rows
        for row in read(stream, encoding, source.name, options.columns, options.max_chars):
            if isinstance(row, Skipped):
                yield row
                continue
            yield _row_draft(row, options)


def _row_draft(row: rows.Row, options: ReadOptions) -> _Draft:
    name, values, body = row
    fields = fields_of(values, options.columns)
    title = clean(fields.title) if fields.title else None
    text, has_title = _titled(title, clean(body))
    return _Draft(name=clean(name), text=text, fields=replace(fields, title=title), has_title=has_title)


def _titled(title: str | None, body: str) -> tuple[str, bool]:
    """The text with its title as the first line, and whether it has one."""
    if not title:
        return body, False
    first = body.lstrip().split("\n", 1)[0].strip()
    return (body, True) if first == title else (f"{title}\n{body}", True)


def _document(draft: _Draft, options: ReadOptions) -> Document | Skipped:
    text = draft.text
    if not text.strip():
        return Skipped(draft.name, "only white space")
    if len(text) > options.max_chars:
        return _too_long(draft.name, options)
    if not any(map(str.isalnum, text)):
        return Skipped(draft.name, "no words in it")
    fields, hints = draft.fields, draft.hints
    furniture = read_furniture(
        text, start=draft.front_matter, has_title=draft.has_title, markdown=draft.markdown
    )
    matter = (Region(0, draft.front_matter, Role.CREDIT),) if draft.front_matter else ()
    sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
    language = fields.language or options.language or language_of(text[draft.front_matter :])
    return Document(
        id=stable_id("doc", draft.name, sha256),
        source_name=draft.name,
        text=text,
        language=language,
        title=fields.title or (hints.title if draft.has_title else None) or furniture.title,
        published=fields.published or furniture.published or hints.published,
        publisher=fields.publisher or furniture.publisher or hints.publisher,
        authors=fields.authors or furniture.authors or hints.authors,
        editors=fields.editors or furniture.editors or hints.editors,
        url=fields.url or hints.url,
        regions=matter + furniture.regions,
        sha256=sha256,
    )


def _too_long(name: str, options: ReadOptions) -> Skipped:
    return Skipped(name, f"longer than {options.max_chars:,} characters, split it or raise --max-chars")


def _text(raw: bytes, options: ReadOptions, declared: str | None = None) -> str:
    if options.encoding is None:
        return decode(raw, declared)
    try:
        return raw.decode(options.encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UndecodableError(f"not valid {options.encoding}") from error


def _bytes(source: Source, options: ReadOptions) -> bytes | None:
    """The whole file, or None if it is longer than any article may be."""
    limit = options.max_chars * _BYTES_PER_CHARACTER + 4
    if source.path is None:
        raw = sys.stdin.buffer.read(limit + 1)
    else:
        with _open(source.path) as stream:
            raw = stream.read(limit + 1)
    return raw if len(raw) <= limit else None


def _open(path: Path) -> IO[bytes]:
    if path.suffix.lower() == ".gz":
        return cast(IO[bytes], gzip.open(path, "rb"))
    return path.open("rb")
