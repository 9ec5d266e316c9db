"""The recipe's parts on small data made by hand; PyTorch is needed for the last tests only."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kg.model.features import UNKNOWN, Entry, Features, Lexicon
from kg.model.training.augment import Names, plain_quotes
from kg.model.training.data import (
    MASKED,
    TAGS,
    Places,
    Sample,
    disjoint,
    read_cluener,
    read_msra,
    read_resumes,
    read_samples,
    read_uner,
    spans_of,
    write_samples,
)
from kg.model.training.masking import HIDDEN_CHARACTER, batches, hide, masked
from kg.model.training.measure import score_documents
from kg.model.training.selftrain import grass_roots


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gazetteer")
    rows = [
        ("14", "0", "0", "山西", "山西省"),
        ("1404", "14", "1", "长治", "长治市"),
        ("140423", "1404", "2", "襄垣", "襄垣县"),
        ("140423100", "140423", "3", "古韩", "古韩镇"),
    ]
    lines = ["id,pid,deep,name,pinyin_prefix,pinyin,ext_id,ext_name"]
    lines += [f'{i},{p},{d},"{short}","x","x","0","{full}"' for i, p, d, short, full in rows]
    (folder / "admin_divisions_cn.csv").write_text("\ufeff" + "\n".join(lines), encoding="utf-8")
    (folder / "chinese_surnames.tsv").write_text("NameB\tTF\n王\t100\n李\t90\n欧阳\t2\n", encoding="utf-8")
    return folder


def _surfaces(sample: Sample) -> list[tuple[str, str]]:
    return [(sample.text[a:b], kind) for a, b, kind in sample.spans]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["B-PER", "I-PER", "O"], [(0, 2, "PER")]),
        (["B-PER", "M-PER", "E-PER"], [(0, 3, "PER")]),
        (["S-LOC", "S-LOC"], [(0, 1, "LOC"), (1, 2, "LOC")]),
        (["B-LOC", "B-LOC", "I-ORG"], [(0, 1, "LOC"), (1, 2, "LOC"), (2, 3, "ORG")]),
        (["O"], []),
    ],
)
def test_spans_of_every_tagging_scheme(tags: list[str], expected: list[tuple[int, int, str]]) -> None:
    assert expected == spans_of(tags)


def test_overlapping_spans_leave_the_outermost() -> None:
    assert [(0, 5, "ORG"), (6, 7, "LOC")] == disjoint([(0, 2, "LOC"), (0, 5, "ORG"), (6, 7, "LOC")])


def test_sources_are_brought_to_one_convention(gazetteer: Path, tmp_path: Path) -> None:
    places = Places(gazetteer)
    msra, uner, cluener, resume = (tmp_path / name for name in ("msra", "uner", "cluener", "resume"))
    msra.write_text("王\tB-PER\n宏\tI-PER\n说\tO\n\n好\tO\n", encoding="utf-8")
    uner.write_text(
        "# text = 在 长治市 看\n1\t在\tO\t-\t-\n2\t长治市\tB-LOC\t-\t-\n3\t看\tO\t-\t-\n", encoding="utf-8"
    )
    row = {
        "text": "法国的王宏到山西长治市的银行",
        "label": {"name": {"王宏": [[3, 4]]}, "address": {"山西长治市": [[6, 10]]}, "position": {}},
    }
    cluener.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    resume.write_text("李 B-NAME\n明 E-NAME\n是 O\n", encoding="utf-8")

    assert [[("王宏", "PER")], []] == [_surfaces(s) for s in read_msra(msra)]
    assert [("长治市", "LOC")] == _surfaces(read_uner(uner)[0])
    assert [("法国", MASKED), ("王宏", "PER"), ("山西", "LOC"), ("长治市", "LOC")] == _surfaces(
        read_cluener(cluener, places)[0]
    )
    assert [("李明", "PER")] == _surfaces(read_resumes(resume, places)[0])


def test_samples_survive_the_disk(tmp_path: Path) -> None:
    samples = [Sample("王宏在长治", ((0, 2, "PER"), (3, 5, "LOC")), "news")]
    write_samples(tmp_path / "samples.jsonl", samples)
    assert samples == read_samples(tmp_path / "samples.jsonl")


def test_chains_of_places_are_split(gazetteer: Path) -> None:
    places = Places(gazetteer)
    text = "山西省长治市襄垣县返底村"
    assert ["山西省", "长治市", "襄垣县", "返底村"] == [
        text[a:b] for a, b, _ in places.split(text, (0, 12, "LOC"))
    ]
    assert [(0, 4, "LOC")] == places.split("太行山脉", (0, 4, "LOC"))


def _names(gazetteer: Path) -> Names:
    samples = [Sample("王小宏、李明、阿卜杜拉·汗", ((0, 3, "PER"), (4, 6, "PER"), (7, 13, "PER")), "msra")]
    return Names(gazetteer, Places(gazetteer), samples)


def test_substitution_keeps_annotations_on_their_names(gazetteer: Path) -> None:
    names, rng = _names(gazetteer), random.Random(3)
    sample = Sample(
        "王小宏对王小宏说，襄垣县的振东制药公司不错",
        ((0, 3, "PER"), (4, 7, "PER"), (9, 12, "LOC"), (13, 19, "ORG")),
        "msra",
    )
    changed = 0
    for _ in range(50):
        made = names.substitute(sample, rng, person=0.5, place=0.5, organization=0.5)
        changed += made.text != sample.text
        people = [name for name, kind in _surfaces(made) if kind == "PER"]
        assert people[0] == people[1]
        assert made.text.endswith("不错")
        assert ["PER", "PER", "LOC", "ORG"] == [kind for _, kind in _surfaces(made)]
        assert all(a < b for a, b, _ in made.spans)
    assert changed > 25


def test_bylines_and_posts_are_well_formed_and_seeded(gazetteer: Path) -> None:
    names = _names(gazetteer)
    made = names.bylines(100, random.Random(1))
    assert made == names.bylines(100, random.Random(1))
    for sample in made:
        end = 0
        for a, b, _ in sample.spans:
            assert end <= a < b <= len(sample.text)
            end = b


def test_plain_quotes_keep_the_length() -> None:
    sample = Sample("“好”", (), "msra")
    assert '"好"' == plain_quotes(sample, random.Random(1)).text


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("襄垣县返底村党支部说", [(0, 3, "LOC"), (3, 6, "LOC")], ["襄垣县返底村党支部"]),
        ("在长治市卫健委看到", [(1, 4, "LOC")], ["长治市卫健委"]),
        ("长治市、襄垣县", [(0, 3, "LOC"), (4, 7, "LOC")], ["长治市", "襄垣县"]),
        ("他到北京小学习", [(2, 4, "LOC")], ["北京"]),
    ],
)
def test_a_chain_with_a_body_is_one_organization(
    text: str, spans: list[tuple[int, int, str]], expected: list[str]
) -> None:
    assert expected == [text[a:b] for a, b, _ in grass_roots(text, spans)]


def test_documents_are_scored_by_entity(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("王宏在长治市。王宏走了。", encoding="utf-8")
    gold = {
        "document": "a.txt",
        "entities": [
            {"name": "王宏", "type": "PER"},
            {"name": "长治市", "type": "LOC", "aliases": ["长治"]},
            {"name": "李明", "type": "PER", "optional": True},
            {"name": "张三", "type": "PER"},
        ],
    }
    path = tmp_path / "a.gold.json"
    path.write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    found = {"王宏在长治市。": [(0, 2, "PER"), (3, 6, "LOC")], "王宏走了。": [(0, 2, "PER"), (2, 3, "LOC")]}
    scores = score_documents([path], lambda texts: [found[t] for t in texts])
    assert [66.67, 66.67] == [scores["precision"], scores["recall"]]


def test_the_partial_likelihood_has_the_gradient_of_its_definition() -> None:
    torch = pytest.importorskip("torch")
    from kg.model.training.mixture import allowed_tags
    from kg.model.training.network import _Likelihood, allowed_transitions

    torch.manual_seed(0)
    forbidden = [torch.from_numpy(np.where(a, 0, -1e4).astype(np.float32)) for a in allowed_transitions()]
    free = [torch.randn(f.shape, requires_grad=True) for f in forbidden]
    scores = torch.randn(2, 5, len(TAGS), requires_grad=True)
    lengths = torch.tensor([5, 3])
    samples = [
        Sample("王宏在长治", ((0, 2, "PER"), (3, 5, MASKED)), ""),
        Sample("王宏走", ((0, 2, "PER"),), ""),
    ]
    allowed = torch.from_numpy(allowed_tags(samples, 5))
    transitions, first, last = (a + b for a, b in zip(free, forbidden, strict=True))

    def total(emitted: Any) -> Any:
        alpha = first + emitted[:, 0]
        for step in range(1, 5):
            following = torch.logsumexp(alpha.unsqueeze(2) + transitions, 1) + emitted[:, step]
            alpha = torch.where((step < lengths).unsqueeze(1), following, alpha)
        return torch.logsumexp(alpha + last, 1)

    expected = (total(scores) - total(scores.masked_fill(~allowed, -1e4))).sum()
    actual = _Likelihood.apply(scores, transitions, first, last, allowed, lengths)
    torch.testing.assert_close(actual, expected, atol=1e-4, rtol=1e-4)
    wanted = torch.autograd.grad(expected, (scores, *free), retain_graph=True)
    given = torch.autograd.grad(actual, (scores, *free))
    for a, b in zip(given, wanted, strict=True):
        torch.testing.assert_close(a, b, atol=1e-4, rtol=1e-3)


def test_a_share_of_the_characters_is_hidden_and_nothing_else_changes() -> None:
    text = "襄垣县返底村的孩子们在新学校里上了第一堂课。" * 4
    shown, places = hide(text, 0.15, random.Random(1))
    assert [at for at, char in enumerate(shown) if char == HIDDEN_CHARACTER] == places
    assert all(shown[at] == char for at, char in enumerate(text) if at not in set(places))
    assert len(text) * 0.15 - 1 <= len(places) <= len(text) * 0.15 + 3


def test_a_hidden_character_gives_nothing_away() -> None:
    lexicon = Lexicon([Entry("长治", 1, 1.0, 0)])
    features = Features("长治市", ["长治", "治市"], lexicon)
    batch, at, rows = masked(features, ["长治市"], 0.34, random.Random(0))
    width = batch.characters.shape[1]
    plain = features.batch(["长治市"])
    for place, row in zip(at.tolist(), rows.tolist(), strict=True):
        assert row == plain.characters.reshape(-1)[place]
        assert batch.characters.reshape(-1)[place] == UNKNOWN
        near = {place, place - 1} & set(range(width))
        assert all(batch.pairs.reshape(-1)[n] == UNKNOWN for n in near)
    if {0, 1} & set(at.tolist()):
        assert not batch.weights.any()


def test_every_text_is_in_one_batch_of_a_pass() -> None:
    texts = ["字" * n for n in (3, 40, 7, 200, 12, 5)]
    drawn = batches(texts, 60, 1, 0)
    assert sorted(t for batch in drawn for t in batch) == sorted(texts)
    assert drawn == batches(texts, 60, 1, 0)
    assert all(len(batch) * max(map(len, batch)) <= 60 or len(batch) == 1 for batch in drawn)


def _small_network(seed: int = 3) -> Any:
    from kg.model.training.network import Network

    rng = np.random.default_rng(seed)
    tables = [rng.normal(size=(6, size)).astype(np.float32) for size in (4, 3, 3)]
    return Network(*tables, hidden=8).eval()


def _small_features() -> Features:
    return Features("长治市人", ["长治", "治市", "市人"], Lexicon([Entry("长治", 1, 1.0, 0)]))


def test_a_network_read_back_from_its_folder_gives_the_same_scores(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from kg.model.training.export import export
    from kg.model.training.kept import networks
    from kg.model.training.network import Inputs

    network, features = _small_network(), _small_features()
    with torch.no_grad():
        for scores in (network.transitions, network.first, network.last):
            scores.normal_()
    (tmp_path / "vocabulary.json").write_text("{}", encoding="utf-8")
    (tmp_path / "lexicon.tsv.gz").write_bytes(b"")
    export([network, _small_network(4), _small_network(5)], tmp_path, tmp_path / "model")
    assert len(networks(tmp_path / "model")) == 3
    # Written over with one network, the folder keeps none of the others.
    export([network], tmp_path, tmp_path / "model")
    assert not (tmp_path / "model" / "others.onnx").exists()
    (again,) = networks(tmp_path / "model")
    inputs = Inputs.of(features.batch(["长治市人", "市人"]))
    with torch.no_grad():
        torch.testing.assert_close(
            again.eval().scores(inputs)[0], network.scores(inputs)[0], atol=0.03, rtol=0.05
        )
    for key, wanted in network.decoder().items():
        np.testing.assert_allclose(again.decoder()[key], wanted, atol=1e-4, rtol=1e-3)


def test_a_student_comes_to_say_what_its_teacher_says_where_nothing_is_annotated(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from kg.model.training.mixture import allowed_tags
    from kg.model.training.network import Inputs
    from kg.model.training.train import Prepared, _Worker

    features, student = _small_features(), _small_network()
    student.dropout = 0.0
    texts = ["长治市人", "市人长治"]
    batch = features.batch(texts)
    samples = [Sample(text, ((0, len(text), MASKED),), "raw") for text in texts]
    wanted = np.full((2, 4, len(TAGS)), -3.0, dtype=np.float32)
    wanted[:, :, TAGS.index("S-LOC")] = 3.0
    prepared = Prepared(batch, allowed_tags(samples, 4), wanted)

    def distance() -> float:
        inputs = Inputs.of(batch)
        with torch.no_grad():
            scores = student.eval().scores(inputs)
            return float(student.distance(scores, torch.from_numpy(wanted), inputs.lengths))

    before = distance()
    worker = _Worker(student, seed=1)
    worker.network.train()
    for _ in range(60):
        worker.learn(prepared, 0.02, 1.0)
    assert distance() < before / 10
    # Without a teacher such a batch teaches nothing.
    assert worker.learn(prepared._replace(wanted=None), 0.0, 1.0) == pytest.approx(0.0, abs=1e-4)
