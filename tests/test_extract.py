from __future__ import annotations

import errno
import inspect
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from math import inf

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.cli import cli
from kg.corpus import Corpus
from kg.errors import ConfigError, KGError
from kg.extract.abbreviations import find_abbreviations
from kg.extract.clean import readable
from kg.extract.numbers import find_numbers
from kg.extract.output import paper_json
from kg.extract.sentences import sentence_spans
from kg.extract.version import READER_FILES, pipeline_version, weights_folder
from kg.records import Extraction, Paper
from kg.text.links import find_repos
from tests.conftest import need

TEXT = (
    "Foo-R1: Reasoning by Group Relative Policy Optimization\n"
    "We present Foo-R1, a 7B model trained with Group Relative Policy Optimization (GRPO). "
    "Foo-R1 reaches 71.3\\% accuracy on MATH-500 and is $2.7\\times$ faster than GPT-4 in 2024. "
    "Code is available at https://github.com/foo/r1.git."
)


@pytest.fixture(scope="module", autouse=True)
def _weights():
    try:
        pipeline_version()
    except KGError as error:
        need(False, f"needs the reader's weights: {error}")


def check_slices(text: str, extraction: Extraction) -> None:
    for entity in extraction.entities:
        assert entity.mentions
        assert all(text[m.start : m.end] == m.text and m.text for m in entity.mentions)
    names = {entity.name for entity in extraction.entities}
    assert len(names) == len(extraction.entities)
    for relation in extraction.relations:
        assert 0 <= relation.start < relation.end <= len(text)
        assert relation.target in names
        assert relation.source is None or relation.source in names
    for result in extraction.results:
        assert result.sentence_start <= result.start < result.end <= result.sentence_end
        pointers = (result.subject, result.benchmark, result.metric, result.versus)
        assert {name for name in pointers if name} <= names


def make_papers(count: int) -> list[Paper]:
    title, abstract = TEXT.split("\n")
    return [Paper(f"paper:{n}", f"{title} {n}", abstract) for n in range(count)]


def test_a_paper_is_read_with_names_relations_and_results():
    from kg.extract import read

    extraction = read(TEXT)
    check_slices(TEXT, extraction)
    types = {entity.name: entity.type.value for entity in extraction.entities}
    assert types["MATH-500"] == "Benchmark"
    assert types["https://github.com/foo/r1"] == "Repo"
    assert ("HAS_REPO", "https://github.com/foo/r1") in {
        (r.type.value, r.target) for r in extraction.relations
    }
    assert {(r.value, r.unit, r.benchmark) for r in extraction.results} >= {(71.3, "%", "MATH-500")}


def test_evidence_is_the_sentence_that_holds_the_name():
    from kg.extract import read

    found = [r for r in read(TEXT).relations if r.target == "MATH-500"]
    sentences = {TEXT[relation.start : relation.end] for relation in found}
    assert len(sentences) == 1
    assert sentences.pop().startswith("Foo-R1 reaches")


def test_the_version_is_known_without_loading_spacy_or_the_reader():
    code = "import sys, kg.extract as e; e.pipeline_version(); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "'spacy'" not in done.stdout
    assert "'onnxruntime'" not in done.stdout


def test_what_reads_keeps_nothing_in_the_home_and_has_nothing_to_send(tmp_path):
    # Previously onnxruntime kept a number of the computer there, and queued events for Microsoft.
    code = "import kg; kg.extract.read('Foo-R1: A Reasoner\\nFoo-R1 reaches 71.3% on MATH-500.')"
    own = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    # In CI it sends nothing of itself.
    others = ("CI", "ORT_DISABLE_TELEMETRY")
    env = {name: value for name, value in os.environ.items() if name not in others} | own
    subprocess.run([sys.executable, "-c", code], env=env, check=True)
    assert list(tmp_path.iterdir()) == []


def test_components_declare_what_they_need():
    from kg.extract import build_nlp

    problems = build_nlp().analyze_pipes()["problems"]
    assert not any(problems.values())


