"""From a trained network to a model folder: ONNX graph, vocabulary, lexicon, decoder settings."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from kg.model.features import INDICATORS, SLOTS, SLOTS_PER_GROUP
from kg.model.opinions import FIRST, OTHERS
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


def graph(networks: Sequence[Network]) -> onnx.ModelProto:
    """The emission scores as an ONNX graph, the mean of the networks'; embedding tables are stored as int8
    with a scale for each row.
    """
    built = _Graph()
    scores = [_emissions(built, network, f"{number}_") for number, network in enumerate(networks)]
    built.node("Mean", scores, "scores")

    def value(name: str, kind: int, *shape: Any) -> Any:
        return helper.make_tensor_value_info(name, kind, list(shape))

    model = helper.make_model(
        helper.make_graph(
            built.nodes,
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
            built.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=8,
    )
    onnx.checker.check_model(model)
    return model


class _Graph:
    """Nodes and constants under construction."""

    def __init__(self) -> None:
        self.constants: list[Any] = []
        self.nodes: list[Any] = []

    def constant(self, name: str, array: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, operation: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operation, inputs, [output], name=output, **attributes))
        return output

    def lookup(self, table: NDArray[np.float32], name: str, indices: str) -> tuple[str, str]:
        """The int8 rows at `indices` as numbers, and their scales."""
        rows, scale = quantized(table)
        taken = self.node("Gather", [self.constant(f"{name}_rows", rows), indices], f"{name}_taken")
        scales = self.node("Gather", [self.constant(f"{name}_scales", scale), indices], f"{name}_scale")
        return self.node("Cast", [taken], f"{name}_float", to=TensorProto.FLOAT), scales


def _emissions(to: _Graph, network: Network, mark: str) -> str:
    """One network's emission scores [B, T, tags]; `mark` begins the names of its nodes."""

    def table(name: str) -> NDArray[np.float32]:
        array: NDArray[np.float32] = getattr(network, name).weight.detach().numpy()
        return array

    parts = [
        to.node("Mul", list(to.lookup(table(name), mark + name, name)), f"{mark}{name}_vectors")
        for name in ("characters", "pairs")
    ]
    rows, scales = to.lookup(table("words"), f"{mark}words", "words")
    weights = to.node(
        "Unsqueeze", ["weights", to.constant(f"{mark}last_axis", np.array([-1]))], f"{mark}weights_column"
    )
    scaled = to.node("Mul", [scales, weights], f"{mark}words_weight")
    found = to.node("Mul", [rows, scaled], f"{mark}words_weighted")
    for group, (begin, count) in enumerate(
        zip(np.cumsum((0, *SLOTS_PER_GROUP[:-1])), SLOTS_PER_GROUP, strict=True)
    ):
        bounds = [
            to.constant(f"{mark}{edge}_{group}", np.array([value]))
            for edge, value in (("begin", begin), ("end", begin + count), ("axis", 2))
        ]
        piece = to.node("Slice", [found, *bounds], f"{mark}slots_{group}")
        parts.append(to.node("ReduceSum", [piece, bounds[2]], f"{mark}group_{group}", keepdims=0))
    joined = to.node("Concat", [*parts, "indicators"], f"{mark}joined", axis=2)
    ahead = to.node("Transpose", [joined], f"{mark}by_step", perm=[1, 0, 2])
    w, r, b = _lstm_weights(network)
    hidden = r.shape[2]
    lstm = [to.constant(f"{mark}lstm_{key}", array) for key, array in (("w", w), ("r", r), ("b", b))]
    to.node("LSTM", [ahead, *lstm, "lengths"], f"{mark}states", hidden_size=hidden, direction="bidirectional")
    states = to.node("Transpose", [f"{mark}states"], f"{mark}by_text", perm=[2, 0, 1, 3])
    shape = to.constant(f"{mark}flat_shape", np.array([0, 0, 2 * hidden]))
    flat = to.node("Reshape", [states, shape], f"{mark}flat")
    emit = network.emissions
    weight = to.constant(f"{mark}emission_w", emit.weight.detach().numpy().T)
    product = to.node("MatMul", [flat, weight], f"{mark}product")
    bias = to.constant(f"{mark}emission_b", emit.bias.detach().numpy())
    return to.node("Add", [product, bias], f"{mark}scores")


def export(
    networks: Sequence[Network],
    embeddings: Path,
    out: Path,
    *,
    temperature: float = 1.0,
    single_character: float = 0.5,
    clear: float = 1.5,
) -> None:
    """Writes the model folder that Tagger.load reads; the LSTMs in int8, three times as fast.

    The first network reads every text. Where its best tagging leads by less than `clear`, so that the next
    best is more than a fifth as probable at 1.5, all vote: the mean of their emission scores. The scores of
    transitions are the mean of all everywhere.
    """
    out.mkdir(parents=True, exist_ok=True)
    first, *others = networks
    _write_graph([first], out / FIRST)
    (out / OTHERS).unlink(missing_ok=True)
    if others:
        _write_graph(others, out / OTHERS)
    for name in ("vocabulary.json", "lexicon.tsv.gz"):
        shutil.copyfile(embeddings / name, out / name)
    decoders = [network.decoder() for network in networks]
    settings = {
        key: np.round(np.mean([decoder[key] for decoder in decoders], axis=0), 4).tolist()
        for key in decoders[0]
    }
    (out / "model.json").write_text(
        json.dumps(
            {
                "tags": TAGS,
                "temperature": temperature,
                "single_character": single_character,
                "clear": clear,
                "others": len(others),
                **settings,
            }
        ),
        encoding="utf-8",
    )


def _write_graph(networks: Sequence[Network], file: Path) -> None:
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        onnx.save(graph(networks), str(plain))
        quantize_dynamic(str(plain), str(file), op_types_to_quantize=["LSTM"], weight_type=QuantType.QInt8)


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
                "Character taggers with lexicon features (SoftLexicon), one bidirectional LSTM each, and a",
                "CRF over BIOES tags: the first reads every text, all vote where it is in doubt. Written by",
                "`python -m kg.model.training`.",
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
