"""Which rules, names and weights read: known without loading any."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from kg.arguments import AnyPath, as_path
from kg.errors import ConfigError
from kg.resources import data_path

# Goes up when a rule changes what is extracted: a refresh then reads again.
RULES_VERSION = "22"
READER_FILES = ("reader.onnx", "heads.npz", "tokenizer.json", "config.json")
WEIGHT_FILES = (*READER_FILES, "calibration.json")


def weights_folder() -> Path:
    """Return the folder of the reader's weights that ship.

    Raises:
        SchemaError: The installation lacks its weights.
    """
    return data_path("reader")


def reader_folder(weights: AnyPath | None = None) -> Path:
    """Return the folder of the weights that read.

    Args:
        weights: The folder; None takes that of those that ship.

    Raises:
        ConfigError: It is no path, or the folder lacks a file.
        SchemaError: The installation lacks its weights.
    """
    if weights is None:
        return weights_folder()
    folder = as_path("weights", weights)
    missing = [name for name in READER_FILES if not (folder / name).is_file()]
    if missing:
        raise ConfigError(
            f"no '{missing[0]}' in '{folder}'; KG_READER is for a folder with {list(READER_FILES)}"
        )
    return folder


def pipeline_version(weights: AnyPath | None = None) -> str:
    """Return the version of the rules and a hash of weights and catalogue, e.g. `1+7f3a9c12`.

    Args:
        weights: Folder of the reader's weights; None takes those that ship.

    Raises:
        ConfigError: The folder lacks a file.
        SchemaError: The installation lacks its weights.
    """
    return f"{RULES_VERSION}+{_digest(reader_folder(weights))}"


@lru_cache(maxsize=4)
def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    catalogue = sorted(data_path("catalogue").glob("*.jsonl"))
    for path in (*(folder / name for name in WEIGHT_FILES), *catalogue):
        if path.is_file():
            with path.open("rb") as file:
                digest.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:8]