def test_spacy_of_any_version_can_ask_a_factory_for_its_types():
    # Previously they were texts, and spaCy up to 3.8.11 read nothing
    from kg.extract.pipeline import make_reader

    types = [one.annotation for one in inspect.signature(make_reader).parameters.values()]
    assert types
    assert not [one for one in types if isinstance(one, str)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "\n",
        "A Title Only",
        "$\\alpha + \\beta$\n$$\\sum_{i=1}^{n} x_i^2 \\leq 3.5 \\times 10^{-4}$$ \\cite{a}",
        "Spinnenseide\nWir untersuchen die Reißfestigkeit bei 20 Grad und finden wenig.",
        "Gene flow\nThe cell expresses p53 in 3 of 7 mice; mRNA rose by 12% (p < 0.05).",
        "T&amp;M\n&lt;b&gt;ﬁne-tun\u00ading&lt;/b&gt; of arXiv:2501.00001v2 [cs.CL] lan-\nguage.",
        "🤗 Emoji \ud83d half\nnull \x00 byte, \u202e turned, \ufeff mark",
        "(((((((((\n" + "[" * 500 + "$" * 300,
    ],
)
def test_other_peoples_text_gives_slices_and_no_traceback(text):
    from kg.extract import read

    check_slices(text, read(text))


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "We use BERT on GLUE and gain 3.2% with it. ",
        "3.5% ",
        "We use Foo-{n} on Bar-{n} for {n}.2%. ",
        "Llama{n}-7B and 13B, ",
        "{n}B, ",
        "Foo{n}Net ",
        "See github.com/foo/bar ",
        "See github.com/foo/bar{n} ",
        "Alice Oak, Bob Elm, ",
        ".",
        "1 ",
    ],
)
def test_reading_takes_time_in_proportion_to_the_text(piece):
    # Previously many names beside many numbers, names in series, rows of stops and one address
    # again and again took longer
    from kg.extract import read

    def seconds(length: int) -> float:
        pieces = (piece.format(n=n) for n in range(length // len(piece) + 1))
        text = "Long\nWe use Llama-7B and " + "".join(pieces)[:length]
        begun = time.process_time()
        check_slices(text, read(text))
        return time.process_time() - begun

    seconds(1_000)
    # Four times the text takes four times as long, or 16 times where each part looks at each other.
    # A busy moment of the machine may hit the long text alone.
    assert any(seconds(12_000) < 8 * seconds(3_000) for _ in range(3))


def test_pairs_weighed_in_parts_are_weighed_alike(monkeypatch):
    from kg.extract import read

    text = (
        "Foo: A Model\nWe introduce Foo, based on GPT-4. Foo reaches 85.3% on ImageNet and 71.2% "
        "on COCO, outperforming ResNet-50 by 3.2 points, and 61% on GLUE."
    )
    whole = read(text)
    monkeypatch.setattr("kg.extract.heads.AT_ONCE", 3)
    parts = read(text)
    assert len(whole.relations) > 4
    assert len(whole.results) > 3
    for key in ("relations", "results"):
        for one, other in zip(getattr(parts, key), getattr(whole, key), strict=True):
            assert one.confidence == pytest.approx(other.confidence, abs=0.01)
            assert replace(one, confidence=0) == replace(other, confidence=0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("piece", "most"), [("a", 8), ("$", 8), (" ", 8), ("a-", 8), ("1,", 8), ("$ ", 60)]
)
@pytest.mark.parametrize("at", ["Foo", "85.3", "ImageNet", "by 3.2"])
def test_a_word_or_gap_without_end_takes_no_longer_than_another(piece, most, at):
    # Previously 40,000 letters or blanks behind a name or number took a minute and more
    from kg.extract import read

    told = "We propose Foo. It gains 85.3% on ImageNet, outperforming Bar by 3.2 points."

    def seconds(length: int) -> float:
        text = f"Foo\n{told.replace(at, at + piece * (length // len(piece)))}"
        begun = time.process_time()
        check_slices(text, read(text))
        return time.process_time() - begun

    # Of one its beginning is read; else 20 times the text takes 20 times as long, or 400 times
    # where each part looks at each other.
    assert any(seconds(40_000) < most * seconds(2_000) for _ in range(3))


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ("Foo ", ".", "bar"),
        ("Foo ", "!?", "bar"),
        ("Foo {\\bf", " ", "x"),
        ("Foo {\\bf", "\t", "x"),
        ("Foo is 3", ",", "5% and"),
        ("Foo gains ", "9", "%"),
        ("", "(", ""),
        ("Foo", "\n ", "bar"),
        ("see https://github.com/", "a/", ""),
        ("see https://foo.org/a", "/", "x"),
        ("see https://foo.org/a", ".", "x"),
        ("see https://foo.org/a", ".git", ""),
        ("see https://foo.org/a", ")", ""),
    ],
)
@pytest.mark.parametrize(
    "rule", [readable, sentence_spans, find_abbreviations, find_repos, find_numbers]
)
def test_no_rule_takes_longer_than_in_proportion_to_the_text(rule, before, piece, after):
    def seconds(length: int) -> float:
        text = f"Title\n{before}{piece * (length // len(piece))}{after}"
        begun = time.process_time()
        rule(text)
        return time.process_time() - begun

    # In turn, so that a busy moment of the machine does not hit the long text alone.
    pairs = [(seconds(10_000), seconds(160_000)) for _ in range(3)]
    short, long = (min(times) for times in zip(*pairs, strict=True))
    # 16 times the text takes 16 times as long, or 256 times where each part looks at each other.
    assert long < 64 * max(short, 0.001)


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_and_slices_back(text):
    from kg.extract import read

    check_slices(text, read(text))


