"""One entity of a graph, as `graph["程远"]` gives it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from kg.api.frames import frame
from kg.explain import Explanation, Fact
from kg.ontology import Vocabulary
from kg.records import Entity


@dataclass(frozen=True)
class EntityView:
    """One entity with what the graph knows of it: what `graph["程远"]` gives.

    >>> kg.open("out")["程德厚"]
    程德厚 (PER)
      程德厚 — parent of (儿子) → 程远
      程德厚 — resides in → 石桥镇
    """

    explanation: Explanation
    # Words for relations of one's own; None for those of the package.
    terms: Vocabulary | None = None

    @property
    def entity(self) -> Entity:
        return self.explanation.entity

    @property
    def id(self) -> str:
        return self.entity.id

    @property
    def name(self) -> str:
        return self.entity.name

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the full one first.

        >>> kg.open("out")["县图书馆"].names
        ('青梧县图书馆', '县图书馆')
        """
        return (self.entity.name, *self.entity.aliases)

    @property
    def facts(self) -> Any:
        """The statements about it as a DataFrame, most reported first.

        >>> kg.open("out")["程德厚"].facts[["predicate", "object"]].values.tolist()
        [['parentOf', '程远'], ['residesIn', '石桥镇']]
        """
        columns = ["subject", "predicate", "object", "title", "status", "start_date", "end_date", "amount"]
        rows = [
            {
                **asdict(fact.statement),
                "subject": fact.subject,
                "object": fact.object,
                "status": fact.statement.status.value,
            }
            for fact in self.explanation.facts
        ]
        return frame(rows, [*columns, "confidence", "document_count"])

    @property
    def evidence(self) -> Any:
        """The sentences behind the facts as a DataFrame; `start` and `end` count characters of the article.

        >>> kg.open("out")["白雪梅"].evidence[["source", "quote"]].iloc[0].tolist()
        ['bridge.md', '石桥镇镇长白雪梅和村民一起走过了桥。']
        """
        rows = [
            {
                "fact": self._sentence(fact),
                "quote": item.quote,
                "source": self.explanation.sources[item.document],
                "start": item.start,
                "end": item.end,
                "rule": item.rule,
                "confidence": item.confidence,
            }
            for fact in self.explanation.facts
            for item in fact.evidence
        ]
        return frame(rows, ["fact", "quote", "source", "start", "end", "rule", "confidence"])

    def explain(self) -> str:
        """All of it as text, as `kg explain` prints it.

        >>> print(kg.open("out")["白雪梅"].explain())
        白雪梅 (person)   per-...
          1 mention in 1 document
            白雪梅 × 1   rule as-written, confidence from ..., first in bridge.md
        <BLANKLINE>
        白雪梅 — holds post (镇长) → 石桥镇   ...
            rule post-before-name, ..., bridge.md, at character ...
              石桥镇镇长白雪梅和村民一起走过了桥。
        """
        return "\n".join(self.explanation.lines(terms=self.terms))

    def _sentence(self, fact: Fact) -> str:
        return fact.sentence(terms=self.terms)

    def __repr__(self) -> str:
        facts = "\n".join(f"  {self._sentence(fact)}" for fact in self.explanation.facts)
        also = f", also {'、'.join(self.entity.aliases)}" if self.entity.aliases else ""
        return f"{self.name} ({self.entity.kind.value}{also})" + (f"\n{facts}" if facts else "")

    def _repr_html_(self) -> str:
        also = f" · {escape('、'.join(self.entity.aliases))}" if self.entity.aliases else ""
        items = "".join(
            f"<li>{escape(self._sentence(fact))}"
            + "".join(
                f"<br><small>“{escape(' '.join(item.quote.split()))}” "
                f"{escape(self.explanation.sources[item.document])}</small>"
                for item in fact.evidence[:1]
            )
            + "</li>"
            for fact in self.explanation.facts
        )
        return f"<b>{escape(self.name)}</b> {self.entity.kind.value}{also}<ul>{items}</ul>"
