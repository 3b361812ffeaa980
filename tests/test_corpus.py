from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus import Added, Corpus
from kg.corpus.authors import author_names
from kg.corpus.merge import merge_papers
from kg.errors import ConfigError, InputError, StoreError
from kg.ids import title_id
from kg.records import Entity, EntityType, Extraction, Mention, Paper, Relation, RelationType

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"


def make_paper(number, *, title="A Model", abstract="We present GPT-4o.", **fields):
    return Paper(id=number, title=title, abstract=abstract, **fields)


def make_extraction(paper, *, version="1"):
    start = paper.text.index("GPT-4o")
    mention = Mention(start, start + 6, "GPT-4o")
    return Extraction(
        version=version,
        entities=(Entity("GPT-4o", EntityType.MODEL, (mention,), 0.9),),
        relations=(Relation(RelationType.INTRODUCES, None, "GPT-4o", 8, 26, 0.8),),
    )


@pytest.fixture
def corpus(tmp_path):
    with Corpus.open(tmp_path / "papers.kg") as corpus:
        yield corpus


def test_what_was_read_comes_back_with_its_paper(corpus):
    paper = make_paper("arxiv:2503.01234")
    corpus.add(paper)
    extraction = make_extraction(paper)
    corpus.save_extraction(paper.id, extraction)
    assert [read for _, read in corpus.items()] == [extraction]
    assert list(corpus.pending()) == []


def test_the_same_paper_twice_changes_nothing(corpus):
    paper = make_paper("arxiv:2503.01234")
    assert corpus.add(paper) is Added.NEW
    revision = corpus.revision
    assert corpus.add(paper) is Added.UNCHANGED
    assert corpus.revision == revision


def test_the_newest_text_wins_whatever_the_order(tmp_path):
    records = [
        make_paper("arxiv:2503.01234", version=1, abstract="We present GPT-4o, first version."),
        make_paper("arxiv:2503.01234", version=3, abstract="We present GPT-4o."),
        make_paper("arxiv:2503.01234", version=2, authors=("A. Author",), title="Old"),
    ]
    results = set()
    for number, order in enumerate(permutations(records)):
        with Corpus.open(tmp_path / str(number)) as corpus:
            for record in order:
                corpus.add(record)
            results.add(tuple(corpus.papers()))
    ((paper,),) = results
    assert (paper.version, paper.abstract) == (3, "We present GPT-4o.")
    assert paper.authors == ("A. Author",)


def test_an_edit_of_the_only_source_is_taken_over_even_if_it_is_shorter(tmp_path):
    long, short = "We present GPT-4o and more.", "We present GPT-4o."
    for abstract in (long, short, long, short):
        with Corpus.open(tmp_path) as corpus:
            corpus.add(make_paper("arxiv:2503.01234", abstract=abstract), source="a.jsonl")
            assert corpus.paper("2503.01234").abstract == abstract


def test_sources_that_disagree_give_the_same_paper_in_any_order_and_again(tmp_path):
    records = [
        ("a", make_paper("arxiv:2503.01234", abstract="We present GPT-4o.", authors=("A",))),
        ("b", make_paper("arxiv:2503.01234", abstract="We present GPT-4o again.")),
        ("b", make_paper("arxiv:2503.01234", abstract="We present GPT-4o here.", authors=("B",))),
        ("b", make_paper(title_id("A Model"), abstract="We present.")),
    ]
    results = set()
    for number, order in enumerate(permutations(records)):
        for _ in range(2):
            with Corpus.open(tmp_path / str(number)) as corpus:
                revision = corpus.revision
                with corpus.transaction():
                    for source, paper in order:
                        corpus.add(paper, source=source)
                results.add(tuple(corpus.papers()))
                again = corpus.revision - revision
        assert again == 0
    ((paper,),) = results
    assert (paper.abstract, paper.authors) == ("We present GPT-4o again.", ("B",))


