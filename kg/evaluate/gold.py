"""The annotation of one document, as a gold file gives it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.errors import KgError, MissingPath
from kg.messages import say


class GoldUnreadable(KgError):
    """A gold file that cannot be used."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            say(
                "{path}: not a gold annotation ({reason}). It is JSON with document, entities and relations.",
                path=path,
                reason=reason,
            )
        )


@dataclass(frozen=True)
class Gold:
    """`document` is a source name; entities are named by their gold names."""

    document: str
    entities: Sequence[Mapping[str, Any]]
    relations: Sequence[Mapping[str, Any]]

    @cached_property
    def names(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """For each kind and word, be it a name or an alias, the entities that it names."""
        names: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entity in self.entities:
            for word in (entity["name"], *entity.get("aliases", ())):
                names[entity["type"], word].append(entity["name"])
        return dict(names)

    @cached_property
    def optional(self) -> frozenset[str]:
        """The entities that are neither rewarded nor punished."""
        return frozenset(entity["name"] for entity in self.entities if entity.get("optional"))

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """Who each entity is in all documents, where that is annotated."""
        return {entity["name"]: entity["id"] for entity in self.entities if entity.get("id")}


def read_gold(path: Path) -> Gold:
    """Raises MissingPath or GoldUnreadable."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Gold(content["document"], content["entities"], content["relations"])
    except FileNotFoundError:
        raise MissingPath(path) from None
    except KeyError as error:
        raise GoldUnreadable(path, say("no {name}", name=str(error.args[0]))) from error
    except (OSError, ValueError, TypeError) as error:
        raise GoldUnreadable(path, str(error)) from error
