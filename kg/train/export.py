"""A trained reader as the files that reading needs."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

from kg.extract.decode import Thresholds
from kg.train.graph import build
from kg.train.model import JointReader
from kg.train.vocabulary import pruned

HEADS = ("span", "ty", "pos", "cls", "pr", "dist", "btw", "er", "kind", "role", "null", "same")


def export(reader: JointReader, limits: Thresholds, folder: Path, *, tokenizer: str) -> None:
    """Write a reader to a folder: the encoder in 8 bits, the heads in half precision.

    Args:
        reader: On the CPU.
        limits: Its thresholds.
        folder: Made where missing.
        tokenizer: The JSON of the tokenizer that it was trained with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fewer, kept, ends = pruned(tokenizer)
    (folder / "reader.onnx").write_bytes(build(reader, kept))
    state = reader.state_dict()
    arrays = {k: v.numpy().astype(np.float16) for k, v in state.items() if k.split(".")[0] in HEADS}
    np.savez_compressed(folder / "heads.npz", **arrays)
    (folder / "tokenizer.json").write_text(fewer, encoding="utf-8")
    config = {"ends": ends, "limits": asdict(limits)}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
