"""Text as it is matched, and the sentences in it (floor 0). Nothing here changes a stored text.

`fold` gives a normal form of the same length: an offset into the folded text is an offset into the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from kg.records import Span

# The longest sentence that is handed on; what is longer is a table or a text without marks.
LONGEST_SENTENCE = 1_000

# Chinese characters, for use inside a class of a pattern.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"

_PADDING = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")

# Newswire writes the left one, web pages the right ones.
_ONE_FORM = {
    "，": ",",
    "；": ";",
    "：": ":",
    "（": "(",
    "）": ")",
    "！": "!",
    "？": "?",
    "。": "｡",
    "、": "､",
    "·": "・•‧∙⋅･●",
    "—": "―─━",
    "-": "‐‑–−",
    "~": "〜∼",
    "“": "「｢〝",
    "”": "」｣〞",
    "‘": "『",
    "’": "』",
    " ": "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
    "\u3000",
}
# Dry is 干 in simplified script, but in names it has 乾 too: by itself it says nothing of the script.
_IN_BOTH_SCRIPTS = frozenset("乾")
# The mark first: it is rare, and a digit before it is looked for only where there is one.
_BETWEEN_DIGITS = re.compile("[，：](?<=[0-9].)(?=[0-9])")


@cache
def _characters() -> tuple[re.Pattern[str], dict[str, str]]:
    """The context-free part of `fold`: the characters that it changes, and what each becomes.

    A pattern, for most texts have few of them: `str.translate` looks up every character.
    """
    # Full-width ASCII, then the compatibility forms of Chinese characters that copies from a PDF carry.
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00)):
        form = unicodedata.normalize("NFKC", chr(code))
        if len(form) == 1:
            table[code] = form
    for form, others in _ONE_FORM.items():
        table.update(dict.fromkeys(map(ord, others), form))
        table.pop(ord(form), None)
    changed = {chr(code): form for code, form in table.items()}
    return re.compile(f"[{''.join(map(re.escape, sorted(changed)))}]"), changed


@cache
def _opencc() -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """OpenCC's t2s dictionaries, and how long the entries are that begin with a character, longest first.

    They are read directly because OpenCC's own `convert` takes quadratic time on a text without punctuation.
    Entries whose two sides differ in length are left out: their characters are then converted one by one.
    """
    table: dict[str, str] = {}
    for name in ("TSCharacters.txt", "TSPhrases.txt"):
        lines = files("opencc").joinpath("dictionary", name).read_text(encoding="utf-8").splitlines()
        for line in lines:
            traditional, simplified = line.split("\t")
            first = simplified.split(" ")[0]
            if len(first) == len(traditional):
                table[traditional] = first
    lengths: dict[str, set[int]] = {}
    for entry in table:
        lengths.setdefault(entry[0], set()).add(len(entry))
    return table, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


@cache
def _traditional() -> frozenset[str]:
    """The characters that OpenCC's t2s changes, alone or in a phrase: a fast test that most texts fail."""
    pairs = (pair for entry in _opencc()[0].items() for pair in zip(*entry, strict=True))
    return frozenset(old for old, new in pairs if old != new)


def fold(text: str) -> str:
    """The form in which text is matched: the same length, character for character.

    - every space (no-break, ideographic, tab) becomes an ordinary one; newlines stay;
    - full-width letters, digits and symbols become half-width;
    - ，；：（）！？ are always full-width, in English text too, save the comma of 10,000
      and the colon of 20:40;
    - 「」 become “”, the several middle dots become ·, the several dashes become — or -;
    - traditional characters become simplified as OpenCC's t2s does, phrase by phrase.

    Args:
        text: any text.

    Returns:
        A text with `len(fold(text)) == len(text)`.

    >>> fold("臺灣\u00a0ＡＢ:「２０」")
    '台湾 AB：“20”'
    """
    one_by_one, forms = _characters()
    folded = one_by_one.sub(lambda m: forms[m[0]], text)
    if "，" in folded or "：" in folded:
        folded = _BETWEEN_DIGITS.sub(lambda m: _digit_mark(m[0], text[m.start()]), folded)
    if not _traditional().isdisjoint(folded):
        # Line by line, since no phrase goes beyond one and few lines have such a character.
        folded = "".join(map(_simplified, folded.splitlines(keepends=True)))
    return folded


def _simplified(line: str) -> str:
    if _traditional().intersection(line) <= _IN_BOTH_SCRIPTS:
        return line
    table, lengths = _opencc()
    pieces, done = [], 0
    for start in [position for position, character in enumerate(line) if character in lengths]:
        if start >= done:
            entries = (line[start : start + length] for length in lengths[line[start]])
            entry = next((entry for entry in entries if entry in table), "")
            if entry:
                pieces += [line[done:start], table[entry]]
                done = start + len(entry)
    return "".join([*pieces, line[done:]])


def unpadded(name: str) -> str:
    """A Chinese name without the space that aligns it with longer ones.

    >>> unpadded("王\u3000宏"), unpadded("Jane Doe")
    ('王宏', 'Jane Doe')
    """
    # Most names have no space at all.
    return name if len(name.split()) == 1 else _PADDING.sub("", name)


def _digit_mark(folded: str, written: str) -> str:
    # A clock time is one thing however it is written; "2020，2021" lists two years, "10,000" is one number.
    return ":" if folded == "：" else "," if written == "," else folded


