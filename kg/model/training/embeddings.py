"""Word2vec vectors and the lexicon, from raw news, jieba's dictionary, division names and surnames.

Needs gensim and jieba. The lexicon takes jieba's words (MIT) with their part-of-speech tags, the words that
occur in the raw text, administrative divisions (MIT) and surnames (Apache-2.0).
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from kg.model.features import SEPARATOR, TYPES, Entry, fold

CHARACTER_SIZE, PAIR_SIZE, WORD_SIZE = 64, 50, 50
_TYPE = {name: 1 << index for index, name in enumerate(TYPES)}
_POS = {
    "nr": _TYPE["person"],
    "nrfg": _TYPE["person"],
    "nrt": _TYPE["foreign name"],
    "ns": _TYPE["place"],
    "nt": _TYPE["organization"],
    "nz": _TYPE["other name"],
}
LONGEST_WORD = 12


def raw_sentences(news: Path, extra: Sequence[str] = ()) -> Iterator[str]:
    """Folded sentences of the raw articles (`*.jsonl` with title and text), then the extra texts."""
    for path in sorted(news.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                for paragraph in (article.get("title") or "", *(article.get("text") or "").splitlines()):
                    yield from (s for s in fold(paragraph).replace("。", "。\n").splitlines() if s.strip())
    for text in extra:
        yield fold(text)


def _segment(sentences: list[str]) -> list[list[str]]:
    import jieba

    jieba.setLogLevel(60)
    return [jieba.lcut(sentence) for sentence in sentences]


def segment(sentences: Sequence[str], processes: int) -> list[list[str]]:
    """Words of each sentence (jieba)."""
    step = 5000
    blocks = [list(sentences[i : i + step]) for i in range(0, len(sentences), step)]
    with ProcessPoolExecutor(processes) as pool:
        return [words for block in pool.map(_segment, blocks) for words in block]


def _word2vec(
    sentences: Sequence[Sequence[str]], size: int, minimum: int, epochs: int, workers: int, seed: int
) -> Any:
    from gensim.models import Word2Vec

    return Word2Vec(
        sentences,
        vector_size=size,
        window=5,
        min_count=minimum,
        sg=1,
        negative=5,
        sample=1e-4,
        epochs=epochs,
        workers=workers,
        seed=seed,
    ).wv


def _scaled(vectors: Any) -> np.ndarray[Any, np.dtype[np.float32]]:
    array = np.asarray(vectors, dtype=np.float32)
    return np.asarray(
        array / array.std(), dtype=np.float32
    )  # one scale for all three tables; the network learns the rest


def build_embeddings(
    news: Path,
    gazetteer: Path,
    out: Path,
    extra: Sequence[str],
    *,
    seed: int = 1,
    workers: int = 2,
    epochs: int = 3,
) -> None:
    """Writes `vocabulary.json`, `lexicon.tsv.gz` and `vectors.npz` to the folder `out`.

    Arguments: the folder of raw articles, the folder with division names and surnames, further texts to learn
    vectors from. Gensim is deterministic with one worker only; with more the vectors vary slightly.
    """
    out.mkdir(parents=True, exist_ok=True)
    sentences = list(raw_sentences(news, extra))
    print(f"{len(sentences)} sentences, {sum(map(len, sentences))} characters", flush=True)
    characters = _word2vec([list(s) for s in sentences], CHARACTER_SIZE, 5, epochs, workers, seed)
    print("characters", len(characters), flush=True)
    pairs = _word2vec(
        [[s[i : i + 2] for i in range(len(s) - 1)] for s in sentences], PAIR_SIZE, 20, epochs, workers, seed
    )
    print("pairs", len(pairs), flush=True)
    words = _word2vec(segment(sentences, workers), WORD_SIZE, 5, epochs + 1, workers, seed)
    print("words", len(words), flush=True)

    names = [c for c in characters.index_to_key if len(c) == 1 and c != SEPARATOR]
    (out / "vocabulary.json").write_text(
        json.dumps({"characters": "".join(names), "pairs": pairs.index_to_key}, ensure_ascii=False),
        encoding="utf-8",
    )
    entries, table = lexicon_entries(words, gazetteer, seed)
    write_lexicon(entries, out / "lexicon.tsv.gz")
    blank = np.zeros((2, CHARACTER_SIZE), np.float32)
    np.savez(
        out / "vectors.npz",
        characters=np.concatenate((blank, _scaled([characters[c] for c in names]))),
        pairs=np.concatenate((blank[:, :PAIR_SIZE], _scaled(pairs.vectors))),
        words=table,
    )
    print("lexicon", len(entries), "word rows", len(table), flush=True)


def lexicon_entries(
    words: Any, gazetteer: Path, seed: int
) -> tuple[list[Entry], np.ndarray[Any, np.dtype[np.float32]]]:
    """The lexicon and the word table. Row 0 is "no word"; words without a vector share rows by type."""
    import jieba

    types: dict[str, int] = {}
    counts: dict[str, float] = {}
    for line in jieba.get_dict_file().read().decode("utf-8").splitlines():
        word, count, tag = line.split(" ")
        word = fold(word)
        if tag in _POS and 2 <= len(word) <= LONGEST_WORD:
            types[word] = types.get(word, 0) | _POS[tag]
            counts[word] = max(counts.get(word, 0.0), min(float(count), 50.0))
    with (gazetteer / "admin_divisions_cn.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            for word, kind in ((fold(row["ext_name"]), "division"), (fold(row["name"]), "short division")):
                if 2 <= len(word) <= LONGEST_WORD:
                    types[word] = types.get(word, 0) | _TYPE[kind]
                    counts[word] = max(counts.get(word, 0.0), 5.0)
    for line in (gazetteer / "chinese_surnames.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        surname = fold(line.split("\t")[0].strip())
        if surname:
            types[surname] = types.get(surname, 0) | _TYPE["surname"]
            counts.setdefault(surname, 5.0)
    for word in words.index_to_key:
        if len(word) <= LONGEST_WORD and not word.isspace() and SEPARATOR not in word:
            types.setdefault(word, 0)
            counts[word] = max(counts.get(word, 0.0), float(words.get_vecattr(word, "count")))

    known = [w for w in words.index_to_key if w in types]
    row_of = {word: row for row, word in enumerate(known, start=1)}
    shared = {
        bits: row
        for row, bits in enumerate(sorted({types[w] for w in types if w not in row_of}), start=1 + len(known))
    }
    entries = [
        Entry(w, row_of.get(w) or shared[types[w]], round(float(np.sqrt(counts[w] + 3)), 2), types[w])
        for w in sorted(types)
    ]
    rng = np.random.default_rng(seed)
    table = np.concatenate(
        (
            np.zeros((1, WORD_SIZE), np.float32),
            _scaled([words[w] for w in known]),
            rng.normal(0, 0.3, (len(shared), WORD_SIZE)).astype(np.float32),
        )
    )
    return entries, table


def write_lexicon(entries: Sequence[Entry], path: Path) -> None:
    """Writes what Lexicon.load reads; the same entries give the same bytes."""
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed:
        for e in entries:
            packed.write(f"{e.word}\t{e.row}\t{e.weight}\t{e.types}\n".encode())
