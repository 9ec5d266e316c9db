"""The vocabulary as one page of HTML, in Chinese and English, with an anchor for each term: `#holdsPost`.

usage: python docs/ontology_page.py [ontology/kg.ttl [site/ontology.html]]

Put under the address of the namespace, the page is what somebody sees who follows the IRI of a term. Written
from the ontology file alone, the same bytes for the same file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

ROOT = Path(__file__).parents[1]
KG = Namespace("https://kg.example/ontology#")
ONTOLOGY = URIRef("https://kg.example/ontology")

# What is said of a term, in this order: the property, and what the page calls it.
ROWS = (
    (RDFS.subClassOf, "上位类", "Subclass of"),
    (RDFS.subPropertyOf, "上位属性", "Subproperty of"),
    (RDFS.domain, "主体", "Domain"),
    (RDFS.range, "客体", "Range"),
    (OWL.inverseOf, "反方向", "Inverse of"),
    (SKOS.exactMatch, "等同", "Exact match"),
    (SKOS.closeMatch, "相近", "Close match"),
    (SKOS.relatedMatch, "相关", "Related match"),
    (RDFS.seeAlso, "参见", "See also"),
    (KG.recognizerLabel, "识别器标签", "Recognizer labels"),
)
MARKS = (
    (OWL.SymmetricProperty, "对称", "symmetric"),
    (OWL.TransitiveProperty, "传递", "transitive"),
    (OWL.FunctionalProperty, "单值", "functional"),
)
STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881 }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { margin-bottom: 0 } h2 { border-bottom: 1px solid var(--line); margin-top: 2.5rem }
nav ul { columns: 14rem; padding: 0; list-style: none }
section { border: 1px solid var(--line); border-radius: .5rem; padding: 0 1rem .75rem; margin: 1rem 0 }
section:target { background: var(--soft) }
h3 { margin: .75rem 0 .25rem } h3 small { font-weight: normal }
code { font-size: .9em }
dl { display: grid; grid-template-columns: 11rem 1fr; margin: .5rem 0 0; gap: .15rem .75rem }
dd { margin: 0; overflow-wrap: anywhere } p { margin: .25rem 0 }
.mark { border: 1px solid; border-radius: 1rem; padding: 0 .5rem; font-size: .8rem }
"""


def page(source: Path) -> str:
    """The page of the ontology in `source`."""
    graph = Graph().parse(source, format="turtle")
    sections = list(_sections(graph))
    version = escape(str(graph.value(ONTOLOGY, OWL.versionInfo) or ""))
    title = {language: escape(_words(graph, ONTOLOGY, DCTERMS.title, language)) for language in ("zh", "en")}
    parts = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title['en']}</title><style>{STYLE}</style></head><body>",
        f'<h1><span lang="zh">{title["zh"]}</span> · {title["en"]}</h1>',
        f"<p><code>{ONTOLOGY}</code> · {version}</p>",
        *(
            f'<p lang="{language}">{escape(_words(graph, ONTOLOGY, DCTERMS.description, language))}</p>'
            for language in ("zh", "en")
        ),
        "<nav>",
    ]
    for zh, en, terms in sections:
        parts.append(f'<strong><span lang="zh">{zh}</span> · {en}</strong><ul>')
        parts += [
            f'<li><a href="#{_anchor(graph, term)}"><code>{_name(graph, term)}</code></a></li>'
            for term in terms
        ]
        parts.append("</ul>")
    parts.append("</nav><main>")
    for zh, en, terms in sections:
        parts.append(f'<h2><span lang="zh">{zh}</span> · {en}</h2>')
        parts += [_term(graph, term) for term in terms]
    return "\n".join([*parts, "</main></body></html>", ""])


def _sections(graph: Graph) -> Iterator[tuple[str, str, list[URIRef]]]:
    relations = _of(graph, KG.Relation)
    inverses = [
        term for term in _of(graph, OWL.ObjectProperty) if graph.value(term, OWL.inverseOf) is not None
    ]
    others = [
        term for term in _of(graph, OWL.ObjectProperty) if term not in relations and term not in inverses
    ]
    yield "类", "Classes", _of(graph, OWL.Class)
    yield "关系", "Relations", relations
    yield "反方向的名称", "Relations, the other direction", inverses
    yield "对象属性", "Object properties", others
    yield "数据属性", "Datatype properties", _of(graph, OWL.DatatypeProperty)
    # Properties whose values may be anything.
    yield "其他属性", "Other properties", _of(graph, RDF.Property)
    yield "状态", "Individuals", _of(graph, OWL.NamedIndividual)
    yield "注释属性", "Annotation properties", _of(graph, OWL.AnnotationProperty)


def _of(graph: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(term for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef))


def _term(graph: Graph, term: URIRef) -> str:
    marks = "".join(
        f' <span class="mark"><span lang="zh">{zh}</span> {en}</span>'
        for kind, zh, en in MARKS
        if (term, RDF.type, kind) in graph
    )
    labels = {language: escape(_words(graph, term, RDFS.label, language)) for language in ("zh", "en")}
    lines = [
        f'<section id="{_anchor(graph, term)}">',
        f"<h3><code>{_name(graph, term)}</code>",
        f'<small><span lang="zh">{labels["zh"]}</span> · {labels["en"]}</small>{marks}</h3>',
    ]
    for language in ("zh", "en"):
        comment = escape(_words(graph, term, RDFS.comment, language))
        if comment:
            lines.append(f'<p lang="{language}">{comment}</p>')
    lines.append(f"<dl><dt>IRI</dt><dd><code>{escape(term)}</code></dd>")
    for predicate, zh, en in ROWS:
        shown = sorted(_shown(graph, value) for value in graph.objects(term, predicate))
        if shown:
            lines.append(f'<dt><span lang="zh">{zh}</span> {en}</dt><dd>{", ".join(shown)}</dd>')
    return "\n".join([*lines, "</dl></section>"])


def _shown(graph: Graph, value: Node) -> str:
    if isinstance(value, BNode):
        union = graph.value(value, OWL.unionOf)
        members = Collection(graph, union) if union is not None else ()
        return " | ".join(_shown(graph, member) for member in members)
    if isinstance(value, Literal):
        return f"<code>{escape(value)}</code>"
    name = f"<code>{_name(graph, value)}</code>"
    here = (value, RDFS.label, None) in graph
    return f'<a href="{f"#{_anchor(graph, value)}" if here else escape(str(value))}">{name}</a>'


def _name(graph: Graph, term: Node) -> str:
    return escape(graph.namespace_manager.normalizeUri(str(term)).strip("<>"))


def _anchor(graph: Graph, term: Node) -> str:
    """The local name of our terms, so that the page answers for their IRIs; others with their prefix."""
    name = str(term)
    return name.removeprefix(str(KG)) if name.startswith(str(KG)) else _name(graph, term).replace(":", "-")


def _words(graph: Graph, term: URIRef, predicate: URIRef, language: str) -> str:
    found = [value for value in graph.objects(term, predicate) if isinstance(value, Literal)]
    return next((str(value) for value in sorted(found) if value.language == language), "")


def main() -> None:
    given = [Path(argument) for argument in sys.argv[1:]]
    source = given[0] if given else ROOT / "ontology" / "kg.ttl"
    target = given[1] if len(given) > 1 else ROOT / "site" / "ontology.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(source), encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main()
