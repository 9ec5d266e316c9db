"""The grammar of credit lines: all of a line is read, or nothing."""

from __future__ import annotations

import pytest

from kg.corpus.credits import read_bare_names, read_credits, read_signature
from kg.text import fold


def read(line: str) -> list[tuple[str, str]] | None:
    items = read_credits(fold(line))
    return None if items is None else [(item.kind, line[item.start : item.end]) for item in items]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("本报记者 张三 李四", [("author", "张三"), ("author", "李四")]),
        ("本报记者\u00a0\u00a0王\u00a0\u00a0静", [("author", "王\u00a0\u00a0静")]),
        ("记者 李明 通讯员 王芳", [("author", "李明"), ("author", "王芳")]),
        ("(责编:胡月、丁一帆)", [("editor", "胡月"), ("editor", "丁一帆")]),
        ("责任编辑：琼达卓嘎", [("editor", "琼达卓嘎")]),
        ("一版责编：胡  月 二版责编：丁一帆", [("editor", "胡  月"), ("editor", "丁一帆")]),
        ("新华社记者 王五 摄", [("photo", "王五"), ("medium", "新华社")]),
        ("本报记者 王静文 范小舟摄", [("author", "王静"), ("photo", "范小舟")]),
        ("文/张三 图/李四", [("author", "张三"), ("photo", "李四")]),
        ("（本报记者 王静整理）", [("author", "王静")]),
        ("（综合本报记者王静、贺晨和新华社报道）", [("author", "王静"), ("author", "贺晨")]),
        (
            "（新华社北京9月10日电 记者王静、贺晨）",
            [("author", "王静"), ("author", "贺晨"), ("medium", "新华社")],
        ),
        ("本报记者 王静 江西报道", [("author", "王静")]),
        ("【本報記者區慧儀嵐水報道】", [("author", "區慧儀")]),
        ("By Jane Doe and John Smith", [("author", "Jane Doe"), ("author", "John Smith")]),
        ("By Lin Shan, Example Daily", [("author", "Lin Shan"), ("medium", "Example Daily")]),
        ("Source: Xinhua  Editor: Li Ming", [("source", "Xinhua"), ("editor", "Li Ming")]),
        (
            "2020年02月26日20:40  来源:示例网-山西频道",
            [("date", "2020年02月26日"), ("source", "示例网-山西频道")],
        ),
        ("2020-02-26 09:00 浏览次数：123 字号：大 中 小", [("date", "2020-02-26")]),
        (
            "发布时间：2020-02-26 来源：县政府办 作者：王芳",
            [("date", "2020-02-26"), ("source", "县政府办"), ("author", "王芳")],
        ),
        ("（2020年2月26日）", [("date", "2020年2月26日")]),
        ("《示例日报》（2023年07月13日 第13版）", [("source", "示例日报"), ("date", "2023年07月13日")]),
    ],
)
def test_what_a_credit_line_says(line: str, expected: list[tuple[str, str]]) -> None:
    assert expected == read(line)


@pytest.mark.parametrize(
    "line",
    [
        "记者看到，街上很安静",
        "记者：您好",
        "记者手记",
        "编辑部",
        "示例日报社副总编辑  季明",
        "来源于生活",
        "数据来源多样",
        "10:30 开始",
        "2023年11月5日—15日  中国·广西",
        "作者认为这很重要",
        "大 中 小",
        "By and large it worked.",
        "2020年2月26日，会议召开",
        "",
    ],
)
def test_what_is_no_credit_line(line: str) -> None:
    assert not read(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("（濠海商報　2023年11月19日　A7版）", ["濠海商报", "2023-11-19"]),
        ("（县融媒体中心 杨帆 范小舟 6月29日）", ["县融媒体中心", "杨帆", "范小舟"]),
        ("（经济周报 叶小渔/文）2024-09-27", ["经济周报", "叶小渔", "2024-09-27"]),
        ("示例日报客户端 2022年12月28日", ["示例日报客户端", "2022-12-28"]),
        ("会议时间 2023年8月1日", None),
        ("（一） 高度重视", None),
        ("（干部状态新观察）", None),
        ("（今年 目标已定）", None),
    ],
)
def test_signatures(line: str, expected: list[str] | None) -> None:
    items = read_signature(fold(line))
    assert expected == ([item.value for item in items] if items else None)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("逯江\u00a0王宏", ["逯江", "王宏"]),
        ("林杉\u3000范小舟", ["林杉", "范小舟"]),
        ("王 宏  李 明", ["王宏", "李明"]),
        ("欧阳娜娜、阿力木·买买提", ["欧阳娜娜", "阿力木·买买提"]),
        ("核心阅读", None),
        ("精心规划路线  贴近村民需求", None),
        ("中国 江西", None),
        ("文明 和谐", None),
        ("", None),
    ],
)
def test_bare_names(line: str, expected: list[str] | None) -> None:
    items = read_bare_names(fold(line))
    assert expected == ([item.value for item in items] if items else None)
