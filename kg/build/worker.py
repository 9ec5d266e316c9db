"""A process that extracts: it loads the stages once, then answers batches until its input ends.

Run as `python -m kg.build.worker` with pickled messages on both pipes. It is a program of its own and not a
fork: no thread of the caller's is copied, and the caller's main module is not run again.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from kg.build.codec import ExtractionCodec
from kg.build.stages import Setup, Stages, extract, key_of, load_stages
from kg.errors import KgError
from kg.records import Document, Extraction, Skipped

# What answers a batch: an Arrow record batch as IPC bytes, and the documents that failed.
Answer = tuple[bytes, list[Skipped]]


def main() -> None:
    """Serves batches from standard input."""
    # Ctrl-C reaches the whole group; the builder is the one that ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not stand among the answers.
    os.dup2(2, 1)
    try:
        serve(sys.stdin.buffer, answers)
    except BrokenPipeError:
        # The builder is gone, and nobody waits for the answer.
        os._exit(1)


def serve(batches: BinaryIO, answers: BinaryIO) -> None:
    """Reads a setup, then batches of documents; writes the recognizer's name, then an answer to each."""
    setup: Setup = pickle.load(batches)
    try:
        stages = load_stages(setup)
    except KgError as error:
        _say((type(error), str(error), vars(error)), answers)
        return
    _say(stages.recognizer.name, answers)
    codec = ExtractionCodec(stages.terms)
    while True:
        try:
            documents: list[Document] = pickle.load(batches)
        except EOFError:
            return
        _say(answer(documents, stages, codec), answers)


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


def _say(message: object, answers: BinaryIO) -> None:
    pickle.dump(message, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


if __name__ == "__main__":
    main()
