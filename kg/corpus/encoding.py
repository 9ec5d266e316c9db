"""Bytes to text: which encoding, and what of the text cannot be kept.

UTF-8 is strict, so what decodes as UTF-8 is UTF-8. GB18030 and Big5 accept nearly each other's bytes, and
statistical detectors are weak on short Chinese texts; the two are told apart by how many common characters
each one yields.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from kg.errors import KgError
from kg.lexicon import words

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip, Word or Excel file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"),
)
_ENOUGH = 0.15
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
# What XML, RDF and UTF-8 cannot hold: control characters, lone surrogates, noncharacters.
_UNKEEPABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class UndecodableError(KgError):
    """These bytes are no text; the message says what they are instead."""


def clean(text: str) -> str:
    r"""The text as it is read: every line end is `\n`, and what no output format can hold is U+FFFD.

    >>> clean("a\r\nb\x00")
    'a\nb\ufffd'
    """
    return _UNKEEPABLE.sub("\ufffd", _LINE_ENDS.sub("\n", text.removeprefix("\ufeff")))


def decode(raw: bytes, declared: str | None = None) -> str:
    """Bytes as text, not yet cleaned.

    Args:
        raw: the bytes of a whole file.
        declared: the encoding that an HTML page claims for itself; believed only if the bytes agree.

    Raises UndecodableError for binary files and for bytes that are text in no known encoding.
    """
    name = encoding_of(raw, declared)
    try:
        return raw.decode(name).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as error:
        raise UndecodableError(f"not valid {name}. Convert it to UTF-8") from error


def encoding_of(raw: bytes, declared: str | None = None, *, partial: bool = False) -> str:
    """The name of the codec that reads `raw`. `partial` allows a character cut in two at the end."""
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return name
    for signature, what in _SIGNATURES:
        if raw.startswith(signature):
            raise UndecodableError(f"{what}, not text")
    if wide := _utf16_by_zeros(raw):
        return wide
    if _decoded(raw, "utf-8", partial) is not None:
        if _is_binary(raw):
            raise UndecodableError("binary, not text")
        return "utf-8"
    if _is_binary(raw):
        wide = _best(raw, ("utf-16-le", "utf-16-be"), partial)
        if wide:
            return wide
        raise UndecodableError("binary, not text")
    if declared and _declared_fits(raw, declared, partial):
        return declared
    damaged = raw.decode("utf-8", "replace")
    if damaged.count("\ufffd") <= 1 + len(damaged) // 50 and _commonness(damaged) >= _ENOUGH:
        raise UndecodableError("damaged UTF-8: some bytes are no text. Save it again as UTF-8")
    return _best(raw, ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be"), partial) or _detected(raw)


def encoding_of_lines(head: bytes) -> str:
    """The codec for a file of rows, from its first bytes; rows whose own bytes are damaged do not decide.

    >>> encoding_of_lines('{"text": "长治"}\\n'.encode() + b'{"text": "\\xff"}\\n')
    'utf-8'
    """
    if not head.startswith(tuple(bom for bom, _ in _BOMS)) and b"\0" not in head:
        lines = [line for line in head.split(b"\n")[:-1] if not line.isascii()]
        readable = sum(_decoded(line, "utf-8", partial=False) is not None for line in lines)
        if lines and 2 * readable >= len(lines):
            return "utf-8"
    return encoding_of(head, partial=True)


def _is_binary(raw: bytes) -> bool:
    return len(_CONTROL.findall(raw)) > max(2, len(raw) // 20)


def _utf16_by_zeros(raw: bytes) -> str | None:
    """ASCII letters, digits and line ends leave zeros on one side only of each pair of bytes."""
    head = raw[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 2 * even and odd >= 2:
        name = "utf-16-le"
    elif even > 2 * odd and even >= 2:
        name = "utf-16-be"
    else:
        return None
    text = _decoded(raw[: len(raw) // 2 * 2], name, partial=True)
    if text is None:
        return None
    # UTF-8 text with a few stray NULs would be nonsense in UTF-16: unassigned and rare characters.
    plain = sum(map(len, re.findall("[\t-\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uff65“”‘’—…]+", text[:2048])))
    return name if plain >= 0.9 * len(text[:2048]) and "\0" not in text[:2048] else None


def _decoded(raw: bytes, name: str, partial: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(raw, final=not partial)
    except UnicodeDecodeError:
        return None


def _declared_fits(raw: bytes, declared: str, partial: bool) -> bool:
    try:
        return _decoded(raw, declared, partial) is not None
    except LookupError:
        return False


def _best(raw: bytes, names: tuple[str, ...], partial: bool) -> str | None:
    scores = []
    for name in names:
        text = _decoded(raw, name, partial)
        if text is not None:
            scores.append((_commonness(text), name))
    score, name = max(scores, key=lambda pair: pair[0], default=(0.0, ""))
    return name if score >= _ENOUGH else None


def _commonness(text: str) -> float:
    """The share of common Chinese characters among all that are not ASCII."""
    foreign = [sign for sign in text[:100_000] if sign > "\x7f"]
    common = _common()
    return sum(sign in common for sign in foreign) / len(foreign) if foreign else 0.0


@cache
def _common() -> frozenset[str]:
    """The characters and marks that Chinese text is made of for the most part."""
    return frozenset("".join(words("characters", "frequent")))


def _detected(raw: bytes) -> str:
    # Western encodings and the like: long enough texts are what the detector is good at.
    from charset_normalizer import from_bytes

    match = from_bytes(raw[:200_000]).best()
    if match is None:
        raise UndecodableError("text in no known encoding. Convert it to UTF-8")
    return match.encoding
