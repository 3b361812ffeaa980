"""One paper from several records of it, the same whatever their order."""

from __future__ import annotations

import hashlib

from kg.ids import title_id
from kg.records import Paper

_KINDS = ("arxiv", "doi", "paper")
_PRECISIONS = (None, "year", "month", "day")


def merge_papers(left: Paper, right: Paper) -> Paper:
    """Return one paper from two records of it.

    The newer version's title and abstract win (without versions, or at the same one, the longer
    abstract); every other field is the fullest of the two. The order of the arguments, and of a
    chain of merges, makes no difference.
    """
    newest = max(left, right, key=_text_rank)
    dated = min(left, right, key=_date_rank)
    paper_id = min(left.id, right.id, key=id_rank)
    ids = {left.id, right.id, *left.other_ids, *right.other_ids}
    ids |= {title_id(left.title), title_id(right.title)}
    return Paper(
        id=paper_id,
        title=newest.title,
        abstract=newest.abstract,
        authors=max(left.authors, right.authors, key=lambda names: (len(names), names)),
        published=dated.published,
        date_precision=dated.date_precision,
        url=min((url for url in (left.url, right.url) if url), key=_url_rank, default=None),
        categories=max(left.categories, right.categories, key=lambda names: (len(names), names)),
        source_id=min((i for i in (left.source_id, right.source_id) if i), default=None),
        version=newest.version,
        other_ids=tuple(sorted(ids - {paper_id})),
        code=tuple(sorted({*left.code, *right.code})),
    )


def id_rank(paper_id: str) -> tuple[int, str]:
    """Return a sort key: arXiv ids first, then DOIs, then hashes of titles."""
    return _KINDS.index(paper_id.partition(":")[0]), paper_id


def text_hash(paper: Paper) -> bytes:
    """Return what tells a changed text from the one that was read."""
    return hashlib.sha256(paper.text.encode()).digest()[:12]


def _text_rank(paper: Paper) -> tuple[int, int, str, str]:
    return paper.version, len(paper.abstract), paper.abstract, paper.title


def _date_rank(paper: Paper) -> tuple[int, str]:
    return -_PRECISIONS.index(paper.date_precision), paper.published or ""


def _url_rank(url: str) -> tuple[bool, str]:
    return "arxiv.org" not in url, url
