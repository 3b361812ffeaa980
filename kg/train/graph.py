"""The encoder as an ONNX graph with 8-bit weights, built node by node from a checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.encode import Floats
from kg.train.model import JointReader

# Nodes of onnxruntime: they run the attention in one step and multiply in 8 bits.
OWN = "com.microsoft"
OPSET = 17
FLOAT = 1


class OnnxGraph:
    """Collects nodes and constants; each method adds a step and returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, NDArray[Any]] = {}

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add a constant."""
        self.constants[name] = value
        return name

    def step(
        self, kind: str, inputs: list[str], out: str, *, domain: str = "", **given: Any
    ) -> str:
        """Add a node with one output."""
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, [out], name=out, domain=domain, **given))
        return out

    def table(self, rows: Floats, index: str, out: str) -> str:
        """Look rows up in a table of 8-bit values, each row with its own scale."""
        scale = np.maximum(np.abs(rows).max(axis=1, keepdims=True) / 127, 1e-12).astype(np.float32)
        small = np.clip(np.round(rows / scale), -127, 127).astype(np.int8)
        picked = self.step("Gather", [self.constant(f"{out}.i8", small), index], f"{out}.row")
        plain = self.step("Cast", [picked], f"{out}.plain", to=FLOAT)
        by = self.step("Gather", [self.constant(f"{out}.scale", scale), index], f"{out}.by")
        return self.step("Mul", [plain, by], out)

    def linear(self, x: str, weight: Floats, bias: Floats, out: str) -> str:
        """Multiply by 8-bit weights, a scale a column; the input is quantised as it comes."""
        scale = np.maximum(np.abs(weight).max(axis=1) / 127, 1e-12).astype(np.float32)
        small = np.clip(np.round(weight / scale[:, None]), -127, 127).astype(np.int8)
        inputs = [
            x,
            self.constant(f"{out}.i8", np.ascontiguousarray(small.T)),
            self.constant(f"{out}.scale", scale),
            self.constant(f"{out}.zero", np.zeros(len(scale), np.int8)),
            self.constant(f"{out}.bias", bias),
        ]
        return self.step("DynamicQuantizeMatMul", inputs, out, domain=OWN)


def build(reader: JointReader, kept: Sequence[int]) -> bytes:
    """Return the graph from `ids` and `shapes`, (1, pieces), to `hidden` and `tags`.

    Args:
        reader: On the CPU.
        kept: The pieces of its vocabulary that the graph is to know, in their new order.
    """
    from onnx import TensorProto, helper, numpy_helper

    state = {name: value.numpy() for name, value in reader.state_dict().items()}
    state["encoder.words.weight"] = state["encoder.words.weight"][list(kept)]
    size = reader.encoder.size
    graph = OnnxGraph()
    x = _embedded(graph, state, size.epsilon)
    for n in range(size.layers):
        x = _layer(graph, state, x, layer=n, heads=size.heads, epsilon=size.epsilon)
    graph.step("Identity", [x], "hidden")
    inner = graph.linear(x, state["tag.0.weight"], state["tag.0.bias"], "tag.up")
    inner = graph.step("Gelu", [inner], "tag.gelu", domain=OWN)
    graph.linear(inner, state["tag.2.weight"], state["tag.2.bias"], "tags")
    shape: list[str | int | None] = [1, "pieces"]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "reader",
            [helper.make_tensor_value_info(n, TensorProto.INT64, shape) for n in ("ids", "shapes")],
            [
                helper.make_tensor_value_info("hidden", FLOAT, [*shape, size.width]),
                helper.make_tensor_value_info("tags", FLOAT, [*shape, len(state["tag.2.bias"])]),
            ],
            [numpy_helper.from_array(v, k) for k, v in graph.constants.items()],
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(OWN, 1)],
        ir_version=8,
    )
    data: bytes = model.SerializeToString()
    return data


def _embedded(graph: OnnxGraph, state: dict[str, Floats], epsilon: float) -> str:
    words = graph.table(state["encoder.words.weight"], "ids", "words")
    rows = graph.constant("shapes.rows", state["encoder.shapes.weight"])
    shapes = graph.step("Gather", [rows, "shapes"], "shapes.row")
    # The careful style is the one that is read in.
    places = state["encoder.positions.weight"] + state["encoder.styles.weight"][0]
    size = graph.step("Shape", ["ids"], "size", start=1, end=2)
    zero = graph.constant("from", np.zeros(1, np.int64))
    first = graph.constant("axis", np.zeros(1, np.int64))
    rows = graph.constant("places.rows", places)
    place = graph.step("Slice", [rows, zero, size, first], "places.row")
    x = graph.step("Add", [words, shapes], "words.shaped")
    x = graph.step("Add", [x, place], "words.placed")
    return _norm(graph, state, x, "encoder.norm", epsilon)


def _norm(graph: OnnxGraph, state: dict[str, Floats], x: str, name: str, epsilon: float) -> str:
    gain = graph.constant(f"{name}.gain", state[f"{name}.weight"])
    shift = graph.constant(f"{name}.shift", state[f"{name}.bias"])
    return graph.step("LayerNormalization", [x, gain, shift], name, axis=-1, epsilon=epsilon)


def _layer(
    graph: OnnxGraph, state: dict[str, Floats], x: str, *, layer: int, heads: int, epsilon: float
) -> str:
    from onnx import helper

    name = f"encoder.layers.{layer}"

    def linear(part: str, source: str) -> str:
        weight, shift = state[f"{name}.{part}.weight"], state[f"{name}.{part}.bias"]
        return graph.linear(source, weight, shift, f"{name}.{part}")

    joint = linear("qkv", x)
    parts = [f"{name}.{part}" for part in "qkv"]
    graph.nodes.append(helper.make_node("Split", [joint], parts, name=f"{name}.split", axis=-1))
    mixed = graph.step("MultiHeadAttention", parts, f"{name}.mixed", domain=OWN, num_heads=heads)
    x = graph.step("Add", [linear("out", mixed), x], f"{name}.sum1")
    x = _norm(graph, state, x, f"{name}.norm1", epsilon)
    up = graph.step("Gelu", [linear("up", x)], f"{name}.gelu", domain=OWN)
    x = graph.step("Add", [linear("down", up), x], f"{name}.sum2")
    return _norm(graph, state, x, f"{name}.norm2", epsilon)