@given(
    st.lists(
        st.sampled_from(
            [
                "We propose",
                "GRPO",
                "(GRPO)",
                "\\textbf{X}",
                "76.5\\%",
                "&amp;",
                "ﬁne",
                "on MATH-500",
                ".",
                "\n",
                "$2\\times$",
                "https://github.com/a/b",
                "twice",
                "state-of-the-\nart",
                "Llama-2/3",
            ]
        ),
        max_size=40,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_mix_of_what_papers_write_slices_back(pieces):
    from kg.extract import read

    text = " ".join(pieces)
    check_slices(text, read(text))


def test_reading_is_the_same_on_threads_in_processes_and_alone():
    from kg.extract import extract, read

    papers = make_papers(12)
    alone = [read(paper.text) for paper in papers]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda paper: read(paper.text), papers)) == alone
    side_by_side = list(extract(papers, jobs=2))
    assert side_by_side == list(zip(papers, alone, strict=True))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_other_weights_are_read_with_in_every_process(tmp_path, monkeypatch, jobs):
    other = tmp_path / "weights"
    shutil.copytree(weights_folder(), other)
    with (other / "calibration.json").open("a") as file:
        file.write("\n")
    papers = tmp_path / "papers.jsonl"
    lines = [json.dumps({"title": p.title, "abstract": p.abstract}) for p in make_papers(12)]
    papers.write_text("\n".join(lines))
    monkeypatch.setenv("KG_READER", str(other))
    done = CliRunner().invoke(
        cli, ["build", str(papers), "-w", str(tmp_path / "w"), "--jobs", jobs]
    )
    assert done.exit_code == 0, done.output
    with Corpus.open(tmp_path / "w", read_only=True) as corpus:
        versions = {extraction.version for _, extraction in corpus.items()}
    assert versions == {pipeline_version(other)} != {pipeline_version()}


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores cannot be withheld here")
def test_as_many_processes_read_as_there_are_cores_to_use():
    # Previously also those counted that a container or a cluster withholds
    code = (
        "import multiprocessing, os, kg\n"
        "if __name__ == '__main__':\n"
        "    os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1])\n"
        "    papers = (kg.Paper(f'paper:{i}', 'Foo-R1', 'Foo-R1 is here.') for i in range(50))\n"
        "    reading = kg.extract.extract(papers, jobs=0)\n"
        "    next(reading)\n"
        "    print(len(multiprocessing.active_children()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


@pytest.mark.parametrize(
    ("own", "files", "cores"),
    [
        ("0::/", {"cpu.max": "150000 100000"}, 1.5),
        ("0::/", {"cpu.max": "max 100000"}, inf),
        ("0::/a/b", {"a/cpu.max": "400000 100000", "a/b/cpu.max": "max 100000"}, 4),
        ("0::/outside/of/it", {"cpu.max": "200000 100000"}, 2),
        ("3:cpuset:/\n1:cpu,cpuacct:/docker/1\n0::/", {"cpu/cpu.cfs_quota_us": "50000"}, 0.5),
        ("1:cpu:/x", {"cpu/x/cpu.cfs_quota_us": "-1"}, inf),
        ("3:cpuset:/\n0::/", {}, inf),
    ],
)
def test_time_that_a_container_is_granted_counts_as_cores(tmp_path, own, files, cores):
    # Previously kg build in a container of two cores began a process for each of the machine's
    from kg.extract.processes import granted

    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n")
        if path.name != "cpu.max":
            path.with_name("cpu.cfs_period_us").write_text("100000\n")
    assert granted(own, tmp_path) == cores


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_that_holds_no_weights_is_an_error(tmp_path, monkeypatch, jobs):
    papers = tmp_path / "papers.jsonl"
    papers.write_text(json.dumps({"title": "A", "abstract": "We use BERT."}))
    monkeypatch.setenv("KG_READER", str(tmp_path))
    done = CliRunner().invoke(
        cli, ["build", str(papers), "-w", str(tmp_path / "w"), "--jobs", jobs]
    )
    assert isinstance(done.exception, ConfigError)
    assert "no 'reader.onnx' in" in str(done.exception)


def test_a_folder_of_weights_that_is_not_there_is_an_error(tmp_path, monkeypatch):
    # Previously kg build said that an older version had read the papers
    monkeypatch.setenv("KG_READER", str(tmp_path / "none"))
    done = CliRunner().invoke(cli, ["build", "-", "-w", str(tmp_path / "w")], input="")
    assert "KG_READER names no folder" in str(done.exception)


@pytest.mark.parametrize("args", [[], ["--text", " "], ["none.jsonl"]])
def test_a_wrong_use_of_extract_is_told_before_spacy_is_loaded(args):
    code = (
        "import sys; from kg.cli import cli\n"
        "try: cli.main(['extract', *sys.argv[1:]], standalone_mode=False)\n"
        "except Exception as error: print(type(error).__name__, 'spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True)
    assert done.stdout.split() == [
        "InputError" if args[1:] == [] and args else "UsageError",
        "False",
    ]


def test_papers_are_taken_only_a_little_ahead():
    from kg.extract import extract

    taken = []

    def source():
        for paper in make_papers(500):
            taken.append(paper)
            yield paper

    reading = extract(source(), jobs=2)
    list(islice(reading, 3))
    reading.close()
    assert len(taken) < 100


def test_a_killed_worker_ends_the_reading_with_one_line():
    from kg.extract import extract

    reading = extract(make_papers(500), jobs=2)
    next(reading)
    for worker in multiprocessing.active_children():
        worker.kill()
    with pytest.raises(ConfigError, match="--jobs 1"):
        list(reading)


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ("multiprocessing.synchronize._multiprocessing.SemLock", errno.ENOSPC),
        ("multiprocessing.popen_spawn_posix.Popen", errno.EAGAIN),
    ],
)
def test_where_no_process_can_be_started_one_is_named_as_the_way(lacking, said, monkeypatch):
    # Previously kg build without a /dev/shm said that it could not write its output
    from kg.extract import extract

    def fails(*_args, **_options):
        raise OSError(said, os.strerror(said))

    monkeypatch.setattr(lacking, fails)
    reading = extract(make_papers(20), jobs=2)
    with pytest.raises(ConfigError, match=rf"{os.strerror(said)}.*--jobs 1"):
        next(reading)