def test_a_record_without_an_id_changes_neither_of_two_papers_of_its_title(tmp_path):
    records = [
        make_paper("arxiv:2503.01234", abstract="We present GPT-4o."),
        make_paper("arxiv:2503.05678", abstract="We also present GPT-4o."),
        make_paper(title_id("A Model"), abstract="We present a longer text.", authors=("A",)),
    ]
    results = set()
    for number, order in enumerate(permutations(records)):
        with Corpus.open(tmp_path / str(number)) as corpus:
            for record in order:
                corpus.add(record)
            results.add(tuple((paper.abstract, paper.authors) for paper in corpus.papers()))
    assert results == {(("We present GPT-4o.", ()), ("We also present GPT-4o.", ()))}


def test_a_changed_text_is_read_again(corpus):
    paper = make_paper("arxiv:2503.01234", version=1)
    corpus.add(paper)
    corpus.save_extraction(paper.id, make_extraction(paper))
    newer = make_paper("arxiv:2503.01234", version=2, abstract="Now it is GPT-4o.")
    assert corpus.add(newer) is Added.TEXT_CHANGED
    assert [paper.abstract for paper in corpus.pending()] == ["Now it is GPT-4o."]


def test_equal_titles_with_two_arxiv_ids_are_two_papers(corpus):
    corpus.add(make_paper("arxiv:2503.01234"))
    corpus.add(make_paper("arxiv:2503.05678"))
    assert len(corpus) == 2


def test_a_title_that_gains_an_id_keeps_its_reading_and_its_old_id(corpus):
    old = make_paper(title_id("A Model"))
    corpus.add(old)
    corpus.save_extraction(old.id, make_extraction(old))
    corpus.add(make_paper("arxiv:2503.01234"))
    assert [paper.id for paper, _ in corpus.items()] == ["arxiv:2503.01234"]
    assert corpus.find(old.id) == "arxiv:2503.01234"


def test_the_same_record_of_another_source_changes_nothing(corpus):
    # Previously it counted as updated
    paper = make_paper("arxiv:2503.01234")
    assert corpus.add(paper, source="papers.jsonl") is Added.NEW
    assert corpus.add(paper, source="-") is Added.UNCHANGED
    assert corpus.add(paper, source="papers.jsonl") is Added.UNCHANGED


def test_a_removed_paper_says_how_it_comes_back(corpus):
    # Previously "add it with: kg build FILE", which does not bring it back
    corpus.add(make_paper("arxiv:2503.01234"))
    corpus.remove("2503.01234")
    with pytest.raises(InputError, match=r"taken out; .*: kg remove 2503\.01234v2 --undo$"):
        corpus.remove("2503.01234v2")
    with pytest.raises(InputError, match=r"add it with: kg build -w .*/papers\.kg'? FILE$"):
        corpus.paper("2503.99999")


@pytest.mark.parametrize("name", ["On Caf\udce9", "10.1000/\udce9", "\udcff"])
def test_a_name_that_is_no_text_in_utf_8_is_that_of_no_paper(corpus, name):
    # Previously a traceback of kg remove and kg correct
    corpus.add(make_paper("arxiv:2503.01234"))
    assert corpus.find(name) is None
    with pytest.raises(InputError, match=r"no paper '.*; add it with: kg build -w .* FILE"):
        corpus.remove(name)
    with pytest.raises(InputError, match="was removed from"):
        corpus.restore(name)


def test_what_is_no_text_in_utf_8_is_refused(corpus):
    # Previously a traceback, as of kg names rename … --author
    with pytest.raises(InputError, match="is no text in UTF-8; type it anew"):
        corpus.add_correction("rename", {"a": {"surface": "A"}, "name": "B"}, author="Ren\udce9")
    assert corpus.corrections() == []


@pytest.mark.parametrize("before", [0, 2])
def test_what_is_done_together_is_taken_back_together_however_often(corpus, before):
    def fail():
        with corpus.transaction():
            corpus.add(make_paper("arxiv:2503.01234"))
            corpus.remove("arxiv:2503.05678")

    for number in range(before):
        with corpus.transaction():
            corpus.add(make_paper(f"arxiv:2503.0000{number}", title=f"Owl {number}"))
    with pytest.raises(InputError):
        fail()
    assert len(corpus) == before


