"""Products of numpy while a text is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from kg.extract.blas import _openblas, one_thread

# Counts numpy's threads in a process that sets none: while it reads, and behind that.
COUNTS = """
import json
import numpy as np
from kg.extract.blas import _openblas
from kg.extract.reader import Reader
from kg.resources import data_path

class Watching:
    def __init__(self, tokenizer):
        self.tokenizer, self.seen = tokenizer, []
    def encode(self, *args, **options):
        self.seen.append(_openblas()[0]())
        return self.tokenizer.encode(*args, **options)

get, put = _openblas()
put(3)
several = get()
reader = Reader.load(data_path("reader"))
reader._tokenizer = watching = Watching(reader._tokenizer)
reader.read("Foo-1 reaches 90% on Bar.")
print(json.dumps([watching.seen, several, get()]))
"""


@pytest.fixture(scope="module")
def counts():
    env = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    done = subprocess.run(
        [sys.executable, "-c", COUNTS], capture_output=True, text=True, env=env, check=True
    )
    seen, several, after = json.loads(done.stdout)
    if several == 1:
        pytest.skip("this numpy multiplies without OpenBLAS")
    return seen, several, after


def test_numpy_multiplies_in_one_thread_while_a_text_is_read(counts):
    # Previously a script without OPENBLAS_NUM_THREADS read at less than half the speed.
    assert set(counts[0]) == {1}


def test_numpy_has_its_threads_again_when_a_text_is_read(counts):
    assert counts[2] == counts[1]


@pytest.fixture
def several() -> Iterator[int]:
    """Of more than one thread as many as numpy lets us have."""
    get, put = _openblas()
    before = get()
    put(3)
    yield get()
    put(before)


@contextmanager
def another_reads() -> Iterator[Callable[[], None]]:
    """Read in another thread until what is given is called, or the end."""
    inside, leave = threading.Event(), threading.Event()

    def read_longer() -> None:
        with one_thread():
            inside.set()
            leave.wait(10)

    def end() -> None:
        leave.set()
        other.join()

    other = threading.Thread(target=read_longer)
    other.start()
    inside.wait(10)
    try:
        yield end
    finally:
        end()


def test_the_last_of_several_readers_gives_the_threads_back(several):
    get, _ = _openblas()
    with ExitStack() as first:
        first.enter_context(one_thread())
        with another_reads() as end:
            first.close()
            assert get() == 1
            end()
            assert get() == several


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_process_that_is_forked_while_a_text_is_read_has_threads_again_and_can_read(several):
    get, _ = _openblas()
    with another_reads():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if not child:
            found = get()
            with one_thread():
                found_inside = get()
            os._exit((found, found_inside, get()) != (several, 1, several))
        assert os.waitpid(child, 0)[1] == 0