def test_a_script_without_a_main_guard_is_told_of_it(tmp_path):
    script = tmp_path / "own.py"
    script.write_text(
        "from kg.extract import extract\nfrom kg.records import Paper\n"
        "papers = [Paper(str(i), 'We present Foo', 'We test Foo.') for i in range(9)]\n"
        "print(list(extract(papers, jobs=2)))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "if __name__ == '__main__':" in done.stderr.splitlines()[-1]


def test_a_few_papers_are_read_in_this_process():
    # Previously a script of five lines without a main guard failed for one paper
    from kg.extract import extract

    reading = extract(make_papers(8), jobs=2)
    next(reading)
    assert multiprocessing.active_children() == []


def test_a_paper_that_fails_is_told_where_that_is_wanted_and_raised_else(monkeypatch):
    from kg.extract import extract, pipeline

    find = pipeline.find_repos
    papers = make_papers(3)

    def fail_on_the_second(text):
        return [][0] if papers[1].title in text else find(text)

    monkeypatch.setattr(pipeline, "find_repos", fail_on_the_second)
    told = []
    assert [paper for paper, _ in extract(papers, on_unread=told.append)] == papers[::2]
    assert [one.paper for one in told] == [papers[1].id]
    assert "fail_on_the_second" in told[0].trace
    with pytest.raises(IndexError):
        list(extract(papers))


def test_of_a_paper_that_fails_the_reason_is_one_short_line(monkeypatch):
    from kg.extract import extract, pipeline

    def fail(text):
        raise ValueError("one line\n  and another " + "x" * 1000)

    monkeypatch.setattr(pipeline, "find_repos", fail)
    told = []
    assert list(extract(make_papers(1), on_unread=told.append)) == []
    assert told[0].reason.startswith("ValueError: one line and another xxx")
    assert len(told[0].reason) == 200


@pytest.mark.parametrize("cut", READER_FILES)
def test_weights_that_cannot_be_used_are_told_and_no_fault_of_each_paper(cut, tmp_path):
    # Previously a file cut short ended in an error of the library that reads it
    from kg.extract import extract

    for name in READER_FILES:
        whole = (weights_folder() / name).read_bytes()
        (tmp_path / name).write_bytes(whole[: len(whole) // 2] if name == cut else whole)
    told = []
    with pytest.raises(ConfigError, match="cannot be used"):
        list(extract(make_papers(1), weights=tmp_path, on_unread=told.append))
    assert told == []


def test_weights_that_ship_and_cannot_be_used_are_to_be_installed_anew(monkeypatch, tmp_path):
    # Previously to be copied to where they are
    from kg.extract.reader import Reader

    for name in READER_FILES:
        (tmp_path / name).write_bytes(b"")
    monkeypatch.setattr("kg.extract.reader.weights_folder", lambda: tmp_path)
    with pytest.raises(ConfigError, match=r"reinstall papers-kg$"):
        Reader.load(tmp_path)


def test_what_reads_the_weights_is_missing_and_not_the_weights(monkeypatch):
    # Previously weights that were whole were to be copied anew
    from kg.extract.reader import Reader

    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ImportError):
        Reader.load(weights_folder())


@pytest.mark.parametrize("given", ["Foo\nWe introduce Foo.", make_papers(1)[0], 5])
def test_one_paper_and_a_text_are_no_papers(given):
    from kg.extract import extract

    with pytest.raises(ConfigError, match="give several, each a"):
        extract(given)


def test_a_blank_text_says_nothing():
    from kg.extract import read

    for text in ("", " \n\t"):
        assert read(text) == Extraction(pipeline_version())


@pytest.mark.parametrize(
    ("titles", "code", "last"),
    [
        (None, 1, "Error: 1 paper failed and none was read"),
        (["Bad"], 1, "Error: 1 paper failed and none was read"),
        (["Bad", "Good"], 0, "--verbose shows where it failed; "),
        ([f"Bad {i}" for i in range(21)], 1, "Error: 21 papers failed and none was read"),
    ],
)
def test_kg_extract_says_what_it_cannot_read(tmp_path, monkeypatch, titles, code, last):
    # Previously it exited 0 where a reader failed on every paper
    from kg.extract import pipeline

    find = pipeline.find_repos

    def fail(text):
        if "Bad" not in text:
            return find(text)
        raise RecursionError("too\ndeep")

    path = tmp_path / "some.json"
    path.write_text(json.dumps([{"title": t, "abstract": "It fails."} for t in titles or []]))
    monkeypatch.setattr(pipeline, "find_repos", fail)
    args = [str(path)] if titles else ["--text", "Bad\nIt fails."]
    done = CliRunner().invoke(cli, ["extract", "--jobs", "1", *args])
    assert (done.exit_code, done.stdout.count("\n")) == (code, 1 - code)
    assert "it cannot be read (RecursionError: too deep)" in done.stderr
    assert done.stderr.splitlines()[-1].startswith(last)
    if len(titles or []) > 20:
        assert "… and 1 more paper that cannot be read" in done.stderr


BEGUN = """
import concurrent.futures
from kg.cli import main
plain = concurrent.futures.ProcessPoolExecutor.submit
def submit(*words):
    done = plain(*words)
    print(flush=True)
    return done
if __name__ == "__main__":
    concurrent.futures.ProcessPoolExecutor.submit = submit
    main()
"""


def start_extract(folder, *, stderr):
    """Start reading many papers in two processes; return once the first one is printed."""
    path = folder / "many.jsonl"
    lines = [json.dumps({"title": p.title, "abstract": p.abstract}) for p in make_papers(5000)]
    path.write_text("\n".join(lines), encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, "-m", "kg", "extract", str(path), "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=stderr,
        start_new_session=True,
    )
    run.stdout.readline()
    return run


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize("to", ["kill", "killpg"])
@pytest.mark.parametrize(("how", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_ends_the_command_and_its_processes(tmp_path, how, code, to):
    # Previously one of the last two left a warning of semaphores that leaked, or, of a closed
    # terminal, tracebacks
    import os
    import signal

    run = start_extract(tmp_path, stderr=subprocess.PIPE)
    getattr(os, to)(run.pid, getattr(signal, how))
    _, err = run.communicate(timeout=60)
    assert run.returncode == code
    said = b"What is printed is whole; run the same command again, it begins anew."
    assert err.splitlines() == ([b"", b"Interrupted. " + said] if how == "SIGINT" else [])


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
@pytest.mark.parametrize("after", [0.5, 2, 4])
def test_an_interrupt_as_processes_start_is_told_in_a_line(tmp_path, after):
    # Previously a process that was importing what it needs printed a traceback of its own
    import os
    import signal

    path = tmp_path / "many.jsonl"
    lines = [json.dumps({"title": p.title, "abstract": p.abstract}) for p in make_papers(200)]
    path.write_text("\n".join(lines), encoding="utf-8")
    run = subprocess.Popen(
        # The guard of the command line is not there at its very start.
        [sys.executable, "-c", BEGUN, "extract", str(path), "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    run.stdout.readline()
    time.sleep(after)
    os.killpg(run.pid, signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert b"Traceback" not in err


def test_workers_end_when_their_parent_is_killed(tmp_path):
    import os

    run = start_extract(tmp_path, stderr=subprocess.DEVNULL)
    run.kill()
    run.wait(60)
    begun = time.monotonic()
    while time.monotonic() - begun < 20:
        try:
            os.killpg(run.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.2)
    else:
        pytest.fail("a worker outlived its parent")
    run.stdout.close()


def test_kg_extract_prints_a_pasted_text_as_json():
    done = CliRunner().invoke(cli, ["extract", "--text", TEXT])
    assert done.exit_code == 0, done.output
    paper = json.loads(done.stdout)
    text = f"{paper['title']}\n{paper['abstract']}"
    for entity in paper["entities"]:
        assert {text[start:end] for start, end in entity["offsets"]} == set(entity["mentions"])
    for row in (*paper["relations"], *paper["results"]):
        assert row["evidence"] in text


def test_kg_extract_keeps_the_inputs_id_beside_the_graphs(tmp_path):
    path = tmp_path / "one.jsonl"
    title, abstract = TEXT.split("\n")
    record = {"id": "2501.00001v2", "title": title, "abstract": abstract}
    path.write_text(json.dumps(record), encoding="utf-8")
    done = CliRunner().invoke(cli, ["extract", str(path), "--jobs", "1"])
    paper = json.loads(done.stdout)
    assert (paper["id"], paper["graphId"]) == ("2501.00001v2", "arxiv:2501.00001")


def test_kg_extract_takes_json_as_other_commands_do():
    # Previously it was the one command whose JSON nobody could ask for
    words = ["extract", "--text", TEXT]
    plain, asked = (CliRunner().invoke(cli, [*words, *more]) for more in ([], ["--json"]))
    assert asked.exit_code == 0
    assert asked.stdout == plain.stdout
    assert json.loads(asked.stdout)["title"] == TEXT.split("\n")[0]


def test_kg_extract_without_input_says_what_to_give():
    done = CliRunner().invoke(cli, ["extract"])
    assert done.exit_code == 2
    assert "--text" in done.output


def test_the_json_of_a_paper_scores_as_itself():
    from kg.evaluate import score
    from kg.extract import read

    title, abstract = TEXT.split("\n")
    paper = Paper("paper:1", title, abstract, source_id="one")
    row = paper_json(paper, read(paper.text))
    assert {count.f1 for count in score([row], [row]).total.values()} == {100.0}