def test_a_removed_paper_stays_out_until_it_is_asked_for(corpus):
    paper = make_paper("arxiv:2503.01234")
    corpus.add(paper)
    corpus.remove("https://arxiv.org/abs/2503.01234v7")
    assert corpus.add(paper) is Added.REMOVED
    assert corpus.restore("2503.01234") == paper.id
    assert corpus.add(paper) is Added.NEW


def test_a_removed_paper_keeps_no_other_out_that_shares_its_doi(corpus):
    # Previously a record of the other was "removed before", and a fresh build was without it
    doi = ("doi:10.1000/1",)
    gone = make_paper("arxiv:2503.01234", title="One", other_ids=doi)
    other = make_paper("arxiv:2503.05678", title="Two", other_ids=doi)
    corpus.add(gone)
    corpus.add(other)
    corpus.remove(gone.id)
    newer = make_paper(other.id, title="Two", abstract="We present GPT-4o 2.", other_ids=doi)
    assert corpus.add(newer) is Added.TEXT_CHANGED
    # Nor does the DOI alone, which is that of the other.
    assert corpus.add(make_paper(doi[0], title="Two")) is not Added.REMOVED
    corpus.remove(other.id)
    corpus.restore(other.id)
    assert corpus.add(other) is Added.NEW
    assert corpus.add(gone) is Added.REMOVED
    corpus.restore(gone.id)
    assert corpus.add(gone) is Added.NEW


def test_a_removed_doi_keeps_its_paper_out_under_an_arxiv_id_too(corpus):
    corpus.add(make_paper("doi:10.1000/1"))
    corpus.remove("10.1000/1")
    again = make_paper("arxiv:2503.01234", other_ids=("doi:10.1000/1",))
    assert corpus.add(again) is Added.REMOVED


FILL = """
import sys
from kg.corpus import Corpus
from kg.records import Paper
with Corpus.open(sys.argv[1]) as corpus:
    for number in range(99):
        corpus.add(Paper(f"arxiv:2503.{number:05}", f"Title {number}", "Word " * 2_000))
"""


