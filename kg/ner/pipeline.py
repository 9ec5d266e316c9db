"""The spaCy side of recognition: components that anyone can add to their own pipeline.

    nlp = spacy.blank("zh")
    nlp.add_pipe("kg_sentences")
    nlp.add_pipe("kg_ner")

spaCy calls the factories by name through the entry points of the package, so importing this module is not
needed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.resources import as_file
from importlib.resources.abc import Traversable
from itertools import islice
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg import resources, text
from kg.model import Span as Name
from kg.model import default_tagger

if not Span.has_extension("confidence"):
    # Of spans that come from another recognizer nothing is known.
    Span.set_extension("confidence", default=None)


@Language.factory("kg_sentences", assigns=["token.is_sent_start"])
def kg_sentences(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Sets sentence starts by the rules of `kg.text.sentences`.

    >>> nlp = spacy.blank("zh")
    >>> _ = nlp.add_pipe("kg_sentences")
    >>> [sentence.text for sentence in nlp("他说：“来了。”天晴了。").sents]
    ['他说：“来了。”', '天晴了。']
    """

    def split(doc: Doc) -> Doc:
        if len(doc):
            # All at once: setting it token by token looks through all others each time.
            starts = np.isin(doc.to_array("IDX"), [sentence.start for sentence in text.sentences(doc.text)])
            starts[0] = True
            told = np.where(starts, 1, -1).astype(np.int64).view(np.uint64)
            doc.from_array(["SENT_START"], told)  # type: ignore[arg-type]  # an array as thinc types it
        return doc

    return split


class Characters:
    """A tokenizer that makes every character a token, as spaCy's own for Chinese does, white space with them.

    spaCy's looks for each character in all the text that follows, so that its time grows as the square of a
    document's length.

    >>> [token.text for token in Characters(spacy.blank("zh").vocab)("石桥 镇")]
    ['石', '桥', ' ', '镇']
    """

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __call__(self, content: str) -> Doc:
        return Doc(self._vocab, words=list(content), spaces=[False] * len(content))


class NameTagger:
    """A component that finds names sentence by sentence; `tag` takes many sentences at once."""

    def __init__(self, tag: Callable[[Sequence[str]], list[list[Name]]]) -> None:
        self._tag = tag

    def __call__(self, doc: Doc) -> Doc:
        return next(iter(self.pipe([doc])))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        waiting = iter(stream)
        while docs := list(islice(waiting, batch_size)):
            yield from self._tag_docs(docs)

    def _tag_docs(self, docs: list[Doc]) -> Iterator[Doc]:
        texts = [doc.text for doc in docs]  # once: it is put together anew each time
        sentences = [(n, s) for n, content in enumerate(texts) for s in text.sentences(content)]
        folded = [text.fold(content) for content in texts]
        found = self._tag([folded[n][s.start : s.end] for n, s in sentences])
        ents: list[list[Span]] = [[] for _ in docs]
        for (n, sentence), spans in zip(sentences, found, strict=True):
            for start, end, kind, confidence in spans:
                span = docs[n].char_span(
                    sentence.start + start, sentence.start + end, label=kind, alignment_mode="expand"
                )
                if span is not None:
                    span._.confidence = confidence
                    ents[n].append(span)
        for doc, spans_of_doc in zip(docs, ents, strict=True):
            doc.ents = spacy.util.filter_spans(spans_of_doc)
            yield doc


@Language.factory("kg_ner", assigns=["doc.ents", "span._.confidence"])
def kg_ner(nlp: Language, name: str) -> NameTagger:
    """Finds people, organizations and places with the packaged model, which is loaded at the first
    document.

    >>> nlp = spacy.blank("zh")
    >>> _ = nlp.add_pipe("kg_ner")
    >>> [(ent.text, ent.label_) for ent in nlp("王婷是长治市人民医院的护士长。").ents]
    [('王婷', 'PER'), ('长治市人民医院', 'ORG')]
    """
    return NameTagger(lambda sentences: default_tagger().tag(sentences))


@dataclass(frozen=True)
class Pipeline:
    """A spaCy pipeline that may still have to be loaded, which takes seconds for some; `name` says which it
    is, with its version and its components.
    """

    name: str
    load: Callable[[], Language]

    @classmethod
    def of(cls, nlp: Language) -> Pipeline:
        """A pipeline that is there."""
        return cls(_name(nlp.meta, nlp.pipe_names), lambda: nlp)

    @cached_property
    def loaded(self) -> Language:
        return self.load()


def default_pipeline(language: str) -> Pipeline:
    """The package's own pipeline for a language code; an unknown language gets sentences only.

    >>> default_pipeline("zh").name
    'pipeline-0.0.0:kg_sentences+kg_ner'
    """
    english = resources.packaged("model", "data", "en")
    if language == "en" and english.is_dir():
        # Most corpora have no English article, so that only its description is read.
        meta = json.loads(english.joinpath("meta.json").read_text(encoding="utf-8"))
        return Pipeline(_name(meta, meta["pipeline"]), partial(_loaded, english))
    nlp = spacy.blank("zh" if language == "zh" else "xx")
    nlp.tokenizer = Characters(nlp.vocab)
    nlp.add_pipe("kg_sentences")
    if language == "zh":
        nlp.add_pipe("kg_ner")
    return Pipeline.of(nlp)


def _name(meta: Mapping[str, Any], components: Iterable[str]) -> str:
    return f"{meta['name']}-{meta['version']}:{'+'.join(components)}"


def _loaded(folder: Traversable) -> Language:
    with as_file(folder) as path:
        return spacy.load(path)
