"""The stages that see one document at a time: recognition, coreference, relations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources.abc import Traversable
from pathlib import Path

from kg import __version__, resources
from kg.coreference import link
from kg.errors import MissingPath
from kg.ner import Recognizer, load_recognizer, recognize
from kg.ontology import Vocabulary, read_vocabulary, vocabulary
from kg.records import Document, Extraction
from kg.relations import relate
from kg.relations.patterns import Pattern, patterns, user_patterns

# What an extraction depends on beside its document: code, word lists, patterns, model.
_PARTS = (
    *("records", "text.py", "resources.py", "ontology.py", "lexicon", "gazetteer", "model", "ner"),
    *("coreference", "relations", "build/codec.py", "build/stages.py"),
)
_NOT_PARTS = frozenset({"__pycache__", "training"})
_LIBRARIES = ("spacy", "onnxruntime", "numpy", "opencc-python-reimplemented", "pyahocorasick")


@dataclass(frozen=True, slots=True)
class Setup:
    """What a user chose for the stages: names of models, files with relations and patterns."""

    models: tuple[str, ...] = ()
    ontology_files: tuple[Path, ...] = ()
    pattern_files: tuple[Path, ...] = ()

    def vocabulary(self) -> Vocabulary:
        return read_vocabulary(*self.ontology_files) if self.ontology_files else vocabulary()

    def patterns(self, terms: Vocabulary) -> tuple[Pattern, ...]:
        """Raises InvalidPattern, UnknownPredicate."""
        return user_patterns(self.pattern_files, terms) if self.pattern_files else patterns()

    def checked(self) -> Setup:
        """The same, after what the user wrote in it has been read once: errors come before any work.

        Raises MissingPath, InvalidPattern, UnknownPredicate.
        """
        for file in (*self.ontology_files, *self.pattern_files):
            if not file.is_file():
                raise MissingPath(file)
        if self.ontology_files or self.pattern_files:
            self.patterns(self.vocabulary())
        return self


@dataclass(frozen=True, slots=True)
class Stages:
    """The loaded stages: a recognizer, patterns, and the vocabulary that they speak."""

    recognizer: Recognizer
    patterns: tuple[Pattern, ...]
    terms: Vocabulary


def load_stages(setup: Setup) -> Stages:
    """The stages that `setup` asks for. Raises UnknownModel, InvalidPattern, UnknownPredicate."""
    terms = setup.vocabulary()
    return Stages(load_recognizer(setup.models, terms=terms), setup.patterns(terms), terms)


def extract(documents: Sequence[Document], stages: Stages) -> Iterator[Extraction]:
    """Each document with its mentions, aliases and claims.

    What is found in a document does not depend on the documents beside it.

    >>> list(extract([], load_stages(Setup())))
    []
    """
    for found in recognize(documents, stages.recognizer):
        yield relate(link(found), stages.patterns, terms=stages.terms)


def key_of(document: Document) -> bytes:
    """What identifies a document in a cache: its text and all that is known about it.

    >>> key_of(Document("doc-1", "a.txt", "示例", "zh")) == key_of(Document("doc-1", "a.txt", "示例", "en"))
    False
    """
    return hashlib.sha256(repr(document).encode("utf-8", "surrogatepass")).digest()[:16]


def digest_of(setup: Setup) -> str:
    """What identifies the stages in a cache: whatever could change an extraction changes it.

    >>> digest_of(Setup()) == digest_of(Setup(models=("zh_core_web_sm",)))
    False
    """
    told = hashlib.sha256(_digest_of_package().encode("ascii"))
    for model in setup.models:
        told.update(f"\0model\0{model}\0{_model_version(model)}".encode())
    for kind, files in (("ontology", setup.ontology_files), ("patterns", setup.pattern_files)):
        for file in files:
            told.update(f"\0{kind}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return told.hexdigest()[:16]


@cache
def _digest_of_package() -> str:
    told = hashlib.sha256(f"{__version__}\0{versions_of(_LIBRARIES)}".encode())
    for part in _PARTS:
        told.update(f"\0{part}\0{digest_of_files(resources.packaged(*part.split('/')))}".encode())
    told.update(hashlib.sha256(resources.ontology("kg.ttl").read_bytes()).digest())
    return told.hexdigest()


def digest_of_files(item: Traversable) -> str:
    """The hash of a packaged file, or of a folder's files and their names."""
    told = hashlib.sha256()
    for name, content in _files("", item):
        told.update(f"{name}\0".encode() + hashlib.sha256(content).digest())
    return told.hexdigest()


def versions_of(distributions: Iterable[str]) -> str:
    """The versions of installed distributions."""
    return " ".join(f"{name}={_version(name)}" for name in distributions)


def _files(name: str, item: Traversable) -> Iterator[tuple[str, bytes]]:
    if item.is_file():
        yield name, item.read_bytes()
        return
    for child in sorted(item.iterdir(), key=lambda child: child.name):
        if child.name not in _NOT_PARTS:
            yield from _files(f"{name}/{child.name}", child)


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def _model_version(model: str) -> str:
    """The version of an installed pipeline; of one in a folder, the hash of its files, wherever it lies."""
    name = model.rpartition("=")[2]
    folder = Path(name)
    return digest_of_files(folder) if folder.is_dir() else _version(name)
