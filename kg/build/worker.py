"""A process that extracts: it loads the stages once, then answers batches until its input ends.

Run as `python -m kg.build.worker`, see `kg.build.process`.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from kg.build.codec import ExtractionCodec
from kg.build.process import Failure, answers, say
from kg.build.stages import Setup, Stages, extract, key_of, load_stages
from kg.errors import KgError
from kg.records import Document, Extraction, Skipped

# What answers a batch: an Arrow record batch as IPC bytes, and the documents that failed.
Answer = tuple[bytes, list[Skipped]]


def main() -> None:
    """Serves batches from standard input."""
    try:
        serve(sys.stdin.buffer, answers())
    except BrokenPipeError:
        # The builder is gone, and nobody waits for the answer.
        os._exit(1)


def serve(batches: BinaryIO, out: BinaryIO) -> None:
    """Reads a setup, then batches of documents; writes the recognizer's name, then an answer to each."""
    setup: Setup = pickle.load(batches)
    try:
        stages = load_stages(setup)
    except KgError as error:
        say(Failure.of(error), out)
        return
    say(stages.recognizer.name, out)
    codec = ExtractionCodec(stages.terms)
    while True:
        try:
            documents: list[Document] = pickle.load(batches)
        except EOFError:
            return
        say(answer(documents, stages, codec), out)


def answer(documents: Sequence[Document], stages: Stages, codec: ExtractionCodec) -> Answer:
    """All that was found in `documents`; one that raises an error is left out, with the reason."""
    found: list[Extraction] = []
    skipped: list[Skipped] = []
    for outcome in outcomes(documents, stages):
        if isinstance(outcome, Skipped):
            skipped.append(outcome)
        else:
            found.append(outcome)
    batch = codec.batch([key_of(extraction.document) for extraction in found], found)
    return batch.serialize().to_pybytes(), skipped


def outcomes(documents: Sequence[Document], stages: Stages) -> list[Extraction | Skipped]:
    """What was found in each document, or why nothing could be.

    >>> outcomes([], load_stages(Setup()))
    []
    """
    try:
        return list(extract(documents, stages))
    except Exception:
        return [outcome for document in documents for outcome in _alone(document, stages)]


def _alone(document: Document, stages: Stages) -> Iterator[Extraction | Skipped]:
    try:
        yield from extract([document], stages)
    except Exception as error:
        what = " ".join(str(error).split())[:200]
        yield Skipped(document.source_name, f"cannot be analysed ({type(error).__name__}: {what})")


if __name__ == "__main__":
    main()
