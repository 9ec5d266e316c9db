"""From a trained network to a model folder: ONNX graph, vocabulary, lexicon, decoder settings."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from kg.model.features import INDICATORS, SLOTS, SLOTS_PER_GROUP
from kg.model.training.data import TAGS
from kg.model.training.network import Network

OPSET = 14


def quantized(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows as int8 and each row's scale [rows, 1]."""
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
    return np.rint(table / scale).astype(np.int8), scale.astype(np.float32)


def _lstm_weights(network: Network) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    def reorder(array: NDArray[np.float32]) -> NDArray[np.float32]:
        i, f, g, o = np.split(array, 4)  # PyTorch's order of the gates; ONNX has input, output, forget, cell
        return np.concatenate((i, o, f, g))

    parts: list[list[NDArray[np.float32]]] = [[], [], []]
    for lstm in (network.forwards, network.backwards):
        p = {key: value.detach().numpy() for key, value in lstm.named_parameters()}
        parts[0].append(reorder(p["weight_ih_l0"]))
        parts[1].append(reorder(p["weight_hh_l0"]))
        parts[2].append(np.concatenate((reorder(p["bias_ih_l0"]), reorder(p["bias_hh_l0"]))))
    return np.stack(parts[0]), np.stack(parts[1]), np.stack(parts[2])


def graph(network: Network) -> onnx.ModelProto:
    """The emission scores as an ONNX graph; embedding tables are stored as int8 with a scale for each row."""
    constants: list[Any] = []
    nodes: list[Any] = []

    def constant(name: str, array: NDArray[Any]) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(operation: str, inputs: list[str], output: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(operation, inputs, [output], name=output, **attributes))
        return output

    def lookup(table: str, indices: str) -> tuple[str, str]:
        rows, scale = quantized(getattr(network, table).weight.detach().numpy())
        taken = node("Gather", [constant(f"{table}_rows", rows), indices], f"{table}_taken")
        scales = node("Gather", [constant(f"{table}_scales", scale), indices], f"{table}_scale")
        return node("Cast", [taken], f"{table}_float", to=TensorProto.FLOAT), scales

    parts = [node("Mul", list(lookup(table, table)), f"{table}_vectors") for table in ("characters", "pairs")]
    rows, scales = lookup("words", "words")
    weights = node("Unsqueeze", ["weights", constant("last_axis", np.array([-1]))], "weights_column")
    found = node("Mul", [rows, node("Mul", [scales, weights], "words_weight")], "words_weighted")
    for group, (begin, count) in enumerate(
        zip(np.cumsum((0, *SLOTS_PER_GROUP[:-1])), SLOTS_PER_GROUP, strict=True)
    ):
        bounds = [
            constant(f"{edge}_{group}", np.array([value]))
            for edge, value in (("begin", begin), ("end", begin + count), ("axis", 2))
        ]
        piece = node("Slice", [found, *bounds], f"slots_{group}")
        parts.append(node("ReduceSum", [piece, bounds[2]], f"group_{group}", keepdims=0))
    joined = node("Concat", [*parts, "indicators"], "joined", axis=2)
    ahead = node("Transpose", [joined], "by_step", perm=[1, 0, 2])
    w, r, b = _lstm_weights(network)
    hidden = r.shape[2]
    node(
        "LSTM",
        [ahead, constant("lstm_w", w), constant("lstm_r", r), constant("lstm_b", b), "lengths"],
        "states",
        hidden_size=hidden,
        direction="bidirectional",
    )
    states = node("Transpose", ["states"], "by_text", perm=[2, 0, 1, 3])
    flat = node("Reshape", [states, constant("flat_shape", np.array([0, 0, 2 * hidden]))], "flat")
    emit = network.emissions
    product = node("MatMul", [flat, constant("emission_w", emit.weight.detach().numpy().T)], "product")
    node("Add", [product, constant("emission_b", emit.bias.detach().numpy())], "scores")

    def value(name: str, kind: int, *shape: Any) -> Any:
        return helper.make_tensor_value_info(name, kind, list(shape))

    model = helper.make_model(
        helper.make_graph(
            nodes,
            "tagger",
            [
                value("characters", TensorProto.INT32, "B", "T"),
                value("pairs", TensorProto.INT32, "B", "T"),
                value("words", TensorProto.INT32, "B", "T", SLOTS),
                value("weights", TensorProto.FLOAT, "B", "T", SLOTS),
                value("indicators", TensorProto.FLOAT, "B", "T", INDICATORS),
                value("lengths", TensorProto.INT32, "B"),
            ],
            [value("scores", TensorProto.FLOAT, "B", "T", len(TAGS))],
            constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=8,
    )
    onnx.checker.check_model(model)
    return model


def export(
    network: Network, embeddings: Path, out: Path, *, temperature: float = 1.0, single_character: float = 0.5
) -> None:
    """Writes the model folder that Tagger.load reads; the LSTM in int8, three times as fast."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "tagger.onnx"
        onnx.save(graph(network), str(plain))
        quantize_dynamic(
            str(plain), str(out / "tagger.onnx"), op_types_to_quantize=["LSTM"], weight_type=QuantType.QInt8
        )
    for name in ("vocabulary.json", "lexicon.tsv.gz"):
        shutil.copyfile(embeddings / name, out / name)
    settings = {key: np.round(array, 4).tolist() for key, array in network.decoder().items()}
    (out / "model.json").write_text(
        json.dumps(
            {"tags": TAGS, "temperature": temperature, "single_character": single_character, **settings}
        ),
        encoding="utf-8",
    )


def write_card(
    out: Path, figures: dict[str, dict[str, float]], *, temperature: float, calibration_error: float
) -> None:
    """Writes `MODEL_CARD.md`: what the model is, what it was trained on, how good it is."""
    rows = [
        f"| {name} | {f['f1']} | {f['precision']} | {f['recall']} | "
        + " | ".join(str(f.get(kind, "")) for kind in ("PER", "ORG", "LOC"))
        + " |"
        for name, f in figures.items()
    ]
    (out / "MODEL_CARD.md").write_text(
        "\n".join(
            [
                "# Chinese names in news: people, organizations, places",
                "",
                "Character tagger with lexicon features (SoftLexicon), one bidirectional LSTM and a CRF",
                "over BIOES tags; written by `python -m kg.model.training`.",
                "",
                "| development part | F1 | precision | recall | PER | ORG | LOC |",
                "|---|---|---|---|---|---|---|",
                *rows,
                "",
                f"Temperature {temperature}, expected calibration error {calibration_error:.3f}.",
                "",
            ]
        ),
        encoding="utf-8",
    )
