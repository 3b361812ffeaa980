"""Processes beside that of a test: `kg` itself, and one that holds a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOLD = """
import sys, time
from pathlib import Path
from kg.corpus.lock import workspace_lock
with workspace_lock(Path(sys.argv[1]), make=True):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def start(*words: object, **options: object) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, *map(str, words)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


def hold(workspace: Path, *, seconds: float) -> subprocess.Popen:
    """Start a process that holds the workspace, and wait until it does."""
    holder = start("-c", HOLD, workspace, seconds)
    assert holder.stdout.readline() == "held\n"
    return holder
