"""A graph whose every string tries to leave its place."""

from __future__ import annotations

from kg.records import Graph
from tests.builders import document, fact, graph, organization, person, place

STRINGS = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"]}',
    "<!--<script>",
    "javascript:window.hit=1",
    "{{constructor.constructor('window.hit=1')()}}",
    "${window.hit=1}",
    "\u202eסוסיע مرحبا",
    "'\"`;window.hit=1//",
    "__proto__",
    "=1+1",
    "𠮷\u2028\u2029\x00野",
)


def hostile() -> Graph:
    """Every string as a name, an alias, a title, a sentence, a source and a url."""
    people = [
        person(text, f"{text}又名", key=str(number), description=text) for number, text in enumerate(STRINGS)
    ]
    office = organization("办公室" + STRINGS[1], key="office")
    town = place(STRINGS[2], key="town")
    documents = [
        document(
            f"{text}是{office.name}的主任，住在{town.name}。",
            f"{number}{text}.txt".replace("/", "_"),
            title=text,
            published="2024-03-01",
            publisher=text,
            authors=(text,),
            url=f"javascript:window.hit=1//{number}" if number % 2 else "https://example.org/a?<b>&c='d",
        )
        for number, text in enumerate(STRINGS)
    ]
    facts = [
        fact(one, "holdsPost", office, source, title=text, amount=text, rule=text, speaker=text)
        for one, source, text in zip(people, documents, STRINGS, strict=True)
    ]
    facts += [fact(one, "residesIn", town, source) for one, source in zip(people, documents, strict=True)]
    return graph(documents, [*people, office, town], facts)
