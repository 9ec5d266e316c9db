"""Recognition (floor 2): documents in, mentions of people, organizations and places out.

A `Recognizer` is anything with a name and a `recognize`; spaCy pipelines are wrapped into one. spaCy itself
is loaded when a recognizer is made, not when this package is imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from kg.errors import UnknownModel
from kg.ner.mentions import assemble
from kg.ontology import Vocabulary, vocabulary
from kg.records import Document, Extraction, Mention

if TYPE_CHECKING:
    from spacy.tokens import Span

    from kg.ner.pipeline import Pipeline

__all__ = ["Recognizer", "SpacyRecognizer", "load_recognizer", "recognize"]

# Raised by spaCy's tokenizers and by UTF-8 itself on half a surrogate pair; one character for one keeps the
# offsets.
_SURROGATES = dict.fromkeys(range(55296, 57344), "�")
_BATCH = 32
_UNTOLD = 0.8


class Recognizer(Protocol):
    """Finds names in documents. `name` says which recognizer it is, in caches and in the provenance.

    >>> from kg.records import Kind
    >>> class Towns:
    ...     name = "towns"
    ...
    ...     def find(self, documents):
    ...         for document in documents:
    ...             at = document.text.find("石桥镇")
    ...             yield (Mention(at, at + 3, Kind.LOC, "石桥镇"),) if at >= 0 else ()
    >>> [found] = recognize([Document("doc-1", "a.txt", "他到石桥镇。", "zh")], Towns())
    >>> found.mentions[0].start
    2
    """

    @property
    def name(self) -> str: ...

    def find(self, documents: Sequence[Document]) -> Iterator[tuple[Mention, ...]]:
        """The names of each document, in the documents' order."""
        ...


class SpacyRecognizer:
    """A spaCy pipeline for each language, its labels mapped to kinds by the ontology; each is loaded at the
    first document that it reads.

    A language without a pipeline of its own is read by the Chinese one if it is undetermined, and by none
    otherwise.
    """

    def __init__(self, pipelines: Mapping[str, Pipeline], terms: Vocabulary) -> None:
        self._pipelines = dict(pipelines)
        self._kind_of = terms.kind_of_label
        self.name = ", ".join(f"{language}={mine.name}" for language, mine in sorted(pipelines.items()))

    def find(self, documents: Sequence[Document]) -> Iterator[tuple[Mention, ...]]:
        found: dict[int, tuple[Mention, ...]] = {}
        for language, pipeline in self._pipelines.items():
            mine = [n for n, document in enumerate(documents) if self._language(document) == language]
            if not mine:
                continue
            texts = (documents[n].text.translate(_SURROGATES) for n in mine)
            docs = pipeline.loaded.pipe(texts, batch_size=_BATCH)
            for n, doc in zip(mine, docs, strict=True):
                found[n] = tuple(self._mentions(documents[n], doc.ents))
        return (found.get(n, ()) for n in range(len(documents)))

    def _language(self, document: Document) -> str:
        return document.language if document.language in self._pipelines else "zh"

    def _mentions(self, document: Document, ents: Iterable[Span]) -> Iterator[Mention]:
        for ent in ents:
            kind = self._kind_of.get(ent.label_)
            if kind is not None:
                start, end = ent.start_char, ent.end_char
                # Other recognizers say nothing of how sure they are.
                known = ent._.confidence if ent.has_extension("confidence") else None
                sure = _UNTOLD if known is None else known
                yield Mention(start, end, kind, document.text[start:end], sure)


def load_recognizer(models: Iterable[str] = (), *, terms: Vocabulary | None = None) -> SpacyRecognizer:
    """The recognizer for `models`: names of installed spaCy pipelines, each with a language before `=` or
    Chinese.

    Without a model for a language the package's own is used. Raises UnknownModel for a pipeline that is not
    installed.

    >>> sorted(part.split("=")[0] for part in load_recognizer().name.split(", "))
    ['en', 'zh']
    """
    import spacy

    from kg.ner.pipeline import Pipeline, default_pipeline

    pipelines = {language: default_pipeline(language) for language in ("en", "zh")}
    for model in models:
        language, _, name = model.rpartition("=")
        try:
            pipelines[language or "zh"] = Pipeline.of(spacy.load(name))
        except OSError:
            raise UnknownModel(name, f"not installed. Run: python -m spacy download {name}") from None
    return SpacyRecognizer(pipelines, terms or vocabulary())


def recognize(documents: Sequence[Document], recognizer: Recognizer) -> Iterator[Extraction]:
    """The stage itself: each document with its mentions, outer before inner.

    >>> from kg.corpus import read_corpus
    >>> [extraction] = recognize(list(read_corpus(["corpus/bridge.md"])), load_recognizer())
    >>> [mention.text for mention in extraction.mentions if mention.text.startswith("程")][:2]
    ['程德厚', '程远']
    """
    for document, found in zip(documents, recognizer.find(documents), strict=True):
        yield Extraction(document, assemble(document, found))
