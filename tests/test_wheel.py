"""The built wheel works in an empty folder, without the checkout and without development tools."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_the_wheel_builds_a_graph_and_answers(tmp_path: Path, example: Path):
    source = tmp_path / "source"
    ignore = shutil.ignore_patterns(".venv", ".git", "*.kg", ".*_cache", "__pycache__", ".gpu")
    shutil.copytree(ROOT, source, ignore=ignore)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", tmp_path, source], check=True)
    shutil.rmtree(source)
    (wheel,) = tmp_path.glob("papers_kg-*.whl")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    env = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "KG_READER"}}

    def kg(*args: str | Path) -> str:
        command = [tmp_path / "venv" / "bin" / "kg", *args]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=empty, env=env
        ).stdout

    kg("build", example)
    assert "73.5" in kg("leaderboard", "MathVista", "--json")
