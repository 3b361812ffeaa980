"""The encoder gives the same numbers whatever the processor's way of multiplying."""

import numpy as np
import pytest

from kg.extract.session import PRODUCTS, open_encoder, open_session, products_are_exact
from kg.extract.version import weights_folder

EXACT = {"session.x64quantprecision": "1", "mlas.disable_kleidiai": "1"}


def test_the_encoder_multiplies_exactly_on_this_processor():
    # Previously a processor without VNNI cut sums off, and lost half a point of names and relations
    path = weights_folder() / "reader.onnx"
    rows = np.random.default_rng(5)
    given = {"ids": rows.integers(1000, 9000, (1, 200)), "shapes": rows.integers(0, 36, (1, 200))}
    found = open_encoder(path).run(["hidden", "tags"], given)
    right = open_session(str(path), EXACT).run(["hidden", "tags"], given)
    for a, b in zip(found, right, strict=True):
        assert np.abs(a - b).max() < 0.01
    if not products_are_exact():
        cut_off = open_session(str(path), {}).run(["tags"], given)
        assert np.abs(found[1] - cut_off[0]).max() > 0.1


@pytest.mark.parametrize(("left", "right"), [(255, 127), (255, -128), (3, 5), (0, 127)])
def test_what_tells_a_processor_multiplies(left, right):
    given = {"a": np.full((4, 8), left, np.uint8), "b": np.full((8, 16), right, np.int8)}
    (product,) = open_session(PRODUCTS, {}).run(None, given)
    assert product.shape == (4, 16)
    if products_are_exact() or abs(left * right) < 1 << 14:
        assert (product == 8 * left * right).all()


def test_what_tells_a_processor_is_one_product_of_whole_numbers():
    onnx = pytest.importorskip("onnx")
    kinds = {"a": "UINT8", "b": "INT8", "c": "INT32"}
    a, b, c = (
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.DataType.Value(kind), None)
        for name, kind in kinds.items()
    )
    node = onnx.helper.make_node("MatMulInteger", ["a", "b"], ["c"])
    graph = onnx.helper.make_graph([node], "g", [a, b], [c])
    opset = onnx.helper.make_opsetid("", 17)
    model = onnx.helper.make_model(graph, opset_imports=[opset], ir_version=8)
    assert onnx.load_model_from_string(PRODUCTS) == model
