"""Generated graphs of any size, shaped like news: some are in every article, most in one."""

from __future__ import annotations

import random

from kg.records import Document, Entity, EntityMention, Evidence, Graph, Kind, Statement, Status, stable_id

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜敏静强磊军洋勇艳杰涛明超霞平刚桂英华建文辉玲"
_TOWNS = "清河石桥柳溪云岭东湖南塘北关西坪龙泉凤山"
_OFFICES = ("县委", "县政府", "卫健委", "公安局", "教育局", "人民医院", "中学", "实业公司", "合作社", "报社")


def large(nodes: int, links: int, *, seed: int = 1) -> Graph:
    """A graph of `nodes` entities and `links` statements, ten statements an article."""
    choose = random.Random(seed)
    entities = [_entity(number, choose) for number in range(nodes)]
    people = [e for e in entities if e.kind is Kind.PER]
    others = [e for e in entities if e.kind is not Kind.PER]
    documents, mentions, statements, evidence = [], [], [], []
    for start in range(0, links, 10):
        identity = stable_id("doc", str(start))
        text = ""
        # An article stays within one neighbourhood of the county, so that communities form.
        home = choose.random()
        for number in range(start, min(links, start + 10)):
            person, other = _near(people, home, choose), _near(others, home, choose)
            sentence = f"{other.name}主任{person.name}介绍了第{number}项工作的进展。"
            at, end = len(text), len(text) + len(sentence)
            text += sentence + "\n"
            for entity, begin in ((other, at), (person, at + len(other.name) + 2)):
                mentions.append(
                    EntityMention(
                        f"men-{number}-{entity.id}",
                        entity.id,
                        identity,
                        begin,
                        begin + len(entity.name),
                        entity.kind,
                        entity.name,
                        1.0,
                        "name",
                    )
                )
            status = choose.choice((Status.CURRENT, Status.CURRENT, Status.FORMER))
            statements.append(
                Statement(
                    f"st-{number:07}",
                    person.id,
                    "holdsPost",
                    other.id,
                    "主任",
                    status,
                    None,
                    None,
                    None,
                    0.9,
                    1,
                    (f"ev-{number:07}",),
                )
            )
            evidence.append(
                Evidence(
                    f"ev-{number:07}",
                    f"st-{number:07}",
                    identity,
                    at,
                    end,
                    sentence,
                    "generated",
                    0.9,
                    at + len(other.name),
                    at + len(other.name) + 2,
                )
            )
        documents.append(
            Document(
                identity,
                f"{start:07}.txt",
                text,
                "zh",
                title=f"第{start}号报道",
                published=f"20{choose.randint(18, 24)}-{choose.randint(1, 12):02}-15",
                publisher=choose.choice(("示例日报", "示例晚报", "示例发布")),
            )
        )
    return Graph(tuple(documents), tuple(entities), tuple(mentions), tuple(statements), tuple(evidence))


def _entity(number: int, choose: random.Random) -> Entity:
    kind = (Kind.PER, Kind.PER, Kind.ORG, Kind.LOC)[number % 4]
    town = choose.choice(_TOWNS) + choose.choice(_TOWNS)
    if kind is Kind.PER:
        name = choose.choice(_SURNAMES) + "".join(choose.choices(_GIVEN, k=2))
    elif kind is Kind.ORG:
        name = f"{town}县{choose.choice(_OFFICES)}"
    else:
        name = f"{town}{choose.choice('村镇乡')}"
    return Entity(stable_id(kind.lower(), str(number)), kind, name)


def _near(entities: list[Entity], home: float, choose: random.Random) -> Entity:
    """Mostly someone from near `home`, now and then one of the few whom everybody writes about."""
    if choose.random() < 0.15:
        return entities[int(len(entities) * 0.01 * choose.random() ** 2)]
    return entities[int(len(entities) * ((home + choose.gauss(0, 0.01)) % 1.0))]
