"""The networks of a model folder, to be trained on: what `export` wrote, read back.

Their numbers are those of the folder, int8 with scales, so that a network read back tags as the folder does.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from kg.model.opinions import FIRST, OTHERS
from kg.model.training.network import Network

Arrays = dict[str, NDArray[np.float32]]


def networks(folder: Path) -> list[Network]:
    """Every network of a model folder, the one that reads every text first. Each has the folder's scores of
    transitions, the mean of theirs.

    Raises OSError where a file is missing, KeyError where a graph is not one that `export` wrote.
    """
    settings = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    files = (folder / FIRST, folder / OTHERS) if settings["others"] else (folder / FIRST,)
    found = []
    for file in files:
        arrays = {t.name: numpy_helper.to_array(t) for t in onnx.load(str(file)).graph.initializer}
        for k in range(len({name.partition("_")[0] for name in arrays})):
            mine = {n.partition("_")[2]: a for n, a in arrays.items() if n.startswith(f"{k}_")}
            found.append(_network(mine, settings))
    return found


def _network(arrays: Arrays, settings: dict[str, list[float]]) -> Network:
    tables = [arrays[f"{t}_rows"] * arrays[f"{t}_scales"] for t in ("characters", "pairs", "words")]
    w, r = (
        arrays[f"lstm_{key}_quantized"].astype(np.float32) * arrays[f"lstm_{key}_scale"][:, None, None]
        for key in ("w", "r")
    )
    network = Network(*(table.astype(np.float32) for table in tables), hidden=r.shape[1])
    biases = arrays["lstm_b"]
    state = network.state_dict()
    for direction, name in enumerate(("forwards", "backwards")):
        of_input, of_state = np.split(biases[direction], 2)
        for key, array in (
            ("weight_ih_l0", w[direction].T),
            ("weight_hh_l0", r[direction].T),
            ("bias_ih_l0", of_input),
            ("bias_hh_l0", of_state),
        ):
            state[f"{name}.{key}"] = torch.from_numpy(_gates(array))
    state["emissions.weight"] = torch.from_numpy(arrays["emission_w"].T.copy())
    state["emissions.bias"] = torch.from_numpy(arrays["emission_b"].copy())
    for key in ("transitions", "first", "last"):
        scores = np.array(settings[key], dtype=np.float32)
        state[key] = torch.from_numpy(np.where(scores < -1000, 0, scores).astype(np.float32))
    network.load_state_dict(state)
    return network


def _gates(array: NDArray[np.float32]) -> NDArray[np.float32]:
    i, o, f, g = np.split(array, 4)  # ONNX's order of the gates; PyTorch has input, forget, cell, output
    return np.ascontiguousarray(np.concatenate((i, f, g, o)))
