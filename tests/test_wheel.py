"""The built wheel works in an empty folder, without the checkout and without development tools."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, need

PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")


def why_no_index(folder: Path) -> str | None:
    """Return why pip gets no package, or None where it does: the smallest that the build needs."""
    command = [sys.executable, *PIP, "download", "--no-deps", "--retries", "0", "--timeout", "10"]
    done = subprocess.run([*command, "-d", folder, "hatchling"], capture_output=True, text=True)
    return done.stderr.strip().rpartition("\n")[2] if done.returncode else None


def test_git_ignores_no_part_of_the_package():
    # Previously it did kg/build, and a wheel leaves out what git ignores
    files = "\n".join(str(path.relative_to(ROOT)) for path in ROOT.glob("kg/**/*.py"))
    need((ROOT / ".git").exists(), "needs a git checkout; get it with: git clone")
    asked = ["git", "check-ignore", "--no-index", "--stdin"]
    said = subprocess.run(asked, cwd=ROOT, input=files, capture_output=True, text=True)
    assert (said.stdout, said.returncode) == ("", 1), said.stderr


@pytest.mark.slow
def test_the_wheel_builds_a_graph_and_answers(tmp_path: Path, example: Path):
    why = why_no_index(tmp_path / "index")
    need(why is None, f"needs a package index, which pip cannot reach: {why}")
    source = tmp_path / "source"
    kept_out = (".venv", ".git", "*.kg", ".*_cache", "__pycache__", ".gpu", ".hypothesis", ".bench")
    ignore = shutil.ignore_patterns(*kept_out)
    shutil.copytree(ROOT, source, ignore=ignore)
    subprocess.run([sys.executable, *PIP, "wheel", "--no-deps", "-w", tmp_path, source], check=True)
    shutil.rmtree(source)
    (wheel,) = tmp_path.glob("papers_kg-*.whl")
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, *PIP, "install", wheel], check=True)
    empty = tmp_path / "empty"
    empty.mkdir()
    env = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "KG_READER"}}

    def kg(*args: str | Path) -> str:
        command = [tmp_path / "venv" / "bin" / "kg", *args]
        done = subprocess.run(command, capture_output=True, text=True, cwd=empty, env=env)
        assert done.returncode == 0, done.stderr
        return done.stdout

    kg("build", example)
    assert "73.5" in kg("leaderboard", "MathVista", "--json")
