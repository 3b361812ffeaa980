"""A trained reader as the files that reading needs: a quantised graph and plain arrays."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from kg.extract.decode import Thresholds
from kg.extract.encode import Floats
from kg.train.model import JointReader

OPSET = 17
HEADS = ("span", "ty", "pos", "cls", "pr", "dist", "btw", "er", "kind", "role", "null", "same")


class Whole(nn.Module):
    """The encoder and the tags, for one text without padding."""

    def __init__(self, reader: JointReader) -> None:
        super().__init__()
        self.encoder = reader.encoder
        self.tag = reader.tag

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        """Return the vectors and the label scores of the pieces."""
        hidden = self.encoder(ids, shapes, mask=None)
        return hidden, self.tag(hidden)


def export(
    reader: JointReader, limits: Thresholds, folder: Path, *, tokenizer: str, quantised: bool = True
) -> None:
    """Write a reader to a folder.

    Args:
        reader: On the CPU.
        limits: Its thresholds.
        folder: Made where missing.
        tokenizer: The tokenizer's own JSON.
        quantised: Whether the encoder's layers get 8-bit weights.
    """
    import onnx

    folder.mkdir(parents=True, exist_ok=True)
    graph = onnx.load_from_string(_traced(reader))
    if quantised:
        quantise(graph)
    (folder / "reader.onnx").write_bytes(graph.SerializeToString())
    state = reader.state_dict()
    arrays = {k: v.numpy().astype(np.float16) for k, v in state.items() if k.split(".")[0] in HEADS}
    np.savez(folder / "heads.npz", **arrays)
    (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    config = {"ends": [101, 102], "limits": asdict(limits)}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def _traced(reader: JointReader) -> bytes:
    out = io.BytesIO()
    ids = torch.arange(1000, 1040)[None]
    torch.onnx.export(
        Whole(reader).eval(),
        (ids, ids % 36),
        out,
        input_names=["ids", "shapes"],
        output_names=["hidden", "tags"],
        dynamic_axes={name: {1: "pieces"} for name in ("ids", "shapes", "hidden", "tags")},
        opset_version=OPSET,
        dynamo=False,
    )
    return out.getvalue()


def quantise(model: Any) -> None:
    """Give a graph's linear layers 8-bit weights and 8-bit sums, its word vectors 8 bits.

    Each output column of a layer has its own scale; inputs are quantised as they come, over the
    whole text, as in the last passes of training (`kg.train.quantised`).
    """
    from onnx import numpy_helper

    graph = model.graph
    values = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    gone: set[str] = set()
    nodes: list[Any] = []
    added: dict[str, Any] = {}
    ready: dict[str, tuple[str, str, str]] = {}
    for node in graph.node:
        weight = values.get(node.input[1]) if node.op_type == "MatMul" else None
        table = values.get(node.input[0]) if node.op_type == "Gather" else None
        if weight is not None and weight.ndim == 2:
            gone.add(node.input[1])
            nodes += _integer_product(node, weight, added, ready)
        elif table is not None and table.ndim == 2 and len(table) > 1000:
            gone.add(node.input[0])
            nodes += _small_table(node, table, added)
        else:
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    kept = [item for item in graph.initializer if item.name not in gone]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    graph.initializer.extend(numpy_helper.from_array(v, k) for k, v in added.items())


def _integer_product(
    node: Any, weight: Floats, added: dict[str, Any], ready: dict[str, tuple[str, str, str]]
) -> list[Any]:
    from onnx import helper

    name, source, out = node.input[1], node.input[0], node.output[0]
    scale = np.abs(weight).max(axis=0) / 127
    scale = np.maximum(scale, 1e-12).astype(np.float32)
    added[f"{name}_i8"] = np.clip(np.round(weight / scale), -127, 127).astype(np.int8)
    added[f"{name}_scale"] = scale
    nodes = []
    if source not in ready:
        ready[source] = (f"{source}_u8", f"{source}_scale", f"{source}_zero")
        nodes.append(helper.make_node("DynamicQuantizeLinear", [source], list(ready[source])))
    x, x_scale, x_zero = ready[source]
    added[f"{name}_zero"] = np.zeros((), np.int8)
    nodes += [
        helper.make_node(
            "MatMulInteger", [x, f"{name}_i8", x_zero, f"{name}_zero"], [f"{out}_i32"]
        ),
        helper.make_node("Cast", [f"{out}_i32"], [f"{out}_f32"], to=1),
        helper.make_node("Mul", [x_scale, f"{name}_scale"], [f"{out}_by"]),
        helper.make_node("Mul", [f"{out}_f32", f"{out}_by"], [out]),
    ]
    return nodes


def _small_table(node: Any, table: Floats, added: dict[str, Any]) -> list[Any]:
    from onnx import helper

    name, index, out = node.input[0], node.input[1], node.output[0]
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True) / 127, 1e-12).astype(np.float32)
    added[f"{name}_i8"] = np.clip(np.round(table / scale), -127, 127).astype(np.int8)
    added[f"{name}_scale"] = scale
    return [
        helper.make_node("Gather", [f"{name}_i8", index], [f"{out}_i8"], axis=0),
        helper.make_node("Cast", [f"{out}_i8"], [f"{out}_plain"], to=1),
        helper.make_node("Gather", [f"{name}_scale", index], [f"{out}_by"], axis=0),
        helper.make_node("Mul", [f"{out}_plain", f"{out}_by"], [out]),
    ]


def state_from_parts(parts: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return a checkpoint whose large tables were cut in two for transport."""
    whole = {k: v.float() for k, v in parts.items() if "#" not in k}
    for name in {k.split("#")[0] for k in parts if "#" in k}:
        whole[name] = torch.cat([parts[f"{name}#0"], parts[f"{name}#1"]]).float()
    return whole
