"""The pages on the ontology and on the questions with a name, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from page_tables import cell

ROOT = Path(__file__).resolve().parent.parent

_WORDS = {
    "en": {
        "title": "Ontology",
        "head": "Written from `ontology/kg.ttl`, the only place where the vocabulary is declared. "
        "[How it is written as RDF](../explanation/rdf.md) shows a fact in full.",
        "classes": ("Kinds of things", "class", "what it is"),
        "relations": ("Relations", "relation", "from", "to", "what it says", "aligned with"),
        "symmetric": " (symmetric)",
        "status": ("Status of a statement", "status", "when"),
        "statement": ("What a statement is made of", "property", "of", "value", "what it says"),
        "evidence": ("Evidence, mentions, names", "property", "of", "value", "what it says"),
        "inverse": ("The other direction", "name", "of", "what it says"),
        "inverse-note": "For queries of reasoners and for labels; never written into a graph.",
        "any": "any",
    },
    "zh": {
        "title": "本体",
        "head": "本页由 `ontology/kg.ttl` 生成；词汇只在那一个文件里声明。",
        "classes": ("有哪些东西", "类", "含义"),
        "relations": ("有哪些关系", "关系", "主体", "客体", "含义", "对应的通用词汇"),
        "symmetric": "（对称）",
        "status": ("陈述的状态", "状态", "含义"),
        "statement": ("一条陈述由什么组成", "属性", "属于", "取值", "含义"),
        "evidence": ("依据、提及、名称", "属性", "属于", "取值", "含义"),
        "inverse": ("反方向的名称", "名称", "对应", "含义"),
        "inverse-note": "只用作标签和推理，不写进图谱。",
        "any": "任意",
    },
}


def ontology(language: str) -> str:
    """Reference of the vocabulary in one language, from the ontology file."""
    from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
    from rdflib.collection import Collection

    kg = Namespace("https://kg.example/ontology#")
    graph = Graph().parse(ROOT / "ontology" / "kg.ttl")
    words: Mapping[str, Any] = _WORDS[language]

    def name(term: Any) -> str:
        return str(graph.namespace_manager.normalizeUri(term)).strip("<>")

    def literal(term: Any, predicate: Any) -> str:
        found = [item for item in graph.objects(term, predicate) if getattr(item, "language", "") == language]
        return cell(str(found[0])) if found else ""

    def ends(term: Any, predicate: Any) -> str:
        classes: list[Any] = []
        for item in graph.objects(term, predicate):
            union = graph.value(item, OWL.unionOf)
            classes += list(Collection(graph, union)) if union is not None else [item]
        kinds = {name(item) for item in classes}
        if kinds >= {"schema:Person", "org:Organization", "schema:Place"}:
            return str(words["any"])
        return " · ".join(literal(item, RDFS.label) or f"`{name(item)}`" for item in classes)

    def aligned(term: Any) -> str:
        predicates = (RDFS.subPropertyOf, SKOS.closeMatch, SKOS.relatedMatch)
        return " · ".join(sorted(f"`{name(item)}`" for p in predicates for item in graph.objects(term, p)))

    def subjects(kind: Any) -> list[Any]:
        return [item for item in dict.fromkeys(graph.subjects(RDF.type, kind)) if isinstance(item, URIRef)]

    def heading(key: str) -> list[str]:
        title, *columns = words[key]
        return [f"## {title}", "", f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]

    def label(term: Any, mark: str = "") -> str:
        return f"`{name(term)}`<br>{literal(term, RDFS.label)}{mark}"

    lines = [f"# {words['title']}", "", words["head"], ""]
    classes = [item for item in subjects(OWL.Class) if item != kg.Relation]
    lines += heading("classes")
    lines += [f"| {label(item)} | {literal(item, RDFS.comment)} |" for item in classes]
    relations = subjects(kg.Relation)
    lines += ["", *heading("relations")]
    for item in relations:
        mark = words["symmetric"] if (item, RDF.type, OWL.SymmetricProperty) in graph else ""
        lines.append(
            f"| {label(item, mark)} | {ends(item, RDFS.domain)} | {ends(item, RDFS.range)} "
            f"| {literal(item, RDFS.comment)} | {aligned(item)} |"
        )
    lines += ["", *heading("status")]
    lines += [f"| {label(item)} | {literal(item, RDFS.comment)} |" for item in subjects(kg.Status)]
    inverse = [item for item in subjects(OWL.ObjectProperty) if graph.value(item, OWL.inverseOf) is not None]
    others = [
        item
        for item in (*subjects(OWL.ObjectProperty), *subjects(OWL.DatatypeProperty))
        if item not in relations and item not in inverse and str(item).startswith(str(kg))
    ]
    about = [item for item in others if kg.Statement in _domain(graph, item, OWL, RDFS, Collection)]
    for key, chosen in (("statement", about), ("evidence", [item for item in others if item not in about])):
        lines += ["", *heading(key)]
        lines += [
            f"| {label(item)} | {ends(item, RDFS.domain)} | {ends(item, RDFS.range)} "
            f"| {literal(item, RDFS.comment)} |"
            for item in chosen
        ]
    title, *_ = words["inverse"]
    lines += ["", f"## {title}", "", words["inverse-note"], "", *heading("inverse")[2:]]
    lines += [
        f"| {label(item)} | `{name(graph.value(item, OWL.inverseOf))}` | {literal(item, RDFS.comment)} |"
        for item in inverse
    ]
    return "\n".join(map(str, lines)) + "\n"


def _domain(graph: Any, term: Any, owl: Any, rdfs: Any, collection: Any) -> set[Any]:
    found: set[Any] = set()
    for item in graph.objects(term, rdfs.domain):
        union = graph.value(item, owl.unionOf)
        found |= set(collection(graph, union)) if union is not None else {item}
    return found


def questions(language: str) -> str:
    """The questions that have a name, with their parameters."""
    from kg.query import named_queries

    head = {
        "en": (
            "# Questions",
            "Each is a file in `ontology/queries`: `kg query OUT NAME --parameter value` in the terminal, "
            "`graph.query(NAME, parameter=value)` in Python.",
            "| name | what it answers | parameters |",
        ),
        "zh": (
            "# 现成问题",
            "每个问题都是 `ontology/queries` 里的一个文件。命令行用 `kg query OUT 名字 --参数 值`，"
            "Python 用 `graph.query(名字, 参数=值)`。",
            "| 名字 | 回答什么 | 参数 |",
        ),
    }[language]
    needed, comma = {"en": (" (needed)", ", "), "zh": ("（必填）", "、")}[language]
    lines = [head[0], "", head[1], "", head[2], "|---|---|---|"]
    for item in named_queries().values():
        parameters = comma.join(f"`--{p.name}`{needed if p.required else ''}" for p in item.parameters)
        lines.append(f"| `{item.name}` | {cell(item.title(language))} | {parameters} |")
    return "\n".join(lines) + "\n"