def test_a_limit_of_the_size_of_files_is_told_and_loses_nothing(tmp_path):
    # Previously "disk I/O error", without a word on what to do
    shell = f'ulimit -f 400 && exec "{sys.executable}" -c "$0" "$1"'
    command = ["sh", "-c", shell, FILL, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert "StoreError" in done.stderr
    assert "ulimit" in done.stderr
    with Corpus.open(tmp_path) as corpus:
        kept = len(corpus)
        assert 0 < kept < 99
        corpus.add(make_paper("arxiv:2504.00001"))
        assert len(corpus) == kept + 1


def test_a_mention_that_is_not_in_the_text_is_refused(corpus):
    corpus.add(make_paper("arxiv:2503.01234", abstract="Nothing here."))
    wrong = make_extraction(make_paper("arxiv:2503.01234"))
    with pytest.raises(StoreError, match="is not at"):
        corpus.save_extraction("arxiv:2503.01234", wrong)


def test_an_unknown_paper_is_an_error_that_says_so(corpus):
    with pytest.raises(InputError, match=r"no paper 'arxiv:2503\.01234'"):
        corpus.paper("arxiv:2503.01234")


def test_a_correction_can_be_taken_back_and_stays_on_record(corpus):
    number = corpus.add_correction("merge", {"left": "A", "right": "B"}, author="me")
    corpus.undo_correction(number)
    assert corpus.corrections() == []
    assert [item.payload for item in corpus.corrections(undone=True)] == [
        {"left": "A", "right": "B"}
    ]


def test_a_corpus_tells_what_changed_since_a_revision(corpus):
    first, second = make_paper("arxiv:2503.01234"), make_paper("arxiv:2503.05678", title="Two")
    corpus.add(first)
    before = corpus.revision
    corpus.add(second)
    assert corpus.changed_papers(before) == {second.id}
    corpus.save_extraction(first.id, make_extraction(first))
    corpus.add_correction("relation", {"paper": second.id}, author="me")
    corpus.remove(second.id)
    assert corpus.changed_papers(before) == {first.id, second.id}
    assert corpus.changed_papers(corpus.revision) == set()


def test_an_author_is_spelled_as_the_first_paper_that_was_read_does(corpus):
    second = make_paper("arxiv:2503.05678", title="Two", authors=("Jose Pena",))
    first = make_paper("arxiv:2503.01234", authors=("José Peña",))
    for paper in (second, first):
        corpus.add(paper)
    assert author_names(corpus) == {}
    for paper in (second, first):
        corpus.save_extraction(paper.id, make_extraction(paper))
    assert author_names(corpus, [second.id]) == {"author:josepena": "José Peña"}
    before = corpus.revision
    corpus.remove(first.id)
    assert author_names(corpus) == {"author:josepena": "Jose Pena"}
    assert second.id in corpus.changed_papers(before)


def test_a_corpus_of_the_first_format_is_brought_up_to_date(tmp_path):
    paper = make_paper("arxiv:2503.01234", authors=("Ann Lee",))
    with Corpus.open(tmp_path) as corpus:
        corpus.add(paper)
        papers = list(corpus.papers())
    tables = "changes authors uses hood_keys conflicts nodes retired node_keys wants derived"
    with sqlite3.connect(tmp_path / "corpus.sqlite") as database:
        for table in tables.split():
            database.execute(f"DROP TABLE {table}")
        database.execute("DELETE FROM meta WHERE key LIKE 'names_%' OR key = 'graph'")
        database.execute("CREATE TABLE state (name TEXT PRIMARY KEY, value BLOB NOT NULL)")
        database.execute("ALTER TABLE papers DROP COLUMN code")
        database.execute("PRAGMA user_version = 1")
    database.close()
    with Corpus.open(tmp_path, existing=True) as corpus:
        assert list(corpus.papers()) == papers
        assert corpus.changed_papers(-1) == {paper.id}
        corpus.save_extraction(paper.id, make_extraction(paper))
        assert author_names(corpus) == {"author:annlee": "Ann Lee"}


def test_a_corpus_of_a_newer_kg_says_what_to_do(tmp_path):
    with Corpus.open(tmp_path):
        pass
    with sqlite3.connect(tmp_path / "corpus.sqlite") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StoreError, match=r"format 99.*pip install -U papers-kg"):
        Corpus.open(tmp_path)


@pytest.mark.parametrize(
    "content", [b"no database, only text" * 99, b"SQLite format 3\0" + b"x" * 99]
)
def test_a_damaged_corpus_is_an_error_and_stays_as_it_is(content, tmp_path):
    (tmp_path / "corpus.sqlite").write_bytes(content)
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"corpus\.sqlite"):
            Corpus.open(tmp_path, read_only=read_only)
    assert (tmp_path / "corpus.sqlite").read_bytes() == content


@pytest.mark.parametrize(
    ("column", "byte"), [("authors", "22"), ("abstract", "ff"), ("sources", "01"), ("body", "00")]
)
def test_a_damaged_byte_of_what_is_kept_is_an_error_that_says_so(tmp_path, column, byte):
    # Previously a JSONDecodeError, or "Could not decode to UTF-8 column"
    paper = make_paper("arxiv:2503.01234", authors=("Ann Lee",))
    with Corpus.open(tmp_path) as corpus:
        corpus.add(paper)
        corpus.save_extraction(paper.id, make_extraction(paper))
    table = "extractions" if column == "body" else "papers"
    kind = "BLOB" if column == "body" else "TEXT"
    bytes_ = f"substr(CAST({column} AS BLOB), 1, 3) || x'{byte}' || substr({column}, 5)"
    with sqlite3.connect(tmp_path / "corpus.sqlite") as database:
        database.execute(f"UPDATE {table} SET {column} = CAST({bytes_} AS {kind})")
    database.close()

    def use(corpus):
        list(corpus.items())
        corpus.add(replace(paper, abstract="We present GPT-4o again."))

    with Corpus.open(tmp_path) as corpus, pytest.raises(StoreError, match="damaged"):
        use(corpus)


