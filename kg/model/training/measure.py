"""Scores against documents with gold annotations: entities, not mentions, count."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.model.training.data import Annotation

Tag = Callable[[Sequence[str]], list[list[Annotation]]]


def sentences(text: str) -> list[str]:
    """Lines, cut after closing punctuation."""
    return [
        s for line in text.splitlines() for s in re.split(r"(?<=[。！？!?；])(?![”』」’])", line) if s.strip()
    ]


def score_documents(
    gold: Sequence[Path], tag: Tag, *, nested: bool = False, verbose: bool = False
) -> dict[str, float]:
    """F1 over the entities of gold documents: each found name counts once, all names of an entity as one.

    This is what a perfect linker would make of the mentions; optional entities are neither rewarded nor
    punished. With `nested`, a place counts as found where it stands in the name of a found organization,
    as linkers read it there.
    """
    hit = wrong = missed = 0
    for path in gold:
        document = json.loads(path.read_text(encoding="utf-8"))
        lines = sentences((path.parent / document["document"]).read_text(encoding="utf-8"))
        found = {
            (kind, re.sub(r"\s", "", line[a:b]))
            for line, spans in zip(lines, tag(lines), strict=True)
            for a, b, kind in spans
        }
        names: dict[tuple[str, str], list[int]] = {}
        for index, entity in enumerate(document["entities"]):
            for name in (entity["name"], *entity.get("aliases", [])):
                names.setdefault((entity["type"], name), []).append(index)
        matched = {index for key in found for index in names.get(key, [])}
        if nested:
            organizations = [name for kind, name in found if kind == "ORG"]
            matched |= {
                index
                for (kind, name), indexes in names.items()
                for index in indexes
                if kind == "LOC" and len(name) > 2 and any(name in o for o in organizations)
            }
        spurious = sorted(key for key in found if key not in names)
        lost = [e for i, e in enumerate(document["entities"]) if i not in matched and not e.get("optional")]
        hit += sum(not document["entities"][i].get("optional") for i in matched)
        wrong += len(spurious)
        missed += len(lost)
        if verbose:
            print(path.name, "spurious:", " ".join("/".join(k) for k in spurious))
            print(path.name, "missed:", " ".join(f"{e['type']}/{e['name']}" for e in lost), flush=True)
    precision, recall = hit / max(1, hit + wrong), hit / max(1, hit + missed)
    return {
        "f1": round(200 * hit / max(1, 2 * hit + wrong + missed), 2),
        "precision": round(100 * precision, 2),
        "recall": round(100 * recall, 2),
    }