_CLOSERS = r"”’」』）)】》〉］\]"
_ENDS = re.compile(rf"(?P<mark>[。！？!?｡.．]+)(?P<closers>[{_CLOSERS}\"']*)")
# A mark inside these does not end the sentence around them: 《你好！李焕英》, （记者王五摄。）
_BRACKETED = re.compile(
    r"《[^《》]{0,100}》|〈[^〈〉]{0,100}〉|（[^（）]{0,200}）|\([^()]{0,200}\)|【[^【】]{0,100}】"
)
# After a closing quote these go on with the same sentence: “加油！”的喊声, “好！”，他说
_GOES_ON = re.compile(r"[，、；：,;:—…·]|[的等和与及是]")
_ABBREVIATION = re.compile(
    r"(?:^|[^A-Za-z])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Capt|Lt|Sgt|Sen|Rep|Gov|Pres|Rev|Hon|St|Mt|Jr|Sr|Inc|Ltd|Co"
    r"|Corp|Bros|No|vs|etc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Za-z](?:\.[A-Za-z])*)$"
)
_CUT = re.compile("[，,；;、。 ]")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text[start:end]`, by rule; offsets are into `text`.

    A sentence ends at a newline and after 。！？, with the closing quotes and brackets that follow;
    ； and …… do not end one. Inside 《》 and （） nothing ends. A quotation of several sentences is several
    sentences, but a closing quote before a comma, a colon or 的 goes on. In Latin script . ! ? end a
    sentence before a space and a capital, except after abbreviations and initials. What is longer than
    1,000 characters is cut, at a comma if there is one.

    Args:
        text: any text.
        start: where to begin, in code points.
        end: where to stop; the end of the text if None.

    Returns:
        Spans in order, apart, without white space at their ends; together they hold all else.

    >>> [text[s.start : s.end] for text in ["“来了！”他说。共3.5公里。"] for s in sentences(text)]
    ['“来了！”', '他说。', '共3.5公里。']
    """
    piece = text[start:end]
    found = []
    for line in re.finditer(r"[^\n\r\u2028\u2029]+", piece):
        for first, last in _split_line(line[0]):
            offset = start + line.start()
            found += [Span(a + offset, b + offset) for a, b in _trimmed(line[0], first, last)]
    return found


def _split_line(line: str) -> Iterator[tuple[int, int]]:
    protected = [match.span() for match in _BRACKETED.finditer(line)]
    begin, bracket = 0, 0
    straight_quotes, counted = 0, 0
    for match in _ENDS.finditer(line):
        while bracket < len(protected) and protected[bracket][1] <= match.start():
            bracket += 1
        if bracket < len(protected) and protected[bracket][0] <= match.start():
            continue
        # A straight quote after the mark closes only if one is open: 他说。"好。"
        straight_quotes += line.count('"', counted, match.start())
        counted = match.start()
        closers = match["closers"]
        if straight_quotes % 2 == 0 and '"' in closers:
            closers = closers[: closers.index('"')]
        stop = match.end("mark") + len(closers)
        if _ends_sentence(line, match["mark"], match.start(), stop, bool(closers)):
            yield begin, stop
            begin = stop
    if begin < len(line):
        yield begin, len(line)


def _ends_sentence(line: str, mark: str, at: int, stop: int, closed: bool) -> bool:
    rest = line[stop : stop + 4]
    if closed and _GOES_ON.match(rest):
        return False
    if any(sign in "。！？｡" for sign in mark):
        return True
    before, following = line[max(0, at - 12) : at], rest.lstrip()
    after_chinese = bool(re.search(rf"[{HAN}{_CLOSERS}]$", before))
    spaced = len(following) < len(rest) or not rest
    if "!" in mark or "?" in mark:
        chinese_next = bool(re.match(rf"[{HAN}“「]", following))
        return after_chinese or chinese_next or (spaced and not following[:1].islower())
    if not spaced:
        return False
    if after_chinese:
        return len(mark) == 1
    if len(mark) == 1 and not closed and _ABBREVIATION.search(before):
        return False
    return not following or following[0].isupper() or bool(re.match(rf"[{HAN}“\"‘'(]", following))


def _trimmed(line: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Without white space at either end, and in pieces that are not too long."""
    while first < last:
        while first < last and line[first].isspace():
            first += 1
        cut = last
        if last - first > LONGEST_SENTENCE:
            cut = first + LONGEST_SENTENCE
            commas = [m.end() for m in _CUT.finditer(line, first + LONGEST_SENTENCE // 2, cut)]
            cut = commas[-1] if commas else cut
        stop = cut
        while stop > first and line[stop - 1].isspace():
            stop -= 1
        if first < stop:
            yield first, stop
        first = cut


def language_of(text: str) -> str:
    """`zh`, `en` or `und`, by the share of Chinese and of Latin letters in the first 20,000 characters.

    At least 30 % Chinese characters (and hardly any kana) is `zh`: a text full of product names stays
    Chinese. At least 70 % Latin letters is `en`: other languages in Latin script are not told apart.

    >>> language_of("长治市卫健委与WHO座谈"), language_of("The mayor spoke."), language_of("2020-02-26")
    ('zh', 'en', 'und')
    """
    head = text[:20_000]
    letters = sum(map(str.isalpha, head))
    if not letters:
        return "und"
    chinese, kana, latin = (
        sum(map(len, re.findall(rf"[{signs}]+", head)))
        for signs in (HAN, "\u3041-\u3096\u30a1-\u30fa", "A-Za-z\u00c0-\u024f")
    )
    if chinese >= 0.3 * letters and kana <= 0.1 * letters:
        return "zh"
    return "en" if latin >= 0.7 * letters else "und"