def test_the_database_of_another_program_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "corpus.sqlite") as database:
        database.execute("CREATE TABLE other (x)")
    database.close()
    before = (tmp_path / "corpus.sqlite").read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Corpus.open(tmp_path)
    assert (tmp_path / "corpus.sqlite").read_bytes() == before


def test_a_reader_makes_nothing(tmp_path):
    with pytest.raises(StoreError, match="kg build -w "):
        Corpus.open(tmp_path / "nowhere", read_only=True)
    assert not (tmp_path / "nowhere").exists()


def test_a_reader_reads_and_cannot_write(corpus, tmp_path):
    corpus.add(make_paper("arxiv:2503.01234"))
    with Corpus.open(tmp_path / "papers.kg", read_only=True) as reader:
        assert len(reader) == 1
        with pytest.raises(StoreError, match="cannot be written"):
            reader.add(make_paper("arxiv:2503.05678"))


def test_a_second_writer_waits_and_then_says_who_is_in_the_way(corpus, tmp_path):
    with (
        Corpus.open(tmp_path / "papers.kg", wait_s=0.1) as second,
        corpus.transaction(),
        pytest.raises(StoreError, match="in use by another process"),
    ):
        second.add(make_paper("arxiv:2503.01234"))


WRITER = """
import sys
from itertools import islice
from kg.corpus import Corpus
from kg.records import Entity, EntityType, Extraction, Mention
from kg.sources import read_papers

with Corpus.open(sys.argv[1]) as corpus:
    print("open", flush=True)
    records = read_papers(sys.argv[2], on_problem=print)
    while papers := list(islice(records, 10)):
        with corpus.transaction():
            for paper in papers:
                corpus.add(paper, source=sys.argv[2])
    for paper in corpus.pending():
        word = paper.title.split()[0]
        entity = Entity(word, EntityType.MODEL, (Mention(0, len(word), word),))
        corpus.save_extraction(paper.id, Extraction("1", (entity,)))
"""


def write_in_another_process(workspace):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(workspace), str(DATA / "arxiv-200.jsonl")],
        stdout=subprocess.PIPE,
    )


def test_a_writer_killed_at_random_moments_loses_nothing_it_had_kept(tmp_path):
    with write_in_another_process(tmp_path / "undisturbed") as process:
        process.wait(60)
    kept = read = 0
    moments = random.Random(4)
    for _ in range(12):
        with write_in_another_process(tmp_path / "killed") as process:
            process.stdout.readline()
            time.sleep(moments.uniform(0, 0.12))
            process.kill()
        with Corpus.open(tmp_path / "killed") as corpus:
            now_kept, now_read = len(corpus), sum(1 for _ in corpus.items())
        assert now_kept >= kept
        assert now_read >= read
        kept, read = now_kept, now_read
    with write_in_another_process(tmp_path / "killed") as process:
        process.wait(60)
    with Corpus.open(tmp_path / "killed") as left, Corpus.open(tmp_path / "undisturbed") as right:
        assert list(left.items()) == list(right.items())
        assert len(left) == 200


TITLES = st.sampled_from(["A", "B"])
RECORDS = st.builds(
    Paper,
    id=st.sampled_from(["arxiv:2503.00001", "doi:10.1000/x"]),
    title=TITLES,
    abstract=st.text("ab", min_size=1, max_size=3),
    authors=st.lists(st.sampled_from("XY"), max_size=2).map(tuple),
    published=st.just("2025-03"),
    date_precision=st.just("month"),
    url=st.sampled_from([None, "https://a", "https://arxiv.org/b"]),
    categories=st.lists(st.sampled_from("XY"), max_size=2).map(tuple),
    source_id=st.sampled_from([None, "1", "2"]),
    version=st.integers(0, 2),
)


