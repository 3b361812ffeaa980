"""Opens the encoder so that it multiplies alike on every processor."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

# MatMulInteger of unsigned a and signed b, as an ONNX model (tests/test_session.py builds it anew).
PRODUCTS = (
    b'\x08\x08:>\n\x18\n\x01a\n\x01b\x12\x01c"\rMatMulInteger\x12\x01g'
    b"Z\t\n\x01a\x12\x04\n\x02\x08\x02Z\t\n\x01b\x12\x04\n\x02\x08\x03b\t\n\x01c\x12\x04\n\x02\x08\x06"
    b"B\x04\n\x00\x10\x11"
)
_INNER = 8
_EXACT = {"session.x64quantprecision": "1"}
# Elsewhere the whole input has one scale. On ARM KleidiAI would give each row its own, which the
# heads were not taught on.
_ONE_SCALE = {"mlas.disable_kleidiai": "1"}


def open_encoder(path: Path) -> Any:
    """Return an inference session of `reader.onnx`, of one thread a call.

    x86 processors without VNNI (many of Intel's up to 2020, AMD's before Zen 4) have a fast product
    of 8-bit numbers that holds sums of two at 32,767. There the encoder multiplies by a slower one
    that is exact (docs/EXPERIMENTS.md, "Processors"). Elsewhere it would only cost time.
    """
    options = _ONE_SCALE if products_are_exact() else _ONE_SCALE | _EXACT
    return open_session(str(path), options)


@lru_cache(maxsize=1)
def products_are_exact() -> bool:
    """Return whether onnxruntime multiplies the largest 8-bit numbers rightly on this processor."""
    session = open_session(PRODUCTS, {})
    large = {"a": np.full((4, _INNER), 255, np.uint8), "b": np.full((_INNER, 16), 127, np.int8)}
    (product,) = session.run(None, large)
    return bool((product == _INNER * 255 * 127).all())


def open_session(model: str | bytes, options: dict[str, str]) -> Any:
    """Return an inference session of a file or of a model's bytes.

    Args:
        model: Path, or the bytes of an ONNX model.
        options: Entries of onnxruntime's session configuration.

    Raises:
        ImportError: onnxruntime is not installed.
        Exception: Of onnxruntime's own, where the file is missing or no model.
    """
    # From 1.29 on it keeps a number of the computer in the home and sends Microsoft what ran.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    session = onnxruntime.SessionOptions()
    # One thread a call: sums come in one order, and throughput comes from calls side by side.
    session.intra_op_num_threads = 1
    session.inter_op_num_threads = 1
    for name, value in options.items():
        session.add_session_config_entry(name, value)
    return onnxruntime.InferenceSession(model, session, providers=["CPUExecutionProvider"])
