from __future__ import annotations

from itertools import permutations

import pytest

from kg.corpus import Added, Corpus, add_papers
from kg.errors import InputError, StoreError
from kg.records import Entity, EntityType, Extraction, Mention, Paper, Relation, RelationType


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
            add_papers(corpus, order)
            results.add(tuple(corpus.papers()))
    ((paper,),) = results
    assert (paper.version, paper.abstract) == (3, "We present GPT-4o.")
    assert paper.authors == ("A. Author",)


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
    from kg.ids import title_id

    old = make_paper(title_id("A Model"))
    corpus.add(old)
    corpus.save_extraction(old.id, make_extraction(old))
    corpus.add(make_paper("arxiv:2503.01234"))
    assert [paper.id for paper, _ in corpus.items()] == ["arxiv:2503.01234"]
    assert corpus.find(old.id) == "arxiv:2503.01234"


def test_a_removed_paper_stays_out_until_it_is_asked_for(corpus):
    paper = make_paper("arxiv:2503.01234")
    corpus.add(paper)
    corpus.remove("https://arxiv.org/abs/2503.01234v7")
    assert corpus.add(paper) is Added.REMOVED
    corpus.restore("2503.01234")
    assert corpus.add(paper) is Added.NEW


def test_a_transaction_that_fails_leaves_nothing(corpus):
    def fail():
        with corpus.transaction():
            corpus.add(make_paper("arxiv:2503.01234"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert len(corpus) == 0


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


def test_resolver_state_comes_back_and_leaves_the_revision(corpus):
    revision = corpus.revision
    corpus.set_state("redirects", {"model:a": "model:b"})
    assert corpus.state("redirects") == {"model:a": "model:b"}
    assert corpus.state("nothing") is None
    assert corpus.revision == revision