@given(RECORDS, RECORDS, RECORDS)
def test_merging_records_has_no_order(one, two, three):
    assert merge_papers(one, two) == merge_papers(two, one)
    assert merge_papers(merge_papers(one, two), three) == merge_papers(
        one, merge_papers(two, three)
    )
    once = merge_papers(one, one)
    assert merge_papers(once, once) == once


def test_a_corpus_that_is_to_exist_is_not_made(tmp_path):
    with pytest.raises(StoreError, match=r"make one with: kg build -w .*nowhere'? FILE"):
        Corpus.open(tmp_path / "nowhere", existing=True)
    assert not (tmp_path / "nowhere").exists()


def test_a_snapshot_shows_one_state_whatever_others_write(tmp_path):
    with Corpus.open(tmp_path) as corpus, Corpus.open(tmp_path) as other:
        corpus.add(make_paper("arxiv:2503.01234"))
        with corpus.snapshot():
            before = corpus.revision
            other.add(make_paper("arxiv:2503.05678", title="Two"))
            assert (len(corpus), corpus.revision) == (1, before)
        assert len(corpus) == 2


def test_a_paper_with_two_titles_may_share_each_with_another(corpus):
    # Previously one of the two groups hid the other
    for version, title in enumerate(("An Older Name", "A Newer Name"), start=1):
        corpus.add(make_paper("arxiv:2503.01234", title=title, version=version))
    corpus.add(make_paper("doi:10.1000/x", title="An Older Name"))
    corpus.add(make_paper("doi:10.1000/y", title="A Newer Name"))
    ids = ["arxiv:2503.01234", "doi:10.1000/x", "doi:10.1000/y"]
    assert corpus.same_titles(ids) == {"A Newer Name": ids}


def test_same_titles_take_no_time_of_each_title_and_each_paper(corpus):
    # Previously 16,000 pairs took 49 seconds
    def seconds(papers):
        begun = time.process_time()
        assert corpus.same_titles(papers)
        return time.process_time() - begun

    ids = [f"{source}{number}" for number in range(1500) for source in ("doi:10.1/a", "doi:10.1/b")]
    with corpus.transaction():
        for place, name in enumerate(ids):
            corpus.add(make_paper(name, title=f"Title {place // 2}"))
    pairs = [(seconds(ids[:1]), seconds(ids)) for _ in range(3)]
    one, all_ = (min(times) for times in zip(*pairs, strict=True))
    assert all_ < 10 * max(one, 0.005)


@pytest.mark.parametrize("name", [None, 5, b"x", ["x"], Path("x")])
@pytest.mark.parametrize("ask", [Corpus.paper, Corpus.extraction, Corpus.find, Corpus.restore])
def test_a_paper_is_asked_for_by_text(corpus, ask, name):
    # Previously an error of Python: 'NoneType' object is not iterable
    with pytest.raises(ConfigError, match="give text"):
        ask(corpus, name)


def test_a_corpus_is_asked_in_its_thread_while_it_is_open(tmp_path):
    # Previously the first gave the numbers of two threads and the second spoke of a database
    with Corpus.open(tmp_path / "w") as corpus, ThreadPoolExecutor(1) as other:
        with pytest.raises(StoreError, match="open it in the thread that uses it"):
            other.submit(corpus.__len__).result()
        assert len(corpus) == 0
    with pytest.raises(StoreError, match="is closed; open it again"):
        len(corpus)


def test_rows_that_nobody_takes_any_more_are_let_go_after_the_corpus_is_closed(tmp_path):
    # Previously Ctrl-C during a load ended in a traceback that the corpus is closed
    with Corpus.open(tmp_path / "w") as corpus:
        for number in range(3):
            corpus.add(make_paper(f"arxiv:2503.0000{number}"))
        rows = corpus.stream("SELECT id FROM papers")
        next(rows)
    rows.close()
